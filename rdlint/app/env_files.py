"""The env files of an app."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from rdlint.extraction import Extraction
from rdlint.facts.commands import ScriptFile
from rdlint.facts.environment import EnvironmentFile


def env_files(extraction: Extraction, folder: str, scripts: Iterable[ScriptFile]) -> Iterator[EnvironmentFile]:
    """Yield the `.env` files beside the manifest and those that its scripts read."""
    paths = {path for path in extraction.tree.files if posixpath.dirname(path) == folder and is_env_file(path)}
    for script in scripts:
        paths |= {each.file for each in script.sourced}
        paths |= {word.names_from for command in script.commands for word in command.words if word.names_from}
    for path in sorted(paths):
        file = extraction.environment(path) if is_env_file(path) else None
        if file is not None:
            yield file


def is_env_file(path: str) -> bool:
    """Say whether ``path`` is an env file, by its name."""
    name = posixpath.basename(path)
    return name.endswith(".env") or name.startswith((".env.", ".dev.vars"))
