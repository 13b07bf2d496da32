"""RD107: a text that stands in for a value would reach production."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Variable
from rdlint.app.model import App
from rdlint.facts.placeholder import Placeholder
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.variables import keep_secret, remove_default
from rdlint.platform.credentials import tells_secret
from rdlint.platform.manifest import env_block
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD107", "placeholder-value", Severity.WARNING, since="0.2", fixable=True)
def placeholder_value(app: App) -> Iterator[Finding]:
    """A stand-in such as `YOUR_API_KEY` is the default of a variable, or a value in worker code."""
    for variable in app.variables:
        default = variable.default
        if default is not None and default.is_placeholder:
            yield _of_default(app, variable, default.span)
    for file in app.worker_files.values():
        for each in file.placeholders:
            yield _of_code(app, each)


def _of_default(app: App, variable: Variable, span: Span) -> Finding:
    is_secret = variable.is_secret or tells_secret(variable.name)
    edits = keep_secret(app, variable) if is_secret else remove_default(app, variable)
    is_set = variable.name in app.supply.given or app.supply.is_open
    return Finding(
        span,
        f"the default of `{variable.name}` is still a placeholder, and the app gets it unless somebody sets a value",
        help="take the default out, so that a deploy asks for the value, and set it:\n"
        f"raindrop build env set {variable.address} <value>",
        fix=Fix.of(f"take the default of `{variable.name}` out", edits, safe=False),
        subject=variable.name,
        severity=Severity.HINT if is_set else None,
    )


def _of_code(app: App, each: Placeholder) -> Finding:
    variable = next((known for known in app.variables if known.name == each.name), None)
    return Finding(
        each.span,
        _message(each),
        help=_help(each, variable),
        related=(Related(variable.span, "declared here"),) if variable else (),
        subject=each.name or "placeholder",
        severity=Severity.HINT if each.is_expected else None,
    )


def _message(each: Placeholder) -> str:
    what = f"`{each.text}`" if each.text else "what stands here"
    if each.is_fallback:
        return f"{what} is only a placeholder, and is used when `{each.name}` has no value"
    if each.name:
        return f"{what} is only a placeholder, and is the value of `{each.name}`"
    return f"{what} is only a placeholder, and is used as it is"


def _help(each: Placeholder, variable: Variable | None) -> str:
    if each.is_fallback:
        return f"take the fallback out: without a value for `{each.name}` the code had better stop and say so"
    if variable is not None:
        return f"read `env.{variable.name}` here"
    name = each.name if each.name.isupper() else "NAME"
    return f"write the value, or declare a variable in `raindrop.manifest` and read it from `env`:\n{env_block(name)}"
