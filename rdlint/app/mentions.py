"""Names that stand in code of the tree which no module is known to reach.

Only looked for where the code that runs may be elsewhere: a module has no entry, or a front end beside
the app reaches resources over the network, by the names of the manifest.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

from rdlint.app.declaration import Module, Resource, Variable
from rdlint.extraction import WORKER_ENDINGS
from rdlint.facts.worker import WorkerFile
from rdlint.platform.generated import FILE_NAME
from rdlint.tree import Tree

#: The package by which code outside the platform reaches resources (platform reference 0).
_OUTSIDE_PACKAGE = b"@liquidmetal-ai/lm-raindrop"
#: So many files of code are searched.
_FILES_LIMIT = 5_000
_GENERATED = (FILE_NAME, "raindrop.gen.mocks.ts")


def mentioned(
    tree: Tree,
    modules: Iterable[Module],
    resources: Iterable[Resource],
    variables: Iterable[Variable],
    files: Mapping[str, WorkerFile],
) -> frozenset[str]:
    """Return the names of the ``resources`` and ``variables`` that code of ``tree`` outside ``files`` may use.

    Empty where all code that runs is known to be in ``files``, which are worker code.
    """
    read = {read.name for file in files.values() for read in file.env_reads}
    wanted = [resource for resource in resources if resource.binding not in read]
    unread = {variable.name for variable in variables} - read
    if not (wanted or unread) or not (
        any(module.entry is None for module in modules) or _is_reached_from_outside(tree)
    ):
        return frozenset()
    # a member of a type (`DOCS: SmartBucket`) is no use, nor is a label that stands for something else
    words = {
        resource.name: re.compile(
            rf"\b{re.escape(resource.binding)}\b(?!\s*\??:)|(['\"`]){re.escape(resource.name)}\1".encode()
        )
        for resource in wanted
    }
    words |= {name: re.compile(rf"\b{re.escape(name)}\b(?!\s*\??:)".encode()) for name in unread}
    found: set[str] = set()
    code = [path for path in tree.files if path.endswith(WORKER_ENDINGS) and path not in files]
    for path in code[:_FILES_LIMIT]:
        source = tree.read(path) if posixpath.basename(path) not in _GENERATED else None
        if source is not None:
            found |= {name for name, word in words.items() if name not in found and word.search(source.data)}
    return frozenset(found)


def _is_reached_from_outside(tree: Tree) -> bool:
    """Say whether a package of the tree lists the one that reaches resources over the network."""
    packages = (tree.read(path) for path in tree.files if posixpath.basename(path) == "package.json")
    return any(source is not None and _OUTSIDE_PACKAGE in source.data for source in packages)
