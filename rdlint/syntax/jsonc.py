"""JSON with the place of everything, and of broken JSON all that can be read.

Strict reading is RFC 8259. Tolerant reading also takes comments, trailing commas and Unicode spaces,
as `tsconfig.json` does. No error ends the reading, and nothing is nested too deep: containers that
are still open stand on a list, not on Python's stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Literal, NamedTuple

from rdlint.platform.credentials import credential_shape, looks_generated
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax import jsonlex
from rdlint.syntax.problem import Problem

Kind = Literal["object", "array", "string", "number", "boolean", "null", "invalid"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """One JSON value. ``span`` covers it as written, ``inner`` a string without its quotes.

    ``value`` is a string with its escapes resolved, a number (a ``float`` where it has a fraction or
    an exponent), a boolean, or ``None``. ``invalid`` stands for a value that is missing (then the
    span is empty) or that no JSON value can be made of.
    """

    kind: Kind
    span: Span
    inner: Span
    value: str | int | float | bool | None = None
    members: tuple[Member, ...] = ()
    items: tuple[Node, ...] = ()

    def member(self, name: str) -> Member | None:
        """Return the member ``name`` of an object: the last one, as readers of JSON take it."""
        return next((each for each in reversed(self.members) if each.name == name), None)

    def get(self, *path: str) -> Node | None:
        """Return what stands at the end of ``path``, a row of member names, or ``None``."""
        node = self
        for name in path:
            found = node.member(name)
            if found is None:
                return None
            node = found.value
        return node

    def __repr__(self) -> str:
        return f"<{self.kind} {self.span.start}:{self.span.end}>"


class Member(NamedTuple):
    """``"key": value`` of an object; ``key`` is a string node."""

    key: Node
    value: Node

    @property
    def name(self) -> str:
        """The key's text, escapes resolved."""
        return str(self.key.value)

    @property
    def span(self) -> Span:
        """From the key to the end of its value."""
        return Span(self.key.span.path, self.key.span.start, self.value.span.end)


class Duplicate(NamedTuple):
    """A key that its object already has; ``first`` and ``span`` are the two keys, quotes included."""

    name: str
    first: Span
    span: Span


class Document(NamedTuple):
    """A file of JSON. ``root`` is ``None`` when there is no value at all.

    ``problems`` are empty exactly when the text is JSON (with what tolerant reading allows); JSON
    itself allows repeated keys, so these stand apart in ``duplicates``.
    """

    root: Node | None
    problems: tuple[Problem, ...]
    duplicates: tuple[Duplicate, ...]


def read(source: Source, *, tolerant: bool = False) -> Document:
    """Read all of ``source``; never raises. Spans are byte offsets into ``source.data``."""
    return _Reader(source, tolerant).read()


def plain(node: Node) -> object:
    """Return ``node`` as ``json.loads`` would give it; invalid values are ``None``."""
    result: list[object] = [None]
    work: list[tuple[list[object] | dict[str, object], int | str, Node]] = [(result, 0, node)]
    while work:
        container, place, each = work.pop()
        made: object = each.value
        if each.kind == "object":
            last = {member.name: member.value for member in each.members}
            mapping: dict[str, object] = dict.fromkeys(last)
            work.extend((mapping, name, value) for name, value in last.items())
            made = mapping
        elif each.kind == "array":
            row: list[object] = [None] * len(each.items)
            work.extend((row, index, item) for index, item in enumerate(each.items))
            made = row
        container[place] = made  # type: ignore[index]  # a list and its index, or a dict and its key
    return result[0]


def byte_places(source: Source, string: Node) -> list[int]:
    """Say where in the file each byte of a string's value (in UTF-8) comes from, and where the text ends.

    The list has one offset more than the value has bytes. All bytes of an escape come from its
    backslash. For languages inside strings, such as the shell in `package.json`.
    """
    inner = string.inner
    places: list[int] = []
    for piece in jsonlex.pieces(source.data[inner.start : inner.end], inner.start):
        size = len(piece.text.encode("utf-8", "surrogatepass"))
        is_verbatim = size == piece.end - piece.start  # an escape is longer than what it means
        places.extend(range(piece.start, piece.end) if is_verbatim else [piece.start] * size)
    return [*places, inner.end]


