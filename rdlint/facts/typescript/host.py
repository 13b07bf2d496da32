"""Reads of the environment of the machine: ``process.env`` and its kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.fallback import Fallbacks
from rdlint.facts.typescript.origin import Context, Env, HostEnv
from rdlint.facts.worker import HostEnvRead
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer


class HostReads:
    """Collects the reads of the machine's environment in one file."""

    def __init__(self, code: Code, tracer: Tracer, fallbacks: Fallbacks) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._fallbacks = fallbacks
        self._reads: dict[int, HostEnvRead] = {}
        self._seen: set[int] = set()

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
        self._reads.setdefault(
            node.start_byte,
            HostEnvRead(
                name=name,
                span=self._code.span(node),
                accessor=origin.accessor,
                has_fallback=has_fallback,
                receiver=self._receiver(node),
                function=self._code.place(node),
            ),
        )

    def _may_hold_env(self, binding: Binding) -> bool:
        """Say whether ``binding`` is worth tracing: a parameter, or a variable whose text speaks of an environment."""
        if binding.declares is Declares.VARIABLE:
            return self._tree.data.find(b"nv", binding.owner.start_byte, binding.owner.end_byte) >= 0
        return binding.declares in (Declares.PARAMETER, Declares.IMPORT)

    def _receiver(self, node: Node) -> str:
        """Return by which expression the environment can be had at ``node``, empty when there is none."""
        scope = self._code.scopes.around(node)
        hidden: set[str] = set()
        while scope is not None:
            for name, binding in scope.values.items():
                if name in hidden:
                    continue
                hidden.add(name)
                if binding.node.start_byte > node.start_byte or not self._may_hold_env(binding):
                    continue
                origin = self._tracer.binding(binding)
                if isinstance(origin, Env) and _is_sure(origin.root):
                    return name
                if isinstance(origin, Context) and _is_sure(origin.root):
                    return f"{name}.env"
            scope = scope.outer
        around = self._tracer.classes.around(node)
        held = self._tracer.classes.field(around, "env") if around is not None else None
        return "this.env" if isinstance(held, Env) and _is_sure(held.root) else ""


def _is_sure(root: Root) -> bool:
    """Say whether an object with this ``root`` is the environment whatever other files say, or by its type."""
    return root.certainty is Certainty.TYPED or (root.certainty > Certainty.NAME and not root.parameter)
