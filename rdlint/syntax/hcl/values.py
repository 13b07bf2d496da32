"""HCL's values: texts, numbers, lists, objects, and expressions that are kept as written."""

from __future__ import annotations

import re

from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.hcl.brackets import opens_statement, pair
from rdlint.syntax.hcl.tokens import STRINGS, Token, tokenize
from rdlint.syntax.hcl.tree import Attribute, Expression
from rdlint.syntax.problem import Problem

MAX_DEPTH = 50
"""How deep blocks, lists and objects may nest; what lies deeper is not read."""

ASSIGNS = frozenset({"=", ":"})
CLOSERS = frozenset({"}", "]", ")"})

TOO_DEEP = (f"this is nested deeper than {MAX_DEPTH} levels and was not read", "nest less deep")

_TEXTS = STRINGS | {"heredoc", "endless"}
_OPENERS = frozenset({"{", "[", "("})
_LITERALS = {"true": "bool", "false": "bool", "null": "null"}
_SCALARS = frozenset({"string", "template", "number", "bool", "null", "reference"})
_NO_VALUES = ASSIGNS | CLOSERS | {"unknown", ",", "."}

_ESCAPE = re.compile(
    rb'\\(?:([nrt"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[uU][0-9A-Fa-f]*|[^\x80-\xff]?)|([$%])\4(?=\{)'
)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_TEMPLATE = re.compile(rb"([$%])\1\{|(?P<template>[$%]\{)")
_BLANK = re.compile(rb"[ \t]*")


