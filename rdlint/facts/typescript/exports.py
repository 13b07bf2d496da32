"""What a file offers to other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.worker import Export
from rdlint.span import Span

if TYPE_CHECKING:
    from tree_sitter import Node


def exports(code: Code) -> tuple[Export, ...]:
    """Return everything that the file exports, also in the manner of CommonJS."""
    tree = code.tree
    found: list[Export] = []
    for statement in tree.root.named_children:
        if statement.kind_id == tree.kinds.export_statement:
            found.extend(_exports(code, statement))
    if b"exports" in tree.data:
        found.extend(_commonjs(code))
    return tuple(found)


def module_name(code: Code, name: Node) -> str:
    """Return an imported or exported name, which may be written as a string."""
    return code.tree.string(name) or code.tree.text(name)


def is_marked_type(code: Code, node: Node) -> bool:
    """Say whether ``import``, ``export`` or a specifier in braces is marked ``type``."""
    data, start = code.tree.data, node.start_byte
    if b"type" not in data[start : start + 12]:
        return False
    if data.startswith(b"export type *", start):  # which the grammar does not know
        return True
    return any(child.type == "type" for child in node.children[:2])


def _exports(code: Code, statement: Node) -> list[Export]:
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    source = statement.child_by_field_id(fields.source)
    module = (tree.string(source) or "") if source is not None else ""
    is_type = is_marked_type(code, statement)
    declared = statement.child_by_field_id(fields.declaration)
    if _is_default(code, statement):
        value = declared or statement.child_by_field_id(fields.value)
        return [_default(code, value, statement)] if value is not None else []
    if declared is not None:
        return _declared(code, declared)
    found: list[Export] = []
    for part in statement.named_children:
        if part.kind_id == kinds.export_clause:
            for specifier in part.named_children:
                local = specifier.child_by_field_id(fields.name)
                name = specifier.child_by_field_id(fields.alias) or local
                if local is not None and name is not None:
                    is_own_type = (
                        is_type or is_marked_type(code, specifier) or (not module and _is_only_type(code, local))
                    )
                    found.append(
                        Export(module_name(code, name), module_name(code, local), module, is_own_type, code.span(name))
                    )
        elif part.kind_id == kinds.namespace_export:
            named = code.tree.first(part)
            if named is not None:
                found.append(Export(tree.text(named), "*", module, is_type, code.span(named)))
        elif part.kind_id == kinds.identifier and source is None:  # export = x
            found.append(Export(DEFAULT, tree.text(part), span=code.span(part)))
    if module and not found:
        found.append(Export("*", "*", module, is_type, code.span(source) if source is not None else None))
    return found


def _is_default(code: Code, statement: Node) -> bool:
    """Say whether ``statement`` is an ``export default``."""
    start = statement.start_byte
    if b"default" not in code.tree.data[start : start + 64]:
        return False
    return any(child.type == DEFAULT for child in statement.children[:3])


def _is_only_type(code: Code, local: Node) -> bool:
    """Say whether ``local`` is declared in this file as a type alone."""
    scope = code.scopes.of(code.tree.root)
    name = code.tree.text(local)
    return name in scope.types and name not in scope.values


def _default(code: Code, value: Node, statement: Node) -> Export:
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    inside = tree.unwrapped(value)
    name: Node | None = None
    if inside.kind_id == kinds.identifier:
        name = inside
    elif (
        inside.kind_id in tree.functions
        or inside.kind_id in tree.classes
        or inside.kind_id == kinds.interface_declaration
    ):
        name = inside.child_by_field_id(fields.name) if value.kind_id != kinds.function_expression else None
    word = next((child for child in statement.children[:3] if child.type == DEFAULT), statement)
    is_type = inside.kind_id == kinds.interface_declaration
    local = tree.text(name) if name is not None else DEFAULT
    return Export(DEFAULT, local, is_type=is_type, span=code.span(name or word))


def _declared(code: Code, declaration: Node) -> list[Export]:
    """Return the names of ``export const …``, ``export function …``, ``export class …`` and so on."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    if declaration.kind_id in (kinds.lexical_declaration, kinds.variable_declaration):
        return [
            Export(tree.text(name), tree.text(name), span=code.span(name))
            for declarator in declaration.named_children
            if declarator.kind_id == kinds.variable_declarator
            for name in code.declared_names(declarator.child_by_field_id(fields.name))
        ]
    if declaration.kind_id == kinds.ambient_declaration:
        inside = code.tree.first(declaration)
        return _declared(code, inside) if inside is not None and inside.kind_id != kinds.ambient_declaration else []
    name = declaration.child_by_field_id(fields.name)
    if name is None:
        return []
    is_type = declaration.kind_id in (kinds.interface_declaration, kinds.type_alias_declaration)
    text = tree.text(name)
    return [Export(text, text, is_type=is_type, span=code.span(name))]


def _commonjs(code: Code) -> list[Export]:
    """Return the exports of ``module.exports = …`` and ``exports.name = …`` statements."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[Export] = []
    for statement in tree.root.named_children:
        assignment = code.tree.first(statement) if statement.kind_id == kinds.expression_statement else None
        if assignment is None or assignment.kind_id != kinds.assignment_expression:
            continue
        left, right = assignment.child_by_field_id(fields.left), assignment.child_by_field_id(fields.right)
        if left is None or right is None:
            continue
        target = tree.text(left).removeprefix("module.")
        if target == "exports":
            local = tree.text(right) if right.kind_id == kinds.identifier else DEFAULT
            found.append(Export(DEFAULT, local, span=code.span(left)))
            if right.kind_id == kinds.object:
                found.extend(_object_exports(code, right))
        elif target.startswith("exports.") and target.count(".") == 1:
            name = target.partition(".")[2]
            local = tree.text(right) if right.kind_id == kinds.identifier else name
            found.append(Export(name, local, span=code.span(left)))
    return found


def _object_exports(code: Code, holder: Node) -> list[Export]:
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[Export] = []
    for each in holder.named_children:
        if each.kind_id == kinds.shorthand_property_identifier:
            found.append(Export(tree.text(each), tree.text(each), span=code.span(each)))
        elif each.kind_id in (kinds.pair, kinds.method_definition):
            key = each.child_by_field_id(fields.key if each.kind_id == kinds.pair else fields.name)
            value = each.child_by_field_id(fields.value) if each.kind_id == kinds.pair else None
            name = tree.property_name(key) if key is not None else None
            if key is None or name is None:
                continue
            is_name = value is not None and value.kind_id == kinds.identifier
            local = tree.text(value) if value is not None and is_name else f"{DEFAULT}.{name}"
            found.append(Export(name, local, span=Span(code.path, key.start_byte, key.end_byte)))
    return found
