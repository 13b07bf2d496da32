"""RD204: a module calls a method that the other module does not have, or with the wrong number of arguments."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App, Call
from rdlint.app.offers import Line
from rdlint.app.typecheck import is_typescript
from rdlint.facts.argument import Kind
from rdlint.facts.root import Certainty
from rdlint.facts.worker import Method
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.names import rename
from rdlint.nearest import is_mistyped, nearest, only_slip
from rdlint.platform.handlers import STUB_METHODS
from rdlint.rule import rule

#: So many methods are named where none is near.
_NAMED = 6


@rule("RD204", "unknown-service-method", Severity.ERROR, since="0.1", fixable=True)
def unknown_service_method(app: App) -> Iterator[Finding]:
    """A call of another service or actor names a method that its class does not offer, or does not fit it."""
    tested = {
        (use.read.span.path, use.read.name, access.member)
        for use in app.env_uses
        for access in (use.read.access, *use.read.later)
        if access is not None and not access.called
    }
    seen = set()
    for call in app.calls:
        path, name = call.use.read.span.path, call.access.member
        offer = app.offers.get(call.target.name)
        if offer is None or not offer.line.is_complete or name in STUB_METHODS or call.access.span in seen:
            continue
        if call.access.is_optional or (path, call.use.read.name, name) in tested:
            continue
        seen.add(call.access.span)
        method = offer.line.method(name)
        finding = _refuse(app, call, offer.line, method) if method is None or method.is_hidden else _count(call, method)
        if finding is not None:
            yield finding


def _refuse(app: App, call: Call, line: Line, method: Method | None) -> Finding | None:
    """Return what is wrong with the name of the method."""
    name, target = call.access.member, call.target
    place: Related | None = None
    fix: Fix | None = None
    if method is not None:
        message = f"`{name}` of {target.kind} `{target.name}` is private, so other modules cannot call it"
        help = f"take `private` or `protected` from `{name}`, or call a public method"
        place = Related(method.span, "the method is declared here")
    elif line.has_property(name) or line.has_static(name):
        what = "a property" if line.has_property(name) else "static"
        message = f"`{name}` of {target.kind} `{target.name}` is {what}, and other modules can call its methods only"
        help = f"write a method that returns what `{name}` gives"
    else:
        offered = sorted({each.name for each in line.methods if not each.is_hidden})
        near = nearest(name, offered)
        fix = _fix(app, call, line, only_slip(name, offered))
        message = f"{target.kind} `{target.name}` has no method `{name}`"
        named = ", ".join(f"`{each}`" for each in offered[:_NAMED]) + (", …" if len(offered) > _NAMED else "")
        help = f"write `{near}`" if near else f"write the method in `{target.entry}`; there is {named or 'none'}"
    own = line.classes[0]
    place = place or Related(own.span, f"the class of `{target.name}`")
    severity = _severity(call, Severity.ERROR, Severity.WARNING)
    if line.has_property(name) and method is None:
        severity = Severity.HINT  # its value may be a function, which the types let through
    return Finding(call.access.span, message, help=help, related=(place,), fix=fix, subject=name, severity=severity)


def _fix(app: App, call: Call, line: Line, right: str | None) -> Fix | None:
    """Write the only method that is near, if it takes what it is given."""
    access = call.access
    method = line.method(right) if right else None
    if (
        method is None
        or not right
        or call.use.read.root.certainty is Certainty.NAME
        or _count(call, method) is not None
    ):
        return None
    edits = rename(app, access.span, access.member, right)
    return Fix.of(f"write `{right}`", edits, safe=is_mistyped(access.member, right))


def _count(call: Call, method: Method) -> Finding | None:
    """Return what is wrong with the number of arguments."""
    arguments = call.access.arguments
    is_typed = is_typescript(method.span.path)  # in JavaScript every parameter may be left out
    if arguments is None or method.is_overloaded or not is_typed or any(each.kind is Kind.SPREAD for each in arguments):
        return None
    required = _required(method)
    most = None if any(each.is_rest for each in method.parameters) else len(method.parameters)
    given = len(arguments)
    target = call.target
    if given < required:
        least = "at least " if most != required else ""
        message = (
            f"`{call.access.member}` of {target.kind} `{target.name}` takes {least}{_arguments(required)}, "
            f"and {given or 'none'} {'is' if given < 2 else 'are'} given"
        )
        missing = [each.name or "…" for each in method.parameters[given:required]]
        help = "give " + ", ".join(f"`{each}`" for each in missing) + " as well"
        severity = _severity(call, Severity.ERROR, Severity.WARNING)
    elif most is not None and given > most:
        message = (
            f"`{call.access.member}` of {target.kind} `{target.name}` takes "
            f"{_arguments(most) if most else 'no arguments'}, and {given} {'is' if given < 2 else 'are'} given"
        )
        help = "leave out what it does not take, or give the method a parameter for it"
        severity = _severity(call, Severity.ERROR, Severity.HINT)
    else:
        return None
    place = Related(method.span, "the method is declared here")
    return Finding(
        call.access.span, message, help=help, related=(place,), subject=call.access.member, severity=severity
    )


def _required(method: Method) -> int:
    """Return how many arguments a call must give: up to the last parameter that has to be there."""
    count = 0
    for position, each in enumerate(method.parameters, start=1):
        if not (each.is_optional or each.is_rest):
            count = position
    return count


def _arguments(count: int) -> str:
    return f"{count} argument{'' if count == 1 else 's'}"


def _severity(call: Call, checked: Severity, unchecked: Severity) -> Severity:
    """Return ``checked`` where the type check of the deploy refuses the call, else less."""
    if call.access.is_cast or call.use.read.root.certainty is Certainty.NAME:
        return Severity.HINT
    is_checked = call.use.read.root.certainty >= Certainty.HERITAGE
    return checked if is_checked and is_typescript(call.use.read.span.path) else unchecked
