"""The packages that an app can import, and the framework that it is built with."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from rdlint.extraction import Extraction
from rdlint.facts.package import PackageFile

_VERSION = re.compile(r"(?:\^|~|=|v|>=|\s)*(\d+)\.(\d+)\.(\d+)")

#: Major, minor, patch.
Version = tuple[int, int, int]


def packages(extraction: Extraction, folder: str) -> Iterator[PackageFile]:
    """Yield each `package.json` that code of the app in ``folder`` sees: its own first, then those above it.

    Node looks for a package from the importing file up; npm's workspaces put what members need above them.
    """
    at = folder
    while True:
        file = extraction.package(posixpath.join(at, "package.json"))
        if file is not None:
            yield file
        if not at:
            return
        at = posixpath.dirname(at)


def version(wanted: str) -> Version | None:
    """Return the version that ``wanted`` pins, or the lowest that its range allows; ``None`` when it names none.

    >>> version("^0.10.0"), version("latest")
    ((0, 10, 0), None)
    """
    match = _VERSION.match(wanted)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def shown(version: Version) -> str:
    """Return ``version`` as people write it.

    >>> shown((0, 10, 0))
    '0.10.0'
    """
    return ".".join(map(str, version))
