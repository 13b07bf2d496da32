"""Where an environment goes from a place where it is known: to other names, to functions, to what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript.arguments import Arguments
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.fallback import Fallbacks
from rdlint.facts.typescript.flows import EnvFlows
from rdlint.facts.typescript.holdings import Holdings
from rdlint.facts.typescript.host import HostReads
from rdlint.facts.typescript.origin import (
    Context,
    Env,
    Given,
    Global,
    HostEnv,
    Imported,
    Instance,
    Origin,
    Router,
)
from rdlint.facts.typescript.reads import EnvReads
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.typescript.types import is_file
from rdlint.syntax.ecmascript.scope import Binding, Declares
from rdlint.syntax.ecmascript.values import Values

if TYPE_CHECKING:
    from tree_sitter import Node

#: What the names and types of environments contain: names with it are found by searching the text.
SEEDS = ("env", "Env", "bindings")
#: Calls that read, or look for, the member that their second argument names.
_READING_CALLS = ("Reflect.get",)
_TESTING_CALLS = ("Reflect.has", "Object.hasOwn", "Object.prototype.hasOwnProperty.call")
#: What every object, or promise of one, has: no member of an environment.
_OBJECT_MEMBERS = frozenset("hasOwnProperty toString valueOf constructor then catch finally".split())


class EnvUses:
    """Follows environments through one file; ``reads``, ``flows`` and ``host`` hold what was found."""

    def __init__(self, code: Code, tracer: Tracer, values: Values) -> None:
        fallbacks = Fallbacks(code)
        self.reads = EnvReads(code, fallbacks, Arguments(code, tracer))
        self.holdings = Holdings(code, tracer)
        self.flows = EnvFlows(code, tracer, self.holdings)
        self.host = HostReads(code, tracer, fallbacks)
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._values = values
        self._pending: list[Node] = []
        self._seen: set[int] = set()
        self._followed: set[int] = set()
        self._followed_fields: set[tuple[int, str]] = set()

    def declare_all(self, pattern: Node | None) -> None:
        """Follow every name that ``pattern`` declares."""
        for name in self._code.declared_names(pattern):
            self.declare(name)

    def declare(self, name: Node) -> None:
        """Look at a name where it is declared."""
        tree = self._tree
        binding = self._code.scopes.resolve(tree.text(name), name)
        if binding is None or binding.node != name:
            return
        self._read_pattern_name(binding)
        self._follow(binding)

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
        elif isinstance(origin, (Env, Given, Router)) and not any(word in binding.name for word in (*SEEDS, "Hono")):
            tree, scope = self._tree, binding.scope.node
            for at in tree.words(binding.name.encode(), scope.start_byte, scope.end_byte):
                leaf = tree.leaf(at)
                if leaf is not None and self._code.is_use_of(leaf, binding):
                    self.use(leaf)

    def _follow_arguments(self, binding: Binding) -> None:
        """Look where a name stands as an argument, or is taken apart."""
        tree, scope = self._tree, binding.scope.node
        name = binding.name.encode()
        for before in (b"(", b" ", b",", b"="):
            for after in (b")", b",", b";", b"\n"):
                pattern = before + name + after
                at = tree.data.find(pattern, scope.start_byte, scope.end_byte)
                while at >= 0:
                    leaf = tree.leaf(at + 1)
                    if leaf is not None and self._code.is_use_of(leaf, binding):
                        self.use(leaf)
                    at = tree.data.find(pattern, at + 1, scope.end_byte)

    def follow_field(self, field: Node) -> None:
        """Follow a field that is declared to hold the environment under another name."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        key = field.child_by_field_id(fields.name)
        body = tree.parent(field)
        if body is not None and key is not None and key.kind_id != kinds.computed_property_name:
            self._follow_field(body, tree.text(key))

    def _follow_field(self, body: Node, name: str) -> None:
        """Look at every ``this.name`` in the class with this ``body``."""
        tree = self._tree
        if (body.id, name) in self._followed_fields:
            return
        self._followed_fields.add((body.id, name))
        for at in tree.words(name.encode(), body.start_byte, body.end_byte):
            leaf = tree.leaf(at)
            above = tree.parent(leaf) if leaf is not None else None
            if above is not None and above.kind_id == tree.kinds.member_expression:
                self.use(above)

    # Uses.

    def use(self, node: Node) -> None:
        """Say what is done with the value of the expression ``node``."""
        self._pending.append(node)
        if len(self._pending) > 1:  # what leads to further uses comes in turn, so that no chain goes deep
            return
        while self._pending:
            each = self._pending[-1]
            if each.id not in self._seen:
                self._seen.add(each.id)
                self._use_once(each)
            else:
                self._pending.pop()

    def _use_once(self, node: Node) -> None:
        origin = self._tracer.of(node)
        if isinstance(origin, HostEnv):
            self.host.use(node, origin)
            return
        if isinstance(origin, Router):
            self._use_router(node, origin)
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
        if isinstance(origin, Imported) and origin.name != "*" and is_file(origin.module):
            return Root(Certainty.FLOW, f"{origin.name}@{origin.module}")
        if isinstance(origin, Global) and origin.name == "env":
            return Root(Certainty.NAME)
        return None

    def _use_value(self, node: Node, origin: Origin, root: Root) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        is_holder = isinstance(origin, (Context, Instance))
        value = tree.wrapped(node)
        above = tree.parent(value)
        if above is None:
            return
        kind = above.kind_id
        if kind == kinds.member_expression and not is_holder:
            key = above.child_by_field_id(fields.property)
            if key is not None and key != value:
                name = tree.text(key)
                is_step = isinstance(origin, (Given, Imported)) and isinstance(
                    self._tracer.step(origin, name), (Env, Context, Given, Instance)
                )
                if name == "hasOwnProperty":
                    self._read_own(above, value, root)
                elif not is_step and name not in _OBJECT_MEMBERS:
                    self.reads.add(name, key, above, value, root)
        elif kind == kinds.subscript_expression and not is_holder:
            self._read_index(above, value, root)
        elif kind == kinds.variable_declarator:
            self._bind(above.child_by_field_id(fields.name), value, root, is_holder)
        elif kind == kinds.assignment_expression:
            if above.child_by_field_id(fields.right) == value:
                self._bind(above.child_by_field_id(fields.left), value, root, is_holder)
        elif kind in (kinds.required_parameter, kinds.optional_parameter):
            self.declare_all(above.child_by_field_id(fields.pattern))
        elif kind == kinds.public_field_definition:
            self.follow_field(above)
        elif kind == kinds.arguments:
            if is_holder or not self._read_by_call(above, value, root):
                self.flows.hand_over(above, value, origin, root)
        elif kind in (kinds.pair, kinds.object) and not is_holder:
            self.flows.hand_over_in_object(above, value, origin, root)
        elif kind == kinds.binary_expression and not is_holder:
            self._in_binary(above, value, root)
        elif kind in (kinds.spread_element, kinds.jsx_expression, kinds.yield_expression) and not is_holder:
            self.flows.let_go(value, root)
        elif kind == kinds.for_in_statement and not is_holder:
            if above.child_by_field_id(fields.right) == value:
                self.flows.let_go(value, root)
        elif kind == kinds.await_expression:
            self.use(above)
        elif kind in (kinds.array, kinds.ternary_expression) and not is_holder:
            self._in_choice(above, value, root)
        elif kind in (kinds.return_statement, kinds.arrow_function) and not is_holder:
            self._return(above, value, root)

    def _read_own(self, member: Node, value: Node, root: Root) -> None:
        """Read ``env.hasOwnProperty("NAME")``."""
        call = self._tree.parent(member)
        given = self._tree.arguments(call) if call is not None else []
        for name in (self._texts(given[0]) if given else None) or ():
            self.reads.add_test(name, given[0], value, root)

    def _read_by_call(self, arguments: Node, value: Node, root: Root) -> bool:
        """Read ``Reflect.get(env, "NAME")`` and its kin; say whether the call is one of them."""
        tree = self._tree
        call = tree.parent(arguments)
        function = call.child_by_field_id(self._fields.function) if call is not None else None
        if call is None or function is None or tree.text(function) not in (*_READING_CALLS, *_TESTING_CALLS):
            return False
        given = tree.arguments(call)
        names = self._texts(given[1]) if len(given) > 1 and given[0] == value else None
        for name in names or ():
            if tree.text(function) in _TESTING_CALLS:
                self.reads.add_test(name, given[1], value, root)
            else:
                self.reads.add(name, given[1], call, value, root, by_index=True)
        return names is not None

    def _in_binary(self, binary: Node, value: Node, root: Root) -> None:
        tree, fields = self._tree, self._fields
        sign = tree.operator(binary)
        if sign == b"in" and binary.child_by_field_id(fields.right) == value:
            left = binary.child_by_field_id(fields.left)
            name = tree.string(left) if left is not None else None
            if left is not None and name is not None:
                self.reads.add_test(name, left, value, root)
            elif left is not None:
                self.flows.let_go(value, root)
        elif sign in (b"??", b"||"):
            self._in_choice(binary, value, root)

    def _in_choice(self, choice: Node, value: Node, root: Root) -> None:
        """Go on with ``env ?? other`` as with ``env``; an array is no longer followed."""
        kinds, fields = self._kinds, self._fields
        if choice.kind_id == kinds.array:
            self.flows.let_go(value, root)
        elif choice.kind_id == kinds.binary_expression or choice.child_by_field_id(fields.condition) != value:
            self.use(choice)

    def _return(self, statement: Node, value: Node, root: Root) -> None:
        """Let go of what a function returns, unless calls of it can be followed."""
        code, fields = self._code, self._fields
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
            self.flows.let_go(value, root)

    def _bind(self, target: Node | None, value: Node, root: Root, is_holder: bool) -> None:
        """Follow ``target = value``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if target is None:
            return
        if target.kind_id == kinds.identifier:
            binding = self._code.scopes.resolve(tree.text(target), target)
            if binding is not None:
                self._follow(binding)
        elif target.kind_id == kinds.object_pattern:
            if is_holder:
                self.declare_all(target)
                self._read_inner(target, self._tracer.of(value))
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
        tree, kinds, fields = self._tree, self._kinds, self._fields
        for each in pattern.named_children:
            kind = each.kind_id
            if kind == kinds.shorthand_property_identifier_pattern:
                self.reads.add_taken(tree.text(each), each, value, root, has_default=False)
            elif kind == kinds.object_assignment_pattern:
                left = each.child_by_field_id(fields.left)
                if left is not None:
                    self.reads.add_taken(tree.text(left), left, value, root, has_default=True)
            elif kind == kinds.pair_pattern:
                key = each.child_by_field_id(fields.key)
                inner = each.child_by_field_id(fields.value)
                name = tree.property_name(key) if key is not None else None
                if key is not None and name is not None:
                    has_default = inner is not None and inner.kind_id == kinds.assignment_pattern
                    self.reads.add_taken(name, key, value, root, has_default)
                elif key is not None and key.kind_id == kinds.computed_property_name:
                    self._read_computed(key, value, root)
                else:
                    self.flows.let_go(each, root)
            elif kind == kinds.rest_pattern:
                self.declare_all(each)

    def _read_computed(self, key: Node, value: Node, root: Root) -> None:
        """Read ``{ [NAME]: value }``."""
        inside = self._tree.first(key)
        names = self._texts(inside) if inside is not None else None
        if inside is None or names is None:
            self.flows.let_go(key, root)
        for name in names or ():
            self.reads.add_taken(name, inside or key, value, root, has_default=False)

    def _read_inner(self, pattern: Node, origin: Origin) -> None:
        """Read the patterns inside one that takes a holder of the environment apart: ``{ env: { KEY } }``."""
        fields = self._fields
        for each in pattern.named_children:
            key = each.child_by_field_id(fields.key) if each.kind_id == self._kinds.pair_pattern else None
            inner = each.child_by_field_id(fields.value) if key is not None else None
            if inner is not None and inner.kind_id == self._kinds.assignment_pattern:
                inner = inner.child_by_field_id(fields.left)
            if key is None or inner is None or inner.kind_id != self._kinds.object_pattern:
                continue
            taken = self._tracer.step(origin, self._tree.property_name(key) or "")
            root = self._root(taken)
            if root is not None and isinstance(taken, Env):
                self._read_pattern(inner, inner, root)
            elif taken is not None:
                self._read_inner(inner, taken)

    def _read_pattern_name(self, binding: Binding) -> None:
        """Read the members that the pattern of a parameter takes from an environment: ``({ KEY }: Env) => …``."""
        if binding.declares is not Declares.PARAMETER:
            return
        kinds, fields = self._kinds, self._fields
        pattern = binding.owner.child_by_field_id(fields.pattern)
        if pattern is None or pattern.kind_id != kinds.object_pattern or pattern.id in self._seen:
            return
        self._seen.add(pattern.id)
        origin = self._tracer.callbacks.parameter(binding)
        root = self._root(origin)
        if root is not None and isinstance(origin, Env):
            self._read_pattern(pattern, pattern, root)
        else:
            self._read_inner(pattern, origin)

    def _read_index(self, subscript: Node, value: Node, root: Root) -> None:
        index = subscript.child_by_field_id(self._fields.index)
        if index is None or index == value:
            return
        names = self._texts(index)
        origin = self._tracer.of(index) if names is None else None
        if isinstance(origin, Imported) and is_file(origin.module):
            constant = Callee(origin.module, origin.name)
            self.reads.add("", index, subscript, value, root, by_index=True, constant=constant)
        elif names is None:
            self.flows.let_go(subscript, root)
        for name in filter(None, names or ()):
            self.reads.add(name, index, subscript, value, root, by_index=True)

    def _texts(self, node: Node) -> list[str] | None:
        """Return the texts that ``node`` can be, ``None`` when they are not all known."""
        rows = self._values.of(node)
        names = ["".join(part.literal for part in row) for row in rows if all(part.node is None for part in row)]
        return names if len(names) == len(rows) else None

    # Routers.

    def _use_router(self, node: Node, router: Router) -> None:
        """Follow a Hono app: to its other names, and to the handlers that it is given."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(node)
        above = tree.parent(value)
        if above is None:
            return
        if above.kind_id == kinds.variable_declarator:
            self._bind(above.child_by_field_id(fields.name), value, router.root, is_holder=True)
        elif above.kind_id == kinds.arguments:
            self.flows.hand_over(above, value, router, router.root)
        elif above.kind_id == kinds.member_expression:
            call = tree.parent(above)
            if call is not None and call.kind_id == kinds.call_expression:
                for function in self.flows.route(call):
                    self.follow_handler(function)
                self.use(call)  # app.get(…).post(…)

    def follow_handler(self, function: Node) -> None:
        """Follow the context that an inline handler gets."""
        for binding in self._code.scopes.of(function).values.values():
            if binding.declares is Declares.PARAMETER:
                self._follow(binding)
