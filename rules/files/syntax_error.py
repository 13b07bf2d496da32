"""RD001: a file that the platform's build cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.rule import rule


@rule("RD001", "syntax-error", Severity.ERROR, since="0.1")
def syntax_error(app: App) -> Iterator[Finding]:
    """The manifest, the state file or worker code does not parse, so the build stops there."""
    for problem in app.problems:
        yield Finding(problem.span, problem.message, help=problem.help, subject=problem.message)
