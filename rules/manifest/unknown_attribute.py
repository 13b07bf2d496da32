"""RD602: an attribute that its block does not have."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.blocks import nested
from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Block
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.fixes.attributes import remove, wrap
from rdlint.nearest import is_slip, nearest
from rdlint.platform.manifest import AS_OF, INVENTED_ATTRIBUTES, MISTAKEN_ATTRIBUTES, SCHEMA, BlockKind, holders
from rdlint.rule import rule

#: What people write for the label, and where else a name is meant.
_NAMES = frozenset({"name", "key", "id"})


@rule("RD602", "unknown-attribute", Severity.ERROR, since="0.2", fixable=True)
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
                yield _judge(app, attribute, each.block, each.kind)


def _judge(app: App, attribute: Attribute, block: Block, kind: BlockKind) -> Finding:
    name = attribute.name
    message = f"`{kind.name}` has no attribute `{name}`"
    inner = next((child for child in kind.blocks if SCHEMA[child].attribute(name) is not None and child != "env"), None)
    current = [own.name for own in kind.attributes if not own.until]
    near = MISTAKEN_ATTRIBUTES.get((kind.name, name)) or nearest(name, current)
    severity: Severity | None = None
    fix: Fix | None = None
    if inner:
        help = f"put it inside: `{inner} {{ {name} = … }}`"
        fix = _inside(app, block, inner)
    elif near:
        help = f"write `{near}`"
        fix = _called(attribute, near, block, kind)
    elif name in _NAMES and block.kind in SCHEMA and kind.is_named:
        help = f'the name stands before the brace: `{kind.name} "<name>" {{`'
    elif holders(name) and name not in INVENTED_ATTRIBUTES:
        help = f"it belongs in {' or '.join(f'`{each}`' for each in holders(name))}: move it there, or take it out"
        severity = Severity.WARNING
    elif name in INVENTED_ATTRIBUTES:
        help = f"take it out: {_what_it_has(kind)}"
        is_meant = bool(attribute.remark)  # somebody says what it is for
        fix = None if is_meant else Fix.of(f"take `{name}` out", remove(app, block, attribute), safe=False)
        severity = Severity.WARNING
    else:
        message += f" that was documented by {AS_OF}"
        help = f"take it out, unless it is newer than that; {_what_it_has(kind)}"
        severity = Severity.HINT
    return Finding(
        attribute.name_span,
        message,
        help=help,
        fix=fix,
        subject=f"{block.name or block.kind}.{name}",
        severity=severity,
    )


def _inside(app: App, block: Block, inner: str) -> Fix | None:
    """Put all attributes that belong in ``inner`` there, where the block has none yet and they make a whole one."""
    kind, own = SCHEMA[inner], SCHEMA[block.kind]
    inside = [each for each in block.attributes if kind.attribute(each.name) and not own.attribute(each.name)]
    names = [each.name for each in inside]
    is_whole = len({*names}) == len(names) and sum(name in kind.one_of for name in names) == 1
    if not is_whole or any(each.kind == inner for each in block.blocks):
        return None
    told = " and ".join(f"`{name}`" for name in names)
    return Fix.of(f"put {told} inside `{inner}`", wrap(app, block, inside, inner), safe=True)


def _called(attribute: Attribute, near: str, block: Block, kind: BlockKind) -> Fix | None:
    """Write ``near``, where the block has no such attribute yet and this value fits it."""
    said, value = kind.attribute(near), attribute.value
    if said is None or block.attribute(near) or not said.takes(value.kind, value.text) or value.is_secret:
        return None
    is_sure = is_slip(attribute.name, near) and attribute.name not in _NAMES
    return Fix(f"write `{near}`", (Edit(attribute.name_span, near),), safe=is_sure)


def _what_it_has(kind: BlockKind) -> str:
    names = [f"`{each.name}`" for each in kind.attributes if not each.until]
    return f"`{kind.name}` has {', '.join(names)}" if names else f"`{kind.name}` has no attributes"
