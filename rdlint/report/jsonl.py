"""JSON Lines, to be read while it is written: each line is a finding as in `json`, and nothing found is no line."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.report.record import record
from rdlint.report.strict_json import dumps
from rdlint.report.terminal import Terminal
from rdlint.run_report import Report


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one JSON object for each finding."""
    for diagnostic in report.ordered:
        yield dumps(record(diagnostic, report))
