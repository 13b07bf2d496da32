"""Which variables the repository itself gives values to, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdlint.app.commands import EnvCommand
from rdlint.facts.commands import ScriptFile
from rdlint.facts.environment import Content, Entry, EnvironmentFile
from rdlint.finding import Related

_LACKING = {
    Content.EMPTY: "is empty here",
    Content.PLACEHOLDER: "holds only a placeholder here",
}


@dataclass(slots=True)
class Supply:
    """Where variables get values, by name.

    ``given`` are names that receive a real value as far as files tell; ``lacking`` names that are
    set, but to nothing real, with the place that shows it. ``is_open``: some command sets names that
    cannot be told from files, so no name is surely left out. ``first`` is the first command.
    """

    given: set[str] = field(default_factory=set)
    lacking: dict[str, Related] = field(default_factory=dict)
    is_open: bool = False
    first: EnvCommand | None = None


def supply(
    env_commands: Iterable[EnvCommand], env_files: Iterable[EnvironmentFile], scripts: Iterable[ScriptFile]
) -> Supply:
    """Return what the `build env set` commands of the scripts give values to."""
    files = {file.path: file for file in env_files}
    sourced = {script.path: [each.file for each in script.sourced] for script in scripts}
    found = Supply()
    for each in env_commands:
        if each.verb != "set":
            continue
        found.first = found.first or each
        if each.address.names_from:
            file = files.get(each.address.names_from)
            if file is None:  # it is not in the repository, so its names are not known
                found.is_open = True
            for entry in file.entries if file else ():
                _note(found, entry.name, _lack(entry))
        elif not each.texts or not each.command.is_certain:
            found.is_open = True
        for text, _ in each.texts:
            name = text.partition("=")[0].rpartition(":")[2]
            _note(found, name, _lack_of_value(each, files, sourced.get(each.command.span.path, ())))
    for name in found.given:
        found.lacking.pop(name, None)
    return found


def _note(found: Supply, name: str, lack: Related | None) -> None:
    if lack is None:
        found.given.add(name)
    else:
        found.lacking.setdefault(name, lack)


def _lack(entry: Entry) -> Related | None:
    """Return where it shows that an env file gives ``entry`` nothing real, ``None`` when it may."""
    reason = _LACKING.get(entry.content)
    return Related(entry.span, reason) if reason else None


def _lack_of_value(each: EnvCommand, files: Mapping[str, EnvironmentFile], sourced: Iterable[str]) -> Related | None:
    """Return where it shows that the value of ``each`` is nothing real, ``None`` when it may be real."""
    value = each.value
    if value is None:
        return None
    if value.is_empty:
        return Related(value.span, "is set to nothing here")
    if value.is_placeholder:
        return Related(value.span, "is set to a placeholder here")
    if len(value.variables) == 1:
        for entry in _entries(files, sourced):
            if entry[0] == value.variables[0]:
                return entry[1]
    return None


def _entries(files: Mapping[str, EnvironmentFile], sourced: Iterable[str]) -> Iterator[tuple[str, Related | None]]:
    """Yield the names of the sourced files, later ones first, each with what it lacks."""
    for path in reversed(list(sourced)):
        file = files.get(path)
        for entry in reversed(file.entries) if file else ():
            yield entry.name, _lack(entry)
