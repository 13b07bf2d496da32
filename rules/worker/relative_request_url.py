"""RD713: a request for a path without a host."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App, Outbound
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule

#: Clients that take a URL as it is: others have settings by which a path may get a host.
_CLIENTS = frozenset({"fetch", "Request", "pyfetch", "httpx", "requests", "aiohttp"})
_RELATIVE = ("/", "./", "../")
_LONGEST = 40  # characters of a path that are shown
#: Components of a page, which may be meant for the browser though worker code reaches them.
_PAGES = (".tsx", ".jsx")


@rule("RD713", "relative-request-url", Severity.ERROR, since="0.2")
def relative_request_url(app: App) -> Iterator[Finding]:
    """Worker code makes a request for a path without a host, which throws: a worker has no page to be relative to."""
    for outbound in (*app.outbound, *app.bound):
        request = outbound.request
        if request.client not in _CLIENTS or not _is_relative(outbound):
            continue
        url = outbound.urls[0]
        path = url.text if url.is_complete else f"{url.text}…"
        yield Finding(
            request.url_span,
            f"`{path if len(path) <= _LONGEST else path[:_LONGEST] + '…'}` has no host, and in a worker "
            f"{'`new Request`' if request.client == 'Request' else f'`{request.client}`'} throws on such a URL",
            help=_help(outbound, app),
            related=tuple(Related(place, "the path comes from here") for place in outbound.places(url))[:1],
            subject=url.text,
            severity=Severity.HINT if request.span.path.endswith(_PAGES) else None,
        )


def _is_relative(outbound: Outbound) -> bool:
    """Say whether all that the request can ask for is known to begin with a path.

    A path that a call hands over may get a host on the way, by a test that is not seen here.
    """
    is_known = all(row and (row[0].literal or row[0].imported) for row in outbound.request.urls)
    return (
        bool(outbound.urls)
        and is_known
        and all(
            url.text.startswith(_RELATIVE) and not url.text.startswith("//") and not url.env for url in outbound.urls
        )
    )


def _help(outbound: Outbound, app: App) -> str:
    text = outbound.urls[0].text
    path = "/" + text.lstrip("./") if len(text) <= _LONGEST else "/path"
    if outbound in app.bound:
        return f"write a whole URL: any host will do for a binding, such as `http://internal{path}`"
    if outbound.request.span.path.endswith(".py"):
        return f"write the whole URL: `https://<host>{path}`"
    return (
        f"write the whole URL, or make one from the request that came in: `new URL('{path}', request.url)`; "
        "another module is called by its binding: `this.env.<MODULE>.fetch(…)`"
    )
