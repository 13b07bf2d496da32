"""Names and members that always stand for the same expression of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.syntax.ecmascript import Tree
from rdlint.syntax.ecmascript.scope import Binding, Declares, Scopes

if TYPE_CHECKING:
    from tree_sitter import Node

_DEPTH = 24


class Constants:
    """Finds what names and members stand for in one file."""

    def __init__(self, tree: Tree, scopes: Scopes) -> None:
        self._tree, self._kinds, self._fields = tree, tree.kinds, tree.fields
        self._scopes = scopes
        self._set: dict[int, list[Node]] = {}
        self._being_found: list[int] = []

    def value(self, binding: Binding) -> Node | None:
        """Return the expression that a name always stands for: that of a ``const``, or of a name set once."""
        key = binding.node.id
        if key in self._being_found or len(self._being_found) > _DEPTH:  # const { a } = a
            return None
        self._being_found.append(key)
        try:
            return self._value(binding)
        finally:
            self._being_found.pop()

    def _value(self, binding: Binding) -> Node | None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        declarator = binding.owner
        if binding.declares is not Declares.VARIABLE or declarator.kind_id != kinds.variable_declarator:
            return None
        value = declarator.child_by_field_id(fields.value)
        path = self._scopes.path(binding)
        for step in path:
            value = self.member(value, step) if value is not None and step not in (None, "...") else None
        if value is None or (path and self._scopes.has_default(binding)):
            return None
        statement = tree.parent(declarator)
        word = statement.child_by_field_id(fields.kind) if statement is not None else None
        if word is not None and tree.text(word) == "const":
            return value
        return None if self.assignments(binding) else value

    def assignments(self, binding: Binding) -> list[Node]:
        """Return whatever sets the variable ``binding`` anew."""
        key = binding.node.id
        if key not in self._set:
            self._set[key] = self._assignments(binding)
        return self._set[key]

    def _assignments(self, binding: Binding) -> list[Node]:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        scope = binding.scope.node
        found: list[Node] = []
        for at in tree.words(binding.name.encode(), scope.start_byte, scope.end_byte):
            leaf = tree.leaf(at)
            above = tree.parent(leaf) if leaf is not None else None
            if leaf is None or above is None or leaf == binding.node:
                continue
            setting = (kinds.assignment_expression, kinds.augmented_assignment_expression, kinds.for_in_statement)
            is_set = above.kind_id in setting and above.child_by_field_id(fields.left) == leaf
            if is_set or above.kind_id in (kinds.update_expression, kinds.array_pattern, kinds.pair_pattern):
                meant = self._scopes.resolve(binding.name, leaf)
                if meant is not None and meant.node == binding.node:
                    found.append(above)
        return found

    def member(self, node: Node, name: str | None) -> Node | None:
        """Return the value of the property ``name`` of a constant object, enum or class."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        steps = [name]
        at: Node | None = tree.unwrapped(node)
        for _ in range(_DEPTH):
            if at is None:
                return None
            if at.kind_id == kinds.member_expression:
                key = at.child_by_field_id(fields.property)
                owner = at.child_by_field_id(fields.object)
                steps.append(tree.text(key) if key is not None else None)
                at = tree.unwrapped(owner) if owner is not None else None
                continue
            if at.kind_id == kinds.identifier:
                binding = self._scopes.resolve(tree.text(at), at)
                if binding is None:
                    return None
                if binding.declares in (Declares.ENUM, Declares.CLASS):
                    at = binding.owner
                else:
                    value = self.value(binding)
                    at = tree.unwrapped(value) if value is not None else None
                continue
            step = steps.pop()
            found = self.field(at, step or "") if at.kind_id == kinds.this else self._entry(at, step)
            at = tree.unwrapped(found) if found is not None and steps else found
            if not steps:
                return at
        return None

    def _entry(self, holder: Node, name: str | None) -> Node | None:
        """Return the value that an object literal, an enum or a class gives ``name``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if holder.kind_id == kinds.enum_declaration or holder.kind_id in tree.classes:
            body = holder.child_by_field_id(fields.body)
            if body is None:
                return None
            holder = body
        elif holder.kind_id == kinds.call_expression:  # Object.freeze({ … })
            arguments = tree.arguments(holder)
            if len(arguments) != 1 or arguments[0].kind_id != kinds.object:
                return None
            holder = arguments[0]
        for each in holder.named_children:
            if each.kind_id == kinds.pair:
                key = each.child_by_field_id(fields.key)
            elif each.kind_id in (kinds.enum_assignment, kinds.public_field_definition):
                key = each.child_by_field_id(fields.name)
            elif each.kind_id == kinds.shorthand_property_identifier and tree.text(each) == name:
                binding = self._scopes.resolve(tree.text(each), each)
                return self.value(binding) if binding is not None else None
            else:
                continue
            if key is not None and tree.property_name(key) == name:
                return each.child_by_field_id(fields.value)
        return None

    def field(self, node: Node, name: str) -> Node | None:
        """Return the value of ``this.name`` at ``node``, if the class sets it once: by a field, a default or `=`."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        body = next((above for above in tree.ancestors(node) if above.kind_id == kinds.class_body), None)
        if body is None:
            return None
        values: list[Node] = []
        for at in tree.words(name.encode(), body.start_byte, body.end_byte):
            leaf = tree.leaf(at)
            above = tree.parent(leaf) if leaf is not None else None
            if leaf is None or above is None:
                continue
            value: Node | None = None
            if above.kind_id == kinds.public_field_definition and above.child_by_field_id(fields.name) == leaf:
                value = above.child_by_field_id(fields.value)
            elif above.kind_id in (kinds.required_parameter, kinds.optional_parameter):
                if tree.text(above).startswith(("private", "public", "protected", "readonly")):
                    value = above.child_by_field_id(fields.value)
            elif above.kind_id == kinds.member_expression:
                outer = tree.parent(above)
                owner = above.child_by_field_id(fields.object)
                if (
                    outer is not None
                    and owner is not None
                    and owner.kind_id == kinds.this
                    and outer.kind_id == kinds.assignment_expression
                    and outer.child_by_field_id(fields.left) == above
                ):
                    value = outer.child_by_field_id(fields.right)
            if value is not None:
                values.append(value)
        return values[0] if len(values) == 1 else None

    def method(self, node: Node, name: str) -> Node | None:
        """Return the method ``name`` of the class around ``node``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        body = next((above for above in tree.ancestors(node) if above.kind_id == kinds.class_body), None)
        for each in body.named_children if body is not None else ():
            if each.kind_id == kinds.method_definition:
                key = each.child_by_field_id(fields.name)
                if key is not None and tree.property_name(key) == name:
                    return each
        return None
