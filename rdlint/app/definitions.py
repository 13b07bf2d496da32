"""From a name that code uses to the file that defines it, over imports, re-exports, aliases and base classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rdlint.app.resolve import Resolver
from rdlint.facts.callee import Callee
from rdlint.facts.worker import Class, Export, WorkerFile

#: How many re-exports, aliases and base classes are followed from a name to its definition.
_STEPS_LIMIT = 12
#: How many `export *`, one behind the other.
_STARS_LIMIT = 8
_NAME = re.compile(r"[^.#(]*")

Place = tuple[str, str]  # a file, and in it a function, a class, or a place as in `Root.parameter`


class Definitions:
    """Finds definitions among the worker ``files`` of an app, and in others that they import.

    ``others`` are those read so far, by path: imported for their types alone, or no worker code.
    """

    def __init__(
        self, files: Mapping[str, WorkerFile], resolver: Resolver, read: Callable[[str], WorkerFile | None]
    ) -> None:
        """Look into ``files`` first; ``read`` returns what any other file says, ``None`` when it is not known."""
        self._files = files
        self._resolver = resolver
        self._read = read
        self.others: dict[str, WorkerFile | None] = {}
        self._exports: dict[str, dict[str, Export]] = {}
        self._names: dict[str, dict[str, Callee]] = {}
        self._classes: dict[str, dict[str, Class]] = {}

    def of(self, path: str, callee: Callee) -> Place | None:
        """Return the file and local name of what ``callee`` means in the file ``path``."""
        found = self.trail(path, callee)
        return (found[0], found[1].name) if found is not None and not found[1].module else None

    def exported(self, path: str, name: str) -> Place | None:
        """Return where what the file ``path`` exports as ``name`` is defined."""
        found = self._exported(path, name, _STARS_LIMIT)
        return self.of(*found) if found is not None else None

    def file(self, path: str) -> WorkerFile | None:
        """Return what the file ``path`` says, also one that is imported for its types alone."""
        if path in self._files:
            return self._files[path]
        if path not in self.others:
            self.others[path] = self._read(path)
        return self.others[path]

    def trail(self, path: str, callee: Callee) -> tuple[str, Callee] | None:
        """Return the file that declares ``callee`` and its name there, or where it leads into which package."""
        for _ in range(_STEPS_LIMIT):
            if not callee.module:
                further = self._other_name(path, callee.name)
                if further is None:
                    return path, callee
                callee = further
                continue
            target = self._resolver.resolve(callee.module, path)
            exported = self._exported(target, callee.name, _STARS_LIMIT) if target is not None else None
            if exported is None:
                first = _first(callee.name)
                inner = self._resolver.submodule(callee.module, first, path)
                if inner is None:
                    return (path, callee) if target is None else None
                exported = self._exported(inner, callee.name[len(first) + 1 :], _STARS_LIMIT)
            if exported is None:
                return None
            path, callee = exported
        return None

    def _exported(self, path: str, name: str, depth: int) -> tuple[str, Callee] | None:
        """Return what the file ``path`` exports as ``name``: where, and under which name there."""
        file = self.file(path) if depth else None
        if file is None:
            return None
        first = _first(name)
        rest = name[len(first) :]
        wanted = "default" if first == "*" else first  # `require` gives all of a module, which may be a class
        export = self._exports_of(file).get(wanted)
        if export is not None:
            return path, _member(export.module, export.local, rest)
        outside: tuple[str, Callee] | None = None
        for each in file.exports:
            if each.name == "*":
                target = self._resolver.resolve(each.module, path)
                if target is None:
                    outside = outside or (path, Callee(each.module, name))
                    continue
                found = self._exported(target, name, depth - 1)
                if found is not None:
                    return found
        return outside

    def _exports_of(self, file: WorkerFile) -> dict[str, Export]:
        """Return the first export of each name; a file that hands on hundreds of others is read once."""
        if file.path not in self._exports:
            self._exports[file.path] = {each.name: each for each in reversed(file.exports)}
        return self._exports[file.path]

    def _other_name(self, path: str, name: str) -> Callee | None:
        """Return what else ``name`` of the file ``path`` is: imported, an alias, or inherited from a base class."""
        names = self._names.get(path)
        if names is None:
            file = self.file(path)
            names = self._names[path] = {}
            if file is not None:
                for each in file.imports:
                    names |= {local: Callee(each.specifier, exported) for local, exported in each.names}
                names |= {each.name: each.callee for each in file.aliases if "#" not in each.name}
                self._classes[path] = {each.name: each for each in file.classes}
        head = name
        while head:
            known = names.get(head)
            if known is not None and (known.module or known.name != head):
                return _member(known.module, known.name, name[len(head) :])
            head = head[: max(head.rfind("."), head.rfind("("), head.rfind("#"), 0)]
        return self._inherited(path, name)

    def _inherited(self, path: str, name: str) -> Callee | None:
        """Return the method of a base class that ``name``, a method of a class without it, comes from."""
        owner, dot, method = name.partition(".")
        found = self._classes.get(path, {}).get(owner) if dot and "." not in method else None
        if found is None or found.base is None or any(each.name == method for each in found.methods):
            return None
        return Callee(found.base.module, f"{found.base.name}.{method}") if found.base.name != owner else None


def _first(name: str) -> str:
    """Return the part of a callee's name that a file exports: ``util`` of ``util.load``, ``f`` of ``f()``."""
    found = _NAME.match(name)
    return found[0] if found else name


def _member(module: str, name: str, rest: str) -> Callee:
    """Return ``rest`` of ``name``; of a whole module (``"*"``) what it begins with is the name."""
    return Callee(module, rest.removeprefix(".") or "*") if name == "*" else Callee(module, name + rest)
