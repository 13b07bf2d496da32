"""RD601: a block of a kind that the platform does not know, or in a place where it does not look for it."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.blocks import Nested, nested
from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.nearest import nearest
from rdlint.platform.bindings import MODULE_KINDS
from rdlint.platform.manifest import AS_OF, INVENTED_BLOCKS, MISTAKEN_BLOCKS, SCHEMA, parents
from rdlint.rule import rule


@rule("RD601", "unknown-block", Severity.ERROR, since="0.2")
def unknown_block(app: App) -> Iterator[Finding]:
    """A block is of no kind that the platform knows, or stands where its kind does not belong."""
    for each in nested(app):
        if each.kind is None:
            yield _unknown(each)
        elif not each.is_placed:
            yield _misplaced(each)


def _unknown(each: Nested) -> Finding:
    block, name = each.block, each.block.kind
    meant = _meant(each)
    if meant:
        return Finding(
            block.kind_span, f"`{name}` is no kind of block", help=f"write `{_header(meant, block.name)}`", subject=name
        )
    where = f"inside `{each.parent.kind}`" if each.parent else f"outside of `{SCHEMA['application'].name}`"
    if name in INVENTED_BLOCKS:
        return Finding(
            block.kind_span,
            f"`{name}` is no kind of block that the platform documents",
            help=f"take it out: what stands {where} is " + _list(each),
            subject=name,
            severity=Severity.WARNING,
        )
    return Finding(
        block.kind_span,
        f"`{name}` is no kind of block that was documented by {AS_OF}",
        help=f"take it out, unless it is newer than that; {where} there can be " + _list(each),
        subject=name,
        severity=Severity.HINT,
    )


def _meant(each: Nested) -> str | None:
    """Return the kind that the name most likely stands for, where it may stand."""
    around = SCHEMA.get(each.parent.kind) if each.parent else None
    allowed = around.blocks if around else ("application",)
    mistaken = MISTAKEN_BLOCKS.get(each.block.kind)
    current = [kind for kind in allowed if not SCHEMA[kind].until]
    return mistaken if mistaken in allowed else nearest(each.block.kind, current)


def _misplaced(each: Nested) -> Finding:
    block, name = each.block, each.block.kind
    homes = parents(name)
    where = f"inside `{each.parent.kind}`" if each.parent else "outside of `application`"
    if name == "application":
        help = "take the braces around it away: `application` stands at the top of the file"
    else:
        help = f"move it into {' or '.join(f'`{home}`' for home in homes)}"
    # that an MCP service has no host name of its own is not said anywhere
    is_doubtful = name == "domain" and each.parent is not None and each.parent.kind in MODULE_KINDS
    return Finding(
        block.kind_span,
        f"`{name}` stands {where}, where the platform has no such block",
        help=help,
        subject=name,
        severity=Severity.HINT if is_doubtful else None,
    )


def _header(kind: str, name: str) -> str:
    return f'{kind} "{name or "<name>"}"' if SCHEMA[kind].is_named else kind


def _list(each: Nested) -> str:
    around = SCHEMA.get(each.parent.kind) if each.parent else None
    allowed = around.blocks if around else ("application",)
    return ", ".join(f"`{kind}`" for kind in allowed if not SCHEMA[kind].until) or "no block at all"
