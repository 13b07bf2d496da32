"""One command that a script runs, with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.span import Span
from rdlint.syntax.shell.assignment import Assignment
from rdlint.syntax.shell.scope import Field
from rdlint.syntax.shell.ways import Way
from rdlint.syntax.shell.words import Value


@dataclass(frozen=True, slots=True)
class Call:
    """One command that a script runs, or assignments alone (then it has no words).

    ``words`` begin with the command's name. ``assignments`` stand before it, or in it when it is an
    `export` or `local`. ``folder`` is where it runs, relative to the tree, ``None`` when that is not
    known; ``has_moved``: a `cd` of the script leads there. ``given`` is a line of what it can read,
    ``is_fed``: something is piped or redirected into it. Not ``is_certain``: the text is broken in
    it or before it, so that it may be something else. ``ways`` are the branches that lead to it.
    ``is_background``: the script goes on while it runs. ``is_function``: it is a function of the
    script, the commands of which follow. ``shown`` is a here-document that it writes to the terminal if
    it writes what it reads. ``inlet`` is the empty place before its first word, where a pipe into it can begin;
    ``None`` when something is piped or redirected right into it, and in a script that is a word of another.
    """

    words: tuple[Field, ...]
    assignments: tuple[Assignment, ...]
    folder: str | None
    has_moved: bool
    is_fed: bool
    given: Value
    is_certain: bool
    ways: tuple[Way, ...] = ()
    is_background: bool = False
    is_function: bool = False
    shown: Span | None = None
    inlet: Span | None = None
