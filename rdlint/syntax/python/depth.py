"""How deep a parser would go into a Python text, found without parsing it.

LibCST's parser, and CPython's own, recurse on the machine's stack: a text that is nested too deeply
ends the process, not just the parse. One pass over the tokens, with an explicit stack, bounds the
depth of the tree from above. On its way it finds the statements, and what is left open.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

#: What a level of nesting takes of the machine's stack in LibCST 1.9, in KiB and rounded up: a bracket
#: 6.0 to 7.3, a block 26, a link of a chain such as `a.b.c` or `a + b + c` 0.9 to 2.4 (measured).
#: Each takes fewer Python frames than that where positions are computed: 6, 4 and 2.
_BRACKET, _BLOCK, _LINK = 8, 26, 2
#: Below 1 MiB, the smallest stack that CPython gets anywhere, and below its limit of 1,000 frames.
DEPTH_LIMIT = 600
#: LibCST takes about 15 µs for a token, and 4 µs more for each bracket around it; in the pattern of a
#: `case` each bracket makes it four times slower. The limit is about 3 s.
COST_LIMIT = 600_000
_TOKEN_COST, _PATTERN_COST = 4, 2
_PATTERN_LIMIT = 5

_TOKEN = re.compile(
    rb"""(?P<space>(?:[ \t\x0c]|\\(?:\r\n|\r|\n)|\#[^\r\n]*)+)
    |(?P<newline>\r\n|\r|\n)
    |(?P<prefix>(?i:r[bft]?|[bft]r?|u)?)(?P<quote>\"\"\"|'''|"|')
    |(?P<name>[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)
    |(?P<number>[0-9][A-Za-z0-9_.]*)
    |(?P<open>[(\[{])
    |(?P<close>[)\]}])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
#: The rest of a string after its opening quote, up to the closing one or to what stands in its way.
_STRING = {
    b'"': re.compile(rb'[^"\\\r\n]*(?:\\(?:\r\n|.|\Z)[^"\\\r\n]*)*', re.DOTALL),
    b"'": re.compile(rb"[^'\\\r\n]*(?:\\(?:\r\n|.|\Z)[^'\\\r\n]*)*", re.DOTALL),
    b'"""': re.compile(rb'[^"\\]*(?:(?:\\(?:.|\Z)|"(?!""))[^"\\]*)*', re.DOTALL),
    b"'''": re.compile(rb"[^'\\]*(?:(?:\\(?:.|\Z)|'(?!''))[^'\\]*)*", re.DOTALL),
}
#: The same for a string with fields: a brace stands in the way, and so does a doubled one.
_TEMPLATE = {
    b'"': re.compile(rb'[^"\\{}\r\n]*(?:\\(?:\r\n|[^{}]|(?=[{}])|\Z)[^"\\{}\r\n]*)*', re.DOTALL),
    b"'": re.compile(rb"[^'\\{}\r\n]*(?:\\(?:\r\n|[^{}]|(?=[{}])|\Z)[^'\\{}\r\n]*)*", re.DOTALL),
    b'"""': re.compile(rb'[^"\\{}]*(?:(?:\\(?:[^{}]|(?=[{}])|\Z)|"(?!""))[^"\\{}]*)*', re.DOTALL),
    b"'''": re.compile(rb"[^'\\{}]*(?:(?:\\(?:[^{}]|(?=[{}])|\Z)|'(?!''))[^'\\{}]*)*", re.DOTALL),
}
_CHARACTER_NAME = re.compile(rb"(?<=\\N)\{[A-Za-z0-9 -]*\}")
_INDENT = re.compile(rb"[ \t\x0c]*")
_LINE_REST = re.compile(rb"[^\r\n]*")
_CASE = re.compile(rb"case\b[ \t]*(?![=.,:;\r\n])")
_CLOSING = {b"(": b")", b"[": b"]", b"{": b"}"}
_LINKS = frozenset({b"and", b"or", b"not", b"if", b"else", b"for", b"lambda", b"await", b"yield", b"from"})
_FLAT = frozenset({b"=", b":", b",", b";"})
#: A comma ends every chain but these: `lambda a, b: lambda c, d: …`.
_LASTING = frozenset({b"for", b"lambda"})


class Flaw(Enum):
    """What keeps a text from being split into statements."""

    OPEN_STRING = "this string is never closed"
    OPEN_BRACKET = "this bracket is never closed"
    STRAY_BRACKET = "this bracket closes nothing"
    WRONG_BRACKET = "this bracket does not close the one that is open"
    TOO_DEEP = "this is nested too deeply"


class Scan(NamedTuple):
    """What one pass has found: the first flaw with its bytes, and every statement before it.

    ``statements`` are the bytes ``(start, end)`` of each, without indentation and line end; with a
    flaw, the last one is the statement that the flaw stands in, up to the end of the flaw's line.
    ``has_templates``: there is a template string (`t"…"`, new in Python 3.14).
    """

    statements: list[tuple[int, int]]
    flaw: Flaw | None = None
    start: int = 0
    end: int = 0
    has_templates: bool = False


class _Kind(Enum):
    STATEMENT = auto()
    BRACKET = auto()
    FIELD = auto()  # the braces in a string with fields
    FORMAT = auto()  # what follows the colon in a field
    TEMPLATE = auto()  # a string with fields


class _Level:
    """A place that tokens can be nested in.

    ``mark`` is the bracket that closes it, or the quote of the string that it is in. ``links`` and
    ``lasting`` count the chains in it.
    """

    __slots__ = ("is_raw", "kind", "lasting", "links", "mark", "start", "weight")

    def __init__(self, kind: _Kind, start: int, mark: bytes = b"", weight: int = 0, *, is_raw: bool = False) -> None:
        self.kind = kind
        self.start = start
        self.mark = mark
        self.weight = weight
        self.is_raw = is_raw
        self.links = 0
        self.lasting = 0


class _FlawError(Exception):
    def __init__(self, flaw: Flaw, start: int, end: int) -> None:
        super().__init__(flaw)
        self.flaw, self.start, self.end = flaw, start, end


def scan(data: bytes) -> Scan:
    """Go once over the tokens of ``data``, Python in UTF-8, in time linear in its length."""
    scanner = _Scanner(data)
    try:
        scanner.run()
    except _FlawError as found:
        start = scanner.statement if scanner.statement >= 0 else found.start
        line = _LINE_REST.match(data, found.end)
        scanner.statements.append((start, line.end() if line else found.end))
        return Scan(scanner.statements, found.flaw, found.start, found.end, scanner.has_templates)
    return Scan(scanner.statements, has_templates=scanner.has_templates)


class _Scanner:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.statements: list[tuple[int, int]] = []
        self.statement = -1  # where the current one began
        self.has_templates = False
        self._at = 0
        self._levels = [_Level(_Kind.STATEMENT, 0)]
        self._blocks: list[list[int]] = []  # indentation, and how many `elif` follow each other in it
        self._depth = 0
        self._cost = 0
        self._in_pattern = False
        self._after_string = False

    def run(self) -> None:
        """Scan to the end; raise ``_FlawError`` at the first flaw."""
        size = len(self.data)
        while self._at < size:
            level = self._levels[-1]
            if level.kind in (_Kind.TEMPLATE, _Kind.FORMAT):
                self._template_text(level)
            elif self.statement < 0:
                self._line_start()
            else:
                self._token(level)
        level = self._levels[-1]
        if level.kind is _Kind.TEMPLATE:
            raise _FlawError(Flaw.OPEN_STRING, level.start, level.start + 1)
        if level.kind is not _Kind.STATEMENT:
            raise _FlawError(Flaw.OPEN_BRACKET, level.start, level.start + 1)
        self._end_statement(size)

    def _line_start(self) -> None:
        """Measure the indentation of a line, and begin a statement unless the line is blank."""
        data = self.data
        indent = _INDENT.match(data, self._at)
        start = indent.end() if indent else self._at
        if data[start : start + 1] in (b"", b"\r", b"\n"):
            self._at = start + 1
            return
        if data[start : start + 1] == b"#":
            line = _LINE_REST.match(data, start)
            self._at = line.end() if line else start
            return
        width = start - self._at
        self.statement = self._at = start
        while self._blocks and self._blocks[-1][0] > width:
            self._depth -= _BLOCK + _LINK * self._blocks.pop()[1]
        if not self._blocks or self._blocks[-1][0] < width:
            self._blocks.append([width, 0])
            self._deepen(_BLOCK, start)
        elif data.startswith(b"elif", start):
            self._blocks[-1][1] += 1
            self._deepen(_LINK, start)
        elif not data.startswith(b"else", start):
            self._depth -= _LINK * self._blocks[-1][1]
            self._blocks[-1][1] = 0
        self._in_pattern = _CASE.match(data, start) is not None

    def _token(self, level: _Level) -> None:
        match = _TOKEN.match(self.data, self._at)
        if match is None:  # `other` takes any byte
            self._at += 1
            return
        start, self._at = match.span()
        kind = match.lastgroup
        if kind == "space":
            return
        if kind == "newline":
            if level.kind is _Kind.STATEMENT:
                self._end_statement(start)
            return
        self._cost += _TOKEN_COST + len(self._levels)
        if self._cost > COST_LIMIT:
            raise _FlawError(Flaw.TOO_DEEP, start, self._at)
        was_string, self._after_string = self._after_string, kind == "quote"
        if kind == "quote":
            if was_string:
                self._link(level, start)
            self._string(match["prefix"].lower(), match["quote"], start)
        elif kind == "open":
            self._link(level, start)
            self._open(match.group(), start)
        elif kind == "close":
            self._close(level, match.group(), start)
        elif kind == "name":
            if match.group() in _LINKS:
                self._link(level, start, is_lasting=match.group() in _LASTING)
                if level.kind is _Kind.STATEMENT and match.group() == b"if":
                    self._in_pattern = False
        elif kind == "other":
            self._other(level, match.group(), start)

    def _other(self, level: _Level, sign: bytes, start: int) -> None:
        if sign in (b",", b";"):
            self._depth -= _LINK * level.links
            level.links = 0
        elif sign == b":" and level.kind is _Kind.FIELD:
            self._levels.append(_Level(_Kind.FORMAT, start, level.mark))
        elif sign == b":" and level.kind is _Kind.STATEMENT:
            self._in_pattern = False
        if sign not in _FLAT:
            self._link(level, start)

    def _open(self, bracket: bytes, start: int) -> None:
        if self._in_pattern:
            depth = len(self._levels)
            self._cost += _PATTERN_COST * 4**depth
            if depth > _PATTERN_LIMIT:
                raise _FlawError(Flaw.TOO_DEEP, start, start + 1)
        self._levels.append(_Level(_Kind.BRACKET, start, _CLOSING[bracket], _BRACKET))
        self._deepen(_BRACKET, start)

    def _close(self, level: _Level, bracket: bytes, start: int) -> None:
        if level.kind is _Kind.STATEMENT:
            raise _FlawError(Flaw.STRAY_BRACKET, start, start + 1)
        if level.kind is _Kind.FIELD and bracket != b"}":
            raise _FlawError(Flaw.STRAY_BRACKET, start, start + 1)
        if level.kind is _Kind.BRACKET and bracket != level.mark:
            raise _FlawError(Flaw.WRONG_BRACKET, start, start + 1)
        self._leave()

    def _leave(self) -> None:
        level = self._levels.pop()
        self._depth -= level.weight + _LINK * (level.links + level.lasting)

    def _link(self, level: _Level, start: int, *, is_lasting: bool = False) -> None:
        if is_lasting:
            level.lasting += 1
        else:
            level.links += 1
        self._deepen(_LINK, start)

    def _deepen(self, weight: int, start: int) -> None:
        self._depth += weight
        if self._depth > DEPTH_LIMIT:
            raise _FlawError(Flaw.TOO_DEEP, start, start + 1)

    def _end_statement(self, end: int) -> None:
        if self.statement < 0:
            return
        self.statements.append((self.statement, end))
        self.statement = -1
        self._leave()
        self._levels.append(_Level(_Kind.STATEMENT, end))
        self._after_string = False

    def _string(self, prefix: bytes, quote: bytes, start: int) -> None:
        """Go over a string; one with fields becomes a level of its own."""
        self.has_templates = self.has_templates or b"t" in prefix
        if b"f" in prefix or b"t" in prefix:
            self._levels.append(_Level(_Kind.TEMPLATE, start, quote, is_raw=b"r" in prefix))
            return
        rest = _STRING[quote].match(self.data, self._at)
        end = rest.end() if rest else self._at
        if not self.data.startswith(quote, end):
            raise _FlawError(Flaw.OPEN_STRING, start, start + len(quote))
        self._at = end + len(quote)

    def _template_text(self, level: _Level) -> None:
        """Go over text between the fields of a string, or over the format of a field."""
        data, quote = self.data, level.mark
        rest = _TEMPLATE[quote].match(data, self._at)
        at = self._at = rest.end() if rest else self._at
        is_text = level.kind is _Kind.TEMPLATE
        sign = data[at : at + 1]
        if sign == b"{":
            name = None if level.is_raw else _CHARACTER_NAME.match(data, at)
            if name is not None:
                self._at = name.end()
            elif is_text and data.startswith(b"{{", at):
                self._at += 2
            else:
                self._at += 1
                self._levels.append(_Level(_Kind.FIELD, at, quote, _BRACKET))
                self._deepen(_BRACKET, at)
        elif sign == b"}":
            if is_text and not data.startswith(b"}}", at):
                raise _FlawError(Flaw.STRAY_BRACKET, at, at + 1)
            self._at += 2 if is_text else 1
            if not is_text:
                self._leave()
                self._leave()
        elif is_text and data.startswith(quote, at):
            self._at += len(quote)
            self._leave()
            self._after_string = True
        elif is_text:
            raise _FlawError(Flaw.OPEN_STRING, level.start, level.start + 1)
        else:
            template = self._levels[-3]
            raise _FlawError(Flaw.OPEN_STRING, template.start, template.start + 1)
