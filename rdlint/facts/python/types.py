"""What the type annotations of a Python file say.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import TypeAlias

import libcst as cst

from rdlint.facts.python.clients import SESSIONS
from rdlint.facts.python.code import Code
from rdlint.facts.python.origin import Env, Imported, Instance, Local, Made, Origin
from rdlint.facts.root import Certainty, Root
from rdlint.syntax.python.scope import Binding
from rdlint.syntax.python.tree import dotted, string

ENV = "Env"
#: Types that say nothing of what an object holds.
_ANY = frozenset({"Any", "object", "JsProxy", "Environment", "Bindings"})
_WRAPPERS = frozenset({"Optional", "Union", "Annotated", "Final", "ClassVar"})
#: Modules whose `Env` is the environment; that of a package such as `gymnasium` is another thing.
_ENV_MODULES = re.compile(r"\.|(?:workers|cloudflare|js)(?:\.|$)|(?:\w+\.)*\w*raindrop\w*(?:\.|$)")
_WORD = re.compile(r"[A-Za-z_][\w.]*")


class Plain(Enum):
    """What a type says when it names neither the environment nor a known class."""

    ANY = auto()  # it could be anything
    OTHER = auto()  # it is surely something else


Typed: TypeAlias = "Env | Instance | Made | Plain"


class Types:
    """Reads the annotations of one file."""

    def __init__(self, code: Code, trace: Callable[[Binding], Origin]) -> None:
        self._code = code
        self._trace = trace

    def of(self, annotation: cst.BaseExpression) -> Typed:
        """Return what an object of the type ``annotation`` is."""
        said = [self._named(name, annotation) for name in _names(annotation)]
        for kind in (Env, Made, Instance):
            for each in said:
                if isinstance(each, kind):
                    return each
        return Plain.ANY if Plain.ANY in said else Plain.OTHER

    def _named(self, name: str, node: cst.CSTNode) -> Typed:
        first, _, rest = name.partition(".")
        last = name.rpartition(".")[2]
        bindings = self._code.scopes.resolve(first, node)
        if not bindings:
            if last == ENV:
                return Env(Root(Certainty.TYPED))
            return Plain.ANY if last in _ANY else Plain.OTHER
        if isinstance(bindings[0].owner, (cst.Assign, cst.AnnAssign, cst.TypeAlias)):
            return Env(Root(Certainty.TYPED)) if name == ENV else Plain.ANY
        origin = self._trace(bindings[0])
        if isinstance(origin, Local) and isinstance(origin.node, cst.ClassDef):
            return Env(Root(Certainty.TYPED)) if name == ENV else Instance(origin.node)
        if not isinstance(origin, Imported):
            return Plain.OTHER
        path = f"{origin.path}.{rest}" if rest else origin.path
        module, _, exported = path.rpartition(".")
        if exported == ENV and (path.startswith(".") or _ENV_MODULES.match(module)):
            return Env(Root(Certainty.TYPED))
        if path in SESSIONS:
            return Made(Imported(module, exported), None)
        return Plain.ANY


def _names(annotation: cst.BaseExpression) -> Iterator[str]:
    """Yield the dotted names of the types that ``annotation`` is made of; an empty one for what has none."""
    pending: list[cst.CSTNode] = [annotation]
    while pending:
        node = pending.pop()
        if isinstance(node, (cst.Name, cst.Attribute)):
            if dotted(node) != "None":
                yield dotted(node)
        elif isinstance(node, cst.SimpleString):
            words = [word for word in _WORD.findall(string(node) or "") if word.rpartition(".")[2] not in _WRAPPERS]
            yield from (word for word in words[:8] if word not in ("None", "typing"))
        elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr):
            pending += [node.left, node.right]
        elif isinstance(node, cst.Subscript) and dotted(node.value).rpartition(".")[2] in _WRAPPERS:
            pending += [each.slice.value for each in node.slice if isinstance(each.slice, cst.Index)]
        else:
            yield ""
