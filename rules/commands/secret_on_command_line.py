"""RD509: a secret is passed to `env set` as an argument."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.commands import EnvAddress
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.credentials import tells_secret
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD509", "secret-on-command-line", Severity.HINT, since="0.2")
def secret_on_command_line(app: App) -> Iterator[Finding]:
    """A secret is an argument of `raindrop build env set`, where other processes see it; `-` reads it from a pipe."""
    secrets = {variable.address: variable for variable in app.variables if variable.is_secret}
    declared = {variable.address for variable in app.variables}
    seen: set[Span] = set()
    for each in app.env_commands:
        value = each.value
        if each.verb != "set" or value is None or value.prefix == "-" or value.span in seen:
            continue
        for text, _ in each.texts if each.command.is_certain else ():
            address = EnvAddress.parse(text)
            if address is None or not (text in secrets or (text not in declared and tells_secret(address.name))):
                continue
            if value.is_empty or value.is_placeholder:
                continue
            seen.add(value.span)
            name = value.variables[0] if len(value.variables) == 1 else address.name
            variable = secrets.get(text)
            yield Finding(
                value.span,
                f"the value of `{address.name}` is an argument here, which lists of processes and histories show",
                help=f'type `printf %s "${name}" | raindrop build env set {text} -`',
                related=(Related(variable.span, "declared as a secret here"),) if variable else (),
                subject=address.name,
            )
            break
