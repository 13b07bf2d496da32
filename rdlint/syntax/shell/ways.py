"""Which commands of a script can run together: the branches of `if` and `case` that lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from rdlint.syntax.shell.scope import Ending

if TYPE_CHECKING:
    from tree_sitter import Node

#: As many branches of one statement are told apart, and as many statements are remembered.
_MOST_BRANCHES = 60
_MOST_WAYS = 40


#: The place of conditions around whole texts, such as the steps of a job: each of them excludes the others.
AROUND = -4


class Way(NamedTuple):
    """Branches of the statement at byte ``place``, as bits.

    Two commands that both have a way through it never run together without a common branch. The
    ``place`` of functions that nothing calls is -1: each may be what somebody runs.
    """

    place: int
    branches: int


def alone(number: int) -> Way:
    """Return the way of the function ``number``, which nothing calls."""
    return Way(-1, _bit(number))


def through(ways: tuple[Way, ...], node: Node, number: int) -> tuple[Way, ...]:
    """Return ``ways`` and the one through branch ``number`` of ``node``."""
    return (*ways, Way(node.start_byte, _bit(number)))[:_MOST_WAYS]


def left_open(ways: tuple[Way, ...], node: Node, endings: Iterable[Ending]) -> tuple[Way, ...]:
    """Return the ways to what stands behind ``node``, whose branches end with ``endings``.

    Those that leave the script or the function do not get there.
    """
    ends = [ending >= Ending.FUNCTION for ending in endings]
    if not any(ends) or all(ends):
        return ways[:_MOST_WAYS]
    branches = 0
    for number, end in enumerate(ends):
        branches |= 0 if end else _bit(number)
    return (*ways, Way(node.start_byte, branches))[:_MOST_WAYS]


def _bit(number: int) -> int:
    return 1 << min(number, _MOST_BRANCHES)
