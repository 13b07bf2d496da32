"""A line on the terminal that says how far a run is, when it takes over a second."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TextIO

from rdlint.tree import Tree

_PATIENCE = 1.0  # seconds before the line appears
_INTERVAL = 0.2
_CLEAR = "\r\x1b[K"


class Progress:
    """Shows how many files were read, from a second after its start to its end, on terminals only."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._tree: Tree | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._show, args=(stream,), daemon=True)

    def observe(self, tree: Tree) -> None:
        """Learn which tree the run reads."""
        self._tree = tree

    def __enter__(self) -> Progress:  # noqa: PYI034 - typing.Self is newer than Python 3.10
        if self._stream is not None and self._stream.isatty():
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _show(self, stream: TextIO) -> None:
        if self._done.wait(_PATIENCE):
            return
        while True:
            count = len(self._tree.sources) if self._tree else 0
            stream.write(f"{_CLEAR}rdlint: {count} files read ...")
            stream.flush()
            if self._done.wait(_INTERVAL):
                break
        stream.write(_CLEAR)
        stream.flush()
