"""RD302: a request to an IP address or to localhost."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Variable
from rdlint.app.hosts import is_direct_ip, is_local
from rdlint.app.model import App, Outbound
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule
from rdlint.span import Span

_SHOWN = 3  # requests shown for one address


@rule("RD302", "direct-ip-fetch", Severity.ERROR, since="0.1")
def direct_ip_fetch(app: App) -> Iterator[Finding]:
    """A request goes to an IP address or to localhost, which the platform answers with error 1003."""
    asked: set[str] = set()
    requests: dict[tuple[Span, str, str], list[Span]] = {}
    for outbound in app.outbound:
        for url in outbound.urls:
            asked.add(url.env)
            host = url.host
            if _is_refused(host, outbound):
                requests.setdefault((url.span, host, url.env), []).append(outbound.request.url_span)
    for (span, host, env), places in requests.items():
        yield _request(span, host, env, places)
    read = {use.read.name for use in app.env_uses}
    for variable in app.variables:
        address = variable.default.address if variable.default else None
        if address and variable.name not in asked and (is_direct_ip(address.host) or is_local(address.host)):
            # read, but not for a request: it may be an origin or a place to redirect to
            yield _default(variable, address.host, Severity.HINT if variable.name in read else Severity.WARNING)


def _is_refused(host: str, outbound: Outbound) -> bool:
    """Say whether the platform refuses a request to ``host``.

    `new Request("http://localhost/")` is how code writes a request for another service's binding.
    """
    return is_direct_ip(host) or (is_local(host) and outbound.request.client != "Request")


def _request(span: Span, host: str, env: str, places: list[Span]) -> Finding:
    """Report the address where it is written, with the requests that use it from elsewhere."""
    elsewhere = [place for place in places if not place.contains(span)]
    return Finding(
        span,
        f"requests to `{host}` are refused by the platform with error 1003, `Direct IP access not allowed`",
        help=_help(env),
        related=tuple(Related(place, "it is asked here") for place in elsewhere[:_SHOWN]),
        subject=host,
    )


def _default(variable: Variable, host: str, severity: Severity) -> Finding:
    return Finding(
        variable.default.span if variable.default else variable.span,
        f"the default of `{variable.name}` is an address at `{host}`, which a worker cannot fetch: error 1003",
        help=_help(variable.name),
        subject=host,
        severity=severity,
    )


def _help(env: str) -> str:
    if env:
        return (
            "give the server a host name and type it here; "
            f"a value that is deployed already changes only by\nraindrop build env set env:{env} https://<host name>"
        )
    return "give the server a host name and write `https://<host name>` here"
