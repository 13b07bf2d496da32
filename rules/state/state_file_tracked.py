"""RD402: the state file under version control."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Fix, Severity
from rdlint.fixes.gitignore import ignore
from rdlint.rule import rule
from rdlint.span import Span

_REMOVE = "git rm --cached .raindrop/config.json && echo .raindrop/ >> .gitignore"


@rule("RD402", "state-file-tracked", Severity.WARNING, since="0.2", fixable=True, is_local=True)
def state_file_tracked(app: App) -> Iterator[Finding]:
    """`.raindrop/config.json` is under version control, or the next `git add .` puts it there."""
    state = app.state
    if state is None or not app.versioned.is_known:
        return
    lines = ignore(app, posixpath.dirname(state.path), is_folder=True)
    place = state.version_span or Span(state.path, 0, 0)
    if app.state_is_tracked:
        yield Finding(
            place,
            "`.raindrop/config.json` is under version control: whoever pulls acts on somebody else's version",
            help=f"each machine has its own; type\n{_REMOVE}",
            fix=Fix.of(
                "add `.raindrop/` to `.gitignore`, before you type `git rm --cached .raindrop/config.json`",
                lines,
                safe=False,
            ),
            subject="config.json",
        )
    elif state.path not in app.versioned.ignored:
        yield Finding(
            place,
            "`.raindrop/config.json` is not ignored by git, so the next `git add .` commits this machine's version",
            help="type\necho .raindrop/ >> .gitignore",
            fix=Fix.of("add `.raindrop/` to `.gitignore`", lines, safe=True),
            subject="config.json",
            severity=Severity.HINT,
        )
