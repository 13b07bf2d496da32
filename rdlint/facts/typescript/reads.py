"""Reads and writes of the members of an environment, and what is done with the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.fallback import Fallbacks
from rdlint.facts.worker import Access, EnvRead, Root
from rdlint.syntax.ecmascript.scope import Binding

if TYPE_CHECKING:
    from tree_sitter import Node

#: In a file with more constants than this that hold members, the further ones are not followed.
_STORED_LIMIT = 1_000


class EnvReads:
    """Collects the reads of one file."""

    def __init__(self, code: Code, fallbacks: Fallbacks) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._fallbacks = fallbacks
        self._stored_count = 0
        self._found: dict[tuple[int, str, str], EnvRead] = {}

    @property
    def found(self) -> tuple[EnvRead, ...]:
        """The reads, in the order of the text."""
        return tuple(sorted(self._fallbacks.guarded(self._found.values()), key=lambda read: read.span))

    def add(
        self,
        name: str,
        key: Node,
        expression: Node,
        value: Node,
        root: Root,
        by_index: bool = False,
        constant: Callee | None = None,
    ) -> None:
        """Add ``expression``, which takes the member ``name``, written as ``key``, from the environment ``value``.

        ``constant``: the member is named by this one of another file.
        """
        if not self._tree.in_type(expression):
            fallback = self._fallbacks.is_tested(expression)
            self._add(name, key, value, root, expression, fallback, by_index, constant)

    def add_test(self, name: str, key: Node, value: Node, root: Root) -> None:
        """Add ``"NAME" in env``."""
        self._add(name, key, value, root, None, has_fallback=True, by_index=True)

    def add_taken(self, name: str, key: Node, value: Node, root: Root, has_default: bool) -> None:
        """Add a member that a pattern takes from ``value``."""
        self._add(name, key, value, root, None, has_default, by_index=False)

    def _add(
        self,
        name: str,
        key: Node,
        value: Node,
        root: Root,
        expression: Node | None,
        has_fallback: bool,
        by_index: bool,
        constant: Callee | None = None,
    ) -> None:
        span = self._code.inner_span(key)
        if (span.start, name, root.parameter) in self._found:
            return
        self._found[span.start, name, root.parameter] = EnvRead(
            name=name,
            span=span,
            object=self._code.span(value),
            root=root,
            has_fallback=has_fallback,
            is_write=expression is not None and self._is_written(expression),
            by_index=by_index,
            access=self._access(expression) if expression is not None else None,
            function=self._code.place(key),
            later=self._later(expression or key),
            key=constant,
        )

    def _is_written(self, expression: Node) -> bool:
        value = self._tree.wrapped(expression)
        above = self._tree.parent(value)
        if above is None:
            return False
        if above.kind_id in (self._kinds.assignment_expression, self._kinds.augmented_assignment_expression):
            return above.child_by_field_id(self._fields.left) == value
        if above.kind_id == self._kinds.update_expression:
            return True
        return above.kind_id == self._kinds.unary_expression and self._tree.operator(above) == b"delete"

    def _access(self, expression: Node) -> Access | None:
        """Return what is done with the value of ``expression``: the member taken from it."""
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
        return Access(name, self._code.inner_span(key), is_called)

    def _later(self, node: Node) -> tuple[Access, ...]:
        """Return what is done with the constant that the value read at ``node`` is put in."""
        binding = self._stored(node)
        if binding is None or self._stored_count >= _STORED_LIMIT:
            return ()
        self._stored_count += 1
        tree, name = self._tree, binding.name.encode()
        found: list[Access] = []
        for at in tree.words(name, binding.node.end_byte, binding.scope.node.end_byte):
            after = tree.data[at + len(name) : at + len(name) + 1]
            leaf = tree.leaf(at) if after in (b".", b"?", b"!", b"[", b" ", b")") else None
            if leaf is not None and self._code.is_use_of(leaf, binding):
                access = self._access(leaf)
                if access is not None:
                    found.append(access)
        return tuple(found)

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
