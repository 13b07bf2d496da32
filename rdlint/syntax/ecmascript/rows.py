"""Possible texts as rows of parts, and what joins and changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

#: So many possible texts are kept, each of so many parts.
ALTERNATIVES = 8
PARTS = 64


class Part(NamedTuple):
    """A part of a text: ``literal`` at ``start`` to ``end``, or what the expression ``node`` gives."""

    start: int
    end: int
    literal: str
    node: Node | None


#: One possible text.
Row = tuple[Part, ...]


def joined(rows: tuple[Row, ...], more: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return each of ``rows`` followed by each of ``more``."""
    return tuple((row + other)[:PARTS] for row in rows for other in more)[:ALTERNATIVES]


def based(base: Row, path: Row) -> Row:
    """Return the text of ``new URL(path, base)``: the path takes the place of that of the base."""
    kept: list[Part] = []
    for part in base:
        scheme = part.literal.find("://")
        slash = part.literal.find("/", scheme + 3 if scheme >= 0 else 0) if part.literal else -1
        if slash >= 0:
            kept.append(part._replace(literal=part.literal[:slash]))
            break
        kept.append(part)
    if path and path[0].literal and not path[0].literal.startswith("/"):
        path = (path[0]._replace(literal="/" + path[0].literal), *path[1:])
    return (*kept, *path)


def replaced(row: Row, old: str, new: str) -> Row:
    """Return ``row`` with ``new`` for the first ``old``, which is looked for up to what is not known."""
    for index, part in enumerate(row):
        if part.node is not None:
            break
        if old in part.literal:
            return (*row[:index], part._replace(literal=part.literal.replace(old, new, 1)), *row[index + 1 :])
    return row
