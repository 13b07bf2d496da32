"""Comments by the look of one line, in any language whose comments open with `//`, `#`, `/*` or `<!--`.

No syntax tree is needed, and the file may be half typed. The price: a string over several lines,
such as a template literal that holds code, is taken for code; and an apostrophe that is no quote
hides the comment behind it when the comment holds another one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rdlint.source import Source

_REACH = 1000  # bytes before a comment in which code is looked for
_STRINGS = rb"""\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`"""
_CLOSINGS = {b"/*": b"*/", b"*": b"*/", b"<!--": b"-->"}
_WHOLE_BLOCK = re.compile(rb"/\*.*?\*/", re.DOTALL)
_BLANKS = b" \t\f\v"

_SLASHES = (b"//", b"/*")
_HASH = (b"#",)
_ANY = (b"//", b"/*", b"#", b"<!--")
_BY_SUFFIX: dict[str, tuple[bytes, ...]] = {
    "json": (),
    **dict.fromkeys(("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "jsonc"), _SLASHES),
    **dict.fromkeys(("py", "sh", "bash", "zsh", "yml", "yaml", "toml", "env", "mk"), _HASH),
}
_FIRST: dict[tuple[bytes, ...], re.Pattern[bytes]] = {
    openings: re.compile(_STRINGS + b"|(?P<opening>" + b"|".join(map(re.escape, openings)) + b")", re.DOTALL)
    for openings in (_SLASHES, _HASH, _ANY)
}


class Comment(NamedTuple):
    """A comment on 1-based ``line``, as far as it goes on that line.

    Bytes ``start`` to ``end`` hold its text, without opening and closing. It begins at byte ``at`` with
    ``opening``, which is ``*`` for a line of a block comment that was opened above, and goes on to
    ``close``, behind what closes it on this line. ``is_alone`` when there is no code on the line.
    ``closing`` is what ends it on a later line, empty when it ends on this one.
    """

    line: int
    start: int
    end: int
    is_alone: bool
    closing: bytes
    at: int
    opening: bytes
    close: int


class Comments:
    """Finds comments of one file. Asked in the order of the file, it takes linear time.

    ``openings`` are what comments of its language open with.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        suffix = source.path.rpartition("/")[2].rpartition(".")[2]
        self.openings = _BY_SUFFIX.get(suffix, _ANY)
        self._line = (0, 0, 0, 0)  # number, start, end and first comment of the line that was looked at last
        self._passed = (0, 0)  # lines without code, and the line of code behind them
        self._closings: dict[bytes, tuple[int, int, int]] = {}  # looked up: from, to, found at

    def at(self, offset: int) -> Comment | None:
        """Return the comment whose text begins at byte ``offset``, blanks aside, or ``None``."""
        line, low, high, first = self._look_at(offset)
        reach = max(low, offset - _REACH)
        before = self._source.data[reach:offset].rstrip(_BLANKS)
        opening = next((each for each in self.openings if before.endswith(each)), b"")
        at = reach + len(before) - len(opening or b"*")
        if opening:
            before = before[: -len(opening)]
            if at < first:
                return None  # it stands between the quotes of a string
        elif b"/*" in self.openings and before.lstrip(_BLANKS) == b"*":
            opening, before = b"*", b""  # inside a block comment whose lines begin with a star
        else:
            return None
        closing, behind = _CLOSINGS.get(opening, b""), b""
        end = self._closed_at(closing, offset, high) if closing else high
        close = end + len(closing)
        if end < 0:
            end = close = high
        elif closing:
            behind = self._source.data[end + len(closing) : min(high, end + _REACH)].strip(_BLANKS + b"}")
            behind = b"" if behind.startswith(self.openings) else behind
            closing = b""
        is_alone = not behind and offset - low < _REACH and not _WHOLE_BLOCK.sub(b"", before).strip(_BLANKS + b"{")
        return Comment(line, offset, end, is_alone, closing, at, opening, close)

    def _closed_at(self, closing: bytes, offset: int, end: int) -> int:
        """Return where ``closing`` stands first between ``offset`` and ``end``, -1 where it does not."""
        start, stop, at = self._closings.get(closing, (0, 0, 0))
        if not (start <= offset and stop == end and (at < 0 or offset <= at)):
            at = self._source.data.find(closing, offset, end)
            self._closings[closing] = offset, end, at
        return at

    def code_line_after(self, comment: Comment) -> int:
        """Return the first line behind ``comment`` that holds code; one past the last when none does."""
        line, closing = comment.line + 1, comment.closing
        passed, code_line = self._passed
        if passed <= line <= code_line:
            return code_line
        passed = line
        while line <= len(self._source.line_starts):
            holds_code, closing = self._holds_code(line, closing)
            if holds_code:
                break
            line += 1
        self._passed = passed, line
        return line

    def _look_at(self, offset: int) -> tuple[int, int, int, int]:
        """Return number, start and end of the line of ``offset``, and where its first comment opens."""
        line, _, high, _ = self._line
        if not line or offset > high:
            line = self._source.line_of(offset)
            _, low, high = self._source.line_span(line)
            found = _FIRST[self.openings].finditer(self._source.data, low, high) if self.openings else ()
            first = next((match.start() for match in found if match["opening"]), high)
            self._line = line, low, high, first
        return self._line

    def _holds_code(self, line: int, closing: bytes) -> tuple[bool, bytes]:
        """Say whether ``line`` holds code, and what closes the block comment that is open at its end."""
        data = self._source.data
        _, at, high = self._source.line_span(line)
        while True:
            if closing:
                at = data.find(closing, at, high)
                if at < 0:
                    return False, closing
                at += len(closing)
            while at < high and (data[at] in _BLANKS or data[at : at + 3] == b"{/*" or (closing and data[at] == 0x7D)):
                at += 1  # braces are what JSX puts around comments
            if at >= high:
                return False, b""
            opening = next((each for each in self.openings if data.startswith(each, at)), None)
            if opening is None:
                return True, b""
            closing = _CLOSINGS.get(opening, b"")
            if not closing:
                return False, b""
            at += len(opening)
