"""Whether code goes on without a value that it reads.

It does when it gives another value (``??``, ``||``), reads on only if there is one (``?.``), tests
the value itself, or stands where such a test has passed. A test that throws is a test, but what
comes after it does not go on without the value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rdlint.facts.guards import Guard, guarded
from rdlint.facts.typescript.code import Code
from rdlint.facts.worker import EnvRead

if TYPE_CHECKING:
    from tree_sitter import Node

_NOTHING = frozenset({"undefined", "null", "''", '""', "``", "void 0", "false"})
COMPARISONS = frozenset({b"===", b"!==", b"==", b"!="})
#: Globals whose result stands for the value they are given.
_CONVERSIONS = frozenset({"Boolean", "Number", "parseInt", "parseFloat", "String", "Number.parseInt"})


class Fallbacks:
    """Judges the reads of one file."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._guards: list[Guard] = []

    def is_tested(self, expression: Node) -> bool:
        """Say whether the code around ``expression`` goes on without its value."""
        return self.is_tested_itself(expression) or self._is_conditional(expression)

    def guarded(self, reads: Iterable[EnvRead]) -> Iterable[EnvRead]:
        """Return ``reads``, with those that come after a guard marked as having a fallback."""
        return guarded(reads, self._guards)

    def is_tested_itself(self, expression: Node) -> bool:
        """Say whether what is right around ``expression`` goes on without its value."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(expression)
        for above in tree.ancestors(value):
            kind = above.kind_id
            if kind in tree.wrappers or above == value:
                pass
            elif kind == kinds.binary_expression:
                sign = tree.operator(above)
                is_left = above.child_by_field_id(fields.left) == value
                if sign in (b"??", b"||", b"&&"):
                    if is_left:
                        self._note_guard(expression, above)
                        return True
                else:
                    other = above.child_by_field_id(fields.right if is_left else fields.left)
                    is_test = sign in COMPARISONS and other is not None and tree.text(other) in _NOTHING
                    if is_test:
                        self._note_guard(expression, above)
                    return is_test
            elif kind == kinds.unary_expression:
                self._note_guard(expression, above)
                return tree.operator(above) in (b"!", b"typeof")
            elif kind in (kinds.if_statement, kinds.ternary_expression, kinds.while_statement):
                if above.child_by_field_id(fields.condition) == value:
                    return True
                if kind != kinds.ternary_expression:
                    return False
            elif kind in (kinds.member_expression, kinds.subscript_expression, kinds.call_expression):
                return tree.is_optional(above) and self._tree.first(above) == value
            elif kind == kinds.arguments:
                call = tree.parent(above)
                function = call.child_by_field_id(fields.function) if call is not None else None
                if call is None or function is None or tree.text(function) not in _CONVERSIONS:
                    return False
                if tree.text(function) == "Boolean":
                    return True
                above = call
            elif kind == kinds.augmented_assignment_expression:
                is_left = above.child_by_field_id(fields.left) == value
                return is_left and tree.operator(above) in (b"??=", b"||=", b"&&=")
            else:
                return False
            value = above
        return False

    def _is_conditional(self, expression: Node) -> bool:
        """Say whether ``expression`` is reached only if a test of the same name has passed."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        name = self._name(expression)
        if not name:
            return False
        inside = expression
        for above in tree.ancestors(expression):
            kind = above.kind_id
            test: Node | None = None
            if kind in (kinds.if_statement, kinds.ternary_expression, kinds.while_statement):
                test = above.child_by_field_id(fields.condition)
            elif kind == kinds.binary_expression and tree.operator(above) == b"&&":
                test = above.child_by_field_id(fields.left)
            elif kind in tree.functions and kind != kinds.arrow_function:
                return False
            if test is not None and test != inside and self._tests(test, name):
                return True
            inside = above
        return False

    def _tests(self, condition: Node, name: bytes) -> bool:
        """Say whether ``condition`` looks at the value ``name`` itself, not only at what it has."""
        tree = self._tree
        ends = (at + len(name) for at in tree.words(name, condition.start_byte, condition.end_byte))
        return any(tree.data[end : end + 1] not in (b".", b"(", b"[") for end in ends)

    def _name(self, expression: Node) -> bytes:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if expression.kind_id == kinds.member_expression:
            key = expression.child_by_field_id(fields.property)
            return tree.data[key.start_byte : key.end_byte] if key is not None else b""
        key = expression.child_by_field_id(fields.index)
        name = tree.string(key) if key is not None else None
        return (name or "").encode()

    def _note_guard(self, expression: Node, test: Node) -> None:
        """Note ``if (!env.X) return``: the code after it in the same block is reached only with a value."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        inside = test
        for above in tree.ancestors(test):
            if above.kind_id == kinds.if_statement:
                if above.child_by_field_id(fields.condition) != inside:
                    return
                block = tree.parent(above)
                if block is not None and self._leaves(above.child_by_field_id(fields.consequence)):
                    name = self._name(expression).decode("utf-8", "replace")
                    self._guards.append(Guard(name, above.end_byte, block.end_byte))
                return
            if above.kind_id not in (
                kinds.parenthesized_expression,
                kinds.binary_expression,
                kinds.unary_expression,
            ):
                return
            inside = above

    def _leaves(self, consequence: Node | None) -> bool:
        """Say whether a branch ends by leaving its block, other than by throwing."""
        kinds = self._kinds
        last = consequence
        if consequence is not None and consequence.kind_id == kinds.statement_block:
            statements = [child for child in consequence.named_children if child.kind_id != kinds.comment]
            last = statements[-1] if statements else None
        return last is not None and last.type in ("return_statement", "continue_statement", "break_statement")
