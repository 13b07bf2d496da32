"""HCL as words: names, strings, numbers, brackets and signs, each with its bytes and its line.

Nothing is refused here. What is no HCL becomes a token that says so, and ends where the damage
most likely ends: a string at its line, a comment or a heredoc before the next line that reads as
code. A hostile file costs no more than its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from rdlint.source import Source
from rdlint.syntax.problem import Problem

_WORD = re.compile(
    rb"""
    (?P<space>[ \t]+)
  | (?P<newline>\r\n|\n|\r)
  | (?P<remark>(?:\#|//)[^\r\n]*)
  | (?P<comment>/\*)
  | (?P<name>[A-Za-z_][A-Za-z0-9_-]*)
  | (?P<letters>[\x80-\xff]+)
  | (?P<string>"[^"\\$%\r\n]*")
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
  | (?P<heredoc><<-?[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff-]*[ \t]*(?=[\r\n]|\Z))
  | (?P<operator>==|!=|<=|>=|=>|&&|\|\||\.\.\.|[-+*/%<>!?])
  | (?P<sign>[{}\[\]()=:,.])
  | (?P<single>'[^'\r\n]*')
  | (?P<quote>")
    """,
    re.VERBOSE,
)
_NEWLINE = re.compile(rb"[\r\n]")
_LINE_END = re.compile(rb"[\r\n]|\Z")
_IN_TEMPLATE = re.compile(rb'\\[^\r\n]?|\$\$\{|%%\{|[$%]?\{|[}"\r\n]')
_IN_STRING = re.compile(rb'(?:[^"\\\r\n]+|\\[^\r\n])*')
_MARKER = re.compile(rb"<<-?([A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff-]*)[ \t]*(?=[\r\n]|\Z)")
_NAME_REST = re.compile(rb"[A-Za-z0-9_-]+")
_BLANK = re.compile(rb"[ \t]*")
_CODE = rb"(?:[}#]|//|/\*|[A-Za-z_][A-Za-z0-9_-]*[ \t]*[={\"])"
_CODE_LINE = re.compile(rb"(?:\r\n|\n|\r)(?P<indent>[ \t]*)(?=" + _CODE + rb")")
_COMMENT = re.compile(rb"[ \t\r\n]/\*")
TAB = 4
"""How many columns a tab is counted as."""


class Token(NamedTuple):
    """Bytes ``start`` to ``end``, on 0-based ``line``, whose leading blanks are ``indent`` wide.

    ``kind`` is the sign itself for ``{ } [ ] ( ) = : , .``, or else ``name``, ``number``,
    ``string``, ``heredoc``, ``operator``, or what is wrong: ``unclosed`` (a string without its end),
    ``template`` (a string in which a ``${`` has no end), ``single`` (a string in single quotes),
    ``endless`` (a heredoc without its last line), ``unknown`` (characters that HCL does not have).
    ``first``: no other token stands before it on its line.
    """

    kind: str
    start: int
    end: int
    line: int
    indent: int
    first: bool


#: The kinds of tokens that are texts, well formed or not.
STRINGS = frozenset({"string", "unclosed", "template", "single"})


class Lines(NamedTuple):
    """A file as tokens.

    ``comments`` are the lines that a comment begins, 0-based and in order, with their indentation;
    ``problems`` are the comments without an end.
    """

    tokens: list[Token]
    comments: list[tuple[int, int]]
    problems: list[Problem]


def tokenize(source: Source) -> Lines:
    """Split ``source`` into tokens."""
    return _Scanner(source).scan()


class _Scanner:
    """A walk over the bytes; what it remembers of the current line tells where a broken string ends."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = source.data
        self.tokens: list[Token] = []
        self.comments: list[tuple[int, int]] = []
        self.problems: list[Problem] = []
        self.line = 0
        self.indent = 0
        self.first = True
        self.in_value = False  # behind a `=` of this line
        self.open = 0  # brackets of this line that are still open
        self.breaks_templates = False  # a `${` of this line has no end
        self.comment_end = 0  # the last `*/` looked up; the file's length when there is no more
        self.next_comment = 0  # likewise, the last ` /*`
        self.markers: _Markers | None = None

    def scan(self) -> Lines:
        data, match_word = self.data, _WORD.match
        at, size = 0, len(data)
        self.start_line(0)
        while at < size:
            match = match_word(data, at)
            kind = match.lastgroup if match else "unknown"
            end = match.end() if match else at + 1
            if kind == "space":
                at = end
            elif kind == "remark":
                self.note_comment()
                at = end
            elif kind == "newline":
                self.line += 1
                self.start_line(end)
                at = end
            elif kind == "comment":
                at = self.comment(at)
            elif kind == "letters":
                at = self.letters(at, end)
            elif kind == "sign":
                at = self.sign(at)
            elif kind == "quote":
                at = self.string(at)
            elif kind == "heredoc":
                at = self.heredoc(at, end)
            elif kind == "unknown":
                at = self.unknown(at, end)
            else:
                at = self.add(kind or "", at, end)
        return Lines(self.tokens, self.comments, self.problems)

    def start_line(self, at: int) -> None:
        """Begin a line at byte ``at``."""
        self.first, self.in_value, self.open, self.breaks_templates = True, False, 0, False
        self.indent = _width(_blank(self.data, at))

    def add(self, kind: str, start: int, end: int) -> int:
        self.tokens.append(Token(kind, start, end, self.line, self.indent, self.first))
        self.first = False
        return end

    def note_comment(self) -> None:
        if self.first:
            self.comments.append((self.line, self.indent))

    def sign(self, at: int) -> int:
        kind = chr(self.data[at])
        if kind in "{[(":
            self.open += 1
        elif kind in "}])":
            self.open = max(0, self.open - 1)
        if kind in "{}":
            self.in_value = False
        elif kind in "=:":
            self.in_value = True
        return self.add(kind, at, at + 1)

    def letters(self, at: int, end: int) -> int:
        """Take letters of any script into names; quotes and blanks of other scripts are no letters."""
        for letter in self.data[at:end].decode("utf-8", "surrogateescape"):
            stop = at + len(letter.encode("utf-8", "surrogateescape"))
            last = self.tokens[-1] if self.tokens else None
            if last and last.kind == "name" and last.end == at and ("_" + letter).isidentifier():
                self.tokens[-1] = last._replace(end=stop)
            elif letter.isidentifier():
                self.add("name", at, stop)
            else:
                self.unknown(at, stop)
            at = stop
        rest = _NAME_REST.match(self.data, end)
        if rest and self.tokens[-1].kind == "name":
            end = rest.end()
            self.tokens[-1] = self.tokens[-1]._replace(end=end)
        return end

    def unknown(self, at: int, end: int) -> int:
        last = self.tokens[-1] if self.tokens else None
        if last and last.kind == "unknown" and last.end == at:
            self.tokens[-1] = last._replace(end=end)
            return end
        return self.add("unknown", at, end)

    def comment(self, at: int) -> int:
        """Pass over ``/* */``, or over as much as a comment without an end most likely covers."""
        if self.comment_end < at + 2:
            found = self.data.find(b"*/", at + 2)
            self.comment_end = found if found >= 0 else len(self.data)
        self.note_comment()
        end = self.comment_end
        is_closed = end < len(self.data)
        if is_closed and _NEWLINE.search(self.data, at, end):
            # Another comment begins inside, or the end stands in a string like "*/5 * * * *".
            if self.next_comment <= at:
                found_next = _COMMENT.search(self.data, at + 2)
                self.next_comment = found_next.end() if found_next else len(self.data)
            is_closed = self.data[end - 1] != ord('"') and self.next_comment > end
        if is_closed:
            self.skip_lines(at, end + 2)
            return end + 2
        line_end = _line_end(self.data, at)
        self.problems.append(
            Problem(
                self.source.span(at, line_end),
                "expected `*/` to close this comment",
                "type `*/` at its end, or begin the line with `#`",
            )
        )
        code = _CODE_LINE.search(self.data, line_end)
        stop = code.start() if code else len(self.data)
        self.skip_lines(at, stop)
        return stop

    def skip_lines(self, start: int, end: int) -> None:
        """Count the lines that end between ``start`` and ``end``; the rest of a line goes on."""
        passed = self.source.line_of(end) - self.source.line_of(start)
        if passed:
            self.line += passed
            self.start_line(self.source.line_starts[self.source.line_of(end) - 1])

    def string(self, at: int) -> int:
        """Take a string with escapes, templates, or without an end."""
        data = self.data
        end = -1 if self.breaks_templates else _template_end(data, at)
        if end >= 0:
            return self.add("string", at, end)
        plain = _IN_STRING.match(data, at + 1)
        end = plain.end() if plain else at + 1
        if data[end : end + 1] == b'"':
            kind = "string" if self.breaks_templates else "template"
            self.breaks_templates = True
            return self.add(kind, at, end + 1)
        return self.add("unclosed", at, self.unclosed_end(at))

    def unclosed_end(self, at: int) -> int:
        """Return where the string that begins at ``at`` and has no end most likely ends."""
        line_end = _line_end(self.data, at)
        content = self.data[at + 1 : line_end]
        if not content.strip(b" \t{}[])"):
            return at + 1  # only brackets follow: the quote closes a string that was not opened
        if not self.in_value and not self.first and b"{" in content:
            return at + 1 + len(content[: content.index(b"{")].rstrip())  # a label before its `{`
        end = len(content.rstrip())
        for _ in range(self.open):  # `source { queue = "jobs }`
            if content[end - 1 : end] not in (b"}", b"]", b")"):
                break
            end -= 1
            while content[end - 1 : end] in (b" ", b"\t"):
                end -= 1
        return at + 1 + end

    def heredoc(self, at: int, end: int) -> int:
        """Take ``<<EOF``, its lines and the line ``EOF``."""
        if self.markers is None:
            self.markers = _Markers(self.source)
        marker = self.data[at:end].strip(b"<- \t")
        stop = self.markers.end_of(marker, end)
        kind = "heredoc"
        if stop is None:
            kind, stop = "endless", len(self.data)
            for code in _CODE_LINE.finditer(self.data, end):
                if _width(code["indent"]) <= self.indent:
                    stop = code.start()
                    break
        self.add(kind, at, stop)
        self.skip_lines(at, stop)
        self.first = False
        return stop


class _Markers:
    """Where heredocs begin and where a line could end one."""

    def __init__(self, source: Source) -> None:
        self.starts: dict[bytes, list[int]] = {}
        self.ends: dict[bytes, list[int]] = {}
        for match in _MARKER.finditer(source.data):
            self.starts.setdefault(match.group(1), []).append(match.start())
        lines = source.line_starts
        for start, end in zip(lines, [*lines[1:], len(source.data)], strict=True):
            line = source.data[start:end].strip()
            if line in self.starts:
                self.ends.setdefault(line, []).append(start + len(_blank(source.data, start)) + len(line))

    def end_of(self, marker: bytes, at: int) -> int | None:
        """Return where the heredoc ends whose first line ends at ``at``; ``None`` when it has no end.

        When another one with the same marker begins before that end, this one lost its own.
        """
        end = _next(self.ends.get(marker, []), at)
        begin = _next(self.starts.get(marker, []), at)
        return None if end is None or (begin is not None and begin < end) else end


def _next(offsets: list[int], at: int) -> int | None:
    """Return the first of the sorted ``offsets`` that is behind ``at``."""
    place = bisect_left(offsets, at + 1)
    return offsets[place] if place < len(offsets) else None


def _template_end(data: bytes, at: int) -> int:
    """Return the offset behind the string that begins at ``at``, -1 when it does not end on its line."""
    inside = ['"']  # what is open: strings and, in them, templates
    for match in _IN_TEMPLATE.finditer(data, at + 1):
        sign = match.group()
        if sign in b"\r\n":
            return -1
        if sign == b'"':
            if inside[-1] == '"':
                inside.pop()
                if not inside:
                    return match.end()
            else:
                inside.append('"')
        elif sign == b"}":
            if inside[-1] == "{":
                inside.pop()
        elif (inside[-1] == "{" and sign == b"{") or sign in (b"${", b"%{"):
            inside.append("{")
    return -1


def _blank(data: bytes, at: int) -> bytes:
    """Return the blanks that begin at ``at``."""
    match = _BLANK.match(data, at)
    return match.group() if match else b""


def _width(blank: bytes) -> int:
    """Return how many columns ``blank`` indents a line."""
    return len(blank.expandtabs(TAB))


def _line_end(data: bytes, at: int) -> int:
    """Return the offset of the line end that follows ``at``."""
    match = _LINE_END.search(data, at)
    return match.start() if match else len(data)
