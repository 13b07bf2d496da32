"""What a project has settled for itself, from `rdlint.toml` or `[tool.rdlint]` in `pyproject.toml`.

Settings hold names, globs and literals: no regular expression, and nothing that is ever executed.
`settings.schema.json` describes the same to editors.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from rdlint.globs import matches
from rdlint.nearest import did_you_mean
from rdlint.source import Position, Source
from rdlint.tree import Tree

if TYPE_CHECKING:
    from rdlint.syntax.toml import Path

LARGEST = 256 * 1024  # bytes; what people write is a hundredth of it
FAIL_ON = ("hint", "warning", "error", "never")
EGRESS = ("any", "proxy-only")
_GLOB = re.compile(r"[^!{}\\][^{}\\]*")
_HOST = re.compile(r"(\*\.)?[^\s/:@*?#\[\]]+")
_RELATIVE = re.compile(r"[^/\\\x00-\x1f][^\\\x00-\x1f]*")
_DURATION = re.compile(r"([0-9]{1,6})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
#: A `pyproject.toml` without this is not parsed.
_TABLE = re.compile(rb"""rdlint["']?[ \t]*[].=]""")


class SettingsError(Exception):
    """Settings that cannot be followed.

    ``path`` is the file, ``line`` and ``column`` are 1-based. ``message`` says what is wrong,
    ``help`` what to type; both may quote the file, so they go through `terminal.visible`.
    """

    def __init__(self, path: str, line: int, column: int, message: str, help: str = "") -> None:
        super().__init__(path, line, column, message, help)
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.help = help

    def __str__(self) -> str:
        try:
            shown = os.path.relpath(self.path)
        except ValueError:  # another drive
            shown = self.path
        place = f"{shown.replace(os.sep, '/')}:{self.line}:{self.column}"
        return f"{place}: {self.message}" + (f"; {self.help}" if self.help else "")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one app; the defaults are those of a project without any.

    ``select`` is ``None`` unless it was set. ``lock_max_age`` counts seconds.
    ``docs``: shell blocks in Markdown are judged, too. ``locked`` rules cannot be silenced or turned off.
    ``require_reasons``: a comment that silences a finding says why. ``baseline`` is a path from the folder of
    ``file``, ``None`` unless it was set. ``file`` is the absolute path that they come from, empty without one,
    and globs start at its ``folder``, which is relative to the tree. ``rule_places`` says in which setting, and
    where in the file, each rule is named.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "warning"
    proxy_modules: tuple[str, ...] = ()
    egress: str = "any"
    allowed_hosts: tuple[str, ...] = ()
    lock_max_age: int = 3600
    docs: bool = False
    locked: tuple[str, ...] = ()
    require_reasons: bool = False
    baseline: str | None = None
    file: str = ""
    folder: str = ""
    rule_places: tuple[tuple[str, str, Position], ...] = ()

    def excludes(self, path: str) -> bool:
        """Say whether the file ``path``, relative to the tree, is left out."""
        within = self.within(path) if self.exclude else None
        return within is not None and any(matches(glob, within) for glob in self.exclude)

    def allows_host(self, host: str) -> bool:
        """Say whether `allowed-hosts` names ``host``; ``*.example.com`` covers everything below it."""
        host = host.lower().rstrip(".")
        return any(
            host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
            for allowed in map(str.lower, self.allowed_hosts)
        )

    def within(self, path: str) -> str | None:
        """Return ``path`` (relative to the tree) as globs see it, ``None`` when it lies outside of ``folder``."""
        if not self.folder:
            return path
        return path[len(self.folder) + 1 :] if path.startswith(f"{self.folder}/") else None


def load(tree: Tree, folder: str) -> Settings:
    """Return the settings for the app in ``folder`` of the tree ("" for its root).

    The nearest file wins, from ``folder`` up to the tree's root; `rdlint.toml` goes before
    `pyproject.toml`. Raises `SettingsError`.
    """
    parts = [part for part in folder.split("/") if part]
    while True:
        for name in ("rdlint.toml", "pyproject.toml"):
            source = _find(tree, "/".join([*parts, name]))
            settings = read(source, tree.absolute(source.path)) if source else None
            if settings is not None:
                return settings
        if not parts:
            return Settings()
        parts.pop()