class Reader:
    """What reading values and reading statements share: the tokens, their brackets, the problems.

    Methods take the index of a token and the index where their range ends, and return the index
    behind what they have read.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        lines = tokenize(source)
        self.tokens, self.problems = lines.tokens, lines.problems
        self.brackets = pair(lines)
        self.ignored: set[int] = set()  # `}` whose `{` has been reported and passed over

    # What is wrong

    def report(self, first: Token, last: Token, message: str, mend: str) -> None:
        """Note a problem at the tokens from ``first`` to ``last``."""
        self.problems.append(Problem(self.source.span(first.start, last.end), message, mend))

    def check(self, at: int) -> None:
        """Report what is wrong with the token at ``at`` in itself."""
        token = self.tokens[at]
        if token.kind == "unclosed":
            self.report(token, token, 'expected `"` to close this string before the line ends', 'type `"` at its end')
        elif token.kind == "single":
            self.report(token, token, "strings take double quotes, not single ones", 'write `"…"`')
        elif token.kind == "template":
            self.report(
                token, token, "expected `}` to close the template in this string", "write `$${` for a plain `${`"
            )
        elif token.kind == "endless":
            marker = self.text(token).split(maxsplit=1)[0].lstrip("<-")
            opening = token._replace(end=token.start + len(self.data_of(token).split(maxsplit=1)[0]))
            self.report(
                opening, opening, f"expected a line `{marker}` to end this text", f"type `{marker}` on its own line"
            )

    def stray(self, at: int) -> None:
        """Report the token at ``at``, which has no place here."""
        token = self.tokens[at]
        sign = token.kind
        if at in self.ignored:
            return
        if sign in CLOSERS:
            self.report(token, token, f"this `{sign}` closes nothing", "remove it")
        elif sign == "{":
            self.report(token, token, "this `{` belongs to no block", "remove it, or write the kind of block before it")
            group = self.brackets.groups[at]
            if group.is_closed:
                self.ignored.add(group.end)
        elif sign == "unknown":
            self.report(token, token, *_unexpected(self.text(token)[:1]))
        elif sign in _TEXTS or sign in ("name", "number"):
            self.report(token, token, "this has no place here", "remove it")
        else:
            self.report(token, token, f"unexpected `{self.text(token)}`", "remove it")

    # What stands where

    def data_of(self, token: Token) -> bytes:
        """Return the bytes of ``token``."""
        return self.source.data[token.start : token.end]

    def text(self, token: Token) -> str:
        """Return ``token`` as written."""
        return self.data_of(token).decode("utf-8", "replace")

    def span(self, first: int, after: int) -> Span:
        """Return the span of the tokens from index ``first`` up to and without ``after``."""
        return self.source.span(self.tokens[first].start, self.tokens[after - 1].end)

    def follows(self, at: int, end: int) -> bool:
        """Say whether the token at ``at`` is in the range and on the line of the one before it."""
        return at < end and not self.tokens[at].first

    def assigns(self, at: int, end: int) -> bool:
        """Say whether a `=` or `:` follows the token at ``at`` on its line."""
        return self.follows(at + 1, end) and self.tokens[at + 1].kind in ASSIGNS

    def inner(self, at: int) -> Span:
        """Return the span of the token at ``at`` without quotes or markers."""
        token = self.tokens[at]
        if token.kind in ("heredoc", "endless"):
            starts = self.source.line_starts
            start = min(token.end, starts[token.line + 1]) if token.line + 1 < len(starts) else token.end
            end = starts[self.source.line_of(token.end) - 1] if token.kind == "heredoc" else token.end
            return self.source.span(start, max(start, end))
        if token.kind not in STRINGS:
            return self.source.span(token.start, token.end)
        return self.source.span(token.start + 1, token.end if token.kind == "unclosed" else token.end - 1)

    def meaning(self, at: int) -> str:
        """Return what the name or text at ``at`` means: without quotes, escapes resolved."""
        span = self.inner(at)
        data = self.source.data[span.start : span.end]
        kind = self.tokens[at].kind
        if kind in STRINGS and (b"\\" in data or b"$$" in data or b"%%" in data):
            data = self.unescape(data, span.start)
        elif kind in ("heredoc", "endless") and self.data_of(self.tokens[at]).startswith(b"<<-"):
            data = _unindent(data)
        return data.decode("utf-8", "replace")

    def unescape(self, data: bytes, offset: int) -> bytes:
        """Resolve the escapes in ``data``, which stands at byte ``offset``."""

        def replace(match: re.Match[bytes]) -> bytes:
            sign, short, long, double = match.groups()
            if double:
                return double
            if sign:
                return _CONTROLS.get(sign, sign)
            code = int(short or long or b"110000", 16)
            if 0xD800 <= code <= 0xDFFF:
                code = 0xFFFD  # half of a pair is no character
            if code <= 0x10FFFF:
                return chr(code).encode()
            start, end = match.span()
            span = self.source.span(offset + start, offset + end)
            self.problems.append(Problem(span, "strings have no such escape", "write `\\\\` for a backslash"))
            return match.group()

        return _ESCAPE.sub(replace, data)

    # Values

    def expression(self, at: int, end: int, depth: int, *, in_list: bool = False) -> tuple[Expression | None, int]:
        """Read the value that begins at ``at``; ``None`` when none does.

        A value ends with its line, except ``in_list``.
        """
        token = self.tokens[at]
        value: Expression | None = None
        after = at + 1
        if token.kind in _TEXTS:
            value = self.string(at)
        elif token.kind == "number":
            value = self.plain("number", at, after)
        elif token.kind == "name":
            value = self.plain(_LITERALS.get(self.text(token), "reference"), at, after)
        elif token.kind in ("[", "{") and self.is_literal(at, depth):
            value, after = self.list(at, depth) if token.kind == "[" else self.object(at, depth)
        elif token.kind == "operator" and self.data_of(token) == b"-" and self.is_number(after, end):
            after += 1
            value = self.plain("number", at, after)
        elif token.kind not in _OPENERS and self.data_of(token) not in (b"-", b"!"):
            return None, at
        if value is None or self.continues(after, end, in_list=in_list):
            return self.opaque(at, end, in_list=in_list)
        return value, after

    def string(self, at: int) -> Expression:
        """Read the string or heredoc at ``at``."""
        self.check(at)
        inner = self.inner(at)
        raw = self.source.data[inner.start : inner.end]
        is_template = any(match["template"] for match in _TEMPLATE.finditer(raw))
        text = raw.decode("utf-8", "replace") if is_template else self.meaning(at)
        return Expression("template" if is_template else "string", self.span(at, at + 1), inner, text)

    def plain(self, kind: str, at: int, after: int) -> Expression:
        """Take the tokens from ``at`` up to and without ``after`` as they are written."""
        span = self.span(at, after)
        return Expression(kind, span, span, self.source.text(span))

    def is_number(self, at: int, end: int) -> bool:
        """Say whether a number stands at ``at``, right behind its sign."""
        return at < end and self.tokens[at].kind == "number" and self.tokens[at].start == self.tokens[at - 1].end

    def is_literal(self, at: int, depth: int) -> bool:
        """Say whether the bracket at ``at`` begins a list or object, and not a ``for``."""
        if depth >= MAX_DEPTH:
            self.report(self.tokens[at], self.tokens[at], *TOO_DEEP)
            return False
        first = self.brackets.groups[at].first
        return not (first < len(self.tokens) and self.data_of(self.tokens[first]) == b"for")

    def continues(self, at: int, end: int, *, in_list: bool) -> bool:
        """Say whether the token at ``at`` goes on with the value before it."""
        if at >= end or (self.tokens[at].first and not in_list):
            return False
        token = self.tokens[at]
        if token.kind in ("[", "("):
            return token.start == self.tokens[at - 1].end
        return token.kind == "." or (token.kind == "operator" and self.data_of(token) not in (b"=>", b"..."))

    def opaque(self, at: int, end: int, *, in_list: bool) -> tuple[Expression, int]:
        """Read an expression without looking into it: operands and what joins them."""
        here, choices = at, 0
        needs_operand = True
        while here < end and (here == at or in_list or not self.tokens[here].first):
            token = self.tokens[here]
            if token.kind in _OPENERS:
                is_call = token.kind != "{" and here > at and token.start == self.tokens[here - 1].end
                if not needs_operand and not is_call:
                    break
                self.check_closed(here)
                here = min(self.brackets.groups[here].after, end)
                needs_operand = False
                continue
            if token.kind in _TEXTS or token.kind in ("name", "number"):
                if not needs_operand:
                    break
                self.check(here)
                needs_operand = False
            elif token.kind in ("operator", ".") or (token.kind == ":" and choices):
                choices += {b"?": 1, b":": -1}.get(self.data_of(token), 0)
                needs_operand = True
            else:
                break
            here += 1
        if needs_operand:
            last = self.tokens[here - 1]
            self.report(last, last, "expected a value behind this", "write one, or remove this")
        return self.plain("reference", at, here), here

    def check_closed(self, opener: int) -> None:
        """Report the bracket at ``opener`` when nothing closes it."""
        group = self.brackets.groups[opener]
        if not group.is_closed:
            token, last = self.tokens[opener], self.tokens[group.end - 1]
            what, closer = {"[": ("list", "]"), "{": ("object", "}"), "(": ("parenthesis", ")")}[token.kind]
            message = f"expected `{closer}` to close the {what} opened on line {token.line + 1}"
            self.report(last, last, message, f"type `{closer}` after this")

    def list(self, at: int, depth: int) -> tuple[Expression, int]:
        """Read the list whose `[` stands at ``at``."""
        group = self.brackets.groups[at]
        items: list[Expression] = []
        here, needs_comma = group.first, False
        while here < group.end:
            token = self.tokens[here]
            if token.kind == ",":
                if not needs_comma:
                    self.report(token, token, "expected a value before this `,`", "remove it")
                needs_comma = False
                here += 1
                continue
            value, after = self.expression(here, group.end, depth + 1, in_list=True)
            if value is None:
                self.stray(here)
                here += 1
                continue
            if needs_comma:
                self.report(token, token, "expected `,` between the elements of this list", "type `,` before this")
            items.append(value)
            here, needs_comma = after, True
        self.check_closed(at)
        span = self.span(at, group.after)
        return Expression("list", span, span, items=tuple(items)), group.after

    def object(self, at: int, depth: int) -> tuple[Expression, int]:
        """Read the object whose `{` stands at ``at``."""
        group = self.brackets.groups[at]
        entries: list[Attribute] = []
        here = group.first
        while here < group.end:
            token = self.tokens[here]
            if token.kind == ",":
                here += 1
                continue
            sign = self.brackets.groups[here].after if token.kind == "(" else here + 1
            if token.kind not in ("name", "number", "(") and token.kind not in STRINGS:
                self.stray(here)
                here += 1
            elif sign < group.end and self.tokens[sign].kind in ASSIGNS:
                entry, here = self.attribute(here, sign, group.end, depth + 1, in_object=True)
                entries.append(entry)
            else:
                last = self.tokens[sign - 1]
                self.report(last, last, "expected `=` after this key", "write `key = value`")
                here = sign
        self.check_closed(at)
        span = self.span(at, group.after)
        return Expression("object", span, span, entries=tuple(entries)), group.after

    # Names with values

    def attribute(self, at: int, sign: int, end: int, depth: int, *, in_object: bool = False) -> tuple[Attribute, int]:
        """Read ``name = value`` with its name at ``at`` and its `=` at ``sign``, or no `=`: then ``sign`` is ``at``.

        An object's entry may have a `:` as well, and ends at a comma.
        """
        token = self.tokens[at]
        name_span = self.span(at, sign) if token.kind == "(" else self.inner(at)
        name = self.source.text(name_span) if token.kind == "(" else self.meaning(at)
        if sign == at:
            self.report(token, token, f"expected `=` after `{name}`", f"write `{name} = …`")
        elif not in_object and self.tokens[sign].kind != "=":
            found = self.tokens[sign]
            self.report(found, found, f"expected `=` after `{name}`, found `{self.text(found)}`", f"write `{name} = …`")
        start = sign + 1
        while self.follows(start + 1, end) and self.is_noise(start):
            self.stray(start)
            start += 1
        value: Expression | None = None
        here = start
        if start < end and (not self.tokens[start].first or self.is_late_value(start, end)):
            value, here = self.expression(start, end, depth)
        if value is None:
            signs = self.tokens[sign]
            self.report(signs, signs, f"expected a value after `{name} =`", f'write a value, such as `{name} = "…"`')
            nothing = self.source.span(signs.end, signs.end)
            value = Expression("missing", nothing, nothing)
        else:
            value, here = self.rest_of_line(name, value, here, end, in_object=in_object)
        return Attribute(name, name_span, value, self.source.span(token.start, value.span.end)), here

    def is_noise(self, at: int) -> bool:
        """Say whether no value begins at ``at``, so that one may begin behind it."""
        token = self.tokens[at]
        return token.kind in _NO_VALUES or (token.kind == "operator" and self.data_of(token) not in (b"-", b"!"))

    def is_late_value(self, at: int, end: int) -> bool:
        """Say whether the line that begins at ``at`` can be the value of the attribute before it."""
        token = self.tokens[at]
        if token.kind == "name":
            return self.text(token) in _LITERALS and not opens_statement(self.tokens, at)
        return (token.kind in _TEXTS or token.kind in ("number", "[", "{")) and not self.assigns(at, end)

    def rest_of_line(
        self, name: str, value: Expression, here: int, end: int, *, in_object: bool
    ) -> tuple[Expression, int]:
        """Read what follows a value on its line; text that belongs to nothing becomes part of it."""
        while self.follows(here, end):
            token = self.tokens[here]
            if token.kind in ("{", "}") or self.begins_another(here, end) or (in_object and token.kind == ","):
                break
            if token.kind == "," or self.data_of(token) == b";":
                self.report(token, token, f"attributes are not separated by `{self.text(token)}`", "remove it")
                here += 1
                continue
            stop = here + 1
            while self.follows(stop, end) and self.tokens[stop].kind not in ("{", "}", ","):
                if self.begins_another(stop, end):
                    break
                stop += 1
            message = f"unexpected text after the value of `{name}`"
            self.report(token, self.tokens[stop - 1], message, f'put the whole value in quotes: `{name} = "…"`')
            if value.kind in _SCALARS:
                span = self.source.span(value.span.start, self.tokens[stop - 1].end)
                value = Expression("reference", span, span, self.source.text(span))
            here = stop
        return value, here

    def begins_another(self, at: int, end: int) -> bool:
        """Say whether another attribute, entry or block begins at ``at``, in the middle of a line."""
        kind = self.tokens[at].kind
        return opens_statement(self.tokens, at) or ((kind == "name" or kind in STRINGS) and self.assigns(at, end))


def _unexpected(letter: str) -> tuple[str, str]:
    """Word the problem of a character that HCL does not have."""
    mend = "remove it"
    if letter in "\u201c\u201d\u201e\u201f\u00ab\u00bb`\u2018\u2019'":
        mend = 'write straight double quotes: `"…"`'
    elif letter.isspace() or letter == "\u200b":
        mend = "type a plain space"
    shown = f"`{letter}`" if letter.isprintable() and letter not in "`\ufffd" else f"U+{ord(letter):04X}"
    return f"unexpected character {shown}", mend


def _unindent(data: bytes) -> bytes:
    """Take away the indentation that all lines of ``data`` share."""
    lines = data.splitlines(keepends=True)
    blanks = [_BLANK.match(line) for line in lines if line.strip()]
    width = min((len(blank.group()) for blank in blanks if blank), default=0)
    return b"".join(line[width:] if line.strip() else line.lstrip(b" \t") for line in lines)
