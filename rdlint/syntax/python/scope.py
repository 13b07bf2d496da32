"""Lexical scopes of Python: what a name can stand for at a place.

A name that is bound anywhere in a function is local to all of it; what a class body binds is not seen
by the functions in it; comprehensions have a scope of their own. The order of statements is not
followed: a name stands for everything that its scope ever binds it to.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple, TypeAlias

import libcst as cst

from rdlint.syntax.python.tree import Tree, dotted

Function: TypeAlias = "cst.FunctionDef | cst.Lambda"

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)


class Declares(Enum):
    """How a name is bound."""

    PARAMETER = auto()
    VARIABLE = auto()  # to the value of an expression
    ENTERED = auto()  # to what `with` makes of an expression
    ITEM = auto()  # to each item of an expression
    GROWN = auto()  # to itself and more: `+=`
    OTHER = auto()  # to something unknown
    IMPORT = auto()
    FUNCTION = auto()
    CLASS = auto()


class Binding(NamedTuple):
    """One place that binds ``name``.

    ``node`` is that name in the tree (for an import, its alias), ``owner`` the parameter, statement,
    clause, function or class that binds it. ``value`` is the expression that ``declares`` is about.
    """

    name: str
    declares: Declares
    node: cst.CSTNode
    owner: cst.CSTNode
    value: cst.BaseExpression | None = None


class Scope:
    """The names that one module, function, class or comprehension binds."""

    __slots__ = ("bindings", "node", "outer", "outward")

    def __init__(self, node: cst.CSTNode, outer: Scope | None) -> None:
        self.node = node
        self.outer = outer
        self.bindings: dict[str, list[Binding]] = {}
        self.outward: dict[str, type[cst.CSTNode]] = {}  # declared `global` or `nonlocal`

    @property
    def is_class(self) -> bool:
        """Say whether this is the body of a class, which functions in it do not see."""
        return isinstance(self.node, cst.ClassDef)


class Scopes:
    """The scopes of one file."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.module = Scope(tree.module, None)
        self._made: dict[cst.CSTNode, Scope] = {tree.module: self.module}
        self._around: dict[cst.CSTNode, Scope] = {tree.module: self.module}
        self.assigned: list[tuple[cst.Attribute, cst.BaseExpression, cst.CSTNode]] = []
        for node in tree.nodes:
            scope = self._scope_of(node)
            self._around[node] = scope
            if type(node) in _MAKING:
                self._made[node] = Scope(node, scope)
        for shared in tree.all(cst.Global):
            self._around[shared].outward.update((each.name.value, cst.Global) for each in shared.names)
        for outer in tree.all(cst.Nonlocal):
            self._around[outer].outward.update((each.name.value, cst.Nonlocal) for each in outer.names)
        declaring = [node for node in tree.nodes if type(node) in _DECLARING]
        outward: list[tuple[Binding, Scope]] = []
        for node in declaring:
            for binding in self._bindings(node):
                scope = self._scope_bound(binding, node)
                if binding.name in scope.outward:
                    outward.append((binding, scope))
                else:
                    scope.bindings.setdefault(binding.name, []).append(binding)
        for binding, scope in outward:  # once it is known what the scopes around bind
            self._target(scope, binding.name).bindings.setdefault(binding.name, []).append(binding)

    def around(self, node: cst.CSTNode) -> Scope:
        """Return the scope that names at ``node`` are looked up in first."""
        return self._around[node]

    def of(self, node: cst.CSTNode) -> Scope:
        """Return the scope that a module, function, class or comprehension makes."""
        return self._made[node]

    def resolve(self, name: str, node: cst.CSTNode) -> tuple[Binding, ...]:
        """Return every binding that ``name`` can mean at ``node``; none: a builtin, a star import, or nothing."""
        scope: Scope | None = self._around[node]
        first = scope
        while scope is not None:
            if name in scope.outward:
                return tuple(self._target(scope, name).bindings.get(name, ()))
            if name in scope.bindings and (scope is first or not scope.is_class):
                return tuple(scope.bindings[name])
            scope = scope.outer
        return ()

    def function_around(self, node: cst.CSTNode) -> Function | None:
        """Return the innermost function whose scope ``node`` is in."""
        scope: Scope | None = self._around[node]
        while scope is not None:
            if isinstance(scope.node, (cst.FunctionDef, cst.Lambda)):
                return scope.node
            scope = scope.outer
        return None

    def class_of(self, function: Function) -> cst.ClassDef | None:
        """Return the class whose method ``function`` is."""
        around = self._around[function].node
        return around if isinstance(around, cst.ClassDef) and isinstance(function, cst.FunctionDef) else None

    def _scope_of(self, node: cst.CSTNode) -> Scope:
        """Return the scope around ``node``, whose parent has been seen."""
        above = self.tree.parent(node)
        if above is None:
            return self.module
        around = self._around[above]
        kind = type(above)
        if kind not in _DIVIDING:
            return around
        if isinstance(above, (cst.FunctionDef, cst.Lambda)):
            return self._made[above] if node is above.body or node is above.params else around
        if isinstance(above, cst.ClassDef):
            return self._made[above] if node is above.body else around
        if isinstance(above, cst.Param):  # defaults and annotations belong outside
            return around if node is above.name or around.outer is None else around.outer
        if isinstance(above, cst.CompFor):  # so does what the first `for` goes over
            is_first = around.node is self.tree.parent(above) and node is above.iter
            return around.outer if is_first and around.outer is not None else around
        return self._made[above]

    def _target(self, scope: Scope, name: str) -> Scope:
        """Return the scope that a `global` or `nonlocal` name of ``scope`` belongs to."""
        if scope.outward[name] is cst.Global:
            return self.module
        at = scope.outer
        while at is not None and at.outer is not None:
            if not at.is_class and name in at.bindings and name not in at.outward:
                return at
            at = at.outer
        return self.module

    def _scope_bound(self, binding: Binding, node: cst.CSTNode) -> Scope:
        """Return the scope in which ``node`` binds a name, `global` and `nonlocal` left aside."""
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            return self._around[node]
        scope = self._around[binding.node]
        while isinstance(node, cst.NamedExpr) and scope.outer is not None and isinstance(scope.node, _COMPREHENSIONS):
            scope = scope.outer
        return scope

    def _bindings(self, node: cst.CSTNode) -> Iterator[Binding]:
        """Yield what the statement, clause or expression ``node`` binds."""
        if isinstance(node, cst.FunctionDef):
            yield Binding(node.name.value, Declares.FUNCTION, node.name, node)
        elif isinstance(node, cst.ClassDef):
            yield Binding(node.name.value, Declares.CLASS, node.name, node)
        elif isinstance(node, cst.Param):
            yield Binding(node.name.value, Declares.PARAMETER, node.name, node, node.default)
        elif isinstance(node, cst.Assign):
            for target in node.targets:
                yield from self._targets(target.target, Declares.VARIABLE, node, node.value)
        elif isinstance(node, (cst.AnnAssign, cst.NamedExpr)):
            yield from self._targets(node.target, Declares.VARIABLE, node, node.value)
        elif isinstance(node, cst.AugAssign):
            yield from self._targets(node.target, Declares.GROWN, node, node.value)
        elif isinstance(node, (cst.For, cst.CompFor)):
            yield from self._targets(node.target, Declares.ITEM, node, node.iter)
        elif isinstance(node, cst.WithItem):
            if node.asname is not None:
                yield from self._targets(node.asname.name, Declares.ENTERED, node, node.item)
        elif isinstance(node, (cst.Import, cst.ImportFrom)):
            yield from self._imported(node)
        else:
            yield from _others(node)

    def _targets(
        self, target: cst.CSTNode, declares: Declares, owner: cst.CSTNode, value: cst.BaseExpression | None
    ) -> Iterator[Binding]:
        """Yield the names in a target; tuples are taken apart together with the value."""
        pending: list[tuple[cst.CSTNode, Declares, cst.BaseExpression | None]] = [(target, declares, value)]
        while pending:
            node, how, what = pending.pop()
            if isinstance(node, cst.Name):
                yield Binding(node.value, how, node, owner, what)
            elif isinstance(node, cst.Attribute) and how is Declares.VARIABLE and what is not None:
                self.assigned.append((node, what, owner))
            elif isinstance(node, (cst.Tuple, cst.List)):
                values = _aligned(node, what) if how is Declares.VARIABLE else None
                for index, element in enumerate(node.elements):
                    each = values[index] if values else None
                    pending.append((element.value, Declares.VARIABLE if each else Declares.OTHER, each))

    def _imported(self, node: cst.Import | cst.ImportFrom) -> Iterator[Binding]:
        if isinstance(node.names, cst.ImportStar):
            return
        for alias in node.names:
            if alias.asname is not None:
                name = dotted(alias.asname.name)
            elif isinstance(node, cst.Import):
                name = dotted(alias.name).partition(".")[0]
            else:
                name = dotted(alias.name)
            yield Binding(name, Declares.IMPORT, alias, node)


