"""RD101: worker code reads a variable that the manifest does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App, EnvUse, Module
from rdlint.app.usage import is_resource_use
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.platform.manifest import env_block
from rdlint.rule import rule


@rule("RD101", "undeclared-env", Severity.ERROR, since="0.1")
def undeclared_env(app: App) -> Iterator[Finding]:
    """A variable is read from `env`, but the manifest does not declare it for that module."""
    for use, lacking in app.unprovided():
        if is_resource_use(app, use):
            continue
        read = use.read
        yield Finding(
            read.span,
            _message(app, use, lacking),
            help=_help(app, use, lacking),
            related=_related(app, read.name),
            subject=read.name,
            severity=Severity.HINT if read.has_fallback else None,
        )


def _message(app: App, use: EnvUse, lacking: list[Module]) -> str:
    name = use.read.name
    elsewhere = [each.module for each in app.variables if each.name == name]
    if elsewhere:
        return f"`{name}` is read in module `{lacking[0].name}`, but only module `{elsewhere[0]}` declares it"
    return f"`{name}` is read here, but the manifest declares no such variable"


def _help(app: App, use: EnvUse, lacking: list[Module]) -> str:
    name = use.read.name
    if any(each.name == name for each in app.variables):
        return f'move `env "{name}"` out of its module, up into `application`, so that every module has it'
    near = nearest(name, {each.name for each in app.variables if each.module in ("", lacking[0].name)})
    if near:
        return f"write `{near}`, which the manifest declares"
    return (
        f"add this to `application` in `raindrop.manifest`, then set its value:\n"
        f"{env_block(name)}\n"
        f"raindrop build env set env:{name} <value>"
    )


def _related(app: App, name: str) -> tuple[Related, ...]:
    same = [Related(each.span, "declared here, for this module alone") for each in app.variables if each.name == name]
    if same or app.application is None:
        return tuple(same)
    return (Related(app.application.header, "variables are declared in this block"),)
