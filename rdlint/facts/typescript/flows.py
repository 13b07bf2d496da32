"""Environments that are handed to functions, and those that go where they cannot be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Context, Given, Instance, Member, Origin, Router
from rdlint.facts.worker import DynamicRead, EnvFlow

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.holdings import Holdings
    from rdlint.facts.typescript.trace import Tracer

#: Globals that use no member of what they are given.
_IGNORING = ("console.", "Boolean")
#: Methods of a Hono app that hand the environment to its handlers.
_ROUTER_CALLS = frozenset({"fetch", "request", "fire"})


class EnvFlows:
    """Collects the hand-overs of one file."""

    def __init__(self, code: Code, tracer: Tracer, holdings: Holdings) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._holdings = holdings
        self._flows: dict[EnvFlow, None] = {}
        self._dynamic: dict[int, DynamicRead] = {}

    @property
    def found(self) -> tuple[EnvFlow, ...]:
        """The hand-overs."""
        return tuple(self._flows)

    @property
    def dynamic(self) -> tuple[DynamicRead, ...]:
        """The uses that may read any member, in the order of the text."""
        return tuple(sorted(self._dynamic.values(), key=lambda read: read.span))

    def add(self, callee: Callee, index: int, root: Root, is_context: bool) -> None:
        """Add a hand-over to ``callee``."""
        self._flows[EnvFlow(callee, index, root, is_context)] = None

    def let_go(self, value: Node, root: Root) -> None:
        """Note that the environment ``value`` goes where it cannot be followed."""
        if root.certainty > Certainty.NAME and not self._tree.in_type(value):
            self._dynamic.setdefault(value.id, DynamicRead(self._code.span(value), root))

    def hand_over(self, arguments: Node, value: Node, origin: Origin, root: Root, is_wrapped: bool = False) -> None:
        """Follow ``value`` into the call that it is an argument of; ``is_wrapped``: in ``{ env: … }``."""
        call = self._tree.parent(arguments)
        if call is None:
            return
        index = next((i for i, each in enumerate(self._tree.arguments(call)) if each == value), -1)
        if index < 0:
            return
        is_context = is_wrapped or isinstance(origin, (Context, Instance, Router))
        callee, shift = self._called(call)
        if callee is None or index < shift:
            if not is_context and not self._is_harmless(call):
                self.let_go(value, root)
            return
        self.add(callee, index - shift, root, is_context)
        self._pass_functions(call, callee)
        if isinstance(origin, Given) and not is_wrapped and not origin.is_held:
            self.add(callee, index - shift, Root(root.certainty, origin.held), is_context=True)

    def _pass_functions(self, call: Node, callee: Callee) -> None:
        """Note the functions that ``call`` hands over beside the environment."""
        for index, argument in enumerate(self._tree.arguments(call)):
            inside = self._tree.unwrapped(argument)
            if inside.kind_id == self._kinds.identifier or inside.kind_id in self._tree.functions:
                function = self._tracer.callable(self._tracer.of(inside))
                if function is not None and function != callee:
                    self._holdings.pass_function(callee, index, function)

    def _called(self, call: Node) -> tuple[Callee | None, int]:
        """Return what ``call`` calls, and how many arguments come before its own: ``work.call(this, env)``."""
        function = call.child_by_field_id(self._fields.function)
        inside = self._tree.unwrapped(function) if function is not None else None
        method = inside.child_by_field_id(self._fields.property) if inside is not None else None
        if inside is not None and method is not None and self._tree.text(method) in ("call", "bind"):
            callee = self._tracer.callable(self._tracer.of(inside.child_by_field_id(self._fields.object)))
            if callee is not None:
                return callee, 1
        return self._tracer.callee(call), 0

    def hand_over_in_object(self, holder: Node, value: Node, origin: Origin, root: Root) -> None:
        """Follow ``f({ env })`` and ``f({ env: value })``; ``holder`` is the object or its pair."""
        tree, kinds = self._tree, self._kinds
        made: Node | None = holder
        name = tree.text(value)
        if holder.kind_id == kinds.pair:
            key = holder.child_by_field_id(self._fields.key)
            name = (tree.property_name(key) or "") if key is not None else ""
            made = tree.parent(holder)
        made = tree.wrapped(made) if made is not None else None
        above = tree.parent(made) if made is not None else None
        if made is not None and above is not None and above.kind_id == kinds.arguments and name == "env":
            self.hand_over(above, made, origin, root, is_wrapped=True)
        elif above is not None and above.kind_id == kinds.variable_declarator and name == "env":
            self._hand_on(above, root)
        else:
            self.let_go(value, root)

    def _hand_on(self, declarator: Node, root: Root) -> None:
        """Follow ``const deps = { env }`` to the calls that ``deps`` is an argument of."""
        tree = self._tree
        target = declarator.child_by_field_id(self._fields.name)
        binding = self._code.scopes.resolve(tree.text(target), target) if target is not None else None
        if target is None or binding is None or target.kind_id != self._kinds.identifier:
            self.let_go(declarator, root)
            return
        scope = binding.scope.node
        for at in tree.words(binding.name.encode(), scope.start_byte, scope.end_byte):
            leaf = tree.leaf(at)
            if leaf is None or not self._code.is_use_of(leaf, binding):
                continue
            value = tree.wrapped(leaf)
            above = tree.parent(value)
            if above is not None and above.kind_id == self._kinds.arguments:
                self.hand_over(above, value, None, root, is_wrapped=True)
            elif above is None or above.kind_id != self._kinds.member_expression:
                self.let_go(value, root)

    def route(self, call: Node) -> tuple[Node, ...]:
        """Note the handlers of ``app.get("/", handler)``; return those that stand in the call itself."""
        router = self._tracer.callbacks.is_routed(call)
        if router is None:
            return ()
        inline: list[Node] = []
        for inside in self._handlers(call):
            if inside.kind_id in self._tree.functions:
                inline.append(inside)
                name = self._tracer.callbacks.name(inside)
                if name.endswith("[]"):
                    self.add(Callee("", name), -1, router.root, is_context=True)
            elif inside.kind_id != self._kinds.string:
                callee = self._tracer.callable(self._tracer.of(inside))
                if callee is not None:
                    self.add(callee, -1, router.root, is_context=True)
        return tuple(inline)

    def _handlers(self, call: Node) -> list[Node]:
        """Return the arguments of ``call``, those in lists one by one."""
        tree, kinds = self._tree, self._kinds
        found: list[Node] = []
        for argument in tree.arguments(call):
            inside = tree.unwrapped(argument)
            listed = tree.first(inside) if inside.kind_id == kinds.spread_element else inside
            if listed is not None and listed.kind_id == kinds.identifier:
                binding = self._code.scopes.resolve(tree.text(listed), listed)
                is_variable = binding is not None and binding.owner.kind_id == kinds.variable_declarator
                value = binding.owner.child_by_field_id(self._fields.value) if binding and is_variable else None
                listed = tree.unwrapped(value) if value is not None else listed
            if listed is not None and listed.kind_id == kinds.array:
                found += [tree.unwrapped(each) for each in listed.named_children]
            else:
                found.append(inside)
        return found

    def _is_harmless(self, call: Node) -> bool:
        """Say whether ``call`` reads no member, or hands the environment to handlers that are known as such."""
        tree, fields = self._tree, self._fields
        function = call.child_by_field_id(fields.function)
        if function is None:
            return False
        if function.kind_id == self._kinds.super_ or tree.text(function).startswith(_IGNORING):
            return True
        inside = tree.unwrapped(function)
        if inside.kind_id != self._kinds.member_expression:
            return False
        method = inside.child_by_field_id(fields.property)
        name = tree.text(method) if method is not None else ""
        receiver = self._tracer.of(inside.child_by_field_id(fields.object))
        # The `fetch` of a binding takes a request and its settings, so what else it is given is not used.
        is_binding = isinstance(receiver, Member) and name == "fetch"
        return is_binding or (isinstance(receiver, Router) and name in _ROUTER_CALLS)
