"""Whether Python code goes on without a value that it reads.

It does when it gives another value (`or`, a default), tests the value itself or that it is there,
catches the error of its absence, or stands where such a test has passed.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from rdlint.facts.guards import Guard, guarded
from rdlint.facts.python.code import Code
from rdlint.facts.worker import EnvRead
from rdlint.syntax.python.tree import dotted, parts, string

#: Builtins whose result stands for the value they are given.
_CONVERSIONS = frozenset({"bool", "str", "int", "float", "len"})
_NOTHING = frozenset({"None", "False"})
_CAUGHT = frozenset({"AttributeError", "KeyError"})


class Fallbacks:
    """Judges the reads of one file."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._guards: list[Guard] = []
        self._mentioned: dict[cst.CSTNode, frozenset[str]] = {}

    def is_tested(self, expression: cst.CSTNode, name: str) -> bool:
        """Say whether the code around ``expression``, which reads ``name``, goes on without its value."""
        return self._is_tested(expression, name) or self._is_conditional(expression, name)

    def guarded(self, reads: Iterable[EnvRead]) -> Iterable[EnvRead]:
        """Return ``reads``, with those that come after a guard marked as having a fallback."""
        return guarded(reads, self._guards)

    def _is_tested(self, expression: cst.CSTNode, name: str) -> bool:
        value = expression
        for above in self._code.tree.ancestors(expression):
            if isinstance(above, (cst.If, cst.IfExp, cst.While, cst.CompIf)):
                if above.test is value:
                    self._note(expression, name)
                    return True
                if not isinstance(above, cst.IfExp):
                    return False
            elif isinstance(above, cst.BooleanOperation):
                if above.left is value:
                    self._note(expression, name)
                    return True
            elif isinstance(above, cst.UnaryOperation):
                self._note(expression, name)
                return isinstance(above.operator, cst.Not)
            elif isinstance(above, cst.Comparison):
                is_test = _compares_with_nothing(above)
                if is_test:
                    self._note(expression, name)
                return is_test
            elif isinstance(above, cst.Call):
                if dotted(above.func) not in _CONVERSIONS or above.func is value:
                    return False
            elif not isinstance(above, (cst.NamedExpr, cst.Arg, cst.Await)):
                return False
            value = above
        return False

    def _is_conditional(self, expression: cst.CSTNode, name: str) -> bool:
        """Say whether ``expression`` is reached only if a test of ``name`` has passed, or may fail."""
        inside = expression
        for above in self._code.tree.ancestors(expression):
            if isinstance(above, (cst.If, cst.IfExp, cst.While)):
                if inside is not above.test and name in self._names_in(above.test):
                    return True
            elif isinstance(above, cst.BooleanOperation):
                if inside is above.right and name in self._names_in(above.left):
                    return True
            elif isinstance(above, cst.Try):
                if inside is above.body and any(_catches(each.type) for each in above.handlers):
                    return True
            elif isinstance(above, cst.With):
                if inside is above.body and any(_suppresses(each.item) for each in above.items):
                    return True
            elif isinstance(above, cst.FunctionDef):
                return False
            inside = above
        return False

    def _note(self, test: cst.CSTNode, name: str) -> None:
        """Note `if not env.NAME: return`: the code after it in the same block is reached only with a value."""
        inside = test
        for above in self._code.tree.ancestors(test):
            if isinstance(above, cst.If):
                block = self._code.tree.parent(above)
                if above.test is inside and block is not None and _leaves(above.body):
                    self._guards.append(Guard(name, self._code.tree.span(above)[1], self._code.tree.span(block)[1]))
                return
            if not isinstance(above, (cst.BooleanOperation, cst.UnaryOperation, cst.Comparison, cst.NamedExpr)):
                return
            inside = above

    def _names_in(self, test: cst.CSTNode) -> frozenset[str]:
        """Return the attributes and texts in ``test``."""
        if test not in self._mentioned:
            found: set[str] = set()
            pending = [test]
            while pending:
                node = pending.pop()
                if isinstance(node, cst.Attribute):
                    found.add(node.attr.value)
                elif isinstance(node, cst.SimpleString):
                    found.add(string(node) or "")
                pending.extend(parts(node))
            self._mentioned[test] = frozenset(found)
        return self._mentioned[test]


def _compares_with_nothing(node: cst.Comparison) -> bool:
    sides = (node.left, *(each.comparator for each in node.comparisons))
    return any(dotted(side) in _NOTHING or string(side) == "" for side in sides)


def _catches(kind: cst.BaseExpression | None) -> bool:
    """Say whether an `except` names the error that a missing member raises."""
    kinds = [each.value for each in kind.elements] if isinstance(kind, cst.Tuple) else [kind]
    return any(dotted(each) in _CAUGHT for each in kinds)


def _suppresses(item: cst.BaseExpression) -> bool:
    """Say whether a `with` is `contextlib.suppress(AttributeError)`."""
    is_suppress = isinstance(item, cst.Call) and dotted(item.func).rpartition(".")[2] == "suppress"
    return is_suppress and isinstance(item, cst.Call) and any(_catches(each.value) for each in item.args)


def _leaves(body: cst.BaseSuite) -> bool:
    """Say whether a branch ends by leaving its block, other than by raising."""
    last: cst.CSTNode | None = body.body[-1] if body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1] if last.body else None
    return isinstance(last, (cst.Return, cst.Continue, cst.Break))
