"""What scripts run beside `raindrop`: other scripts, commands on its files, text that tells what to type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from rdlint.span import Span

#: The branches that lead to a command: statements by their place, with their branches as bits.
Ways = tuple[tuple[int, int], ...]


class Target(NamedTuple):
    """The script that a command runs.

    A ``file`` has its path in ``place``; a ``script`` of a `package.json` and a ``recipe`` of a
    Makefile or justfile have their name, and the folder in ``place``. ``None``: not known which.
    """

    kind: Literal["file", "script", "recipe"]
    place: str | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A command that is not `raindrop`; ``name`` without its folder, empty when it is not known.

    ``span`` covers its name. ``script``, ``order`` and ``ways`` are as in ``Command``. ``kept`` are the
    files of `.raindrop/` that it names, each with its place.
    """

    name: str
    span: Span
    script: str
    order: int
    ways: Ways = ()
    target: Target | None = None
    kept: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A call of `raindrop` that a script only shows: ``words`` behind the name, ``span`` of all of it."""

    words: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Job:
    """A job of a CI file. ``script`` names it in the commands, ``span`` is its name.

    ``needs`` are the jobs that end before it begins. ``is_conditional``: it does not run each time.
    ``group``: of the jobs with the same text only one runs at a time.
    """

    script: str
    span: Span
    needs: tuple[str, ...] = ()
    is_conditional: bool = False
    group: str = ""
