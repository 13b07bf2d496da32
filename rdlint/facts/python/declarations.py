"""What a Python file declares: classes with their methods, functions, environment types, texts for other files.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from rdlint.facts.callee import Callee
from rdlint.facts.holding import Holding
from rdlint.facts.python.code import Code
from rdlint.facts.python.origin import Env, Given, Imported, Local
from rdlint.facts.python.texts import Texts
from rdlint.facts.python.trace import Tracer, is_own, is_worker_base
from rdlint.facts.python.types import ENV
from rdlint.facts.root import Certainty, Root
from rdlint.facts.texts import Text
from rdlint.facts.worker import Class, EnvMember, EnvType, Function, Method
from rdlint.syntax.python.classes import decorators
from rdlint.syntax.python.scope import Binding, Declares, Scope
from rdlint.syntax.python.tree import dotted

_CONSTANTS_LIMIT = 500
#: What makes a method a property.
_PROPERTIES = frozenset({"property", "functools.cached_property", "cached_property"})
#: Methods that are asked for every name that an object lacks.
_ANY_NAME = frozenset({"__getattr__", "__getattribute__"})
_RETURNS = 8
#: What an environment type may extend without having other members than its own.
_PLAIN_BASES = frozenset({"Protocol", "TypedDict", "object", "NamedTuple", "ABC"})


def classes(code: Code, tracer: Tracer) -> tuple[Class, ...]:
    """Return every class of the file, in the order of the text."""
    return tuple(
        Class(
            code.name(node),
            code.span(node.name),
            _base(code, tracer, node),
            tuple(_methods(code, node)),
            tuple(_properties(code, node)),
            is_complete=not node.decorators
            and len(tuple(code.classes.bases(node))) < 2
            and not _answers_all(code, node),
        )
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


def _answers_all(code: Code, node: cst.ClassDef) -> bool:
    """Say whether ``node`` has an answer for names that it does not declare."""
    return not _ANY_NAME.isdisjoint(code.scopes.of(node).bindings)


def _properties(code: Code, node: cst.ClassDef) -> Iterator[str]:
    """Yield the names in the body of ``node`` that are no methods, and those of its properties."""
    for name, bindings in code.scopes.of(node).bindings.items():
        function = bindings[-1].owner
        if not isinstance(function, cst.FunctionDef) or not decorators(function).isdisjoint(_PROPERTIES):
            yield name


def _methods(code: Code, node: cst.ClassDef) -> Iterator[Method]:
    for name, bindings in code.scopes.of(node).bindings.items():
        function = bindings[-1].owner
        if isinstance(function, cst.FunctionDef):
            marks = decorators(function)
            if marks.isdisjoint(_PROPERTIES):
                is_static = not marks.isdisjoint({"staticmethod", "classmethod"})
                own_name = "constructor" if name == "__init__" else name
                is_hidden = name.startswith("__") and not name.endswith("__")
                yield Method(own_name, code.span(function.name), code.parameters(function), is_static, is_hidden)


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
    """Return the texts that other files may use, by name.

    Names at the top level, attributes of classes as ``Class.name``, and what functions and methods
    return as ``name()`` and ``Class.name()``.
    """
    found: dict[str, dict[Text, None]] = {}
    for name, bindings in code.scopes.module.bindings.items():
        _note(found, name, code, bindings, texts)
        owner = bindings[-1].owner
        if isinstance(owner, cst.ClassDef):
            for each, inside in code.scopes.of(owner).bindings.items():
                _note(found, f"{name}.{each}", code, inside, texts)
    for target, value, _ in code.scopes.assigned:
        holder = code.classes.held(target.value)
        if holder is not None and len(found) < _CONSTANTS_LIMIT:
            _add(found, f"{code.name(holder)}.{target.attr.value}", texts.of(value))
    return tuple((name, tuple(rows)) for name, rows in found.items() if rows)


def _note(found: dict[str, dict[Text, None]], name: str, code: Code, bindings: Sequence[Binding], texts: Texts) -> None:
    """Note what ``bindings`` make of ``name``: texts, or a function that returns some."""
    if len(found) >= _CONSTANTS_LIMIT:
        return
    owner = bindings[-1].owner
    if all(each.declares in (Declares.VARIABLE, Declares.GROWN) for each in bindings):
        _add(found, name, texts.of_bindings(bindings))
    elif isinstance(owner, cst.FunctionDef):
        is_property = "property" in decorators(owner)
        for value in code.values.returned(owner)[:_RETURNS]:
            _add(found, name if is_property else f"{name}()", texts.of(value))


def _add(found: dict[str, dict[Text, None]], name: str, rows: tuple[Text, ...]) -> None:
    if rows:
        found.setdefault(name, {}).update(dict.fromkeys(rows))
