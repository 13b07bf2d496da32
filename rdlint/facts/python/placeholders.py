"""Stand-ins in Python code, where a program uses them as values.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from rdlint.facts.placeholder import Placeholder, is_value, judged, places, stands_in
from rdlint.facts.python.code import Code
from rdlint.facts.worker import EnvRead, HostEnvRead
from rdlint.syntax.python.tree import dotted, string

#: Methods and functions whose further argument is used where the first names nothing.
_WITH_DEFAULT = frozenset({"get", "getattr", "getenv", "pop", "setdefault"})
_TESTS = frozenset({"endswith", "find", "index", "startswith"})
#: Functions that send what they are given.
_SENDING = frozenset({"delete", "fetch", "get", "head", "patch", "post", "put", "request"})


class Placeholders:
    """Finds the stand-ins of one file. ``reads`` are its reads of any environment."""

    def __init__(self, code: Code, reads: Iterable[EnvRead | HostEnvRead]) -> None:
        self._code = code
        self._reads = tuple(reads)
        self._found: list[Placeholder] = []

    def find(self) -> tuple[Placeholder, ...]:
        """Return them, in the order of the text."""
        tree = self._code.tree
        if next(places(tree.data), None) is None:
            return ()
        compared: list[str] = []
        for literal in tree.all(cst.SimpleString):
            text = string(literal)
            if text is None:
                continue
            if self._is_compared(literal):
                compared.append(text)
            elif stands_in(text):
                self._judge(literal, text)
        return judged(self._found, compared)

    def _is_compared(self, node: cst.CSTNode) -> bool:
        """Say whether ``node`` is only held against another value."""
        above = self._code.tree.parent(node)
        if isinstance(above, (cst.Comparison, cst.ComparisonTarget)):
            return True
        call = self._code.tree.parent(above) if isinstance(above, cst.Arg) else None
        return isinstance(call, cst.Call) and isinstance(call.func, cst.Attribute) and call.func.attr.value in _TESTS

    def _judge(self, literal: cst.SimpleString, text: str) -> None:
        above = self._code.tree.parent(literal)
        if isinstance(above, cst.BooleanOperation) and isinstance(above.operator, cst.Or) and above.right is literal:
            if not self._is_compared(above):
                self._fall_back(literal, text, above.left)
        elif isinstance(above, cst.Arg):
            self._judge_argument(literal, text, above)
        elif isinstance(above, cst.Param) and above.default is literal:
            self._give(literal, text, above.name.value, is_fallback=True)
        elif isinstance(above, cst.AnnAssign):
            self._give(literal, text, _last(above.target))
        elif isinstance(above, cst.Assign) and above.value is literal:
            self._give(literal, text, _last(above.targets[0].target))
        elif isinstance(above, cst.DictElement) and above.value is literal and self._is_sent(above):
            self._give(literal, text, string(above.key) or "")

    def _judge_argument(self, literal: cst.SimpleString, text: str, argument: cst.Arg) -> None:
        call = self._code.tree.parent(argument)
        if not isinstance(call, cst.Call):
            return
        name = dotted(call.func).rpartition(".")[2] or _last(call.func)
        if name in _WITH_DEFAULT and argument is not call.args[0]:
            self._fall_back(literal, text, call)
        elif argument.keyword is not None and not name.endswith(("Error", "Exception")):
            self._give(literal, text, argument.keyword.value)
        elif name in _SENDING and is_value(text, ""):
            self._add(literal, text, "")

    def _is_sent(self, element: cst.DictElement) -> bool:
        """Say whether the dictionary that ``element`` is part of is handed to a function that sends it."""
        made = self._code.tree.parent(element)
        argument = self._code.tree.parent(made) if made is not None else None
        call = self._code.tree.parent(argument) if isinstance(argument, cst.Arg) else None
        return isinstance(call, cst.Call) and _last(call.func) in _SENDING

    def _fall_back(self, literal: cst.SimpleString, text: str, left: cst.BaseExpression) -> None:
        """Judge `left or literal`, or the default that the call ``left`` has."""
        start, end = self._code.tree.span(left)
        name = next((each.name for each in self._reads if start <= each.span.start and each.span.end <= end), "")
        if name or is_value(text, _last(left)):
            self._add(literal, text, name or _last(left), is_fallback=True)

    def _give(self, literal: cst.SimpleString, text: str, name: str, is_fallback: bool = False) -> None:
        if name and is_value(text, name):
            self._add(literal, text, name, is_fallback)

    def _add(self, literal: cst.SimpleString, text: str, name: str, is_fallback: bool = False) -> None:
        self._found.append(Placeholder(self._code.inner_span(literal), text, name, is_fallback))


def _last(node: cst.CSTNode) -> str:
    """Return the last name of an expression: `KEY` of `settings.KEY` and `settings["KEY"]`."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    if isinstance(node, cst.Subscript):
        index = node.slice[0].slice if len(node.slice) == 1 else None
        return (string(index.value) or "") if isinstance(index, cst.Index) else ""
    return node.value if isinstance(node, cst.Name) else ""
