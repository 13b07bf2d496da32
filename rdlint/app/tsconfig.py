"""The `tsconfig.json` of an app, with what it builds on."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from rdlint.extraction import Extraction
from rdlint.facts.tsconfig import TsconfigFile
from rdlint.tree import join

#: As many files build upon each other at most.
_EXTENDS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Configuration:
    """``files`` are the configuration and those that it extends, the nearest first.

    ``is_whole``: they are all there. A package's configuration, several at once, and a file that does
    not parse are not known, so that something may be missing.
    """

    files: tuple[TsconfigFile, ...]
    is_whole: bool


def configuration(extraction: Extraction, folder: str) -> Configuration:
    """Return what `tsconfig.json` in ``folder`` says and extends; no files when there is none."""
    files: list[TsconfigFile] = []
    path = join(folder, "tsconfig.json")
    while path is not None and len(files) < _EXTENDS_LIMIT:
        file = extraction.tsconfig(path)
        if file is None:
            break
        files.append(file)
        if not file.extends:
            return Configuration(tuple(files), all(each.is_whole for each in files))
        path = _extended(file)
    return Configuration(tuple(files), False)


def _extended(file: TsconfigFile) -> str | None:
    if len(file.extends) > 1 or not file.extends[0].startswith("."):
        return None
    path = join(posixpath.dirname(file.path), file.extends[0])
    return path if path is None or path.endswith(".json") else f"{path}.json"
