"""The tree that is linted: the only way by which rdlint reads files.

Regular files inside the root only, each read once, within limits; nothing is ever executed. Where they lie is
for a `Storage` to know: on the disk, or in a commit.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol

from rdlint.disk import Disk
from rdlint.source import Source

#: Larger files are not read: no hand-written source reaches this.
MAX_BYTES = 1 << 20
#: A tree with more entries is not walked to its end.
MAX_ENTRIES = 200_000
MAX_DEPTH = 40

#: Folders that hold nothing an author of the app has written.
PRUNED = frozenset(
    {
        "node_modules",
        "bower_components",
        "__pycache__",
        "dist",
        "build",
        "out",
        "coverage",
        "target",
        "vendor",
        "venv",
        "env",
        "site-packages",
    }
)
#: Folders with a leading dot that are looked into; all others are not.
DOTTED = frozenset({".github", ".raindrop", ".husky", ".circleci"})


class Storage(Protocol):
    """Where the files of a tree lie. Paths are relative to its root, with forward slashes."""

    def entries(self, folder: str) -> Iterable[tuple[str, bool]]:
        """Return what lies in ``folder`` ("" for the root): each name, and whether it is a folder."""

    def is_file(self, path: str) -> bool:
        """Say whether ``path`` is a regular file that may be read."""

    def modified(self, path: str) -> float | None:
        """Return when such a file was last written, in seconds since 1970; ``None`` when that is not known."""

    def read(self, path: str, at_most: int) -> bytes:
        """Return up to ``at_most`` bytes of such a file. Raises ``OSError``."""

    def peek(self, path: str, at_most: int) -> bytes:
        """Return the bytes of a file, nothing of a link, of a larger file and of one that cannot be read."""

    def tracked_among(self, paths: Iterable[str]) -> frozenset[str] | None:
        """Return which of ``paths`` git tracks; ``None`` when that cannot be told."""


class Tree:
    """All files below ``root`` (absolute). Paths are relative to it, with forward slashes.

    ``overlay`` gives the content of files that differ from the disk: an editor's unsaved buffers.
    ``storage`` is where they lie when that is not the disk. ``unread`` collects files that exist and could not
    be read, with the reason.
    """

    def __init__(self, root: str, overlay: Mapping[str, bytes] | None = None, storage: Storage | None = None) -> None:
        self.root = os.path.realpath(root)
        self.overlay = dict(overlay or {})
        self._storage: Storage = Disk(self.root) if storage is None else storage
        self.sources: dict[str, Source] = {}
        self.unread: dict[str, str] = {}
        self._missing: set[str] = set()
        self._held: dict[tuple[str, tuple[bytes, ...]], bool] = {}

    def absolute(self, path: str) -> str:
        """Return where ``path`` lies on this machine."""
        return os.path.join(self.root, *path.split("/"))

    def is_file(self, path: str) -> bool:
        """Say whether ``path`` is a regular file that may be read."""
        return path in self.overlay or path in self.sources or self._storage.is_file(path)

    def modified(self, path: str) -> float | None:
        """Return when ``path`` was last written (seconds since 1970), ``None`` for an unsaved buffer."""
        return None if path in self.overlay else self._storage.modified(path)

    def read(self, path: str) -> Source | None:
        """Return the file, or ``None`` when it is not there or may not be read."""
        if path in self.sources:
            return self.sources[path]
        if path in self._missing or path in self.unread:
            return None
        raw = self.overlay.get(path)
        if raw is None:
            raw = self._read_bytes(path)
        if raw is None:
            return None
        source = self.sources[path] = Source(path, raw)
        return source

    def holds(self, path: str, words: tuple[bytes, ...]) -> bool:
        """Say whether the file holds one of ``words``; of its text nothing is kept."""
        if (path, words) not in self._held:
            self._held[path, words] = self._holds(path, words)
        return self._held[path, words]

    def _holds(self, path: str, words: tuple[bytes, ...]) -> bool:
        source = self.sources.get(path)
        data = source.data if source is not None else self.overlay.get(path)
        if data is None:
            data = self.peek(path)
        return any(word in data for word in words)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file of the tree that a person has written, sorted."""
        return tuple(sorted({*self._walk(), *self.overlay}))

    def files_below(self, folder: str) -> Iterator[str]:
        """Yield the files of ``folder`` and of all folders in it, sorted."""
        start = f"{folder}/" if folder else ""
        return (path for path in self.files if path.startswith(start))

    def folders_in(self, folder: str) -> frozenset[str]:
        """Return the names of the folders in ``folder`` that hold files."""
        start = f"{folder}/"
        return frozenset(
            path[len(start) :].partition("/")[0]
            for path in self.files
            if path.startswith(start) and "/" in path[len(start) :]
        )

    def tracked_among(self, paths: Iterable[str]) -> frozenset[str] | None:
        """Return which of ``paths`` git tracks; ``None`` when that cannot be told."""
        return self._storage.tracked_among(paths)

    def peek(self, path: str, at_most: int = MAX_BYTES) -> bytes:
        """Return the bytes of a file that may be left out: nothing is kept of it, nor said where it cannot be read.

        Nothing is returned of a link, of a file with more than ``at_most`` bytes, and of one that is not there.
        """
        return self.overlay[path] if path in self.overlay else self._storage.peek(path, at_most)

    def _read_bytes(self, path: str) -> bytes | None:
        if not self._storage.is_file(path):
            self._missing.add(path)
            return None
        try:
            data = self._storage.read(path, MAX_BYTES + 1)
        except OSError as error:
            self.unread[path] = (error.strerror or type(error).__name__).lower()
            return None
        if len(data) > MAX_BYTES:
            self.unread[path] = f"larger than {MAX_BYTES >> 20} MiB"
            return None
        return data

    def _walk(self) -> Iterator[str]:
        """Yield the paths of all files, without following links to folders."""
        pending = [("", 0)]
        seen = 0
        while pending:
            folder, depth = pending.pop()
            for name, is_folder in self._storage.entries(folder):
                seen += 1
                if seen > MAX_ENTRIES:
                    return
                path = f"{folder}/{name}" if folder else name
                if not is_folder:
                    yield path
                elif (not name.startswith(".") or name in DOTTED) and name not in PRUNED and depth < MAX_DEPTH:
                    pending.append((path, depth + 1))


def join(folder: str, path: str) -> str | None:
    """Join two tree paths; ``None`` when that leads out of the tree."""
    joined = posixpath.normpath(posixpath.join(folder or ".", path))
    if joined == ".." or joined.startswith(("../", "/")):
        return None
    return "" if joined == "." else joined
