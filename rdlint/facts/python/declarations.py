"""What a Python file declares: classes with their methods, functions, environment types, texts for other files.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from rdlint.facts.callee import Callee
from rdlint.facts.holding import Holding
from rdlint.facts.python.code import Code
from rdlint.facts.python.origin import Env, Given, Imported, Local
from rdlint.facts.python.texts import Text, Texts
from rdlint.facts.python.trace import Tracer, is_own, is_worker_base
from rdlint.facts.python.types import ENV
from rdlint.facts.worker import Certainty, Class, EnvMember, EnvType, Function, Method, Root
from rdlint.syntax.python.classes import decorators
from rdlint.syntax.python.scope import Binding, Declares, Scope
from rdlint.syntax.python.tree import dotted

_CONSTANTS_LIMIT = 500
#: What an environment type may extend without having other members than its own.
_PLAIN_BASES = frozenset({"Protocol", "TypedDict", "object", "NamedTuple", "ABC"})


def classes(code: Code, tracer: Tracer) -> tuple[Class, ...]:
    """Return every class of the file, in the order of the text."""
    return tuple(
        Class(code.name(node), code.span(node.name), _base(code, tracer, node), tuple(_methods(code, node)))
        for node in code.tree.all(cst.ClassDef)
    )


def _base(code: Code, tracer: Tracer, node: cst.ClassDef) -> Callee | None:
    """Return the base class of ``node``: the platform's, if it is among several, or else the first."""
    found: list[Callee] = []
    for base in code.classes.bases(node):
        origin = tracer.of(base)
        if isinstance(origin, Imported):
            found.append(Callee(origin.module, origin.name))
            if is_worker_base(origin):
                return found[-1]
        elif isinstance(origin, Local):
            found.append(Callee("", code.name(origin.node)))
        elif dotted(base):
            found.append(Callee("", dotted(base)))
    return found[0] if found else None


def _methods(code: Code, node: cst.ClassDef) -> Iterator[Method]:
    for name, bindings in code.scopes.of(node).bindings.items():
        function = bindings[-1].owner
        if isinstance(function, cst.FunctionDef):
            marks = decorators(function)
            if marks.isdisjoint({"property", "functools.cached_property", "cached_property"}):
                is_static = not marks.isdisjoint({"staticmethod", "classmethod"})
                own_name = "constructor" if name == "__init__" else name
                yield Method(own_name, code.span(function.name), code.parameters(function), is_static)


def holdings(code: Code, tracer: Tracer) -> tuple[Holding, ...]:
    """Return what holds the environment as its attribute `env`: the instances of classes, by their own or a base."""
    found: dict[Holding, None] = {}
    for node in code.tree.all(cst.ClassDef):
        place = f"{code.name(node)}.this.env"
        held = tracer.field(node, "env")
        roots = [held.root] if isinstance(held, Env) and held.root.certainty > Certainty.NAME else []
        roots += [Root(Certainty.FLOW, held.parameter)] if isinstance(held, Given) else []
        roots += [
            Root(Certainty.FLOW, f"{base.name}.this.env@{base.module}")
            for base in tracer.foreign_bases(node)
            if is_own(base.module)
        ]
        found |= {Holding(place, root): None for root in roots if root.parameter != place}
    return tuple(found)


def functions(code: Code) -> tuple[Function, ...]:
    """Return the functions at the top level of the file."""
    found: list[Function] = []
    for name, bindings in code.scopes.module.bindings.items():
        function = bindings[-1].owner
        if isinstance(function, cst.FunctionDef):
            found.append(Function(name, code.span(function.name), code.parameters(function)))
    return tuple(found)


def env_types(code: Code) -> tuple[EnvType, ...]:
    """Return every class `Env` of the file that lists the members of the environment."""
    found: list[EnvType] = []
    for node in code.tree.all(cst.ClassDef):
        if node.name.value == ENV:
            names = {dotted(base).rpartition(".")[2] for base in code.classes.bases(node)}
            members = tuple(_env_members(code, code.scopes.of(node)))
            if members:
                found.append(EnvType(ENV, code.span(node.name), members, names <= _PLAIN_BASES))
    return tuple(found)


def _env_members(code: Code, scope: Scope) -> Iterator[EnvMember]:
    for name, bindings in scope.bindings.items():
        owner = bindings[0].owner
        if isinstance(owner, cst.AnnAssign):
            said = code.tree.text(owner.annotation.annotation)
            is_optional = owner.value is not None or "None" in said or "Optional" in said
            yield EnvMember(name, code.span(bindings[0].node), said, is_optional)


def constants(code: Code, texts: Texts) -> tuple[tuple[str, tuple[Text, ...]], ...]:
    """Return the texts that names at the top level stand for, those of classes there as ``Class.NAME``."""
    pending: list[tuple[str, list[Binding]]] = []
    for name, bindings in code.scopes.module.bindings.items():
        owner = bindings[-1].owner
        if isinstance(owner, cst.ClassDef):
            inside = code.scopes.of(owner).bindings.items()
            pending += [(f"{name}.{each}", its_bindings) for each, its_bindings in inside]
        else:
            pending.append((name, bindings))
    found: list[tuple[str, tuple[Text, ...]]] = []
    for name, bindings in pending:
        if all(each.declares in (Declares.VARIABLE, Declares.GROWN) for each in bindings):
            rows = texts.of_bindings(bindings)
            if rows and len(found) < _CONSTANTS_LIMIT:
                found.append((name, rows))
    return tuple(found)
