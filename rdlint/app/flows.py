"""Which places of which files hold the environment: a fixpoint over all worker files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from rdlint.app.resolve import Resolver
from rdlint.facts.callee import Callee
from rdlint.facts.holding import Alias
from rdlint.facts.worker import Certainty, Class, EnvFlow, Root, WorkerFile
from rdlint.platform.base_classes import holds_environment

#: How many re-exports, aliases and base classes are followed from a name to its definition.
_STEPS_LIMIT = 12
#: How many `export *`, one behind the other.
_STARS_LIMIT = 8
#: How many parameters of a function that is handed to another are followed.
_PASSED_LIMIT = 3
_NAME = re.compile(r"[^.#(]*")
#: What is, or has, an environment although no worker file declares it: `Env`, the request context of Hono, and what its
#: handlers get.
_CONTEXTS = frozenset(
    {
        "Env.this",
        "Context.this.env",
        *(f"{name}.this#0.env" for name in ("Handler", "MiddlewareHandler", "NotFoundHandler", "RouteHandler")),
        "ErrorHandler.this#1.env",
    }
)

Place = tuple[str, str]  # a file, and in it a function, a class, or a place as in `Root.parameter`


class Flows:
    """The places that hold the environment, for the files of one app."""

    def __init__(
        self,
        files: Mapping[str, WorkerFile],
        resolver: Resolver,
        read: Callable[[str], WorkerFile | None] = lambda _: None,
    ) -> None:
        """Follow the environment through ``files``; ``read`` returns what a file of types alone says."""
        self._files = files
        self._resolver = resolver
        self._read = read
        self._typing: dict[str, WorkerFile | None] = {}
        self._names: dict[str, dict[str, Callee]] = {}
        self._classes: dict[str, dict[str, Class]] = {}
        self._places: dict[Place, Place | None] = {}
        self._held: set[Place] = set()
        self._spread()

    def is_environment(self, path: str, root: Root) -> bool:
        """Say whether an object with this ``root`` in the file ``path`` is the environment."""
        return not root.parameter or self._place(path, root.parameter) in self._held

    def definition(self, path: str, callee: Callee) -> Place | None:
        """Return the file and local name of what ``callee`` means in the file ``path``."""
        found = self._trail(path, callee)
        return (found[0], found[1].name) if found is not None and not found[1].module else None

    @cached_property
    def has_escapes(self) -> bool:
        """Say whether a package is handed the environment: it may read any member."""
        return any(
            self._is_outside(path, flow.callee) and self.is_environment(path, flow.root)
            for path, file in self._files.items()
            for flow in file.env_flows
            if not flow.is_context and flow.root.certainty > Certainty.NAME
        )

    def _is_outside(self, path: str, callee: Callee) -> bool:
        found = self._trail(path, callee)
        if found is None or not found[1].module:
            return False
        module, name = found[1]
        return not holds_environment(module, name.removesuffix(".constructor"))

    # From names to definitions.

    def _file(self, path: str) -> WorkerFile | None:
        """Return what the file ``path`` says, also one that is imported for its types alone."""
        if path in self._files:
            return self._files[path]
        if path not in self._typing:
            self._typing[path] = self._read(path)
        return self._typing[path]

    def _trail(self, path: str, callee: Callee) -> tuple[str, Callee] | None:
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
        file = self._file(path) if depth else None
        if file is None:
            return None
        first = _first(name)
        rest = name[len(first) :]
        wanted = "default" if first == "*" else first  # `require` gives all of a module, which may be a class
        export = next((each for each in file.exports if each.name == wanted), None)
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

    def _other_name(self, path: str, name: str) -> Callee | None:
        """Return what else ``name`` of the file ``path`` is: imported, an alias, or inherited from a base class."""
        names = self._names.get(path)
        if names is None:
            file = self._file(path)
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

    def _place(self, path: str, parameter: str) -> Place | None:
        """Return where ``parameter`` (as in ``Root``) of the file ``path`` is declared."""
        key = (path, parameter)
        if key not in self._places:
            name, sign, module = parameter.partition("@")
            self._places[key] = self._foreign(path, Callee(module, name)) if sign else key
        return self._places[key]

    def _foreign(self, path: str, callee: Callee) -> Place | None:
        found = self._trail(path, callee)
        if found is None:
            return None
        file, at = found
        if not at.module:
            return file, at.name
        if at.name in _CONTEXTS:
            self._held.add((at.module, at.name))
        return at.module, at.name

    # From place to place.

    def _spread(self) -> None:
        """Hand the environment on from place to place until nothing new receives it."""
        waiting: dict[Place, list[Place]] = {}
        pending: list[Place] = list(self._heirs())
        for root, target in self._edges():
            if root is None:
                pending.append(target)
            else:
                waiting.setdefault(root, []).append(target)
        pending += self._held
        self._held.update(pending)
        while pending:
            for target in waiting.get(pending.pop(), ()):
                if target not in self._held:
                    self._held.add(target)
                    pending.append(target)

    def _edges(self) -> Iterator[tuple[Place | None, Place]]:
        """Yield from which place (``None``: surely an environment) to which it is handed."""
        for path, file in self._files.items():
            for flow in file.env_flows:
                target = self._target(path, flow) if flow.root.certainty > Certainty.NAME else None
                if target is not None:
                    yield self._source(path, flow.root), target
            for alias in file.aliases:
                yield from self._passed(path, alias)
            roots = {each.root for each in file.env_reads} | {each.root for each in file.dynamic_reads}
            for root in roots:
                self._source(path, root)  # reads the files of types that the reads depend on
        read: set[str] = set()
        while True:
            files = [*self._files.items(), *self._typing.items()]
            fresh = [(path, file) for path, file in files if path not in read and file is not None]
            if not fresh:
                return
            for path, file in fresh:
                read.add(path)
                for held in file.holdings:
                    yield self._source(path, held.root), (path, held.place)

    def _passed(self, path: str, alias: Alias) -> Iterator[tuple[Place, Place]]:
        """Yield what a function that is handed to another gets from it."""
        place = self._place(path, alias.name) if "#" in alias.name else None
        function = self.definition(path, alias.callee) if place is not None else None
        if place is not None and function is not None:
            for index in range(_PASSED_LIMIT):
                for suffix in (f"#{index}", f"#{index}.env"):
                    yield (place[0], place[1] + suffix), (function[0], function[1] + suffix)

    def _source(self, path: str, root: Root) -> Place | None:
        if not root.parameter:
            return None
        return self._place(path, root.parameter) or (path, root.parameter)

    def _target(self, path: str, flow: EnvFlow) -> Place | None:
        definition = self.definition(path, flow.callee)
        if definition is None:
            return None
        target, function = definition
        index = self._position(target, function, flow.keyword) if flow.keyword else max(flow.index, 0)
        return (target, f"{function}#{index}{'.env' if flow.is_context else ''}") if index is not None else None

    def _position(self, path: str, function: str, keyword: str) -> int | None:
        """Return the position of the parameter ``keyword`` of a function or method of the file ``path``."""
        file = self._file(path)
        owner = function.rpartition(".")[0]
        given = {each.name: each.parameters for each in file.functions} if file is not None else {}
        for made in file.classes if file is not None else ():
            if made.name == owner:
                given |= {f"{owner}.{each.name}": each.parameters for each in made.methods}
        names = [each.name for each in given.get(function, ()) if not each.is_rest]
        return names.index(keyword) if keyword in names else None

    def _heirs(self) -> Iterator[Place]:
        """Yield ``this.env`` of every class whose bases lead, over files, to one that holds the environment."""
        for path, file in self._files.items():
            for each in file.classes:
                if self._is_heir(path, each):
                    yield path, f"{each.name}.this.env"

    def _is_heir(self, path: str, heir: Class) -> bool:
        for _ in range(_STEPS_LIMIT):
            base = heir.base
            found = self._trail(path, base) if base is not None else None
            if base is None or found is None:
                return base is not None and holds_environment(base.module, base.name)
            path, base = found
            if base.module:
                return holds_environment(base.module, base.name)
            file = self._file(path)
            further = next((each for each in file.classes if each.name == base.name), None) if file else None
            if further is None or further is heir:
                return False
            heir = further
        return False


def _first(name: str) -> str:
    """Return the part of a callee's name that a file exports: ``util`` of ``util.load``, ``f`` of ``f()``."""
    found = _NAME.match(name)
    return found[0] if found else name


def _member(module: str, name: str, rest: str) -> Callee:
    """Return ``rest`` of ``name``; of a whole module (``"*"``) what it begins with is the name."""
    return Callee(module, rest.removeprefix(".") or "*") if name == "*" else Callee(module, name + rest)
