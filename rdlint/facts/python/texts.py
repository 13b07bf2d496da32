"""Texts in Python code as rows of pieces: what is known of a URL, with where each part stands.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import libcst as cst

from rdlint.facts.callee import Callee
from rdlint.facts.python.code import Code
from rdlint.facts.python.origin import Imported, Member
from rdlint.facts.python.trace import Tracer
from rdlint.facts.texts import Piece, Text
from rdlint.span import Span
from rdlint.syntax.python.scope import Binding
from rdlint.syntax.python.values import Part, Row, subscript_text

#: Attributes and entries are followed so far to a parameter.
_DEPTH = 8
_PLATFORM = frozenset({"js", "pyodide", "pyodide_js", "workers", "cloudflare"})


class Texts:
    """Reads the texts of one file; parts that are credentials are left out."""

    def __init__(self, code: Code, tracer: Tracer, secrets: tuple[Span, ...]) -> None:
        self._code = code
        self._tracer = tracer
        self._is_hidden = bytearray(len(code.tree.data) + 1)
        for each in secrets:
            self._is_hidden[each.start : each.end] = b"\1" * (each.end - each.start)

    def of(self, node: cst.CSTNode) -> tuple[Text, ...]:
        """Return the possible texts of ``node``; empty when nothing is known of any."""
        return self._texts(self._code.values.of(node))

    def of_bindings(self, bindings: Sequence[Binding]) -> tuple[Text, ...]:
        """Return the possible texts of the name that ``bindings`` bind."""
        return self._texts(self._code.values.bound(bindings, bindings[0].node))

    def name(self, node: cst.CSTNode | None) -> tuple[str, Span] | None:
        """Return the one text that ``node`` is sure to be and where it is written, ``None`` also for a credential.

        What is put together from several texts is written nowhere, and so has no name.
        """
        rows = self._code.values.of(node) if node is not None else ()
        part = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else None
        if part is None or part.node is not None or self._first_hidden(part) >= 0:
            return None
        return part.literal, self._code.source.span(part.start, part.end)

    def _texts(self, rows: Iterable[Row]) -> tuple[Text, ...]:
        texts = tuple(dict.fromkeys(tuple(piece for part in row for piece in self._pieces(part)) for row in rows))
        return texts if any(piece.is_known for text in texts for piece in text) else ()

    def _pieces(self, part: Part) -> tuple[Piece, ...]:
        if part.node is not None:
            return (self._expression(part.node),)
        span = self._code.source.span(part.start, part.end)
        cut = self._first_hidden(part)
        if cut < 0:
            return (Piece(span, literal=part.literal),)
        known = self._code.tree.data[part.start : cut].decode("utf-8", "replace")
        before = (Piece(Span(span.path, part.start, cut), literal=known),) if known else ()
        return (*before, Piece(Span(span.path, cut, part.end)))

    def _first_hidden(self, part: Part) -> int:
        """Return the first byte of ``part`` that belongs to a credential, -1 if there is none."""
        return self._is_hidden.find(1, part.start, part.end)

    def _expression(self, node: cst.CSTNode) -> Piece:
        span = self._code.span(node)
        origin = self._tracer.of(node)
        if isinstance(origin, Member):
            return Piece(span, env=origin.name)
        if isinstance(origin, Imported) and origin.name != "*":
            return Piece(span, imported=Callee(origin.module, origin.name))
        called = self._tracer.of(node.func) if isinstance(node, cst.Call) else None
        if isinstance(called, Imported) and called.name != "*" and is_own(called.module):
            return Piece(span, imported=Callee(called.module, f"{called.name}()"))
        return Piece(span, parameter=self.parameter(node))

    def parameter(self, node: cst.CSTNode) -> str:
        """Return the parameter that ``node`` is or is taken from, as in ``Piece.parameter``; empty for none."""
        members: list[str] = []
        at: cst.CSTNode = node
        for _ in range(_DEPTH):
            if isinstance(at, cst.Attribute):
                held = self._code.classes.held(at.value)
                values = self._code.classes.assigned(held, at.attr.value) if held is not None else []
                if held is not None and len(values) != 1:
                    return ""
                members += [] if held is not None else [at.attr.value]
                at = values[0][0] if held is not None else at.value
            elif isinstance(at, cst.Subscript):
                key = subscript_text(at)
                if key is None:
                    return ""
                members.append(key)
                at = at.value
            else:
                break
        bindings = self._code.scopes.resolve(at.value, at) if isinstance(at, cst.Name) else ()
        owner = bindings[0].owner if len(bindings) == 1 else None
        parameters = self._code.tree.parent(owner) if isinstance(owner, cst.Param) else None
        function = self._code.tree.parent(parameters) if parameters is not None else None
        if not isinstance(owner, cst.Param) or not isinstance(function, cst.FunctionDef):
            return ""
        index = self._code.position(function, owner)
        whole = f"{self._code.name(function)}#{index}" if index is not None else ""
        return ".".join([whole, *reversed(members)]) if whole else ""


def is_own(module: str) -> bool:
    """Say whether ``module`` may be one of the app: it is neither Python's nor the platform's."""
    package = module.partition(".")[0]
    return package not in sys.stdlib_module_names and package not in _PLATFORM
