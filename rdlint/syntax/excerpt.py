"""Text of one language that lies inside a file of another, and the way back to the file's bytes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rdlint.source import Source
from rdlint.span import Span


class _Piece(NamedTuple):
    """Bytes of an excerpt from ``at`` on, made of ``start`` to ``end`` of its base."""

    at: int
    start: int
    end: int
    is_copy: bool  # byte for byte; otherwise the piece as a whole stands for its origin as a whole


class Excerpt:
    """A text as its own language reads it, such as the shell command in a string of JSON.

    ``data`` are its bytes, with the escapes and the indentation of the host file undone. ``span``
    tells where in the host file a part of it is written. An excerpt may be made from another one.
    """

    __slots__ = ("_base", "_pieces", "_starts", "data")

    def __init__(self, data: bytes, base: Source | Excerpt, pieces: list[_Piece]) -> None:
        self.data = data
        self._base = base
        self._pieces = pieces
        self._starts = [piece.at for piece in pieces]

    @classmethod
    def of(cls, source: Source, start: int = 0, end: int | None = None) -> Excerpt:
        """Return bytes ``start`` to ``end`` of ``source`` as they stand; all of it by default."""
        writer = Rewriter(source)
        writer.copy(start, len(source.data) if end is None else end)
        return writer.excerpt()

    def span(self, start: int, end: int) -> Span:
        """Return where bytes ``start`` to ``end`` (0-based, end excluded) stand in the host file."""
        first = self._origin(start)
        last = self._origin(end - 1) if start < end else None
        return self._base.span(first[0], last[1] if last else first[0])

    def _origin(self, offset: int) -> tuple[int, int]:
        """Return the bytes of the base that byte ``offset`` comes from."""
        if not self._pieces:
            return 0, 0
        piece = self._pieces[max(0, bisect_right(self._starts, offset) - 1)]
        if offset >= len(self.data):
            return piece.end, piece.end
        if piece.is_copy:
            start = piece.start + offset - piece.at
            return start, start + 1
        return piece.start, piece.end


def join(excerpts: Sequence[Excerpt], separator: bytes) -> Excerpt:
    """Return ``excerpts`` of one file, at least one, as one text with ``separator`` behind each."""
    data = b""
    pieces: list[_Piece] = []
    for each in excerpts:
        at = len(data)
        pieces += (piece._replace(at=piece.at + at) for piece in each._pieces)
        data += each.data
        end = each._origin(len(each.data))[0]
        pieces.append(_Piece(len(data), end, end, False))
        data += separator
    return Excerpt(data, excerpts[0]._base, pieces)


class Rewriter:
    """Makes an excerpt of ``base`` from left to right: what is not copied or put is left out."""

    def __init__(self, base: Source | Excerpt) -> None:
        self.base = base
        self._parts: list[bytes] = []
        self._pieces: list[_Piece] = []
        self._size = 0

    def copy(self, start: int, end: int) -> None:
        """Take bytes ``start`` to ``end`` of the base as they are."""
        if start >= end:
            return
        last = self._pieces[-1] if self._pieces else None
        if last and last.is_copy and last.end == start:
            self._pieces[-1] = last._replace(end=end)
        else:
            self._pieces.append(_Piece(self._size, start, end, True))
        self._add(self.base.data[start:end])

    def put(self, text: bytes, start: int, end: int) -> None:
        """Write ``text`` where the base has bytes ``start`` to ``end``."""
        if text:
            self._pieces.append(_Piece(self._size, start, end, False))
            self._add(text)

    def write(self, text: bytes, start: int, end: int) -> None:
        """Write ``text`` for bytes ``start`` to ``end``, as a copy where they are the same."""
        if self.base.data[start:end] == text:
            self.copy(start, end)
        else:
            self.put(text, start, end)

    def replace(
        self, pattern: re.Pattern[bytes], text: Callable[[re.Match[bytes]], bytes], start: int, end: int
    ) -> None:
        """Take bytes ``start`` to ``end`` of the base, with ``text`` in place of each match of ``pattern``."""
        for match in pattern.finditer(self.base.data, start, end):
            self.copy(start, match.start())
            self.put(text(match), *match.span())
            start = match.end()
        self.copy(start, end)

    def excerpt(self) -> Excerpt:
        """Return what has been written so far."""
        return Excerpt(b"".join(self._parts), self.base, self._pieces)

    def _add(self, text: bytes) -> None:
        self._parts.append(text)
        self._size += len(text)


def unix_lines(excerpt: Excerpt) -> Excerpt:
    """Return ``excerpt`` with LF at the end of each line that ends with CR LF."""
    if b"\r\n" not in excerpt.data:
        return excerpt
    writer = Rewriter(excerpt)
    for start, end in _between_line_ends(excerpt.data):
        writer.copy(start, end)
    return writer.excerpt()


def _between_line_ends(data: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while (carriage_return := data.find(b"\r\n", at)) >= 0:
        yield at, carriage_return
        at = carriage_return + 1
    yield at, len(data)
