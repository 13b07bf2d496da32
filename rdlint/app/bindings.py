"""What is on the `Env` of each module (platform reference B.2, B.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdlint.app.declaration import Module, Provider, Resource, Variable
from rdlint.platform.bindings import BOUND_MODULE_KINDS, DEFAULT_BINDINGS, PROTECTED_BINDINGS


class _Environment(Mapping[str, Provider]):
    """What all modules have, less what this one has not, and what it has besides.

    Most of an `Env` is the same for every module of an app, so that it is held once.
    """

    def __init__(self, common: Mapping[str, Provider], hidden: frozenset[str], own: Mapping[str, Provider]) -> None:
        self._common = common
        self._hidden = hidden - own.keys()
        self._own = own

    def __getitem__(self, name: str) -> Provider:
        if name in self._own:
            return self._own[name]
        if name in self._hidden:
            raise KeyError(name)
        return self._common[name]

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self._common if name not in self._hidden and name not in self._own)
        yield from self._own

    def __len__(self) -> int:
        return sum(1 for _ in self)


def environments(
    modules: tuple[Module, ...], resources: tuple[Resource, ...], variables: tuple[Variable, ...]
) -> dict[str, Mapping[str, Provider]]:
    """Return by module name every name on its `Env` with what provides it.

    Services are on every `Env` but their own, actors on all; mcp services, observers and tasks on
    none. A queue is there only when an observer consumes it, and not in that observer. A default
    binding hides whatever else has its name.
    """
    bound = [each for each in modules if each.kind in BOUND_MODULE_KINDS]
    services = {each.name for each in bound if each.kind != "actor"}
    consumed = consumed_sources(modules)
    offered = [each for each in resources if each.kind != "queue" or each.name in consumed]
    shared = [each for each in variables if not each.module]
    queues: dict[str, list[Resource]] = {}
    for each in offered:
        if each.kind == "queue":
            queues.setdefault(each.name, []).append(each)
    owned: dict[str, list[Variable]] = {}
    for variable in variables:
        if variable.module:
            owned.setdefault(variable.module, []).append(variable)
    common = _joined(bound, offered, shared)
    is_plain = len(common) == len(bound) + len(offered) + len(shared)
    found: dict[str, Mapping[str, Provider]] = {}
    for module in modules:
        own: dict[str, Provider] = {each.name: each for each in owned.get(module.name, ())}
        own.update(dict.fromkeys(DEFAULT_BINDINGS))
        if module.visibility == "protected":
            own.update(dict.fromkeys(PROTECTED_BINDINGS))
        lacking = [module.binding] if module.name in services else []
        lacking += [each.binding for source in module.sources for each in queues.get(source, ())]
        if lacking and not is_plain:  # two blocks become one name: what is left of it when one is not there?
            others = [each for each in bound if each.kind == "actor" or each.name != module.name]
            seen = [each for each in offered if each.kind != "queue" or each.name not in module.sources]
            found[module.name] = _Environment(_joined(others, seen, shared), frozenset(), own)
        else:
            found[module.name] = _Environment(common, frozenset(lacking), own)
    return found


def consumed_sources(modules: Iterable[Module]) -> frozenset[str]:
    """Return the names of the queues and buckets that an observer consumes."""
    return frozenset(source for each in modules for source in each.sources)


def is_bound(declared: Module | Resource | Variable, module: Module, consumed: frozenset[str]) -> bool:
    """Say whether ``declared`` is put on the `Env` of ``module``; ``consumed`` are the `consumed_sources`."""
    if isinstance(declared, Variable):
        return declared.module in ("", module.name)
    if isinstance(declared, Module):
        return declared.kind in BOUND_MODULE_KINDS and (declared.kind == "actor" or declared.name != module.name)
    return declared.kind != "queue" or (declared.name in consumed and declared.name not in module.sources)


def _joined(
    modules: Iterable[Module], resources: Iterable[Resource], variables: Iterable[Variable]
) -> dict[str, Provider]:
    """Return what provides each name; of two the later hides the earlier."""
    found: dict[str, Provider] = {each.binding: each for each in modules}
    found.update((each.binding, each) for each in resources)
    found.update((each.name, each) for each in variables)
    return found
