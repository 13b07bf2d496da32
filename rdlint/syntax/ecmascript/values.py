"""Texts that are put together in code: which values an expression can have, as far as the file tells.

Followed are literals, templates, ``+``, ``??``, ``||``, ``?:``, ``new URL(path, base)``, constants,
members of constant objects and enums, and a few methods that keep the beginning of a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdlint.syntax.ecmascript import Tree, unescape
from rdlint.syntax.ecmascript.constants import Constants
from rdlint.syntax.ecmascript.scope import Binding, Declares, Scopes

if TYPE_CHECKING:
    from tree_sitter import Node

_DEPTH = 24
_ALTERNATIVES = 8
_PARTS = 64
#: A variable that is set in more places than this may be anything.
_ASSIGNMENTS = 16
#: A function longer than this many nodes returns what is not known.
_STEPS = 400
#: Methods that change at most the end or the letters of a text.
_KEEPING = frozenset({"toString", "trim", "trimEnd", "valueOf", "replace", "replaceAll", "toLowerCase"})


class Part(NamedTuple):
    """A part of a text: ``literal`` at ``start`` to ``end``, or what the expression ``node`` gives."""

    start: int
    end: int
    literal: str
    node: Node | None


#: One possible text.
Row = tuple[Part, ...]


class Values:
    """Works out texts in one file."""

    def __init__(self, tree: Tree, scopes: Scopes) -> None:
        self._tree, self._kinds, self._fields = tree, tree.kinds, tree.fields
        self._scopes = scopes
        self.constants = Constants(tree, scopes)
        self._level = 0

    def of(self, node: Node) -> tuple[Row, ...]:
        """Return the possible texts of ``node``, at most eight; a part that is not known keeps its node."""
        if self._level > _DEPTH:
            return (self._unknown(node),)
        self._level += 1
        try:
            return self._of(self._tree.unwrapped(node))[:_ALTERNATIVES]
        finally:
            self._level -= 1

    def _unknown(self, node: Node) -> Row:
        return (Part(node.start_byte, node.end_byte, "", node),)

    def _of(self, node: Node) -> tuple[Row, ...]:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        kind = node.kind_id
        if kind == kinds.string:
            return (self._literal(node.start_byte + 1, node.end_byte - 1),)
        if kind == kinds.number:
            return (self._literal(node.start_byte, node.end_byte),)
        if kind == kinds.template_string:
            return self._template(node)
        if kind == kinds.binary_expression:
            return self._binary(node)
        if kind == kinds.ternary_expression:
            return self._choice(node.child_by_field_id(fields.consequence), node.child_by_field_id(fields.alternative))
        if kind == kinds.identifier:
            return self._name(node)
        if kind == kinds.member_expression:
            return self._member(node)
        if kind == kinds.subscript_expression:
            index = node.child_by_field_id(fields.index)
            name = tree.string(index) if index is not None else None
            return (self._unknown(node),) if name is None else self._property(node, name)
        if kind == kinds.new_expression:
            return self._new(node)
        if kind == kinds.call_expression:
            return self._call(node)
        if kind == kinds.await_expression:
            inside = self._tree.first(node)
            return (self._unknown(node),) if inside is None else self.of(inside)
        return (self._unknown(node),)

    def _literal(self, start: int, end: int) -> Row:
        text = unescape(self._tree.data[start:end].decode("utf-8", "replace"))
        return (Part(start, end, text, None),) if text else ()

    def _template(self, node: Node) -> tuple[Row, ...]:
        kinds = self._kinds
        rows: tuple[Row, ...] = ((),)
        at = node.start_byte + 1
        for child in node.named_children:
            if child.kind_id != kinds.template_substitution:
                continue
            inside = self._tree.first(child)
            rows = _joined(rows, (self._literal(at, child.start_byte),))
            rows = _joined(rows, (self._unknown(child),) if inside is None else self.of(inside))
            at = child.end_byte
        return _joined(rows, (self._literal(at, node.end_byte - 1),))

    def _binary(self, node: Node) -> tuple[Row, ...]:
        """Read a chain of ``+`` from its left end, without recursion, and ``??`` and ``||`` as a choice."""
        tree, fields = self._tree, self._fields
        sign = tree.operator(node)
        if sign in (b"??", b"||"):
            return self._choice(node.child_by_field_id(fields.left), node.child_by_field_id(fields.right))
        if sign != b"+":
            return (self._unknown(node),)
        terms: list[Node] = []
        at: Node | None = node
        while at is not None and at.kind_id == tree.kinds.binary_expression and tree.operator(at) == b"+":
            right = at.child_by_field_id(fields.right)
            if right is not None:
                terms.append(right)
            at = at.child_by_field_id(fields.left)
        if at is not None:
            terms.append(at)
        rows: tuple[Row, ...] = ((),)
        for term in reversed(terms[-_PARTS:]):
            rows = _joined(rows, self.of(term))
        return rows

    def _choice(self, *options: Node | None) -> tuple[Row, ...]:
        found: dict[Row, None] = {}
        for option in options:
            if option is not None:
                found.update(dict.fromkeys(self.of(option)))
        return tuple(found)

    def _name(self, node: Node) -> tuple[Row, ...]:
        binding = self._scopes.resolve(self._tree.text(node), node)
        if binding is None:
            return (self._unknown(node),)
        value = self.constants.value(binding)
        if value is not None:
            return self.of(value)
        if binding.declares is Declares.PARAMETER:
            default = binding.owner.child_by_field_id(self._fields.value)
            if default is not None and binding.node == binding.owner.child_by_field_id(self._fields.pattern):
                return (*self.of(default), self._unknown(node))
            return (self._unknown(node),)
        return self._assigned(binding, node)

    def _assigned(self, binding: Binding, node: Node) -> tuple[Row, ...]:
        """Return what a variable is set to: first, and by each ``=``; a ``+=`` makes the end unknown."""
        fields = self._fields
        assignments = self.constants.assignments(binding)
        is_plain = binding.declares is Declares.VARIABLE and not self._scopes.path(binding)
        if not is_plain or len(assignments) > _ASSIGNMENTS:
            return (self._unknown(node),)
        values = [binding.owner.child_by_field_id(fields.value)]
        grows = False
        for assignment in assignments:
            if assignment.kind_id == self._kinds.assignment_expression:
                values.append(assignment.child_by_field_id(fields.right))
            else:
                grows = True
        rows = self._choice(*values)
        if not rows:
            return (self._unknown(node),)
        return _joined(rows, (self._unknown(node),)) if grows else rows

    def _member(self, node: Node) -> tuple[Row, ...]:
        name = node.child_by_field_id(self._fields.property)
        return (self._unknown(node),) if name is None else self._property(node, self._tree.text(name))

    def _property(self, node: Node, name: str) -> tuple[Row, ...]:
        """Read ``CONFIG.api.url``, ``Enum.Member``, ``new URL(…).href`` and ``this.field``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        owner = node.child_by_field_id(fields.object)
        inside = tree.unwrapped(owner) if owner is not None else None
        if inside is None:
            return (self._unknown(node),)
        if name == "href":
            return self.of(inside)
        value = self.constants.member(inside, name)
        if value is not None:
            return self.of(value)
        getter = self.constants.method(node, name) if inside.kind_id == kinds.this else None
        is_getter = getter is not None and any(child.type == "get" for child in getter.children[:4])
        return self._returned(getter, node) if getter is not None and is_getter else (self._unknown(node),)

    def _new(self, node: Node) -> tuple[Row, ...]:
        """Read ``new URL(path, base)``."""
        tree, fields = self._tree, self._fields
        made = node.child_by_field_id(fields.constructor)
        arguments = tree.arguments(node)
        if made is None or tree.text(made) != "URL" or not arguments:
            return (self._unknown(node),)
        if self._scopes.resolve("URL", node) is not None:
            return (self._unknown(node),)
        paths = self.of(arguments[0])
        if len(arguments) == 1:
            return paths
        rows: dict[Row, None] = {}
        for path in paths:
            if path and "://" in path[0].literal[:12]:
                rows[path] = None
                continue
            for base in self.of(arguments[1]):
                rows[_based(base, path)] = None
        return tuple(rows)

    def _call(self, node: Node) -> tuple[Row, ...]:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = node.child_by_field_id(fields.function)
        inside = tree.unwrapped(function) if function is not None else None
        if inside is None:
            return (self._unknown(node),)
        if inside.kind_id == kinds.identifier:
            return self._called(node, inside)
        if inside.kind_id == kinds.member_expression:
            name = inside.child_by_field_id(fields.property)
            owner = inside.child_by_field_id(fields.object)
            method = tree.text(name) if name is not None else ""
            if owner is not None and method == "concat":
                rows = self.of(owner)
                for argument in tree.arguments(node):
                    rows = _joined(rows, self.of(argument))
                return rows
            if owner is not None and method in _KEEPING:
                return self.of(owner)
            if owner is not None and owner.kind_id == kinds.this:
                function = self.constants.method(node, method)
                return self._returned(function, node) if function is not None else (self._unknown(node),)
        return (self._unknown(node),)

    def _called(self, call: Node, name: Node) -> tuple[Row, ...]:
        """Read the call of a function by its name."""
        tree, fields = self._tree, self._fields
        text = tree.text(name)
        binding = self._scopes.resolve(text, name)
        if binding is None:
            arguments = tree.arguments(call)
            is_same = text in ("String", "encodeURI") and len(arguments) == 1
            return self.of(arguments[0]) if is_same else (self._unknown(call),)
        function: Node | None = binding.owner
        if binding.declares is Declares.VARIABLE:
            value = (
                binding.owner.child_by_field_id(fields.value)
                if binding.node == binding.owner.child_by_field_id(fields.name)
                else None
            )
            function = tree.unwrapped(value) if value is not None else None
        elif binding.declares is not Declares.FUNCTION:
            function = None
        if function is None or function.kind_id not in tree.functions:
            return (self._unknown(call),)
        return self._returned(function, call)

    def _returned(self, function: Node, call: Node) -> tuple[Row, ...]:
        """Return what a function of this file can return; nested functions return for themselves."""
        tree, kinds = self._tree, self._kinds
        body = function.child_by_field_id(tree.fields.body)
        if body is None:
            return (self._unknown(call),)
        if body.kind_id != kinds.statement_block:
            return self.of(body)
        values: list[Node | None] = []
        stack = [body]
        for _ in range(_STEPS):
            if not stack:
                break
            node = stack.pop()
            if node.kind_id == kinds.return_statement:
                values.append(self._tree.first(node))
            elif node.kind_id not in tree.functions and node.kind_id not in tree.classes:
                stack.extend(reversed(node.named_children))
        rows = self._choice(*values)
        return (self._unknown(call),) if stack or not rows else rows


def _joined(rows: tuple[Row, ...], more: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return each of ``rows`` followed by each of ``more``."""
    return tuple((row + other)[:_PARTS] for row in rows for other in more)[:_ALTERNATIVES]


def _based(base: Row, path: Row) -> Row:
    """Return the text of ``new URL(path, base)``: the path takes the place of that of the base."""
    kept: list[Part] = []
    for part in base:
        scheme = part.literal.find("://")
        slash = part.literal.find("/", scheme + 3 if scheme >= 0 else 0) if part.literal else -1
        if slash >= 0:
            kept.append(part._replace(literal=part.literal[:slash]))
            break
        kept.append(part)
    if path and path[0].literal and not path[0].literal.startswith("/"):
        path = (path[0]._replace(literal="/" + path[0].literal), *path[1:])
    return (*kept, *path)
