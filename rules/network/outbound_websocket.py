"""RD305: a worker opens a WebSocket to an outside host."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App, Outbound
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule

_CLIENTS = frozenset({"WebSocket", "websockets"})


@rule("RD305", "outbound-websocket", Severity.HINT, since="0.2")
def outbound_websocket(app: App) -> Iterator[Finding]:
    """A worker opens a WebSocket to the outside, which teams saw closed at once with code 1006."""
    seen = set()
    for outbound in app.outbound:
        request = outbound.request
        if (request.client in _CLIENTS or request.is_upgrade) and request.span not in seen:
            seen.add(request.span)
            host = _host(outbound)
            yield Finding(
                request.span,
                f"{f'a WebSocket to `{host}`' if host else 'a WebSocket to the outside'} may be closed at once with "
                "code 1006",
                help="use the HTTP interface of the other side with `fetch`, or open the connection on a server "
                "outside the platform that the worker reaches with `fetch`",
                related=tuple(
                    Related(place, "the address comes from here")
                    for place in (outbound.places(outbound.urls[0]) if outbound.urls else ())
                )[:1],
                subject=host or request.client,
            )


def _host(outbound: Outbound) -> str:
    """Return the first host that is known of the request."""
    hosts = (url.host for url in outbound.urls)
    return next((host for host in hosts if host), "")
