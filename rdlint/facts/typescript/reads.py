"""Reads and writes of the members of an environment, and what is done with the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.root import Root
from rdlint.facts.typescript.accesses import Accesses
from rdlint.facts.typescript.arguments import Arguments
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.fallback import Fallbacks
from rdlint.facts.worker import EnvRead

if TYPE_CHECKING:
    from tree_sitter import Node


class EnvReads:
    """Collects the reads of one file."""

    def __init__(self, code: Code, fallbacks: Fallbacks, arguments: Arguments) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._fallbacks = fallbacks
        self._accesses = Accesses(code, fallbacks, arguments)
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
            access=self._accesses.of(expression) if expression is not None else None,
            function=self._code.place(key),
            later=self._accesses.later(expression or key),
            key=constant,
            is_shorthand=key.kind_id == self._kinds.shorthand_property_identifier_pattern,
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
