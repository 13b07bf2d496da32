"""How code stands on its lines: what is before it, and what is behind it."""

from __future__ import annotations

import re

from rdlint.source import Source

_BLANK = re.compile(rb"[ \t]*")
_REST = re.compile(rb"[ \t]*(?:(?://|#).*)?", re.DOTALL)


def indentation(source: Source, at: int) -> str | None:
    """Return the blanks before byte ``at`` on its line; ``None`` where anything else stands there."""
    before = source.data[source.line_starts[source.line_of(at) - 1] : at]
    return before.decode("ascii") if _BLANK.fullmatch(before) else None


def line_rest(source: Source, at: int) -> int | None:
    """Return the end of the line of byte ``at``; ``None`` where more than blanks and a comment stands behind it."""
    end = source.line_span(source.line_of(at)).end
    return end if _REST.fullmatch(source.data, at, end) else None


def is_parted(source: Source, start: int, end: int) -> bool:
    """Say whether an empty line lies between the bytes ``start`` and ``end``."""
    lines = range(source.line_of(start) + 1, source.line_of(end))
    return any(not source.text(source.line_span(line)).strip() for line in lines)
