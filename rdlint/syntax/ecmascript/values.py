"""Texts that are put together in code: which values an expression can have, as far as the file tells.

Followed are literals, templates, ``+``, ``??``, ``||``, ``?:``, ``new URL(path, base)``, constants,
members of constant objects and enums, fields of classes, calls of functions of the file with what
they are given, and a few methods that keep the beginning of a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from rdlint.syntax.ecmascript import Tree, unescape
from rdlint.syntax.ecmascript.constants import Constants
from rdlint.syntax.ecmascript.functions import Functions
from rdlint.syntax.ecmascript.rows import ALTERNATIVES, PARTS, Part, Row, based, joined, replaced
from rdlint.syntax.ecmascript.scope import Binding, Declares, Scopes

if TYPE_CHECKING:
    from tree_sitter import Node

_DEPTH = 24
#: A variable that is set in more places than this may be anything.
_ASSIGNMENTS = 16
#: An expression that takes more steps than this is not known from there on, nor is anything after so many in a file.
_STEPS = 500
_ALL_STEPS = 30_000
#: Methods that change at most the end or the letters of a text.
_KEEPING = frozenset({"toString", "trim", "trimEnd", "valueOf", "toLowerCase", "toWellFormed", "normalize"})
_REPLACING = frozenset({"replace", "replaceAll"})
#: A regular expression that takes something from the end of a text.
_AT_END = re.compile(r"/[^^]*\$/[a-z]*")


#: What the parameters (the nodes of their names) of functions that are being called are given, each
#: with what counts where that stands; ``None`` where the call gives nothing.
_Given: TypeAlias = "dict[int, tuple[Node | None, _Given]]"


class Values:
    """Works out texts in one file."""

    def __init__(self, tree: Tree, scopes: Scopes) -> None:
        self._tree, self._kinds, self._fields = tree, tree.kinds, tree.fields
        self._scopes = scopes
        self.constants = Constants(tree, scopes)
        self.functions = Functions(tree, scopes, self.constants)
        self._level = 0
        self._steps = self._all_steps = 0
        self._given: _Given = {}
        self._open: set[tuple[int, int]] = set()

    def of(self, node: Node) -> tuple[Row, ...]:
        """Return the possible texts of ``node``, at most eight; a part that is not known keeps its node."""
        self._steps = 0 if self._level == 0 else self._steps + 1
        self._all_steps += 1
        if self._level > _DEPTH or self._steps > _STEPS or self._all_steps > _ALL_STEPS:
            return (self._unknown(node),)
        self._level += 1
        try:
            return self._of(self._tree.unwrapped(node))[:ALTERNATIVES]
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
        if kind in (kinds.identifier, kinds.shorthand_property_identifier):
            return self._name(node)
        if kind == kinds.member_expression:
            return self._member(node)
        if kind == kinds.subscript_expression:
            return self._entry(node)
        if kind == kinds.new_expression:
            return self._new(node)
        if kind == kinds.call_expression:
            return self._call(node)
        inside: Node | None = None
        if kind == kinds.await_expression:
            inside = tree.first(node)
        elif kind == kinds.assignment_expression:
            inside = node.child_by_field_id(fields.right)
        return (self._unknown(node),) if inside is None else self.of(inside)

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
            rows = joined(rows, (self._literal(at, child.start_byte),))
            rows = joined(rows, (self._unknown(child),) if inside is None else self.of(inside))
            at = child.end_byte
        return joined(rows, (self._literal(at, node.end_byte - 1),))

    def _binary(self, node: Node) -> tuple[Row, ...]:
        """Read a chain of ``+`` from its left end, without recursion, and ``??`` and ``||`` as a choice."""
        tree, fields = self._tree, self._fields
        sign = tree.operator(node)
        if sign in (b"??", b"||"):
            return self._choice(node.child_by_field_id(fields.left), node.child_by_field_id(fields.right))
        if sign == b"&&":
            return self._choice(node.child_by_field_id(fields.right))
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
        for term in reversed(terms[-PARTS:]):
            rows = joined(rows, self.of(term))
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
        given, _ = self._given.get(binding.node.id, (None, {}))
        place = (binding.node.id, given.id if given is not None else 0)
        if place in self._open:  # set to something that is made from itself
            return (self._unknown(node),)
        self._open.add(place)
        try:
            is_parameter = binding.declares is Declares.PARAMETER
            return self._received(binding, node) if is_parameter else self._assigned(binding, node)
        finally:
            self._open.discard(place)

    def _received(self, binding: Binding, node: Node) -> tuple[Row, ...]:
        """Return what a parameter receives: from the call that is being read, or its default and else unknown."""
        fields = self._fields
        given = self._given.get(binding.node.id)
        default = binding.owner.child_by_field_id(fields.value)
        if default is not None and binding.node != binding.owner.child_by_field_id(fields.pattern):
            default = None
        if given is not None and given[0] is None:
            rows = self.of(default) if default is not None else (self._unknown(node),)
        elif given is not None and given[0] is not None:
            rows = self._elsewhere(given[0], given[1])
        else:
            rows = (*(self.of(default) if default is not None else ()), self._unknown(node))
        return self._also(rows, binding, node)

    def _elsewhere(self, node: Node, given: _Given) -> tuple[Row, ...]:
        """Read ``node`` where the parameters are ``given``."""
        here, self._given = self._given, given
        try:
            return self.of(node)
        finally:
            self._given = here

    def _assigned(self, binding: Binding, node: Node) -> tuple[Row, ...]:
        """Return what a variable is set to: first, and by each ``=``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = binding.owner.child_by_field_id(fields.value)
        path = self._scopes.path(binding)
        if binding.declares is not Declares.VARIABLE:
            return (self._unknown(node),)
        if binding.owner.kind_id == kinds.for_in_statement:  # for (const url of URLS)
            held = binding.owner.child_by_field_id(fields.right)
            each = self._elements(held) if held is not None and not path else ()
            return each or (self._unknown(node),)
        if path:
            pattern = tree.parent(binding.node)
            is_default = pattern is not None and pattern.kind_id in (
                kinds.object_assignment_pattern,
                kinds.assignment_pattern,
            )
            default = pattern.child_by_field_id(fields.right) if pattern is not None and is_default else None
            return (self._unknown(node), *(self.of(default) if default is not None else ()))
        rows = self.of(value) if value is not None else ()
        return self._also(rows, binding, node)

    def _also(self, rows: tuple[Row, ...], binding: Binding, node: Node) -> tuple[Row, ...]:
        """Return ``rows``, and what ``=`` sets ``binding`` to later; a ``+=`` makes the end unknown."""
        tree, fields = self._tree, self._fields
        assignments = self.constants.assignments(binding)
        if len(assignments) > _ASSIGNMENTS:
            return (self._unknown(node),)
        found = dict.fromkeys(rows)
        grows = False
        for assignment in assignments:
            right = assignment.child_by_field_id(fields.right)
            is_set = assignment.kind_id == self._kinds.assignment_expression
            if right is not None and (is_set or tree.operator(assignment) in (b"??=", b"||=")):
                found.update(dict.fromkeys(self.of(right)))
            else:
                grows = True
        rows = tuple(found)
        if not rows:
            return (self._unknown(node),)
        return joined(rows, (self._unknown(node),)) if grows else rows

    def _elements(self, node: Node) -> tuple[Row, ...]:
        """Return what the elements of a constant array or the values of a constant object can be."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        at: Node | None = tree.unwrapped(node)
        for _ in range(_DEPTH):
            if at is None or at.kind_id != kinds.identifier:
                break
            binding = self._scopes.resolve(tree.text(at), at)
            at = self.constants.value(binding) if binding is not None else None
            at = tree.unwrapped(at) if at is not None else None
        if at is None or at.kind_id not in (kinds.array, kinds.object) or len(at.named_children) > ALTERNATIVES:
            return ()
        held = [child for child in at.named_children if child.kind_id != kinds.comment]
        if at.kind_id == kinds.object:
            return self._choice(*(child.child_by_field_id(fields.value) for child in held))
        return self._choice(*held)

    def _entry(self, node: Node) -> tuple[Row, ...]:
        """Read ``CONFIG["url"]`` and ``URLS[region]``."""
        index, owner = node.child_by_field_id(self._fields.index), node.child_by_field_id(self._fields.object)
        name = self._tree.string(index) if index is not None else None
        if name is not None:
            return self._property(node, name)
        found = self._elements(owner) if owner is not None else ()
        return found or (self._unknown(node),)

    def _member(self, node: Node) -> tuple[Row, ...]:
        name = node.child_by_field_id(self._fields.property)
        return (self._unknown(node),) if name is None else self._property(node, self._tree.text(name))

    def _property(self, node: Node, name: str) -> tuple[Row, ...]:
        """Read ``CONFIG.api.url``, ``Enum.Member``, ``new URL(…).href`` and ``this.field``."""
        tree, fields = self._tree, self._fields
        owner = node.child_by_field_id(fields.object)
        inside = tree.unwrapped(owner) if owner is not None else None
        if inside is None:
            return (self._unknown(node),)
        if name == "href":
            return self.of(inside)
        if name == "origin" and self._is_url(inside):
            return tuple(based(row, ()) for row in self.of(inside))
        holder = self.constants.instance(inside)
        values = self.constants.fields_of(holder, name) if holder is not None else []
        if values and len(values) <= _ASSIGNMENTS:
            return self._choice(*values)
        value = self.constants.member(inside, name)
        if value is not None:
            return self.of(value)
        getter = self.constants.method_of(holder, name) if holder is not None else None
        is_getter = getter is not None and any(child.type == "get" for child in getter.children[:4])
        return self._returned(getter, node) if getter is not None and is_getter else (self._unknown(node),)

    def _is_url(self, node: Node) -> bool:
        """Say whether ``node`` is a constant ``new URL(…)``, or that itself."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        binding = self._scopes.resolve(tree.text(node), node) if node.kind_id == kinds.identifier else None
        value = self.constants.value(binding) if binding is not None else node
        made = value.child_by_field_id(fields.constructor) if value is not None else None
        return made is not None and tree.text(made) == "URL"

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
                rows[based(base, path)] = None
        return tuple(rows)

    def _call(self, node: Node) -> tuple[Row, ...]:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = node.child_by_field_id(fields.function)
        inside = tree.unwrapped(function) if function is not None else None
        if inside is None:
            return (self._unknown(node),)
        called = self.functions.called(node)
        if called is not None:
            return self._returned(called, node)
        arguments = tree.arguments(node)
        if inside.kind_id == kinds.identifier:
            is_global = self._scopes.resolve(tree.text(inside), inside) is None
            is_same = is_global and tree.text(inside) in ("String", "encodeURI") and len(arguments) == 1
            return self.of(arguments[0]) if is_same else (self._unknown(node),)
        name, owner = inside.child_by_field_id(fields.property), inside.child_by_field_id(fields.object)
        if inside.kind_id != kinds.member_expression or name is None or owner is None:
            return (self._unknown(node),)
        method = tree.text(name)
        if method == "concat":
            rows = self.of(owner)
            for argument in arguments:
                rows = joined(rows, self.of(argument))
            return rows
        if method == "join" and tree.unwrapped(owner).kind_id == kinds.array:
            return self._separated(tree.unwrapped(owner), arguments)
        if method in _REPLACING and len(arguments) == 2:
            return self._replaced(node, self.of(owner), arguments[0], arguments[1])
        return self.of(owner) if method in _KEEPING else (self._unknown(node),)

    def _separated(self, array: Node, arguments: list[Node]) -> tuple[Row, ...]:
        """Read ``[base, path].join("/")``."""
        between = self.of(arguments[0]) if arguments else ((self._literal_text(array, ","),),)
        rows: tuple[Row, ...] = ((),)
        held = [child for child in array.named_children if child.kind_id != self._kinds.comment]
        for index, each in enumerate(held[:PARTS]):
            rows = joined(rows, between) if index else rows
            rows = joined(rows, self.of(each))
        return rows

    def _replaced(self, node: Node, rows: tuple[Row, ...], what: Node, by: Node) -> tuple[Row, ...]:
        """Read ``text.replace(what, by)``: what takes something from the end leaves the beginning as it is."""
        tree = self._tree
        if what.kind_id == self._kinds.regex:
            return rows if _AT_END.fullmatch(tree.text(what)) else (self._unknown(node),)
        old, new = tree.string(what), tree.string(by)
        if not old or new is None:
            return (self._unknown(node),)
        return tuple(replaced(row, old, new) for row in rows)

    def _literal_text(self, node: Node, text: str) -> Part:
        return Part(node.start_byte, node.start_byte, text, None)

    def _returned(self, function: Node, call: Node) -> tuple[Row, ...]:
        """Return what a function of this file can return when it is called as ``call`` does."""
        fields = self._fields
        arguments = self._tree.arguments(call) if call.kind_id == self._kinds.call_expression else []
        given: _Given = dict(self._given)
        for index, parameter in enumerate(self.functions.parameters(function)):
            name = parameter.child_by_field_id(fields.pattern) or parameter
            argument = arguments[index] if index < len(arguments) else None
            if argument is not None and argument.kind_id == self._kinds.spread_element:
                break
            if name.kind_id == self._kinds.identifier:
                given[name.id] = (argument, self._given)
        here, self._given = self._given, given
        try:
            rows = self._choice(*self.functions.returned(function))
        finally:
            self._given = here
        return rows or (self._unknown(call),)
