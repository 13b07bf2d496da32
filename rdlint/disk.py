"""The files of a folder on the disk: regular files inside it only, links and pipes never waited for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator

from rdlint.git_index import tracked_among


class Disk:
    """The files below ``root`` (absolute, no link). Paths are relative to it, with forward slashes."""

    def __init__(self, root: str) -> None:
        self.root = root

    def entries(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield what lies in ``folder`` ("" for the root): each name, and whether it is a folder and no link."""
        try:
            found = os.scandir(self._absolute(folder) if folder else self.root)
        except OSError:
            return
        with found:
            for entry in found:
                yield entry.name, entry.is_dir(follow_symlinks=False)

    def is_file(self, path: str) -> bool:
        """Say whether ``path`` is a regular file whose real place is inside the root."""
        return self._status(path) is not None

    def modified(self, path: str) -> float | None:
        """Return when such a file was last written, in seconds since 1970."""
        status = self._status(path)
        return None if status is None else status.st_mtime

    def read(self, path: str, at_most: int) -> bytes:
        """Return up to ``at_most`` bytes of the file. Raises ``OSError``."""
        return self._read(path, at_most, 0)

    def peek(self, path: str, at_most: int) -> bytes:
        """Return the bytes of a regular file, nothing of a link, of a larger file and of one that cannot be read."""
        try:
            status = os.lstat(self._absolute(path))
            if not stat.S_ISREG(status.st_mode) or status.st_size > at_most:
                return b""
            return self._read(path, at_most, getattr(os, "O_NOFOLLOW", 0))
        except (OSError, ValueError):
            return b""

    def tracked_among(self, paths: Iterable[str]) -> frozenset[str] | None:
        """Return which of ``paths`` git tracks; ``None`` when that cannot be told."""
        return tracked_among(self.root, paths)

    def _read(self, path: str, at_most: int, flags: int) -> bytes:
        # O_NONBLOCK: a pipe that took the file's place since the check must not hang us
        flags |= os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(self._absolute(path), flags), "rb") as file:
            return file.read(at_most)

    def _absolute(self, path: str) -> str:
        return os.path.join(self.root, *path.split("/"))

    def _status(self, path: str) -> os.stat_result | None:
        absolute = self._absolute(path)
        try:
            status = os.lstat(absolute)
            if stat.S_ISLNK(status.st_mode):
                status = os.stat(absolute)
            inside = os.path.realpath(absolute).startswith(self.root.rstrip(os.sep) + os.sep)
        except (OSError, ValueError):
            return None
        return status if stat.S_ISREG(status.st_mode) and inside else None
