"""Variable or resource: what worker code takes a name on `env` for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rdlint.app.declaration import Module, Resource
from rdlint.app.model import App, EnvUse
from rdlint.facts.worker import Access
from rdlint.nearest import nearest
from rdlint.platform.bindings import binding_name

#: Members of text in JavaScript and Python: what has them is a variable's value.
_OF_TEXT = frozenset(
    "at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf length localeCompare match matchAll "
    "normalize padEnd padStart repeat replace replaceAll search slice split startsWith substr substring "
    "toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase trim trimEnd trimStart valueOf "
    "casefold count decode encode endswith find format index isdigit join lower lstrip partition removeprefix "
    "removesuffix rfind rpartition rsplit rstrip splitlines startswith strip title upper".split(" ")
)
#: How teams end the names of resources and services.
_RESOURCE_ENDINGS = tuple(
    f"_{each}"
    for each in (
        *("ACTOR", "BUCKET", "CACHE", "DATABASE", "DB", "INDEX", "KV", "MEMORY", "PROXY", "QUEUE", "SERVICE", "STORE"),
        *("SMARTBUCKET", "SMARTSQL", "SMARTMEMORY"),
    )
)


def is_resource_use(app: App, use: EnvUse) -> bool:
    """Say whether ``use`` takes its name for a resource or service rather than for a variable.

    What is done with the value decides: text has its own members, everything else that is called on
    it belongs to a resource. Where nothing is done with it, the name decides.
    """
    name = use.read.name
    done = app.accesses.get(name)
    if done:
        return not any(access.member in _OF_TEXT for access in done)
    if binding_name(name) in app.binding_names or name.upper().endswith(_RESOURCE_ENDINGS):
        return True
    return _means_resource(name, app.binding_names, frozenset(each.name for each in app.variables))


def declared_as(app: App, name: str) -> Resource | Module | None:
    """Return the resource or module of the manifest that ``name``, in whatever spelling, is the binding of."""
    spelling = binding_name(name)
    candidates: list[Resource | Module] = [*app.resources, *app.modules]
    return next((each for each in candidates if each.binding == spelling), None)


@lru_cache(maxsize=1024)
def _means_resource(name: str, bindings: frozenset[str], variables: frozenset[str]) -> bool:
    """Say whether ``name`` is nearest to one of ``bindings``; each name is compared once, whoever asks."""
    return nearest(name, bindings | variables) in bindings - variables


def accesses(uses: Iterable[EnvUse]) -> dict[str, tuple[Access, ...]]:
    """Return what is surely done with the values that are read, by name, without names of which nothing is."""
    found: dict[str, list[Access]] = {}
    for read in (use.read for use in uses):
        done = [read.access] if read.access else []
        done += [access for access in read.later if access.is_sure]
        if done:
            found.setdefault(read.name, []).extend(done)
    return {name: tuple(each) for name, each in found.items()}
