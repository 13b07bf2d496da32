"""RD108: a credential stands in code or in a script."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Variable
from rdlint.app.leaks import Leak
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.credentials import NAME_WORD
from rdlint.platform.manifest import env_block
from rdlint.rule import rule

#: Shapes that servers and browsers have in common: in a front end such a key may be meant to be seen.
_FOR_BROWSERS = frozenset({"a Google key", "a JSON Web Token"})
#: What is worth nothing some day: how long it is, and what it allows, cannot be told from here.
_PASSING = frozenset({"a JSON Web Token", "a Google access token"})


@rule("RD108", "hard-coded-secret", Severity.ERROR, since="0.2")
def hard_coded_secret(app: App) -> Iterator[Finding]:
    """A credential stands in code or in a script, for everybody to read who can read the repository."""
    for leak in app.leaks:
        variable = _declared(app, leak.credential.name)
        yield Finding(
            leak.credential.span,
            f"{_what(leak)} stands in {_where(leak)}, readable by everybody who has this file",
            help=_help(leak, variable),
            related=(Related(variable.span, "declared here"),) if variable and leak.is_worker else (),
            subject=leak.credential.name or leak.credential.shape.rpartition(" ")[0] or "credential",
            severity=_severity(leak),
        )


def _what(leak: Leak) -> str:
    shape, name = leak.credential.shape, leak.credential.name
    if shape:
        return shape + (f" for `{name}`" if name else "")
    return f"the value of `{name}`"


def _where(leak: Leak) -> str:
    return "worker code" if leak.is_worker else "a script" if leak.is_script else "code"


def _severity(leak: Leak) -> Severity | None:
    shape = leak.credential.shape
    is_ours = leak.is_worker or leak.is_script
    if shape in _FOR_BROWSERS and not is_ours:
        return Severity.HINT
    return None if is_ours and shape and shape not in _PASSING else Severity.WARNING


def _help(leak: Leak, variable: Variable | None) -> str:
    name = variable.name if variable else _variable_name(leak.credential.name)
    new = "have a new one issued, for this one is out; then "
    if leak.is_script:
        return f"{new}read it from the environment, as `${name}`, or from a file that is not committed"
    if not leak.is_worker:
        return f"{new}keep it where only a server reads it: in the worker, on `env`, and let this code ask the worker"
    if variable is not None:
        return f"{new}read `env.{name}` here and nothing else, and set it:\nraindrop build env set {variable.address} -"
    return (
        f"{new}read `env.{name}` here, declare it in `application` in `raindrop.manifest`, and set it:\n"
        f"{env_block(name)}\nraindrop build env set env:{name} -"
    )


def _declared(app: App, name: str) -> Variable | None:
    """Return the variable that ``name`` means, in whatever case it is written."""
    wanted = _variable_name(name)
    return next((each for each in app.variables if each.name == wanted), None) if name else None


def _variable_name(name: str) -> str:
    """Return what a variable for ``name`` would be called: `apiKey` is `API_KEY`."""
    return "_".join(NAME_WORD.findall(name)).upper() if name and name != "Authorization" else "API_KEY"
