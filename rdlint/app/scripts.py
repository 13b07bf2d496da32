"""The scripts that type commands for an app."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterator

from rdlint.app.ownership import owned
from rdlint.extraction import Extraction
from rdlint.facts.commands import ScriptFile
from rdlint.facts.scripts import is_ci, is_document, is_script
from rdlint.settings import Settings


def scripts(
    extraction: Extraction, folder: str, app_folders: tuple[str, ...], settings: Settings, asked: Collection[str]
) -> Iterator[ScriptFile]:
    """Yield the scripts with the commands that work on the app in ``folder``; documents when they are ``asked`` for."""
    handles: set[bytes] = set()
    silent: list[str] = []  # CI files that may run scripts which say `raindrop`
    for path in extraction.tree.files:
        is_wanted = is_script(path) or (is_document(path) and (settings.docs or path in asked))
        if not is_wanted or settings.excludes(path):
            continue
        file = owned(extraction.script(path), folder, app_folders)
        if file is not None and (file.commands or file.printed or file.others):
            handles |= {os.fsencode(handle) for command in file.commands for handle in _handles(path, command.script)}
            yield file
        elif file is None and is_ci(path):
            silent.append(path)
    for path in silent if handles else ():
        source = extraction.tree.read(path)
        if source is not None and any(handle in source.data for handle in handles):
            file = owned(extraction.script(path, is_asked=True), folder, app_folders)
            if file is not None:
                yield file


def _handles(path: str, script: str) -> tuple[str, ...]:
    """Return the texts by which another file runs ``script`` of ``path``."""
    if posixpath.basename(path) == "package.json":
        return (f"run {script}", f"yarn {script}", f"pnpm {script}")
    return (posixpath.basename(path),) if script == path else (f"make {script}", f"just {script}")
