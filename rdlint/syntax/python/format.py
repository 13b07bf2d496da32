"""The places in a text that `%` and `.format` fill in, and what with.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from rdlint.syntax.python.tree import string

_PERCENT = re.compile(r"%(?:\((?P<key>\w+)\))?(?P<form>[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?[a-zA-Z%])")
_BRACES = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}]*)\}")
_PLAIN_FORMS = frozenset({"s", "d", "i"})


class Place(NamedTuple):
    """A place at the characters ``start`` to ``end`` of a text.

    It is filled with the argument ``key``, or it means ``literal``; neither: it is not known with what.
    """

    start: int
    end: int
    key: str | int | None = None
    literal: str = ""


def percent_places(text: str, count: int) -> Iterator[Place]:
    """Yield the places of `text % arguments`; ``count`` arguments have been taken before this text."""
    for match in _PERCENT.finditer(text):
        if match["form"] == "%":
            yield Place(*match.span(), literal="%")
            continue
        key: str | int = match["key"] if match["key"] is not None else count
        count += match["key"] is None
        yield Place(*match.span(), key if match["form"] in _PLAIN_FORMS else None)


def brace_places(text: str, count: int) -> Iterator[Place]:
    """Yield the places of `text.format(…)`; ``count`` arguments have been taken before this text."""
    for match in _BRACES.finditer(text):
        field = match["field"]
        if field is None:
            yield Place(*match.span(), literal=match.group()[0])
        elif not field:
            yield Place(*match.span(), count)
            count += 1
        elif field.isdecimal():
            yield Place(*match.span(), int(field[:9]))
        else:
            yield Place(*match.span(), field if field.isidentifier() else None)


def percent_arguments(node: cst.BaseExpression) -> dict[str | int, cst.BaseExpression]:
    """Return what stands to the right of `%`, by position or by key."""
    if isinstance(node, cst.Tuple):
        return dict(enumerate(each.value for each in node.elements))
    if isinstance(node, cst.Dict):
        pairs = (each for each in node.elements if isinstance(each, cst.DictElement))
        return {key: each.value for each in pairs if (key := string(each.key)) is not None}
    return {0: node}


def call_arguments(node: cst.Call) -> dict[str | int, cst.BaseExpression]:
    """Return the arguments of a call, by position or by name; those after `*` have no known position."""
    found: dict[str | int, cst.BaseExpression] = {}
    count: int | None = 0
    for each in node.args:
        if each.keyword is not None:
            found[each.keyword.value] = each.value
        elif each.star:
            count = count if each.star == "**" else None
        elif count is not None:
            found[count] = each.value
            count += 1
    return found
