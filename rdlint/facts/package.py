"""`package.json`: which packages a project says it needs."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.platform.credentials import find_credentials
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax import jsonc

#: The members of `package.json` that list packages (npm documentation, package.json).
_GROUPS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
#: How a version says that the package comes from elsewhere (documentation of npm, pnpm and Yarn).
_ELSEWHERE = ("npm:", "file:", "link:", "portal:", "workspace:", "git", "http")


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package that is listed. ``wanted`` is its version or range as written, empty when it is no text.

    ``span`` covers the name and ``wanted_span`` the version, both without quotes. ``group`` is the member it
    stands in: ``dependencies``, ``devDependencies``, ``peerDependencies`` or ``optionalDependencies``.
    """

    name: str
    wanted: str
    group: str
    span: Span
    wanted_span: Span

    @property
    def is_from_elsewhere(self) -> bool:
        """Say whether it is another package than the registry's of this name: of a file, of a repository, an alias."""
        return self.wanted.startswith(_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One `package.json`. ``is_whole``: it parses, so that what it does not list is not listed.

    ``name`` is the package's own.
    """

    path: str
    name: str = ""
    dependencies: tuple[Dependency, ...] = ()
    is_whole: bool = True
    secrets: tuple[Span, ...] = ()

    def dependency(self, name: str) -> Dependency | None:
        """Return the first entry for the package ``name``."""
        return next((each for each in self.dependencies if each.name == name), None)


def extract(source: Source) -> PackageFile:
    """Return what the file lists; never raises."""
    secrets = tuple(source.span(each.start, each.end) for each in find_credentials(source.data))
    document = jsonc.read(source)
    root = document.root
    if root is None or root.kind != "object":
        return PackageFile(source.path, is_whole=False, secrets=secrets)
    name = root.get("name")
    found = [
        Dependency(
            member.name,
            str(member.value.value) if member.value.kind == "string" else "",
            group,
            member.key.inner,
            member.value.inner,
        )
        for group in _GROUPS
        if (listed := root.get(group)) is not None
        for member in listed.members
    ]
    own = str(name.value) if name is not None and name.kind == "string" else ""
    return PackageFile(source.path, own, tuple(found), not document.problems, secrets)
