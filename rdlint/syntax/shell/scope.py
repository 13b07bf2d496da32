"""What a shell script has set at one moment: its variables, its arguments, the folder it works in."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import NamedTuple

from rdlint.span import Span
from rdlint.syntax.shell.words import LONGEST_TEXT, UNKNOWN, Text, Value, unite

#: As many variables, items of an array, and arguments are followed.
_MOST_VARIABLES = 500
_MOST_ITEMS = 500


class Field(NamedTuple):
    """One word of a command after expansion.

    ``span`` is where it is written, quotes included; ``slot`` where it is used: for an argument that
    a function hands on with ``"$@"``, these are two places.
    """

    value: Value
    span: Span
    slot: Span


class Array(NamedTuple):
    """An array: keys (empty strings unless it ``is_map``) and items. Not ``is_exact``: it may hold less."""

    items: tuple[tuple[str, Field], ...] = ()
    is_map: bool = False
    is_exact: bool = True

    @property
    def fields(self) -> tuple[Field, ...]:
        """The items without their keys."""
        return tuple(item for _, item in self.items)


class Ending(IntEnum):
    """How far a script has been left: nothing that follows within is carried out."""

    NONE = 0
    LOOP = 1  # break, continue
    FUNCTION = 2  # return
    SCRIPT = 3  # exit, exec


@dataclass(slots=True)
class Scope:
    """The state of a shell.

    ``parameters`` are ``$1`` and so on, ``None`` when they are not known. ``script`` is the path of
    the file that ``$0`` names, ``None`` when there is none. ``folder`` is the current folder,
    relative to the tree, ``None`` when it is not known; ``start`` the one that the script is taken
    to be started in, ``is_anchored`` says that this no longer matters. ``left`` are the folders that
    `popd` goes back to. ``input`` is a line of what can be read from standard input.
    """

    variables: dict[str, Value | Array] = field(default_factory=dict)
    parameters: tuple[Field, ...] | None = None
    script: str | None = None
    folder: str | None = ""
    start: str | None = ""
    is_anchored: bool = False
    left: tuple[str | None, ...] = ()
    input: Value | None = None
    ending: Ending = Ending.NONE

    def copy(self) -> Scope:
        """Return a scope that can go on its own way, as a subshell does."""
        return replace(self, variables=dict(self.variables))

    def assign(self, name: str, value: Value | Array) -> None:
        """Set ``name``."""
        if name in self.variables or len(self.variables) < _MOST_VARIABLES:
            self.variables[name] = value

    def append(self, name: str, items: Iterable[tuple[str, Field]]) -> None:
        """Add ``items`` behind those of the array ``name``."""
        old = self.variables.get(name)
        before = old if isinstance(old, Array) else Array(is_exact=old is None)
        row = (*before.items, *items)
        self.assign(name, Array(row[:_MOST_ITEMS], before.is_map, before.is_exact and len(row) <= _MOST_ITEMS))

    def forget(self, names: AbstractSet[str]) -> None:
        """Keep no value of ``names``: they are set again, nobody knows how often."""
        for name in self.variables.keys() & names:
            old = self.variables[name]
            self.variables[name] = old._replace(is_exact=False) if isinstance(old, Array) else UNKNOWN

    def value(self, name: str) -> Value:
        """Return what ``$name`` is."""
        if name == "BASH_SOURCE":
            return self.argument(0)
        if name == "PWD":
            return UNKNOWN if self.folder is None else _tree_path(self.folder)
        known = self.variables.get(name)
        if isinstance(known, Array):
            known = known.items[0][1].value if known.items and known.is_exact else UNKNOWN
        if known is None:
            return Value(variables=(name,))
        return known if known.variables else replace(known, variables=(name,))

    def take(self, parameters: Sequence[Field] | None) -> None:
        """Make ``parameters`` the arguments."""
        is_kept = parameters is not None and len(parameters) <= _MOST_ITEMS
        self.parameters = tuple(parameters) if parameters is not None and is_kept else None

    def argument(self, number: int) -> Value:
        """Return what ``$number`` is; ``$0`` is the script."""
        if number == 0:
            return UNKNOWN if self.script is None else _tree_path(self.script)
        if self.parameters is None:
            return UNKNOWN
        if number > len(self.parameters):
            return Value((Text("", Span("", 0, 0)),))
        return self.parameters[number - 1].value

    def path(self, value: Value) -> str | None:
        """Return the file or folder that ``value`` names, relative to the tree, ``None`` when that is not known."""
        return self._resolve(value.only)

    def file(self, value: Value) -> str | None:
        """Return the file that ``value`` names, or usually names, as ``path`` does."""
        return self._resolve(value.only or value.likely)

    def _resolve(self, known: Text | None) -> str | None:
        if known is None:
            return None
        text = known.text
        if known.in_tree:
            return inside(text.lstrip("/"))
        if self.folder is None or not text or text.startswith(("/", "~", "\\")) or text[1:2] == ":":
            return None
        return inside(posixpath.join(self.folder, text))

    @property
    def has_moved(self) -> bool:
        """Whether a `cd` says which folder this is."""
        return self.is_anchored or self.folder != self.start

    def move(self, target: Value) -> None:
        """Go to the folder that ``target`` names."""
        self.is_anchored |= target.only is not None and target.only.in_tree
        self.folder = self.path(target)

    def become(self, others: Iterable[Scope]) -> None:
        """Be what any of ``others`` can be; those that have ended do not count beside others."""
        ways = list(others)
        ways = [each for each in ways if not each.ending] or ways
        self.ending = min(each.ending for each in ways)
        self.variables = ways[0].variables
        for each in ways[1:]:
            self.variables = _join(self.variables, each.variables)
        folders = {each.folder for each in ways}
        self.folder = folders.pop() if len(folders) == 1 else None
        self.is_anchored = any(each.is_anchored for each in ways)
        lefts = {each.left for each in ways}
        self.left = lefts.pop() if len(lefts) == 1 else ()
        is_same = all(each.parameters is ways[0].parameters for each in ways)
        self.parameters = ways[0].parameters if is_same else None


def inside(path: str) -> str | None:
    """Return ``path`` without dots, ``None`` when it leads out of the tree; the tree itself is ``""``."""
    path = posixpath.normpath(path) if path else "."
    if len(path) > LONGEST_TEXT or path == ".." or path.startswith(("../", "/")):
        return None
    return "" if path == "." else path


def _tree_path(path: str) -> Value:
    return Value((Text("/" + path, Span("", 0, 0), in_tree=True),))


def _join(first: Mapping[str, Value | Array], second: Mapping[str, Value | Array]) -> dict[str, Value | Array]:
    """Return the variables after one of two ways."""
    joined = dict(first)
    for name, other in second.items():
        one = first.get(name)
        if one is not other:
            joined[name] = _either(name, one, other)
    for name in first.keys() - second.keys():
        joined[name] = _either(name, first[name], None)
    return joined


def _either(name: str, one: Value | Array | None, other: Value | Array | None) -> Value | Array:
    if isinstance(one, Array) or isinstance(other, Array):
        arrays = [each for each in (one, other) if isinstance(each, Array)]
        items = dict.fromkeys(item for array in arrays for item in array.items)
        is_exact = len(arrays) == 2 and arrays[0] == arrays[1] and arrays[0].is_exact
        return Array(tuple(items)[:_MOST_ITEMS], any(array.is_map for array in arrays), is_exact)
    unset = Value(variables=(name,))
    return unite([unset if each is None else each for each in (one, other)])
