"""Which bracket closes which, also where one is missing or one too many.

Brackets that pair by count are believed as long as the indentation agrees. Where the count fails,
the indentation decides: a line that begins at or left of the column of an open block shows that
the block has ended, a `}` belongs to the block that begins in its column, and a header whose next
line is indented has lost its `{`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import NamedTuple

from rdlint.syntax.hcl.tokens import STRINGS, TAB, Lines, Token

_CLOSES = {"}": "{", "]": "[", ")": "("}
_HEADER_WORDS = STRINGS | {"name"}
_NEAR = 16  # how many tokens, or open brackets, a search may pass


class Group(NamedTuple):
    """What stands between two brackets: the tokens from index ``first`` up to and without ``end``.

    ``is_closed``: the token at ``end`` is the closing bracket; else there is none.
    """

    first: int
    end: int
    is_closed: bool

    @property
    def after(self) -> int:
        """The index of the token behind the group."""
        return self.end + self.is_closed


@dataclass
class Brackets:
    """``groups`` by the index of their opening bracket.

    ``implied`` are groups that have lost their `{`, by the index of the first token in them.
    """

    groups: dict[int, Group] = field(default_factory=dict)
    implied: dict[int, Group] = field(default_factory=dict)


def pair(lines: Lines) -> Brackets:
    """Pair the brackets of a file."""
    brackets, is_sure = _by_count(lines.tokens)
    unit = 0 if is_sure else _indentation(lines.tokens)
    return _Columns(lines, unit).pair() if unit else brackets


def opens_statement(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the token at index ``at`` begins what can only be an attribute or a block."""
    name = tokens[at]
    if name.kind != "name":
        return False
    for follower in tokens[at + 1 : at + _NEAR]:
        if follower.line != name.line:
            return False
        if follower.kind == "{" or (follower.kind == "=" and tokens[at + 1] is follower):
            return True
        if follower.kind != "name" and follower.kind not in STRINGS:
            return False
    return False


def _by_count(tokens: Sequence[Token]) -> tuple[Brackets, bool]:
    """Pair by count alone; say whether every bracket has its partner where it is expected.

    Blocks that are open at the end of the file do not count against that, as long as everything
    behind them is indented: a file that is being written is read as it stands.
    """
    brackets = Brackets()
    stack: list[int] = []
    is_sure = True
    for at, token in enumerate(tokens):
        if token.kind in ("{", "[", "("):
            stack.append(at)
        elif token.kind in _CLOSES:
            while token.kind == "}" and stack and tokens[stack[-1]].kind != "{":
                opener = stack.pop()
                brackets.groups[opener] = Group(opener + 1, at, is_closed=False)
                is_sure = False
            if stack and tokens[stack[-1]].kind == _CLOSES[token.kind]:
                opener = stack.pop()
                brackets.groups[opener] = Group(opener + 1, at, is_closed=True)
            else:
                is_sure = False
    for at in stack:
        brackets.groups[at] = Group(at + 1, len(tokens), is_closed=False)
    return brackets, is_sure and _all_indented(tokens, stack)


def _all_indented(tokens: Sequence[Token], open_at: list[int]) -> bool:
    """Say whether the brackets at ``open_at`` are braces, and every line behind each is further right."""
    if not all(tokens[at].kind == "{" for at in open_at):
        return False
    end, leftmost = len(tokens), inf
    for opener in reversed(open_at):
        leftmost = min([leftmost, *(token.indent for token in tokens[opener + 1 : end] if token.first)])
        if leftmost <= tokens[opener].indent:
            return False
        end = opener + 1
    return True


def _indentation(tokens: Sequence[Token]) -> int:
    """Return by how many columns most bodies of a file are indented; 0: its columns mean nothing."""
    offsets = [
        max(0, follower.indent - token.indent)
        for token, follower in pairwise(tokens)
        if token.kind == "{" and follower.first and follower.kind != "}"
    ]
    indented = Counter(offset for offset in offsets if offset)
    if 2 * indented.total() < len(offsets):
        return 0
    return indented.most_common(1)[0][0] if indented else TAB


