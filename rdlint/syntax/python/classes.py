"""Classes of a Python file: their methods, and what they and their instances hold.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from rdlint.syntax.python.scope import Binding, Declares, Scopes
from rdlint.syntax.python.tree import Tree, dotted

#: How many classes of one file are followed from one to its base.
_BASES = 10


class Classes:
    """The classes of one file."""

    def __init__(self, tree: Tree, scopes: Scopes) -> None:
        self._tree = tree
        self._scopes = scopes
        self._assigned: dict[tuple[cst.ClassDef, str], list[tuple[cst.BaseExpression, cst.CSTNode]]] = {}
        for target, value, owner in scopes.assigned:
            holder = self.held(target.value)
            if holder is not None:
                self._assigned.setdefault((holder, target.attr.value), []).append((value, owner))

    def held(self, node: cst.CSTNode) -> cst.ClassDef | None:
        """Return the class that ``node`` is an instance of, or itself, as `self` or `cls` of its methods."""
        if not isinstance(node, cst.Name):
            return None
        bindings = self._scopes.resolve(node.value, node)
        return self.receiver(bindings[0]) if len(bindings) == 1 else None

    def receiver(self, binding: Binding) -> cst.ClassDef | None:
        """Return the class whose method has ``binding`` as its first parameter, `self` or `cls`."""
        parameters = self._tree.parent(binding.owner)
        function = self._tree.parent(parameters) if isinstance(parameters, cst.Parameters) else None
        if binding.declares is not Declares.PARAMETER or not isinstance(function, cst.FunctionDef):
            return None
        positional = (*function.params.posonly_params, *function.params.params)
        if not positional or positional[0] is not binding.owner or "staticmethod" in decorators(function):
            return None
        return self._scopes.class_of(function)

    def bases(self, node: cst.ClassDef) -> Iterator[cst.BaseExpression]:
        """Yield the base classes of ``node`` as written, arguments such as those of `Generic[T]` left out."""
        for base in node.bases:
            value = base.value
            while isinstance(value, cst.Subscript):
                value = value.value
            if not base.star:
                yield value

    def line(self, node: cst.ClassDef) -> Iterator[cst.ClassDef]:
        """Yield ``node`` and the classes of this file that it inherits from, nearest first."""
        pending, seen = [node], {node}
        while pending and len(seen) <= _BASES:
            at = pending.pop(0)
            yield at
            for base in self.bases(at):
                found = self.local(base)
                if found is not None and found not in seen:
                    seen.add(found)
                    pending.append(found)

    def local(self, node: cst.CSTNode) -> cst.ClassDef | None:
        """Return the class of this file that the name ``node`` means."""
        bindings = self._scopes.resolve(node.value, node) if isinstance(node, cst.Name) else ()
        owner = bindings[0].owner if len(bindings) == 1 else None
        return owner if isinstance(owner, cst.ClassDef) else None

    def own(self, node: cst.ClassDef, name: str) -> list[Binding]:
        """Return what the body of ``node`` itself binds ``name`` to."""
        return self._scopes.of(node).bindings.get(name, [])

    def assigned(self, node: cst.ClassDef, name: str) -> list[tuple[cst.BaseExpression, cst.CSTNode]]:
        """Return each value that the methods of ``node`` itself give `self.name`, with the statement that does."""
        return self._assigned.get((node, name), [])

    def method(self, node: cst.ClassDef, name: str) -> cst.FunctionDef | None:
        """Return the method ``name`` of ``node`` or of a class in this file that it inherits from."""
        for each in self.line(node):
            for binding in self.own(each, name):
                if isinstance(binding.owner, cst.FunctionDef):
                    return binding.owner
        return None


def decorators(node: cst.FunctionDef | cst.ClassDef) -> frozenset[str]:
    """Return the dotted names of the decorators, calls without their arguments."""
    found = (each.decorator for each in node.decorators)
    return frozenset(dotted(each.func if isinstance(each, cst.Call) else each) for each in found)
