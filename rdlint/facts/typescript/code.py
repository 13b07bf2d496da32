"""One file of TypeScript or JavaScript being read, and the names its functions have in records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdlint.facts.type_name import TypeName
from rdlint.facts.worker import Parameter
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.ecmascript import Tree
from rdlint.syntax.ecmascript.scope import Binding, Declares, Scopes

if TYPE_CHECKING:
    from tree_sitter import Node

#: The name of what is exported as default without a name of its own.
DEFAULT = "default"
#: In how many objects, one in the other, a function can stand and still have a name.
_OBJECT_DEPTH = 4
_NAMES_LIMIT = 1000
#: A parameter of this type, or of a union with it, may be left out.
_VOID = re.compile(r"(?:^:|\|)\s*void\s*(?:\||$)")


class Code:
    """The tree and the scopes of one file, shared by all that read facts from it."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self.source = source
        self.path = source.path
        self.tree, self.kinds, self.fields = tree, tree.kinds, tree.fields
        self.scopes = Scopes(tree)
        self._names: dict[int, str] = {}

    def span(self, node: Node) -> Span:
        """Return where ``node`` stands."""
        return Span(self.path, node.start_byte, node.end_byte)

    def inner_span(self, node: Node) -> Span:
        """Return where ``node`` stands, without quotes when it is a string."""
        kinds = self.kinds
        if node.kind_id in (kinds.string, kinds.template_string) and node.end_byte - node.start_byte >= 2:
            return Span(self.path, node.start_byte + 1, node.end_byte - 1)
        return self.span(node)

    def function_around(self, node: Node) -> Node | None:
        """Return the innermost function that ``node`` stands in."""
        functions = self.tree.functions
        return next((above for above in self.tree.ancestors(node) if above.kind_id in functions), None)

    def is_tried(self, node: Node) -> bool:
        """Say whether ``node`` stands in the block of a `try`, so that the code goes on when it fails."""
        inside = node
        for above in self.tree.ancestors(node):
            if above.kind_id in self.tree.functions:
                return False
            if above.kind_id == self.kinds.try_statement and above.child_by_field_id(self.fields.body) == inside:
                return True
            inside = above
        return False

    def place(self, node: Node) -> str:
        """Return the name of the innermost named function around ``node``, empty at the top level."""
        tree, functions = self.tree, self.tree.functions
        above = tree.parent(node)
        while above is not None:
            if above.kind_id in functions:
                name = self.function_name(above)
                if name:
                    return name
            above = tree.parent(above)
        return ""

    def function_name(self, function: Node) -> str:
        """Return the name by which records speak of ``function``, empty when it has none."""
        if function.id not in self._names:
            around = [above for above in self.tree.ancestors(function) if above.kind_id in self.tree.functions]
            for each in (*reversed(around), function):  # outer names first: inner ones begin with them
                if each.id not in self._names:
                    self._names[each.id] = self._function_name(each)
        return self._names[function.id]

    def class_name(self, node: Node) -> str:
        """Return the name by which records speak of the class ``node``."""
        name = node.child_by_field_id(self.fields.name)
        return self.tree.text(name) if name is not None else self._assigned_name(node)

    def is_use_of(self, leaf: Node, binding: Binding) -> bool:
        """Say whether the name ``leaf`` means ``binding``, and is not its declaration."""
        kinds = self.kinds
        if leaf.kind_id not in (kinds.identifier, kinds.shorthand_property_identifier) or leaf == binding.node:
            return False
        found = self.scopes.resolve(binding.name, leaf)
        return found is not None and found.node == binding.node

    def declared_names(self, pattern: Node | None) -> list[Node]:
        """Return the names that ``pattern`` declares, in the order of the text."""
        kinds = self.kinds
        found: list[Node] = []
        stack = [pattern] if pattern is not None else []
        while stack and len(found) < _NAMES_LIMIT:
            node = stack.pop()
            kind = node.kind_id
            if kind in (kinds.identifier, kinds.shorthand_property_identifier_pattern):
                found.append(node)
            elif kind == kinds.pair_pattern:
                value = node.child_by_field_id(self.fields.value)
                stack.extend([value] if value is not None else [])
            elif kind in (kinds.assignment_pattern, kinds.object_assignment_pattern):
                left = node.child_by_field_id(self.fields.left)
                stack.extend([left] if left is not None else [])
            else:
                stack.extend(reversed(node.named_children))
        return found

    def imported(self, binding: Binding) -> tuple[str, str]:
        """Return the specifier and the exported name (``"default"``, ``"*"``) of an imported name."""
        tree, kinds, fields = self.tree, self.kinds, self.fields
        owner = binding.owner
        source: Node | None = owner.child_by_field_id(fields.source)  # import x = require("y")
        for above in self.tree.ancestors(owner):
            if source is not None:
                break
            source = above.child_by_field_id(fields.source)
        module = (tree.string(source) or "") if source is not None else ""
        if owner.kind_id == kinds.import_specifier:
            exported = owner.child_by_field_id(fields.name)
            return module, tree.text(exported) if exported is not None else binding.name
        return module, DEFAULT if owner.kind_id == kinds.import_clause else "*"

    def parameter_index(self, binding: Binding) -> tuple[Node, int] | None:
        """Return the function that a parameter belongs to, and its position."""
        kinds, fields = self.kinds, self.fields
        function = binding.scope.node
        if function.kind_id not in self.tree.functions:
            return None
        parameters = function.child_by_field_id(fields.parameters)
        if parameters is None:
            return function, 0
        index = 0
        for parameter in parameters.named_children:
            if parameter.kind_id not in (kinds.required_parameter, kinds.optional_parameter):
                continue
            if parameter == binding.owner:
                return function, index
            pattern = parameter.child_by_field_id(fields.pattern)
            if pattern is None or pattern.kind_id != kinds.this:
                index += 1
        return None

    def parameters(self, function: Node) -> tuple[Parameter, ...]:
        """Return the parameters of ``function`` as records."""
        tree, kinds, fields = self.tree, self.kinds, self.fields
        single = function.child_by_field_id(fields.parameter)
        if single is not None:
            return (Parameter(tree.text(single), self.span(single), whole=self.span(single)),)
        parameters = function.child_by_field_id(fields.parameters)
        found: list[Parameter] = []
        for parameter in parameters.named_children if parameters is not None else ():
            if parameter.kind_id not in (kinds.required_parameter, kinds.optional_parameter):
                continue
            pattern = parameter.child_by_field_id(fields.pattern)
            if pattern is None or pattern.kind_id == kinds.this:
                continue
            is_rest = pattern.kind_id == kinds.rest_pattern
            named = self.tree.first(pattern) if is_rest else pattern
            named = named or pattern
            has_default = parameter.child_by_field_id(fields.value) is not None
            annotation = parameter.child_by_field_id(fields.type)
            is_void = annotation is not None and _VOID.search(tree.text(annotation)) is not None
            is_optional = parameter.kind_id == kinds.optional_parameter or has_default or is_void
            name = tree.text(named) if named.kind_id == kinds.identifier else ""
            said = self.type_name(annotation)
            found.append(Parameter(name, self.span(named), is_optional, is_rest, said, self.span(parameter)))
        return tuple(found)

    def type_name(self, annotation: Node | None) -> TypeName | None:
        """Return the type that ``annotation`` names, ``None`` when it is not a mere name."""
        kinds = self.kinds
        node = self.tree.first(annotation) if annotation is not None else None
        if node is not None and node.kind_id == kinds.generic_type:
            node = node.child_by_field_id(self.fields.name)
        if node is None or node.kind_id not in (kinds.type_identifier, kinds.predefined_type):
            return None
        name = self.tree.text(node)
        binding = self.scopes.resolve_type(name, node) if node.kind_id == kinds.type_identifier else None
        if binding is None:
            return TypeName(name, is_global=True)
        return TypeName(name, self.imported(binding)[0] if binding.declares is Declares.IMPORT else "")

    def _function_name(self, function: Node) -> str:
        tree, kinds, fields = self.tree, self.kinds, self.fields
        kind = function.kind_id
        if kind == kinds.method_definition:
            key = function.child_by_field_id(fields.name)
            name = tree.property_name(key) if key is not None else None
            owner = self._owner_name(function)
            return f"{owner}.{name}" if owner and name else ""
        if kind in (kinds.function_declaration, kinds.generator_function_declaration):
            named = function.child_by_field_id(fields.name)
            return self._qualified(function, tree.text(named)) if named is not None else DEFAULT
        return self._assigned_name(function)

    def _owner_name(self, member: Node, depth: int = 0) -> str:
        """Return the name of the class or object literal that the method or pair ``member`` is in."""
        above = self.tree.parent(member)
        if above is None or depth > _OBJECT_DEPTH:
            return ""
        if above.kind_id == self.kinds.object:
            return self._assigned_name(above, depth + 1)
        owner = self.tree.parent(above)
        return self.class_name(owner) if owner is not None and owner.kind_id in self.tree.classes else ""

    def _assigned_name(self, value: Node, depth: int = 0) -> str:
        """Return the name that the function, class or object ``value`` is given by where it stands."""
        tree, kinds, fields = self.tree, self.kinds, self.fields
        value = tree.wrapped(value)
        above = tree.parent(value)
        if above is None:
            return ""
        kind = above.kind_id
        if kind == kinds.variable_declarator:
            named = above.child_by_field_id(fields.name)
            if named is not None and named.kind_id == kinds.identifier:
                return self._qualified(above, tree.text(named))
        elif kind == kinds.export_statement:
            return DEFAULT
        elif kind == kinds.public_field_definition:
            key = above.child_by_field_id(fields.name)
            owner, name = self._owner_name(above, depth), tree.property_name(key) if key is not None else None
            return f"{owner}.{name}" if owner and name else ""
        elif kind == kinds.pair:
            key = above.child_by_field_id(fields.key)
            owner, name = self._owner_name(above, depth), tree.property_name(key) if key is not None else None
            return f"{owner}.{name}" if owner and name else ""
        elif kind == kinds.assignment_expression:
            return self._target_name(above)
        return ""

    def _target_name(self, assignment: Node) -> str:
        """Return the name that ``name = …``, ``exports.name = …`` or ``module.exports = …`` gives."""
        tree, kinds = self.tree, self.kinds
        left = assignment.child_by_field_id(tree.fields.left)
        if left is None:
            return ""
        if left.kind_id == kinds.identifier:
            return self._qualified(assignment, tree.text(left))
        text = tree.text(left) if left.kind_id == kinds.member_expression else ""
        if text == "module.exports":
            return DEFAULT
        return (
            text.removeprefix("module.").removeprefix("exports.")
            if text.startswith(("exports.", "module.exports."))
            else ""
        )

    def _qualified(self, node: Node, name: str) -> str:
        """Put the name of the function around ``node`` before ``name``."""
        outer = self.place(node)
        return f"{outer}.{name}" if outer else name
