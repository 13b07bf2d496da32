"""Which places of which files hold the environment: a fixpoint over all worker files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdlint.app.definitions import Definitions, Place
from rdlint.facts.callee import Callee
from rdlint.facts.holding import Alias
from rdlint.facts.root import Certainty, Root
from rdlint.facts.worker import Class, EnvFlow, WorkerFile
from rdlint.platform.base_classes import holds_environment

#: How many base classes are followed to the last.
_BASES_LIMIT = 12
#: How many parameters of a function that is handed to another are followed.
_PASSED_LIMIT = 3
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


class Flows:
    """The places that hold the environment, for the files of one app."""

    def __init__(self, files: Mapping[str, WorkerFile], definitions: Definitions) -> None:
        self._files = files
        self._definitions = definitions
        self._places: dict[Place, Place | None] = {}
        self._held: set[Place] = set()
        self._spread()

    def is_environment(self, path: str, root: Root) -> bool:
        """Say whether an object with this ``root`` in the file ``path`` is the environment."""
        return not root.parameter or self._place(path, root.parameter) in self._held

    def definition(self, path: str, callee: Callee) -> Place | None:
        """Return the file and local name of what ``callee`` means in the file ``path``."""
        return self._definitions.of(path, callee)

    def _place(self, path: str, parameter: str) -> Place | None:
        """Return where ``parameter`` (as in ``Root``) of the file ``path`` is declared."""
        key = (path, parameter)
        if key not in self._places:
            name, sign, module = parameter.partition("@")
            self._places[key] = self._foreign(path, Callee(module, name)) if sign else key
        return self._places[key]

    def _foreign(self, path: str, callee: Callee) -> Place | None:
        found = self._definitions.trail(path, callee)
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
            files = [*self._files.items(), *self._definitions.others.items()]
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
        file = self._definitions.file(path)
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
        for _ in range(_BASES_LIMIT):
            base = heir.base
            found = self._definitions.trail(path, base) if base is not None else None
            if base is None or found is None:
                return base is not None and holds_environment(base.module, base.name)
            path, base = found
            if base.module:
                return holds_environment(base.module, base.name)
            file = self._definitions.file(path)
            further = next((each for each in file.classes if each.name == base.name), None) if file else None
            if further is None or further is heir:
                return False
            heir = further
        return False
