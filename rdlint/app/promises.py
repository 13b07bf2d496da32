"""Environment types that somebody wrote by hand, where the manifest would have them generated."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping

from rdlint.app.resolve import Resolver
from rdlint.facts.worker import EnvMember, WorkerFile
from rdlint.platform.generated import FILE_NAME

_NAME = "Env"
#: How many re-exports are followed from an import to the type.
_REEXPORT_LIMIT = 8


def promises(
    files: Mapping[str, WorkerFile], resolver: Resolver, read: Callable[[str], WorkerFile | None]
) -> dict[str, tuple[EnvMember, ...]]:
    """Return, by path, the members of the type `Env` that each of ``files`` declares or imports.

    Left out are generated types, and members that may be missing: these promise nothing. ``read``
    returns what a file says, ``None`` when it cannot be read.
    """
    found = {path: tuple(_members(path, file, resolver, read)) for path, file in files.items()}
    return {path: members for path, members in found.items() if members}


def _members(
    path: str, file: WorkerFile, resolver: Resolver, read: Callable[[str], WorkerFile | None]
) -> Iterator[EnvMember]:
    at: str | None = path
    name = _NAME
    for step in range(_REEXPORT_LIMIT):
        if at is None or posixpath.basename(at) == FILE_NAME:
            return
        here = read(at) if step else file
        if here is None:
            return
        own = [each for each in here.env_types if each.name == name]
        if own:
            yield from (member for each in own for member in each.members if not member.is_optional)
            return
        source = _source(here, name)
        if source is None:
            return
        specifier, name = source
        at = resolver.resolve(specifier, at)


def _source(file: WorkerFile, name: str) -> tuple[str, str] | None:
    """Return the specifier and the exported name that ``name`` comes from."""
    for each in file.imports:
        for local, exported in each.names:
            if local == name and not each.is_reexport:
                return each.specifier, exported
    return next(((each.module, each.local) for each in file.exports if each.name == name and each.module), None)
