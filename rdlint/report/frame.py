"""Code frames: the lines around a span as rows to print, cut to a width.

What a frame costs depends on its width, never on the length of the line: minified files have one
line of megabytes. All text comes from `Source.snippet`, which masks secrets.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rdlint.report.terminal import Terminal, cells, head, tail
from rdlint.source import Source
from rdlint.span import Span

#: What changes the emoji beside it: terminals disagree on the width of the outcome, so frames leave it out.
_UNSTEADY = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]+|\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])")
_TAB = " " * 4


class Row(NamedTuple):
    """One printed line of a file: ``before``, the ``marked`` text, ``after``.

    ``number`` is the 1-based line, 0 for the gap that stands for left-out lines. ``marked`` is
    ``None`` on lines that are only context, and empty where the span is empty.
    """

    number: int
    before: str
    marked: str | None = None
    after: str = ""

    @property
    def carets(self) -> tuple[int, int]:
        """How many blanks, then how many carets stand below this row: one caret at least."""
        return cells(self.before), max(1, cells(self.marked or ""))


def frame(source: Source, span: Span, terminal: Terminal, width: int, *, context: bool) -> list[Row]:
    """Return the rows that show ``span``, each at most ``width`` columns (but 20 at least) wide.

    ``context`` adds the line before and the line after, unless they are blank. Of a span over
    several lines the first and the last are shown. An empty file has no rows.
    """
    length = len(source.data)
    if not length:
        return []
    width = max(20, width)
    start = max(0, min(span.start, length))
    end = max(start, span.end)
    first = source.line_of(start)
    last = source.line_of(max(start, end - 1))
    row, is_shifted = _marked(source, first, start, end, terminal, width)
    if last > first:
        rows = [row]
        if last > first + 1:
            rows.append(Row(0, ""))
        low, high = _bounds(source, last)
        indent = re.compile(rb"[ \t]*").match(source.data, low, high)
        rows.append(_marked(source, last, indent.end() if indent else low, end, terminal, width)[0])
        return rows
    rows = [row]
    if context and not is_shifted:
        rows[:0] = _context(source, first - 1, terminal, width)
        rows += _context(source, first + 1, terminal, width)
    return rows


def _marked(source: Source, line: int, start: int, end: int, terminal: Terminal, width: int) -> tuple[Row, bool]:
    """Return the row of ``line`` with bytes ``start`` to ``end`` marked, and whether its beginning is cut off."""
    low, high = _bounds(source, line)
    start, end = min(start, high), min(end, high)
    reach = 4 * width  # bytes that ``width`` columns take at most, combining marks aside
    first = _at_character(source, max(low, start - reach), start)
    middle = _at_character(source, min(end, start + reach), end)
    last = middle if middle < end else _at_character(source, min(high, end + reach), high)
    before = _show(source, first, start, terminal)
    marked = _show(source, start, middle, terminal)
    after = _show(source, middle, last, terminal)
    is_cut, ends = first > low, last == high
    if not is_cut and ends and cells(before) + max(1, cells(marked) + cells(after)) <= width:
        return Row(line, before, marked, after), False

    gap = terminal.visible("…")
    if cells(marked) > width - 2 * cells(gap):
        marked, after, ends = head(marked, width // 2) + gap, "", True
    room = width - max(1, cells(marked))
    # the beginning of the line stays if the marked text then still fits, with something behind it
    if is_cut or cells(before) + min(cells(after), width // 4) + cells(gap) > room:
        beside = max((room - cells(gap)) * 2 // 3, room - 2 * cells(gap) - cells(after))
        before, is_cut = gap + tail(before, beside - cells(gap)), True
    room -= cells(before)
    if cells(after) > room or not ends:
        after = head(after, room - cells(gap)) + gap
    return Row(line, before, marked, after), is_cut


def _context(source: Source, line: int, terminal: Terminal, width: int) -> list[Row]:
    """Return the row of a neighbouring line, or nothing when there is none or it is blank."""
    if not 1 <= line <= len(source.line_starts):
        return []
    low, high = _bounds(source, line)
    reach = _at_character(source, min(high, low + 4 * width), high)
    text = _show(source, low, reach, terminal)
    if not text.strip():
        return []
    if cells(text) > width or reach < high:
        gap = terminal.visible("…")
        text = head(text, width - cells(gap)) + gap
    return [Row(line, text)]


def _bounds(source: Source, line: int) -> tuple[int, int]:
    """Return where 1-based ``line`` starts and where its content ends, without copying it."""
    starts = source.line_starts
    low = starts[line - 1]
    high = starts[line] if line < len(starts) else len(source.data)
    while high > low and source.data[high - 1] in b"\r\n":
        high -= 1
    return low, high


def _at_character(source: Source, offset: int, limit: int) -> int:
    """Return where the next character begins, at ``offset`` or behind it, ``limit`` at most."""
    for _ in range(3):  # a character has at most three bytes behind its first
        if offset < limit and source.data[offset] & 0xC0 == 0x80:
            offset += 1
    return offset


def _show(source: Source, start: int, end: int, terminal: Terminal) -> str:
    """Return bytes ``start`` to ``end`` as a terminal is to show them: masked, steady, one line."""
    text = source.snippet(source.span(start, end))
    return terminal.visible(_UNSTEADY.sub("", text).replace("\t", _TAB))
