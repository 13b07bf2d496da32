"""Where something stands: a half-open range of bytes in one file."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Bytes ``start`` to ``end`` (0-based, end excluded) of the file ``path``.

    ``path`` is relative to the tree that is being linted and uses forward slashes.
    Offsets count bytes of ``Source.data``, which is always UTF-8 without a byte order mark.
    Spans sort by path, then start, then end.
    """

    path: str
    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Say whether ``other`` lies wholly inside this span of the same file."""
        return self.path == other.path and self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """Return this span moved ``by`` bytes, for text that lies inside a larger file."""
        return Span(self.path, self.start + by, self.end + by)
