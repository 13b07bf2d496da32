"""How the blocks of a manifest are written: how far they are indented, on one line or on several."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rdlint.facts.manifest import Block
from rdlint.fixes.lines import indentation
from rdlint.source import Source

UNIT = "  "
"""How far something is indented where nothing else shows it."""


class Style:
    """How the blocks of one application are written."""

    def __init__(self, source: Source, application: Block) -> None:
        self.source = source
        self.application = application

    def block(self, kind: str, name: str, attribute: str) -> str:
        """Return a block of the application as the nearest ones are written, its first line indented too."""
        return f'{self.inner}{kind} "{name}" {{{self.body(kind, self.inner, attribute)}}}'

    @cached_property
    def inner(self) -> str:
        """The blanks before the blocks of the application."""
        outer = self.indent(self.application) or ""
        return next((each for each in map(self.indent, self.application.blocks) if each is not None), outer + UNIT)

    def body(self, kind: str, indent: str | None, attribute: str) -> str:
        """Return what stands between the braces of a block that holds ``attribute`` alone, or nothing.

        ``indent`` are the blanks before the block, ``None`` where it begins no line.
        """
        step = self.step(kind)
        if not attribute:
            return ""
        return f" {attribute} " if indent is None or step is None else f"\n{indent}{step}{attribute}\n{indent}"

    def indent(self, block: Block) -> str | None:
        """Return the blanks before ``block``; ``None`` where anything else stands on its line."""
        return indentation(self.source, block.span.start)

    def step(self, kind: str) -> str | None:
        """Return how far attributes are indented in blocks of ``kind``, or in others where these hold none.

        ``None`` where they stand on the line of their block.
        """
        model = next(self._models(kind), None)
        if model is None:
            return UNIT
        first = model.attributes[0].span.start
        if self.source.line_of(model.span.start) == self.source.line_of(first):
            return None
        outer, inner = self.indent(model), indentation(self.source, first)
        is_deeper = outer is not None and inner is not None and inner.startswith(outer)
        return (inner or "").removeprefix(outer or "") or UNIT if is_deeper else UNIT

    def _models(self, kind: str) -> Iterator[Block]:
        """Yield the blocks that hold attributes: those of ``kind`` first, the last of them before the others."""
        own = self.application.blocks
        blocks = [*(inner for each in own for inner in each.blocks), *own]
        telling = [each for each in reversed(blocks) if each.attributes]
        yield from sorted(telling, key=lambda each: each.kind != kind)
