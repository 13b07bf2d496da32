"""The types that `raindrop build generate` wrote beside the code of modules."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from rdlint.extraction import Extraction
from rdlint.facts.generated import GeneratedFile
from rdlint.platform.generated import FILE_NAME


class GeneratedTypes(NamedTuple):
    """The generated types in `src/<folder>` of an app."""

    folder: str
    file: GeneratedFile


def generated_types(extraction: Extraction, folder: str) -> Iterator[GeneratedTypes]:
    """Yield the generated types in the app in ``folder``, in the order of their paths."""
    source = posixpath.join(folder, "src")
    for name in sorted(extraction.tree.folders_in(source)):
        path = posixpath.join(source, name, FILE_NAME)
        file = extraction.generated(path) if extraction.tree.is_file(path) else None
        if file is not None:
            yield GeneratedTypes(name, file)
