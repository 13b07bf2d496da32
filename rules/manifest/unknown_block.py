"""RD601: a block of a kind that the platform does not know, or in a place where it does not look for it."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.blocks import Nested, nested
from rdlint.app.model import App
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.fixes.manifest import move, take_out
from rdlint.nearest import is_slip, nearest
from rdlint.platform.bindings import MODULE_KINDS
from rdlint.platform.manifest import AS_OF, INVENTED_BLOCKS, MISTAKEN_BLOCKS, SCHEMA, parents
from rdlint.rule import rule


@rule("RD601", "unknown-block", Severity.ERROR, since="0.2", fixable=True)
def unknown_block(app: App) -> Iterator[Finding]:
    """A block is of no kind that the platform knows, or stands where its kind does not belong."""
    for each in nested(app):
        if each.kind is None:
            yield _unknown(app, each)
        elif not each.is_placed:
            yield _misplaced(app, each)


def _unknown(app: App, each: Nested) -> Finding:
    block, name = each.block, each.block.kind
    meant = _meant(each)
    if meant:
        return Finding(
            block.kind_span,
            f"`{name}` is no kind of block",
            help=f"write `{_header(meant, block.name)}`",
            fix=_called(app, each, meant),
            subject=name,
        )
    where = f"inside `{each.parent.kind}`" if each.parent else f"outside of `{SCHEMA['application'].name}`"
    if name in INVENTED_BLOCKS:
        return Finding(
            block.kind_span,
            f"`{name}` is no kind of block that the platform documents",
            help=f"take it out: what stands {where} is " + _list(each),
            fix=Fix.of(f"take `{_header(name, block.name)}` out", take_out(app, block), safe=False),
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


def _called(app: App, each: Nested, meant: str) -> Fix | None:
    """Write the kind ``meant``, where everything that the block holds fits it."""
    block, kind = each.block, SCHEMA[meant]
    names = [attribute.name for attribute in block.attributes]
    is_fit = (
        len(block.labels) == kind.is_named
        and all(kind.attribute(name) for name in names)
        and all(attribute.name in names for attribute in kind.attributes if attribute.is_required)
        and {inner.kind for inner in block.blocks} <= {*kind.blocks}
        and {*kind.requires} <= {inner.kind for inner in block.blocks}
        and (not kind.one_of or sum(name in kind.one_of for name in names) == 1)
        and block.kind != "secret"  # which is more than a variable
    )
    if not is_fit or _is_taken(app, each, meant):
        return None
    return Fix(f"write `{meant}`", (Edit(block.kind_span, meant),), safe=is_slip(block.kind, meant))


def _is_taken(app: App, each: Nested, kind: str) -> bool:
    """Say whether another block is, or may be meant for, one of ``kind`` with this name; without names, beside it."""
    alike = MODULE_KINDS if kind in MODULE_KINDS else {kind}
    near = each.parent.blocks if each.parent else ()
    blocks = [other.block for other in nested(app)] if each.block.name else near
    others = [other for other in blocks if other.name == each.block.name and other is not each.block]
    return any(other.kind in alike or other.kind not in SCHEMA for other in others)


def _misplaced(app: App, each: Nested) -> Finding:
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
        fix=_moved(app, each),
        subject=name,
        severity=Severity.HINT if is_doubtful else None,
    )


def _moved(app: App, each: Nested) -> Fix | None:
    """Move the block up into the application, where it can stand only there, or stands outside."""
    block = each.block
    is_clear = parents(block.kind) == ("application",) or (block.kind == "env" and each.parent is None)
    if not is_clear or not block.name or _is_taken(app, each, block.kind):
        return None
    message = f"move `{_header(block.kind, block.name)}` into `application`"
    return Fix.of(message, move(app, block), safe=False)


def _header(kind: str, name: str) -> str:
    is_named = SCHEMA[kind].is_named if kind in SCHEMA else bool(name)
    return f'{kind} "{name or "<name>"}"' if is_named else kind


def _list(each: Nested) -> str:
    around = SCHEMA.get(each.parent.kind) if each.parent else None
    allowed = around.blocks if around else ("application",)
    return ", ".join(f"`{kind}`" for kind in allowed if not SCHEMA[kind].until) or "no block at all"