class _Open(NamedTuple):
    """An opening bracket that waits for its partner; ``at`` is the index of its first token."""

    kind: str
    at: int
    opener: int | None
    line: int
    indent: int


class _Columns:
    """Pairing by columns: one pass with a stack of what is open, and where it began."""

    def __init__(self, lines: Lines, unit: int) -> None:
        self.unit = unit
        self.tokens = tokens = lines.tokens
        self.comments = lines.comments
        self.brackets = Brackets()
        self.stack: list[_Open] = []
        self.braces: list[int] = []  # where in the stack the `{` are
        self.indents: list[int] = []  # and their columns, made to rise
        self.here = 0  # `{` of the current line that are open
        self.headers: dict[int, Token] = {}  # headers without `{`, by the index of the line that follows
        self.next_line = [0] * len(tokens)  # index of the first token of the next line
        self.surplus = [0] * len(tokens)  # `}` less `{` on the rest of the line
        following, balance = len(tokens), 0
        for at in range(len(tokens) - 1, -1, -1):
            self.next_line[at], self.surplus[at] = following, balance
            balance += {"}": 1, "{": -1}.get(tokens[at].kind, 0)
            if tokens[at].first:
                following, balance = at, 0

    def pair(self) -> Brackets:
        for at, token in enumerate(self.tokens):
            if token.first:
                self.here = 0
                if opens_statement(self.tokens, at):
                    self.leave(at)
                header = self.headers.get(at)
                if header:
                    self.push(_Open("{", at, None, header.line, header.indent))
                    self.here = 0
                if self.is_open_header(at) and (not self.indents or token.indent > self.indents[-1]):
                    self.headers[self.next_line[at]] = token
            if token.kind in ("{", "[", "("):
                self.push(_Open(token.kind, at + 1, at, token.line, token.indent))
            elif token.kind == "}":
                self.close_brace(at)
            elif token.kind in _CLOSES:
                self.close_bracket(at)
        self.close_above(0, len(self.tokens))
        return self.brackets

    def push(self, bracket: _Open) -> None:
        self.stack.append(bracket)
        if bracket.kind == "{":
            self.braces.append(len(self.stack) - 1)
            self.indents.append(max(bracket.indent, self.indents[-1] if self.indents else 0))
            self.here += 1

    def close_above(self, height: int, at: int) -> None:
        """End whatever is open above ``height`` of the stack before the token ``at``, unclosed."""
        while len(self.stack) > height:
            self.close(at, is_closed=False)

    def close(self, at: int, *, is_closed: bool) -> None:
        bracket = self.stack.pop()
        group = Group(bracket.at, at, is_closed)
        if bracket.opener is None:
            self.brackets.implied[bracket.at] = group
        else:
            self.brackets.groups[bracket.opener] = group
        if bracket.kind == "{":
            self.braces.pop()
            self.indents.pop()
            if at < len(self.tokens) and bracket.line == self.tokens[at].line:
                self.here -= 1

    def leave(self, at: int) -> None:
        """End what the statement that begins a line at ``at`` cannot be part of."""
        self.leave_brackets(at)
        place = bisect_left(self.indents, self.tokens[at].indent)
        if place < len(self.braces) and not self.stands_out(at):
            self.close_above(self.braces[place], at)
            self.leave_brackets(at)

    def stands_out(self, at: int) -> bool:
        """Say whether the line at ``at`` is by accident further left than the lines around it."""
        following = self.next_line[at]
        if following >= len(self.tokens):
            return False
        offset = self.tokens[following].indent - self.tokens[at].indent
        return offset > (self.unit if self.opens_body(at) else 0)

    def leave_brackets(self, at: int) -> None:
        """End the lists and parentheses that are open where a statement begins at ``at``."""
        while self.stack and self.stack[-1].kind != "{":
            self.close(at, is_closed=False)

    def opens_body(self, at: int) -> bool:
        """Say whether the line that begins at ``at`` opens a bracket that it does not close."""
        line = self.tokens[at : self.next_line[at]]
        balance = sum(token.kind in ("{", "[", "(") for token in line) - sum(token.kind in _CLOSES for token in line)
        return balance > 0 or self.is_open_header(at)

    def is_open_header(self, at: int) -> bool:
        """Say whether the line that begins at ``at`` is a block header whose `{` is missing.

        Something else may be typed in its place, and the body shows by its indentation.
        """
        following = self.next_line[at]
        if following >= len(self.tokens) or self.tokens[at].kind != "name" or following - at > _NEAR:
            return False
        words = following - (self.tokens[following - 1].kind not in _HEADER_WORDS)
        if any(token.kind not in _HEADER_WORDS for token in self.tokens[at:words]):
            return False
        token, after = self.tokens[at], self.tokens[following]
        if after.kind == "}":
            return after.indent == token.indent and words > at + 1 and self.tokens[at + 1].kind in STRINGS
        if after.kind == "{" or after.indent <= token.indent:
            return False
        return words == following or opens_statement(self.tokens, following)

    def close_brace(self, at: int) -> None:
        """Close what the `}` at ``at`` closes; a `}` that closes nothing stays alone."""
        token = self.tokens[at]
        if self.here:
            # Stray when the line has enough of them further on, or in `{}` when the body follows.
            is_early = self.tokens[at - 1].kind == "{" and self.goes_on(self.stack[self.braces[-1]], at)
            if self.surplus[at] < self.here and not is_early:
                self.close_above(self.braces[-1] + 1, at)
                self.close(at, is_closed=True)
            return
        if self.next_line[at] in self.headers:
            return  # typed for the `{` of this line
        if not token.first and self.surplus[at] >= 0:
            header = self.header_before(at)
            if header is not None:
                while self.stack and self.stack[-1].at > header:
                    self.close(at, is_closed=False)
                self.brackets.implied[header] = Group(header, at, is_closed=True)
                return
        if not self.braces:
            return
        if self.next_line[at] > at + 1:  # more on this line: only the end of a list may follow, or noise
            follower = self.tokens[at + 1].kind
            if follower in _HEADER_WORDS or not (token.first or follower in _CLOSES or follower == ","):
                return
        place = bisect_left(self.indents, token.indent) if token.first else len(self.braces)
        place = min(place, len(self.braces) - 1)
        if self.goes_on(self.stack[self.braces[place]], at):
            return
        self.close_above(self.braces[place] + 1, at)
        self.close(at, is_closed=True)

    def goes_on(self, block: _Open, at: int) -> bool:
        """Say whether by its column the line behind that of ``at`` is still inside ``block``."""
        following = self.next_line[at]
        if following >= len(self.tokens):
            return False
        indent, kind = self.tokens[following].indent, self.tokens[following].kind
        place = bisect_left(self.comments, (self.tokens[at].line + 1, 0))
        if place < len(self.comments) and self.comments[place][0] < self.tokens[following].line:
            indent, kind = self.comments[place][1], ""
        if kind == "}" and indent == block.indent:  # one of two is too many: the one that is out of its column
            token = self.tokens[at]
            return not token.first or token.indent != indent or following > at + 1
        return indent - block.indent > self.unit // 2

    def header_before(self, at: int) -> int | None:
        """Return where the body begins of a block that lost its `{` and ends with the `}` at ``at``."""
        start = at
        while start > 0 and not self.tokens[start].first and self.tokens[start - 1].kind not in ("{", "}"):
            start -= 1
            if at - start > _NEAR:
                return None
        line = self.tokens[start:at]
        if len(line) < 2 or line[0].kind != "name" or line[1].kind == "=":
            return None
        for place, token in enumerate(line[:-1]):
            if token.kind == "=":
                return start + place - 1 if line[place - 1].kind == "name" else None
        return at if line[1].kind in STRINGS else None

    def close_bracket(self, at: int) -> None:
        """Close the `[` or `(` that the bracket at ``at`` closes: where a `{` stands between, by its column."""
        token = self.tokens[at]
        between = self.braces[-1] if self.braces else -1
        for place in range(len(self.stack) - 1, max(-1, len(self.stack) - _NEAR), -1):
            bracket = self.stack[place]
            if bracket.kind == _CLOSES[token.kind] and (
                place > between or (token.first and bracket.indent == token.indent)
            ):
                self.close_above(place + 1, at)
                self.close(at, is_closed=True)
                return
