"""The format for other programs; `output.schema.json` beside this file describes it.

Paths are relative to the working directory, columns count code points.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.report.record import record
from rdlint.report.strict_json import rows
from rdlint.report.terminal import Terminal
from rdlint.run_report import Report

VERSION = 1


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one JSON object, one finding a line."""
    yield f'{{"version": {VERSION}, "findings": ['
    yield from rows([record(each, report) for each in report.ordered])
    yield "]}"
