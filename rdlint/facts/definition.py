"""What exported names are: functions, classes, what a call gives, objects, plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from rdlint.facts.callee import Callee
from rdlint.span import Span


class Nature(Enum):
    """What a value is."""

    FUNCTION = auto()
    CLASS = auto()
    CALL = auto()  # whatever the called function returns
    IMPORTED = auto()  # something of another file or package, as it is
    OBJECT = auto()  # an object literal, an array, an enum: nothing that can be called
    LITERAL = auto()  # a text, a number, true, null
    UNKNOWN = auto()


class TypedName(NamedTuple):
    """A parameter; ``type`` is the last name of its type without arguments, empty when it has none."""

    name: str
    type: str = ""


class Literal(NamedTuple):
    """A text, number, ``true``, ``false`` or ``null`` that is written out; ``text`` is its value without quotes."""

    text: str
    span: Span


class Option(NamedTuple):
    """A member of an object literal. ``literals`` are the plain values that it is or, if ``is_list``, lists.

    ``span`` covers the key. ``is_whole``: it has no other values than those.
    """

    name: str
    span: Span
    literals: tuple[Literal, ...] = ()
    is_list: bool = False
    is_whole: bool = False

    @property
    def is_true(self) -> bool:
        """Say whether the value is ``true``."""
        return self.is_whole and not self.is_list and [each.text for each in self.literals] == ["true"]


@dataclass(frozen=True, slots=True)
class Definition:
    """What the file exports as ``name``: names that always stand for the same value are followed to it.

    ``span`` covers the name in the export, ``value`` the expression or declaration. ``callee`` is what a
    CALL calls, or what IMPORTED means. ``type`` is the last name of the type that the exported name is
    declared with. ``parameters`` are those of a FUNCTION. ``arguments`` is how many a CALL hands over,
    -1 when that is not known. ``options`` are the members of its first argument if that is an object
    literal without anything spread into it, else ``None``.
    """

    name: str
    span: Span
    value: Span
    nature: Nature
    callee: Callee | None = None
    type: str = ""
    parameters: tuple[TypedName, ...] = ()
    arguments: int = -1
    options: tuple[Option, ...] | None = None

    def option(self, name: str) -> Option | None:
        """Return the member ``name`` of the first argument."""
        return next((each for each in self.options or () if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Definitions:
    """The definitions of one file. ``is_whole``: it exports no other names, as far as it has any."""

    found: tuple[Definition, ...] = ()
    is_whole: bool = False
