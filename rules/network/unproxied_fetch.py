"""RD301: a module goes around the proxy that the app has for an outside system."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Module
from rdlint.app.model import App, Outbound, Url
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule
from rdlint.span import Span

_PROXY_ENDING = ("-proxy", "_proxy")
_SHOWN = 2  # places that an address comes from


@rule("RD301", "unproxied-fetch", Severity.ERROR, since="0.1")
def unproxied_fetch(app: App) -> Iterator[Finding]:
    """A module reaches an outside system itself, although a proxy module is there for it."""
    proxies = tuple(module for module in app.modules if _is_proxy(app, module))
    if not proxies:
        return
    systems = _systems(app, proxies)
    seen: set[tuple[Span, str]] = set()
    for outbound in app.outbound:
        # code that a proxy shares with others is the proxy's own way out
        if any(module in proxies for module in outbound.modules):
            continue
        for url in outbound.urls:
            finding = _judge(app, outbound, url, systems, proxies)
            if finding is not None:
                if (finding.span, finding.subject) not in seen:
                    seen.add((finding.span, finding.subject))
                    yield finding
                break


def _judge(
    app: App, outbound: Outbound, url: Url, systems: dict[str, tuple[Module, Span]], proxies: tuple[Module, ...]
) -> Finding | None:
    host = url.host
    if host and app.settings.allows_host(host):
        return None
    known = systems.get(f"env:{url.env}") if url.env else None
    proxy, place = known or systems.get(host) or (None, None)
    if proxy is None and (app.settings.egress != "proxy-only" or not host):
        return None
    what = f"`{url.env}`" if known else f"`{host}`"
    through = proxy or proxies[0]
    reason = (
        f"although module `{through.name}` is there for it" if proxy else "and `egress` allows that to a proxy alone"
    )
    return Finding(
        outbound.request.span,
        f"module `{outbound.modules[0].name}` reaches {what} itself, {reason}",
        help=f"call the proxy: write `await this.env.{through.binding}.<method>(…)`"
        + (f", or add `{host}` to `allowed-hosts` in the settings" if host else ""),
        related=(
            *(Related(each, "the address comes from here") for each in outbound.places(url)[:_SHOWN]),
            Related(place, f"`{through.name}` reaches it here")
            if place
            else Related(through.span, "the proxy is declared here"),
        ),
        subject=host or url.env,
    )


def _systems(app: App, proxies: tuple[Module, ...]) -> dict[str, tuple[Module, Span]]:
    """Return what the proxies are there for: hosts, and variables (as ``env:NAME``) that hold a URL."""
    found: dict[str, tuple[Module, Span]] = {}
    for outbound in app.outbound:
        for proxy in outbound.modules:
            if proxy in proxies:
                for url in outbound.urls:
                    for key in (url.host, f"env:{url.env}" if url.env else ""):
                        if key:
                            found.setdefault(key, (proxy, outbound.request.span))
    return found


def _is_proxy(app: App, module: Module) -> bool:
    return module.name in app.settings.proxy_modules or module.name.endswith(_PROXY_ENDING)
