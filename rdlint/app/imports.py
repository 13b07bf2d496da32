"""The packages that worker code imports, and whether a project lists and installs them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdlint.app.declaration import Module
from rdlint.app.packages import packages
from rdlint.app.resolve import Resolver
from rdlint.extraction import Extraction
from rdlint.facts.lock import LOCKS
from rdlint.facts.package import Dependency, PackageFile
from rdlint.facts.worker import Import
from rdlint.finding import Severity
from rdlint.platform.node import NODE_MODULES, PREFIX_ONLY, Support

#: What npm takes as a name.
_NAME = re.compile(r"(?:@[A-Za-z0-9][A-Za-z0-9._~-]*/)?[A-Za-z0-9_][A-Za-z0-9._~-]*")


@dataclass(frozen=True, slots=True)
class PackageImport:
    """An import of a package, or of a module that Node or Python brings along, in worker code.

    ``name`` is what is imported without a path in it (``hono`` of ``hono/cors``) and without ``node:``; for Python
    the first part of the dotted name. ``modules`` are those that the file is part of, ``packages`` the
    `package.json` files that the file sees, the nearest first. For a package that none of them lists:
    ``is_own`` says whether it is a package of this tree, ``is_installed`` whether it comes with another package,
    by the lock file; ``None`` when there is none that can be read.
    """

    name: str
    imported: Import
    modules: tuple[Module, ...]
    packages: tuple[PackageFile, ...] = ()
    is_own: bool = False
    is_installed: bool | None = None

    @property
    def is_python(self) -> bool:
        """Say whether a Python file imports it."""
        return self.imported.span.path.endswith(".py")

    @property
    def is_node_module(self) -> bool:
        """Say whether it is a module that Node brings along: ``fs``, ``node:crypto``.

        It is none when a `package.json` lists a package of that name (``buffer``), or the specifier ends with a slash.
        """
        specifier = self.imported.specifier
        if self.is_python or specifier.startswith("node:"):
            return not self.is_python
        is_known = self.name in NODE_MODULES and self.name not in PREFIX_ONLY
        return is_known and not specifier.endswith("/") and self.dependency(self.name) is None

    @property
    def is_replaced(self) -> bool:
        """Say whether the package by this name is another one here: of this tree, of a file, or an alias."""
        entry = self.dependency(self.name)
        return self.is_own or (entry is not None and entry.is_from_elsewhere)

    def dependency(self, name: str) -> Dependency | None:
        """Return the nearest entry for the package ``name`` in the files that are seen."""
        return next((found for each in self.packages if (found := each.dependency(name)) is not None), None)


def severity_of(each: PackageImport, support: Support) -> Severity:
    """Return how much it matters that a worker gives a package no more than ``support``."""
    if support is Support.DOUBTFUL or each.imported.is_guarded:
        return Severity.HINT
    is_sure = support is Support.NEVER and not each.is_python and not each.imported.is_dynamic
    return Severity.ERROR if is_sure else Severity.WARNING


class PackageImports:
    """Joins the imports of worker files with the `package.json` and lock files around them.

    ``reaching`` are the files, each with the modules whose code it is.
    """

    def __init__(self, extraction: Extraction, resolver: Resolver, reaching: Mapping[str, tuple[Module, ...]]) -> None:
        self._extraction = extraction
        self._resolver = resolver
        self._reaching = reaching
        self._seen: dict[str, tuple[PackageFile, ...]] = {}

    def find(self) -> Iterator[PackageImport]:
        """Yield every import of a package in the files of the modules, kept by the compiler or not, once a place."""
        for path in self._reaching:
            file = self._extraction.worker(path)
            places: set[int] = set()
            for each in file.imports if file is not None else ():
                name = self._name(each.specifier, path)
                if name and each.span.start not in places:
                    places.add(each.span.start)
                    yield self._found(name, each, path)

    def _found(self, name: str, imported: Import, path: str) -> PackageImport:
        modules = self._reaching[path]
        if path.endswith(".py"):
            return PackageImport(name, imported, modules)
        found = PackageImport(name, imported, modules, self._around(path))
        if not found.packages or found.is_node_module or found.dependency(name) is not None:
            return found
        is_own = name in self._own_names
        return PackageImport(name, imported, modules, found.packages, is_own, self._is_installed(name, found.packages))

    def _name(self, specifier: str, path: str) -> str:
        """Return the package of ``specifier``, empty when it is a file, an alias, a URL or part of the runtime."""
        if path.endswith(".py"):
            is_file = specifier.startswith(".") or self._resolver.resolve(specifier, path) is not None
            return "" if is_file else specifier.partition(".")[0]
        if specifier.startswith("node:"):
            return specifier.removeprefix("node:").partition("/")[0]
        first, _, rest = specifier.partition("?")[0].partition("/")
        name = f"{first}/{rest.partition('/')[0]}" if first.startswith("@") else first
        if not _NAME.fullmatch(name) or (first.startswith("@") and not rest):
            return ""
        is_file = self._resolver.resolve(specifier, path) is not None or self._resolver.is_alias(specifier)
        return "" if is_file else name

    def _around(self, path: str) -> tuple[PackageFile, ...]:
        folder = posixpath.dirname(path)
        if folder not in self._seen:
            self._seen[folder] = tuple(packages(self._extraction, folder))
        return self._seen[folder]

    def _is_installed(self, name: str, seen: tuple[PackageFile, ...]) -> bool | None:
        """Say whether the nearest lock file installs the package ``name``, ``None`` when there is none to read."""
        for package in seen:
            for lock in LOCKS:
                file = self._extraction.lock(posixpath.join(posixpath.dirname(package.path), lock))
                if file is not None:
                    return name in file.names if file.names else None
        return None

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """The names of all packages of the tree: those of one workspace see each other."""
        paths = (path for path in self._extraction.tree.files if posixpath.basename(path) == "package.json")
        files = (self._extraction.package(path) for path in paths)
        return frozenset(file.name for file in files if file is not None and file.name)
