"""Variable or resource: what worker code takes a name on `env` for."""

from __future__ import annotations

from rdlint.app.model import App, EnvUse, Module, Resource
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
    reads = [other.read for other in app.env_uses if other.read.name == name]
    accesses = [read.access for read in reads if read.access is not None]
    accesses += [access for read in reads for access in read.later if access.is_sure]
    if accesses:
        return not any(access.member in _OF_TEXT for access in accesses)
    if binding_name(name) in binding_names(app) or name.upper().endswith(_RESOURCE_ENDINGS):
        return True
    variables = {each.name for each in app.variables}
    return nearest(name, binding_names(app) | variables) in binding_names(app) - variables


def declared_as(app: App, name: str) -> Resource | Module | None:
    """Return the resource or module of the manifest that ``name``, in whatever spelling, is the binding of."""
    spelling = binding_name(name)
    candidates: list[Resource | Module] = [*app.resources, *app.modules]
    return next((each for each in candidates if each.binding == spelling), None)


def binding_names(app: App) -> frozenset[str]:
    """Return what the modules and resources of the manifest would be called on `Env`."""
    return frozenset([module.binding for module in app.modules] + [resource.binding for resource in app.resources])
