"""Reads of the environment of the machine: ``process.env`` and its kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.fallback import Fallbacks
from rdlint.facts.typescript.origin import Global, HostEnv
from rdlint.facts.typescript.receiver import Receivers
from rdlint.facts.worker import HostEnvRead

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer

#: The objects of a machine, beside `import.meta`.
_MACHINES = (b"process", b"Deno", b"Bun")


class HostReads:
    """Collects the reads of the machine's environment in one file."""

    def __init__(self, code: Code, tracer: Tracer, fallbacks: Fallbacks) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._fallbacks = fallbacks
        self._receivers = Receivers(code, tracer)
        self._reads: dict[int, HostEnvRead] = {}
        self._seen: set[int] = set()
        self._asking: dict[int, bool] = {}  # by the start of an outermost function, -1 for the file

    @property
    def reads(self) -> tuple[HostEnvRead, ...]:
        """The reads found so far, in the order of the text."""
        return tuple(self._reads[key] for key in sorted(self._reads))

    def use(self, node: Node, origin: HostEnv) -> None:
        """Say what is done with ``node``, which is a whole environment of the machine."""
        pending = [node]
        while pending:
            each = pending.pop()
            if each.id not in self._seen:
                self._seen.add(each.id)
                pending.extend(self._use_once(each, origin))

    def _use_once(self, node: Node, origin: HostEnv) -> list[Node]:
        """Read from ``node``; return where it stands under another name."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(node)
        above = tree.parent(value)
        if above is None:
            return []
        kind = above.kind_id
        if kind == kinds.member_expression:
            key = above.child_by_field_id(fields.property)
            if key is not None and key != value:
                self._read_member(above, key, origin)
        elif kind == kinds.subscript_expression:
            index = above.child_by_field_id(fields.index)
            if index is not None and index != value:
                self._add(tree.string(index) or "", above, above, origin)
        elif kind == kinds.variable_declarator:
            target = above.child_by_field_id(fields.name)
            if target is not None and target.kind_id == kinds.object_pattern:
                self._read_pattern(target, origin)
            elif target is not None and target.kind_id == kinds.identifier:
                return self._uses(target)
        return []

    def _read_member(self, member: Node, key: Node, origin: HostEnv) -> None:
        tree, fields = self._tree, self._fields
        name = tree.text(key)
        if origin.accessor == "Deno.env":
            call = tree.parent(member)
            arguments = tree.arguments(call) if call is not None and call.kind_id == tree.kinds.call_expression else []
            if name == "get" and call is not None and arguments and call.child_by_field_id(fields.function) == member:
                self._add(tree.string(arguments[0]) or "", call, call, origin)
            return
        self._add(name, member, member, origin)

    def _read_pattern(self, pattern: Node, origin: HostEnv) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        for each in pattern.named_children:
            if each.kind_id == kinds.shorthand_property_identifier_pattern:
                self._add(tree.text(each), each, None, origin)
            elif each.kind_id == kinds.object_assignment_pattern:
                left = each.child_by_field_id(fields.left)
                if left is not None:
                    self._add(tree.text(left), left, None, origin, has_fallback=True)
            elif each.kind_id == kinds.pair_pattern:
                key, inner = each.child_by_field_id(fields.key), each.child_by_field_id(fields.value)
                has_default = inner is not None and inner.kind_id == kinds.assignment_pattern
                if key is not None:
                    self._add(tree.property_name(key) or "", key, None, origin, has_default)

    def _uses(self, name: Node) -> list[Node]:
        """Return every use of ``const name = process.env``."""
        tree = self._tree
        binding = self._code.scopes.resolve(tree.text(name), name)
        if binding is None:
            return []
        scope = binding.scope.node
        leaves = (tree.leaf(at) for at in tree.words(binding.name.encode(), scope.start_byte, scope.end_byte))
        return [leaf for leaf in leaves if leaf is not None and self._code.is_use_of(leaf, binding)]

    def _add(self, name: str, node: Node, expression: Node | None, origin: HostEnv, has_fallback: bool = False) -> None:
        if expression is not None:
            has_fallback = self._fallbacks.is_tested(expression)
        receiver = self._receivers.at(node)
        self._reads.setdefault(
            node.start_byte,
            HostEnvRead(
                name=name,
                span=self._code.span(node),
                accessor=origin.accessor,
                has_fallback=has_fallback,
                receiver=receiver.text,
                function=self._code.place(node),
                root=receiver.root,
                is_replaceable=receiver.is_certain and expression is not None and self._can_move(name, node, origin),
            ),
        )

    def _can_move(self, name: str, read: Node, origin: HostEnv) -> bool:
        """Say whether ``read`` can be made one of the environment without a change of what is around it.

        Not where it is written to, stands in a type, is the other choice beside the same variable of the
        environment (``env.X || process.env.X``), or where the function asks what machine it runs on.
        """
        tree, kinds = self._tree, self._kinds
        value = tree.wrapped(read)
        above = tree.parent(value)
        if above is None or tree.in_type(read) or tree.sets(above, value):
            return False
        if above.kind_id == kinds.update_expression or tree.operator(above) == b"delete":
            return False
        return not self._has_twin(name, read) and not self._asks_for_machine(read)

    def _has_twin(self, name: str, read: Node) -> bool:
        """Say whether the variable is also read by another way in the choice that ``read`` is part of."""
        tree, kinds = self._tree, self._kinds
        choice = read
        for above in tree.ancestors(read):
            is_choice = above.kind_id == kinds.ternary_expression or tree.operator(above) in (b"??", b"||", b"&&")
            if is_choice:
                choice = above
            elif above.kind_id not in tree.wrappers:
                break
        return any(
            not read.start_byte <= at < read.end_byte
            for at in tree.words(name.encode(), choice.start_byte, choice.end_byte)
        )

    def _asks_for_machine(self, read: Node) -> bool:
        """Say whether the outermost function around ``read``, or the file, asks whether there is such a machine."""
        tree = self._tree
        around = [above for above in tree.ancestors(read) if above.kind_id in tree.functions]
        start, end = (around[-1].start_byte, around[-1].end_byte) if around else (-1, len(tree.data))
        if start not in self._asking:
            leaves = (tree.leaf(at) for word in _MACHINES for at in tree.words(word, max(start, 0), end))
            self._asking[start] = any(leaf is not None and self._is_asked_for(leaf) for leaf in leaves)
        return self._asking[start]

    def _is_asked_for(self, leaf: Node) -> bool:
        """Say whether the name ``leaf`` is a machine of which more is used than single variables."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        machine: Node | None = leaf
        if leaf.kind_id == kinds.property_identifier:  # globalThis.process
            machine = tree.parent(leaf)
        elif leaf.kind_id != kinds.identifier:
            return False
        origin = self._tracer.of(machine)
        if machine is None or not isinstance(origin, Global) or origin.name.encode() not in _MACHINES:
            return False
        value = tree.wrapped(machine)
        above = tree.parent(value)
        key = above.child_by_field_id(fields.property) if above is not None else None
        if above is None or key is None or key == value or tree.text(key) != "env":
            return True
        outer = tree.wrapped(above)
        use = tree.parent(outer)
        return use is not None and use.kind_id in (
            kinds.binary_expression,
            kinds.ternary_expression,
            kinds.unary_expression,
            kinds.if_statement,
        )
