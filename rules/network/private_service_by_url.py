"""RD307: a module asks another module of the app by a URL instead of its binding."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Module
from rdlint.app.domains import addressed
from rdlint.app.model import App, Outbound, Url
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.bindings import BOUND_MODULE_KINDS
from rdlint.rule import rule
from rdlint.span import Span

_SHOWN = 2  # places that an address comes from


@rule("RD307", "private-service-by-url", Severity.WARNING, since="0.2")
def private_service_by_url(app: App) -> Iterator[Finding]:
    """A module asks another module of the same app by a URL, where it has a binding for it."""
    seen: set[tuple[Span, str]] = set()
    for outbound in app.outbound:
        for url in outbound.urls:
            host = url.host
            found = addressed(app, host) or _named(app, host, outbound)
            if found is None:
                continue
            target, declared = found
            asking = [module for module in outbound.modules if module != target]
            if target.kind in BOUND_MODULE_KINDS and asking and (outbound.request.span, target.name) not in seen:
                seen.add((outbound.request.span, target.name))
                yield _finding(outbound, url, host, asking[0], target, declared)


def _named(app: App, host: str, outbound: Outbound) -> tuple[Module, Span] | None:
    """Return the module whose bare name ``host`` is: `http://orders/` is no address of anything.

    In a `new Request("http://orders/")` any host will do, for it goes to a binding.
    """
    module = app.module(host) if host and "." not in host and outbound.request.client != "Request" else None
    return (module, module.span) if module is not None else None


def _finding(outbound: Outbound, url: Url, host: str, asking: Module, target: Module, declared: Span) -> Finding:
    is_name = host == target.name
    private = ", which is private and has no URL" if target.visibility == "private" else ""
    return Finding(
        outbound.request.span,
        f"module `{asking.name}` asks module `{target.name}` at `{host}`"
        + (private or (", which is a name and no address" if is_name else " instead of by its binding")),
        help=f"call its binding: write `await this.env.{target.binding}.fetch(…)` with a whole URL such as "
        f"`http://internal/path`, or `await this.env.{target.binding}.<method>(…)`",
        related=(
            *(Related(each, "the address comes from here") for each in outbound.places(url)[:_SHOWN]),
            Related(declared, "the module is declared here" if is_name else "the module has this address"),
        ),
        subject=host,
        severity=Severity.ERROR if private or is_name else None,
    )
