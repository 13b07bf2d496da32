"""RD710: a handler takes more than the platform gives it."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.worker import Parameter
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.handlers import BASES, HANDLERS
from rdlint.rule import rule

#: How a handler reaches what it would have taken as a parameter.
_INSTEAD = {"env": "this.env", "ctx": "this.ctx", "context": "this.ctx"}


@rule("RD710", "handler-signature", Severity.ERROR, since="0.1")
def handler_signature(app: App) -> Iterator[Finding]:
    """`fetch`, `handle` or `process` has further parameters, which are always undefined."""
    for module in app.modules:
        offer, handler = app.offers.get(module.name), HANDLERS.get(module.kind)
        base = offer.line.base if offer is not None else None
        if offer is None or handler is None or base is None or base.name.rpartition(".")[2] not in BASES[module.kind]:
            continue
        method = offer.line.method(handler)
        further = [each for each in method.parameters[1:] if not each.is_rest] if method is not None else []
        if method is None or method.is_overloaded or not further:
            continue
        used = [each for each in further if each.name not in method.unused]
        first = used[0] if used else further[0]
        yield Finding(
            first.span,
            f"`{first.name or 'this parameter'}` of `{handler}` is always undefined: "
            f"the platform gives it {_given(handler)} alone",
            help=_help(first, bool(used)),
            related=(Related(module.span, f"the {module.kind} is declared here"),),
            subject=first.name or handler,
            severity=None if used and not first.is_optional else Severity.HINT,
        )


def _given(handler: str) -> str:
    return {"fetch": "the request", "handle": "the event"}.get(handler, "the message")


def _help(parameter: Parameter, is_used: bool) -> str:
    instead = _INSTEAD.get(parameter.name)
    if not is_used:
        return "take the parameter out: nothing uses it"
    return f"take the parameter out and write `{instead}`" if instead else "take the parameter out"
