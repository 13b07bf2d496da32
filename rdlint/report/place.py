"""Where a span stands, as people and other programs count it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rdlint.run_report import Report
from rdlint.source import Position, Source
from rdlint.span import Span

#: From a file and the offset of a byte in it to a 1-based line and column. `Source.position` counts code points.
Count = Callable[[Source, int], Position]


def utf16(source: Source, offset: int) -> Position:
    """Return where byte ``offset`` is, the column in UTF-16 code units."""
    return Position(source.line_of(offset), source.utf16_column(offset) + 1)


def on_disk(source: Source, offset: int) -> Position:
    """Return where byte ``offset`` is, the column in bytes of UTF-8, a byte order mark included."""
    line = source.line_of(offset)
    mark = 3 if line == 1 and source.encoding == "utf-8-sig" else 0
    return Position(line, offset - source.line_starts[line - 1] + mark + 1)


class Place(NamedTuple):
    """A range in a file that can be opened.

    ``path`` has forward slashes; what it is relative to, and what columns count, says the function
    that made it. Lines and columns are 1-based, the end is excluded and never before the start.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, span: Span, report: Report, count: Count = Source.position) -> Place:
        """Return where ``span`` stands, by its path from the working directory.

        It is the start of the file when its text was not read.
        """
        return cls(report.shown_path(span.path), *_range(span, report, count))

    @classmethod
    def in_tree(cls, span: Span, report: Report, count: Count = Source.position) -> Place:
        """Return the same by its path from the root of the tree, which is that of the repository."""
        return cls(span.path or ".", *_range(span, report, count))

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def _range(span: Span, report: Report, count: Count) -> tuple[int, int, int, int]:
    source = report.sources.get(span.path)
    if source is None:
        return (1, 1, 1, 1)
    length = len(source.data)
    start = max(0, min(span.start, length))
    end = max(start, min(span.end, length))
    return (*count(source, start), *count(source, end))
