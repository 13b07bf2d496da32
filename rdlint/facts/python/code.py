"""One Python file being read, and the names its functions have in records.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import libcst as cst

from rdlint.facts.worker import Parameter
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.python.classes import Classes
from rdlint.syntax.python.scope import Function, Scopes
from rdlint.syntax.python.tree import Tree
from rdlint.syntax.python.values import Values


class Code:
    """The tree and what is known of it, shared by all that read facts from one file."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self.source = source
        self.tree = tree
        self.scopes = Scopes(tree)
        self.classes = Classes(tree, self.scopes)
        self.values = Values(tree, self.scopes, self.classes)
        self._names: dict[cst.CSTNode, str] = {}
        self._positions: dict[cst.CSTNode, dict[cst.Param, int]] = {}

    def span(self, node: cst.CSTNode) -> Span:
        """Return where ``node`` stands."""
        return self.source.span(*self.tree.span(node))

    def inner_span(self, node: cst.CSTNode) -> Span:
        """Return where ``node`` stands, without prefix and quotes when it is a string."""
        start, end = self.tree.span(node)
        if isinstance(node, cst.SimpleString):
            return self.source.span(start + len(node.prefix) + len(node.quote), end - len(node.quote))
        return self.source.span(start, end)

    def place(self, node: cst.CSTNode) -> str:
        """Return the name of the innermost named function around ``node``, empty at the top level."""
        at: cst.CSTNode = node
        while (function := self.scopes.function_around(at)) is not None:
            if isinstance(function, cst.FunctionDef):
                return self.name(function)
            at = function
        return ""

    def name(self, node: cst.FunctionDef | cst.ClassDef) -> str:
        """Return the name by which records speak of a function or class: from the outside in, with dots.

        `__init__` is called ``constructor``, as in every worker language.
        """
        if node not in self._names:
            around: list[cst.FunctionDef | cst.ClassDef] = []
            scope = self.scopes.around(node)
            while scope.outer is not None:
                if isinstance(scope.node, (cst.FunctionDef, cst.ClassDef)):
                    around.append(scope.node)
                scope = scope.outer
            names = [_own_name(each) for each in (*reversed(around), node)]
            self._names[node] = ".".join(names)
        return self._names[node]

    def positional(self, function: Function) -> list[cst.Param]:
        """Return the parameters that a caller can give by position, `self` and `cls` left out, then those by name."""
        given = function.params
        found = [*given.posonly_params, *given.params, *given.kwonly_params]
        return found[1:] if found and self.has_receiver(function) else found

    def position(self, function: Function, parameter: cst.Param) -> int | None:
        """Return the position of ``parameter`` among those of ``positional``, ``None`` for `*args` and `**kwargs`."""
        if function not in self._positions:
            self._positions[function] = {each: index for index, each in enumerate(self.positional(function))}
        return self._positions[function].get(parameter)

    def has_receiver(self, function: Function) -> bool:
        """Say whether the first parameter of ``function`` is `self` or `cls`."""
        given = (*function.params.posonly_params, *function.params.params)
        bindings = self.scopes.of(function).bindings.get(given[0].name.value, []) if given else []
        return bool(bindings) and self.classes.receiver(bindings[0]) is not None

    def parameters(self, function: cst.FunctionDef) -> tuple[Parameter, ...]:
        """Return the parameters of ``function`` as records, `self` and `cls` left out."""
        found = [
            Parameter(each.name.value, self.span(each.name), is_optional=each.default is not None)
            for each in self.positional(function)
        ]
        found += [
            Parameter(rest.name.value, self.span(rest.name), is_optional=True, is_rest=True)
            for rest in (function.params.star_arg, function.params.star_kwarg)
            if isinstance(rest, cst.Param)
        ]
        return tuple(sorted(found, key=lambda each: each.span))


def _own_name(node: cst.FunctionDef | cst.ClassDef) -> str:
    return "constructor" if node.name.value == "__init__" else node.name.value
