"""RD201: worker code uses a resource or service that is not on its `env`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rdlint.app.model import App, EnvUse, Module, Provider, Resource, Variable
from rdlint.app.usage import is_resource_use
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.platform.bindings import DEFAULT_BINDINGS, binding_name
from rdlint.rule import rule


@rule("RD201", "undeclared-binding", Severity.ERROR, since="0.1")
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
    candidates: list[Resource | Module] = [*app.resources, *app.modules]
    declared = next((each for each in candidates if each.binding == spelling), None)
    if spelling in there and spelling != name:
        message = f"`{name}` is not on `env`: the platform calls it `{spelling}`"
        help = f"write `{spelling}`"
        place = _declaration(there[spelling])
    elif declared is not None and spelling == name:
        if not (isinstance(declared, Resource) and declared.name not in module.sources):
            return None  # the module itself, or a module or queue that is never on this `env`: not misspelt
        message = f"queue `{declared.name}` has no observer, so `{name}` is not on `env`"
        help = (
            "add an observer to `raindrop.manifest`:\n"
            f'observer "{declared.name}-consumer" {{\n  source {{ queue = "{declared.name}" }}\n}}'
        )
        place = Related(declared.span, "the queue is declared here")
    else:
        near = nearest(name, there)
        message = f"`{name}` is used here, but nothing in the manifest becomes that binding"
        help = f"write `{near}`" if near else _what_exists(name, there)
        place = _declaration(there[near]) if near else None
    if place is None and app.application is not None:
        place = Related(app.application.header, "modules and resources are declared in this block")
    return Finding(
        use.read.span,
        message,
        help=help,
        related=(*((place,) if place else ()), *app.promises_of(use)),
        subject=name,
        severity=Severity.HINT if use.read.has_fallback else None,
    )


def _declaration(provider: Provider) -> Related | None:
    return Related(provider.span, "declared here") if provider else None


def _what_exists(name: str, there: Mapping[str, Provider]) -> str:
    label = name.lower().replace("_", "-")
    own = ", ".join(f"`{each}`" for each in sorted(set(there) - DEFAULT_BINDINGS))
    return f'declare it in `raindrop.manifest`, such as `service "{label}" {{}}`' + (
        f"; there are {own}" if own else ""
    )
