"""GitLab's Code Quality report, which the widget of a merge request compares with that of the target branch.

Paths are relative to the root of the repository. GitLab knows lines, no columns, and tells by the
fingerprint what is new. The form: https://docs.gitlab.com/ci/testing/code_quality/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Severity
from rdlint.fingerprint import fingerprints
from rdlint.report.place import Place
from rdlint.report.strict_json import rows
from rdlint.report.terminal import Terminal
from rdlint.report.wording import in_one_line
from rdlint.run_report import Report

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.HINT: "info"}


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one JSON array, one finding a line."""
    diagnostics = report.ordered
    yield "["
    yield from rows([_violation(*each, report) for each in zip(diagnostics, fingerprints(diagnostics), strict=True)])
    yield "]"


def _violation(diagnostic: Diagnostic, fingerprint: str, report: Report) -> dict[str, Any]:
    place = Place.in_tree(diagnostic.finding.span, report)
    return {
        "description": in_one_line(diagnostic.finding),
        "check_name": diagnostic.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": place.path, "lines": {"begin": place.line, "end": place.end_line}},
    }
