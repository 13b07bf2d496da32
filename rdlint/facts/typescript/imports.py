"""What a file takes from other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.exports import is_marked_type, module_name
from rdlint.facts.worker import Import

if TYPE_CHECKING:
    from tree_sitter import Node

_PLACES_LIMIT = 2_000
#: Imports further down than this many bytes, where people write none, are taken to be used.
_FAR_DOWN = 100_000
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
    is_kept = is_bare or not tree.is_typescript or statement.start_byte > _FAR_DOWN
    is_value = not is_marked_type(code, statement) and (is_kept or any(_is_used(code, each) for each in values))
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
                    found.append((local, module_name(code, name), is_marked_type(code, specifier)))
    return found


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
        if statement is None or is_marked_type(code, statement) or is_marked_type(code, above):
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
    is_value = not is_marked_type(code, statement) and not (
        specifiers and all(is_marked_type(code, each) for each in specifiers)
    )
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
            span = code.inner_span(arguments[0])
            found.append(Import(module, span, True, names, is_dynamic=True, is_guarded=code.is_tried(call)))
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
