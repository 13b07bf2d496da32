"""RD201: worker code uses a resource or service that is not on its `env`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdlint.app.declaration import Module, Provider, Resource, Variable
from rdlint.app.model import App, EnvUse
from rdlint.app.usage import declared_as, is_resource_use
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.names import rename
from rdlint.nearest import is_mistyped, is_same, nearest, only_slip
from rdlint.platform.bindings import DEFAULT_BINDINGS, binding_name
from rdlint.platform.handlers import STUB_METHODS
from rdlint.platform.members import MEMBERS
from rdlint.rule import rule

#: The kinds of resources that a method tells, the likeliest first.
_LIKELY = ("kv_cache", "queue", "sql_database", "smartsql", "smartbucket", "smartmemory", "actor")
_SERVICE_ENDINGS = ("SERVICE", "PROXY", "API", "GATEWAY")
#: So many of the bindings that there are a help lists.
_SHOWN = 4


@rule("RD201", "undeclared-binding", Severity.ERROR, since="0.1", fixable=True)
def undeclared_binding(app: App) -> Iterator[Finding]:
    """A resource or service is used by a binding that the module does not have."""
    for use, lacking in app.unprovided():
        if not is_resource_use(app, use):
            continue
        finding = _judge(app, use, lacking[0])
        if finding is not None:
            yield finding


def _judge(app: App, use: EnvUse, module: Module) -> Finding | None:
    name = use.read.name
    there: Mapping[str, Provider] = {
        key: each for key, each in app.environments[module.name].items() if not isinstance(each, Variable)
    }
    spelling = binding_name(name)
    right: str | None = None
    if spelling in there:
        right = spelling
        message = f"`{name}` is not on `env`: the platform calls it `{spelling}`"
        help = f"write `{spelling}`"
        place = _declaration(there[spelling])
    elif declared_as(app, name) is not None:
        return None  # not misspelt: it never becomes a binding here, which is `impossible-binding`
    else:
        near = right = nearest(name, there)
        message = f"`{name}` is used here, but nothing in the manifest becomes that binding"
        help = f"write `{near}`" if near else _what_exists(use, there)
        place = _declaration(there[near]) if near else None
    if place is None and app.application is not None:
        place = Related(app.application.header, "modules and resources are declared in this block")
    return Finding(
        use.read.span,
        message,
        help=help,
        related=(*((place,) if place else ()), *app.promises_of(use)),
        fix=_fix(app, use, right) if right else None,
        subject=name,
        severity=Severity.HINT if use.read.has_fallback else None,
    )


def _fix(app: App, use: EnvUse, right: str) -> Fix | None:
    """Write the binding that is meant, if it is there for every module and has what the code takes from it.

    Nothing is changed where the code goes on without the binding, or where a type says that it is there.
    """
    read = use.read
    on_env = [app.environments[module.name] for module in use.modules]
    is_there = all(right in each and not isinstance(each[right], Variable) and read.name not in each for each in on_env)
    if read.has_fallback or any(app.promises_of(use)) or not is_there:
        return None
    is_meant = all(_fits(app, use, each[right], right) for each in on_env)
    if not is_same(read.name, right) and (not is_meant or any(only_slip(read.name, each) != right for each in on_env)):
        return None
    edits = rename(app, read.span, read.name, right, is_shorthand=read.is_shorthand)
    return Fix.of(f"write `{right}`", edits, safe=is_mistyped(read.name, right))


def _fits(app: App, use: EnvUse, provider: Provider, name: str) -> bool:
    """Say whether what the code takes from a binding shows that it is the one of ``provider``, called ``name``."""
    members = {access.member for access in (use.read.access, *use.read.later) if access is not None}
    if isinstance(provider, Module) and provider.kind != "actor":
        offer = app.offers.get(provider.name)
        offered = frozenset(each.name for each in offer.line.methods if not each.is_hidden) if offer else frozenset()
        return bool(members) and members <= offered | STUB_METHODS
    kind = provider.kind if isinstance(provider, (Resource, Module)) else name
    return bool(members) and members <= MEMBERS.get(kind, frozenset())


def _declaration(provider: Provider) -> Related | None:
    return Related(provider.span, "declared here") if provider else None


def _what_exists(use: EnvUse, there: Mapping[str, Provider]) -> str:
    """Return what to declare, with the bindings that share the most words with the name that is used."""
    name = use.read.name
    block = f'{_kind(use)} "{name.lower().replace("_", "-")}" {{}}'
    words = _words(name)
    own = sorted(set(there) - DEFAULT_BINDINGS, key=lambda each: (-len(words & _words(each)), each))
    alike = [each for each in own if len(own) <= _SHOWN or words & _words(each)][:_SHOWN]
    listed = ", ".join(f"`{each}`" for each in alike)
    return f"declare it in `raindrop.manifest`, such as `{block}`" + (
        f"; {'there are' if len(alike) == len(own) else 'like it there are'} {listed}" if alike else ""
    )


def _kind(use: EnvUse) -> str:
    """Return the kind of block that has what the code takes from the binding; a service may have anything."""
    members = {access.member for access in (use.read.access, *use.read.later) if access is not None}
    kinds = _LIKELY if members and not use.read.name.upper().endswith(_SERVICE_ENDINGS) else ()
    return next((kind for kind in kinds if members <= MEMBERS[kind]), "service")


def _words(name: str) -> frozenset[str]:
    return frozenset(name.upper().replace("-", "_").split("_"))
