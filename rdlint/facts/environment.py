"""What a `.env` file says: names, and whether a real value is there; never the value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rdlint.span import Span
from rdlint.syntax.problem import Problem


class Content(Enum):
    """What stands behind a name."""

    VALUE = "value"
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    REFERENCE = "reference"  # ${OTHER}


@dataclass(frozen=True, slots=True)
class Entry:
    """``NAME=value``; ``span`` covers the name."""

    name: str
    span: Span
    content: Content


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """A file of ``NAME=value`` lines. ``is_template``: `.env.example` and its kin."""

    path: str
    entries: tuple[Entry, ...] = ()
    is_template: bool = False
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
