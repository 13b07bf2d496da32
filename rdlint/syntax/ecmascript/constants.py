"""Names and members that always stand for the same expression of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.syntax.ecmascript import Tree
from rdlint.syntax.ecmascript.scope import Binding, Declares, Scopes

if TYPE_CHECKING:
    from tree_sitter import Node

_DEPTH = 24
#: Classes that extend one another, and objects spread into one another, are followed so far.
_BASES = 8
_SPREADS = 4


class Constants:
    """Finds what names and members stand for in one file."""

    def __init__(self, tree: Tree, scopes: Scopes) -> None:
        self._tree, self._kinds, self._fields = tree, tree.kinds, tree.fields
        self._scopes = scopes
        self._set: dict[int, list[Node]] = {}
        self._being_found: list[int] = []
        self._own: dict[tuple[int, str], list[Node]] = {}
        self._level = 0

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
        tree, kinds = self._tree, self._kinds
        scope = binding.scope.node
        found: list[Node] = []
        for at in tree.words(binding.name.encode(), scope.start_byte, scope.end_byte):
            leaf = tree.leaf(at)
            above = tree.parent(leaf) if leaf is not None else None
            if leaf is None or above is None or leaf == binding.node:
                continue
            changing = (kinds.update_expression, kinds.array_pattern, kinds.pair_pattern)
            if tree.sets(above, leaf) or above.kind_id in changing:
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
        """Return the value that an object literal, an enum, a class or an object of one gives ``name``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        made = self.instance(holder) if holder.kind_id == kinds.new_expression else None
        if made is not None:
            values = self.fields_of(made, name or "")
            return values[0] if len(values) == 1 else None
        if holder.kind_id == kinds.enum_declaration or holder.kind_id in tree.classes:
            body = holder.child_by_field_id(fields.body)
            if body is None:
                return None
            holder = body
        elif holder.kind_id == kinds.call_expression:
            given = self._given_back(holder)
            if given is None:
                return None
            holder = given
        spread: list[Node] = []
        for each in holder.named_children:
            if each.kind_id == kinds.pair:
                key = each.child_by_field_id(fields.key)
            elif each.kind_id in (kinds.enum_assignment, kinds.public_field_definition):
                key = each.child_by_field_id(fields.name)
            elif each.kind_id == kinds.method_definition:
                key = each.child_by_field_id(fields.name)
                if key is not None and holder.kind_id == kinds.object and tree.property_name(key) == name:
                    return each
                continue
            elif each.kind_id == kinds.shorthand_property_identifier and tree.text(each) == name:
                binding = self._scopes.resolve(tree.text(each), each)
                return (self.value(binding) or each) if binding is not None else None
            else:
                if each.kind_id == kinds.spread_element:
                    spread.append(each)
                continue
            if key is not None and tree.property_name(key) == name:
                return each.child_by_field_id(fields.value)
        inside = tree.first(spread[-1]) if len(spread) == 1 and name is not None else None
        return self._spread_entry(inside, name) if inside is not None else None

    def _spread_entry(self, node: Node, name: str | None) -> Node | None:
        """Return what ``...node`` puts as ``name`` into an object."""
        if self._level > _SPREADS:
            return None
        self._level += 1
        try:
            return self.member(node, name)
        finally:
            self._level -= 1

    def _given_back(self, call: Node) -> Node | None:
        """Return the object literal that ``Object.freeze({ … })`` or a function of this file gives back."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = call.child_by_field_id(fields.function)
        if function is None:
            return None
        arguments = tree.arguments(call)
        if function.kind_id != kinds.identifier:
            is_object = len(arguments) == 1 and arguments[0].kind_id == kinds.object
            return arguments[0] if is_object else None
        binding = self._scopes.resolve(tree.text(function), function)
        declared: Node | None = binding.owner if binding is not None else None
        if binding is not None and binding.declares is Declares.VARIABLE:
            value = self.value(binding)
            declared = tree.unwrapped(value) if value is not None else None
        body = (
            declared.child_by_field_id(fields.body)
            if declared is not None and declared.kind_id in tree.functions
            else None
        )
        if body is not None and body.kind_id == kinds.statement_block:
            statements = [child for child in body.named_children if child.kind_id != kinds.comment]
            last = statements[-1] if statements else None
            body = tree.first(last) if last is not None and last.kind_id == kinds.return_statement else None
        inside = tree.unwrapped(body) if body is not None else None
        return inside if inside is not None and inside.kind_id == kinds.object else None

    def instance(self, node: Node) -> Node | None:
        """Return the class of this file that ``node`` is an object of: ``this``, ``new C()``, or a name for one."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        at: Node | None = tree.unwrapped(node)
        for _ in range(_DEPTH):
            if at is None:
                return None
            if at.kind_id == kinds.this:
                return self._class_around(at)
            if at.kind_id == kinds.new_expression:
                made = at.child_by_field_id(fields.constructor)
                return self._class(made) if made is not None else None
            if at.kind_id == kinds.identifier:
                binding = self._scopes.resolve(tree.text(at), at)
                at = self.value(binding) if binding is not None else None
            elif at.kind_id == kinds.member_expression:
                key, owner = at.child_by_field_id(fields.property), at.child_by_field_id(fields.object)
                is_field = owner is not None and owner.kind_id == kinds.this and key is not None
                at = self.field(at, tree.text(key)) if is_field and key is not None else None
            else:
                return None
            at = tree.unwrapped(at) if at is not None else None
        return None

    def _class(self, name: Node) -> Node | None:
        """Return the class of this file that the expression ``name`` means."""
        binding = self._scopes.resolve(self._tree.text(name), name) if name.kind_id == self._kinds.identifier else None
        return binding.owner if binding is not None and binding.declares is Declares.CLASS else None

    def _class_around(self, node: Node) -> Node | None:
        tree = self._tree
        body = next((above for above in tree.ancestors(node) if above.kind_id == self._kinds.class_body), None)
        return tree.parent(body) if body is not None else None

    def field(self, node: Node, name: str) -> Node | None:
        """Return the value of ``this.name`` at ``node``, if the class sets it once: by a field, a default or `=`."""
        holder = self._class_around(node)
        values = self.fields_of(holder, name) if holder is not None else []
        found = [each for each in values if not self._is_pattern(each)]
        return found[0] if len(found) == 1 else None

    def _is_pattern(self, node: Node) -> bool:
        """Say whether ``node`` is the name of a parameter where that is declared."""
        above = self._tree.parent(node)
        parameters = (self._kinds.required_parameter, self._kinds.optional_parameter)
        return (
            above is not None
            and above.kind_id in parameters
            and (above.child_by_field_id(self._fields.pattern) == node)
        )

    def fields_of(self, holder: Node, name: str) -> list[Node]:
        """Return all that the class ``holder``, or else one of this file that it extends, sets ``name`` to.

        A constructor parameter that declares the field gives its default, and its name for what it receives.
        """
        at: Node | None = holder
        for _ in range(_BASES):
            if at is None:
                return []
            key = (at.id, name)
            if key not in self._own:
                self._own[key] = self._fields_of(at, name)
            if self._own[key]:
                return self._own[key]
            base = self._extended(at)
            at = self._class(base) if base is not None else None
        return []

    def _extended(self, holder: Node) -> Node | None:
        for child in holder.named_children:
            if child.kind_id == self._kinds.class_heritage:
                for clause in child.named_children:
                    if clause.kind_id == self._kinds.extends_clause:
                        return clause.child_by_field_id(self._fields.value)
        return None

    def _fields_of(self, holder: Node, name: str) -> list[Node]:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        body = holder.child_by_field_id(fields.body)
        if body is None:
            return []
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
                if above.child_by_field_id(fields.pattern) == leaf and _declares_field(tree.text(above)):
                    value = above.child_by_field_id(fields.value)
                    values.append(leaf)
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
        return values

    def method_of(self, holder: Node, name: str) -> Node | None:
        """Return the method ``name`` of the class ``holder`` or of one of this file that it extends."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        at: Node | None = holder
        for _ in range(_BASES):
            body = at.child_by_field_id(fields.body) if at is not None else None
            for each in body.named_children if body is not None else ():
                function: Node | None = each
                if each.kind_id == kinds.public_field_definition:
                    value = each.child_by_field_id(fields.value)
                    function = tree.unwrapped(value) if value is not None else None
                if function is None or function.kind_id not in tree.functions:
                    continue
                key = each.child_by_field_id(fields.name)
                if key is not None and tree.property_name(key) == name:
                    return function
            base = self._extended(at) if at is not None else None
            at = self._class(base) if base is not None else None
            if at is None:
                return None
        return None


def _declares_field(parameter: str) -> bool:
    """Say whether a constructor parameter, as written, declares a field: ``private base: string``."""
    return parameter.startswith(("private", "public", "protected", "readonly", "override"))
