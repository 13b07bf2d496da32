"""Where the environment goes and what is read from it.

The text is searched for names that may hold an environment; each is traced to what it is, and from
there followed to other names, to the functions that it is handed to, and to what is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from rdlint.facts.typescript_code import Code
from rdlint.facts.typescript_fallback import Fallbacks
from rdlint.facts.typescript_host import HostReads
from rdlint.facts.typescript_origin import Context, Env, Given, Global, HostEnv, Instance, Origin, Router
from rdlint.facts.typescript_trace import Tracer
from rdlint.facts.worker import Access, Callee, Certainty, DynamicRead, EnvFlow, EnvRead, HostEnvRead, Root
from rdlint.syntax.ecmascript_scope import Binding, Declares
from rdlint.syntax.ecmascript_values import Values

if TYPE_CHECKING:
    from tree_sitter import Node

#: More places than people write in one file; a file beyond it is made by a machine.
_PLACES_LIMIT = 10_000
#: What the names and types of environments contain; names without it are followed from where they are set.
_SEEDS = ("env", "Env", "Hono", "bindings")
_UPPER_MEMBER = re.compile(rb"\.[A-Z][A-Z0-9_]{2,}(?![A-Za-z0-9_$])")
_OWNER = re.compile(rb"(?<![\w$])[a-z_$][\w$]*[!?)]*$")
#: Globals that look at all members of an object, and those that use none.
_LISTING = ("Object.", "JSON.", "Reflect.")
_IGNORING = ("console.", "Boolean")
#: Methods of a Hono app that hand the environment to its handlers.
_ROUTER_CALLS = frozenset({"fetch", "request", "fire"})


class EnvUses:
    """Finds the uses of the environment in one file."""

    def __init__(self, code: Code, tracer: Tracer, values: Values) -> None:
        self._code = code
        self._tracer = tracer
        self._values = values
        self._fallbacks = Fallbacks(code)
        self._host = HostReads(code, tracer, self._fallbacks)
        self._reads: dict[tuple[int, str, str], EnvRead] = {}
        self._dynamic: dict[int, DynamicRead] = {}
        self._flows: dict[tuple[Callee, int, Root, bool], EnvFlow] = {}
        self._seen: set[int] = set()
        self._followed: set[int] = set()
        self._followed_fields: set[tuple[int, str]] = set()

    @property
    def reads(self) -> tuple[EnvRead, ...]:
        """Every read and write of a member, in the order of the text."""
        guarded = self._fallbacks.guarded(self._reads.values())
        return tuple(sorted(guarded, key=lambda read: read.span))

    @property
    def dynamic_reads(self) -> tuple[DynamicRead, ...]:
        """Every use of an environment that may read any member."""
        return tuple(self._dynamic[key] for key in sorted(self._dynamic))

    @property
    def flows(self) -> tuple[EnvFlow, ...]:
        """Every hand-over to a function."""
        return tuple(self._flows.values())

    @property
    def host_reads(self) -> tuple[HostEnvRead, ...]:
        """Every read of the environment of the machine."""
        return self._host.reads

    def find(self) -> None:
        """Look at every name in the file that may be an environment, or hold one."""
        data = self._code.tree.data
        for word in _SEEDS:
            self._find(word.encode(), self._look_at)
        if b"hono" in data:
            for name in (b"Context", b"Handler"):
                self._find(name, self._look_at_type)
        for match in _UPPER_MEMBER.finditer(data):
            start = match.start()
            owner = _OWNER.search(data, max(0, start - 40), start)
            if owner is not None:  # of Math.PI and Status.ACTIVE the owner is a constant, not a parameter
                self._look_at_member(start + 1)
        if b"extends" in data:
            for before in (b"(this", b" this"):
                self._find_this(before)

    def _find(self, word: bytes, look: Callable[[Node], None]) -> None:
        tree = self._code.tree
        find = tree.data.find
        at = find(word)
        places = 0
        beyond = -1
        while at >= 0 and places < _PLACES_LIMIT:
            if at >= beyond:
                leaf = tree.leaf(at)
                places += 1
                if leaf is not None:
                    if leaf.start_byte <= at:
                        beyond = leaf.end_byte
                    look(leaf)
            at = find(word, at + len(word))

    def _look_at(self, leaf: Node) -> None:
        """Look at a name, a property or a type that a word was found in."""
        tree, kinds = self._code.tree, self._code.tree.kinds
        kind = leaf.kind_id
        if kind in (kinds.identifier, kinds.shorthand_property_identifier):
            self._look_at_name(leaf)
        elif kind in (kinds.property_identifier, kinds.private_property_identifier):
            above = tree.parent(leaf)
            if above is None:
                return
            if above.kind_id == kinds.member_expression:
                self._use(above)
            elif above.kind_id == kinds.pair_pattern:  # { env: name }
                self._follow_pattern(above)
            elif above.kind_id == kinds.public_field_definition:
                self._look_at_field(above)
        elif kind == kinds.shorthand_property_identifier_pattern:
            self._declared(leaf)
        else:
            self._look_at_type(leaf)

    def _look_at_name(self, leaf: Node) -> None:
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        above = tree.parent(leaf)
        if above is None:
            return
        kind = above.kind_id
        if kind in (kinds.required_parameter, kinds.optional_parameter, kinds.variable_declarator) and leaf in (
            above.child_by_field_id(fields.pattern),
            above.child_by_field_id(fields.name),
        ):
            self._declared(leaf)
        elif leaf in (above.child_by_field_id(fields.constructor), above.child_by_field_id(fields.function)):
            self._use(above)
        else:
            self._use(leaf)

    def _look_at_member(self, at: int) -> None:
        """Look at a member in capitals of a parameter of unknown type: ``options.API_KEY``."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        leaf = tree.leaf(at)
        member = tree.parent(leaf) if leaf is not None and leaf.kind_id == kinds.property_identifier else None
        if member is None or member.kind_id != kinds.member_expression:
            return
        owner = member.child_by_field_id(fields.object)
        inside = tree.unwrapped(owner) if owner is not None else None
        if inside is None or inside.kind_id not in (kinds.identifier, kinds.member_expression):
            return
        self._use(inside)

    def _look_at_field(self, field: Node) -> None:
        """Follow a field that is declared to hold the environment under another name."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        key = field.child_by_field_id(fields.name)
        body = tree.parent(field)
        if body is not None and key is not None and key.kind_id != kinds.computed_property_name:
            self._follow_field(body, tree.text(key))

    def _look_at_type(self, leaf: Node) -> None:
        """Follow the parameter, variable or field whose type ``leaf`` is part of."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        if leaf.kind_id != kinds.type_identifier:
            return
        for above in tree.ancestors(leaf):
            kind = above.kind_id
            if kind in (kinds.required_parameter, kinds.optional_parameter):
                self._declared_in(above.child_by_field_id(fields.pattern))
                return
            if kind == kinds.variable_declarator:
                self._declared_in(above.child_by_field_id(fields.name))
                value = above.child_by_field_id(fields.value)
                function = tree.unwrapped(value) if value is not None else None
                if function is not None and function.kind_id in tree.functions:  # const handle: Handler = (c) => …
                    self._follow_handler(function)
                return
            if kind == kinds.public_field_definition:
                self._look_at_field(above)
                return
            if kind in tree.wrappers:  # x as Env
                self._use(above)
                return
            if kind in (kinds.statement_block, kinds.class_body, kinds.program, kinds.arguments):
                return

    def _declared_in(self, pattern: Node | None) -> None:
        """Follow every name that ``pattern`` declares."""
        kinds = self._code.tree.kinds
        stack = [pattern] if pattern is not None else []
        for _ in range(1000):
            if not stack:
                return
            node = stack.pop()
            if node.kind_id in (kinds.identifier, kinds.shorthand_property_identifier_pattern):
                self._declared(node)
            else:
                stack.extend(node.named_children)

    def _declared(self, name: Node) -> None:
        """Look at a name where it is declared."""
        tree = self._code.tree
        binding = self._code.scopes.resolve(tree.text(name), name)
        if binding is None or binding.node != name:
            return
        self._read_pattern_name(binding)
        self._follow(binding)

    def _follow_pattern(self, pair: Node) -> None:
        value = pair.child_by_field_id(self._code.tree.fields.value)
        self._declared_in(value)

    # Following a value to other names.

    def _follow(self, binding: Binding) -> None:
        """Look at every use of a name that holds an environment, or may."""
        key = binding.node.id
        if key in self._followed:
            return
        self._followed.add(key)
        origin = self._tracer.binding(binding)
        if isinstance(origin, (Context, Instance)):
            self._follow_arguments(binding)
        elif isinstance(origin, (Env, Given, Router)) and not any(word in binding.name for word in _SEEDS):
            tree, scope = self._code.tree, binding.scope.node
            for at in tree.words(binding.name.encode(), scope.start_byte, scope.end_byte):
                leaf = tree.leaf(at)
                if leaf is not None and self._is_use_of(leaf, binding):
                    self._use(leaf)

    def _follow_arguments(self, binding: Binding) -> None:
        """Look where a name stands as an argument, or is taken apart."""
        tree, scope = self._code.tree, binding.scope.node
        name = binding.name.encode()
        for before in (b"(", b" ", b",", b"="):
            for after in (b")", b",", b";", b"\n"):
                pattern = before + name + after
                at = tree.data.find(pattern, scope.start_byte, scope.end_byte)
                while at >= 0:
                    leaf = tree.leaf(at + 1)
                    if leaf is not None and self._is_use_of(leaf, binding):
                        self._use(leaf)
                    at = tree.data.find(pattern, at + 1, scope.end_byte)

    def _is_use_of(self, leaf: Node, binding: Binding) -> bool:
        kinds = self._code.tree.kinds
        if leaf.kind_id not in (kinds.identifier, kinds.shorthand_property_identifier) or leaf == binding.node:
            return False
        found = self._code.scopes.resolve(binding.name, leaf)
        return found is not None and found.node == binding.node

    def _follow_field(self, body: Node, name: str) -> None:
        """Look at every ``this.name`` in the class with this ``body``."""
        tree = self._code.tree
        if (body.id, name) in self._followed_fields:
            return
        self._followed_fields.add((body.id, name))
        for at in tree.words(name.encode(), body.start_byte, body.end_byte):
            leaf = tree.leaf(at)
            above = tree.parent(leaf) if leaf is not None else None
            if above is not None and above.kind_id == tree.kinds.member_expression:
                self._use(above)

    def _find_this(self, before: bytes) -> None:
        """Look at every place where an instance hands itself to a function, or is taken apart."""
        tree = self._code.tree
        for after in (b")", b",", b";"):
            pattern = before + after
            at = tree.data.find(pattern)
            while at >= 0:
                leaf = tree.leaf(at + 1)
                if leaf is not None and leaf.kind_id == tree.kinds.this:
                    self._use(leaf)
                at = tree.data.find(pattern, at + 1)

    # Uses.

    def _use(self, node: Node) -> None:
        """Say what is done with the value of the expression ``node``."""
        if node.id in self._seen:
            return
        self._seen.add(node.id)
        origin = self._tracer.of(node)
        if isinstance(origin, HostEnv):
            self._host.use(node, origin)
            return
        if isinstance(origin, Router):
            self._use_router(node)
            return
        root = self._root(origin)
        if root is not None:
            self._use_value(node, origin, root)

    def _root(self, origin: Origin) -> Root | None:
        if isinstance(origin, (Env, Context)):
            return origin.root
        if isinstance(origin, Given):
            return Root(Certainty.FLOW, origin.parameter)
        if isinstance(origin, Instance):
            held = self._tracer.classes.field(origin.node, "env")
            return held.root if isinstance(held, Env) and held.root.certainty > Certainty.NAME else None
        if isinstance(origin, Global) and origin.name == "env":
            return Root(Certainty.NAME)
        return None

    def _use_value(self, node: Node, origin: Origin, root: Root) -> None:
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        is_holder = isinstance(origin, (Context, Instance))
        value = tree.wrapped(node)
        above = tree.parent(value)
        if above is None:
            return
        kind = above.kind_id
        if kind == kinds.member_expression and not is_holder:
            key = above.child_by_field_id(fields.property)
            if key is not None and key != value:
                is_step = isinstance(origin, Given) and self._tracer.step(origin, tree.text(key)) is not None
                if not is_step:
                    self._read(above, key, tree.text(key), value, root)
        elif kind == kinds.subscript_expression and not is_holder:
            self._read_index(above, value, root)
        elif kind == kinds.variable_declarator:
            self._bind(above.child_by_field_id(fields.name), value, root, is_holder)
        elif kind == kinds.assignment_expression:
            if above.child_by_field_id(fields.right) == value:
                self._bind(above.child_by_field_id(fields.left), value, root, is_holder)
        elif kind in (kinds.required_parameter, kinds.optional_parameter):
            self._declared_in(above.child_by_field_id(fields.pattern))
        elif kind == kinds.public_field_definition:
            self._look_at_field(above)
        elif kind == kinds.arguments:
            self._hand_over(above, value, origin, root, is_wrapped=False)
        elif kind in (kinds.pair, kinds.object):
            self._in_object(above, value, origin, root)
        elif kind == kinds.binary_expression and not is_holder:
            self._in_binary(above, value, root)
        elif kind in (kinds.spread_element, kinds.jsx_expression, kinds.yield_expression) and not is_holder:
            self._escape(value, root)
        elif kind == kinds.for_in_statement and not is_holder:
            if above.child_by_field_id(fields.right) == value:
                self._escape(value, root)
        elif kind in (kinds.array, kinds.ternary_expression) and not is_holder:
            self._in_choice(above, value, origin, root)
        elif kind in (kinds.return_statement, kinds.arrow_function) and not is_holder:
            self._return(above, value, root)

    def _in_binary(self, binary: Node, value: Node, root: Root) -> None:
        tree, fields = self._code.tree, self._code.tree.fields
        sign = tree.operator(binary)
        if sign == b"in" and binary.child_by_field_id(fields.right) == value:
            left = binary.child_by_field_id(fields.left)
            name = tree.string(left) if left is not None else None
            if left is not None and name is not None:
                self._add(name, left, value, root, has_fallback=True, by_index=True)
            elif left is not None:
                self._escape(value, root)
        elif sign in (b"??", b"||"):
            self._in_choice(binary, value, None, root)

    def _in_choice(self, choice: Node, value: Node, origin: Origin, root: Root) -> None:
        """Go on with ``env ?? other`` as with ``env``; an array is no longer followed."""
        kinds, fields = self._code.tree.kinds, self._code.tree.fields
        if choice.kind_id == kinds.array:
            self._escape(value, root)
        elif choice.kind_id == kinds.binary_expression or choice.child_by_field_id(fields.condition) != value:
            self._use(choice)

    def _return(self, statement: Node, value: Node, root: Root) -> None:
        """Let go of what a function returns, unless calls of it can be followed."""
        code, fields = self._code, self._code.tree.fields
        if statement.kind_id == code.tree.kinds.arrow_function:
            if statement.child_by_field_id(fields.body) != value:
                return
            function: Node | None = statement
        else:
            function = code.function_around(statement)
        if function is None:
            return
        name = code.function_name(function)
        if "env" not in name.rpartition(".")[2].lower():
            self._escape(value, root)

    def _bind(self, target: Node | None, value: Node, root: Root, is_holder: bool) -> None:
        """Follow ``target = value``."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        if target is None:
            return
        if target.kind_id == kinds.identifier:
            binding = self._code.scopes.resolve(tree.text(target), target)
            if binding is not None:
                self._follow(binding)
        elif target.kind_id == kinds.object_pattern:
            if is_holder:
                self._declared_in(target)
            else:
                self._read_pattern(target, value, root)
        elif target.kind_id == kinds.member_expression:
            owner, key = target.child_by_field_id(fields.object), target.child_by_field_id(fields.property)
            around = self._tracer.classes.around(owner) if owner is not None and owner.kind_id == kinds.this else None
            body = around.child_by_field_id(fields.body) if around is not None else None
            if body is not None and key is not None:
                self._follow_field(body, tree.text(key))

    def _read_pattern(self, pattern: Node, value: Node, root: Root) -> None:
        """Read ``{ A, B: b = 1, ...rest }``, the members that a pattern takes from ``value``."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        for each in pattern.named_children:
            kind = each.kind_id
            if kind == kinds.shorthand_property_identifier_pattern:
                self._add(tree.text(each), each, value, root)
            elif kind == kinds.object_assignment_pattern:
                left = each.child_by_field_id(fields.left)
                if left is not None:
                    self._add(tree.text(left), left, value, root, has_fallback=True)
            elif kind == kinds.pair_pattern:
                key = each.child_by_field_id(fields.key)
                inner = each.child_by_field_id(fields.value)
                name = tree.property_name(key) if key is not None else None
                if key is not None and name is not None:
                    has_default = inner is not None and inner.kind_id == kinds.assignment_pattern
                    self._add(name, key, value, root, has_fallback=has_default)
                else:
                    self._escape(each, root)
            elif kind == kinds.rest_pattern:
                self._declared_in(each)

    def _read_pattern_name(self, binding: Binding) -> None:
        """Read the members that the pattern of a parameter takes from an environment: ``({ KEY }: Env) => …``."""
        if binding.declares is not Declares.PARAMETER:
            return
        kinds, fields = self._code.tree.kinds, self._code.tree.fields
        pattern = binding.owner.child_by_field_id(fields.pattern)
        if pattern is None or pattern.kind_id != kinds.object_pattern or pattern.id in self._seen:
            return
        self._seen.add(pattern.id)
        root = self._root(self._tracer.callbacks.parameter(binding))
        origin = self._tracer.callbacks.parameter(binding)
        if root is not None and isinstance(origin, Env):
            self._read_pattern(pattern, pattern, root)

    def _read(self, member: Node, key: Node, name: str, value: Node, root: Root) -> None:
        """Add the read, write or call of a member."""
        if not self._code.tree.in_type(member):
            self._add(name, key, value, root, expression=member)

    def _read_index(self, subscript: Node, value: Node, root: Root) -> None:
        index = subscript.child_by_field_id(self._code.tree.fields.index_)
        if index is None or index == value:
            return
        rows = self._values.of(index)
        names = ["".join(part.literal for part in row) for row in rows if all(part.node is None for part in row)]
        if len(names) == len(rows):
            for name in names:
                self._add(name, index, value, root, expression=subscript, by_index=True)
            return
        self._dynamic.setdefault(subscript.id, DynamicRead(self._code.span(subscript), root))

    def _add(
        self,
        name: str,
        key: Node,
        value: Node,
        root: Root,
        expression: Node | None = None,
        has_fallback: bool = False,
        by_index: bool = False,
    ) -> None:
        access: Access | None = None
        span = self._code.inner_span(key)
        if (span.start, name, root.parameter) in self._reads:
            return
        is_write = expression is not None and self._is_written(expression)
        if expression is not None:
            has_fallback = self._fallbacks.is_tested(expression)
            access = self._access(expression)
        self._reads[span.start, name, root.parameter] = EnvRead(
            name=name,
            span=span,
            object=self._code.span(value),
            root=root,
            has_fallback=has_fallback,
            is_write=is_write,
            by_index=by_index,
            access=access,
            function=self._code.place(key),
        )

    def _access(self, expression: Node) -> Access | None:
        """Return what is done with the value of ``expression``: the member taken from it."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        value = tree.wrapped(expression)
        above = tree.parent(value)
        if above is None:
            return None
        if above.kind_id == kinds.member_expression:
            key = above.child_by_field_id(fields.property)
            name = tree.text(key) if key is not None else None
        elif above.kind_id == kinds.subscript_expression and above.child_by_field_id(fields.object) == value:
            key = above.child_by_field_id(fields.index_)
            name = tree.string(key) if key is not None else None
        else:
            return None
        if key is None or name is None or key == value:
            return None
        outer = tree.wrapped(above)
        call = tree.parent(outer)
        is_called = (
            call is not None
            and call.kind_id == kinds.call_expression
            and call.child_by_field_id(fields.function) == outer
        )
        return Access(name, self._code.inner_span(key), is_called)

    def _is_written(self, expression: Node) -> bool:
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        value = tree.wrapped(expression)
        above = tree.parent(value)
        if above is None:
            return False
        if above.kind_id in (kinds.assignment_expression, kinds.augmented_assignment_expression):
            return above.child_by_field_id(fields.left) == value
        if above.kind_id == kinds.update_expression:
            return True
        return above.kind_id == kinds.unary_expression and tree.operator(above) == b"delete"

    # Hand-overs.

    def _in_object(self, holder: Node, value: Node, origin: Origin, root: Root) -> None:
        """Follow ``f({ env })`` as a hand-over of something that holds the environment."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        if isinstance(origin, (Context, Instance)):
            return
        made: Node | None = holder
        name = tree.text(value)
        if holder.kind_id == kinds.pair:
            key = holder.child_by_field_id(fields.key)
            name = tree.property_name(key) or "" if key is not None else ""
            made = tree.parent(holder)
        made = tree.wrapped(made) if made is not None else None
        above = tree.parent(made) if made is not None else None
        if made is not None and above is not None and above.kind_id == kinds.arguments and name == "env":
            self._hand_over(above, made, origin, root, is_wrapped=True)
        else:
            self._escape(value, root)

    def _hand_over(self, arguments: Node, value: Node, origin: Origin, root: Root, is_wrapped: bool) -> None:
        tree = self._code.tree
        call = tree.parent(arguments)
        if call is None:
            return
        index = next((i for i, each in enumerate(tree.arguments(call)) if each == value), -1)
        if index < 0:
            return
        is_context = is_wrapped or isinstance(origin, (Context, Instance))
        callee = self._tracer.callee(call)
        if callee is not None:
            if isinstance(origin, Given) and not is_wrapped:
                self._flow(callee, index, root, is_context=False)
                if not origin.parameter.endswith(".env"):
                    self._flow(callee, index, Root(root.certainty, f"{origin.parameter}.env"), is_context=True)
            else:
                self._flow(callee, index, root, is_context)
        elif not is_context and not self._is_harmless(call):
            self._escape(value, root)

    def _is_harmless(self, call: Node) -> bool:
        """Say whether ``call`` reads no member, or hands the environment to handlers that are known as such."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        function = call.child_by_field_id(fields.function)
        if function is None:
            return False
        if function.kind_id == kinds.super_ or tree.text(function).startswith(_IGNORING):
            return True
        inside = tree.unwrapped(function)
        if inside.kind_id != kinds.member_expression:
            return False
        method = inside.child_by_field_id(fields.property)
        receiver = self._tracer.of(inside.child_by_field_id(fields.object))
        return isinstance(receiver, Router) and method is not None and tree.text(method) in _ROUTER_CALLS

    def _flow(self, callee: Callee, index: int, root: Root, is_context: bool) -> None:
        self._flows.setdefault((callee, index, root, is_context), EnvFlow(callee, index, root, is_context))

    def _escape(self, value: Node, root: Root) -> None:
        """Note that the environment goes where it cannot be followed."""
        if root.certainty > Certainty.NAME and not self._code.tree.in_type(value):
            self._dynamic.setdefault(value.id, DynamicRead(self._code.span(value), root))

    # Routers.

    def _use_router(self, node: Node) -> None:
        """Follow a Hono app: to its other names, and to the handlers that it is given."""
        tree, kinds, fields = self._code.tree, self._code.tree.kinds, self._code.tree.fields
        value = tree.wrapped(node)
        above = tree.parent(value)
        if above is None:
            return
        if above.kind_id == kinds.variable_declarator:
            self._bind(above.child_by_field_id(fields.name), value, Root(Certainty.FLOW), is_holder=True)
        elif above.kind_id == kinds.member_expression:
            call = tree.parent(above)
            if call is not None and call.kind_id == kinds.call_expression:
                self._route(call)
                self._use(call)  # app.get(…).post(…)

    def _route(self, call: Node) -> None:
        """Note the handlers of ``app.get("/", handler)``."""
        router = self._tracer.callbacks.is_routed(call)
        if router is None:
            return
        tree = self._code.tree
        root = Root(router.certainty)
        for argument in tree.arguments(call):
            inside = tree.unwrapped(argument)
            if inside.kind_id in tree.functions:
                self._follow_handler(inside)
                continue
            if inside.kind_id == tree.kinds.string:
                continue
            origin = self._tracer.of(inside)
            callee = self._tracer.callable(origin)
            if callee is not None:
                self._flow(callee, -1, root, is_context=True)

    def _follow_handler(self, function: Node) -> None:
        """Follow the context that an inline handler gets."""
        for binding in self._code.scopes.of(function).values.values():
            if binding.declares is Declares.PARAMETER:
                self._follow(binding)