def shown(name: str, otherwise: str) -> str:
    """Return ``name`` in backticks, or ``otherwise`` when it is nothing that a message should show."""
    is_plain = 0 < len(name) <= 60 and name.isprintable() and "`" not in name
    may_be_secret = credential_shape(name) or looks_generated(name)
    return f"`{name}`" if is_plain and not may_be_secret else otherwise


class _Expects(Enum):
    """What may stand next in a container."""

    KEY = 1
    COLON = 2
    VALUE = 3
    COMMA = 4


class _Container:
    """An object, an array or, outermost, the text itself, while it is being read."""

    __slots__ = ("closer", "comma", "expects", "items", "key", "members", "start")

    def __init__(self, closer: str, start: int) -> None:
        self.closer = closer
        self.start = start
        self.expects = _Expects.KEY if closer == "}" else _Expects.VALUE
        self.key: Node | None = None
        self.comma: Span | None = None  # set while nothing stands behind it
        self.members: list[Member] = []
        self.items: list[Node] = []

    @property
    def lacks_value(self) -> bool:
        """Whether a key has been read and its value not."""
        return self.closer == "}" and self.expects in (_Expects.COLON, _Expects.VALUE)

    def next_entry(self) -> None:
        """Be ready for a member or an item."""
        self.expects = _Expects.KEY if self.closer == "}" else _Expects.VALUE


