"""The members of a class: its methods, its properties, and whether its body says them all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rdlint.facts.typescript.classes import Classes
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.parameter_uses import parameter_uses
from rdlint.facts.worker import Method, Parameter
from rdlint.platform.handlers import HANDLERS

if TYPE_CHECKING:
    from tree_sitter import Node

_HANDLERS = frozenset(HANDLERS.values())
#: What stands where members are added to a class from outside, with the name of the class.
_ADDING = re.compile(rb"\b(?:interface\s+|Object\.assign\(\s*|applyMixins\(\s*)([\w$]+)|\b([\w$]+)\.prototype\b")
#: What may give an object further members, or stand in for it, inside its class.
_OPENING = re.compile(
    rb"\bnew\s+Proxy\(|\bObject\.(?:assign|defineProperty|defineProperties)\(\s*this\b|\bthis\[[^\]\n]*\]\s*=[^=]"
)
#: Keys that no call from outside can name.
_SYMBOL = "[Symbol."
_ASSIGNED = re.compile(rb"\bthis\.([A-Za-z_$][\w$]*)\s*=(?!=)")


class Members(NamedTuple):
    """What one class has, as ``Class`` explains it."""

    methods: tuple[Method, ...]
    properties: tuple[str, ...]
    is_complete: bool


def extended(code: Code) -> Collection[bytes]:
    """Return the names of the classes that the file may add members to from outside their bodies."""
    return {match[1] or match[2] for match in _ADDING.finditer(code.tree.data)}


def members(code: Code, read: Classes, node: Node, extended: Collection[bytes]) -> Members:
    """Return the members that the class ``node`` itself declares; ``extended`` are the names with others."""
    kinds, fields = code.kinds, code.fields
    keyed = (kinds.method_definition, kinds.public_field_definition, kinds.abstract_method_signature)
    body = read.members(node)
    signatures = {_key(code, each) for each in body if each.kind_id == kinds.method_signature}
    methods: list[Method] = []
    properties: dict[str, None] = {}
    is_complete = not _is_extended(code, node, extended)
    for member in body:
        key = member.child_by_field_id(fields.name) if member.kind_id in keyed else None
        name = _key(code, member) if key is not None else None
        if key is None:
            is_complete = is_complete and member.kind_id not in (kinds.index_signature, kinds.decorator)
        elif name is None:
            is_complete = is_complete and code.tree.text(key).startswith(_SYMBOL)
        elif (function := _function(code, member)) is None:
            properties[name] = None
        else:
            method = _method(code, member, function, key, name, name in signatures)
            uses = parameter_uses(code, read, node, function, method.parameters[1:]) if name in _HANDLERS else ()
            methods.append(replace(method, uses=uses) if uses else method)
    named = {each.name for each in methods}
    properties.update(dict.fromkeys(each for each in signatures if each is not None and each not in named))
    properties.update(dict.fromkeys(_constructed(code, read, node)))
    return Members(tuple(methods), tuple(properties), is_complete)


def _key(code: Code, member: Node) -> str | None:
    key = member.child_by_field_id(code.fields.name)
    return code.tree.property_name(key) if key is not None else None


def _method(code: Code, member: Node, function: Node, key: Node, name: str, is_overloaded: bool) -> Method:
    marks = _marks(code, member)
    parameters = code.parameters(function)
    return Method(
        name,
        code.inner_span(key),
        parameters,
        is_static="static" in marks,
        is_hidden=not marks.isdisjoint({"private", "protected"}) or name.startswith("#"),
        is_abstract=member.kind_id == code.kinds.abstract_method_signature,
        is_overloaded=is_overloaded,
        unused=_unused(code, function, parameters) if name in _HANDLERS else frozenset(),
    )


def _function(code: Code, member: Node) -> Node | None:
    """Return the function that calls of ``member`` reach, ``None`` for a property."""
    kinds = code.kinds
    if member.kind_id != kinds.public_field_definition:
        return None if not _marks(code, member).isdisjoint({"get", "set"}) else member
    value = member.child_by_field_id(code.fields.value)
    function = code.tree.unwrapped(value) if value is not None else None
    return function if function is not None and function.kind_id in code.tree.functions else None


def _marks(code: Code, member: Node) -> frozenset[str]:
    """Return the words before the name of ``member``: `private`, `static`, `get` and the like."""
    key = member.child_by_field_id(code.fields.name)
    end = key.start_byte if key is not None else member.start_byte
    return frozenset(code.tree.text(child) for child in member.children[:8] if child.end_byte <= end)


def _unused(code: Code, function: Node, parameters: tuple[Parameter, ...]) -> frozenset[str]:
    """Return the names of the ``parameters`` that the body of ``function`` does not speak of."""
    body = function.child_by_field_id(code.fields.body)
    if body is None:
        return frozenset()
    return frozenset(each.name for each in parameters if each.name and not _is_used(code, body, each.name))


def _is_used(code: Code, body: Node, name: str) -> bool:
    kinds = code.kinds
    leaves = (code.tree.leaf(at) for at in code.tree.words(name.encode(), body.start_byte, body.end_byte))
    return any(leaf is not None and leaf.kind_id != kinds.property_identifier for leaf in leaves)


def _constructed(code: Code, read: Classes, node: Node) -> Iterator[str]:
    """Yield the fields that only the constructor of the class ``node``, or an assignment in JavaScript, declares."""
    constructor = read.member(node, "constructor")
    parameters = constructor.child_by_field_id(code.fields.parameters) if constructor is not None else None
    for parameter in parameters.named_children if parameters is not None else ():
        name = parameter.child_by_field_id(code.fields.pattern)
        if name is not None and any(child.kind_id == code.kinds.accessibility_modifier for child in parameter.children):
            yield code.tree.text(name)
    if not code.tree.is_typescript:
        for match in _ASSIGNED.finditer(code.tree.data, node.start_byte, node.end_byte):
            yield match[1].decode()


def _is_extended(code: Code, node: Node, extended: Collection[bytes]) -> bool:
    """Say whether the class ``node`` may have other members than those that its body can be seen to declare."""
    data = code.tree.data
    above = code.tree.parent(node)
    around = [above] if above is not None and above.kind_id == code.kinds.export_statement else []
    if any(child.kind_id == code.kinds.decorator for each in (node, *around) for child in each.children):
        return True
    if node.has_error or _OPENING.search(data, node.start_byte, node.end_byte) is not None:
        return True
    named = node.child_by_field_id(code.fields.name)
    return named is not None and data[named.start_byte : named.end_byte] in extended
