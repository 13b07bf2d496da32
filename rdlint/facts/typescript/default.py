"""What a file exports as default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rdlint.facts.default import Default, Form
from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.origin import Local, Origin, Router, Shape
from rdlint.facts.worker import Export

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer


def default_export(code: Code, tracer: Tracer, exports: Iterable[Export]) -> Default | None:
    """Return the default export among ``exports``, ``None`` when it comes from another file or is a type."""
    found = next((each for each in exports if each.name == DEFAULT and not each.module and not each.is_type), None)
    if found is None or found.span is None:
        return None
    binding = code.scopes.of(code.tree.root).values.get(found.local)
    origin = tracer.binding(binding) if binding is not None else tracer.of(_value(code, found.span.start))
    return Default(_form(code, origin), found.local, found.span)


def _value(code: Code, at: int) -> Node | None:
    """Return what the statement with the word `default` or `exports` at byte ``at`` exports."""
    fields = code.fields
    leaf = code.tree.leaf(at)
    for above in code.tree.ancestors(leaf) if leaf is not None else ():
        if above.kind_id == code.kinds.export_statement:
            return above.child_by_field_id(fields.value) or above.child_by_field_id(fields.declaration)
        if above.kind_id == code.kinds.assignment_expression:
            return above.child_by_field_id(fields.right)
    return None


def _form(code: Code, origin: Origin) -> Form:
    tree = code.tree
    if isinstance(origin, Router):
        return Form.ROUTER
    node = origin.node if isinstance(origin, (Local, Shape)) else None
    if node is None:
        return Form.OTHER
    if node.kind_id in tree.classes:
        return Form.CLASS
    if node.kind_id in tree.functions:
        return Form.FUNCTION
    return Form.OBJECT if node.kind_id == code.kinds.object else Form.OTHER
