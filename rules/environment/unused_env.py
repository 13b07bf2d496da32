"""RD106: a variable that no module reads."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Module, Variable
from rdlint.app.model import App
from rdlint.app.unseen import is_mentioned
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.variables import delete
from rdlint.nearest import is_slip
from rdlint.platform.bindings import RESERVED_PREFIX
from rdlint.rule import rule


@rule("RD106", "unused-env", Severity.HINT, since="0.2", fixable=True)
def unused_env(app: App) -> Iterator[Finding]:
    """A variable is declared, but no module and no hook reads it."""
    if not app.is_known:
        return
    read = {use.read.name for use in app.env_uses if not use.read.is_write}
    for variable in app.variables:
        modules = [each for each in app.modules if variable.module in ("", each.name)]
        if (
            not modules
            or variable.name in read
            or variable.name.startswith(RESERVED_PREFIX)
            or any(each.name in app.unseen for each in modules)
            or variable.name in app.mentioned
            or is_mentioned(app, variable.name, modules)
        ):
            continue
        yield _finding(app, variable, modules)


def _finding(app: App, variable: Variable, modules: list[Module]) -> Finding:
    names = {each.name for each in modules}
    elsewhere = next(
        (
            use.read
            for use in app.host_env_uses
            if use.read.name == variable.name and any(each.name in names for each in use.modules)
        ),
        None,
    )
    who = f"module `{variable.module}` does not read it" if variable.module else "no module reads it"
    needed = "" if variable.default is not None else ", and a deploy stops without a value for it"
    is_meant = any(is_slip(use.read.name, variable.name) for use, _ in app.unprovided())  # by a read that is misspelt
    return Finding(
        variable.span,
        f"`{variable.name}` is declared, but {who}{needed}",
        help=f"read it from `env` where `{elsewhere.accessor}` is asked for it"
        if elsewhere
        else f'delete `env "{variable.name}"`, or read it from `env`',
        related=(Related(elsewhere.span, "here it is looked for where it never arrives"),) if elsewhere else (),
        fix=None
        if elsewhere or is_meant
        else Fix.of(f'delete `env "{variable.name}"`', delete(app, variable), safe=False),
        subject=variable.name,
    )
