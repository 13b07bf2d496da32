"""RD701: a module of the manifest has no code."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.nearest import nearest
from rdlint.rule import rule


@rule("RD701", "missing-entry", Severity.ERROR, since="0.1")
def missing_entry(app: App) -> Iterator[Finding]:
    """A module of the manifest has no `src/<module>/index.ts`, which the build takes as its entry."""
    for module in app.modules:
        if module.entry is not None:
            continue
        near = nearest(module.name, app.spare_folders)
        if near:
            help = f"call the module `{near}`, as its folder is called, or rename `src/{near}` to `src/{module.name}`"
        else:
            help = "type `raindrop build generate`, which writes it, or take the block out of the manifest"
        yield Finding(
            module.span,
            f"{module.kind} `{module.name}` has no `src/{module.name}/index.ts`, so the build has nothing to run",
            help=help,
            subject=module.name,
        )
