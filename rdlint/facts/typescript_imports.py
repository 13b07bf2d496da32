"""What a file takes from other files, and what it offers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.typescript_code import DEFAULT, Code
from rdlint.facts.worker import Export, Import
from rdlint.span import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_PLACES_LIMIT = 2_000
_DECLARING = (b"const", b"let", b"var", b"function", b"*", b"class", b"enum", b"namespace", b"module", b"async")


def imports(code: Code) -> tuple[Import, ...]:
    """Return every import and re-export of the file, in the order of the text."""
    tree, kinds = code.tree, code.tree.kinds
    found: list[Import] = []
    for statement in tree.root.named_children:
        if statement.kind_id == kinds.import_statement:
            each = _import(code, statement)
        elif statement.kind_id == kinds.export_statement:
            each = _reexport(code, statement)
        else:
            continue
        if each is not None:
            found.append(each)
    for word in (b"import(", b"require("):
        found.extend(_calls(code, word))
    return tuple(sorted(found, key=lambda each: each.span))


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


def _import(code: Code, statement: Node) -> Import | None:
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    source = statement.child_by_field_id(fields.source)
    names: list[tuple[str, str]] = []
    values: list[Node] = []
    is_bare = True
    for clause in statement.named_children:
        if clause.kind_id == kinds.import_require_clause:
            source = clause.child_by_field_id(fields.source)
            is_bare = False
            local = code.tree.first(clause)
            if local is not None:
                names.append((tree.text(local), "*"))
                values.append(local)
        elif clause.kind_id == kinds.import_clause:
            is_bare = False
            for local, exported, is_type in _clause_names(code, clause):
                names.append((tree.text(local), exported))
                if not is_type:
                    values.append(local)
    module = tree.string(source) if source is not None else None
    if source is None or not module:
        return None
    is_value = is_bare or (
        not _is_type(code, statement) and (not tree.is_typescript or any(_is_used(code, each) for each in values))
    )
    return Import(module, code.inner_span(source), is_value, tuple(names))


def _clause_names(code: Code, clause: Node) -> list[tuple[Node, str, bool]]:
    """Return the local name, the exported name and whether it is a type, for each name of an import clause."""
    kinds, fields = code.tree.kinds, code.tree.fields
    found: list[tuple[Node, str, bool]] = []
    for part in clause.named_children:
        if part.kind_id == kinds.identifier:
            found.append((part, DEFAULT, False))
        elif part.kind_id == kinds.namespace_import:
            if (whole := code.tree.first(part)) is not None:
                found.append((whole, "*", False))
        elif part.kind_id == kinds.named_imports:
            for specifier in part.named_children:
                name = specifier.child_by_field_id(fields.name)
                local = specifier.child_by_field_id(fields.alias) or name
                if name is not None and local is not None:
                    found.append((local, _module_name(code, name), _is_type(code, specifier)))
    return found


def _module_name(code: Code, name: Node) -> str:
    """Return an imported or exported name, which may be written as a string."""
    return code.tree.string(name) or code.tree.text(name)


def _is_type(code: Code, node: Node) -> bool:
    """Say whether ``import``, ``export`` or a specifier in braces is marked ``type``."""
    data, start = code.tree.data, node.start_byte
    if b"type" not in data[start : start + 12]:
        return False
    if data.startswith(b"export type *", start):  # which the grammar does not know
        return True
    return any(child.type == "type" for child in node.children[:2])


def _is_used(code: Code, local: Node) -> bool:
    """Say whether the imported name ``local`` is used as a value anywhere."""
    tree = code.tree
    name = tree.text(local)
    encoded = name.encode()
    uses: list[Node] = []
    passed_over: list[int] = []
    is_hidden = False
    for count, at in enumerate(tree.words(encoded)):
        if count > _PLACES_LIMIT:
            return True
        if at == local.start_byte:
            continue
        if uses and not _may_declare(tree.data, at, at + len(encoded)):
            passed_over.append(at)
            continue
        leaf = tree.leaf(at)
        if leaf is None:
            return True
        if _is_declaration(code, leaf):
            is_hidden = True
        elif _is_value_use(code, leaf):
            uses.append(leaf)
    if not is_hidden:
        return bool(uses)
    more = (leaf for at in passed_over if (leaf := tree.leaf(at)) is not None and _is_value_use(code, leaf))
    return any((found := code.scopes.resolve(name, use)) is not None and found.node == local for use in (*uses, *more))


def _may_declare(data: bytes, start: int, end: int) -> bool:
    """Say whether the name at bytes ``start`` to ``end`` may be declared there, by what stands around it."""
    before = data[max(0, start - 16) : start].rstrip()
    if before.endswith((b"(", b",", b"{", b"[", b":", b"...")):
        return data[end : end + 1] not in (b".", b"(")
    return before.endswith(_DECLARING) or data[end : end + 8].lstrip().startswith(b"=>")


def _is_declaration(code: Code, leaf: Node) -> bool:
    """Say whether the name ``leaf`` is declared where it stands, so that it hides an outer one."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    if leaf.kind_id == kinds.shorthand_property_identifier_pattern:
        return True
    above = tree.parent(leaf) if leaf.kind_id == kinds.identifier else None
    if above is None:
        return False
    kind = above.kind_id
    if kind in (kinds.variable_declarator, kinds.enum_declaration, kinds.internal_module) or kind in tree.functions:
        name = above.child_by_field_id(fields.parameter if kind == kinds.arrow_function else fields.name)
        return name == leaf
    if kind in (kinds.required_parameter, kinds.optional_parameter):
        return above.child_by_field_id(fields.pattern) == leaf
    if kind in (kinds.assignment_pattern, kinds.for_in_statement):
        return above.child_by_field_id(fields.left) == leaf
    if kind == kinds.catch_clause:
        return above.child_by_field_id(fields.parameter) == leaf
    return kind in (kinds.rest_pattern, kinds.array_pattern, kinds.pair_pattern)


