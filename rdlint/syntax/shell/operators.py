"""What the operators in ``${name…}`` do to a text: ``%``, ``#``, ``/``, ``^^``, ``,,``."""

from __future__ import annotations

import re
from collections.abc import Callable

_PATTERN = re.compile(r"[*?\[\]$`]")


def operation(sign: str, pattern: str) -> Callable[[str], str] | None:
    """Return what ``${x`` with ``sign`` and ``pattern`` does to a text, ``None`` when that is not known."""
    if sign in ("#", "##", "%", "%%"):
        return _trimming(sign, pattern)
    return _conversion(sign, pattern)


def _trimming(sign: str, pattern: str) -> Callable[[str], str] | None:
    """Return what ``${x%pattern}`` and its kin do, for patterns of one `*` at the open end or none."""
    pattern = _unquoted(pattern)
    if sign.startswith("%"):
        mark = pattern[:-1] if pattern.endswith("*") else ""
        if not mark and not _PATTERN.search(pattern):
            return lambda text: text.removesuffix(pattern)
        if not mark or _PATTERN.search(mark):
            return None
        if sign == "%%":
            return lambda text: text.partition(mark)[0]
        return lambda text: text.rpartition(mark)[0] if mark in text else text
    mark = pattern[1:] if pattern.startswith("*") else ""
    if not mark and not _PATTERN.search(pattern):
        return lambda text: text.removeprefix(pattern)
    if not mark or _PATTERN.search(mark):
        return None
    if sign == "##":
        return lambda text: text.rpartition(mark)[2] if mark in text else text
    return lambda text: text.partition(mark)[2] if mark in text else text


def _conversion(sign: str, pattern: str) -> Callable[[str], str] | None:
    """Return what ``${x^^}``, ``${x,,}`` or ``${x//a/b}`` does."""
    if sign == "^^" and not pattern:
        return str.upper
    if sign == ",," and not pattern:
        return str.lower
    if sign in ("/", "//"):
        old, _, new = pattern.partition("/")
        old, new = _unquoted(old), _unquoted(new)
        if old and not _PATTERN.search(old + new) and "/" not in new:
            return lambda text: text.replace(old, new) if sign == "//" else text.replace(old, new, 1)
    return None


def _unquoted(pattern: str) -> str:
    return re.sub(r"[\"'\\]", "", pattern)
