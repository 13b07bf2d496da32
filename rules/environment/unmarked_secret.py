"""RD105: a variable whose name says that it is secret is not declared as one."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Variable
from rdlint.app.model import App
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.variables import keep_secret
from rdlint.platform.credentials import tells_secret
from rdlint.rule import rule


@rule("RD105", "unmarked-secret", Severity.WARNING, since="0.2", fixable=True)
def unmarked_secret(app: App) -> Iterator[Finding]:
    """A variable is a secret by its name, but not by its declaration."""
    for variable in app.variables:
        if variable.is_secret or not tells_secret(variable.name) or variable.is_out:
            continue
        said = variable.block.attribute("secret")
        if said is not None and said.value.text != "false":
            continue  # neither true nor false: what is wrong there is for another rule to say
        yield Finding(
            variable.span,
            f"`{variable.name}` is declared without `secret = true`, so `raindrop build env get` prints its value",
            help=_help(variable),
            related=(Related(said.span, "said to be no secret here"),) if said else (),
            fix=Fix.of(f"declare `{variable.name}` with `secret = true`", keep_secret(app, variable), safe=False),
            subject=variable.name,
        )


def _help(variable: Variable) -> str:
    instead = " in place of the default" if variable.default is not None else ""
    return (
        f"declare it{instead}, and set its value again:\n"
        f'env "{variable.name}" {{ secret = true }}\n'
        f'printf %s "${variable.name}" | raindrop build env set {variable.address} -'
    )
