"""Traces an expression to what it is, from the expression to the declarations that it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript import jsdoc
from rdlint.facts.typescript.callbacks import ROUTER_METHODS, Callbacks
from rdlint.facts.typescript.classes import Classes
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import (
    Context,
    Env,
    Factory,
    ForeignInstance,
    Given,
    Global,
    HostEnv,
    Imported,
    Instance,
    Local,
    Member,
    Origin,
    Plain,
    Router,
    Shape,
)
from rdlint.facts.typescript.types import ROUTERS, Types, is_file, is_hono
from rdlint.syntax.ecmascript.constants import Constants
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.origin import Typed

#: Names of the object that holds all globals.
GLOBAL_OBJECTS = frozenset({"globalThis", "self", "window", "global"})
#: Globals whose property ``env`` is the environment of the machine.
_HOSTS = frozenset({"process", "Deno", "Bun", "import.meta"})
#: Methods of a Hono app that return a Hono app.
_CHAINED = ROUTER_METHODS | {"route", "basePath", "mount", "doc"}
#: Methods of Hono's factory that return a Hono app.
_CREATING = frozenset({"createApp"})
_DEPTH = 40


class Tracer:
    """Traces the expressions of one file."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self.types = Types(code)
        self.classes = Classes(code, self)
        self.callbacks = Callbacks(code, self)
        self._constants = Constants(code.tree, code.scopes)
        self._bindings: dict[int, Origin] = {}
        self._members: dict[tuple[int, str], Origin] = {}
        self._level = 0

    def of(self, node: Node | None) -> Origin:
        """Return what the expression ``node`` is."""
        if node is None or self._level > _DEPTH:
            return None
        self._level += 1
        try:
            return self._of(node)
        finally:
            self._level -= 1

    def binding(self, binding: Binding) -> Origin:
        """Return what the name that ``binding`` declares stands for."""
        key = binding.node.id
        if key not in self._bindings:
            self._bindings[key] = None  # while it is being found, should it depend on itself
            self._bindings[key] = self._binding(binding)
        return self._bindings[key]

    def step(self, origin: Origin, name: str) -> Origin:
        """Return what the property ``name`` of ``origin`` is."""
        if isinstance(origin, (Env, Member)):
            return Member(origin.name if isinstance(origin, Member) else name)
        if isinstance(origin, Context):
            return Env(origin.root) if name == "env" else None
        if isinstance(origin, Given):
            return self._step_given(origin, name)
        if isinstance(origin, Instance):
            return self.classes.field(origin.node, name)
        if isinstance(origin, Global):
            if name == "env" and origin.name in _HOSTS:
                return HostEnv(f"{origin.name}.env")
            return Global(name) if origin.name in GLOBAL_OBJECTS else Global(f"{origin.name}.{name}")
        if isinstance(origin, Imported):
            return self._imported(origin.module, name if origin.name == "*" else f"{origin.name}.{name}")
        if isinstance(origin, ForeignInstance):
            module, owner = origin.callee
            if name == "env":
                return Env(Root(Certainty.FLOW, f"{owner}.this.env@{module}"))
            return Imported(module, f"{owner}.{name}")
        if isinstance(origin, Shape):
            return self._step_shape(origin.node, name)
        if isinstance(origin, Local) and origin.node.kind_id in self._tree.classes:
            return self.classes.static(origin.node, name)
        return None

    def typed(self, said: Typed | None) -> Origin:
        """Return a type as what a value of it is."""
        return None if isinstance(said, Plain) else said

    def callee(self, call: Node) -> Callee | None:
        """Return what ``call`` (a call or ``new``) calls, when that is known."""
        kinds, fields = self._kinds, self._fields
        is_new = call.kind_id == kinds.new_expression
        function = call.child_by_field_id(fields.constructor if is_new else fields.function)
        if function is None:
            return None
        if function.kind_id == kinds.super_:
            around = self.classes.around(call)
            base = self.classes.base(around) if around is not None else None
            return Callee(base.module, f"{base.name}.constructor") if base is not None else None
        return self.callable(self.of(function), is_new)

    def callable(self, origin: Origin, is_new: bool = False) -> Callee | None:
        """Return the function that ``origin`` is, as records speak of it."""
        suffix = ".constructor" if is_new else ""
        if isinstance(origin, Imported) and origin.module:
            return Callee(origin.module, origin.name + suffix)
        if isinstance(origin, Given) and not is_new:
            name, _, module = origin.parameter.partition("@")
            return Callee(module, name)
        if isinstance(origin, Local):
            if origin.node.kind_id in self._tree.classes:
                name = self._code.class_name(origin.node)
                return Callee("", f"{name}.constructor") if name and is_new else None
            if origin.node.kind_id in self._tree.functions:
                name = self.callbacks.name(origin.node)
                return Callee("", name) if name else None
        return None

    # Expressions.

    def _of(self, node: Node) -> Origin:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if node.kind_id in tree.wrappers:
            return self._of_wrapped(node)
        kind = node.kind_id
        if kind in (kinds.identifier, kinds.shorthand_property_identifier):
            return self.name(tree.text(node), node)
        if kind == kinds.member_expression:
            return self._of_member(node)
        if kind == kinds.this:
            around = self.classes.around(node)
            return Instance(around) if around is not None else None
        if kind == kinds.call_expression:
            return self._of_call(node)
        if kind == kinds.new_expression:
            return self._of_new(node)
        if kind == kinds.subscript_expression:
            index = node.child_by_field_id(fields.index)
            name = tree.string(index) if index is not None else None
            return None if name is None else self.step(self.of(node.child_by_field_id(fields.object)), name)
        if kind in tree.functions or kind in tree.classes:
            return Local(node)
        if kind == kinds.object:
            return Shape(node)
        if kind == kinds.await_expression:
            return self.of(self._tree.first(node))
        if kind == kinds.assignment_expression:
            return self.of(node.child_by_field_id(fields.right))
        if kind == kinds.meta_property:
            return Global(tree.text(node))
        if kind == kinds.binary_expression and tree.operator(node) in (b"??", b"||", b"&&"):
            return self._first_of(node.child_by_field_id(fields.left), node.child_by_field_id(fields.right))
        if kind == kinds.ternary_expression:
            return self._first_of(
                node.child_by_field_id(fields.consequence), node.child_by_field_id(fields.alternative)
            )
        return None

    def name(self, name: str, node: Node) -> Origin:
        """Return what the value ``name`` stands for at ``node``."""
        binding = self._code.scopes.resolve(name, node)
        return Global(name) if binding is None else self.binding(binding)

    def _of_wrapped(self, node: Node) -> Origin:
        tree, kinds = self._tree, self._kinds
        inside = tree.unwrapped(node)
        origin = self.of(inside) if inside.kind_id not in tree.wrappers else None
        if isinstance(origin, (Env, Context, Router, HostEnv)) or inside.kind_id not in (
            kinds.identifier,
            kinds.member_expression,
            kinds.subscript_expression,
        ):
            return origin
        parts = node.named_children
        cast = None
        if node.kind_id in (kinds.as_expression, kinds.satisfies_expression) and len(parts) > 1:
            cast = parts[-1]
        elif node.kind_id == kinds.type_assertion and parts:
            cast = parts[0].named_child(0)
        said = self.types.of(cast) if cast is not None else Plain.ANY
        is_told = isinstance(said, (Env, Context, Router)) or (origin is None and isinstance(said, Given))
        return self.typed(said) if is_told else origin

    def _of_member(self, node: Node) -> Origin:
        fields = self._fields
        name = node.child_by_field_id(fields.property)
        if name is None:
            return None
        return self.step(self.of(node.child_by_field_id(fields.object)), self._tree.text(name))

    def _first_of(self, left: Node | None, right: Node | None) -> Origin:
        """Return what is known of an expression that is one of two."""
        first = self.of(left)
        if first is None or isinstance(first, (Global, Shape, HostEnv, Given)):
            second = self.of(right)
            if isinstance(second, (Env, Context, Router)):
                return second
        return first

    def _of_call(self, node: Node) -> Origin:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = node.child_by_field_id(fields.function)
        if function is None:
            return None
        if function.kind_id == kinds.import_ or tree.text(function) == "require":
            return self._of_import_call(node, function)
        inside = tree.unwrapped(function)
        if inside.kind_id == kinds.member_expression:
            receiver = self.of(inside.child_by_field_id(fields.object))
            method = inside.child_by_field_id(fields.property)
            name = tree.text(method) if method is not None else ""
            if isinstance(receiver, (Member, Local)) and name == "bind":
                return receiver
            if isinstance(receiver, Member):
                return receiver
            if isinstance(receiver, Router):
                return receiver if name in _CHAINED else None
            if name == "bind" and isinstance(receiver, Imported):
                return receiver
            if name in _CREATING and isinstance(receiver, Factory):
                return Router(receiver.certainty)
            called = self.step(receiver, name)
        else:
            called = self.of(inside)
        if isinstance(called, Imported) and is_hono(called.module) and called.name == "env":
            return Env(Root(Certainty.FLOW))  # hono/adapter: env(c)
        if isinstance(called, Imported):
            return self._result(called, node)
        if isinstance(called, Local):
            return self._given_back(called.node, node)
        return called.result if isinstance(called, Given) and "()" not in called.parameter else None

    def _given_back(self, function: Node, call: Node) -> Origin:
        """Return what ``call`` of a function of this file returns; of one that gives back what it gets, that."""
        returned = self.returned(function)
        if not isinstance(returned, Given):
            return returned
        name, _, index = returned.parameter.partition("#")
        if not index or name != self.callbacks.name(function):
            return returned
        arguments = self._tree.arguments(call)
        is_given = index.isdecimal() and int(index) < len(arguments)
        return self.of(arguments[int(index)]) if is_given else None

    def _result(self, called: Imported, call: Node) -> Origin:
        """Return what a function of another file, or of Hono, returns."""
        if is_hono(called.module) and called.name == "createFactory":
            arguments = call.child_by_field_id(self._fields.type_arguments)
            return Factory(self.types.certainty(tuple(arguments.named_children) if arguments is not None else ()))
        return Given(f"{called.name}()@{called.module}") if is_file(called.module) else None

    def _of_import_call(self, node: Node, function: Node) -> Origin:
        if function.kind_id != self._kinds.import_ and self._code.scopes.resolve("require", node) is not None:
            return None
        arguments = self._tree.arguments(node)
        module = self._tree.string(arguments[0]) if arguments else None
        return self._imported(module, "*") if module else None

    def _of_new(self, node: Node) -> Origin:
        fields = self._fields
        made = self.of(node.child_by_field_id(fields.constructor))
        if isinstance(made, Local) and made.node.kind_id in self._tree.classes:
            return Instance(made.node)
        if isinstance(made, Imported):
            if made.name in ROUTERS and is_hono(made.module):
                arguments = node.child_by_field_id(fields.type_arguments)
                return Router(self.types.certainty(tuple(arguments.named_children) if arguments is not None else ()))
            return ForeignInstance(Callee(made.module, made.name))
        return None

    def returned(self, function: Node) -> Origin:
        """Return what ``function`` returns when that is the environment, a thing that holds it or a function."""
        kinds = self._kinds
        said = self.types.result(function.child_by_field_id(self._fields.return_type))
        if isinstance(said, (Env, Context, Router)):
            return said
        body = function.child_by_field_id(self._fields.body)
        if body is None:
            return None
        if body.kind_id == kinds.statement_block:
            statements = [child for child in body.named_children if child.kind_id != kinds.comment]
            last = statements[-1] if statements else None
            body = self._tree.first(last) if last is not None and last.kind_id == kinds.return_statement else None
        origin = self.of(body)
        if isinstance(origin, Local) and origin.node.kind_id not in self._tree.functions:
            return None
        is_known = isinstance(origin, (Env, Context, Router, Given, Instance, ForeignInstance, Shape, Local))
        return origin if is_known else None

    # Declarations.

    def _binding(self, binding: Binding) -> Origin:
        declares = binding.declares
        if declares is Declares.VARIABLE:
            return self._variable(binding)
        if declares is Declares.PARAMETER:
            return self._along(self.callbacks.parameter(binding), binding)
        if declares is Declares.IMPORT:
            return self._imported(*self._code.imported(binding))
        if declares in (Declares.FUNCTION, Declares.CLASS, Declares.ENUM, Declares.NAMESPACE):
            return Local(binding.owner)
        return None

    def _variable(self, binding: Binding) -> Origin:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        declarator = binding.owner
        if declarator.kind_id != kinds.variable_declarator:
            return None
        value = declarator.child_by_field_id(fields.value)
        if value is not None and tree.unwrapped(value).kind_id == kinds.object:
            made = tree.unwrapped(value)
            typed = self.types.of(declarator.child_by_field_id(fields.type)) if not made.named_children else None
            # Built here, so its type makes it no environment; what is put into it later is of that type.
            return self._along(typed if isinstance(typed, Shape) else Shape(made), binding)
        told = jsdoc.variable(tree, declarator)
        if told is not None:
            return self._along(told, binding)
        annotation = declarator.child_by_field_id(fields.type)
        said = self.typed(self.types.of(annotation)) if annotation is not None else None
        if isinstance(said, (Env, Context, Router, Instance)):
            return self._along(said, binding)
        if isinstance(said, Given):
            return self._along(self.of(value) or said, binding)
        if value is None or tree.unwrapped(value).kind_id in (kinds.null, kinds.undefined):
            return self._assigned(binding)
        return self._along(self.of(value), binding)

    def _assigned(self, binding: Binding) -> Origin:
        """Return the environment that a variable without a value is set to later, and to nothing else."""
        assignments = self._constants.assignments(binding)
        origins = [self.of(each.child_by_field_id(self._fields.right)) for each in assignments]
        is_sure = all(isinstance(each, (Env, Context)) for each in origins)
        return origins[0] if origins and is_sure else None

    def _along(self, origin: Origin, binding: Binding) -> Origin:
        """Follow the pattern of ``binding`` from the whole value to the name."""
        for step in self._code.scopes.path(binding):
            if origin is None or step is None or step == "...":
                return origin if step == "..." and isinstance(origin, (Env, HostEnv)) else None
            origin = self.step(origin, step)
        return self._given_instead(binding) if origin is None and "env" in binding.name else origin

    def _given_instead(self, binding: Binding) -> Origin:
        """Return the environment that a pattern takes where it is handed none: ``({ env = this.env })``."""
        above = self._tree.parent(binding.node)
        if above is None or above.kind_id != self._kinds.object_assignment_pattern:
            return None
        origin = self.of(above.child_by_field_id(self._fields.right))
        return origin if isinstance(origin, Env) else None

    def _imported(self, module: str, name: str) -> Origin:
        if module in ("node:process", "process"):
            if name in ("*", "default"):
                return Global("process")
            return HostEnv("process.env") if name in ("env", "default.env") else Global(f"process.{name}")
        if module == "cloudflare:workers" and name == "env":
            return Env(Root(Certainty.TYPED))
        return Imported(module, name)

    def _step_given(self, origin: Given, name: str) -> Origin:
        said = self.types.member(origin.shape, name) if origin.shape is not None else None
        if isinstance(said, (Env, Context, Router, Instance, Given)):
            return said
        if name == "env" and not origin.is_held:
            return Env(Root(Certainty.FLOW, origin.held))
        return None

    def _step_shape(self, shape: Node, name: str) -> Origin:
        """Return what the property ``name`` of an object is; each is found once, whoever spreads it where."""
        key = (shape.id, name)
        if key not in self._members:
            self._members[key] = None  # while it is being found, should it depend on itself
            self._members[key] = self._member_of(shape, name)
        return self._members[key]

    def _member_of(self, shape: Node, name: str) -> Origin:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if shape.kind_id != kinds.object:
            return self.typed(self.types.member(shape, name))
        spread: list[Node] = []
        for each in shape.named_children:
            if each.kind_id == kinds.spread_element:
                spread.append(each)
            elif each.kind_id == kinds.pair:
                key = each.child_by_field_id(fields.key)
                if key is not None and tree.property_name(key) == name:
                    return self.of(each.child_by_field_id(fields.value))
            elif each.kind_id == kinds.shorthand_property_identifier and tree.text(each) == name:
                return self.of(each)
            elif each.kind_id == kinds.method_definition:
                key = each.child_by_field_id(fields.name)
                if key is not None and tree.property_name(key) == name:
                    return Local(each)
        for each in reversed(spread):
            origin = self.step(self.of(self._tree.first(each)), name)
            if isinstance(origin, (Env, Context)):
                return origin
        return None
