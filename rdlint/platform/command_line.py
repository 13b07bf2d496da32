"""The command line of `raindrop` as a grammar: every documented command, its arguments and flags.

Source: the official pages about the command line, which disagree in places (the overview and the page
of each topic; where they do, both spellings stand here), the help text of framework 0.10.0, and the
`RAINDROP.md` that `build init` writes (platform reference F.1, F.2, E.2), as of 2026-11. What users
type although no page has it stands in `rdlint/platform/no_commands.py`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

#: When this was last compared with the documentation; for messages about what may be newer.
AS_OF = "2026-11"


class Flag(NamedTuple):
    """A flag by all its ``names``, the long one first.

    ``value`` says what it takes, empty for a switch. ``choices`` are all values that are documented,
    none when any will do.
    """

    names: tuple[str, ...]
    value: str = ""
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to show."""
        return self.names[0]


class Argument(NamedTuple):
    """A word behind a command. ``repeats``: any number of words may follow."""

    name: str
    is_required: bool
    repeats: bool = False


class Form(NamedTuple):
    """A command: the words of its ``path``, what may follow, and what it does.

    ``excludes`` are pairs of flags that refuse each other. ``stand_ins`` are flags that take the place
    of the required arguments. Not ``is_complete``: the pages do not list all its flags.
    """

    path: tuple[str, ...]
    arguments: tuple[Argument, ...]
    flags: tuple[Flag, ...]
    excludes: tuple[tuple[str, str], ...] = ()
    stand_ins: tuple[str, ...] = ()
    is_complete: bool = True

    @property
    def text(self) -> str:
        """The command as it is typed, without arguments."""
        return " ".join(("raindrop", *self.path))

    @property
    def usage(self) -> str:
        """The command with its arguments."""
        shown = (f"<{each.name}>" if each.is_required else f"[{each.name}]" for each in self.arguments)
        return " ".join((self.text, *(each for each in shown if each != "[...]")))

    def flag(self, name: str) -> Flag | None:
        """Return the flag that ``name`` (with its dashes) stands for."""
        return next((flag for flag in (*self.flags, *EVERYWHERE) if name in flag.names), None)


#: Flags that every command takes.
EVERYWHERE = (Flag(("--help", "-h")),)
_ARGUMENT = re.compile(r"<([^>]+)>|\[([^]]+)\]")

_ROOT = Flag(("--root", "-r"), "path")
#: ``-m`` before 0.4.0, and on the overview page still.
_MANIFEST = Flag(("--manifest", "-M", "-m"), "file")
#: ``--version-id`` on the overview page.
_VERSION = Flag(("--version", "-v", "--version-id"), "version")
_APPLICATION = Flag(("--application", "-a"), "application")
_OUTPUT = Flag(("--output", "-o"), "output")
_FORCE = Flag(("--force", "-f"))
_START = Flag(("--start", "-s"))
_NO_WATCH = Flag(("--no-watch",))
_LIMIT = Flag(("--limit", "-n", "-l"), "count")
_PROJECT = (_ROOT, _MANIFEST)
_ON_VERSION = (*_PROJECT, _APPLICATION, _VERSION)


def _output(*choices: str) -> Flag:
    return _OUTPUT._replace(value="format", choices=choices)


def _form(
    usage: str,
    *flags: Flag,
    excludes: tuple[tuple[str, str], ...] = (),
    stand_ins: tuple[str, ...] = (),
    is_complete: bool = True,
) -> Form:
    """Return the form that ``usage`` draws: ``<required>``, ``[optional]``, ``[...]`` for anything."""
    path = _ARGUMENT.sub("", usage).split()
    arguments = [
        Argument(required or optional, bool(required), optional == "...")
        for required, optional in _ARGUMENT.findall(usage)
    ]
    return Form(tuple(path), tuple(arguments), flags, excludes, stand_ins, is_complete)


_WORKOS = (
    _output(),
    _FORCE,
    Flag(("--admin-email",), "address"),
    Flag(("--name",), "name"),
    Flag(("--role",), "role"),
    Flag(("--no-attach",)),
    Flag(("--environment-id",), "id"),
    Flag(("--client-id",), "id"),
    Flag(("--api-key",), "key"),
)
_RECORD_TYPES = ("A", "AAAA", "CNAME", "MX", "TXT", "NS", "SRV", "PTR", "CAA")
_RECORD = (
    Flag(("--name",), "name"),
    Flag(("--type",), "type", _RECORD_TYPES),
    Flag(("--value",), "value"),
    Flag(("--ttl",), "seconds"),
    Flag(("--priority",), "number"),
    _FORCE,
    _output("text", "json", "table"),
)
_OBJECT = (
    Flag(("--bucket", "-b"), "bucket"),
    Flag(("--content-type",), "type"),
    Flag(("--prefix",), "prefix"),
    _FORCE,
    _OUTPUT,
)
_ANNOTATION = (Flag(("--format", "-f"), "format"), _OUTPUT, _LIMIT, _MANIFEST)
_QUERY = (
    Flag(("--buckets", "-b", "--bucket"), "buckets"),
    Flag(("--object-id",), "id"),
    Flag(("--page",), "page"),
    Flag(("--request-id",), "id"),
    Flag(("--parallel",), "count"),
    Flag(("--dry-run", "-d")),
    _APPLICATION,
    _VERSION,
    _OUTPUT,
)
_BUCKET = (_output("text", "json", "table"), _FORCE)

