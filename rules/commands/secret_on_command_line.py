"""RD509: a secret is passed to `env set` as an argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdlint.app.commands import AddressUse, EnvAddress
from rdlint.app.model import App
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.pipes import pipe
from rdlint.platform.credentials import tells_secret
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD509", "secret-on-command-line", Severity.HINT, since="0.2", fixable=True)
def secret_on_command_line(app: App) -> Iterator[Finding]:
    """A secret is an argument of `raindrop build env set`, where other processes see it; `-` reads it from a pipe."""
    found: dict[str, dict[Span, tuple[AddressUse, EnvAddress]]] = {}
    for each in app.address_uses:
        address = EnvAddress.parse(each.text)
        value = each.use.value
        if address is not None and value is not None and each.use.verb == "set" and _is_shown(app, each, address):
            found.setdefault(value.span.path, {}).setdefault(value.span, (each, address))
    for uses in found.values():  # one finding a file: it is written the same way throughout
        span, (first, address) = next(iter(uses.items()))
        more = f" (and {len(uses) - 1} more below)" if len(uses) > 1 else ""
        variable = next((known for known in app.variables if known.address == first.text), None)
        names = first.use.value.variables if first.use.value else ()
        yield Finding(
            span,
            f"the value of `{address.name}` is an argument here, which lists of processes and histories show{more}",
            help=f'type `printf %s "${names[0] if len(names) == 1 else address.name}" | '
            f"raindrop build env set {first.text} -`",
            related=(Related(variable.span, "declared as a secret here"),) if variable else (),
            fix=_piped(app, (use for use, _ in uses.values())),
            subject=address.name,
        )


def _piped(app: App, uses: Iterable[AddressUse]) -> Fix | None:
    """Pipe every value of a file that is the expansion of a variable; literals are for people to move."""
    read = {each.value.span for each in app.env_commands if each.value is not None and each.value.prefix == "-"}
    edits = [
        edit
        for each in uses
        if (value := each.use.value) is not None and value.span not in read  # by another call of the function
        for edit in pipe(app.sources[value.span.path], each.use.command, value)
    ]
    return Fix.of("pipe the values of secrets into `raindrop build env set`", tuple(edits), safe=False)


def _is_shown(app: App, each: AddressUse, address: EnvAddress) -> bool:
    """Say whether the value of a call of `env set` is a secret that stands among its arguments."""
    value = each.use.value
    if value is None or value.prefix == "-" or value.is_empty or value.is_placeholder:
        return False
    declared = [variable.is_secret for variable in app.variables if variable.address == each.text]
    return declared[0] if declared else tells_secret(address.name)