class _Reader:
    """One reading of one file."""

    def __init__(self, source: Source, tolerant: bool) -> None:
        self.source = source
        self.data = source.data
        self.tolerant = tolerant
        self.problems: list[Problem] = []
        self.duplicates: list[Duplicate] = []
        self.open = [_Container("", 0)]
        self.open_count = {"}": 0, "]": 0}
        self.before = 0  # where the last part of the value ends
        self.rest: Span | None = None  # what follows the value

    def read(self) -> Document:
        at = 0
        while token := jsonlex.TOKEN.match(self.data, at):
            at = token.end() if token.lastgroup == "space" else self.take(token)
        self.finish()
        root = next(iter(self.open[0].items), None)
        return Document(root, tuple(sorted(self.problems)), tuple(self.duplicates))

    def report(self, span: Span, message: str, mend: str) -> None:
        self.problems.append(Problem(span, message, mend))

    def take(self, token: re.Match[bytes]) -> int:
        """Take one token and return where the next one begins."""
        kind, span = token.lastgroup, self.source.span(*token.span())
        if self.is_aside(token, span):
            return span.end
        if len(self.open) == 1 and self.open[0].items:
            self.rest = self.source.span(self.rest.start if self.rest else span.start, span.end)
            return span.end
        if kind == "mark":
            self.mark(token.group().decode(), span)
            self.before = span.end
        elif kind == "word":
            self.word(token.group(), span)
            self.before = span.end
        else:
            closing = token.group((token.lastindex or 0) + 1)
            self.before = self.string(str(kind), span, is_closed=closing not in (None, b"\\"))
        return self.before

    def is_aside(self, token: re.Match[bytes], span: Span) -> bool:
        """Say whether ``token`` is no part of the value; report it where it should not be there."""
        kind, text = token.lastgroup, token.group()
        if kind == "comment":
            if text.startswith(b"/*") and (len(text) < 4 or not text.endswith(b"*/")):
                self.report(span, "this comment is never closed", "type `*/` where it ends")
            elif not self.tolerant:
                self.report(span, "JSON has no comments", "remove the comment")
        elif kind == "hash":
            self.report(span, "JSON has no comments with `#`", "remove the comment")
        elif kind == "conflict":
            self.report(span, "this is a merge conflict marker", "keep one side and remove the marker lines")
        elif kind == "odd_space":
            if not self.tolerant:
                self.report(span, "this is not a space that JSON allows", "type a plain space instead")
        else:
            return False
        return True

    # punctuation

    def mark(self, mark: str, span: Span) -> None:
        if mark == "{":
            self.opener("}", span)
        elif mark == "[":
            self.opener("]", span)
        elif mark == ":":
            self.colon(span)
        elif mark == ",":
            self.comma(span)
        else:
            self.closer(mark, span)

    def opener(self, closer: str, span: Span) -> None:
        top = self.make_room(span, is_key=False)
        if top.expects is _Expects.KEY:
            self.report(span, "a key is missing before this value", 'type a key and a colon: `"name":`')
            top.expects = _Expects.VALUE
        self.open.append(_Container(closer, span.start))
        self.open_count[closer] += 1

    def colon(self, span: Span) -> None:
        top = self.open[-1]
        if top.expects is _Expects.COLON:
            top.expects = _Expects.VALUE
        elif top.expects is _Expects.KEY:
            self.report(span, "a key is missing before this `:`", 'type the key in double quotes: `"name"`')
            top.expects = _Expects.VALUE
        elif top.closer == "]" and top.expects is _Expects.COMMA:
            self.report(span, "an array holds values without keys", "put `{` and `}` around key and value")
            top.expects = _Expects.VALUE
        else:
            self.report(span, "a `:` cannot stand here", "remove it")

    def comma(self, span: Span) -> None:
        top = self.open[-1]
        if top.lacks_value:
            self.leave_without_value(top)
        if not top.closer or top.expects is not _Expects.COMMA:
            self.report(span, "nothing stands before this `,`", "remove it")
            return
        top.comma = span
        top.next_entry()

    def closer(self, closer: str, span: Span) -> None:
        if not self.open_count[closer]:
            self.report(span, f"this `{closer}` closes nothing", "remove it")
            return
        missing = ""
        while self.open[-1].closer != closer:
            missing += self.open[-1].closer
            self.close(self.before)
        if missing:
            mend = f"type `{missing}` before it" if len(missing) <= 8 else f"close {len(missing)} brackets before it"
            self.report(span, f"`{missing[0]}` is missing before this `{closer}`", mend)
        self.close(span.end)

    def close(self, end: int) -> None:
        """Make a node of the innermost container, which ends at ``end``, and put it where it belongs."""
        top = self.open.pop()
        self.open_count[top.closer] -= 1
        if top.lacks_value:
            self.leave_without_value(top)
        if top.comma and not self.tolerant:
            self.report(top.comma, f"no `,` may stand before `{top.closer}`", "remove the comma")
        first: dict[str, Span] = {}
        for member in top.members:
            before = first.setdefault(member.name, member.key.span)
            if before is not member.key.span:
                self.duplicates.append(Duplicate(member.name, before, member.key.span))
        span = self.source.span(top.start, end)
        kind: Kind = "object" if top.closer == "}" else "array"
        self.put(Node(kind, span, span, None, tuple(top.members), tuple(top.items)))

    def leave_without_value(self, top: _Container) -> None:
        """Give the key that was read a value that says that none is there."""
        if top.key:
            mend = "type a value after its `:`" if top.expects is _Expects.VALUE else "type `:` and a value after it"
            self.report(top.key.span, f"{shown(str(top.key.value), 'this key')} has no value", mend)
            span = self.source.span(self.before, self.before)
            top.members.append(Member(top.key, Node("invalid", span, span)))
        top.key, top.comma, top.expects = None, None, _Expects.COMMA

    # keys and values

    def make_room(self, span: Span, *, is_key: bool) -> _Container:
        """Bring the innermost container to where it can take what stands at ``span``."""
        top = self.open[-1]
        if is_key and top.lacks_value:
            self.leave_without_value(top)
            top.next_entry()
        elif top.expects is _Expects.COLON:
            self.report(span, "a `:` is missing before this value", "type `:` between key and value")
            top.expects = _Expects.VALUE
        elif top.expects is _Expects.COMMA:
            self.report(span, "a `,` is missing before this", "type `,` after what stands before it")
            top.next_entry()
        return top

    def put(self, node: Node) -> None:
        """Put a key or a value into the innermost container, which has room for it."""
        top = self.open[-1]
        top.comma = None
        if top.expects is _Expects.KEY:
            top.key, top.expects = node, _Expects.COLON
            return
        if top.closer != "}":
            top.items.append(node)
        elif top.key:
            top.members.append(Member(top.key, node))
        top.key, top.expects = None, _Expects.COMMA

    def string(self, kind: str, span: Span, *, is_closed: bool) -> int:
        """Take a string and return where it ends."""
        width = 3 if kind == "curly" else 1
        start, end = span.start + width, span.end - width
        if not is_closed:
            may_be_key = self.open[-1].closer == "}" and not self.open[-1].lacks_value
            end = start + _length_of_unclosed(self.data[start : span.end], may_be_key)
            span = self.source.span(span.start, end)
        self.make_room(span, is_key=jsonlex.KEY_FOLLOWS.match(self.data, span.end) is not None)
        if not is_closed:
            self.report(span, "this string is not closed on its line", 'type `"` where it ends')
        elif kind != "string":
            self.report(span, "JSON writes strings in straight double quotes", 'type `"` before and after it')
        self.put(Node("string", span, self.source.span(start, end), self.text(start, end)))
        return span.end

    def text(self, start: int, end: int) -> str:
        """Return what the text of a string means, and report what may not stand in one."""
        raw = self.data[start:end]
        if raw.isascii() and b"\\" not in raw and not jsonlex.CONTROL.search(raw):
            return raw.decode()
        for control in jsonlex.CONTROL.finditer(raw):
            span = self.source.span(start + control.start(), start + control.end())
            self.report(span, "a control character stands in this string", "type `\\t` for a tab, `\\n` for a line end")
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            span = self.source.span(start + error.start, start + error.end)
            self.report(span, "this string is not UTF-8", "save the file as UTF-8")
        parts = list(jsonlex.pieces(raw, start))
        for piece in parts:
            if not piece.is_known:
                span = self.source.span(piece.start, piece.end)
                self.report(span, "JSON has no such escape", "type `\\\\` for a backslash")
        return "".join(piece.text for piece in parts)

    def word(self, word: bytes, span: Span) -> None:
        top = self.make_room(span, is_key=jsonlex.KEY_FOLLOWS.match(self.data, span.end) is not None)
        value = jsonlex.number(word)
        if top.expects is _Expects.KEY:
            name = word.decode("utf-8", "replace")
            self.report(span, f"{shown(name, 'a key')} needs double quotes", 'type `"` before and after it')
            self.put(Node("string", span, span, name))
        elif value is not None:
            self.put(Node("number", span, span, value))
        else:
            lower = word.lower()
            literal: Kind = "invalid" if lower not in jsonlex.LITERALS else "null" if lower == b"null" else "boolean"
            if word not in jsonlex.LITERALS:
                self.report(span, *jsonlex.not_json(word))
            self.put(Node(literal, span, span, jsonlex.LITERALS.get(lower)))

    def finish(self) -> None:
        """Close what is open at the end of the file."""
        closers = "".join(each.closer for each in reversed(self.open))
        if closers:
            innermost = self.open[-1]
            mark = "{" if innermost.closer == "}" else "["
            mend = f"type `{closers}` at the end" if len(closers) <= 8 else f"close {len(closers)} brackets at the end"
            span = self.source.span(innermost.start, innermost.start + 1)
            self.report(span, f"this `{mark}` is never closed", mend)
        while len(self.open) > 1:
            self.close(self.before)
        if not self.open[0].items and not self.problems:
            self.report(self.source.span(0, 0), "there is no JSON value here", "type `{}` for an empty object")
        if self.rest:
            self.report(
                self.rest, "nothing may follow the JSON value", "remove it, or the bracket that closes too early"
            )


def _length_of_unclosed(text: bytes, may_be_key: bool) -> int:
    """Return how much of a line belongs to a string that the line does not close.

    A key ends before its colon, a value before the comma at the end of the line.
    """
    if may_be_key and (key := re.match(rb"[\w-]{1,60}(?=[ \t]*:)", text)):
        return key.end()
    return len(text.rstrip().removesuffix(b",").rstrip())
