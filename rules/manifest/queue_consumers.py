"""RD608: a queue that no observer consumes, or that two do."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.sources import ObserverSource, sources
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule


@rule("RD608", "queue-consumers", Severity.ERROR, since="0.2")
def queue_consumers(app: App) -> Iterator[Finding]:
    """A queue has no observer, and so no binding either; or it has more than the one that is allowed."""
    consumers: dict[str, list[ObserverSource]] = {}
    for source in sources(app):
        if source.kind == "queue":
            consumers.setdefault(source.name, []).append(source)
    used = {use.read.name for use in app.env_uses}  # where `impossible-binding` says it
    for queue in app.resources:
        if queue.kind != "queue":
            continue
        found = consumers.get(queue.name, [])
        if not found and app.is_known and queue.binding not in used:
            yield Finding(
                queue.span,
                f"queue `{queue.name}` has no observer, so no module can send to it by `{queue.binding}`",
                help=(
                    "add an observer to `application`, or take the queue out:\n"
                    f'observer "{queue.name}-consumer" {{\n  source {{ queue = "{queue.name}" }}\n}}'
                ),
                subject=queue.name,
                severity=Severity.WARNING,
            )
        for other in found[1:]:
            first = found[0]
            yield Finding(
                other.value.span,
                f"queue `{queue.name}` has a second observer, and the platform allows one",
                help=f"let `{first.observer.name}` do both, or send to a queue of its own for `{other.observer.name}`",
                related=(Related(first.value.span, f"`{first.observer.name}` observes it here"),),
                subject=queue.name,
            )
