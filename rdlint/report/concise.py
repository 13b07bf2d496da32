"""One line for each finding, for editors, for `grep` and for agents."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.diagnostic import Diagnostic
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal
from rdlint.report.wording import in_one_line
from rdlint.run_report import Report


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield ``path:line:column: severity[code] message; help`` for each finding."""
    for diagnostic in report.ordered:
        yield terminal.visible(_line(report, diagnostic))


def _line(report: Report, diagnostic: Diagnostic) -> str:
    place = Place.of(diagnostic.finding.span, report)
    return f"{place}: {diagnostic.severity.label}[{diagnostic.code}] {in_one_line(diagnostic.finding)}"
