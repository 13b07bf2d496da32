"""From a name that code uses to the file that defines it, over imports and re-exports."""

from __future__ import annotations

from collections.abc import Callable

from rdlint.app.resolve import Resolver
from rdlint.facts.callee import Callee
from rdlint.facts.worker import Export, WorkerFile

#: How many re-exports are followed from an import to a definition.
_REEXPORT_LIMIT = 8

Place = tuple[str, str]  # a file, and in it a function, class or parameter


class Definitions:
    """Finds definitions; ``read`` returns what a file says, ``None`` when it is not known."""

    def __init__(self, read: Callable[[str], WorkerFile | None], resolver: Resolver) -> None:
        self._read = read
        self._resolver = resolver
        self._exports: dict[str, dict[str, list[Export]]] = {}
        self._imports: dict[str, dict[str, tuple[str, str]]] = {}

    def of(self, path: str, callee: Callee) -> Place | None:
        """Return the file and local name of what ``callee`` means in the file ``path``."""
        if not callee.module:
            return path, callee.name
        target = self._resolver.resolve(callee.module, path)
        name, dot, member = callee.name.partition(".")
        found = self.exported(target, name) if target else None
        return (found[0], found[1] + dot + member) if found is not None else None

    def exported(self, path: str, name: str) -> Place | None:
        """Return where what the file ``path`` exports as ``name`` is defined."""
        target: str | None = path
        for _ in range(_REEXPORT_LIMIT):
            file = self._read(target) if target else None
            if file is None or target is None:
                return None
            exports = self._exports_of(file)
            if name not in exports:
                stars = exports.get("*", [])
                if len(stars) != 1:
                    return None
                module = stars[0].module
            else:
                export = exports[name][0]
                taken = (export.module, export.local) if export.module else self._imports_of(file).get(export.local)
                if taken is None:
                    return target, export.local
                module, name = taken
            target = self._resolver.resolve(module, target)
        return None

    def _exports_of(self, file: WorkerFile) -> dict[str, list[Export]]:
        """Return the exports of ``file`` by name; one that hands on hundreds of others is read once."""
        if file.path not in self._exports:
            found = self._exports[file.path] = {}
            for each in file.exports:
                found.setdefault(each.name, []).append(each)
        return self._exports[file.path]

    def _imports_of(self, file: WorkerFile) -> dict[str, tuple[str, str]]:
        """Return the specifier and the name by which ``file`` imports each of its local names."""
        if file.path not in self._imports:
            self._imports[file.path] = {
                local: (each.specifier, exported)
                for each in reversed(file.imports)
                for local, exported in reversed(each.names)
                if exported != "*"
            }
        return self._imports[file.path]
