"""What scripts type: the `raindrop` commands in shell files, package scripts, Makefiles, workflows."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.facts.others import Job, Other, Printed, Ways
from rdlint.span import Span
from rdlint.syntax.problem import Problem


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command line, as the shell would hand it over.

    ``span`` covers it as written, quotes included. ``values`` are all texts it can have, in order:
    one for a plain word, several for a loop variable whose values are known, none when it is not
    known or not to be shown. ``places`` say for each of them where it stands: the word itself, or the
    item of the list, the argument of the function that it comes from. ``prefix`` is the known
    beginning (the whole text for a plain word). ``variables`` are the shell variables it comes from:
    the ones that the script does not make from others. ``names_from`` is the path of the `.env` file
    over whose names the word ranges (behind ``prefix``), empty otherwise.

    A value that is given to a variable of the app, and what looks like a credential, is never kept in
    ``values``: it ``is_empty``, ``is_placeholder``, or ``is_secret`` when it is a literal, with the
    literal in ``places``. Of an address with a value behind it, ``KEY=value``, only ``KEY=`` is kept.
    Behind `set`, the word ``-`` says of what the command reads what other words say of themselves.
    """

    span: Span
    values: tuple[str, ...] = ()
    prefix: str = ""
    variables: tuple[str, ...] = ()
    is_secret: bool = False
    names_from: str = ""
    places: tuple[Span, ...] = ()
    is_empty: bool = False
    is_placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """One call of `raindrop`, with the words behind it.

    ``span`` covers the call from the word `raindrop` to its last word, at its exact place inside
    the host file. ``folder`` is the folder it runs in, relative to the tree, when a `cd` or a
    `working-directory` says so; ``None``: the folder of the script's own project, or, with
    ``folder_is_unknown``, one that cannot be told. ``reads_input``: something is piped or redirected
    into it. ``order`` counts in the order of execution within ``script`` (the shell file, the package
    script, the target of a Makefile, the job of a workflow). Not ``is_certain``: the script is broken
    at this place or before it, so that this may be no command. ``ways`` are the branches that lead to
    it: two commands without a common one of a statement never run together. ``is_background``: the
    script goes on while it runs. ``inlet`` is the empty place before all that is written of it, `npx` and
    assignments included, where a pipe into it can begin; ``None`` when something leads right into it, or
    nothing can.

    A command in a function stands here once for each call, with the arguments of that call; words that
    a function hands on with ``"$@"`` stand where it is called.
    """

    span: Span
    words: tuple[Word, ...]
    script: str
    order: int
    folder: str | None = None
    reads_input: bool = False
    folder_is_unknown: bool = False
    is_certain: bool = True
    ways: Ways = ()
    is_background: bool = False
    inlet: Span | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A shell variable given to commands: ``export NAME=…``, ``NAME=… raindrop``, a step's ``env:``.

    ``script`` and ``order`` place it among the commands; ``script`` is empty when it holds for the
    whole file.
    """

    name: str
    span: Span
    is_empty: bool = False
    script: str = ""
    order: int = 0
    ways: Ways = ()


@dataclass(frozen=True, slots=True)
class Sourced:
    """``source .env`` and its kin: ``file`` relative to the tree; ``script`` and ``order`` as in ``Export``."""

    file: str
    span: Span
    script: str = ""
    order: int = 0
    ways: Ways = ()


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A file that types commands. ``secrets`` are literals that look like credentials.

    ``others`` are the commands beside `raindrop`, ``printed`` those that it only shows, ``jobs`` the
    jobs of a CI file, ``is_document`` says that all of it is text for people.

    Nobody knows where a shell file is started. Its folders and files are told as if that were the
    folder it lies in or, for one in `scripts/`, `bin/` and the like, the folder around that.
    """

    path: str
    commands: tuple[Command, ...] = ()
    exports: tuple[Export, ...] = ()
    sourced: tuple[Sourced, ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
    others: tuple[Other, ...] = ()
    printed: tuple[Printed, ...] = ()
    jobs: tuple[Job, ...] = ()
    is_document: bool = False
