"""RD403: a release from a version that is a sandbox."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.commands import Command
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule

_RELEASE = re.compile(r"(?:^|[^a-z])(?:prod|production|release|live)(?:[^a-z]|$)", re.IGNORECASE)


@rule("RD403", "sandbox-release", Severity.HINT, since="0.2", is_local=True)
def sandbox_release(app: App) -> Iterator[Finding]:
    """A script or workflow releases to production while the state file says that the version is a sandbox."""
    state = app.state
    if state is None or not state.sandbox or state.sandbox_span is None:
        return
    commands = [command for script in app.scripts for command in script.commands if command.is_certain]
    leaving = {command.script for command in commands if _is(command, "unsandbox")}
    for command in commands:
        name = command.script or posixpath.basename(command.span.path)
        is_release = _RELEASE.search(name) or _RELEASE.search(posixpath.basename(command.span.path))
        if is_release and _is(command, "deploy") and command.script not in leaving:
            yield Finding(
                state.sandbox_span,
                f"this version is a sandbox, which the deploy of `{name}` amends instead of making a new one",
                help="before the release, type\nraindrop build unsandbox",
                related=(Related(command.span, "deployed here"),),
                subject="sandbox",
            )
            return


def _is(command: Command, verb: str) -> bool:
    return [word.values for word in command.words[:2]] == [("build",), (verb,)]
