"""Variables of the whole file that a request handler sets to something of its request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdlint.facts.start import SharedState
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Context
from rdlint.facts.typescript.trace import Tracer
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_PLACES_LIMIT = 500
#: So many nodes of one value are looked at, and so many constants that it is made of are followed.
_NODES_LIMIT, _STEPS_LIMIT = 200, 3


class SharedStates:
    """Finds such variables in one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer

    def find(self) -> tuple[SharedState, ...]:
        """Return the places where they are set, in the order of the text."""
        tree = self._tree
        if b"let " not in tree.data and b"var " not in tree.data:
            return ()
        found: list[SharedState] = []
        for binding in self._code.scopes.of(tree.root).values.values():
            if self._is_variable(binding):
                found.extend(self._settings(binding))
        return tuple(sorted(found, key=lambda each: each.span))

    def _is_variable(self, binding: Binding) -> bool:
        statement = self._tree.parent(binding.owner) if binding.declares is Declares.VARIABLE else None
        return statement is not None and self._tree.text(statement)[:4] in ("let ", "var ")

    def _settings(self, binding: Binding) -> Iterator[SharedState]:
        """Yield the places where ``binding`` is set to something of a request."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        for count, at in enumerate(tree.words(binding.name.encode())):
            leaf = tree.leaf(at)
            above = tree.parent(leaf) if leaf is not None else None
            if count > _PLACES_LIMIT:
                return
            if leaf is None or above is None or above.kind_id != kinds.assignment_expression:
                continue
            value = above.child_by_field_id(fields.right)
            if above.child_by_field_id(fields.left) != leaf or value is None or not self._code.is_use_of(leaf, binding):
                continue
            if not self._is_cached(above, binding.name) and self._is_of_request(value, 0):
                yield SharedState(binding.name, self._code.span(leaf), self._code.span(binding.node))

    def _is_cached(self, assignment: Node, name: str) -> bool:
        """Say whether the variable is tested first, as for a value that is kept: ``if (!origin) origin = …``."""
        tree, kinds = self._tree, self._kinds
        for above in tree.ancestors(assignment):
            if above.kind_id in (kinds.if_statement, kinds.ternary_expression):
                test = above.child_by_field_id(self._fields.condition)
                if test is not None and name in tree.text(test):
                    return True
            if above.kind_id in tree.functions:
                return False
        return False

    def _is_of_request(self, value: Node, steps: int) -> bool:
        """Say whether ``value`` is surely made of what a request brought."""
        tree, kinds = self._tree, self._kinds
        pending = [value]
        for _ in range(_NODES_LIMIT):
            if not pending:
                return False
            node = pending.pop()
            if node.kind_id in tree.functions:
                continue
            if node.kind_id not in (kinds.identifier, kinds.shorthand_property_identifier):
                pending.extend(node.named_children)
                continue
            binding = self._code.scopes.resolve(tree.text(node), node)
            if binding is None or binding.scope.node == tree.root:
                continue
            if binding.declares is Declares.PARAMETER and self._is_request(binding, node):
                return True
            if binding.declares is Declares.VARIABLE and steps < _STEPS_LIMIT:
                made = binding.owner.child_by_field_id(self._fields.value)
                if made is not None and self._is_of_request(made, steps + 1):
                    return True
        return False

    def _is_request(self, binding: Binding, use: Node) -> bool:
        """Say whether the parameter is a request, or a context of one that is used for other than its environment."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        annotation = binding.owner.child_by_field_id(fields.type)
        if annotation is not None and self._tracer.types.name(annotation) == "Request":
            return True
        if not isinstance(self._tracer.binding(binding), Context):
            return False
        above = tree.parent(tree.wrapped(use))
        key = above.child_by_field_id(fields.property) if above is not None else None
        return (
            key is not None
            and above is not None
            and above.kind_id == kinds.member_expression
            and (tree.text(key) in ("req", "get", "var"))
        )
