"""The reference page of `raindrop.manifest`, made of the grammar: `python -m rdlint.platform.reference`."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.platform.bindings import MODULE_KINDS
from rdlint.platform.manifest import AS_OF, SCHEMA, AttributeKind, BlockKind, Type, parents

_TYPES = {Type.TEXT: "text", Type.NUMBER: "number", Type.BOOL: "`true`, `false`", Type.TEXTS: "list of texts"}
_INTRODUCTION = f"""\
# raindrop.manifest reference

Made from `rdlint/platform/manifest.py`, the data that the rules check with, as of {AS_OF}. Do not edit this page:
change the data, then type `python -m rdlint.platform.reference > docs/manifest.md`.

The language is HCL: `kind "name" {{ attribute = value }}`, comments behind `//` and `#`, texts in double quotes. Blocks
come in any order. A name becomes a binding in upper case, dashes turned into underscores: `media-cache` is
`env.MEDIA_CACHE`.

```hcl
"""


def page() -> str:
    """Return the page as Markdown, with a line end behind its last line."""
    lines = [_INTRODUCTION + "\n".join(_outline("application", ""))]
    lines.append("```\n")
    for kind in SCHEMA.values():
        lines.extend(_section(kind))
    return "\n".join(lines).rstrip() + "\n"


def _outline(name: str, indent: str) -> Iterator[str]:
    """Yield the block ``name`` as a skeleton, what may stand inside it indented."""
    kind = SCHEMA[name]
    if kind.until:
        return
    label = ' "<name>"' if kind.is_named else ""
    attributes = ", ".join(each.name for each in kind.attributes if not each.until)
    if not kind.blocks or (kind.blocks == ("env",) and name != "application"):
        yield f"{indent}{name}{label} {{{f' {attributes} ' if attributes else ''}}}"
        return
    yield f"{indent}{name}{label} {{"
    if attributes:
        yield f"{indent}  {attributes}"
    for inner in kind.blocks:
        yield from _outline(inner, indent + "  ")
    yield f"{indent}}}"


def _section(kind: BlockKind) -> Iterator[str]:
    yield f"## {kind.name}\n"
    yield f"{kind.summary[0].upper()}{kind.summary[1:]}. {_placed(kind)} Source: {kind.source}.\n"
    if kind.until:
        yield f"Last documented for {kind.until}; write `{kind.instead}`.\n"
    if kind.name in MODULE_KINDS:
        yield "Its code begins in `src/<name>/index.ts`.\n"
    if kind.requires:
        yield f"Needs {' and '.join(f'`{each}`' for each in kind.requires)} inside.\n"
    if kind.one_of:
        yield f"Takes one of {', '.join(f'`{each}`' for each in kind.one_of)}.\n"
    if kind.attributes:
        yield "| attribute | type | allowed | what it says | source |\n|---|---|---|---|---|"
        yield "\n".join(_row(each) for each in kind.attributes) + "\n"


def _placed(kind: BlockKind) -> str:
    around = parents(kind.name)
    where = "At the top, once." if not around else f"Inside {', '.join(f'`{each}`' for each in around)}."
    return where + ("" if kind.is_named else " Takes no name.")


def _row(each: AttributeKind) -> str:
    allowed = ", ".join(f"`{value}`" for value in each.values) or "any"
    if each.low is not None or each.high is not None:
        allowed = f"{each.low} to {each.high}"
    if each.may_grow:
        allowed += " seen so far"
    name = f"`{each.name}`" + (" (needed)" if each.is_required else "")
    summary = each.summary + (f"; last documented before {each.until}: write {each.instead}" if each.until else "")
    return f"| {name} | {_TYPES[each.type]} | {allowed} | {summary} | {each.source} |"


if __name__ == "__main__":
    print(page(), end="")
