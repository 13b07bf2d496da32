"""Guards: code that has gone on without a name of the environment if it was absent.

Behind `if (!env.KEY) return` the program works without `KEY`, so every later read has a fallback.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from rdlint.facts.worker import EnvRead


class Guard(NamedTuple):
    """From byte ``start`` to ``end`` the code has gone on without ``name`` if it was absent."""

    name: str
    start: int
    end: int


def guarded(reads: Iterable[EnvRead], guards: Iterable[Guard]) -> Iterator[EnvRead]:
    """Yield ``reads``, with those that come after a guard marked as having a fallback."""
    starts: dict[str, list[int]] = {}
    reach: dict[str, list[int]] = {}  # how far the guards up to each reach
    for guard in sorted(guards, key=lambda guard: guard.start):
        furthest = reach.setdefault(guard.name, [])
        furthest.append(max(guard.end, furthest[-1] if furthest else 0))
        starts.setdefault(guard.name, []).append(guard.start)
    for read in reads:
        before = bisect_right(starts.get(read.name, ()), read.span.start)
        is_guarded = before > 0 and read.span.start < reach[read.name][before - 1]
        yield replace(read, has_fallback=True) if is_guarded and not read.has_fallback else read
