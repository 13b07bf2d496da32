"""Finds the places of a file at which something may be an environment, or hold one.

The text is searched for names; each is looked at on its node, and followed from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.typescript.uses import SEEDS, EnvUses
from rdlint.syntax.ecmascript.values import Values

if TYPE_CHECKING:
    from tree_sitter import Node

#: More places than people write in one file; a file beyond it is made by a machine.
_PLACES_LIMIT = 10_000
_UPPER_MEMBER = re.compile(rb"\.[A-Z][A-Z0-9_]{2,}(?![A-Za-z0-9_$])")
_OWNER = re.compile(rb"(?<![\w$])[a-z_$][\w$]*(?:\(\))?[!?)]*$")
_ROUTE = re.compile(rb"\.(?:get|post|put|delete|patch|all|use)\(\s*['\"`][/*]")
#: Parameters whose uses are looked at although their name does not say environment.
_HANDED_ON = re.compile(rb"[(,]\s*(c|ctx|context|deps|opts|options)(?![\w$])")


def find_uses(code: Code, tracer: Tracer, values: Values) -> EnvUses:
    """Return every use of an environment in the file."""
    uses = EnvUses(code, tracer, values)
    _Search(code, uses).run()
    return uses


class _Search:
    """Searches one file."""

    def __init__(self, code: Code, uses: EnvUses) -> None:
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._uses = uses

    def run(self) -> None:
        """Look at every name in the file that may be an environment, or hold one."""
        data = self._tree.data
        for word in SEEDS:
            self._find(word.encode(), self._look_at)
        if b"hono" in data:
            self._find(b"Hono", self._look_at)
            for name in (b"Context", b"Handler"):
                self._find(name, self._look_at_type)
        for match in _UPPER_MEMBER.finditer(data):
            start = match.start()
            if data[start - 3 : start] == b"env":  # found above
                continue
            owner = _OWNER.search(data, max(0, start - 40), start)
            if owner is not None:  # of Math.PI and Status.ACTIVE the owner is a constant, not a parameter
                self._look_at_member(start + 1)
        for match in _ROUTE.finditer(data):
            self._look_at_route(match.start() + 1)
        for match in _HANDED_ON.finditer(data):
            self._look_at_parameter(match.start(1))
        if b"extends" in data:
            self._find(b"super", self._look_at_super)
            for before in (b"(this", b" this"):
                self._find_this(before)

    def _find(self, word: bytes, look: Callable[[Node], None]) -> None:
        tree = self._tree
        find = tree.data.find
        at = find(word)
        places = 0
        beyond = -1
        while at >= 0 and places < _PLACES_LIMIT:
            if at >= beyond:
                leaf = tree.leaf(at)
                places += 1
                if leaf is not None:
                    if leaf.start_byte <= at:
                        beyond = leaf.end_byte
                    look(leaf)
            at = find(word, at + len(word))

    def _look_at(self, leaf: Node) -> None:
        """Look at a name, a property or a type that a word was found in."""
        tree, kinds = self._tree, self._kinds
        kind = leaf.kind_id
        if kind in (kinds.identifier, kinds.shorthand_property_identifier):
            self._look_at_name(leaf)
        elif kind in (kinds.property_identifier, kinds.private_property_identifier):
            above = tree.parent(leaf)
            if above is None:
                return
            if above.kind_id == kinds.member_expression:
                self._uses.use(above)
            elif above.kind_id == kinds.pair_pattern:  # { env: name }
                self._uses.declare_all(above.child_by_field_id(self._fields.value))
            elif above.kind_id == kinds.pair:  # { env: value }
                value = above.child_by_field_id(self._fields.value)
                if value is not None:
                    self._uses.use(value)
            elif above.kind_id == kinds.public_field_definition:
                self._uses.follow_field(above)
        elif kind == kinds.shorthand_property_identifier_pattern:
            self._uses.declare(leaf)
        else:
            self._look_at_type(leaf)

    def _look_at_name(self, leaf: Node) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        above = tree.parent(leaf)
        if above is None:
            return
        kind = above.kind_id
        if kind in (kinds.required_parameter, kinds.optional_parameter, kinds.variable_declarator) and leaf in (
            above.child_by_field_id(fields.pattern),
            above.child_by_field_id(fields.name),
        ):
            self._uses.declare(leaf)
        elif leaf in (above.child_by_field_id(fields.constructor), above.child_by_field_id(fields.function)):
            self._uses.use(above)
        else:
            self._uses.use(leaf)

    def _look_at_member(self, at: int) -> None:
        """Look at a member in capitals of a parameter of unknown type: ``options.API_KEY``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        leaf = tree.leaf(at)
        member = tree.parent(leaf) if leaf is not None and leaf.kind_id == kinds.property_identifier else None
        if member is None or member.kind_id != kinds.member_expression:
            return
        owner = member.child_by_field_id(fields.object)
        inside = tree.unwrapped(owner) if owner is not None else None
        known = (kinds.identifier, kinds.member_expression, kinds.call_expression, kinds.await_expression)
        if inside is None or inside.kind_id not in known:
            return
        self._uses.use(inside)

    def _look_at_type(self, leaf: Node) -> None:
        """Follow the parameter, variable or field whose type ``leaf`` is part of."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if leaf.kind_id != kinds.type_identifier:
            return
        for above in tree.ancestors(leaf):
            kind = above.kind_id
            if kind in (kinds.required_parameter, kinds.optional_parameter):
                self._uses.declare_all(above.child_by_field_id(fields.pattern))
                return
            if kind == kinds.variable_declarator:
                self._uses.declare_all(above.child_by_field_id(fields.name))
                value = above.child_by_field_id(fields.value)
                function = tree.unwrapped(value) if value is not None else None
                if function is not None and function.kind_id in tree.functions:  # const handle: Handler = (c) => …
                    self._uses.follow_handler(function)
                return
            if kind == kinds.public_field_definition:
                self._uses.follow_field(above)
                return
            if kind in tree.wrappers:  # x as Env
                self._uses.use(above)
                return
            if kind in (kinds.statement_block, kinds.class_body, kinds.program, kinds.arguments):
                return

    def _look_at_route(self, at: int) -> None:
        """Look at what looks like a route: ``app.get("/", handler)``."""
        leaf = self._tree.leaf(at)
        member = self._tree.parent(leaf) if leaf is not None else None
        call = self._tree.parent(member) if member is not None else None
        if call is not None and call.kind_id == self._kinds.call_expression:
            for function in self._uses.flows.route(call):
                self._uses.follow_handler(function)

    def _look_at_parameter(self, at: int) -> None:
        """Look at a parameter whose name, by habit, is that of what holds the environment and is handed on."""
        tree, kinds = self._tree, self._kinds
        leaf = tree.leaf(at)
        above = tree.parent(leaf) if leaf is not None else None
        if above is not None and above.kind_id in (kinds.required_parameter, kinds.optional_parameter):
            self._uses.declare_all(leaf)

    def _look_at_super(self, leaf: Node) -> None:
        """Look at what a constructor hands to that of its base class."""
        call = self._tree.parent(leaf)
        if call is not None and call.kind_id == self._kinds.call_expression:
            for argument in self._tree.arguments(call):
                self._uses.use(argument)

    def _find_this(self, before: bytes) -> None:
        """Look at every place where an instance hands itself to a function, or is taken apart."""
        tree = self._tree
        for after in (b")", b",", b";"):
            pattern = before + after
            at = tree.data.find(pattern)
            while at >= 0:
                leaf = tree.leaf(at + 1)
                if leaf is not None and leaf.kind_id == tree.kinds.this:
                    self._uses.use(leaf)
                at = tree.data.find(pattern, at + 1)
