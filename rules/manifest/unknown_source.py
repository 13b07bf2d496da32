"""RD606: an observer of something that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.sources import ObserverSource, sources
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.nearest import is_same, is_slip, nearest
from rdlint.rule import rule


@rule("RD606", "unknown-source", Severity.ERROR, since="0.2", fixable=True)
def unknown_source(app: App) -> Iterator[Finding]:
    """An observer observes a queue or bucket that the manifest does not declare."""
    for source in sources(app) if app.is_known else ():
        if source.resource is not None:
            continue
        alike = {each.name: each for each in app.resources if each.kind == source.kind}
        near = nearest(source.name, alike)
        others = ", ".join(f"`{name}`" for name in sorted(alike)[:3])
        yield Finding(
            source.value.span,
            f"`{source.observer.name}` observes {source.kind} `{source.name}`, which the manifest does not declare",
            help=f'write `"{near}"`'
            if near
            else f'add `{source.kind} "{source.name}" {{}}` to `application`'
            + (f", or name one that is there: {others}" if others else ""),
            related=(Related(alike[near].span, "declared here"),) if near else (),
            fix=_meant(app, source, near) if near else None,
            subject=source.name,
        )


def _meant(app: App, source: ObserverSource, near: str) -> Fix | None:
    """Write ``near``, unless that would be the second observer of a queue."""
    is_consumed = source.kind == "queue" and sum(each.name in (source.name, near) for each in sources(app)) > 1
    if is_consumed or not is_slip(source.name, near) or not re.fullmatch(r"[A-Za-z0-9_-]+", near):
        return None
    return Fix(f'write `"{near}"`', (Edit(source.value.span, f'"{near}"'),), safe=is_same(source.name, near))
