"""Calls from one module to the methods of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdlint.app.declaration import Module, Provider
from rdlint.app.definitions import Definitions
from rdlint.app.model import Call, EnvUse
from rdlint.app.offers import Offers
from rdlint.facts.argument import Argument
from rdlint.facts.worker import Access

#: What gives the stub of an actor (platform reference B.6, `ActorNamespace`).
_GIVES_STUB = "get"


def calls(
    uses: Iterable[EnvUse],
    environments: Mapping[str, Mapping[str, Provider]],
    definitions: Definitions,
    offers: Offers,
) -> Iterator[Call]:
    """Yield what ``uses`` of the environment call on services, and on the stubs of actors."""
    for use in uses:
        target = _target(use, environments)
        for access in _accesses(use, target) if target is not None else ():
            if access.called and target is not None:
                path = use.read.span.path
                plain = (each for each in access.arguments or () if _is_plain(path, each, definitions, offers))
                yield Call(use, target, access, tuple(plain))


def _target(use: EnvUse, environments: Mapping[str, Mapping[str, Provider]]) -> Module | None:
    """Return the module whose stub ``use`` reads."""
    for module in use.modules:
        provider = environments[module.name].get(use.read.name)
        if isinstance(provider, Module):
            return provider
    return None


def _accesses(use: EnvUse, target: Module) -> Iterator[Access]:
    for access in (use.read.access, *use.read.later):
        if access is not None:
            if target.kind != "actor":
                yield access
            elif access.member == _GIVES_STUB and access.called and not access.is_cast:
                yield from (*access.then[:1], *access.results)


def _is_plain(path: str, argument: Argument, definitions: Definitions, offers: Offers) -> bool:
    """Say whether ``argument`` is an object of a class of this app that extends nothing."""
    place = definitions.of(path, argument.made_by) if argument.made_by is not None else None
    line = offers.line(*place) if place is not None else None
    return line is not None and line.is_known and line.base is None
