"""Which parameters of which functions receive the environment: a fixpoint over all worker files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdlint.app.definitions import Definitions, Place
from rdlint.app.resolve import Resolver
from rdlint.facts.callee import Callee
from rdlint.facts.worker import Class, EnvFlow, Root, WorkerFile
from rdlint.platform.base_classes import FRAMEWORK, holds_environment

#: Packages that read no member of the environment that they are given: base classes keep it, routers pass it on.
_HARMLESS = (FRAMEWORK, "cloudflare:", "hono", "workers", "asgi")
#: How many base classes are followed to the last.
_BASES_LIMIT = 8


class Flows:
    """The parameters that receive the environment, for the files of one app."""

    def __init__(self, files: Mapping[str, WorkerFile], resolver: Resolver) -> None:
        self._files = files
        self._definitions = Definitions(files.get, resolver)
        self._receiving: set[Place] = set()
        self._spread()

    def is_environment(self, path: str, root: Root) -> bool:
        """Say whether an object with this ``root`` in the file ``path`` is the environment."""
        return not root.parameter or (path, root.parameter) in self._receiving

    def is_lost(self, path: str, flow: EnvFlow) -> bool:
        """Say whether ``flow`` hands the environment to a package that may use any member of it."""
        callee = flow.callee
        if flow.is_context or not callee.module or callee.module.startswith(_HARMLESS):
            return False
        return self.is_environment(path, flow.root) and self.definition(path, callee) is None

    def definition(self, path: str, callee: Callee) -> Place | None:
        """Return the file and local name of what ``callee`` means in the file ``path``."""
        return self._definitions.of(path, callee)

    def _spread(self) -> None:
        """Hand the environment on from call to call until nothing new receives it."""
        waiting: dict[Place, list[tuple[str, EnvFlow]]] = {}
        pending: list[tuple[str, EnvFlow]] = []
        for path, file in self._files.items():
            for flow in file.env_flows:
                if flow.root.parameter:
                    waiting.setdefault((path, flow.root.parameter), []).append((path, flow))
                else:
                    pending.append((path, flow))
        for place in self._heirs():
            self._receiving.add(place)
            pending += waiting.get(place, ())
        while pending:
            path, flow = pending.pop()
            definition = self.definition(path, flow.callee)
            if definition is None:
                continue
            target, function = definition
            parameter = f"{function}#{max(flow.index, 0)}{'.env' if flow.is_context else ''}"
            if (target, parameter) not in self._receiving:
                self._receiving.add((target, parameter))
                pending += waiting.get((target, parameter), ())

    def _heirs(self) -> Iterator[Place]:
        """Yield ``this.env`` of every class whose bases lead, over files, to one that holds the environment."""
        for path, file in self._files.items():
            for each in file.classes:
                if self._is_heir(path, each):
                    yield path, f"{each.name}.this.env"

    def _is_heir(self, path: str, heir: Class) -> bool:
        for _ in range(_BASES_LIMIT):
            base = heir.base
            if base is None or holds_environment(base.module, base.name):
                return base is not None
            definition = self.definition(path, base)
            if definition is None:
                return False
            path, name = definition
            found = next((each for each in self._files[path].classes if each.name == name), None)
            if found is None:
                return False
            heir = found
        return False
