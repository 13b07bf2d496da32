"""RD003: a manifest that others do not get, that is gone, or that lies inside another app."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from rdlint.app.discover import MANIFEST, STATE
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule
from rdlint.span import Span

_SHOWN = 3


@rule("RD003", "unreachable-manifest", Severity.ERROR, since="0.2", is_local=True)
def unreachable_manifest(app: App) -> Iterator[Finding]:
    """The manifest is missing, is ignored by git so that nobody else has it, or lies inside another app."""
    path = posixpath.join(app.folder, MANIFEST)
    ignored = app.versioned.ignored.get(path)
    if app.manifest is None:
        if app.state is not None and app.spare_folders:
            yield _missing(app, ignored)
    elif ignored is not None and path not in app.versioned.tracked:
        yield Finding(
            ignored,
            "git ignores `raindrop.manifest`, so a clone has no app that could be built",
            help="take this line out, then type\ngit add -f raindrop.manifest",
            subject=MANIFEST,
        )
    if app.manifest is not None and app.application is not None and app.outer is not None:
        outer = app.outer or "."
        yield Finding(
            app.application.name_span,
            f"this app lies inside the one in `{outer}`, whose build may take these sources too",
            help=f"move one of them, or list `{_inner(app)}/` in a `.raindropignore` beside the outer manifest",
            subject=app.application.name,
            severity=Severity.HINT,
        )


def _missing(app: App, ignored: Span | None) -> Finding:
    state = app.state
    place = (state.version_span if state else None) or Span(posixpath.join(app.folder, STATE), 0, 0)
    folders = sorted(app.spare_folders)
    named = ", ".join(f"`src/{name}`" for name in folders[:_SHOWN]) + (", …" if len(folders) > _SHOWN else "")
    return Finding(
        place,
        f"there is no `raindrop.manifest` here that declares {named}",
        help="write one that declares them, or bring it back: `git log -- raindrop.manifest` says when it went",
        related=(Related(ignored, "git is told to ignore it here"),) if ignored else (),
        subject=MANIFEST,
    )


def _inner(app: App) -> str:
    return posixpath.relpath(app.folder, app.outer or ".")
