"""The credentials that are committed with an app, in its code and beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdlint.extraction import Extraction
from rdlint.facts.committed import is_committed_code
from rdlint.facts.credential import Credential
from rdlint.facts.scripts import is_script
from rdlint.facts.worker import WorkerFile


@dataclass(frozen=True, slots=True)
class Leak:
    """A credential, and whether it stands in worker code, in a script, or (neither) in other code."""

    credential: Credential
    is_worker: bool = False
    is_script: bool = False


def leaks(
    extraction: Extraction, folder: str, app_folders: Iterable[str], files: Mapping[str, WorkerFile], scripts: set[str]
) -> Iterator[Leak]:
    """Yield the credentials in ``files``, which are worker code, in ``scripts`` and in other code below ``folder``.

    What lies in another one of ``app_folders`` belongs to that app.
    """
    for path in sorted({*_own_files(extraction, folder, app_folders), *files, *scripts}):
        if path in files:
            for credential in files[path].credentials:
                yield Leak(credential, is_worker=True)
        elif is_committed_code(path):
            file = extraction.committed(path)
            for credential in file.credentials if file else ():
                yield Leak(credential, is_script=is_script(path))


def _own_files(extraction: Extraction, folder: str, app_folders: Iterable[str]) -> Iterator[str]:
    start = f"{folder}/" if folder else ""
    inner = tuple(f"{each}/" for each in app_folders if each != folder and each.startswith(start))
    for path in extraction.tree.files_below(folder):
        if not path.startswith(inner):
            yield path
