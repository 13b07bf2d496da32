"""Blocks put into `raindrop.manifest`, in the style of those that are there.

What is not written as people write a manifest, several blocks on one line or code where a line would go, gets
no edit at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.manifest import Block
from rdlint.finding import Edit
from rdlint.fixes.lines import indentation, is_parted, line_rest
from rdlint.platform.bindings import DEFAULT_BINDINGS, PROTECTED_BINDINGS, RESERVED_PREFIX
from rdlint.platform.credentials import tells_secret
from rdlint.source import Source

UNIT = "  "
"""How far a block is indented where no other shows it."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def declare(app: App, name: str) -> tuple[Edit, ...]:
    """Return the edits that declare the variable ``name`` for every module of ``app``, as a secret if it tells one.

    The block goes behind the last `env` of the application, or else to its top. Empty where that cannot be
    done: the manifest does not parse or has no place for a line, the name cannot be a variable's, or anything
    in the manifest has it already.
    """
    taken = {*app.binding_names, *DEFAULT_BINDINGS, *PROTECTED_BINDINGS, *(each.name for each in app.variables)}
    if not _NAME.fullmatch(name) or name in taken or name.startswith(RESERVED_PREFIX):
        return ()
    return insert(app, "env", name, "secret = true" if tells_secret(name) else "")


def insert(app: App, kind: str, name: str, attribute: str = "") -> tuple[Edit, ...]:
    """Return the edits that put the block ``kind "name"`` into the application, behind the last one of its kind.

    Where there is none, it goes to the top. ``kind``, ``name`` and ``attribute``, which is all that the block
    holds, are written as they are. Empty where that cannot be done.
    """
    application = app.application
    tops = app.manifest.blocks if app.manifest else ()
    if application is None or not app.is_known or len(tops) > 1:
        return ()
    source = app.sources[application.span.path]
    alike = [each for each in application.blocks if each.kind == kind]
    block = _Writing(source, application).block(kind, name, attribute)
    return _behind(source, alike, block) if alike else _at_top(source, application, block)


def _behind(source: Source, alike: list[Block], block: str) -> tuple[Edit, ...]:
    """Put ``block`` on the next line behind the last of ``alike``, with an empty line between if they have one."""
    last = alike[-1]
    end = line_rest(source, last.span.end)
    if end is None or indentation(source, last.span.start) is None:
        return ()
    gap = "\n" * (len(alike) > 1 and is_parted(source, alike[-2].span.end, last.span.start))
    return (Edit(source.span(end, end), f"\n{gap}{block}"),)


def _at_top(source: Source, application: Block, block: str) -> tuple[Edit, ...]:
    """Put ``block`` on the next line behind the opening brace of ``application``."""
    outer, brace = indentation(source, application.span.start), application.body.start - 1
    end = line_rest(source, application.body.start)
    if outer is None:
        return ()
    if not source.text(application.body).strip():
        return (Edit(source.span(brace, application.span.end), f"{{\n{block}\n{outer}}}"),)
    if end is None:
        return ()
    text = f"\n{block}" + "\n" * _are_parted(source, application.blocks[:2])
    if end == brace + 1:  # replaced, so that a second block waits until this one is there, and goes behind it
        return (Edit(source.span(brace, end), "{" + text),)
    return (Edit(source.span(end, end), text),)


def _are_parted(source: Source, blocks: tuple[Block, ...]) -> bool:
    """Say whether an empty line lies between the first two of ``blocks``."""
    return len(blocks) > 1 and is_parted(source, blocks[0].span.end, blocks[1].span.start)


class _Writing:
    """How the blocks of an application are written."""

    def __init__(self, source: Source, application: Block) -> None:
        self.source = source
        self.application = application

    def block(self, kind: str, name: str, attribute: str) -> str:
        """Return a block as the nearest ones are written, on one line or on several; its first line is indented."""
        outer = self.indent(self.application) or ""
        indent = next((each for each in map(self.indent, self.application.blocks) if each is not None), outer + UNIT)
        header = f'{indent}{kind} "{name}" '
        if not attribute:
            return header + "{}"
        model = next(self.models(kind), None)
        step = UNIT if model is None else self.step(model)
        return f"{header}{{ {attribute} }}" if step is None else f"{header}{{\n{indent}{step}{attribute}\n{indent}}}"

    def indent(self, block: Block) -> str | None:
        """Return the blanks before ``block``; ``None`` where anything else stands on its line."""
        return indentation(self.source, block.span.start)

    def models(self, kind: str) -> Iterator[Block]:
        """Yield the blocks that hold an attribute: of the same kind first, the last of them before the others."""
        own = self.application.blocks
        blocks = [*(inner for each in own for inner in each.blocks), *own]
        telling = [each for each in reversed(blocks) if each.attributes]
        yield from sorted(telling, key=lambda each: each.kind != kind)

    def step(self, model: Block) -> str | None:
        """Return how far attributes are indented in ``model``; ``None`` where they stand on its own line."""
        lines = {self.source.line_of(at) for at in (model.span.start, model.attributes[0].span.start)}
        if len(lines) == 1:
            return None
        outer, inner = self.indent(model), indentation(self.source, model.attributes[0].span.start)
        is_deeper = outer is not None and inner is not None and inner.startswith(outer) and inner != outer
        return inner[len(outer) :] if is_deeper and inner is not None and outer is not None else UNIT
