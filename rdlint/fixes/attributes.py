"""Attributes of a manifest's blocks: put in and taken out."""

from __future__ import annotations

from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Block
from rdlint.finding import Edit
from rdlint.fixes.lines import indentation, line_rest, without
from rdlint.fixes.manifest import whole_application
from rdlint.fixes.style import UNIT, Style
from rdlint.source import Source
from rdlint.span import Span


def add(app: App, block: Block, attribute: str) -> tuple[Edit, ...]:
    """Return the edits that put ``attribute``, written as it is, behind the others of ``block``.

    Empty where that cannot be done: the manifest does not parse, or code stands where the line would go.
    """
    application = whole_application(app)
    if application is None:
        return ()
    source, indent = app.sources[block.span.path], indentation(app.sources[block.span.path], block.span.start)
    style = Style(source, application)
    if _is_empty(source, block):
        return (Edit(block.body, style.body(block.kind, indent, attribute)),)
    if not block.attributes:
        end = line_rest(source, block.body.start)
        inner = indentation(source, block.blocks[0].span.start) if block.blocks else (indent or "") + UNIT
        return () if end is None or inner is None else (Edit(source.span(end, end), f"\n{inner}{attribute}"),)
    last = block.attributes[-1].span
    inner, end = indentation(source, last.start), line_rest(source, last.end)
    if inner is not None and end is not None:
        return (Edit(source.span(end, end), f"\n{inner}{attribute}"),)
    return _spread(source, block, attribute) if len(block.attributes) == 1 else ()


def remove(app: App, block: Block, attribute: Attribute) -> tuple[Edit, ...]:
    """Return the edits that take ``attribute`` out of ``block``; empty where its line holds something else."""
    if whole_application(app) is None:
        return ()
    source = app.sources[block.span.path]
    around = (source.span(block.body.start, attribute.span.start), source.span(attribute.span.end, block.body.end))
    if all(_is_blank(source, each) for each in around):
        return (Edit(block.body, ""),)
    return without(source, attribute.span)


def _spread(source: Source, block: Block, attribute: str) -> tuple[Edit, ...]:
    """Write a block of one line, which may hold one attribute, on several, with a second one."""
    indent, own = indentation(source, block.span.start), block.attributes[0].span
    before, behind = source.span(block.body.start, own.start), source.span(own.end, block.body.end)
    if indent is None or not _is_blank(source, before) or not _is_blank(source, behind):
        return ()
    inner = indent + ("\t" if indent.endswith("\t") else UNIT)
    return (Edit(before, f"\n{inner}"), Edit(behind, f"\n{inner}{attribute}\n{indent}"))


def _is_empty(source: Source, block: Block) -> bool:
    return _is_blank(source, block.body)


def _is_blank(source: Source, span: Span) -> bool:
    return not source.text(span).strip()
