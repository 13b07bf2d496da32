"""RD612: a form that the platform has given up."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.blocks import Nested, nested
from rdlint.app.model import App
from rdlint.app.packages import Version, shown
from rdlint.facts.manifest import Attribute, Block
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.fixes.namespaces import flattened
from rdlint.platform.base_classes import FRAMEWORK, FRAMEWORK_BASES
from rdlint.platform.manifest import SCHEMA
from rdlint.rule import rule

#: Namespaces that held the classes in framework 0.0.1; from 0.2.11 on they are exported flat (J.2).
_NAMESPACES = frozenset({"actors", "observers", "services", "tasks"})
_FLAT_SINCE: Version = (0, 2, 11)
#: `visibility = "application"` stands in the documentation of 0.6.2 alone (A.4).
_OLD_VISIBILITY, _VISIBILITY_UNTIL = "application", "0.6.2"


@rule("RD612", "deprecated-form", Severity.WARNING, since="0.2", fixable=True)
def deprecated_form(app: App) -> Iterator[Finding]:
    """A block, attribute, value or import is written as an older version of the platform had it."""
    for each in nested(app):
        block, kind = each.block, each.kind
        if kind is not None and kind.until and _is_past(app, kind.until):
            yield Finding(
                block.kind_span,
                f"`{kind.name}` was last documented for {kind.until}",
                help=f'write `{kind.instead} "{block.name}"`, and run `raindrop build generate`',
                fix=_renamed(each, kind.instead),
                subject=block.name,
            )
        for attribute in block.attributes if kind else ():
            said = kind.attribute(attribute.name) if kind else None
            if said is not None and said.until and _is_past(app, said.until):
                yield Finding(
                    attribute.name_span,
                    f"`{attribute.name}` of `{block.kind}` was last documented before {said.until}",
                    help=f"take it out, and write {said.instead.replace('<name>', block.name)}",
                    subject=f"{block.name}.{attribute.name}",
                )
            is_old = said is not None and said.name == "visibility" and attribute.value.text == _OLD_VISIBILITY
            if is_old and _is_past(app, _VISIBILITY_UNTIL):
                yield Finding(
                    attribute.value.span,
                    f"`{_OLD_VISIBILITY}` was last documented for {_VISIBILITY_UNTIL}",
                    help='write `visibility = "private"`: the other modules reach it all the same',
                    fix=_private(block, attribute),
                    subject=f"{block.name}.visibility",
                )
    yield from _namespaces(app)


def _renamed(each: Nested, kind: str) -> Fix | None:
    """Write the current kind, where no other block has it and the name."""
    block, parent = each.block, each.parent
    if any((other.kind, other.name) == (kind, block.name) for other in (parent.blocks if parent else ())):
        return None
    return Fix(f'write `{kind} "{block.name}"`', (Edit(block.kind_span, kind),), safe=False)


def _private(block: Block, attribute: Attribute) -> Fix | None:
    """Write `private`, where the block can be that."""
    said = SCHEMA[block.kind].attribute(attribute.name)
    if said is None or "private" not in said.values:
        return None
    return Fix('write `visibility = "private"`', (Edit(attribute.value.span, '"private"'),), safe=True)


def _namespaces(app: App) -> Iterator[Finding]:
    version = app.framework_version
    if version is None or version < _FLAT_SINCE:
        return
    for file in app.worker_files.values():
        for each in file.classes:
            namespace, _, name = each.base.name.rpartition(".") if each.base else ("", "", "")
            if each.base and each.base.module == FRAMEWORK and namespace in _NAMESPACES and name in FRAMEWORK_BASES:
                yield Finding(
                    each.span,
                    f"`{namespace}.{name}` is how framework 0.0.1 exported `{name}`, and {shown(version)} is in use",
                    help=f"write `import {{ {name} }} from '{FRAMEWORK}'` and `extends {name}`",
                    fix=_flat(app, file.path, namespace),
                    subject=f"{namespace}.{name}",
                    severity=Severity.ERROR,
                )


def _flat(app: App, path: str, namespace: str) -> Fix | None:
    """Import the classes by themselves."""
    edits = flattened(app, path, FRAMEWORK, namespace)
    return Fix.of(f"import the classes of `{namespace}` by themselves", edits, safe=True)


def _is_past(app: App, until: str) -> bool:
    """Say whether the app is built with a newer framework than ``until``, or does not say with which."""
    version = app.framework_version
    return version is None or version > tuple(int(part) for part in f"{until}.0.0".split(".")[:3])
