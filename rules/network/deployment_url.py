"""RD303: an address of one deployment is written into the code, its settings or its scripts."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.domains import addressed
from rdlint.app.hosts import host_of
from rdlint.app.model import App
from rdlint.facts.addresses import AddressFile, WrittenAddress
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.hosts import Shape, shape_of
from rdlint.rule import rule

_SHOWN = 3  # other places of one address in a file


@rule("RD303", "deployment-url", Severity.WARNING, since="0.2")
def deployment_url(app: App) -> Iterator[Finding]:
    """An address is baked in that changes with every version of the app, or that the platform does not have."""
    asked = {host_of(url.text, is_complete=url.is_complete) for outbound in app.outbound for url in outbound.urls}
    for file in app.address_files:
        by_host: dict[str, list[WrittenAddress]] = {}
        for address in file.addresses:
            by_host.setdefault(address.host, []).append(address)
        for host, places in by_host.items():
            finding = _judge(app, file, host, places, is_asked=host in asked)
            if finding is not None:
                yield finding
    for variable in app.variables:
        default = variable.default
        host = default.address.host.lower() if default is not None and default.address is not None else ""
        shape = shape_of(host)
        if default is not None and shape in (Shape.VERSIONED, Shape.WRONG, Shape.DOUBTFUL):
            yield Finding(
                default.span,
                f"the default of `{variable.name}` is at `{host}`, " + _reason(shape),
                help=_help(shape, "manifest") + f"; a value that is deployed already changes only by\n"
                f"raindrop build env set {variable.address} https://<host name>",
                subject=host,
                severity=Severity.HINT if shape is Shape.DOUBTFUL else None,
            )


def _judge(app: App, file: AddressFile, host: str, places: list[WrittenAddress], *, is_asked: bool) -> Finding | None:
    """Return what is to be said of ``host``, written at ``places`` of ``file``."""
    shape = Shape.STABLE if addressed(app, host) is not None else shape_of(host)
    kind = "worker" if file.path in app.worker_files else file.kind
    if shape is None:
        return None
    return Finding(
        places[0].span,
        f"`{host}` is {_reason(shape)}",
        help=_help(shape, kind),
        related=tuple(Related(each.span, "and here") for each in places[1 : _SHOWN + 1]),
        subject=host,
        severity=_severity(shape, kind, is_fallback=all(each.is_fallback for each in places), is_asked=is_asked),
    )


def _severity(shape: Shape, kind: str, *, is_fallback: bool, is_asked: bool) -> Severity | None:
    """Return how much it matters: less where an address is looked for, and where people type it anew."""
    if shape in (Shape.STABLE, Shape.DOUBTFUL):
        return Severity.HINT
    if kind == "worker":
        return Severity.ERROR if shape is Shape.WRONG and is_asked else None
    if is_fallback or kind == "script":
        return Severity.HINT
    return None if kind == "code" or shape is Shape.WRONG else Severity.HINT


def _reason(shape: Shape) -> str:
    return {
        Shape.VERSIONED: "the address of one version of a module, and the next version has another",
        Shape.STABLE: "the address in one organisation, and the app has another one elsewhere",
        Shape.WRONG: "no address that the platform gives to anything",
        Shape.DOUBTFUL: "not known as an address of the platform",
    }[shape]


def _help(shape: Shape, kind: str) -> str:
    if shape in (Shape.WRONG, Shape.DOUBTFUL):
        return "type `raindrop build find`, which shows the addresses of the app's modules"
    lasting = 'give the module `domain { cname = "…" }` in `raindrop.manifest`, whose address stays'
    if shape is Shape.STABLE:
        return "take the address from a setting that each deployment fills in"
    if kind == "worker":
        return f"call a module of this app by its binding, `this.env.<MODULE>`; for callers from outside, {lasting}"
    if kind == "manifest":
        return lasting
    return f"{lasting}, or fill it in from `raindrop build find` after each deploy"
