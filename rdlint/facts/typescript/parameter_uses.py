"""Where a method speaks of its parameters, and whether something of its instance can stand there instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rdlint.facts.typescript.classes import Classes
from rdlint.facts.typescript.code import Code
from rdlint.facts.worker import Parameter, ParameterUse

if TYPE_CHECKING:
    from tree_sitter import Node

_USES_LIMIT = 500


def parameter_uses(
    code: Code, read: Classes, owner: Node, function: Node, parameters: Iterable[Parameter]
) -> tuple[ParameterUse, ...]:
    """Return the uses of ``parameters`` in ``function``, a method of the class ``owner``, in the order of the text."""
    found = [use for each in parameters if each.name for use in _uses(code, read, owner, function, each.name)]
    return tuple(sorted(found, key=lambda use: use.span))


def _uses(code: Code, read: Classes, owner: Node, function: Node, name: str) -> Iterator[ParameterUse]:
    tree = code.tree
    binding = code.scopes.of(function).values.get(name)
    for count, at in enumerate(tree.words(name.encode(), function.start_byte, function.end_byte)):
        leaf = tree.leaf(at)
        if binding is not None and leaf is not None and code.is_use_of(leaf, binding):
            is_instance = read.around(leaf) == owner and count < _USES_LIMIT
            yield ParameterUse(
                name,
                code.span(leaf),
                leaf.kind_id == code.kinds.shorthand_property_identifier,
                is_instance and not _is_set(code, leaf) and not tree.in_type(leaf),
            )


def _is_set(code: Code, leaf: Node) -> bool:
    """Say whether the name ``leaf`` is given a value, by itself or in a pattern."""
    kinds = code.kinds
    above = code.tree.parent(leaf)
    if above is None or above.kind_id in (kinds.update_expression, kinds.array_pattern, kinds.pair_pattern):
        return True
    return above.kind_id in (kinds.rest_pattern, kinds.assignment_pattern) or code.tree.sets(above, leaf)