FORMS = (
    _form("build init [path]", Flag(("--overwrite",))),
    _form("build init-workspace [...]", is_complete=False),
    _form("build clone [...]", Flag(("--target",), "folder"), _VERSION, is_complete=False),
    _form("build generate", *_PROJECT, _OUTPUT),
    _form("build validate", *_PROJECT, _OUTPUT),
    _form("build upload [...]", is_complete=False),
    _form(
        "build deploy",
        *_PROJECT,
        _OUTPUT,
        _VERSION,
        _START,
        _NO_WATCH,
        Flag(("--amend", "-a")),
        Flag(("--lock",), "lock"),
    ),
    _form("build status", *_ON_VERSION, _output("watch", "table", "json", "compact")),
    _form("build start", *_ON_VERSION),
    _form("build stop", *_ON_VERSION),
    _form(
        "build branch <branch>",
        *_PROJECT,
        _OUTPUT,
        Flag(("--versionId", "-p"), "version"),
        _START,
        _NO_WATCH,
        Flag(("--show",)),
        Flag(("--branch",), "branch"),  # the overview page
        stand_ins=("--branch", "--show"),
    ),
    _form("build checkout [version]", *_PROJECT, _output("text", "json")),
    _form(
        "build delete [application]",
        *_PROJECT,
        _output("text", "table", "json"),
        _VERSION,
        Flag(("--all", "-a")),
        _FORCE,  # the overview page
        excludes=(("--version", "--all"),),
    ),
    _form("build list [...]", *_PROJECT, _OUTPUT, Flag(("--app",), "application"), Flag(("--all",)), is_complete=False),
    _form(
        "build find [...]",
        Flag(("--moduleType",), "kind"),
        Flag(("--bucket", "-b"), "bucket"),
        Flag(("--moduleId", "-m"), "module"),
        Flag(("--limit",), "count"),
        _APPLICATION,
        _VERSION,
        _output("full", "compact", "json"),
        is_complete=False,
    ),
    _form("build sandbox [version]", *_PROJECT, _VERSION),
    _form("build unsandbox [version]", *_PROJECT, _VERSION),
    _form("build env set <variable> [value]", *_ON_VERSION, _OUTPUT),
    _form("build env get <variable>", *_ON_VERSION, _OUTPUT),
    _form("build tools check", *_PROJECT),
    _form("build tools fmt", *_PROJECT),
    *(
        _form(f"build workos {verb} [...]", *_WORKOS, is_complete=False)
        for verb in ("setup", "status", "invite", "delete")
    ),
    *(
        _form(f"build workos env {verb} [...]", *_WORKOS, is_complete=False)
        for verb in ("create", "get", "set", "list", "delete", "attach", "detach")
    ),
    _form("auth login [...]", is_complete=False),
    _form("auth logout [...]", is_complete=False),
    _form("auth list", _output("table", "json", "text"), is_complete=False),
    _form("auth select [...]", Flag(("--organizationId",), "id"), is_complete=False),
    _form("dns create <domain>", _output("text", "json", "table"), Flag(("--type",), "type")),
    _form("dns delete <domain>", _output("text", "json", "table"), _FORCE),
    _form("dns get <domain>", _output("text", "json", "table")),
    _form("dns list", _output("text", "json", "table")),
    *(
        _form(f"dns records {verb} [...]", *_RECORD, is_complete=False)
        for verb in ("create", "delete", "get", "list", "update")
    ),
    _form("bucket create-credential <bucket>", *_BUCKET),
    _form("bucket list-credentials <bucket>", *_BUCKET),
    _form("bucket get-credential <bucket> <key>", *_BUCKET),
    _form("bucket delete-credential <bucket> <key>", *_BUCKET),
    *(_form(f"object {verb} [...]", *_OBJECT, is_complete=False) for verb in ("get", "put", "delete", "list")),
    *(_form(f"annotation {verb} [...]", *_ANNOTATION, is_complete=False) for verb in ("get", "put", "list")),
    *(
        _form(f"query {verb} [...]", *_QUERY, is_complete=False)
        for verb in ("search", "chunk-search", "document", "events", "reindex")
    ),
    _form(
        "logs query [...]",
        _APPLICATION,
        _VERSION,
        _output("text", "json"),
        Flag(("--startTime", "-s", "--start"), "time"),
        Flag(("--endTime", "-e", "--end"), "time"),
        Flag(("--last", "-l", "--since"), "duration"),  # `--since` in RAINDROP.md
        Flag(("--limit", "-n"), "count"),
        Flag(("--traceId",), "id"),
        Flag(("--status",), "status", ("ok", "error")),
        Flag(("--query",), "query"),
    ),
    _form(
        "logs tail [...]",
        _APPLICATION,
        _VERSION,
        _output("text", "json"),
        Flag(("--filter",), "filter"),
        Flag(("--lines", "-n"), "count"),  # on no page, but used in several repositories
        Flag(("--follow", "-f")),
        is_complete=False,
    ),
    _form("mcp status", _OUTPUT, is_complete=False),
    _form("mcp install-claude [...]", is_complete=False),
    _form("mcp install-goose [...]", is_complete=False),
)

#: Words that come with the framework that the command line is built on; they only tell about commands.
ABOUT = frozenset({"help", "version", "autocomplete", "plugins", "commands", "update"})


@cache
def forms() -> dict[tuple[str, ...], Form]:
    """Return every command by its words."""
    return {form.path: form for form in FORMS}


@cache
def topics() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the words that may follow each beginning of a command; the empty beginning has the first words."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for form in FORMS:
        for depth in range(len(form.path)):
            found.setdefault(form.path[:depth], {})[form.path[depth]] = None
    return {topic: tuple(words) for topic, words in found.items()}


def flags_with_value(*path: str) -> frozenset[str]:
    """Return the names of the flags of a command that take a value in the next word.

    >>> "--version" in flags_with_value("build", "env", "set"), "-a" in flags_with_value("build", "deploy")
    (True, False)
    """
    return frozenset(name for flag in forms()[path].flags if flag.value for name in flag.names)
