"""One line for each finding, for editors, for `grep` and for agents."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.diagnostic import Diagnostic, Report
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield ``path:line:column: severity[code] message; help`` for each finding."""
    for diagnostic in sorted(report.diagnostics, key=lambda each: each.order):
        yield terminal.visible(_line(report, diagnostic))


def _line(report: Report, diagnostic: Diagnostic) -> str:
    finding = diagnostic.finding
    text = f"{Place.of(finding.span, report)}: {diagnostic.severity.label}[{diagnostic.code}] {finding.message}"
    for step in filter(None, map(str.strip, finding.help.split("\n"))):
        text += f" {step}" if text.endswith(":") else f"; {step}"
    return text
