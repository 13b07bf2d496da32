"""Globs for paths: ``*`` and ``?`` inside a name, ``**`` for any number of folders, nothing else.

Brackets are plain characters, since folders such as ``[id]`` are common in web apps. No regular
expression is made of a pattern: matching takes at most the product of both lengths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def matches(pattern: str, path: str) -> bool:
    """Say whether ``pattern`` names ``path`` or a folder that it lies in; both use forward slashes.

    A pattern without a slash (a last one aside) names files and folders at any depth; one with a
    slash starts at the folder that ``path`` is relative to.

    >>> matches("tests", "src/tests/a.ts"), matches("src/*.ts", "src/a.ts"), matches("src/*.ts", "lib/src/a.ts")
    (True, True, False)
    """
    wanted = [part for part in pattern.split("/") if part not in ("", ".")]
    if not wanted:
        return False
    anywhere = [] if "/" in pattern.rstrip("/") else ["**"]
    return _star_match([*anywhere, *wanted, "**"], path.split("/"), "**", _name_matches)


def _name_matches(pattern: str, name: str) -> bool:
    return _star_match(pattern, name, "*", lambda wanted, char: wanted in ("?", char))


def _star_match(pattern: Sequence[T], items: Sequence[T], star: T, same: Callable[[T, T], bool]) -> bool:
    """Match ``items`` with a pattern in which ``star`` stands for any number of them.

    Only the last star can need another try, so there is no search, only one way back.
    """
    at = taken = 0
    back: tuple[int, int] | None = None
    while taken < len(items):
        if at < len(pattern) and pattern[at] == star:
            back = at, taken
            at += 1
        elif at < len(pattern) and same(pattern[at], items[taken]):
            at += 1
            taken += 1
        elif back:
            back = back[0], back[1] + 1
            at, taken = back[0] + 1, back[1]
        else:
            return False
    return all(each == star for each in pattern[at:])
