"""Texts that a file offers to others: constants, fields of classes, and what functions return."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdlint.facts.texts import Text
from rdlint.facts.typescript.classes import Classes
from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.texts import Texts
from rdlint.facts.worker import Export
from rdlint.syntax.ecmascript.scope import Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_CONSTANTS_LIMIT = 500
_DEPTH = 4
#: What holds none of these gives no address.
_ADDRESS = re.compile(rb"://|url|host|base|endpoint|origin|domain", re.IGNORECASE)
#: Functions with more bytes than this do more than to give an address.
_FUNCTION_BYTES = 2_000


def constants(
    code: Code, classes: Classes, exports: tuple[Export, ...], texts: Texts
) -> tuple[tuple[str, tuple[Text, ...]], ...]:
    """Return the exported texts by local name; not those of the framework's classes, which only the platform makes.

    Members of objects and fields of classes are called ``NAME.member``, what a function returns
    ``name()``, what its object returns hold ``name().member``.
    """
    tree = code.tree
    found: list[tuple[str, tuple[Text, ...]]] = []
    pending = [each for export in reversed(exports) for each in _exported(code, export, texts)]
    while pending and len(found) < _CONSTANTS_LIMIT:
        name, node = pending.pop()
        node = tree.unwrapped(node)
        holder = texts.values.constants.instance(node) if node.kind_id == tree.kinds.new_expression else node
        if node.kind_id in (tree.kinds.object, tree.kinds.enum_body):
            is_returned = "()" in name
            if not is_returned or _ADDRESS.search(tree.data, node.start_byte, node.end_byte):
                pending.extend(_entries(code, name, node))
        elif node.kind_id in tree.functions:
            is_short = node.end_byte - node.start_byte <= _FUNCTION_BYTES and "()" not in name
            if is_short and _ADDRESS.search(tree.data, node.start_byte, node.end_byte):
                returned = texts.values.functions.returned(node)
                pending.extend((f"{name}()", each) for each in reversed(returned))
        elif holder is not None and holder.kind_id in tree.classes:
            if not classes.is_framework(holder):
                pending.extend(_members(code, name, holder, texts))
                own = code.class_name(holder)  # by which files know it that import an object of it
                if node != holder and own not in ("", name) and "." not in name:
                    pending.extend(_members(code, own, holder, texts))
        else:
            rows = texts.of(node)
            if rows:
                found.append((name, rows))
    return _merged(found)


def _exported(code: Code, export: Export, texts: Texts) -> list[tuple[str, Node]]:
    """Return what ``export`` offers: its local name and the expression, function, class or body of an enum."""
    tree, fields = code.tree, code.tree.fields
    binding = code.scopes.of(tree.root).values.get(export.local) if not export.module and not export.is_type else None
    value: Node | None = None
    if binding is None and export.local == DEFAULT and not export.module and export.span is not None:
        leaf = tree.leaf(export.span.start)
        statement = tree.parent(leaf) if leaf is not None else None
        value = statement.child_by_field_id(fields.value) if statement is not None else None
        value = value or (statement.child_by_field_id(fields.declaration) if statement is not None else None)
    elif binding is not None and binding.declares is Declares.ENUM:
        value = binding.owner.child_by_field_id(fields.body)
    elif binding is not None and binding.declares in (Declares.FUNCTION, Declares.CLASS):
        value = binding.owner
    elif binding is not None and binding.declares is Declares.VARIABLE:
        value = texts.values.constants.value(binding)
    return [(export.local, value)] if value is not None else []


def _members(code: Code, name: str, holder: Node, texts: Texts) -> list[tuple[str, Node]]:
    """Return the fields and methods of the class ``holder`` that may give addresses, and those that it inherits."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[tuple[str, Node]] = []
    body = holder.child_by_field_id(fields.body)
    if body is None or name.count(".") > _DEPTH or not _ADDRESS.search(tree.data, body.start_byte, body.end_byte):
        return found
    for each in body.named_children:
        if each.kind_id not in (kinds.public_field_definition, kinds.method_definition):
            continue
        key = each.child_by_field_id(fields.name)
        inner = tree.property_name(key) if key is not None else None
        if inner is None:
            continue
        if each.kind_id == kinds.public_field_definition:
            found.extend((f"{name}.{inner}", value) for value in texts.values.constants.fields_of(holder, inner))
        elif inner == "constructor":
            for parameter in texts.values.functions.parameters(each):
                pattern = parameter.child_by_field_id(fields.pattern)
                if pattern is not None and pattern.kind_id == kinds.identifier:
                    field = tree.text(pattern)
                    values = texts.values.constants.fields_of(holder, field)
                    found.extend((f"{name}.{field}", value) for value in values if pattern in values)
        elif any(child.type == "get" for child in each.children[:4]):
            found.extend((f"{name}.{inner}", value) for value in texts.values.functions.returned(each))
        else:
            found.append((f"{name}.{inner}", each))
    return found


def _entries(code: Code, name: str, holder: Node) -> list[tuple[str, Node]]:
    """Return the members of an object literal or the body of an enum."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[tuple[str, Node]] = []
    if name.count(".") > _DEPTH:
        return found
    for each in holder.named_children:
        value: Node | None = None
        if each.kind_id in (kinds.pair, kinds.enum_assignment):
            key = each.child_by_field_id(fields.key if each.kind_id == kinds.pair else fields.name)
            value = each.child_by_field_id(fields.value)
        elif each.kind_id == kinds.method_definition:
            key, value = each.child_by_field_id(fields.name), each
        elif each.kind_id == kinds.shorthand_property_identifier:
            key = value = each
        else:
            continue
        inner = tree.property_name(key) if key is not None else None
        if inner is not None and value is not None:
            found.append((f"{name}.{inner}", value))
    return found


def _merged(found: list[tuple[str, tuple[Text, ...]]]) -> tuple[tuple[str, tuple[Text, ...]], ...]:
    """Return one entry a name, with all its texts."""
    texts: dict[str, dict[Text, None]] = {}
    for name, rows in found:
        texts.setdefault(name, {}).update(dict.fromkeys(rows))
    return tuple((name, tuple(rows)) for name, rows in texts.items())
