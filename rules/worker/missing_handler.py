"""RD704: a module's class lacks the method that the platform calls."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.offers import Line
from rdlint.facts.worker import Method
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.platform.handlers import HANDLER_PARAMETERS, HANDLERS, OTHER_HANDLERS
from rdlint.rule import rule


@rule("RD704", "missing-handler", Severity.ERROR, since="0.1")
def missing_handler(app: App) -> Iterator[Finding]:
    """A service has no `fetch`, a task no `handle` or an observer no `process`, of its own or inherited."""
    for module in app.modules:
        offer, handler = app.offers.get(module.name), HANDLERS.get(module.kind)
        if offer is None or handler is None or not offer.line.is_complete or not offer.line.classes:
            continue
        line = offer.line
        if line.method(handler) is not None or line.has_property(handler) or line.classes[0].is_abstract:
            continue
        meant = _meant(line, handler, is_called_by_others=module.kind == "service")
        result = "Promise<Response>" if handler == "fetch" else "Promise<void>"
        signature = f"async {handler}({HANDLER_PARAMETERS[handler]}): {result}"
        yield Finding(
            meant.span if meant is not None else line.classes[0].span,
            f"the class of {module.kind} `{module.name}` has no `{handler}`, which the platform calls"
            + (f"; it does not call `{meant.name}`" if meant is not None else ""),
            help=f"call `{meant.name}` `{handler}`: `{signature}`" if meant is not None else f"write `{signature}`",
            related=(Related(module.span, f"the {module.kind} is declared here"),),
            subject=module.name,
        )


def _meant(line: Line, handler: str, is_called_by_others: bool) -> Method | None:
    """Return the method that was most likely meant as the ``handler``; other modules may call those of a service."""
    own = {each.name: each for each in line.methods if not each.is_hidden}
    near = nearest(handler, own)
    if near or is_called_by_others:
        return own[near] if near else None
    return next((each for name, each in own.items() if name in OTHER_HANDLERS), None)
