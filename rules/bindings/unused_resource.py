"""RD207: a resource that no module uses."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.bindings import consumed_sources
from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.rule import rule


@rule("RD207", "unused-resource", Severity.HINT, since="0.1")
def unused_resource(app: App) -> Iterator[Finding]:
    """A resource is declared, and no code that runs reads its binding."""
    if not app.is_known or app.unseen:
        return
    used = {use.read.name for use in app.env_uses}
    consumed = consumed_sources(app.modules)
    for resource in app.resources:
        # a queue without an observer is no binding at all, which is another defect
        if resource.kind == "queue" or resource.name in consumed or resource.name in app.mentioned:
            continue
        if resource.binding not in used:
            yield Finding(
                resource.span,
                f"{resource.kind} `{resource.name}` is declared, but no module uses `{resource.binding}`",
                help=f"use `this.env.{resource.binding}`, or remove it from `raindrop.manifest`",
                subject=resource.name,
            )
