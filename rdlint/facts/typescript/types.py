"""What type annotations say: that something is the environment, a request context, a router."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Context, Env, Given, Instance, Plain, Router, Shape
from rdlint.syntax.ecmascript.scope import Binding

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.origin import Typed

ENV = "Env"
#: Types that give every member they keep its own name.
_KEEP_MEMBERS = frozenset({"Pick", "Partial", "Required", "Readonly", "Omit", "NonNullable"})
_CONTEXTS = frozenset({"Context"})
ROUTERS = frozenset({"Hono", "OpenAPIHono"})
#: Types of nothing in particular; also those that name an environment and are declared elsewhere.
_ANY = frozenset({"any", "unknown", "object", "Record", "Object", "Bindings", "Environment", "CloudflareEnv"})
#: Types that are made of other types or of values.
_MADE = frozenset({"infer", "output", "input", "ReturnType", "Awaited", "InferOutput", "Static"})
#: Types of handlers, with the position of the context among their parameters.
HANDLER_TYPES = {"Handler": 0, "MiddlewareHandler": 0, "NotFoundHandler": 0, "RouteHandler": 0, "ErrorHandler": 1}
_DEPTH = 20
_MEMBERS = 64


class Types:
    """Reads the types of one file."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._level = 0

    def of(self, node: Node | None) -> Typed:
        """Return what the type ``node`` (or the annotation around it) says of its values."""
        if node is None or self._level > _DEPTH:
            return Plain.ANY
        self._level += 1
        try:
            return self._of(node)
        finally:
            self._level -= 1

    def result(self, node: Node | None) -> Typed:
        """Return what a function with the return type ``node`` gives, at once or in a promise."""
        first = self._tree.first(node) if node is not None else None
        if first is not None and first.kind_id == self._kinds.generic_type and self.name(first) == "Promise":
            arguments = first.child_by_field_id(self._fields.type_arguments)
            return self.of(self._tree.first(arguments) if arguments is not None else None)
        return self.of(node)

    def member(self, shape: Node, name: str) -> Typed | None:
        """Return the type of the member ``name`` of an object type or interface, ``None`` without one."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        body = shape.child_by_field_id(fields.body) if shape.kind_id == kinds.interface_declaration else shape
        for each in body.named_children if body is not None else ():
            if each.kind_id == kinds.property_signature:
                key = each.child_by_field_id(fields.name)
                if key is not None and tree.property_name(key) == name:
                    return self.of(each.child_by_field_id(fields.type))
        return None

    def members(self, shape: Shape) -> list[str]:
        """Return the names of the members of an object type or interface."""
        fields = self._fields
        is_interface = shape.node.kind_id == self._kinds.interface_declaration
        body = shape.node.child_by_field_id(fields.body) if is_interface else shape.node
        keys = [each.child_by_field_id(fields.name) for each in body.named_children[:_MEMBERS]] if body else []
        return [name for key in keys if key is not None and (name := self._tree.property_name(key)) is not None]

    def name(self, node: Node) -> str:
        """Return the last name of the type ``node`` without its arguments: ``Env`` of ``gen.Env``."""
        kinds, fields = self._kinds, self._fields
        if node.kind_id == kinds.type_annotation:
            node = self._tree.first(node) or node
        if node.kind_id == kinds.generic_type:
            node = node.child_by_field_id(fields.name) or node
        if node.kind_id == kinds.nested_type_identifier:
            node = node.child_by_field_id(fields.name) or node
        return self._tree.text(node) if node.kind_id == kinds.type_identifier else ""

    def _of(self, node: Node) -> Typed:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        kind = node.kind_id
        if kind in (kinds.type_annotation, kinds.parenthesized_type):
            return self.of(self._tree.first(node))
        if kind == kinds.type_identifier:
            return self._named(tree.text(node), node, ())
        if kind == kinds.generic_type:
            name = node.child_by_field_id(fields.name)
            arguments = node.child_by_field_id(fields.type_arguments)
            if name is None:
                return Plain.OTHER
            text = self.name(name) or tree.text(name)
            return self._named(text, name, tuple(arguments.named_children) if arguments is not None else ())
        if kind == kinds.nested_type_identifier:
            return self._foreign(self.name(node), "hono", ())
        if kind in (kinds.union_type, kinds.intersection_type):
            return self._any_of(node)
        if kind == kinds.object_type:
            return Shape(node)
        if kind == kinds.type_query:
            return self._queried(self._tree.first(node))
        if kind == kinds.predefined_type:
            return Plain.ANY if tree.text(node) in _ANY else Plain.OTHER
        if kind == kinds.lookup_type:
            return self._lookup(node)
        return Plain.OTHER

    def _queried(self, name: Node | None) -> Typed:
        """Read ``typeof name``, by the type that ``name`` is declared with."""
        is_name = name is not None and name.kind_id == self._kinds.identifier
        binding = self._code.scopes.resolve(self._tree.text(name), name) if name is not None and is_name else None
        annotation = binding.owner.child_by_field_id(self._fields.type) if binding is not None else None
        said = self.of(annotation) if annotation is not None else Plain.ANY
        return said if isinstance(said, Env) else Plain.ANY

    def handler(self, node: Node | None) -> int | None:
        """Return where functions of the type ``node`` get a request context; ``None`` if it is no type of Hono's."""
        kinds, fields = self._kinds, self._fields
        for _ in range(_DEPTH):
            name = self.name(node) if node is not None else ""
            binding = self._code.scopes.resolve_type(name, node) if node is not None and name else None
            if binding is None:
                return HANDLER_TYPES.get(name)
            if binding.owner.kind_id == kinds.type_alias_declaration:
                node = binding.owner.child_by_field_id(fields.value)
                continue
            module, exported = self._code.imported(binding)
            is_foreign = binding.owner.kind_id == kinds.import_specifier and is_hono(module) and not is_file(module)
            return HANDLER_TYPES.get(exported) if is_foreign else None
        return None

    def function(self, node: Node | None) -> Node | None:
        """Return the function type that the type ``node`` is, itself or by its name in this file."""
        kinds, fields = self._kinds, self._fields
        for _ in range(_DEPTH):
            if node is None or node.kind_id == kinds.function_type:
                return node
            if node.kind_id in (kinds.type_annotation, kinds.parenthesized_type):
                node = self._tree.first(node)
                continue
            name = self.name(node)
            binding = self._code.scopes.resolve_type(name, node) if name else None
            is_alias = binding is not None and binding.owner.kind_id == kinds.type_alias_declaration
            node = binding.owner.child_by_field_id(fields.value) if binding is not None and is_alias else None
        return None

    def _any_of(self, node: Node) -> Typed:
        """Return the most telling of the types that a union or an intersection joins."""
        kinds = self._kinds
        parts: list[Node] = []
        stack = [node]
        while stack and len(parts) < 64:
            part = stack.pop()
            if part.kind_id in (kinds.union_type, kinds.intersection_type):
                stack.extend(part.named_children)
            else:
                parts.append(part)
        said = [self.of(part) for part in parts]
        for telling in (Env, Context, Router, Instance, Given, Shape):
            for each in said:
                if isinstance(each, telling):
                    return each
        return Plain.ANY if Plain.ANY in said else Plain.OTHER

    def _lookup(self, node: Node) -> Typed:
        """Read ``AppEnv["Bindings"]``; a member of the environment is none."""
        outer, index = self._tree.first(node), node.named_child(1)
        said = self.of(outer)
        if isinstance(said, Given) and index is not None:
            name, _, module = said.parameter.partition("@")
            return Given(f"{name}.{self._tree.text(index).strip(chr(39) + chr(34))}@{module}")
        if isinstance(said, Shape) and index is not None:
            text = self._tree.text(index)
            return self.member(said.node, text.strip("'\"")) or Plain.OTHER
        return Plain.OTHER

    def _named(self, name: str, node: Node, arguments: tuple[Node, ...]) -> Typed:
        if name in _KEEP_MEMBERS and arguments:
            return self.of(arguments[0])
        binding = self._code.scopes.resolve_type(name, node)
        if binding is None:
            if name == ENV:
                return Env(Root(Certainty.TYPED))
            return Plain.ANY if name in _ANY else Plain.OTHER
        return self._declared(name, binding, arguments)

    def declared(self, binding: Binding) -> Typed:
        """Return what a value of the type that ``binding`` declares is."""
        return self._declared(binding.name, binding, ())

    def _declared(self, name: str, binding: Binding, arguments: tuple[Node, ...]) -> Typed:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        owner = binding.owner
        kind = owner.kind_id
        if kind == kinds.type_parameter:
            constraint = owner.child_by_field_id(fields.constraint)
            return Plain.ANY if constraint is None else self.of(self._tree.first(constraint))
        if name == ENV and kind == kinds.interface_declaration:
            return Env(Root(Certainty.TYPED))
        if kind == kinds.type_alias_declaration:
            value = owner.child_by_field_id(fields.value)
            return self._own_env(value) if name == ENV else self.of(value)
        if kind == kinds.interface_declaration:
            for clause in owner.named_children:
                if clause.kind_id == kinds.extends_type_clause:
                    for base in clause.named_children:
                        said = self.of(base)
                        if isinstance(said, (Env, Context, Router, Given)):
                            return said
            return Shape(owner)
        if kind in tree.classes:
            return Instance(owner)
        module, exported = self._code.imported(binding)
        return self._foreign(exported, module, arguments)

    def _own_env(self, value: Node | None) -> Typed:
        """Return what the file's own type `Env`, declared as ``value``, says: not all are of the environment.

        Hono calls by that name a type with the member ``Bindings``; others so call the name of a stage, or what a
        schema makes of the environment.
        """
        said = self.of(value)
        if isinstance(said, Shape):
            is_hono_env = said.node.kind_id == self._kinds.object_type and "Bindings" in self.members(said)
            return said if is_hono_env else Env(Root(Certainty.TYPED))
        is_made = value is not None and value.kind_id == self._kinds.generic_type and self.name(value) in _MADE
        return Plain.ANY if is_made else Plain.OTHER if said is Plain.OTHER else Env(Root(Certainty.TYPED))

    def _foreign(self, name: str, module: str, arguments: tuple[Node, ...]) -> Typed:
        """Return what the type ``name`` of another file or package says, by its name."""
        if name == ENV:
            is_own = is_file(module) and "raindrop.gen" not in module
            return Env(Root(Certainty.TYPED, f"{name}.this@{module}" if is_own else ""))
        if name in ROUTERS and is_hono(module):
            return Router(self.certainty(arguments))
        if is_file(module):
            return Given(f"{name}.this@{module}")
        if name in _CONTEXTS and is_hono(module):
            return Context(Root(self.certainty(arguments)))
        return Plain.ANY

    def certainty(self, arguments: tuple[Node, ...]) -> Certainty:
        """Return how surely the contexts of ``Hono<…>`` or ``Context<…>`` hold an environment."""
        if not arguments:
            return Certainty.FLOW
        said = self.of(arguments[0])
        if isinstance(said, Shape):
            return Certainty.FLOW if self.member(said.node, "Bindings") is None else Certainty.TYPED
        return Certainty.TYPED if self.name(arguments[0]) else Certainty.FLOW


def is_hono(module: str) -> bool:
    """Say whether the import specifier ``module`` is Hono's, or a file that may pass Hono's types on."""
    return module == "hono" or module.startswith(("hono/", "@hono/")) or is_file(module)


def is_file(module: str) -> bool:
    """Say whether the import specifier ``module`` is written as that of a file of the project."""
    return module.startswith((".", "/", "@/", "~/", "#", "src/"))
