"""RD001: a file that the platform's build cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.manifest import Block
from rdlint.finding import Finding, Severity
from rdlint.platform.bindings import NAMED_KINDS
from rdlint.rule import rule


@rule("RD001", "syntax-error", Severity.ERROR, since="0.1")
def syntax_error(app: App) -> Iterator[Finding]:
    """The manifest, the state file or worker code does not parse, so the build stops there."""
    files = (app.manifest, app.state, *app.worker_files.values())
    for problem in (problem for file in files if file for problem in file.problems):
        yield Finding(problem.span, problem.message, help=problem.help, subject=problem.message)
    for block in _blocks(app):
        if not block.labels and block.kind in NAMED_KINDS:
            yield Finding(
                block.kind_span,
                f"`{block.kind}` needs a name in quotes before its brace",
                help=f'write `{block.kind} "<name>" {{`',
                subject=block.kind,
            )


def _blocks(app: App) -> Iterator[Block]:
    """Yield the blocks down to those inside modules, where every named kind has its place."""
    for block in app.manifest.blocks if app.manifest else ():
        yield block
        for inner in block.blocks:
            yield inner
            yield from inner.blocks
