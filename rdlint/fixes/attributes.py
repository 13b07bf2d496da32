"""Attributes of a manifest's blocks: put in and taken out."""

from __future__ import annotations

from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Block
from rdlint.finding import Edit
from rdlint.fixes.lines import indentation, line_rest, without
from rdlint.fixes.style import UNIT, Style
from rdlint.source import Source
from rdlint.span import Span


def add(app: App, block: Block, attribute: str) -> tuple[Edit, ...]:
    """Return the edits that put ``attribute``, written as it is, behind the others of ``block``.

    Empty where that cannot be done: the manifest does not parse, or code stands where the line would go.
    """
    if app.application is None or not app.is_known:
        return ()
    source = app.sources[block.span.path]
    indent = indentation(source, block.span.start)
    if _is_blank(source, block.body):
        return (Edit(block.body, Style(source, app.application).body(block.kind, indent, attribute)),)
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
    if not app.is_known:
        return ()
    source = app.sources[block.span.path]
    around = (source.span(block.body.start, attribute.span.start), source.span(attribute.span.end, block.body.end))
    if all(_is_blank(source, each) for each in around):
        return (Edit(block.body, ""),)
    return without(source, attribute.span)


def wrap(app: App, block: Block, attributes: list[Attribute], kind: str) -> tuple[Edit, ...]:
    """Return the edits that put ``attributes`` of ``block`` into a block ``kind`` of their own, where they stand.

    Empty where they do not stand on lines of their own, one behind the other.
    """
    source, first, last = app.sources[block.span.path], attributes[0].span, attributes[-1].span
    indent, end = indentation(source, first.start), line_rest(source, last.end)
    lines = [source.line_of(at) for each in attributes for at in (each.span.start, each.span.end)]
    is_run = lines == [line for line in range(lines[0], lines[0] + len(attributes)) for _ in range(2)]
    if app.application is None or not app.is_known or indent is None or end is None or not is_run:
        return ()
    step = Style(source, app.application).step(kind) or UNIT
    opened = Edit(source.span(first.start, first.start), f"{kind} {{\n{indent}{step}")
    deeper = (Edit(source.span(each.span.start, each.span.start), step) for each in attributes[1:])
    return (opened, *deeper, Edit(source.span(end, end), f"\n{indent}}}"))


def _spread(source: Source, block: Block, attribute: str) -> tuple[Edit, ...]:
    """Write a block of one line, which may hold one attribute, on several, with a second one."""
    indent, own = indentation(source, block.span.start), block.attributes[0].span
    before, behind = source.span(block.body.start, own.start), source.span(own.end, block.body.end)
    if indent is None or not _is_blank(source, before) or not _is_blank(source, behind):
        return ()
    inner = indent + ("\t" if indent.endswith("\t") else UNIT)
    return (Edit(before, f"\n{inner}"), Edit(behind, f"\n{inner}{attribute}\n{indent}"))


def _is_blank(source: Source, span: Span) -> bool:
    return not source.text(span).strip()
