"""RD103: a variable that a deploy needs and that nothing sets."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Variable
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule


@rule("RD103", "missing-secret", Severity.WARNING, since="0.1", is_local=True)
def missing_secret(app: App) -> Iterator[Finding]:
    """A variable without default will not arrive: nothing sets it where its siblings are set."""
    required = [variable for variable in app.variables if variable.default is None]
    supply = app.supply
    if supply.is_open or not required:
        return
    if supply.first is None:
        yield _nothing_sets_any(app, required)
        return
    siblings = (Related(supply.first.address.span, "other variables are set here"),)
    # a script that sets a few of many is no account of them all
    is_account = 2 * len([each for each in required if each.name in supply.given]) >= len(required)
    for variable in required:
        if variable.name in supply.given:
            continue
        lack = supply.lacking.get(variable.name)
        yield Finding(
            variable.span,
            f"`{variable.name}` has no default and "
            + (lack.message if lack else "is left out where the other variables are set"),
            help=f"a deploy stops with `Missing required environment variable`; type or add:\n{variable.setting}",
            related=(lack,) if lack else siblings,
            subject=variable.name,
            severity=None if lack or is_account else Severity.HINT,
        )


def _nothing_sets_any(app: App, required: list[Variable]) -> Finding:
    names = ", ".join(f"`{variable.name}`" for variable in required[:3])
    more = f" and {len(required) - 3} more" if len(required) > 3 else ""
    return Finding(
        app.application.header if app.application else required[0].span,
        f"nothing in this repository sets {names}{more}, which a deploy needs",
        help="after the last `raindrop build generate`, type:\n" + "\n".join(each.setting for each in required),
        related=(Related(required[0].span, "declared here"),),
        subject="env set",
        severity=Severity.HINT,
    )
