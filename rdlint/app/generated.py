"""The types that `raindrop build generate` wrote beside the code of modules."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdlint.extraction import Extraction
from rdlint.facts.worker import EnvType
from rdlint.platform.generated import FILE_NAME, FIRST_LINE
from rdlint.span import Span

_FIRST_LINE = re.compile(rb"^" + re.escape(FIRST_LINE.encode()), re.MULTILINE)
#: The first line stands within so many bytes, whatever a licence puts before it.
_HEAD = 2_000


@dataclass(frozen=True, slots=True)
class GeneratedTypes:
    """One `src/<folder>/raindrop.gen.ts`.

    ``env`` is the type that it declares, ``None`` without one; ``start`` its first line. ``imported``
    are the names that it imports. ``is_marked``: it says that it is generated.
    """

    path: str
    folder: str
    start: Span
    env: EnvType | None
    imported: frozenset[str]
    is_marked: bool


def generated_types(extraction: Extraction, folder: str) -> Iterator[GeneratedTypes]:
    """Yield the generated types in the app in ``folder``, in the order of their paths."""
    tree = extraction.tree
    source_folder = posixpath.join(folder, "src")
    for name in sorted(tree.folders_in(source_folder)):
        path = posixpath.join(source_folder, name, FILE_NAME)
        file = extraction.worker(path) if tree.is_file(path) else None
        source = tree.read(path)
        if file is None or source is None:
            continue
        yield GeneratedTypes(
            path,
            name,
            source.line_span(1),
            next(iter(file.env_types), None),
            frozenset(local for each in file.imports for local, _ in each.names),
            _FIRST_LINE.search(source.data[:_HEAD]) is not None,
        )
