"""From a name that code uses to the file that defines it, over imports and re-exports."""

from __future__ import annotations

from collections.abc import Callable

from rdlint.app.resolve import Resolver
from rdlint.facts.callee import Callee
from rdlint.facts.worker import WorkerFile

#: How many re-exports are followed from an import to a definition.
_REEXPORT_LIMIT = 8

Place = tuple[str, str]  # a file, and in it a function, class or parameter


class Definitions:
    """Finds definitions; ``read`` returns what a file says, ``None`` when it is not known."""

    def __init__(self, read: Callable[[str], WorkerFile | None], resolver: Resolver) -> None:
        self._read = read
        self._resolver = resolver

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
            export = next((each for each in file.exports if each.name == name), None)
            if export is None:
                stars = [each for each in file.exports if each.name == "*"]
                if len(stars) != 1:
                    return None
                module = stars[0].module
            else:
                taken = (export.module, export.local) if export.module else _imported(file, export.local)
                if taken is None:
                    return target, export.local
                module, name = taken
            target = self._resolver.resolve(module, target)
        return None


def _imported(file: WorkerFile, local: str) -> tuple[str, str] | None:
    """Return the specifier and the name by which ``file`` imports its ``local``, ``None`` when it declares it."""
    for each in file.imports:
        for name, exported in each.names:
            if name == local and exported != "*":
                return each.specifier, exported
    return None
