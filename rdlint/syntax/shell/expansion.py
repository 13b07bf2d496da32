"""What the shell makes of a word: variables, arrays and substitutions put in, quotes taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rdlint.span import Span
from rdlint.syntax.excerpt import Excerpt
from rdlint.syntax.shell.filters import names_of, output
from rdlint.syntax.shell.operators import operation
from rdlint.syntax.shell.output import substitution
from rdlint.syntax.shell.scope import Array, Field, Scope
from rdlint.syntax.shell.tree import touching
from rdlint.syntax.shell.words import (
    UNKNOWN,
    Piece,
    Text,
    Value,
    ansi_text,
    bare_text,
    concatenate,
    has_braces,
    is_pattern,
    literal,
    of_texts,
    quoted_text,
    split,
    unite,
)

if TYPE_CHECKING:
    from tree_sitter import Node

#: Words inside words (`${a:-${b:-…}}`, `$(…)`) are followed this deep.
_DEEPEST = 16
_EXPANSIONS = frozenset({"simple_expansion", "expansion", "command_substitution", "arithmetic_expansion", "ERROR"})
_NAMES = re.compile(rb"[A-Za-z0-9_@*#?!$({-]")
_OWN_FOLDER = frozenset({"${0:A:h}", "${0:a:h}", "${0:h}"})  # zsh
_ITEM = re.compile(rb"\[(?:\"([^\"\]$`]*)\"|'([^'\]]*)'|([^\]\"'$`]*))\]=")


class Several(NamedTuple):
    """A part of a word that stands for several words: ``"$@"``, ``"${NAMES[@]}"``."""

    fields: tuple[Field, ...]
    is_exact: bool


class Expander:
    """Expands the words of one excerpt. Nodes are those of tree-sitter-bash."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt = excerpt
        self.data = excerpt.data
        self._depth = 0

    def fields(self, word: Sequence[Node], scope: Scope) -> list[Field]:
        """Return the words that a command gets for ``word``, the nodes of which touch each other."""
        slot = self.span(word)
        pieces = self._pieces(word, scope)
        if len(pieces) == 1 and isinstance(pieces[0], Several):
            several = pieces[0]
            return (
                [each._replace(slot=slot) for each in several.fields] if several.is_exact else [_field(UNKNOWN, slot)]
            )
        parts = [piece for piece in pieces if isinstance(piece, Piece)]
        if len(parts) != len(pieces) or any(part.is_pattern for part in parts):
            return [_field(Value(prefix=_beginning(pieces)), slot)]
        if len(parts) == 1 and not parts[0].is_quoted and not parts[0].is_literal:
            values = split(parts[0].value, self._separators(scope))
            return [_field(value, slot) for value in ([UNKNOWN] if values is None else values)]
        value = concatenate(parts, slot)
        if any(not part.is_quoted and not part.is_literal and part.value.has_blank for part in parts):
            value = Value(prefix=_beginning(pieces), variables=value.variables)
        return [_field(value, slot)]

    def choices(self, word: Sequence[Node], scope: Scope) -> list[Field]:
        """Return the words that a loop goes over, also those of an array that may hold fewer."""
        pieces = self._pieces(word, scope)
        if len(pieces) == 1 and isinstance(pieces[0], Several):
            return list(pieces[0].fields)
        return self.fields(word, scope)

    def value(self, word: Sequence[Node], scope: Scope) -> Value:
        """Return what is assigned for ``word``: nothing is split."""
        pieces = self._pieces(word, scope)
        parts = [piece for piece in pieces if isinstance(piece, Piece)]
        if len(parts) != len(pieces):
            return UNKNOWN
        if parts and parts[0].is_literal and not parts[0].is_quoted and parts[0].value.prefix.startswith("~"):
            return UNKNOWN
        return concatenate(parts, self.span(word)) if parts else literal("", self.span(word))

    def array(self, node: Node, scope: Scope) -> Iterator[tuple[str, Field]]:
        """Yield the keys and items of ``(A B)`` or ``([a]=1 [b]=2)``."""
        for word in touching(node.named_children, self.data):
            raw = self.data[word[0].start_byte : word[-1].end_byte]
            keyed = _ITEM.match(raw)
            if keyed is None:
                yield from (("", field) for field in self.choices(word, scope))
                continue
            begin = word[0].start_byte + keyed.end()
            parts = word[0].children if word[0].type == "concatenation" else word
            rest = [part for part in parts if part.start_byte >= begin]
            # a bare value is one word together with its `=`
            head = next((part for part in parts if part.start_byte < begin < part.end_byte), None)
            pieces = [self._bare(begin, head.end_byte)] if head else []
            pieces += [piece for part in rest for piece in self._pieces([part], scope) if isinstance(piece, Piece)]
            span = self.excerpt.span(begin, word[-1].end_byte)
            key = (keyed[1] or keyed[2] or keyed[3] or b"").decode("utf-8", "replace")
            yield key, _field(concatenate(pieces, span) if pieces else literal("", span), span)

    def key(self, subscript: Node, scope: Scope) -> Text | None:
        """Return the key in ``name[key]`` when it is one known text."""
        index = subscript.child_by_field_name("index")
        return self.value([index], scope).only if index else None

    def span(self, word: Sequence[Node]) -> Span:
        """Return where the nodes of ``word`` stand in the host file."""
        return self.excerpt.span(self._start(word[0]), word[-1].end_byte)

    def text(self, node: Node) -> str:
        """Return ``node`` as it is written."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    # the parts of a word

    def _pieces(self, word: Sequence[Node], scope: Scope) -> list[Piece | Several]:
        if self._depth >= _DEEPEST:
            return [_unknown()]
        self._depth += 1
        try:
            pieces = list(self._nodes(word, scope))
        finally:
            self._depth -= 1
        if len(pieces) > 1 and has_braces(self.data[word[0].start_byte : word[-1].end_byte].decode("latin-1")):
            return [_with_braces(piece) for piece in pieces]
        return pieces

    def _nodes(self, nodes: Sequence[Node], scope: Scope) -> Iterator[Piece | Several]:
        """Yield the parts of ``nodes``, and of the text that the grammar leaves out between them."""
        for node, following in zip(nodes, (*nodes[1:], None), strict=True):
            is_translation = node.type == "$" and following is not None and following.type == "string"
            if not is_translation:  # $"…" is translated, and otherwise "…"
                yield from self._node(node, scope)
            if following and node.end_byte < following.start_byte:
                yield self._bare(node.end_byte, following.start_byte)

    def _node(self, node: Node, scope: Scope) -> Iterator[Piece | Several]:
        kind = node.type
        if kind == "raw_string":
            yield self._quoted(node.start_byte + 1, node.end_byte - 1, str)
        elif kind == "ansi_c_string":
            yield self._quoted(node.start_byte + 2, node.end_byte - 1, ansi_text)
        elif kind == "string":
            yield from self._string(node, scope)
        elif kind in ("concatenation", "translated_string", "command_name"):
            yield from self._nodes(node.children, scope)
        elif kind in _EXPANSIONS or kind in ("process_substitution", "brace_expression"):
            yield from self._expansion(node, scope, is_quoted=False)
        elif kind == "$" and _NAMES.match(self.data, node.end_byte):
            yield _unknown()  # a variable that the grammar has not seen
        elif node.child_count == 0 and not node.is_missing:
            yield self._bare(node.start_byte, node.end_byte)
        else:
            yield _unknown()

    def _bare(self, start: int, end: int) -> Piece:
        raw = self.data[start:end].decode("utf-8", "replace")
        value = literal(bare_text(raw), self.excerpt.span(start, end))
        return Piece(value, True, False, is_pattern(raw))

    def _quoted(self, start: int, end: int, unescape: Callable[[str], str]) -> Piece:
        raw = self.data[start : max(start, end)].decode("utf-8", "replace")
        return Piece(literal(unescape(raw), self.excerpt.span(start, max(start, end))), True, True)

    def _string(self, node: Node, scope: Scope) -> Iterator[Piece | Several]:
        """Yield the parts between double quotes; the grammar leaves out blanks, so text is what is no expansion."""
        at = node.start_byte + 1
        is_closed = node.end_byte > at and self.data[node.end_byte - 1 : node.end_byte] == b'"'
        end = node.end_byte - 1 if is_closed else node.end_byte
        is_empty = True
        for child in node.children:
            if child.type in _EXPANSIONS:
                start = self._start(child)
                if at < start:
                    yield self._quoted(at, start, quoted_text)
                yield from self._expansion(child, scope, is_quoted=True)
                at, is_empty = child.end_byte, False
        if at < end or is_empty:
            yield self._quoted(at, end, quoted_text)

    def _start(self, node: Node) -> int:
        """Return where ``node`` begins without the blanks that the grammar puts before some `$`."""
        at = node.start_byte
        while at < node.end_byte and self.data[at] in b" \t\r\n":
            at += 1
        return at if at < node.end_byte else node.start_byte

    def _expansion(self, node: Node, scope: Scope, *, is_quoted: bool) -> Iterator[Piece | Several]:
        found: Value | Several = UNKNOWN
        if self._depth >= _DEEPEST or node.has_error:
            found = UNKNOWN
        elif node.type == "simple_expansion":
            found = self._variable(node.named_children[-1], scope) if node.named_children else UNKNOWN
        elif node.type == "expansion":
            found = self._braced(node, scope)
        elif node.type == "command_substitution":
            self._depth += 1
            try:
                found = substitution(self, node, scope)
            finally:
                self._depth -= 1
        yield found if isinstance(found, Several) else Piece(found, False, is_quoted)

    # variables

    def _variable(self, name: Node, scope: Scope) -> Value | Several:
        text = self.text(name)
        if text in ("@", "*"):
            return Several(scope.parameters or (), scope.parameters is not None)
        if text.isdecimal():
            return scope.argument(int(text[:4]))
        return scope.value(text) if name.type == "variable_name" else UNKNOWN

    def _braced(self, node: Node, scope: Scope) -> Value | Several:
        """Return what ``${…}`` stands for."""
        children = node.children[1:]
        if self.text(node).strip() in _OWN_FOLDER:
            return output([literal("dirname", Span("", 0, 0)), scope.argument(0)], UNKNOWN, scope)
        mark = children[0].type if children and children[0].type in ("!", "#") else ""
        children = children[1:] if mark else children
        name = children[0] if children else None
        if name is None or mark == "#" or name.type not in ("variable_name", "special_variable_name", "subscript"):
            return UNKNOWN
        operator = children[1] if len(children) > 1 and children[1].type != "}" else None
        if mark == "!":
            return UNKNOWN if operator else self._indirect(name, scope)
        found = self._element(name, scope) if name.type == "subscript" else self._variable(name, scope)
        if operator is None:
            return found
        operand = [child for child in children[2:] if child.type != "}" or child.is_named]
        return (
            UNKNOWN if isinstance(found, Several) else self._changed(found, operator, operand, node.end_byte - 1, scope)
        )

    def _element(self, subscript: Node, scope: Scope) -> Value | Several:
        """Return what ``NAME[key]`` is; with an unknown key it can be each item."""
        name, index = subscript.child_by_field_name("name"), subscript.child_by_field_name("index")
        if name is None or index is None:
            return UNKNOWN
        array = scope.variables.get(self.text(name))
        if self.text(index) in ("@", "*"):
            return Several(array.fields, array.is_exact) if isinstance(array, Array) else Several((), False)
        if self.text(name) == "BASH_SOURCE":
            return scope.argument(0)
        if not isinstance(array, Array):
            return UNKNOWN
        keys = {text.text for text in self.value([index], scope).texts}
        values = [item.value for key, item in array.items if not array.is_map or not keys or key in keys]
        if not array.is_map and len(keys) == 1 and array.is_exact:
            number = int(next(iter(keys))) if next(iter(keys)).isdecimal() and len(next(iter(keys))) < 6 else -1
            values = [array.items[number][1].value] if 0 <= number < len(array.items) else []
        return unite(values) if values else UNKNOWN

    def _indirect(self, name: Node, scope: Scope) -> Value | Several:
        """Return what ``${!NAME}`` is, or the keys ``${!NAME[@]}``."""
        if name.type == "subscript":
            owner, index = name.child_by_field_name("name"), name.child_by_field_name("index")
            array = scope.variables.get(self.text(owner)) if owner else None
            if not isinstance(array, Array) or index is None or self.text(index) not in ("@", "*") or not array.is_map:
                return UNKNOWN
            keys = (_field(literal(key, item.span), item.span) for key, item in array.items)
            return Several(tuple(keys), array.is_exact)
        found = self._variable(name, scope)
        names = [] if isinstance(found, Several) else [text.text for text in found.texts]
        return unite([scope.value(each) for each in names]) if names else UNKNOWN

    def _changed(self, value: Value, operator: Node, operand: list[Node], end: int, scope: Scope) -> Value:
        """Return ``value`` after an operator such as ``:-default`` or ``%%=*``."""
        sign = operator.type
        if sign in (":?", "?"):
            return value
        if sign in ("-", "=") and value.texts:
            return value
        if sign in (":-", "-", ":=", "="):
            default = (
                self.value(touching(operand, self.data)[0], scope)
                if operand
                else literal("", self.excerpt.span(end, end))
            )
            if not value.texts:
                return value if value.likely or value.listing else replace(value, likely=default.only)
            kept = [text for text in value.texts if text.text]
            if len(kept) == len(value.texts):
                return value
            return unite([of_texts(kept, value.variables), default]) if kept else default
        pattern = self.data[operator.end_byte : end].decode("utf-8", "replace")
        if value.listing and sign in ("%", "%%") and pattern == "=*":
            return names_of(value)
        change = operation(sign, pattern)
        return value.map(change) if change else Value(variables=value.variables)

    def _separators(self, scope: Scope) -> str:
        known = scope.variables.get("IFS")
        return known.only.text if isinstance(known, Value) and known.only else " \t\n"


def _field(value: Value, span: Span) -> Field:
    return Field(value, span, span)


def _unknown() -> Piece:
    return Piece(UNKNOWN, False, True)


def _with_braces(piece: Piece | Several) -> Piece | Several:
    """Mark a part of a word with a list in braces that it may belong to the list."""
    if isinstance(piece, Piece) and piece.is_literal and not piece.is_quoted and "{" in piece.value.prefix:
        return piece._replace(is_pattern=True)
    return piece


def _beginning(pieces: Sequence[Piece | Several]) -> str:
    """Return the literal text that a word surely begins with."""
    prefix = ""
    for piece in pieces:
        if isinstance(piece, Several) or not piece.is_literal:
            break
        if piece.is_pattern:
            return prefix + re.split(r"[~*?\[{]", piece.value.prefix, maxsplit=1)[0]
        prefix += piece.value.prefix
    return prefix
