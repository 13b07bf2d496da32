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
    found: dict[str, Provider] = {}
    for other in modules:
        if other.kind in BOUND_MODULE_KINDS and (other.kind == "actor" or other.name != module.name):
            found[other.binding] = other
    consumed = {source for each in modules for source in each.sources}
    for resource in resources:
        if resource.kind != "queue" or (resource.name in consumed and resource.name not in module.sources):
            found[resource.binding] = resource
    for variable in variables:
        if variable.module in ("", module.name):
            found[variable.name] = variable
    found.update(dict.fromkeys(DEFAULT_BINDINGS))
    if module.visibility == "protected":
        found.update(dict.fromkeys(PROTECTED_BINDINGS))
    return found