def read(source: Source, file: str = "") -> Settings | None:
    """Return what ``source`` says: the table `tool.rdlint` of a `pyproject.toml`, or all of any other file.

    ``None`` when a `pyproject.toml` has no such table. ``file`` is the absolute path, for messages.
    Whether the rules that are named exist is left to `Selection`. Raises `SettingsError` at the
    first thing that is wrong.
    """
    from rdlint.syntax.toml import TomlError, parse

    file = file or source.path
    folder, _, name = source.path.rpartition("/")
    way: Path = ("tool", "rdlint") if name == "pyproject.toml" else ()
    if len(source.data) > LARGEST:
        raise SettingsError(file, 1, 1, f"settings are at most {LARGEST // 1024} KiB")
    try:
        document = parse(source)
    except TomlError as error:
        raise SettingsError(file, *error.position, error.message) from None
    reader = _Reader(source, document.places, file)
    table: Any = document.values
    for depth, part in enumerate(way, 1):
        if part not in table:
            return None
        table = table[part]
        if not isinstance(table, dict):
            reader.fail(way[:depth], f"`{'.'.join(map(str, way[:depth]))}` must be a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _READERS:
            guess = did_you_mean(key, _READERS) or f"the settings are {', '.join(_READERS)}"
            reader.fail((*way, key), f"there is no setting `{key}`", guess)
        values[key.replace("-", "_")] = _READERS[key](reader, (*way, key), value)
    return Settings(**values, file=file, folder=folder, rule_places=tuple(reader.rule_places))


class _Reader:
    """Turns values of TOML into settings, and says where one is wrong."""

    def __init__(self, source: Source, places: dict[Path, int], file: str) -> None:
        self.source = source
        self.places = places
        self.file = file
        self.rule_places: list[tuple[str, str, Position]] = []

    def fail(self, way: Path, message: str, help_: str = "") -> NoReturn:
        """Raise `SettingsError` where ``way`` leads."""
        raise SettingsError(self.file, *self.position(way), message, help_)

    def position(self, way: Path) -> Position:
        """Return where ``way`` leads, or as far along it as places are known."""
        while way and way not in self.places:
            way = way[:-1]
        return self.source.position(self.places.get(way, 0))

    def texts(self, way: Path, value: Any, what: str) -> tuple[str, ...]:
        """Return a list of texts that are not empty."""
        if not isinstance(value, list):
            shown = f'["{value}"]' if isinstance(value, str) and value else '["…", "…"]'
            self.fail(way, f"`{way[-1]}` must be a list of {what}", f"write it as `{shown}`")
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item:
                self.fail((*way, number), f"`{way[-1]}` must be a list of {what}, each a text in quotes")
        return tuple(value)

    def shaped(self, way: Path, value: Any, what: str, shape: re.Pattern[str], help_: str) -> tuple[str, ...]:
        """Return a list of texts that each have a shape."""
        items = self.texts(way, value, what)
        for number, item in enumerate(items):
            if not shape.fullmatch(item):
                self.fail((*way, number), f"`{item}` does not belong into a list of {what}", help_)
        return items

    def rules(self, way: Path, value: Any, setting: str = "") -> tuple[str, ...]:
        """Return a list of names that stand for rules, and keep their places with the name of the ``setting``."""
        names = self.texts(way, value, "rules")
        for number, name in enumerate(names):
            self.rule_places.append((setting or str(way[-1]), name, self.position((*way, number))))
        return names

    def rules_by_file(self, way: Path, value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return globs with the rules that they silence."""
        if not isinstance(value, dict):
            self.fail(way, f"`{way[-1]}` must be a table", 'write it as `"tests/**" = ["RULE"]`')
        for glob in value:
            if not _GLOB.fullmatch(glob):
                self.fail((*way, glob), f"`{glob}` is no glob that rdlint knows", _GLOB_HELP)
        return tuple((glob, self.rules((*way, glob), names, str(way[-1]))) for glob, names in value.items())

    def choice(self, way: Path, value: Any, choices: Iterable[str]) -> str:
        """Return a text that is one of ``choices``."""
        if not isinstance(value, str) or value not in choices:
            named = ", ".join(f'"{choice}"' for choice in choices)
            guess = did_you_mean(value, choices) if isinstance(value, str) else ""
            self.fail(way, f"`{way[-1]}` must be one of {named}", guess)
        return value

    def truth(self, way: Path, value: Any) -> bool:
        """Return `true` or `false`."""
        if not isinstance(value, bool):
            self.fail(way, f"`{way[-1]}` must be `true` or `false`")
        return value

    def beside(self, way: Path, value: Any) -> str:
        """Return the path of a file that is named from the folder of the settings."""
        if not isinstance(value, str) or not _RELATIVE.fullmatch(value):
            self.fail(way, f"`{way[-1]}` must be a path from this folder", 'write it as `"lint/baseline.json"`')
        return value

    def seconds(self, way: Path, value: Any) -> int:
        """Return a duration in seconds."""
        found = _DURATION.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.fail(way, f"`{way[-1]}` must be a time", 'write it as `"30m"`, `"2h"` or `"1d"`')
        return int(found[1]) * _SECONDS[found[2]]


_GLOB_HELP = "`*`, `?` and `**` are known, paths have forward slashes; write one glob for each case"
_READERS: dict[str, Callable[[_Reader, Path, Any], Any]] = {
    "select": _Reader.rules,
    "extend-select": _Reader.rules,
    "ignore": _Reader.rules,
    "per-file-ignores": _Reader.rules_by_file,
    "exclude": lambda reader, way, value: reader.shaped(way, value, "globs", _GLOB, _GLOB_HELP),
    "fail-on": lambda reader, way, value: reader.choice(way, value, FAIL_ON),
    "proxy-modules": lambda reader, way, value: reader.texts(way, value, "names of modules"),
    "egress": lambda reader, way, value: reader.choice(way, value, EGRESS),
    "allowed-hosts": lambda reader, way, value: reader.shaped(
        way, value, "hosts", _HOST, "write the host alone: `api.example.com`, or `*.example.com` for all below it"
    ),
    "lock-max-age": _Reader.seconds,
    "docs": _Reader.truth,
    "locked": _Reader.rules,
    "require-reasons": _Reader.truth,
    "baseline": _Reader.beside,
}


def _find(tree: Tree, path: str) -> Source | None:
    """Return a file of settings, ``None`` when there is none or a `pyproject.toml` says nothing of rdlint.

    A file that is there and cannot be read must not be passed over: the run would follow other settings.
    """
    is_own = path.endswith("rdlint.toml")
    source = tree.read(path)
    if source is not None:
        return source if is_own or _TABLE.search(source.data) else None
    if path in tree.unread:
        raise SettingsError(tree.absolute(path), 1, 1, f"this cannot be read: {tree.unread[path]}")
    if is_own and os.path.lexists(tree.absolute(path)):
        raise SettingsError(tree.absolute(path), 1, 1, "this is no regular file inside the tree")
    return None
