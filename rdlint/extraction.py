"""The facts of a tree: each file is extracted once, by what its name says it is."""

from __future__ import annotations

from rdlint.facts import commands, environment, manifest, state
from rdlint.facts.commands import ScriptFile
from rdlint.facts.environment import EnvironmentFile
from rdlint.facts.manifest import ManifestFile
from rdlint.facts.state import StateFile
from rdlint.facts.worker import WorkerFile
from rdlint.source import Source
from rdlint.tree import Tree

#: What a worker may be written in.
WORKER_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".py")


class Extraction:
    """Facts by path. Spans that hold secrets are handed to their ``Source``, which masks them."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._workers: dict[str, WorkerFile | None] = {}
        self._scripts: dict[str, ScriptFile | None] = {}
        self._environments: dict[str, EnvironmentFile | None] = {}

    def manifest(self, path: str) -> ManifestFile | None:
        """Return what the manifest ``path`` says, ``None`` when it cannot be read."""
        source = self.tree.read(path)
        if source is None:
            return None
        file = manifest.extract(source)
        source.secrets = file.secrets
        return file

    def state(self, path: str) -> StateFile | None:
        """Return what the state file ``path`` says, ``None`` when it cannot be read."""
        source = self.tree.read(path)
        if source is None:
            return None
        file = state.extract(source)
        source.secrets = file.secrets
        return file

    def worker(self, path: str) -> WorkerFile | None:
        """Return what the worker file ``path`` says, ``None`` when it is no such file."""
        if path not in self._workers:
            source = self.tree.read(path) if path.endswith(WORKER_ENDINGS) else None
            file = _extract_worker(source) if source else None
            if source and file:
                source.secrets = file.secrets
            self._workers[path] = file
        return self._workers[path]

    def script(self, path: str) -> ScriptFile | None:
        """Return what the script ``path`` types, ``None`` when it never calls `raindrop`."""
        if path not in self._scripts:
            source = self.tree.read(path)
            if source is None or b"raindrop" not in source.data:
                self._scripts[path] = None
            else:
                file = commands.extract(source)
                source.secrets = file.secrets
                self._scripts[path] = file
        return self._scripts[path]

    def environment(self, path: str) -> EnvironmentFile | None:
        """Return what the `.env` file ``path`` says, ``None`` when it cannot be read."""
        if path not in self._environments:
            source = self.tree.read(path)
            if source is None:
                self._environments[path] = None
            else:
                file = environment.extract(source)
                source.secrets = file.secrets
                self._environments[path] = file
        return self._environments[path]


def _extract_worker(source: Source) -> WorkerFile:
    """Read worker code; its parsers are imported when the first such file is met."""
    if source.path.endswith(".py"):
        from rdlint.facts.python_worker import extract as extract_python

        return extract_python(source)
    from rdlint.facts.typescript import extract as extract_typescript

    return extract_typescript(source)
