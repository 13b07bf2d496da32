"""Lexical scopes of TypeScript and JavaScript: which declaration a name means at a place.

Scopes are read when they are asked for, and once. ``var`` and functions are hoisted as the language
hoists them; a name declared anywhere in a scope hides outer ones in all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdlint.syntax.ecmascript import MAX_DEPTH, Tree
from rdlint.syntax.ecmascript.grammar import Kinds

if TYPE_CHECKING:
    from tree_sitter import Node


class Declares(Enum):
    """What a declaration makes its name."""

    PARAMETER = auto()
    VARIABLE = auto()
    IMPORT = auto()
    FUNCTION = auto()
    CLASS = auto()
    ENUM = auto()
    NAMESPACE = auto()
    CAUGHT = auto()  # catch (error)
    TYPE = auto()  # an interface, a type alias or a type parameter


class Binding(NamedTuple):
    """One declared name.

    ``node`` is the name in the declaration. ``owner`` is what declares it: the parameter (for an
    arrow function without parentheses its identifier), the ``variable_declarator``, the import
    specifier, clause or namespace, the function, class, enum, interface or type alias, the ``for``
    statement of a loop variable. ``scope`` is where it is visible.
    """

    name: str
    declares: Declares
    node: Node
    owner: Node
    scope: Scope


class Scope:
    """The names that one node of the tree declares for what stands inside it."""

    __slots__ = ("node", "outer", "types", "values")

    def __init__(self, node: Node, outer: Scope | None) -> None:
        self.node = node
        self.outer = outer
        self.values: dict[str, Binding] = {}
        self.types: dict[str, Binding] = {}


class Scopes:
    """The scopes of one file."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self._kinds, self._fields = tree, tree.kinds, tree.fields
        self._scopes: dict[int, Scope] = {}
        self._declaring = _declaring(tree.kinds)

    def resolve(self, name: str, node: Node) -> Binding | None:
        """Return what the value ``name`` means at ``node``; ``None``: a global, or nothing."""
        scope = self.around(node)
        while scope is not None:
            found = scope.values.get(name)
            if found is not None:
                return found
            scope = scope.outer
        return None

    def resolve_type(self, name: str, node: Node) -> Binding | None:
        """Return what the type ``name`` means at ``node``; ``None``: a global, or nothing."""
        scope = self.around(node)
        while scope is not None:
            found = scope.types.get(name)
            if found is not None:
                return found
            scope = scope.outer
        return None

    def around(self, node: Node) -> Scope | None:
        """Return the innermost scope that ``node`` stands in; a node is not inside its own scope."""
        parent, opening, known = self.tree.parent, self.tree.scopes, self._scopes
        inside_out: list[Node] = []
        outer: Scope | None = None
        above = parent(node)
        while above is not None:
            if above.kind_id in opening:
                outer = known.get(above.id)
                if outer is not None:
                    break
                inside_out.append(above)
            above = parent(above)
        for each in reversed(inside_out):
            outer = self._read(each, outer)
        return outer

    def of(self, node: Node) -> Scope:
        """Return the scope that ``node`` opens: a block, a function, a class, the file."""
        return self._scopes.get(node.id) or self._read(node, self.around(node))

    def path(self, binding: Binding) -> tuple[str | None, ...]:
        """Return by which properties a destructured name is taken from the whole value.

        Empty for a name that takes the whole; an element is ``None`` for what has no known name
        (an array element, a computed key); ``"..."`` stands for the rest.
        """
        return tuple(reversed([step for step, _ in self._steps(binding)]))

    def has_default(self, binding: Binding) -> bool:
        """Say whether the pattern gives this name a default value."""
        return any(default for _, default in self._steps(binding))

    def _steps(self, binding: Binding) -> Iterator[tuple[str | None, bool]]:
        """Yield the steps of ``path`` inside out, with whether a default stands there."""
        tree, kinds = self.tree, self._kinds
        node, default = binding.node, False
        if node.kind_id == kinds.shorthand_property_identifier_pattern:
            above = tree.parent(node)
            default = above is not None and above.kind_id == kinds.object_assignment_pattern
            yield binding.name, default
            default = False
        for above in tree.ancestors(binding.node):
            if above == binding.owner:
                return
            kind = above.kind_id
            if kind in (kinds.assignment_pattern, kinds.object_assignment_pattern):
                default = True
            elif kind == kinds.pair_pattern:
                key = above.child_by_field_id(tree.fields.key)
                yield None if key is None else tree.property_name(key), default
                default = False
            elif kind == kinds.rest_pattern:
                yield "...", False
            elif kind == kinds.array_pattern:
                yield None, default
                default = False

    # Reading one scope.

    def _read(self, node: Node, outer: Scope | None) -> Scope:
        tree, kinds, fields = self.tree, self._kinds, self._fields
        scope = self._scopes[node.id] = Scope(node, outer)
        kind = node.kind_id
        if kind == kinds.switch_body:
            for case in node.named_children:
                self._read_statements(case, scope)
        elif kind in (kinds.statement_block, kinds.program):
            self._read_statements(node, scope)
            if self._holds_vars(node):
                self._read_hoisted(node, scope)
        elif kind in tree.functions or kind == kinds.function_type:
            self._read_parameters(node, scope)
            if kind in (kinds.function_expression, kinds.generator_function):
                self._declare(scope, Declares.FUNCTION, node.child_by_field_id(fields.name), node)
        elif kind in tree.classes:
            self._declare(scope, Declares.CLASS, node.child_by_field_id(fields.name), node)
        elif kind == kinds.for_statement:
            self._read_statements(node, scope)
        elif kind == kinds.for_in_statement:
            left = node.child_by_field_id(fields.left)
            if left is not None and node.child_by_field_id(fields.kind) is not None:
                self._declare_pattern(scope, Declares.VARIABLE, left, node)
        elif kind == kinds.catch_clause:
            self._declare_pattern(scope, Declares.CAUGHT, node.child_by_field_id(fields.parameter), node)
        elif kind == kinds.enum_body:
            for member in node.named_children:
                name = member.child_by_field_id(fields.name) if member.kind_id == kinds.enum_assignment else member
                if name is not None and name.kind_id == kinds.property_identifier:
                    self._declare(scope, Declares.ENUM, name, member)
        parameters = node.child_by_field_id(fields.type_parameters)
        if parameters is not None:
            for parameter in parameters.named_children:
                self._declare_type(scope, parameter.child_by_field_id(fields.name), parameter)
        return scope

    def _holds_vars(self, block: Node) -> bool:
        """Say whether ``block`` is where ``var`` lands, and there may be one."""
        if self.tree.data.find(b"var ", block.start_byte, block.end_byte) < 0:
            return False
        above = self.tree.parent(block)
        if above is None:
            return True
        kinds = self._kinds
        return above.kind_id in self.tree.functions or above.kind_id in (
            kinds.class_static_block,
            kinds.internal_module,
            kinds.module,
        )

    def _read_statements(self, node: Node, scope: Scope) -> None:
        declaring = self._declaring
        for statement in node.named_children:
            read = declaring.get(statement.kind_id)
            if read is not None:
                read(self, statement, scope)

    def _read_export(self, statement: Node, scope: Scope) -> None:
        declaration = statement.child_by_field_id(self._fields.declaration)
        read = self._declaring.get(declaration.kind_id) if declaration is not None else None
        if declaration is not None and read is not None and declaration.kind_id != statement.kind_id:
            read(self, declaration, scope)

    def _read_ambient(self, statement: Node, scope: Scope) -> None:
        """Read ``declare const x: T``; ``declare global { … }`` is read where it stands."""
        for inside in statement.named_children:
            read = self._declaring.get(inside.kind_id)
            if read is not None and inside.kind_id != statement.kind_id:
                read(self, inside, scope)

    def _read_variables(self, statement: Node, scope: Scope) -> None:
        declarator_kind, name_field = self._kinds.variable_declarator, self._fields.name
        for declarator in statement.named_children:
            if declarator.kind_id == declarator_kind:
                name = declarator.child_by_field_id(name_field)
                self._declare_pattern(scope, Declares.VARIABLE, name, declarator)

    def _read_function(self, statement: Node, scope: Scope) -> None:
        self._declare(scope, Declares.FUNCTION, statement.child_by_field_id(self._fields.name), statement)

    def _read_class(self, statement: Node, scope: Scope) -> None:
        is_enum = statement.kind_id == self._kinds.enum_declaration
        name = statement.child_by_field_id(self._fields.name)
        self._declare_both(scope, Declares.ENUM if is_enum else Declares.CLASS, name, statement)

    def _read_type(self, statement: Node, scope: Scope) -> None:
        self._declare_type(scope, statement.child_by_field_id(self._fields.name), statement)

    def _read_namespace(self, statement: Node, scope: Scope) -> None:
        name = statement.child_by_field_id(self._fields.name) or self.tree.first(statement)
        self._declare(scope, Declares.NAMESPACE, name, statement)

    def _read_import(self, statement: Node, scope: Scope) -> None:
        kinds, fields = self._kinds, self._fields
        for clause in statement.named_children:
            if clause.kind_id == kinds.import_require_clause:
                self._declare_both(scope, Declares.IMPORT, self.tree.first(clause), clause)
            if clause.kind_id != kinds.import_clause:
                continue
            for part in clause.named_children:
                if part.kind_id == kinds.identifier:
                    self._declare_both(scope, Declares.IMPORT, part, clause)
                elif part.kind_id == kinds.namespace_import:
                    self._declare_both(scope, Declares.IMPORT, self.tree.first(part), part)
                elif part.kind_id == kinds.named_imports:
                    for specifier in part.named_children:
                        alias = specifier.child_by_field_id(fields.alias)
                        self._declare_both(
                            scope, Declares.IMPORT, alias or specifier.child_by_field_id(fields.name), specifier
                        )

    def _read_parameters(self, function: Node, scope: Scope) -> None:
        kinds, fields = self._kinds, self._fields
        single = function.child_by_field_id(fields.parameter)
        if single is not None:
            self._declare_pattern(scope, Declares.PARAMETER, single, single)
        parameters = function.child_by_field_id(fields.parameters)
        if parameters is None:
            return
        for parameter in parameters.named_children:
            if parameter.kind_id in (kinds.required_parameter, kinds.optional_parameter):
                pattern = parameter.child_by_field_id(fields.pattern)
                self._declare_pattern(scope, Declares.PARAMETER, pattern, parameter)

    def _read_hoisted(self, block: Node, scope: Scope) -> None:
        """Declare each ``var`` of nested statements, but not of nested functions."""
        kinds, fields = self._kinds, self._fields
        stack = [child for child in block.named_children if child.kind_id != kinds.variable_declaration]
        steps = 0
        while stack and steps < 20_000:
            steps += 1
            node = stack.pop()
            kind = node.kind_id
            if kind in self.tree.functions or kind in self.tree.classes:
                continue
            if kind == kinds.variable_declaration:
                self._read_variables(node, scope)
                continue
            if kind == kinds.for_in_statement:
                word = node.child_by_field_id(fields.kind)
                left = node.child_by_field_id(fields.left)
                if word is not None and left is not None and self.tree.text(word) == "var":
                    self._declare_pattern(scope, Declares.VARIABLE, left, node)
            if self.tree.data.find(b"var ", node.start_byte, node.end_byte) >= 0:
                stack.extend(node.named_children)

    def _declare_pattern(self, scope: Scope, declares: Declares, pattern: Node | None, owner: Node) -> None:
        """Declare every name in a destructuring pattern."""
        if pattern is None or pattern.kind_id == self._kinds.identifier:
            self._declare(scope, declares, pattern, owner)
            return
        kinds, fields = self._kinds, self._fields
        stack = [pattern]
        for _ in range(10 * MAX_DEPTH):
            if not stack:
                return
            node = stack.pop()
            kind = node.kind_id
            if kind in (kinds.identifier, kinds.shorthand_property_identifier_pattern):
                self._declare(scope, declares, node, owner)
            elif kind in (kinds.object_pattern, kinds.array_pattern, kinds.rest_pattern):
                stack.extend(node.named_children)
            elif kind == kinds.pair_pattern:
                value = node.child_by_field_id(fields.value)
                if value is not None:
                    stack.append(value)
            elif kind in (kinds.assignment_pattern, kinds.object_assignment_pattern):
                left = node.child_by_field_id(fields.left)
                if left is not None:
                    stack.append(left)

    def _declare(self, scope: Scope, declares: Declares, name: Node | None, owner: Node) -> None:
        if name is not None:
            text = self.tree.text(name)
            # An overloaded function is its last declaration, the one with a body; else the first counts.
            if declares is Declares.FUNCTION or text not in scope.values:
                scope.values[text] = Binding(text, declares, name, owner, scope)

    def _declare_both(self, scope: Scope, declares: Declares, name: Node | None, owner: Node) -> None:
        """Declare a name that is a value and a type."""
        if name is not None:
            text = self.tree.text(name)
            binding = Binding(text, declares, name, owner, scope)
            scope.values.setdefault(text, binding)
            scope.types.setdefault(text, binding)

    def _declare_type(self, scope: Scope, name: Node | None, owner: Node) -> None:
        if name is not None:
            text = self.tree.text(name)
            scope.types.setdefault(text, Binding(text, Declares.TYPE, name, owner, scope))


@lru_cache(maxsize=2)
def _declaring(kinds: Kinds) -> dict[int, Callable[[Scopes, Node, Scope], None]]:
    """Return how to read each kind of statement that declares names."""
    return {
        kinds.lexical_declaration: Scopes._read_variables,
        kinds.variable_declaration: Scopes._read_variables,
        kinds.function_declaration: Scopes._read_function,
        kinds.generator_function_declaration: Scopes._read_function,
        kinds.function_signature: Scopes._read_function,
        kinds.class_declaration: Scopes._read_class,
        kinds.abstract_class_declaration: Scopes._read_class,
        kinds.import_statement: Scopes._read_import,
        kinds.export_statement: Scopes._read_export,
        kinds.enum_declaration: Scopes._read_class,
        kinds.interface_declaration: Scopes._read_type,
        kinds.type_alias_declaration: Scopes._read_type,
        kinds.ambient_declaration: Scopes._read_ambient,
        kinds.internal_module: Scopes._read_namespace,
        kinds.import_alias: Scopes._read_namespace,
    }
