"""RD101: worker code reads a variable that the manifest does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App, EnvUse
from rdlint.app.usage import is_resource_use
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.manifest import declare
from rdlint.fixes.names import rename
from rdlint.nearest import is_slip, nearest
from rdlint.platform.manifest import env_block
from rdlint.rule import rule


@rule("RD101", "undeclared-env", Severity.ERROR, since="0.1", fixable=True)
def undeclared_env(app: App) -> Iterator[Finding]:
    """A variable is read from `env`, but the manifest declares it nowhere."""
    declared = {each.name for each in app.variables}
    for use, lacking in app.unprovided():
        read = use.read
        if read.name in declared or is_resource_use(app, use):
            continue
        near = nearest(read.name, {each.name for each in app.variables if each.module in ("", lacking[0].name)})
        yield Finding(
            read.span,
            f"`{read.name}` is read here, but the manifest declares no such variable",
            help=f"write `{near}`, which the manifest declares" if near else _help(read.name),
            related=_related(app, use),
            fix=_spelt(app, use, near) if near else _declared(app, use),
            subject=read.name,
            severity=Severity.HINT if read.has_fallback else None,
        )


def _help(name: str) -> str:
    return (
        f"add this to `application` in `raindrop.manifest`, then set its value:\n"
        f"{env_block(name)}\n"
        f"raindrop build env set env:{name} <value>"
    )


def _declared(app: App, use: EnvUse) -> Fix | None:
    """Declare the variable; where the code does without it, whether a deploy shall ask for a value is a choice."""
    message = f"declare `{use.read.name}` in `raindrop.manifest`"
    return Fix.of(message, declare(app, use.read.name), safe=not use.read.has_fallback)


def _spelt(app: App, use: EnvUse, near: str) -> Fix | None:
    """Write ``near``, unless a type promises the name that is read."""
    read = use.read
    if not is_slip(read.name, near) or any(app.promises_of(use)):
        return None
    edits = rename(app, read.span, read.name, near, is_shorthand=read.is_shorthand)
    return Fix.of(f"write `{near}`", edits, safe=False)


def _related(app: App, use: EnvUse) -> tuple[Related, ...]:
    block = app.application.header if app.application else None
    places = (Related(block, "variables are declared in this block"),) if block else ()
    return (*places, *app.promises_of(use))
