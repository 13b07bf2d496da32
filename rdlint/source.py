"""One file's bytes, its lines, and the way from byte offsets to what people and editors count."""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from functools import cached_property
from typing import NamedTuple

from rdlint.span import Span

_LINE_END = re.compile(rb"\r\n|\n|\r")
MASK = "•"


class Position(NamedTuple):
    """A place as people count it: ``line`` and ``column`` 1-based, column in code points."""

    line: int
    column: int


class Source:
    """A file as it was read once.

    ``data`` is UTF-8 without a byte order mark: UTF-16 files with a mark are transcoded, so that
    every reader of this package sees one encoding. ``encoding`` names what the file had on disk
    (``utf-8``, ``utf-8-sig``, ``utf-16-le`` or ``utf-16-be``), ``raw`` is what stood there. Bytes that are
    not valid UTF-8 are kept in ``data`` and shown as U+FFFD.
    """

    def __init__(self, path: str, raw: bytes, secrets: tuple[Span, ...] = ()) -> None:
        self.path = path
        self.raw = raw
        self.encoding, self.data = _decode(raw)
        self.secrets = secrets

    def span(self, start: int, end: int) -> Span:
        """Return the span of bytes ``start`` to ``end`` of this file."""
        return Span(self.path, start, end)

    def text(self, span: Span) -> str:
        """Return what stands at ``span``, unmasked: for reading the file, never for printing it."""
        return self.data[span.start : span.end].decode("utf-8", "replace")

    def encoded(self, data: bytes) -> bytes | None:
        """Return ``data`` as the file would hold it on disk; ``None`` where that would lose something else in it."""
        return _encode(data, self.encoding) if _encode(self.data, self.encoding) == self.raw else None

    @cached_property
    def line_end(self) -> str:
        """What ends the lines of the file: LF, CR LF or CR, as its first line does; LF where there is none."""
        found = _LINE_END.search(self.data)
        return found[0].decode("ascii") if found else "\n"

    @cached_property
    def line_starts(self) -> list[int]:
        """Byte offsets at which lines begin; lines end at LF, CR LF or a lone CR."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.data))]

    def line_of(self, offset: int) -> int:
        """Return the 1-based line that holds byte ``offset``."""
        return bisect_right(self.line_starts, offset)

    def line_span(self, line: int) -> Span:
        """Return the span of 1-based ``line`` without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.data)
        tail = self.data[max(start, end - 2) : end]  # not the whole line, which may be the whole file
        return Span(self.path, start, end - len(tail) + len(tail.rstrip(b"\r\n")))

    def position(self, offset: int) -> Position:
        """Return line and column (1-based, code points) of byte ``offset``, clamped to the file."""
        offset = max(0, min(offset, len(self.data)))
        line = self.line_of(offset)
        prefix = self.data[self.line_starts[line - 1] : offset]
        return Position(line, len(prefix.decode("utf-8", "replace")) + 1)

    def utf16_column(self, offset: int) -> int:
        """Return the 0-based column of byte ``offset`` in UTF-16 code units, as editors count."""
        start = self.line_starts[self.line_of(offset) - 1]
        return len(self.data[start:offset].decode("utf-8", "replace").encode("utf-16-le")) // 2

    def snippet(self, span: Span) -> str:
        """Return what stands at ``span`` for people to read: each secret character is masked.

        The only way by which text of a linted file may reach an output.
        """
        hidden = [each for each in self.secrets if max(each.start, span.start) < min(each.end, span.end)]
        if not hidden:
            return self.text(span)
        parts: list[str] = []
        at = span.start
        for secret in sorted(hidden):
            parts.append(self.data[at : max(at, secret.start)].decode("utf-8", "replace"))
            first, last = max(at, secret.start), min(span.end, secret.end)
            parts.append(MASK * len(self.data[first:last].decode("utf-8", "replace")))
            at = max(at, last)
        parts.append(self.data[at : span.end].decode("utf-8", "replace"))
        return "".join(parts)


def _decode(raw: bytes) -> tuple[str, bytes]:
    """Split ``raw`` into the name of its encoding and its content as UTF-8."""
    if raw.startswith(BOM_UTF8):
        return "utf-8-sig", raw[len(BOM_UTF8) :]
    for mark, encoding in ((BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if raw.startswith(mark):
            return encoding, raw[len(mark) :].decode(encoding, "replace").encode("utf-8")
    return "utf-8", raw


def _encode(data: bytes, encoding: str) -> bytes:
    """Undo `_decode`."""
    if encoding == "utf-8-sig":
        return BOM_UTF8 + data
    if encoding == "utf-8":
        return data
    mark = BOM_UTF16_LE if encoding == "utf-16-le" else BOM_UTF16_BE
    return mark + data.decode("utf-8", "replace").encode(encoding)
