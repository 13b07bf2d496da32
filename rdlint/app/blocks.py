"""The blocks of the manifest, each with what it stands in and what the platform says of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rdlint.app.model import App
from rdlint.facts.manifest import Block
from rdlint.platform.manifest import SCHEMA, BlockKind


class Nested(NamedTuple):
    """A block, the block around it (``None`` at the top), and its kind (``None`` when that is not known).

    ``is_placed``: its kind may stand where it stands. ``is_whole``: no syntax error lies in it, so that what
    it does not say is not there.
    """

    block: Block
    parent: Block | None
    kind: BlockKind | None
    is_placed: bool
    is_whole: bool


def nested(app: App) -> Iterator[Nested]:
    """Yield every block of the manifest in the order of the file; not those inside a kind that is not known."""
    broken = [problem.span for problem in app.manifest.problems] if app.manifest else []
    pending: list[tuple[Block, Block | None]] = [(each, None) for each in (app.manifest.blocks if app.manifest else ())]
    pending.reverse()
    while pending:
        block, parent = pending.pop()
        kind = SCHEMA.get(block.kind)
        around = SCHEMA.get(parent.kind) if parent else None
        is_placed = block.kind in around.blocks if around else block.kind == "application"
        yield Nested(block, parent, kind, is_placed, not any(block.span.contains(span) for span in broken))
        if kind is not None:
            pending += [(each, block) for each in reversed(block.blocks)]
