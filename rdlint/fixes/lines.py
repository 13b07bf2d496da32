"""How code stands on its lines: what is before it, what is behind it, and how to take it out."""

from __future__ import annotations

import re

from rdlint.finding import Edit
from rdlint.source import Source
from rdlint.span import Span

_BLANK = re.compile(rb"[ \t]*")
_REST = re.compile(rb"[ \t]*(?:(?://|#).*)?", re.DOTALL)
_REMARK = re.compile(r"[ \t]*(?://|#)(?!.*\*/)")


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
    return any(not line_text(source, line).strip() for line in range(source.line_of(start) + 1, source.line_of(end)))


def without(source: Source, span: Span, name: str = "") -> tuple[Edit, ...]:
    """Return the edits that take out what stands at ``span``, with its lines and an empty line that they would leave.

    A comment behind it on its only line goes too, and one on the line above that has ``name`` in it. Empty
    where something else stands on these lines.
    """
    first, last = source.line_of(span.start), source.line_of(span.end)
    end = line_rest(source, span.end)
    has_remark = end is not None and source.data[span.end : end].strip()
    if indentation(source, span.start) is None or end is None or (has_remark and first != last):
        return ()
    if is_about(source, first - 1, name):
        first -= 1
    above, below = line_text(source, first - 1).strip(), line_text(source, last + 1).strip()
    if not above and (below.startswith("}") or _line_start(source, last + 1) == len(source.data)):
        first -= 1
    elif (not above or above.endswith("{")) and not below:
        last += 1
    end = _line_start(source, last + 1)
    # what is taken out next to this touches the second edit, so it waits and sees which empty lines are left
    return (Edit(source.span(_line_start(source, max(first, 1)), end), ""), Edit(source.span(end, end), ""))


def is_about(source: Source, line: int, name: str) -> bool:
    """Say whether 1-based ``line`` is one comment by itself, and names ``name``."""
    text = line_text(source, line)
    is_alone = name and not _REMARK.match(line_text(source, line - 1))
    return bool(is_alone and _REMARK.match(text)) and re.search(rf"\b{re.escape(name)}\b", text) is not None


def _line_start(source: Source, line: int) -> int:
    """Return the byte at which 1-based ``line`` begins, the end of the file where there is no such line."""
    return source.line_starts[line - 1] if line <= len(source.line_starts) else len(source.data)


def line_text(source: Source, line: int) -> str:
    """Return 1-based ``line`` without its end, empty where there is no such line."""
    return line_bytes(source, line).decode("utf-8", "replace")


def line_bytes(source: Source, line: int) -> bytes:
    """Return the same as it stands in the file."""
    if not 1 <= line <= len(source.line_starts):
        return b""
    span = source.line_span(line)
    return source.data[span.start : span.end]
