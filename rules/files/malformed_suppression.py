"""RD004: a comment that is meant to silence a rule and does not."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.rule import catalogue, rule
from rdlint.suppress import Suppressions


@rule("RD004", "malformed-suppression", Severity.ERROR, since="0.1")
def malformed_suppression(app: App) -> Iterator[Finding]:
    """A comment speaks to rdlint in a form that it does not understand, so nothing is silenced."""
    for problem in Suppressions(app.sources, catalogue()).problems:
        yield Finding(problem.span, problem.message, help=problem.help, subject=problem.message)
