"""RD604: a block lacks what its kind needs."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.blocks import Nested, nested
from rdlint.app.model import App
from rdlint.finding import Finding, Fix, Severity
from rdlint.fixes.attributes import add
from rdlint.platform.manifest import SCHEMA, BlockKind, Type
from rdlint.rule import rule


@rule("RD604", "missing-attribute", Severity.ERROR, since="0.2", fixable=True)
def missing_attribute(app: App) -> Iterator[Finding]:
    """A block lacks its name, an attribute or a block that its kind needs, or has too many of them."""
    for each in nested(app):
        if each.kind is not None:
            yield from _labels(each, each.kind)
            if each.is_whole and each.is_placed:
                yield from _attributes(app, each, each.kind)
                yield from _one_of(each, each.kind)
                yield from _blocks(each, each.kind)
    if app.manifest and app.application is None and app.manifest.blocks and not app.manifest.problems:
        first = app.manifest.blocks[0]
        yield Finding(
            first.kind_span,
            "the manifest has no `application` block, in which everything else stands",
            help='write `application "<name>" {` before the first block and `}` behind the last',
            subject="application",
        )


def _labels(each: Nested, kind: BlockKind) -> Iterator[Finding]:
    block, labels = each.block, each.block.labels
    if kind.is_named and (not labels or not block.name):
        yield Finding(
            labels[0].span if labels else block.kind_span,
            f"`{kind.name}` needs a name in quotes before its brace",
            help=f'write `{kind.name} "<name>" {{`',
            subject=kind.name,
        )
    elif len(labels) > kind.is_named:
        extra = labels[int(kind.is_named)]
        yield Finding(
            extra.span,
            f"`{kind.name}` takes one name" if kind.is_named else f"`{kind.name}` takes no name",
            help=f'write `{kind.name} "{block.name}" {{`' if kind.is_named else f"write `{kind.name} {{`",
            subject=block.name,
        )


def _attributes(app: App, each: Nested, kind: BlockKind) -> Iterator[Finding]:
    for attribute in kind.attributes:
        if attribute.is_required and each.block.attribute(attribute.name) is None:
            example = {"cron": '"0 9 * * *"', "dimensions": "1024"}.get(attribute.name)
            example = example or (f'"{attribute.values[0]}"' if attribute.values else '"…"')
            yield Finding(
                each.block.header,
                f"`{_name(each)}` has no `{attribute.name}`: {attribute.summary}",
                help=f"add `{attribute.name} = {example}`",
                subject=f"{_name(each)}.{attribute.name}",
                severity=Severity.WARNING if attribute.type is not Type.TEXT or attribute.values else None,
            )
    if kind.name == "task" and each.block.attribute("type") is None:
        yield Finding(
            each.block.header,
            f"`{_name(each)}` has no `type`, which every task of the current documentation has",
            help='add `type = "cron"`',
            fix=Fix.of('add `type = "cron"`', add(app, each.block, 'type = "cron"'), safe=True),
            subject=f"{_name(each)}.type",
            severity=Severity.WARNING,
        )
    if kind.name == "service" and each.block.attribute("visibility") is None and not each.block.blocks:
        yield Finding(
            each.block.header,
            f"`{_name(each)}` says neither `visibility` nor `domain`, and the platform documents no default",
            help='add `visibility = "public"`, `"protected"` or `"private"`',
            subject=f"{_name(each)}.visibility",
            severity=Severity.HINT,
        )


def _one_of(each: Nested, kind: BlockKind) -> Iterator[Finding]:
    given = [attribute for attribute in each.block.attributes if attribute.name in kind.one_of]
    names = " or ".join(f"`{name}`" for name in kind.one_of)
    if kind.one_of and not given:
        where = f" of `{each.parent.name}`" if each.parent else ""
        yield Finding(
            each.block.header,
            f"`{kind.name}`{where} needs {names}",
            help=f'add `{kind.one_of[0]} = "<name>"`',
            subject=_name(each),
        )
    elif len({attribute.name for attribute in given}) > 1:
        yield Finding(
            given[1].name_span,
            f"`{kind.name}` takes {names}, not both",
            help="take one of them out"
            + ("; an observer of both has a `source` for each" if kind.name == "source" else ""),
            subject=_name(each),
        )


def _blocks(each: Nested, kind: BlockKind) -> Iterator[Finding]:
    for name in kind.requires:
        if any(inner.kind == name for inner in each.block.blocks):
            continue
        inside = SCHEMA[name].one_of
        straight = [attribute for attribute in each.block.attributes if SCHEMA[name].attribute(attribute.name)]
        if straight:  # which says that they belong inside
            continue
        yield Finding(
            each.block.header,
            f"`{_name(each)}` has no `{name}`, so nothing ever calls it",
            help=f'add `{name} {{ {inside[0]} = "<name>" }}`, or with `{inside[1]}`',
            subject=_name(each),
        )


def _name(each: Nested) -> str:
    """Return what the block is called, by its own name or by that of the block around it."""
    return each.block.name or (each.parent.name if each.parent else "") or each.block.kind
