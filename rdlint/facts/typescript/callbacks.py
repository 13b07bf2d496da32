"""What functions are called with: by their types, by who calls them, and by the names that the platform calls."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript import jsdoc
from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.origin import (
    Context,
    Env,
    Given,
    Imported,
    Instance,
    Local,
    Member,
    Origin,
    Plain,
    Router,
    Shape,
)
from rdlint.facts.typescript.types import is_file
from rdlint.platform.app_hooks import CALLED_WITH
from rdlint.syntax.ecmascript.scope import Binding

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer

#: Handlers of `export default { … }`, called with `(event, env, context)` (Cloudflare Workers, handlers).
OBJECT_HANDLERS = frozenset({"fetch", "queue", "scheduled", "email", "tail", "trace", "test"})
#: Methods of a Hono app that take handlers.
ROUTER_METHODS = frozenset("get post put delete patch options head all use on onError notFound openapi".split())
_CONTEXT_NAMES = frozenset({"c", "ctx", "context"})
#: How many functions, each returned by the next, are named after each other.
_NESTING = 3
#: An argument that says environment within so many bytes is taken for one.
_SHORT = 40


class Callbacks:
    """Says what the parameters of the functions of one file are."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        #: For each parameter, as in ``Root.parameter``, the thing of another file that its type says it is.
        self.typed: dict[str, Given] = {}

    def parameter(self, binding: Binding) -> Origin:
        """Return what the whole parameter that declares ``binding`` is."""
        code, fields = self._code, self._fields
        annotation = binding.owner.child_by_field_id(fields.type)
        said = self._tracer.types.of(annotation)
        if isinstance(said, (Env, Context, Router, Instance)):
            return said
        if said is Plain.OTHER:
            return None
        found = code.parameter_index(binding)
        if found is None:
            return said if isinstance(said, Shape) else None
        function, index = found
        told = jsdoc.parameter(self._tree, function, binding.name)
        if told is not None:
            return told
        default = self._tracer.of(binding.owner.child_by_field_id(fields.value))
        if isinstance(default, (Env, Context)):
            return default
        called = self._by_caller(function, index)
        if called is not None:
            return called
        shape = said.node if isinstance(said, Shape) else None
        name = self.name(function)
        if name and not self._is_spread(binding):
            typed = said if isinstance(said, Given) else self._by_foreign_type(function, index)
            if typed is not None:
                self.typed[f"{name}#{index}"] = typed
            return Given(f"{name}#{index}", shape)
        if isinstance(said, Given):
            return said
        return Shape(shape) if shape is not None else None

    def name(self, function: Node, depth: int = 0) -> str:
        """Return the name by which flows speak of ``function``, empty when it has none.

        What a function returns is named after it (``auth()``), what stands in a list after the list,
        and a callback after its place when something called environment is handed over beside it.
        """
        tree, kinds = self._tree, self._kinds
        named = self._code.function_name(function)
        value = tree.wrapped(function)
        above = tree.parent(value)
        if named or above is None or depth > _NESTING:
            return named
        if above.kind_id == kinds.array:
            listed = tree.parent(tree.wrapped(above))
            key = listed.child_by_field_id(self._fields.name) if listed is not None else None
            is_named = listed is not None and listed.kind_id == kinds.variable_declarator and key is not None
            return f"{tree.text(key)}[]" if key is not None and is_named else ""
        if above.kind_id == kinds.arguments:
            beside = (each for each in above.named_children if each != value)
            is_with_env = any(
                b"env" in tree.data[each.start_byte : min(each.end_byte, each.start_byte + _SHORT)] for each in beside
            )
            return f"callback:{function.start_byte}" if is_with_env else ""
        if above.kind_id not in (kinds.return_statement, kinds.arrow_function):
            return ""
        around = self._code.function_around(function)
        outer = self.name(around, depth + 1) if around is not None else ""
        return f"{outer}()" if outer else ""

    def is_routed(self, call: Node) -> Router | None:
        """Return the router that ``call`` gives handlers to: ``app.get("/", handler)``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = call.child_by_field_id(fields.function)
        function = tree.unwrapped(function) if function is not None else None
        if function is None or function.kind_id != kinds.member_expression:
            return None
        method = function.child_by_field_id(fields.property)
        if method is None or tree.text(method) not in ROUTER_METHODS:
            return None
        return self._router(self._tracer.of(function.child_by_field_id(fields.object)))

    def _router(self, receiver: Origin) -> Router | None:
        """Return the router that ``receiver`` is, or may be: a parameter, or something of another file."""
        if isinstance(receiver, Imported) and is_file(receiver.module) and receiver.name != "*":
            return Router(Certainty.FLOW, f"{receiver.name}.env@{receiver.module}")
        if isinstance(receiver, Given) and not receiver.is_held:
            return Router(Certainty.FLOW, receiver.held)
        return receiver if isinstance(receiver, Router) else None

    def _is_spread(self, binding: Binding) -> bool:
        pattern = binding.owner.child_by_field_id(self._fields.pattern)
        return pattern is not None and pattern.kind_id == self._kinds.rest_pattern

    def _by_caller(self, function: Node, index: int) -> Origin:
        """Return what the parameter at ``index`` gets from whoever surely calls ``function``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(function)
        above = tree.parent(value)
        if above is not None and above.kind_id == kinds.array:  # in a list of handlers
            above = tree.parent(tree.wrapped(above))
            above = tree.parent(above) if above is not None and above.kind_id == kinds.spread_element else above
        if above is None:
            return None
        if above.kind_id == kinds.arguments:
            call = tree.parent(above)
            return self._by_call(call, function, index) if call is not None else None
        if above.kind_id == kinds.call_expression:  # called where it stands
            arguments = tree.arguments(above)
            return self._tracer.of(arguments[index]) if index < len(arguments) else None
        annotation: Node | None = None
        if above.kind_id == kinds.variable_declarator:
            annotation = above.child_by_field_id(fields.type)
        elif above.kind_id in (kinds.return_statement, kinds.arrow_function):
            around = self._code.function_around(function)
            annotation = around.child_by_field_id(fields.return_type) if around is not None else None
        if annotation is not None:
            if self._tracer.types.handler(annotation) == index:
                return Context(Root(Certainty.TYPED))
            said = self._by_function_type(annotation, index)
            if said is not None:
                return said
        return self._by_platform(function, index)

    def _by_function_type(self, annotation: Node | None, index: int) -> Origin:
        """Return what a function of the type ``annotation`` gets at ``index``: ``const f: (env: Env) => …``."""
        typed = self._tracer.types.function(annotation)
        parameters = typed.child_by_field_id(self._fields.parameters) if typed is not None else None
        if parameters is None or index >= len(parameters.named_children):
            return None
        said = self._tracer.types.of(parameters.named_children[index].child_by_field_id(self._fields.type))
        return said if isinstance(said, (Env, Context, Router)) else None

    def _by_foreign_type(self, function: Node, index: int) -> Given | None:
        """Return what a function type of another file gives ``function`` at ``index``: ``const f: Handler = …``."""
        above = self._tree.parent(self._tree.wrapped(function))
        is_value = above is not None and above.kind_id == self._kinds.variable_declarator
        annotation = above.child_by_field_id(self._fields.type) if above is not None and is_value else None
        said = self._tracer.types.of(annotation) if annotation is not None else None
        if not isinstance(said, Given):
            return None
        name, sign, module = said.parameter.partition("@")
        return Given(f"{name}#{index}{sign}{module}")

    def _by_call(self, call: Node, function: Node, index: int) -> Origin:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if call.kind_id != kinds.call_expression:
            return None
        called = call.child_by_field_id(fields.function)
        called = tree.unwrapped(called) if called is not None else None
        if called is None:
            return None
        by_type = self._by_callee(call, called, function, index)
        if by_type is not None:
            return by_type
        if called.kind_id == kinds.member_expression:
            method = called.child_by_field_id(fields.property)
            name = tree.text(method) if method is not None else ""
            if name in ROUTER_METHODS and index == (1 if name == "onError" else 0):
                receiver = self._tracer.of(called.child_by_field_id(fields.object))
                if not isinstance(receiver, (Member, Env, Router)) and self._is_route(call, function):
                    return Context(Root(Certainty.FLOW))
                router = self._router(receiver)
                if router is not None:
                    return Context(router.root)
        if index or not self._is_named_context(function):
            return None
        if tree.text(called).endswith(("createMiddleware", "createHandlers")):
            return Context(Root(Certainty.FLOW))
        outer = tree.parent(tree.wrapped(call))
        outer = tree.parent(outer) if outer is not None and outer.kind_id == kinds.arguments else None
        router = self.is_routed(outer) if outer is not None and outer.kind_id == kinds.call_expression else None
        return Context(Root(Certainty.FLOW)) if router is not None else None

    def _by_callee(self, call: Node, called: Node, function: Node, index: int) -> Origin:
        """Return what the parameter that ``function`` is handed to says that it is called with."""
        if called.kind_id != self._kinds.identifier:
            return None
        origin = self._tracer.of(called)
        parameters = (
            origin.node.child_by_field_id(self._fields.parameters)
            if isinstance(origin, Local) and origin.node.kind_id in self._tree.functions
            else None
        )
        place = next(
            (i for i, each in enumerate(self._tree.arguments(call)) if self._tree.unwrapped(each) == function), -1
        )
        if parameters is None or not 0 <= place < len(parameters.named_children):
            return None
        return self._by_function_type(parameters.named_children[place].child_by_field_id(self._fields.type), index)

    def _is_route(self, call: Node, function: Node) -> bool:
        """Say whether ``call`` looks like a route with a handler: a path first, and a handler of a context."""
        arguments = self._tree.arguments(call)
        path = self._tree.string(arguments[0]) if arguments else None
        return path is not None and path.startswith(("/", "*")) and self._is_named_context(function)

    def _is_named_context(self, function: Node) -> bool:
        parameters = self._code.parameters(function)
        return bool(parameters) and parameters[0].name in _CONTEXT_NAMES

    def _by_platform(self, function: Node, index: int) -> Origin:
        """Return the environment where ``function`` is one that the platform calls with it."""
        if index != 1:
            return None
        if function.kind_id == self._kinds.method_definition and self._is_constructor(function):
            return Env(Root(Certainty.HERITAGE))
        name = self._code.function_name(function)
        is_hook = name in CALLED_WITH and "_app" in self._code.path.split("/")[:-1]
        owner, _, method = name.rpartition(".")
        is_handler = method in OBJECT_HANDLERS and owner != "" and owner in (DEFAULT, self._default)
        if is_hook or is_handler or (name and name in (DEFAULT, self._default) and self._is_mcp(function)):
            return Env(Root(Certainty.FLOW))
        return None

    def _is_constructor(self, method: Node) -> bool:
        """Say whether ``method`` is the constructor of a framework class: ``(ctx, env)`` (B.5)."""
        tree = self._tree
        key = method.child_by_field_id(tree.fields.name)
        body = tree.parent(method)
        around = tree.parent(body) if body is not None else None
        if key is None or around is None or around.kind_id not in tree.classes or tree.text(key) != "constructor":
            return False
        return self._tracer.classes.is_framework(around)

    def _is_mcp(self, function: Node) -> bool:
        """Say whether ``function`` begins as an MCP module's default export does: with the server (B.5)."""
        tree, fields = self._tree, self._fields
        parameters = function.child_by_field_id(fields.parameters)
        first = self._tree.first(parameters) if parameters is not None else None
        pattern = first.child_by_field_id(fields.pattern) if first is not None else None
        annotation = first.child_by_field_id(fields.type) if first is not None else None
        if annotation is not None and self._tracer.types.name(annotation) == "McpServer":
            return True
        return pattern is not None and tree.text(pattern) == "server"

    @cached_property
    def _default(self) -> str:
        """The local name that the file exports as default, empty when that has no name."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        for statement in tree.root.named_children:
            if statement.kind_id == kinds.export_statement:
                value = statement.child_by_field_id(fields.value)
                value = tree.unwrapped(value) if value is not None else None
                if value is not None and value.kind_id == kinds.identifier:
                    return tree.text(value)
                declared = statement.child_by_field_id(fields.declaration)
                name = declared.child_by_field_id(fields.name) if declared is not None else None
                if name is not None and any(child.type == "default" for child in statement.children[:3]):
                    return tree.text(name)
        return ""
