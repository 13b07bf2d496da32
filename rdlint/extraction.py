"""The facts of a tree: each file is extracted once, by what its name says it is."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

from rdlint.facts import (
    addresses,
    committed,
    environment,
    generated,
    lock,
    manifest,
    migration,
    package,
    scripts,
    state,
    tsconfig,
)
from rdlint.facts.addresses import AddressFile
from rdlint.facts.commands import ScriptFile
from rdlint.facts.credential import CredentialFile
from rdlint.facts.environment import EnvironmentFile
from rdlint.facts.generated import GeneratedFile
from rdlint.facts.lock import LockFile
from rdlint.facts.manifest import ManifestFile
from rdlint.facts.migration import MigrationFile
from rdlint.facts.package import PackageFile
from rdlint.facts.state import StateFile
from rdlint.facts.tsconfig import TsconfigFile
from rdlint.facts.worker import WorkerFile
from rdlint.platform.hosts import MARKS
from rdlint.source import Source
from rdlint.span import Span
from rdlint.tree import MAX_BYTES, Tree

#: What a worker may be written in.
WORKER_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".py")


#: Lock files are long, and read with one pattern.
_LOCK_BYTES = 16 << 20


class _Facts(Protocol):
    @property
    def secrets(self) -> tuple[Span, ...]: ...


_F = TypeVar("_F", bound=_Facts)


class Extraction:
    """Facts by path, each ``None`` when the file is not there or cannot be read.

    Spans that hold secrets are handed to their ``Source``, which masks them. A file on which an
    extractor fails counts as unread: the others are judged all the same.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._known: dict[tuple[str, str], Any] = {}

    def manifest(self, path: str) -> ManifestFile | None:
        """Return what the manifest ``path`` says."""
        return self._once("manifest", path, manifest.extract)

    def state(self, path: str) -> StateFile | None:
        """Return what the state file ``path`` says."""
        return self._once("state", path, state.extract)

    def worker(self, path: str) -> WorkerFile | None:
        """Return what the worker file ``path`` says, ``None`` also when it is no code."""
        return self._once("worker", path, _worker) if path.endswith(WORKER_ENDINGS) else None

    def script(self, path: str, *, is_asked: bool = False) -> ScriptFile | None:
        """Return what the script ``path`` types, ``None`` also when it never says `raindrop`.

        ``is_asked``: another script runs it, so it is read all the same.
        """
        if not is_asked and not self.tree.holds(path, (b"raindrop",)):
            return None
        return self._once("script", path, lambda source: scripts.extract(source, is_asked=is_asked))

    def environment(self, path: str) -> EnvironmentFile | None:
        """Return what the `.env` file ``path`` says."""
        return self._once("environment", path, environment.extract)

    def package(self, path: str) -> PackageFile | None:
        """Return what the `package.json` ``path`` lists."""
        return self._once("package", path, package.extract)

    def tsconfig(self, path: str) -> TsconfigFile | None:
        """Return what the `tsconfig.json` ``path`` says."""
        return self._once("tsconfig", path, tsconfig.extract)

    def generated(self, path: str) -> GeneratedFile | None:
        """Return what the generated types in ``path`` say."""
        return self._once("generated", path, generated.extract)

    # What the app can be judged without: of a file that is too large, nothing is said.

    def migration(self, path: str) -> MigrationFile | None:
        """Return what the migration ``path`` says."""
        return self._once("migration", path, migration.extract) if self.tree.peek(path) else None

    def addresses(self, path: str) -> AddressFile | None:
        """Return the hosts of the platform in the file ``path``, ``None`` also when its text has none."""
        if not addresses.kind_of(path) or not self.tree.holds(path, MARKS):
            return None
        return self._once("addresses", path, addresses.extract)

    def lock(self, path: str) -> LockFile | None:
        """Return what the lock file ``path`` installs; its text is not kept, and never shown."""
        return self._aside("lock", path, lock.extract, _LOCK_BYTES)

    def committed(self, path: str) -> CredentialFile | None:
        """Return the credentials in ``path``, whatever it is; only of a file that has any the text is kept."""
        found = self._aside("credentials", path, committed.extract)
        return self._once("committed", path, committed.extract) if found is not None and found.credentials else None

    def _aside(self, kind: str, path: str, extract: Callable[[Source], _F], at_most: int = MAX_BYTES) -> _F | None:
        """Return what ``extract`` reads from a file that is looked at once and not kept."""
        if (kind, path) not in self._known:
            known = self.tree.sources.get(path)
            data = self.tree.peek(path, at_most) if known is None else b""
            source = known or (Source(path, data) if data else None)
            self._known[kind, path] = self._extract(source, extract) if source is not None else None
        return cast("_F | None", self._known[kind, path])

    def _once(self, kind: str, path: str, extract: Callable[[Source], _F]) -> _F | None:
        """Return what ``extract`` reads from a file, whose text is kept to be shown."""
        if (kind, path) not in self._known:
            source = self.tree.read(path)
            self._known[kind, path] = self._extract(source, extract) if source is not None else None
        return cast("_F | None", self._known[kind, path])

    def _extract(self, source: Source, extract: Callable[[Source], _F]) -> _F | None:
        try:
            file = extract(source)
        except Exception as error:  # a defect of rdlint must not hide the other files
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.tree.unread[source.path] = (
                f"rdlint failed on it, which is a defect of rdlint: please report "
                f"`{type(error).__name__}` in `{where.name}`, line {where.lineno}"
            )
            return None
        source.secrets = tuple(sorted({*source.secrets, *file.secrets}))  # two readers may read one file
        return file


def _worker(source: Source) -> WorkerFile:
    """Read worker code; its parsers are imported when the first such file is met."""
    if source.path.endswith(".py"):
        from rdlint.facts.python import extract as extract_python

        return extract_python(source)
    from rdlint.facts.typescript import extract as extract_typescript

    return extract_typescript(source)
