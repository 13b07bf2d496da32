"""RD208: something is given to another module that cannot be sent there."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App, Call
from rdlint.facts.argument import Argument, Kind
from rdlint.facts.root import Certainty
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule

_FETCH = "fetch"


@rule("RD208", "unserializable-argument", Severity.ERROR, since="0.1")
def unserializable_argument(app: App) -> Iterator[Finding]:
    """An argument of a call to another service or actor is a WebSocket, a function or an object of a class."""
    seen = set()
    for call in app.calls:
        for argument in call.access.arguments or () if call.access.member != _FETCH else ():
            finding = _judge(call, argument) if argument.span not in seen else None
            if finding is not None:
                seen.add(argument.span)
                yield finding


def _judge(call: Call, argument: Argument) -> Finding | None:
    target = f"{call.target.kind} `{call.target.name}`"
    severity = None
    if argument.kind is Kind.SOCKET:
        message = f'a WebSocket cannot be sent to {target}: `Could not serialize object of type "WebSocket"`'
        help = "handle the socket in the module that accepts it, and send what it receives"
    elif argument in call.plain_objects and argument.made_by is not None:
        name = argument.made_by.name.rpartition(".")[2]
        message = f"an object of class `{name}` cannot be sent to {target}: only plain data can"
        help = f"send a plain object with the fields of `{name}` that the method needs"
    elif argument.kind is Kind.FUNCTION:
        message = f"a function is sent to {target}, where only what can be copied is sure to arrive"
        help = "send data instead, or let the method return what the function would be given"
        severity = Severity.HINT
    else:
        return None
    if call.use.read.root.certainty is Certainty.NAME:
        severity = Severity.HINT
    place = Related(call.access.span, f"`{call.access.member}` runs in another worker")
    return Finding(argument.span, message, help=help, related=(place,), subject=call.access.member, severity=severity)
