"""What a file declares: classes with their methods, functions, environment types, texts that others may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.typescript.classes import Classes
from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.methods import extended, members
from rdlint.facts.worker import Class, EnvMember, EnvType, Export, Function
from rdlint.syntax.ecmascript.scope import Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_PLACES_LIMIT = 2_000


def classes(code: Code, read: Classes) -> tuple[Class, ...]:
    """Return every class of the file."""
    tree = code.tree
    found: dict[int, Class] = {}
    added = extended(code) if b"class" in tree.data else ()
    for count, at in enumerate(tree.words(b"class")):
        leaf = tree.leaf(at)
        if leaf is None or count > _PLACES_LIMIT or leaf.type != "class":
            continue
        node = tree.parent(leaf)
        if node is not None and node.kind_id in tree.classes and node.start_byte not in found:
            name = node.child_by_field_id(tree.fields.name)
            own = members(code, read, node, added)
            found[node.start_byte] = Class(
                code.class_name(node),
                code.span(name if name is not None else leaf),
                read.base(node),
                own.methods,
                own.properties,
                node.kind_id == tree.kinds.abstract_class_declaration,
                own.is_complete and not read.is_mixed(node),
                read.payload(node),
            )
    return tuple(found.values())


def functions(code: Code, exports: tuple[Export, ...]) -> tuple[Function, ...]:
    """Return the functions among ``exports``, by their local names."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    scope = code.scopes.of(tree.root)
    found: list[Function] = []
    for export in exports:
        if export.module or export.is_type:
            continue
        binding = scope.values.get(export.local)
        function: Node | None = None
        if binding is None and export.local == DEFAULT and export.span is not None:
            leaf = tree.leaf(export.span.start)
            statement = tree.parent(leaf) if leaf is not None else None
            value = statement.child_by_field_id(fields.value) if statement is not None else None
            function = tree.unwrapped(value) if value is not None else None
        elif binding is not None and binding.declares is Declares.FUNCTION:
            function = binding.owner
        elif binding is not None and binding.owner.kind_id == kinds.variable_declarator:
            value = binding.owner.child_by_field_id(fields.value)
            function = tree.unwrapped(value) if value is not None else None
        if function is not None and (
            function.kind_id in tree.functions or function.kind_id == kinds.function_signature
        ):
            span = code.span(binding.node) if binding is not None else export.span
            found.append(Function(export.local, span or code.span(function), code.parameters(function)))
    return tuple(found)


def env_types(code: Code) -> tuple[EnvType, ...]:
    """Return every declaration of a type ``Env`` in the file."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[EnvType] = []
    starts = [at + len(word) for word in (b"interface Env", b"type Env") for at in _places(tree.data, word)]
    for end in sorted(starts):
        leaf = tree.leaf(end - 1)
        above = tree.parent(leaf) if leaf is not None else None
        if leaf is None or above is None or above.child_by_field_id(fields.name) != leaf or tree.text(leaf) != "Env":
            continue
        if above.kind_id == kinds.interface_declaration:
            body = above.child_by_field_id(fields.body)
            is_complete = all(child.kind_id != kinds.extends_type_clause for child in above.named_children)
        elif above.kind_id == kinds.type_alias_declaration:
            body = above.child_by_field_id(fields.value)
            is_complete = body is not None and body.kind_id == kinds.object_type
        else:
            continue
        members = tuple(_env_members(code, body)) if body is not None else ()
        found.append(EnvType("Env", code.span(leaf), members, is_complete))
    return tuple(found)


def _places(data: bytes, word: bytes) -> list[int]:
    found: list[int] = []
    at = data.find(word)
    while at >= 0 and len(found) < _PLACES_LIMIT:
        found.append(at)
        at = data.find(word, at + len(word))
    return found


def _env_members(code: Code, body: Node) -> list[EnvMember]:
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[EnvMember] = []
    for each in body.named_children:
        if each.kind_id not in (kinds.property_signature, kinds.method_signature):
            continue
        key = each.child_by_field_id(fields.name)
        name = tree.property_name(key) if key is not None else None
        if key is None or name is None:
            continue
        annotation = each.child_by_field_id(fields.type)
        said = code.tree.first(annotation) if annotation is not None else None
        is_optional = any(child.type == "?" for child in each.children)
        found.append(EnvMember(name, code.inner_span(key), tree.text(said) if said is not None else "", is_optional))
    return found
