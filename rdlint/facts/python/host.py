"""Reads of the environment of the machine in Python code: `os.environ` and `os.getenv`.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from typing import NamedTuple

import libcst as cst

from rdlint.facts.python.code import Code
from rdlint.facts.python.fallback import Fallbacks
from rdlint.facts.python.origin import Env, HostEnv, Instance
from rdlint.facts.python.texts import Texts
from rdlint.facts.python.trace import Tracer
from rdlint.facts.root import Certainty, Root
from rdlint.facts.worker import HostEnvRead
from rdlint.syntax.python.format import call_arguments
from rdlint.syntax.python.scope import Binding, Declares, Scope

#: Methods of `os.environ` that read one variable, and those that do nothing else.
_READING = ("get", "pop", "setdefault", "__getitem__")
_ONLY_READING = ("get", "__getitem__")


class _Receiver(NamedTuple):
    """An expression for the environment; ``is_certain``: it is there whenever the code at its place runs."""

    text: str = ""
    root: Root | None = None
    is_certain: bool = False


class HostReads:
    """Finds the reads of the machine's environment in one file."""

    def __init__(self, code: Code, tracer: Tracer, texts: Texts, fallbacks: Fallbacks) -> None:
        self._code = code
        self._tracer = tracer
        self._texts = texts
        self._fallbacks = fallbacks
        self._found: list[HostEnvRead] = []
        self._receivers: dict[Scope, list[tuple[int, _Receiver]]] = {}

    def find(self) -> tuple[HostEnvRead, ...]:
        """Return every read, in the order of the text."""
        for call in self._code.tree.all(cst.Call):
            self._look_at_call(call)
        for subscript in self._code.tree.all(cst.Subscript):
            self._look_at_subscript(subscript)
        for comparison in self._code.tree.all(cst.Comparison):
            self._look_at_comparison(comparison)
        return tuple(sorted(self._found, key=lambda read: read.span))

    def _look_at_call(self, node: cst.Call) -> None:
        arguments = call_arguments(node)
        key = arguments.get(0, arguments.get("key"))
        is_plain = len(node.args) == 1
        if self._tracer.of(node.func) == HostEnv(is_call=True):
            self._add(node, "os.getenv", key, 1 in arguments or "default" in arguments, is_plain)
            return
        method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        owner = node.func.value if isinstance(node.func, cst.Attribute) else None
        if owner is not None and method in _READING and self._tracer.of(owner) == HostEnv():
            is_plain = is_plain and method in _ONLY_READING
            self._add(node, "os.environ", key, 1 in arguments or "default" in arguments, is_plain)

    def _look_at_subscript(self, node: cst.Subscript) -> None:
        above = self._code.tree.parent(node)
        is_written = isinstance(above, (cst.AssignTarget, cst.AugAssign, cst.Del)) and above.target is node
        if not is_written and self._tracer.of(node.value) == HostEnv():
            index = node.slice[0].slice
            self._add(node, "os.environ", index.value if isinstance(index, cst.Index) else None, is_plain=True)

    def _look_at_comparison(self, node: cst.Comparison) -> None:
        """Read `"NAME" in os.environ`."""
        for each in node.comparisons:
            if isinstance(each.operator, (cst.In, cst.NotIn)) and self._tracer.of(each.comparator) == HostEnv():
                self._add(node, "os.environ", node.left, has_default=True)

    def _add(
        self,
        node: cst.BaseExpression,
        accessor: str,
        key: cst.CSTNode | None,
        has_default: bool = False,
        is_plain: bool = False,
    ) -> None:
        """Add a read; ``is_plain``: its form gives the value and does nothing else."""
        name, _ = self._texts.name(key) or ("", None)
        has_fallback = has_default or self._fallbacks.is_tested(node, name)
        receiver = self._receiver(node)
        self._found.append(
            HostEnvRead(
                name=name,
                span=self._code.span(node),
                accessor=accessor,
                has_fallback=has_fallback,
                receiver=receiver.text,
                function=self._code.place(node),
                root=receiver.root,
                # What is missing on `env` raises an AttributeError, which no fallback for `os.environ` waits for.
                is_replaceable=receiver.is_certain and is_plain and not has_fallback and not self._has_twin(name, node),
            )
        )

    def _has_twin(self, name: str, read: cst.CSTNode) -> bool:
        """Say whether the variable is also read by another way in the choice that ``read`` is part of."""
        choice = read
        above = self._code.tree.parent(choice)
        while isinstance(above, (cst.BooleanOperation, cst.IfExp)):
            choice, above = above, self._code.tree.parent(above)
        whole, own = self._code.span(choice), self._code.span(read)
        data = self._code.source.data
        return data[whole.start : own.start].count(name.encode()) + data[own.end : whole.end].count(name.encode()) > 0

    def _receiver(self, node: cst.CSTNode) -> _Receiver:
        """Return by which expression the environment can be had at ``node``, without a text when there is none."""
        scope: Scope | None = self._code.scopes.around(node)
        start = self._code.tree.span(node)[0]
        inner: list[Scope] = []
        while scope is not None:
            for bound, receiver in self._held_in(scope) if not (inner and scope.is_class) else ():
                name = receiver.text.partition(".")[0]
                if bound < start and not any(name in each.bindings for each in inner):
                    return receiver
            inner.append(scope)
            scope = scope.outer
        return _Receiver()

    def _held_in(self, scope: Scope) -> list[tuple[int, _Receiver]]:
        """Return, for each name in ``scope`` by which the environment can be had, where it is bound and how."""
        if scope not in self._receivers:
            found: list[tuple[int, _Receiver]] = []
            for name, bindings in scope.bindings.items():
                origin = self._tracer.named(bindings)
                root = origin.root if isinstance(origin, Env) else self._tracer.held_root(origin)
                if root is not None and root.certainty > Certainty.NAME and not root.parameter:
                    start = self._code.tree.span(bindings[0].node)[0]
                    text = f"{name}.env" if isinstance(origin, Instance) else name
                    found.append((start, _Receiver(text, root, _is_certain(scope, bindings))))
            self._receivers[scope] = sorted(found, key=lambda each: (each[0], each[1].text))
        return self._receivers[scope]


def _is_certain(scope: Scope, bindings: list[Binding]) -> bool:
    """Say whether a name surely has its value when the code that sees it runs, and keeps it."""
    if len(bindings) != 1 or bindings[0].declares not in (Declares.PARAMETER, Declares.IMPORT):
        return False
    owner = bindings[0].owner
    is_given = not isinstance(owner, cst.Param) or owner.default is None
    is_built = not isinstance(scope.node, cst.FunctionDef) or scope.node.name.value != "__init__"
    return is_given and is_built
