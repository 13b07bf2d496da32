"""What is on the `Env` of each module (platform reference B.2, B.3)."""

from __future__ import annotations

from collections.abc import Iterable

from rdlint.app.model import Module, Provider, Resource, Variable
from rdlint.platform.bindings import BOUND_MODULE_KINDS, DEFAULT_BINDINGS, PROTECTED_BINDINGS


def environment(
    module: Module, modules: Iterable[Module], resources: Iterable[Resource], variables: Iterable[Variable]
) -> dict[str, Provider]:
    """Return every name on the `Env` of ``module`` with what provides it.

    Services are on every `Env` but their own, actors on all; mcp services, observers and tasks on
    none. A queue is there only when an observer consumes it, and not in that observer. A default
    binding hides whatever else has its name.
    """
    modules = tuple(modules)
    consumed = consumed_sources(modules)
    declared: list[Module | Resource] = [*modules, *resources]
    found: dict[str, Provider] = {each.binding: each for each in declared if is_bound(each, module, consumed)}
    found.update((each.name, each) for each in variables if is_bound(each, module, consumed))
    found.update(dict.fromkeys(DEFAULT_BINDINGS))
    if module.visibility == "protected":
        found.update(dict.fromkeys(PROTECTED_BINDINGS))
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
