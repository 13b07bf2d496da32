"""What is done with a value: the members that are taken from it, and from what those give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.typescript.arguments import Arguments
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.fallback import Fallbacks
from rdlint.facts.worker import Access
from rdlint.syntax.ecmascript.scope import Binding

if TYPE_CHECKING:
    from tree_sitter import Node

#: In a file with more constants than this that hold members, the further ones are not followed.
_STORED_LIMIT = 1_000
#: So many steps of ``env.DB.prepare(q).bind(x).first()`` are read.
_CHAIN_LIMIT = 8
#: The method whose result is followed further: for an actor it gives the stub (platform reference B.6).
_GIVES_STUB = "get"
#: Casts that say nothing of what the value is.
_EMPTY_CASTS = frozenset({"any", "unknown", "never"})


class Accesses:
    """Reads the members of one file's values."""

    def __init__(self, code: Code, fallbacks: Fallbacks, arguments: Arguments) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._fallbacks = fallbacks
        self._arguments = arguments
        self._stored_count = 0

    def of(self, expression: Node) -> Access | None:
        """Return what is done with the value of ``expression``: the member taken from it."""
        first = self._member(expression)
        if first is None:
            return None
        chain: list[Access] = []
        step = self._member(first[1])
        while step is not None and len(chain) < _CHAIN_LIMIT:
            chain.append(step[0])
            step = self._member(step[1])
        access, whole = first
        if access.member == _GIVES_STUB and access.called and not chain:
            return access._replace(results=self.later(whole))
        return access._replace(then=tuple(chain))

    def later(self, node: Node) -> tuple[Access, ...]:
        """Return what is done with the constant that the value read at ``node`` is put in."""
        binding = self._stored(node)
        if binding is None or self._stored_count >= _STORED_LIMIT:
            return ()
        self._stored_count += 1
        tree, name = self._tree, binding.name.encode()
        is_typed = self._is_typed(binding)
        is_sure = not is_typed and not self._is_cast(node)
        is_cast = is_typed or self._has_cast(node, tree.wrapped(node))
        found: list[Access] = []
        for at in tree.words(name, binding.node.end_byte, binding.scope.node.end_byte):
            after = tree.data[at + len(name) : at + len(name) + 1]
            leaf = tree.leaf(at) if after in (b".", b"?", b"!", b"[", b" ", b")", b"=") else None
            if leaf is not None and self._code.is_use_of(leaf, binding):
                if self._is_set(leaf):
                    return ()  # no constant: what it holds then is not known
                access = self.of(leaf)
                if access is not None:
                    found.append(access._replace(is_sure=access.is_sure and is_sure, is_cast=access.is_cast or is_cast))
        return tuple(found)

    def _member(self, expression: Node) -> tuple[Access, Node] | None:
        """Return the member taken from ``expression``, and the expression that it or its call is."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(expression)
        above = tree.parent(value)
        if above is None:
            return None
        if above.kind_id == kinds.member_expression:
            key = above.child_by_field_id(fields.property)
            name = tree.text(key) if key is not None else None
        elif above.kind_id == kinds.subscript_expression and above.child_by_field_id(fields.object) == value:
            key = above.child_by_field_id(fields.index)
            name = tree.string(key) if key is not None else None
        else:
            return None
        if key is None or name is None or key == value:
            return None
        outer = tree.wrapped(above)
        call = tree.parent(outer)
        is_call = call is not None and call.kind_id == kinds.call_expression
        is_called = call is not None and is_call and call.child_by_field_id(fields.function) == outer
        is_sure = not (self._is_cast(expression) or self._is_tested(above, name) or self._is_set(outer))
        is_cast = self._has_cast(expression, value) or self._has_cast(above, outer)
        span = self._code.inner_span(key)
        if call is None or not is_called:
            return Access(name, span, called=False, is_sure=is_sure, is_cast=is_cast), above
        arguments, is_optional = self._arguments.of(call), tree.is_optional(call)
        return Access(name, span, True, is_sure, (), arguments, is_optional, is_cast), call

    def _is_cast(self, expression: Node) -> bool:
        """Say whether a cast around ``expression`` says that it is something else."""
        tree, kinds = self._tree, self._kinds
        above = tree.parent(expression)
        while above is not None and above.kind_id in tree.wrappers:
            parts = above.named_children
            if above.kind_id in (kinds.as_expression, kinds.satisfies_expression) and len(parts) > 1:
                if tree.text(parts[-1]) not in _EMPTY_CASTS:
                    return True
            elif (
                above.kind_id == kinds.type_assertion and parts and tree.text(parts[0]).strip("<> ") not in _EMPTY_CASTS
            ):
                return True
            above = tree.parent(above)
        return False

    def _has_cast(self, inside: Node, outside: Node) -> bool:
        """Say whether any type is put upon ``inside`` before it is ``outside``."""
        kinds = self._kinds
        casts = (kinds.as_expression, kinds.satisfies_expression, kinds.type_assertion)
        for above in self._tree.ancestors(inside) if inside != outside else ():
            if above.kind_id in casts:
                return True
            if above == outside:
                break
        return False

    def _is_tested(self, member: Node, name: str) -> bool:
        """Say whether the code tests that the member is there: ``if (x.set)``, ``x.set?.()``, ``x.set && x.set()``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if self._fallbacks.is_tested_itself(member):
            return True
        inside = member
        for above in tree.ancestors(member):
            test: Node | None = None
            if above.kind_id in (kinds.if_statement, kinds.ternary_expression, kinds.while_statement):
                test = above.child_by_field_id(fields.condition)
            elif above.kind_id in tree.functions and above.kind_id != kinds.arrow_function:
                return False
            if test is not None and test != inside and self._names(test, name.encode()):
                return True
            inside = above
        return False

    def _names(self, test: Node, name: bytes) -> bool:
        """Say whether ``test`` looks at a member ``name``, or at that text, without calling it."""
        data = self._tree.data
        return any(
            data[at - 1 : at] in (b".", b"'", b'"') and data[at + len(name) : at + len(name) + 1] != b"("
            for at in self._tree.words(name, test.start_byte, test.end_byte)
        )

    def _is_set(self, member: Node) -> bool:
        """Say whether ``member`` is given a value."""
        above = self._tree.parent(member)
        return (
            above is not None
            and above.kind_id in (self._kinds.assignment_expression, self._kinds.augmented_assignment_expression)
            and above.child_by_field_id(self._fields.left) == member
        )

    def _stored(self, node: Node) -> Binding | None:
        """Return the constant that ``node`` is the value of, or that a pattern with the key ``node`` declares."""
        tree, kinds = self._tree, self._kinds
        name: Node | None = node
        if node.kind_id != kinds.shorthand_property_identifier_pattern:
            above = tree.parent(tree.wrapped(node))
            if above is None or above.kind_id not in (kinds.variable_declarator, kinds.pair_pattern):
                return None
            is_pattern = above.kind_id == kinds.pair_pattern
            name = above.child_by_field_id(self._fields.value if is_pattern else self._fields.name)
        if name is None or name.kind_id not in (kinds.identifier, kinds.shorthand_property_identifier_pattern):
            return None
        binding = self._code.scopes.resolve(tree.text(name), name)
        return binding if binding is not None and binding.node == name else None

    def _is_typed(self, binding: Binding) -> bool:
        """Say whether the declaration names a type, which may be another one."""
        return (
            binding.owner.kind_id == self._kinds.variable_declarator
            and binding.owner.child_by_field_id(self._fields.type) is not None
        )
