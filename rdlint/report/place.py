"""Where a span stands, as people and other programs count it."""

from __future__ import annotations

from typing import NamedTuple

from rdlint.diagnostic import Report
from rdlint.span import Span


class Place(NamedTuple):
    """A range in a file that can be opened.

    ``path`` is relative to the working directory, with forward slashes. Lines and columns are
    1-based, columns count code points, the end is excluded.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, span: Span, report: Report) -> Place:
        """Return where ``span`` stands; the start of the file when its text was not read."""
        path = report.shown_path(span.path)
        source = report.sources.get(span.path)
        if source is None:
            return cls(path, 1, 1, 1, 1)
        return cls(path, *source.position(span.start), *source.position(span.end))

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
