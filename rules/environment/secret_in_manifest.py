"""RD104: a credential stands in the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Fix, Severity
from rdlint.fixes.variables import keep_secret
from rdlint.rule import rule


@rule("RD104", "secret-in-manifest", Severity.ERROR, since="0.1", fixable=True)
def secret_in_manifest(app: App) -> Iterator[Finding]:
    """A credential is the `default` of a variable, for everybody to read who can read the repository."""
    for variable in app.variables:
        default = variable.default
        if default is None or not variable.is_out:
            continue
        what = default.credential or "a secret"
        yield Finding(
            default.span,
            f"the default of `{variable.name}` is {what}, readable by everybody who has this file",
            help=(
                "have a new one issued, put `secret = true` in place of the default, and set the new value:\n"
                f"raindrop build env set {variable.address} <value>"
            ),
            fix=Fix.of(
                f"put `secret = true` in place of the default of `{variable.name}`; then have a new one issued",
                keep_secret(app, variable),
                safe=False,
            ),
            subject=variable.name,
        )
