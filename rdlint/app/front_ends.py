"""Front ends beside an app: projects whose pages run in a browser and ask from there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from rdlint.extraction import Extraction
from rdlint.facts.package import Dependency
from rdlint.facts.worker import WorkerFile
from rdlint.settings import Settings
from rdlint.source import Source

#: Packages of which a page in the browser is made.
_IN_BROWSER = ("react-dom", "vue", "svelte", "@angular/core", "solid-js", "preact", "expo")
#: Frameworks that also run on a server, from which a page may ask just as well.
_ON_SERVER = ("next", "nuxt", "@sveltejs/kit", "@remix-run/node", "@remix-run/react", "astro", "gatsby", "@angular/ssr")


def front_ends(
    extraction: Extraction, folder: str, app_folders: Iterable[str], settings: Settings
) -> Iterator[Dependency]:
    """Yield, for each front end of the app in ``folder``, the entry of `package.json` that says so."""
    others = tuple(f"{each}/" for each in app_folders if each and each != folder)
    for path in extraction.tree.files:
        if posixpath.basename(path) != "package.json" or settings.excludes(path) or path.startswith(others):
            continue
        file = extraction.package(path)
        if file is None or any(file.dependency(name) for name in _ON_SERVER):
            continue
        entry = next((found for name in _IN_BROWSER if (found := file.dependency(name)) is not None), None)
        if entry is not None:
            yield entry


def sets_own_headers(files: Mapping[str, WorkerFile], sources: Mapping[str, Source], hook: str) -> bool:
    """Say whether worker code other than the file ``hook`` may answer browsers of other origins itself."""
    others = [file for path, file in files.items() if path != hook]
    if any(each.specifier == "hono/cors" for file in others for each in file.imports):
        return True
    return any(b"access-control-" in sources[file.path].data.lower() for file in others)
