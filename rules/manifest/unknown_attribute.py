"""RD602: an attribute that its block does not have."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.blocks import nested
from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Block
from rdlint.finding import Finding, Severity
from rdlint.nearest import nearest
from rdlint.platform.manifest import AS_OF, INVENTED_ATTRIBUTES, MISTAKEN_ATTRIBUTES, SCHEMA, BlockKind, holders
from rdlint.rule import rule


@rule("RD602", "unknown-attribute", Severity.ERROR, since="0.2")
def unknown_attribute(app: App) -> Iterator[Finding]:
    """An attribute is none that its block has, or belongs in another block."""
    for attribute in app.manifest.attributes if app.manifest else ():
        yield Finding(
            attribute.name_span,
            f"`{attribute.name}` stands outside of `application`, where the platform reads nothing",
            help="move it into the block that it is about, or take it out",
            subject=attribute.name,
            severity=Severity.WARNING,
        )
    for each in nested(app):
        for attribute in each.block.attributes if each.kind else ():
            if each.kind is not None and each.kind.attribute(attribute.name) is None:
                yield _judge(attribute, each.block, each.kind)


def _judge(attribute: Attribute, block: Block, kind: BlockKind) -> Finding:
    name = attribute.name
    message = f"`{kind.name}` has no attribute `{name}`"
    inner = next((child for child in kind.blocks if SCHEMA[child].attribute(name) is not None and child != "env"), None)
    current = [own.name for own in kind.attributes if not own.until]
    near = MISTAKEN_ATTRIBUTES.get((kind.name, name)) or nearest(name, current)
    severity: Severity | None = None
    if inner:
        help = f"put it inside: `{inner} {{ {name} = … }}`"
    elif near:
        help = f"write `{near}`"
    elif name in ("name", "key", "id") and block.kind in SCHEMA and kind.is_named:
        help = f'the name stands before the brace: `{kind.name} "<name>" {{`'
    elif holders(name) and name not in INVENTED_ATTRIBUTES:
        help = f"it belongs in {' or '.join(f'`{each}`' for each in holders(name))}: move it there, or take it out"
        severity = Severity.WARNING
    elif name in INVENTED_ATTRIBUTES:
        help = f"take it out: {_what_it_has(kind)}"
        severity = Severity.WARNING
    else:
        message += f" that was documented by {AS_OF}"
        help = f"take it out, unless it is newer than that; {_what_it_has(kind)}"
        severity = Severity.HINT
    return Finding(
        attribute.name_span, message, help=help, subject=f"{block.name or block.kind}.{name}", severity=severity
    )


def _what_it_has(kind: BlockKind) -> str:
    names = [f"`{each.name}`" for each in kind.attributes if not each.until]
    return f"`{kind.name}` has {', '.join(names)}" if names else f"`{kind.name}` has no attributes"
