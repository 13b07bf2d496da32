"""RD004: a comment that is meant to silence a rule and does not."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.run import Run, run_rule


@run_rule("RD004", "malformed-suppression", Severity.ERROR, since="0.1")
def malformed_suppression(app: App, run: Run) -> Iterator[Finding]:
    """A comment speaks to rdlint in a form that it does not understand, so nothing is silenced."""
    own = run.judged[app.folder]
    for problem in (*run.suppressions.problems, *run.suppressions.refused(own.files, own.selection)):
        yield Finding(problem.span, problem.message, help=problem.help, subject=problem.message)
