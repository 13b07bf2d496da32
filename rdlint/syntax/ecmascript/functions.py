"""Functions of the file that are called: which one a call means, and what it can return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.syntax.ecmascript import Tree
from rdlint.syntax.ecmascript.constants import Constants
from rdlint.syntax.ecmascript.scope import Binding, Declares, Scopes

if TYPE_CHECKING:
    from tree_sitter import Node

#: A function longer than this many nodes returns what is not known.
_STEPS = 400


class Functions:
    """Finds the functions that the calls of one file mean."""

    def __init__(self, tree: Tree, scopes: Scopes, constants: Constants) -> None:
        self._tree, self._kinds, self._fields = tree, tree.kinds, tree.fields
        self._scopes = scopes
        self._constants = constants

    def called(self, call: Node) -> Node | None:
        """Return the function of this file that ``call`` calls: by its name, on ``this``, an object or a class."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = call.child_by_field_id(fields.function)
        inside = tree.unwrapped(function) if function is not None else None
        if inside is None:
            return None
        if inside.kind_id == kinds.identifier:
            binding = self._scopes.resolve(tree.text(inside), inside)
            return self.declared(binding) if binding is not None else None
        if inside.kind_id != kinds.member_expression:
            return inside if inside.kind_id in tree.functions else None
        key, owner = inside.child_by_field_id(fields.property), inside.child_by_field_id(fields.object)
        if key is None or owner is None:
            return None
        name, owner = tree.text(key), tree.unwrapped(owner)
        holder = self._constants.instance(owner)
        if holder is None and owner.kind_id == kinds.identifier:
            found = self._scopes.resolve(tree.text(owner), owner)
            holder = found.owner if found is not None and found.declares is Declares.CLASS else None
        method = self._constants.method_of(holder, name) if holder is not None else None
        return method if method is not None else self._function(self._constants.member(owner, name))

    def declared(self, binding: Binding) -> Node | None:
        """Return the function that a name stands for."""
        if binding.declares is Declares.FUNCTION:
            return binding.owner if binding.owner.kind_id in self._tree.functions else None
        return self._function(self._constants.value(binding)) if binding.declares is Declares.VARIABLE else None

    def returned(self, function: Node) -> list[Node]:
        """Return the expressions that ``function`` can return, none when it is long; nested functions do not count."""
        tree, kinds = self._tree, self._kinds
        body = function.child_by_field_id(self._fields.body)
        if body is None:
            return []
        if body.kind_id != kinds.statement_block:
            return [body]
        values: list[Node] = []
        stack = [body]
        for _ in range(_STEPS):
            if not stack:
                return values
            node = stack.pop()
            if node.kind_id == kinds.return_statement:
                value = tree.first(node)
                values.extend([value] if value is not None else [])
            elif node.kind_id not in tree.functions and node.kind_id not in tree.classes:
                stack.extend(reversed(node.named_children))
        return []

    def parameters(self, function: Node) -> list[Node]:
        """Return the parameters of ``function`` in their order, ``this`` left out; without parentheses its name."""
        kinds, fields = self._kinds, self._fields
        single = function.child_by_field_id(fields.parameter)
        if single is not None:
            return [single]
        parameters = function.child_by_field_id(fields.parameters)
        return [
            each
            for each in (parameters.named_children if parameters is not None else ())
            if each.kind_id in (kinds.required_parameter, kinds.optional_parameter)
            and (pattern := each.child_by_field_id(fields.pattern)) is not None
            and pattern.kind_id != kinds.this
        ]

    def _function(self, value: Node | None) -> Node | None:
        inside = self._tree.unwrapped(value) if value is not None else None
        return inside if inside is not None and inside.kind_id in self._tree.functions else None
