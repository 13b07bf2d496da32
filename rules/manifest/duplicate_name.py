"""RD605: the same thing declared twice."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.blocks import nested
from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Block
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.attributes import remove
from rdlint.fixes.manifest import take_out
from rdlint.platform.bindings import MODULE_KINDS
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD605", "duplicate-name", Severity.ERROR, since="0.2", fixable=True)
def duplicate_name(app: App) -> Iterator[Finding]:
    """A module, resource, variable or attribute is declared twice, or there are two applications."""
    seen: dict[tuple[Span | None, str, str], Block] = {}
    top = app.manifest.blocks if app.manifest else ()
    for extra in [block for block in top if block.kind == "application"][1:]:
        yield Finding(
            extra.header,
            "there is a second `application`, and a manifest describes one",
            help="move its blocks into the first one",
            related=(Related(app.application.header, "the first one"),) if app.application else (),
            subject="application",
        )
    for each in nested(app):
        block = each.block
        yield from _attributes(app, block)
        if not block.name or each.kind is None or block.kind == "application":
            continue
        kind = "module" if block.kind in MODULE_KINDS else block.kind
        place = (each.parent.span if each.parent else None, kind, block.name)
        first = seen.setdefault(place, block)
        if first != block:
            yield Finding(
                block.name_span,
                f"`{block.name}` is declared twice" if kind != "module" else f"there are two modules `{block.name}`",
                help="take one of them out, or give it another name",
                related=(Related(first.name_span, "declared here first"),),
                fix=Fix.of("take the second one out", take_out(app, block), safe=False)
                if _is_same(app, first.span, block.span)
                else None,
                subject=block.name,
            )


def _attributes(app: App, block: Block) -> Iterator[Finding]:
    seen: dict[str, Attribute] = {}
    for attribute in block.attributes:
        first = seen.setdefault(attribute.name, attribute)
        if first != attribute:
            yield Finding(
                attribute.name_span,
                f"`{attribute.name}` is set twice in this `{block.kind}`",
                help="take one of the two lines out",
                related=(Related(first.name_span, "set here first"),),
                fix=Fix.of("take the second one out", remove(app, block, attribute), safe=True)
                if _is_same(app, first.value.span, attribute.value.span)
                else None,
                subject=f"{block.name or block.kind}.{attribute.name}",
            )


def _is_same(app: App, one: Span, other: Span) -> bool:
    """Say whether the same is written at both places."""
    source = app.sources[one.path]
    return source.data[one.start : one.end] == source.data[other.start : other.end]