def _is_value_use(code: Code, leaf: Node) -> bool:
    """Say whether the name ``leaf`` is read as a value where it stands."""
    tree, kinds = code.tree, code.tree.kinds
    kind = leaf.kind_id
    if kind == kinds.shorthand_property_identifier:
        return True
    above = tree.parent(leaf) if kind == kinds.identifier else None
    if above is None:
        return False
    over = above.kind_id
    if over in (kinds.import_specifier, kinds.import_clause, kinds.namespace_import, kinds.import_require_clause):
        return False
    if over == kinds.export_specifier:
        statement = next((each for each in tree.ancestors(above) if each.kind_id == kinds.export_statement), None)
        if statement is None or _is_type(code, statement) or _is_type(code, above):
            return False
        return statement.child_by_field_id(tree.fields.source) is None
    return not tree.in_type(leaf)


def _reexport(code: Code, statement: Node) -> Import | None:
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    source = statement.child_by_field_id(fields.source)
    module = tree.string(source) if source is not None else None
    if source is None or not module:
        return None
    specifiers = [
        specifier
        for clause in statement.named_children
        if clause.kind_id == kinds.export_clause
        for specifier in clause.named_children
        if specifier.kind_id == kinds.export_specifier
    ]
    is_value = not _is_type(code, statement) and not (specifiers and all(_is_type(code, each) for each in specifiers))
    return Import(module, code.inner_span(source), is_value, is_reexport=True)


def _calls(code: Code, word: bytes) -> list[Import]:
    """Return the imports written ``import("x")`` and ``require("x")``."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[Import] = []
    at = tree.data.find(word)
    while at >= 0 and len(found) < _PLACES_LIMIT:
        leaf = tree.leaf(at)
        at = tree.data.find(word, at + 1)
        call = tree.parent(leaf) if leaf is not None else None
        if call is not None and call.kind_id == kinds.import_:
            leaf, call = call, tree.parent(call)
        if leaf is None or call is None or call.kind_id != kinds.call_expression:
            continue
        if call.child_by_field_id(fields.function) != leaf:
            continue
        if leaf.kind_id == kinds.identifier and code.scopes.resolve("require", leaf) is not None:
            continue
        arguments = tree.arguments(call)
        module = tree.string(arguments[0]) if arguments else None
        if module and not tree.in_type(call):
            names = _called_names(code, call)
            found.append(Import(module, code.inner_span(arguments[0]), True, names, is_dynamic=True))
    return found


def _called_names(code: Code, call: Node) -> tuple[tuple[str, str], ...]:
    """Return the names that ``const { a, b: c } = await import("x")`` gives."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    value = tree.wrapped(call)
    above = tree.parent(value)
    if above is not None and above.kind_id == kinds.await_expression:
        value = tree.wrapped(above)
        above = tree.parent(value)
    target = (
        above.child_by_field_id(fields.name)
        if above is not None and above.kind_id == kinds.variable_declarator
        else None
    )
    if target is None:
        return ()
    if target.kind_id == kinds.identifier:
        return ((tree.text(target), "*"),)
    names: list[tuple[str, str]] = []
    for each in target.named_children:
        if each.kind_id == kinds.shorthand_property_identifier_pattern:
            names.append((tree.text(each), tree.text(each)))
        elif each.kind_id == kinds.pair_pattern:
            key, local = each.child_by_field_id(fields.key), each.child_by_field_id(fields.value)
            if key is not None and local is not None and local.kind_id == kinds.identifier:
                names.append((tree.text(local), tree.text(key)))
    return tuple(names)


def _exports(code: Code, statement: Node) -> list[Export]:
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    source = statement.child_by_field_id(fields.source)
    module = (tree.string(source) or "") if source is not None else ""
    is_type = _is_type(code, statement)
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
                    is_own_type = is_type or _is_type(code, specifier) or (not module and _is_only_type(code, local))
                    found.append(
                        Export(
                            _module_name(code, name), _module_name(code, local), module, is_own_type, code.span(name)
                        )
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
        scope = code.scopes.of(tree.root)
        names = [
            Export(binding.name, binding.name, span=code.span(binding.node))
            for binding in scope.values.values()
            if declaration.start_byte <= binding.node.start_byte < declaration.end_byte
        ]
        return sorted(names, key=lambda export: export.span or code.span(declaration))
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
