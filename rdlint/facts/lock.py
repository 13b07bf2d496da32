"""Lock files: which packages a project really installs, those of other packages included."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdlint.source import Source
from rdlint.span import Span

#: The names of lock files, in the order in which they are asked.
LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock")
_NAME = rb"((?:@[\w.~-]+/)?[\w.~-]+)"
#: How each writes the package that an entry is about (npm 7, Yarn 1 and 2, pnpm 5 to 9, Bun; documentation of each).
_ENTRY = {
    "package-lock.json": re.compile(rb"node_modules/" + _NAME + rb'"\s*:'),
    "npm-shrinkwrap.json": re.compile(rb"node_modules/" + _NAME + rb'"\s*:'),
    "yarn.lock": re.compile(rb'^"?' + _NAME + rb"@", re.MULTILINE),
    "pnpm-lock.yaml": re.compile(rb"^ +['\"]?/?" + _NAME + rb"[@/]", re.MULTILINE),
    "bun.lock": re.compile(rb'\[\s*"' + _NAME + rb"@"),
}


@dataclass(frozen=True, slots=True)
class LockFile:
    """One lock file. ``names`` are all packages that it installs; empty when its form is not known."""

    path: str
    names: frozenset[str] = frozenset()
    secrets: tuple[Span, ...] = ()


def extract(source: Source) -> LockFile:
    """Return what the file installs; never raises."""
    entry = _ENTRY.get(source.path.rpartition("/")[2])
    found = {match[1].decode("ascii", "replace") for match in entry.finditer(source.data)} if entry else set()
    return LockFile(source.path, frozenset(found))
