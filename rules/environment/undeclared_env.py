"""RD101: worker code reads a variable that the manifest does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Module
from rdlint.app.model import App, EnvUse
from rdlint.app.usage import is_resource_use
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.platform.manifest import env_block
from rdlint.rule import rule


@rule("RD101", "undeclared-env", Severity.ERROR, since="0.1")
def undeclared_env(app: App) -> Iterator[Finding]:
    """A variable is read from `env`, but the manifest declares it nowhere."""
    declared = {each.name for each in app.variables}
    for use, lacking in app.unprovided():
        read = use.read
        if read.name in declared or is_resource_use(app, use):
            continue
        yield Finding(
            read.span,
            f"`{read.name}` is read here, but the manifest declares no such variable",
            help=_help(app, use, lacking),
            related=_related(app, use),
            subject=read.name,
            severity=Severity.HINT if read.has_fallback else None,
        )


def _help(app: App, use: EnvUse, lacking: list[Module]) -> str:
    name = use.read.name
    near = nearest(name, {each.name for each in app.variables if each.module in ("", lacking[0].name)})
    if near:
        return f"write `{near}`, which the manifest declares"
    return (
        f"add this to `application` in `raindrop.manifest`, then set its value:\n"
        f"{env_block(name)}\n"
        f"raindrop build env set env:{name} <value>"
    )


def _related(app: App, use: EnvUse) -> tuple[Related, ...]:
    block = app.application.header if app.application else None
    places = (Related(block, "variables are declared in this block"),) if block else ()
    return (*places, *app.promises_of(use))
