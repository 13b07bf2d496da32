"""What scripts type: the `raindrop` commands in shell files, package scripts, Makefiles, workflows."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.span import Span
from rdlint.syntax.problem import Problem


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command line, as the shell would hand it over.

    ``span`` covers it as written, quotes included. ``values`` are all texts it can have, in order:
    one for a plain word, several for a loop variable whose values are known, none when it is not
    known. ``variables`` are the shell variables it is made of. ``prefix`` is the known beginning
    (the whole text for a plain word). ``content`` says what is known of a value that may be secret:
    it is never kept in ``values`` when it looks like a credential (then ``is_secret``).
    ``names_from`` is the path of the `.env` file over whose names the word ranges, empty otherwise.
    """

    span: Span
    values: tuple[str, ...] = ()
    prefix: str = ""
    variables: tuple[str, ...] = ()
    is_secret: bool = False
    names_from: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One call of `raindrop`, with the words behind it.

    ``span`` covers the call from the word `raindrop` to its last word, at its exact place inside
    the host file. ``folder`` is the folder it runs in, relative to the tree, when a `cd` or a
    `working-directory` says so; ``None``: the folder of the script's own project.
    ``reads_input``: something is piped or redirected into it. ``order`` counts in the order of
    execution within ``script`` (the file, the package script or the workflow step).
    """

    span: Span
    words: tuple[Word, ...]
    script: str
    order: int
    folder: str | None = None
    reads_input: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A shell variable given to later commands: ``export NAME=…``, or a step's ``env:``."""

    name: str
    span: Span
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Sourced:
    """``source .env`` and its kin: ``file`` relative to the tree."""

    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A file that types commands. ``secrets`` are literals that look like credentials."""

    path: str
    commands: tuple[Command, ...] = ()
    exports: tuple[Export, ...] = ()
    sourced: tuple[Sourced, ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
