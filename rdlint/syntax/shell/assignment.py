"""Assignments of a shell script: ``NAME=value``, arrays, and the words of `export`, `local`, `declare`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rdlint.span import Span
from rdlint.syntax.shell.expansion import Expander
from rdlint.syntax.shell.scope import Array, Field, Scope
from rdlint.syntax.shell.tree import touching
from rdlint.syntax.shell.words import UNKNOWN, Piece, Value, concatenate, literal

if TYPE_CHECKING:
    from tree_sitter import Node


class Assignment(NamedTuple):
    """``NAME=value``. ``span`` covers the name, ``value_span`` what stands behind the equals sign.

    ``is_item``: the name is the key of an item of an array.
    """

    name: str
    span: Span
    value: Value
    value_span: Span
    is_item: bool = False


def assign_all(node: Node, scope: Scope, expander: Expander, *, is_map: bool = False) -> list[Assignment]:
    """Make the assignments in ``node``, each of which sees those before it, and return them."""
    nodes = [node] if node.type == "variable_assignment" else node.children
    found: list[Assignment] = []
    for child in nodes:
        if child.type == "variable_assignment":
            found += _assign(child, scope, expander, is_map)
    return found


def declared(
    node: Node, scope: Scope, expander: Expander, local: dict[str, Value | Array | None] | None
) -> list[Field]:
    """Return the words of a declaration apart from its assignments, and declare the names among them.

    ``local`` keeps what the variables of a function were before it, ``None`` outside of functions.
    """
    keyword, others = node.children[0], [child for child in node.children[1:] if child.type != "variable_assignment"]
    span = expander.span([keyword])
    fields = [Field(literal(expander.text(keyword), span), span, span)]
    fields += (field for word in touching(others, expander.data) for field in expander.fields(word, scope))
    if keyword.type == "export":
        return fields
    options = "".join(field.value.prefix for field in fields if field.value.prefix.startswith("-"))
    bare = [expander.text(child) for child in others if child.type == "variable_name"]
    if local is not None and "g" not in options:
        targets = (child.child_by_field_name("name") for child in node.children if child.type == "variable_assignment")
        for name in (*bare, *(expander.text(target) for target in targets if target)):
            local.setdefault(name, scope.variables.get(name))
    for name in bare:
        if "A" in options and not isinstance(scope.variables.get(name), Array):
            scope.assign(name, Array(is_map=True))
        elif local is not None and keyword.type != "readonly" and not set(options) & {"A", "g", "x"}:
            scope.assign(name, UNKNOWN)
    return fields


def _assign(node: Node, scope: Scope, expander: Expander, is_map: bool) -> Iterator[Assignment]:
    """Make one assignment; yield it, and the items with keys that it adds."""
    target, source = node.child_by_field_name("name"), node.child_by_field_name("value")
    owner = target.child_by_field_name("name") if target and target.type == "subscript" else target
    if target is None or owner is None:
        return
    name, span = expander.text(owner), expander.span([owner])
    end = expander.excerpt.span(node.end_byte, node.end_byte)
    value_span = expander.span([source]) if source else end
    is_added = any(child.type == "+=" for child in node.children)
    if source and source.type == "array":
        old = scope.variables.get(name)
        if not is_added:
            scope.assign(name, Array(is_map=is_map or (isinstance(old, Array) and old.is_map)))
        items = list(expander.array(source, scope))
        scope.append(name, items)
        yield from (Assignment(key, item.span, item.value, item.span, True) for key, item in items if key)
        return
    value = UNKNOWN  # of text that is broken
    if source or not node.has_error:
        value = expander.value([source], scope) if source else literal("", end)
    if target.type == "subscript":
        key = expander.key(target, scope)
        scope.append(name, [(key.text if key else "", Field(value, value_span, value_span))])
        yield Assignment(key.text if key else "", span, value, value_span, True)
        return
    if is_added:
        pieces = [Piece(scope.value(name), False, True), Piece(value, False, True)]
        value = concatenate(pieces, expander.span([node]))
    scope.assign(name, value)
    yield Assignment(name, span, value, value_span)
