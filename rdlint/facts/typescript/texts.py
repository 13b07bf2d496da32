"""Texts in code as rows of pieces: what is known of a URL, with where each part stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.texts import Piece, Text
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Env, Given, Imported
from rdlint.span import Span
from rdlint.syntax.ecmascript.rows import Part, Row
from rdlint.syntax.ecmascript.scope import Binding, Declares
from rdlint.syntax.ecmascript.values import Values

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer

#: Constants, members and calls are followed so far to what another file or a parameter gives.
_DEPTH = 12


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
        return rows if any(piece.is_known for row in rows for piece in row) else ()

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
            origin = self._tracer.of(node.child_by_field_id(fields.object))
            if isinstance(origin, (Env, Given)):
                key = node.child_by_field_id(fields.property) or node.child_by_field_id(fields.index)
                name = tree.property_name(key) if key is not None else None
                is_env = isinstance(origin, Env) or (name is not None and name.isupper())
                if name and is_env:
                    return Piece(span, env=name)
        imported = self.imported(node)
        if imported is not None:
            return Piece(span, imported=imported)
        name = self._taken(node)
        return Piece(span, env=name) if name else Piece(span, parameter=self.parameter(node))

    def imported(self, node: Node, depth: int = 0) -> Callee | None:
        """Return what ``node`` takes from another file: a constant, a member of one, what a function returns."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        node = tree.unwrapped(node)
        if depth > _DEPTH:
            return None
        if node.kind_id == kinds.await_expression and (inside := tree.first(node)) is not None:
            return self.imported(inside, depth + 1)
        if node.kind_id == kinds.call_expression:
            function = node.child_by_field_id(fields.function)
            called = self.imported(function, depth + 1) if function is not None else None
            return called._replace(name=f"{called.name}()") if called is not None else None
        if node.kind_id not in (kinds.member_expression, kinds.identifier, kinds.shorthand_property_identifier):
            return None
        origin = self._tracer.of(node)
        if isinstance(origin, Imported):
            return Callee(origin.module, origin.name) if origin.module else None
        if node.kind_id == kinds.member_expression:
            owner, key = node.child_by_field_id(fields.object), node.child_by_field_id(fields.property)
            whole = self.imported(owner, depth + 1) if owner is not None else None
            return _member(whole, tree.text(key)) if whole is not None and key is not None else None
        binding = self._code.scopes.resolve(tree.text(node), node)
        value = self._whole(binding)
        whole = self.imported(value, depth + 1) if value is not None else None
        for step in self._code.scopes.path(binding) if binding is not None and whole is not None else ():
            whole = _member(whole, step) if whole is not None and step and step != "..." else None
        return whole

    def parameter(self, node: Node, depth: int = 0) -> str:
        """Return the parameter that ``node`` is or is taken from, as in ``Piece.parameter``; empty for none."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        node = tree.unwrapped(node)
        if depth > _DEPTH:
            return ""
        if node.kind_id == kinds.member_expression:
            owner, key = node.child_by_field_id(fields.object), node.child_by_field_id(fields.property)
            if owner is None or key is None:
                return ""
            if owner.kind_id == kinds.this:
                holder = self.values.constants.instance(owner)
                values = self.values.constants.fields_of(holder, tree.text(key)) if holder is not None else []
                return self.parameter(values[0], depth + 1) if len(values) == 1 else ""
            whole = self.parameter(owner, depth + 1)
            return f"{whole}.{tree.text(key)}" if whole else ""
        if node.kind_id not in (kinds.identifier, kinds.shorthand_property_identifier):
            return ""
        binding = self._code.scopes.resolve(tree.text(node), node)
        if binding is None:
            return ""
        whole = ""
        if binding.declares is Declares.PARAMETER:
            found_at = self._code.parameter_index(binding)
            name = self._code.function_name(found_at[0]) if found_at is not None else ""
            whole = f"{name}#{found_at[1]}" if found_at is not None and name else ""
        elif (value := self._whole(binding)) is not None:
            whole = self.parameter(value, depth + 1)
        for step in self._code.scopes.path(binding) if whole else ():
            whole = f"{whole}.{step}" if whole and step and step != "..." else ""
        return whole

    def _whole(self, binding: Binding | None) -> Node | None:
        """Return the expression that the variable ``binding`` is, or is taken from, when it is set once."""
        if binding is None or binding.declares is not Declares.VARIABLE:
            return None
        if binding.owner.kind_id != self._kinds.variable_declarator or self.values.constants.assignments(binding):
            return None
        return binding.owner.child_by_field_id(self._fields.value)

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


def _member(whole: Callee, name: str) -> Callee:
    """Return the member ``name`` of what another file gives; of a whole module that is what it exports."""
    return Callee(whole.module, name if whole.name == "*" else f"{whole.name}.{name}")
