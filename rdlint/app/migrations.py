"""The migrations of an app: what lies in `db/<name>/` (platform reference C.4)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from rdlint.extraction import Extraction
from rdlint.facts.migration import MigrationFile

_NAME = re.compile(r"(?P<number>\d+)[_-].*\.sql", re.IGNORECASE)


class Migration(NamedTuple):
    """One `.sql` file below `db/`.

    ``folder`` is the name of its folder, empty for a file in `db/` itself. ``number`` is what its name
    begins with as written, empty without one. ``file`` is what it says.
    """

    path: str
    folder: str
    name: str
    number: str
    file: MigrationFile


def migrations(extraction: Extraction, folder: str) -> Iterator[Migration]:
    """Yield the `.sql` files in `db/` and in its folders, by path."""
    start = posixpath.join(folder, "db") + "/"
    for path in extraction.tree.files:
        inner, _, name = path[len(start) :].rpartition("/") if path.startswith(start) else ("", "", "")
        if name.lower().endswith(".sql") and "/" not in inner:
            file = extraction.migration(path)
            match = _NAME.fullmatch(name)
            if file is not None:
                yield Migration(path, inner, name, match["number"] if match else "", file)
