"""Texts in code as rows of pieces: what is known of a URL, with where each part stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Env, Given, Imported
from rdlint.facts.worker import Piece
from rdlint.span import Span
from rdlint.syntax.ecmascript.values import Part, Row, Values

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer

Text = tuple[Piece, ...]


class Texts:
    """Reads the texts of one file; parts that are credentials are left out."""

    def __init__(self, code: Code, tracer: Tracer, secrets: tuple[Span, ...]) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._secrets = secrets
        self.values = Values(code.tree, code.scopes)

    def of(self, node: Node) -> tuple[Text, ...]:
        """Return the possible texts of ``node``; empty when nothing is known of any."""
        rows = tuple(dict.fromkeys(self.pieces(row) for row in self.values.of(node)))
        return rows if any(_is_known(piece) for row in rows for piece in row) else ()

    def pieces(self, row: Row) -> Text:
        """Return ``row`` as pieces."""
        found: list[Piece] = []
        for part in row:
            found.extend(self._literal(part) if part.node is None else (self._expression(part.node),))
        return tuple(found)

    def _literal(self, part: Part) -> tuple[Piece, ...]:
        span = Span(self._code.path, part.start, part.end)
        hidden = next((each for each in self._secrets if each.start < part.end and part.start < each.end), None)
        if hidden is None:
            return (Piece(span, literal=part.literal),)
        known = self._tree.data[part.start : max(part.start, hidden.start)].decode("utf-8", "replace")
        pieces = [Piece(Span(self._code.path, part.start, hidden.start), literal=known)] if known else []
        pieces.append(Piece(Span(self._code.path, max(part.start, hidden.start), part.end)))
        return tuple(pieces)

    def _expression(self, node: Node) -> Piece:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        span = self._code.span(node)
        kind = node.kind_id
        if kind in (kinds.member_expression, kinds.subscript_expression):
            owner = node.child_by_field_id(fields.object)
            origin = self._tracer.of(owner)
            if isinstance(origin, (Env, Given)):
                key = node.child_by_field_id(fields.property) or node.child_by_field_id(fields.index)
                name = tree.property_name(key) if key is not None else None
                is_env = isinstance(origin, Env) or (name is not None and name.isupper())
                return Piece(span, env=name) if name and is_env else Piece(span)
        if kind in (kinds.member_expression, kinds.identifier):
            imported = self._tracer.of(node)
            if isinstance(imported, Imported) and imported.module:
                return Piece(span, imported=Callee(imported.module, imported.name))
            name = self._taken(node)
            if name:
                return Piece(span, env=name)
        return Piece(span)

    def _taken(self, node: Node) -> str:
        """Return the member of the environment that the name ``node`` was destructured from."""
        code = self._code
        binding = (
            code.scopes.resolve(code.tree.text(node), node) if node.kind_id == code.tree.kinds.identifier else None
        )
        if binding is None or binding.owner.kind_id != code.tree.kinds.variable_declarator:
            return ""
        path = code.scopes.path(binding)
        whole = self._tracer.of(binding.owner.child_by_field_id(code.tree.fields.value)) if len(path) == 1 else None
        return path[0] or "" if path and isinstance(whole, Env) and path[0] != "..." else ""


def _is_known(piece: Piece) -> bool:
    return bool(piece.literal or piece.env or piece.imported)
