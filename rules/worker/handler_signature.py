"""RD710: a handler takes more than the platform gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rdlint.app.declaration import Module
from rdlint.app.model import App
from rdlint.facts.worker import Method, Parameter
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.platform.handlers import BASES, HANDLERS
from rdlint.rule import rule

#: How a handler reaches what it would have taken as a parameter.
_INSTEAD = {"env": "this.env", "ctx": "this.ctx", "context": "this.ctx"}

#: Types of what is named so.
_TYPES = frozenset({"Env", "ExecutionContext", "any"})
#: What parts two parameters where nothing else stands between them.
_COMMA = re.compile(rb"\s*,\s*")


@rule("RD710", "handler-signature", Severity.ERROR, since="0.1", fixable=True)
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
            fix=None if _is_given_more(app, module, handler) else _fix(app, method),
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


def _is_given_more(app: App, module: Module, handler: str) -> bool:
    """Say whether another module hands over as much as the types of the handler ask for."""
    called = [each.access for each in app.calls if each.target.name == module.name and each.access.member == handler]
    return any(each.arguments is None or len(each.arguments) > 1 for each in called)


def _fix(app: App, method: Method) -> Fix | None:
    """Take the further parameters out, and read from `this` what they would have been.

    Other code, such as a test, may hand something over.
    """
    first, *further = method.parameters
    source = app.sources[method.span.path]
    places = [each.whole for each in method.parameters if each.whole is not None]
    is_list = all(_COMMA.fullmatch(source.data, one.end, other.start) for one, other in pairwise(places))
    is_replaceable = all(each.name in method.unused or _is_plain(app, each) for each in further)
    if first.whole is None or not is_list or not is_replaceable or not all(each.is_read for each in method.uses):
        return None
    removed = Edit(source.span(first.whole.end, places[-1].end), "")
    named = [
        Edit(use.span, f"{use.name}: {_INSTEAD[use.name]}" if use.is_shorthand else _INSTEAD[use.name])
        for use in method.uses
    ]
    names = ", ".join(f"`{each.name}`" for each in further)
    return Fix(f"take {names} out of `{method.name}`", (removed, *named), safe=False)


def _is_plain(app: App, parameter: Parameter) -> bool:
    """Say whether a parameter is surely meant as what `this` has by its name: of no other type, without a default."""
    place = parameter.whole or parameter.span
    is_bare = app.sources[place.path].text(place) == parameter.name
    is_so = parameter.type is not None and parameter.type.name in _TYPES
    return parameter.name in _INSTEAD and (is_bare or (is_so and "=" not in app.sources[place.path].text(place)))
