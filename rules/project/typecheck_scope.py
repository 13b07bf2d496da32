"""RD902: files that are no worker code in the type check of every deploy."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.rule import rule


@rule("RD902", "typecheck-scope", Severity.WARNING, since="0.2")
def typecheck_scope(app: App) -> Iterator[Finding]:
    """A front end is type-checked with every deploy, by a configuration that knows no browser."""
    check = app.typecheck
    if check is None or check.has_dom or app.application is None:
        return
    pages = [path for path in check.files if path.endswith(".tsx") and path not in app.worker_files]
    folders = dict.fromkeys(_folder(app, path) for path in pages)
    for folder in folders:
        inside = [path for path in pages if _folder(app, path) == folder]
        more = f" and {len(inside) - 1} more" if len(inside) > 1 else ""
        name = posixpath.relpath(inside[0], app.folder or ".")
        yield Finding(
            check.place,
            f"every deploy type-checks `{name}`{more}, with libraries that have no `document` or `window`",
            help=f'add `"{folder}"` to `exclude`' if folder else f'add `"{name}"` to `exclude`',
            subject=folder or name,
        )


def _folder(app: App, path: str) -> str:
    """Return the folder of the app that ``path`` lies in: one of `src`'s for what lies there."""
    parts = posixpath.relpath(path, app.folder or ".").split("/")
    depth = 2 if parts[0] == "src" else 1
    return "/".join(parts[:depth]) if len(parts) > depth else ""
