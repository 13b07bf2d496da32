"""RD306: a request that goes over the network in the clear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.hosts import is_direct_ip, is_local, is_plain
from rdlint.app.model import App, Outbound, Url
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.platform.plain_hosts import PLAIN_HOSTS
from rdlint.rule import rule
from rdlint.span import Span

_SHOWN = 3  # requests shown for one address
#: Endings of names that no public host has (RFC 2606, RFC 6762, RFC 8375, ICANN's `internal`).
_PRIVATE = (".internal", ".local", ".localhost", ".home.arpa", ".invalid", ".test")

#: An address without a port: what stands before its colon, and its host.
_ADDRESS = re.compile(r"((?:^|.*?[\s'\"`])http)://([\w.-]+)(?![\w.:@-])", re.DOTALL)


@rule("RD306", "insecure-fetch", Severity.WARNING, since="0.2", fixable=True)
def insecure_fetch(app: App) -> Iterator[Finding]:
    """A request goes to an outside host over plain `http`, so that everybody on the way can read and change it."""
    found: dict[tuple[Span, str, str], list[Span]] = {}
    for outbound in app.outbound:
        for url in outbound.urls:
            host = _outside(outbound, url)
            if host:
                found.setdefault((url.span, host, url.env), []).append(outbound.request.url_span)
    for (span, host, env), places in found.items():
        elsewhere = [place for place in places if not place.contains(span)]
        yield Finding(
            span,
            f"requests to `{host}` go over plain `http`, so everybody on the way can read and change them",
            help=_help(host, env),
            related=tuple(Related(place, "it is asked here") for place in dict.fromkeys(elsewhere))[:_SHOWN],
            fix=_fix(app, span, host) if host not in PLAIN_HOSTS else None,
            subject=host,
            severity=Severity.HINT if host in PLAIN_HOSTS else None,
        )


def _outside(outbound: Outbound, url: Url) -> str:
    """Return the public host that ``url`` asks for over plain `http`, else nothing.

    Code writes `new Request("http://anything/")` for the binding of another service, which may be
    handed over where that cannot be seen.
    """
    host = url.host if is_plain(url.text) else ""
    is_public = "." in host and not host.endswith(_PRIVATE) and not is_direct_ip(host) and not is_local(host)
    return host if is_public and outbound.request.client != "Request" else ""


def _fix(app: App, span: Span, host: str) -> Fix | None:
    """Ask over `https`, where the address is written out; on a port of its own it may answer in the clear only."""
    found = _ADDRESS.findall(app.sources[span.path].text(span))
    if [each[1].lower() for each in found] != [host]:
        return None
    at = span.start + len(found[0][0].encode())
    return Fix(f"write `https://{host}`", (Edit(Span(span.path, at, at), "s"),), safe=False)


def _help(host: str, env: str) -> str:
    if env:
        return (
            f"write `https://{host}` here; a value that is deployed already changes only by\n"
            f"raindrop build env set env:{env} https://{host}"
        )
    return f"write `https://{host}`"
