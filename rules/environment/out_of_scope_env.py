"""RD110: a variable is read in a module that another one has to itself."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.usage import is_resource_use
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.variables import share
from rdlint.rule import rule


@rule("RD110", "out-of-scope-env", Severity.ERROR, since="0.2", fixable=True)
def out_of_scope_env(app: App) -> Iterator[Finding]:
    """A variable is read in one module, but the manifest declares it inside another."""
    for use, lacking in app.unprovided():
        read = use.read
        elsewhere = [each for each in app.variables if each.name == read.name]
        if not elsewhere or is_resource_use(app, use):
            continue
        edits = share(app, elsewhere[0]) if len(elsewhere) == 1 else ()
        owners = f"module `{elsewhere[0].module}` declares" if len(elsewhere) == 1 else "other modules declare"
        yield Finding(
            read.span,
            f"`{read.name}` is read in module `{lacking[0].name}`, but only {owners} it",
            help=f'move `env "{read.name}"` out of its module, up into `application`, so that every module has it',
            related=(
                *(Related(each.span, "declared here, for this module alone") for each in elsewhere[:2]),
                *app.promises_of(use),
            ),
            fix=Fix.of(f'move `env "{read.name}"` up into `application`', edits, safe=False),
            subject=read.name,
            severity=Severity.HINT if read.has_fallback else None,
        )