def _others(node: cst.CSTNode) -> Iterator[Binding]:
    """Yield what clauses bind to values that are not followed."""
    name: cst.CSTNode | None = None
    if isinstance(node, (cst.ExceptHandler, cst.ExceptStarHandler)):
        name = node.name.name if node.name is not None else None
    elif isinstance(node, (cst.MatchAs, cst.MatchStar, cst.TypeAlias)):
        name = node.name
    elif isinstance(node, cst.MatchMapping):
        name = node.rest
    if isinstance(name, cst.Name):
        yield Binding(name.value, Declares.OTHER, name, node)


def _aligned(target: cst.Tuple | cst.List, value: cst.BaseExpression | None) -> list[cst.BaseExpression] | None:
    """Return the values for the names of ``a, b = c, d``, ``None`` if they do not stand side by side."""
    if not isinstance(value, (cst.Tuple, cst.List)) or len(value.elements) != len(target.elements):
        return None
    if any(isinstance(each, cst.StarredElement) for each in (*value.elements, *target.elements)):
        return None
    return [element.value for element in value.elements]


_MAKING = frozenset({cst.FunctionDef, cst.Lambda, cst.ClassDef, *_COMPREHENSIONS})
_DIVIDING = _MAKING | {cst.Param, cst.CompFor}
_DECLARING = frozenset(
    {
        *(cst.FunctionDef, cst.ClassDef, cst.Param, cst.Assign, cst.AnnAssign, cst.NamedExpr, cst.AugAssign),
        *(cst.For, cst.CompFor, cst.WithItem, cst.Import, cst.ImportFrom),
        *(cst.ExceptHandler, cst.ExceptStarHandler, cst.MatchAs, cst.MatchStar, cst.MatchMapping, cst.TypeAlias),
    }
)
