"""RD002: a state file that is not of the platform's form."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.rule import rule


@rule("RD002", "invalid-state-file", Severity.ERROR, since="0.1")
def invalid_state_file(app: App) -> Iterator[Finding]:
    """`.raindrop/config.json` holds a key or a value that the platform never writes."""
    for violation in app.state.violations if app.state else ():
        yield Finding(
            violation.span,
            violation.message,
            help=violation.help,
            subject=violation.key or violation.kind,
            severity=Severity.HINT if violation.kind == "unknown-key" else None,  # it may be newer than rdlint
        )
