"""Files of `NAME=value` lines, as the dotenv readers of Node and Python and the shell's `source` take them.

Where these differ, the reading is the one that loses no name. Values are only pointed at, never kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rdlint.platform.credentials import credential_shape, looks_generated
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.problem import Problem


class Assignment(NamedTuple):
    """``NAME=value``. ``value`` covers the value without its quotes; it is empty when there is none.

    ``quote`` is the character around the value, empty when there is none.
    """

    name: str
    name_span: Span
    value: Span
    quote: str = ""


class Document(NamedTuple):
    """What a file assigns, in order, repeated names included.

    ``remarks`` are the texts of comments and the lines that could not be read: no assignments, but
    they too may hold what must not be shown.
    """

    assignments: tuple[Assignment, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Span, ...]


def read(source: Source) -> Document:
    """Read all of ``source``; never raises. Lines end at LF, CR LF or a lone CR."""
    return _Reader(source).read()


_BLANK = re.compile(rb"\s*")
_LINE = re.compile(rb"[^\r\n]*")
_HEAD = re.compile(rb"(?:export[ \t]+)?(?P<name>[\w.-]+)(?:[ \t]*(?P<sign>=)|(?P<colon>:(?=[ \t])))?(?P<space>[ \t]*)")
#: Without a value only what is surely a name, for it may also be a piece of a secret that was wrapped.
_NAME_ALONE = re.compile(rb"export[ \t]+[\w.-]+|[A-Z_][A-Z0-9_]*")
_NAME_BEFORE = re.compile(rb"[ \t]*(?:export[ \t]+)?[A-Z_][A-Z0-9_]*[ \t]*=[ \t]*")
_REST = re.compile(rb"[ \t]*(?:(?P<remark>\#[^\r\n]*)|(?=[\r\n]|\Z))")
_INLINE_REMARK = re.compile(rb"[ \t]\#")
#: Up to and with the closing quote, if there is one: linear, as no repetition can share bytes with another.
_QUOTED = {
    b'"': re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*("?)', re.DOTALL),
    b"'": re.compile(rb"[^'\\]*(?:\\.[^'\\]*)*('?)", re.DOTALL),
    b"`": re.compile(rb"[^`\\]*(?:\\.[^`\\]*)*(`?)", re.DOTALL),
}
_ARMOUR = re.compile(rb"-----BEGIN [^\r\n]*[\r\n][A-Za-z0-9+/= \t\r\n]*-----END [^\r\n]*")
_LONGEST_NAME = 100


class _Reader:
    """One reading of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = source.data
        self.assignments: list[Assignment] = []
        self.problems: list[Problem] = []
        self.remarks: list[Span] = []
        self.never_closed: set[bytes] = set()  # quotes that do not occur any more, escaped ones aside

    def read(self) -> Document:
        at = self.after(_BLANK, 0)
        while at < len(self.data):
            at = self.after(_BLANK, self.entry(at))
        self.note_repetitions()
        return Document(tuple(self.assignments), tuple(sorted(self.problems)), tuple(self.remarks))

    def after(self, pattern: re.Pattern[bytes], at: int) -> int:
        """Return where a match of ``pattern`` ends that begins at ``at``; the pattern may be empty."""
        match = pattern.match(self.data, at)
        return match.end() if match else at

    def entry(self, start: int) -> int:
        """Read what begins at ``start``, the first character of a line, and return where it ends."""
        end = self.after(_LINE, start)
        if self.data[start : start + 1] == b"#":
            self.remarks.append(self.source.span(start + 1, end))
            return end
        head = _HEAD.match(self.data, start)
        if not head or not self.is_name(head["name"]):
            return self.unreadable(start, end)
        name = self.source.span(*head.span("name"))
        value, quote = self.source.span(name.end, name.end), b""
        if head["sign"] or head["colon"]:
            value, quote, end = self.value(head, end)
        elif not _NAME_ALONE.fullmatch(self.data, start, name.end) or not self.ends_line(name.end):
            return self.unreadable(start, end)
        self.assignments.append(Assignment(head["name"].decode(), name, value, quote.decode()))
        return end

    def is_name(self, name: bytes) -> bool:
        """Say whether ``name`` is one, and not a piece of a secret that stands outside quotes."""
        text = name.decode()
        is_plain = text.isupper() or not looks_generated(text)
        return len(text) <= _LONGEST_NAME and is_plain and not credential_shape(text)

    def unreadable(self, start: int, end: int) -> int:
        span = self.source.span(start, start + len(self.data[start:end].rstrip()))
        mend = "type `NAME=value`, or `#` before a remark"
        self.problems.append(Problem(span, "this line is not `NAME=value`", mend))
        self.remarks.append(span)
        return end

    def ends_line(self, at: int) -> bool:
        """Say whether nothing but a comment follows on the line, and note that comment."""
        rest = _REST.match(self.data, at)
        if rest and rest["remark"]:
            self.remarks.append(self.source.span(rest.start("remark") + 1, rest.end()))
        return rest is not None

    def value(self, head: re.Match[bytes], line_end: int) -> tuple[Span, bytes, int]:
        """Return the span of the value behind ``head``, its quote, and where reading goes on."""
        start = head.end()
        first = self.data[start : start + 1]
        if start == line_end or (first == b"#" and head["space"]):
            self.ends_line(start)
            place = start - len(head["space"])
            return self.source.span(place, place), b"", line_end
        if first in _QUOTED:
            return self.quoted(start, line_end, first)
        if armour := _ARMOUR.match(self.data, start):
            span = self.source.span(start, armour.end())
            mend = 'put it in double quotes: `"` before its first and after its last line'
            self.problems.append(Problem(span, "a value of several lines needs quotes", mend))
            return span, b"", armour.end()
        remark = _INLINE_REMARK.search(self.data, start, line_end)
        if remark:
            self.remarks.append(self.source.span(remark.end(), line_end))
        text = self.data[start : remark.start() if remark else line_end].rstrip()
        return self.source.span(start, start + len(text)), b"", line_end

    def quoted(self, start: int, line_end: int, quote: bytes) -> tuple[Span, bytes, int]:
        """Read a value in quotes, which may go over several lines."""
        close = self.closing(start + 1, quote)
        if close is not None and not self.opens_another(start, close) and self.ends_line(close + 1):
            return self.source.span(start + 1, close), quote, self.after(_LINE, close + 1)
        text = self.data[start:line_end].rstrip()
        span = self.source.span(start, start + len(text))
        if close is not None and close < line_end:
            message, mend = "text stands behind the closing quote", "put the whole value between the quotes"
            self.problems.append(Problem(self.source.span(close + 1, span.end), message, mend))
            return span, b"", line_end
        if len(text) > 1 and text.endswith(quote):  # a backslash before the quote was meant as one
            return self.source.span(start + 1, span.end - 1), quote, line_end
        mend = "type a backtick at its end" if quote == b"`" else f"type `{quote.decode()}` at its end"
        self.problems.append(Problem(span, "the quote before this value is never closed", mend))
        return self.source.span(start + 1, span.end), quote, line_end

    def closing(self, start: int, quote: bytes) -> int | None:
        """Return where the quote that closes a value stands, or ``None``."""
        if quote in self.never_closed:
            return None
        match = _QUOTED[quote].match(self.data, start)
        if match and match[1]:
            return match.start(1)
        self.never_closed.add(quote)
        return None

    def opens_another(self, start: int, quote_at: int) -> bool:
        """Say whether the quote at ``quote_at`` begins the value of a line after ``start``: ``NAME="``."""
        line = max(self.data.rfind(b"\n", start, quote_at), self.data.rfind(b"\r", start, quote_at)) + 1
        return line > start and _NAME_BEFORE.fullmatch(self.data, line, quote_at) is not None

    def note_repetitions(self) -> None:
        seen: set[str] = set()
        for each in self.assignments:
            if each.name in seen:
                message = f"`{each.name}` stands here again, and the last one counts"
                self.problems.append(Problem(each.name_span, message, "remove one of them"))
            seen.add(each.name)
