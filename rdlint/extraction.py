"""The facts of a tree: each file is extracted once, by what its name says it is."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Protocol, TypeVar

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
from rdlint.tree import Tree

#: What a worker may be written in.
WORKER_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".py")


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
        self._manifests: dict[str, ManifestFile | None] = {}
        self._states: dict[str, StateFile | None] = {}
        self._workers: dict[str, WorkerFile | None] = {}
        self._scripts: dict[str, ScriptFile | None] = {}
        self._environments: dict[str, EnvironmentFile | None] = {}
        self._packages: dict[str, PackageFile | None] = {}
        self._migrations: dict[str, MigrationFile | None] = {}
        self._tsconfigs: dict[str, TsconfigFile | None] = {}
        self._locks: dict[str, LockFile | None] = {}
        self._generated: dict[str, GeneratedFile | None] = {}
        self._committed: dict[str, CredentialFile | None] = {}
        self._addresses: dict[str, AddressFile | None] = {}

    def manifest(self, path: str) -> ManifestFile | None:
        """Return what the manifest ``path`` says."""
        return self._once(self._manifests, path, manifest.extract)

    def state(self, path: str) -> StateFile | None:
        """Return what the state file ``path`` says."""
        return self._once(self._states, path, state.extract)

    def worker(self, path: str) -> WorkerFile | None:
        """Return what the worker file ``path`` says, ``None`` also when it is no code."""
        return self._once(self._workers, path, _worker) if path.endswith(WORKER_ENDINGS) else None

    def script(self, path: str, *, is_asked: bool = False) -> ScriptFile | None:
        """Return what the script ``path`` types, ``None`` also when it never says `raindrop`.

        ``is_asked``: another script runs it, so it is read all the same.
        """
        source = self.tree.read(path)
        if source is None or not (is_asked or b"raindrop" in source.data):
            return None
        return self._once(self._scripts, path, lambda source: scripts.extract(source, is_asked=is_asked))

    def environment(self, path: str) -> EnvironmentFile | None:
        """Return what the `.env` file ``path`` says."""
        return self._once(self._environments, path, environment.extract)

    def package(self, path: str) -> PackageFile | None:
        """Return what the `package.json` ``path`` lists."""
        return self._once(self._packages, path, package.extract)

    def migration(self, path: str) -> MigrationFile | None:
        """Return what the migration ``path`` says."""
        return self._once(self._migrations, path, migration.extract)

    def tsconfig(self, path: str) -> TsconfigFile | None:
        """Return what the `tsconfig.json` ``path`` says."""
        return self._once(self._tsconfigs, path, tsconfig.extract)

    def lock(self, path: str) -> LockFile | None:
        """Return what the lock file ``path`` installs."""
        return self._once(self._locks, path, lock.extract)

    def generated(self, path: str) -> GeneratedFile | None:
        """Return what the generated types in ``path`` say."""
        return self._once(self._generated, path, generated.extract)

    def committed(self, path: str) -> CredentialFile | None:
        """Return the credentials in ``path``, whatever it is."""
        return self._once(self._committed, path, committed.extract)

    def addresses(self, path: str) -> AddressFile | None:
        """Return the hosts of the platform in the file ``path``, ``None`` also when its text has none."""
        if not addresses.kind_of(path) or not self.tree.holds(path, MARKS):
            return None
        return self._once(self._addresses, path, addresses.extract)

    def _once(self, known: dict[str, _F | None], path: str, extract: Callable[[Source], _F]) -> _F | None:
        if path not in known:
            source = self.tree.read(path)
            known[path] = None
            if source is not None:
                try:
                    known[path] = file = extract(source)
                    source.secrets = tuple(sorted({*source.secrets, *file.secrets}))  # two readers may read one file
                except Exception as error:  # a defect of rdlint must not hide the other files
                    where = traceback.extract_tb(error.__traceback__)[-1]
                    self.tree.unread[path] = (
                        f"rdlint failed on it, which is a defect of rdlint: please report "
                        f"`{type(error).__name__}` in `{where.name}`, line {where.lineno}"
                    )
        return known[path]


def _worker(source: Source) -> WorkerFile:
    """Read worker code; its parsers are imported when the first such file is met."""
    if source.path.endswith(".py"):
        from rdlint.facts.python import extract as extract_python

        return extract_python(source)
    from rdlint.facts.typescript import extract as extract_typescript

    return extract_typescript(source)
