"""RD711: a module's code is checked against the `Env` of another module."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from rdlint.app.declaration import Module
from rdlint.app.env_types import GENERATED, EnvImport
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule


@rule("RD711", "foreign-env-type", Severity.WARNING, since="0.1")
def foreign_env_type(app: App) -> Iterator[Finding]:
    """`Env` is imported from the generated file of another module, whose environment is not this one's."""
    for each in app.env_imports:
        path = each.span.path
        others = [module for module in app.reaching.get(path, ()) if module.name != each.owner]
        if others:
            own = next((module for module in others if path.startswith(f"{module.folder}/")), None)
            yield _finding(app, each, own or others[0], is_own=own is not None)


def _finding(app: App, each: EnvImport, module: Module, is_own: bool) -> Finding:
    owner = app.module(each.owner)
    if is_own:
        generated = f"{module.folder}/{GENERATED}"
        written = posixpath.relpath(generated, posixpath.dirname(each.span.path))
        help = f"import it from `{written if written.startswith('.') else f'./{written}'}`"
    else:
        help = f"take an `Env` that says what this file needs, such as `Pick<Env, …>`, so that `{module.name}` fits too"
    return Finding(
        each.span,
        f"this `Env` is that of `{each.owner}`, but the code runs in `{module.name}`, whose environment is another",
        help=help,
        related=(Related(owner.span, "the other module is declared here"),) if owner is not None else (),
        subject=module.name,
        severity=None if is_own else Severity.HINT,
    )
