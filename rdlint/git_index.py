"""Which files git tracks, read from `.git/index` itself: running git would run what the repository configures.

Format: git's documentation, gitformat-index, versions 2 to 4.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

_HEADER = struct.Struct(">4sLL")
_ENTRY_BYTES = 62  # times, device, inode, mode, owner, size, object name (SHA-1), flags
_NAME_AT_MOST = 0xFFF
_EXTENDED = 0x4000
_MAX_BYTES = 64 << 20


def tracked_among(root: str, paths: Iterable[str]) -> frozenset[str] | None:
    """Return which of ``paths`` the repository at ``root`` tracks; ``None`` when that cannot be told.

    Repositories whose `.git` is a file (worktrees, submodules) keep their index elsewhere, and those
    with SHA-256 object names are not read: both answer ``None``.
    """
    path = os.path.join(root, ".git", "index")
    try:
        if not os.path.isfile(path) or os.path.islink(path) or os.path.getsize(path) > _MAX_BYTES:
            return None
        with open(path, "rb") as file:
            data = file.read()
        if _version(data) == 4:
            return _names(data).intersection(paths)
        return frozenset(each for each in paths if _has(data, each.encode("utf-8", "surrogateescape")))
    except (OSError, struct.error, IndexError, ValueError):
        return None


def _version(data: bytes) -> int:
    """Return the version of the index ``data``; raises ``ValueError`` when it is none that is known."""
    signature, version, _ = _HEADER.unpack_from(data)
    if signature != b"DIRC" or version not in (2, 3, 4):
        raise ValueError(signature)
    return int(version)


def _has(data: bytes, name: bytes) -> bool:
    """Say whether an index of version 2 or 3 has the entry ``name``, by its text and the length before it."""
    at = data.find(name + b"\0") if name else -1
    while at >= 0:
        for extended in (0, 2):
            if at - extended >= 2:
                (flags,) = struct.unpack_from(">H", data, at - extended - 2)
                if flags & _NAME_AT_MOST == min(len(name), _NAME_AT_MOST) and bool(flags & _EXTENDED) == bool(extended):
                    return True
        at = data.find(name + b"\0", at + 1)
    return False


def _names(data: bytes) -> frozenset[str]:
    """Return the names of an index of version 4, which writes of each only what differs from the one before."""
    _, _, count = _HEADER.unpack_from(data)
    names: set[str] = set()
    at = _HEADER.size
    name = b""
    for _ in range(count):
        (flags,) = struct.unpack_from(">H", data, at + _ENTRY_BYTES - 2)
        dropped, at = _offset(data, at + _ENTRY_BYTES + (2 if flags & _EXTENDED else 0))
        end = data.index(b"\0", at)
        name = name[: len(name) - dropped] + data[at:end]
        at = end + 1
        names.add(name.decode("utf-8", "surrogateescape"))
    return frozenset(names)


def _offset(data: bytes, at: int) -> tuple[int, int]:
    """Read a number in git's offset encoding; return it and where it ends."""
    byte = data[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = data[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1
