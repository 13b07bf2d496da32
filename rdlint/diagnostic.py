"""Findings as the engine has judged them."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with the rule that made it and the severity it has in this run.

    ``is_locked``: the settings do not let anything silence it.
    """

    code: str
    name: str
    severity: Severity
    finding: Finding
    is_locked: bool = False

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """What reports sort by: path, start, end, code, message."""
        span = self.finding.span
        return (span.path, span.start, span.end, self.code, self.finding.message)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What it is about, wherever its lines move: code, path, and the name or host concerned."""
        return (self.code, self.finding.span.path, self.finding.subject or self.finding.message)
