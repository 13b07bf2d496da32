"""RD607: an observer of a smartbucket."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.sources import ObserverSource, sources
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.rule import rule


@rule("RD607", "observer-on-smartbucket", Severity.ERROR, since="0.2", fixable=True)
def observer_on_smartbucket(app: App) -> Iterator[Finding]:
    """An observer names something of another kind than it can observe: only buckets and queues can be."""
    for source in sources(app):
        found = source.resource
        if found is None or found.kind == source.kind:
            continue
        if found.kind == "smartbucket":
            message = f"`{source.name}` is a smartbucket, and only a `bucket` can be observed"
            inbox = f"{source.name}-inbox"
            help = f'declare `bucket "{inbox}" {{}}`, put the files there, and write `bucket = "{inbox}"`'
        else:
            message = f"`{source.name}` is a {found.kind}, not a {source.kind}"
            help = f'write `{found.kind} = "{source.name}"`'
        yield Finding(
            source.value.span,
            message,
            help=help,
            related=(Related(found.span, f"the {found.kind} is declared here"),),
            fix=_called(app, source, found.kind),
            subject=source.name,
        )


def _called(app: App, source: ObserverSource, kind: str) -> Fix | None:
    """Write ``kind`` for what is named, where its block names nothing else, and no queue gets a second observer."""
    blocks = (source.observer.block, *source.observer.block.blocks)
    own = next(each for each in blocks if source.attribute in each.attributes)
    is_consumed = kind == "queue" and sum(each.name == source.name for each in sources(app)) > 1
    if kind == "smartbucket" or own.attribute(kind) or own.blocks or is_consumed:
        return None
    return Fix(f'write `{kind} = "{source.name}"`', (Edit(source.attribute.name_span, kind),), safe=False)
