"""Reviewdog's Diagnostic Format (`-f=rdjson`), for review comments with suggestions on many code hosts.

Paths are relative to the working directory: reviewdog adds where it runs in the repository. Columns
count bytes of UTF-8, as its definition wants: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Finding, Severity
from rdlint.report.place import Place, on_disk
from rdlint.report.strict_json import dumps, rows
from rdlint.report.terminal import Terminal
from rdlint.report.wording import in_lines
from rdlint.rule import HOME, find
from rdlint.run_report import Report
from rdlint.span import Span

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.HINT: "INFO"}


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one `DiagnosticResult`, one finding a line."""
    source = {"name": "rdlint", "url": HOME}
    yield f'{{"source": {dumps(source)}, "diagnostics": ['
    yield from rows([_diagnostic(each, report) for each in report.ordered])
    yield "]}"


def _diagnostic(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    finding, rule = diagnostic.finding, find(diagnostic.code)
    return {
        "message": in_lines(finding),
        "location": _location(finding.span, report),
        "severity": _SEVERITIES[diagnostic.severity],
        "code": {"value": diagnostic.code, **({"url": rule.url} if rule else {})},
        "suggestions": _suggestions(finding, report),
        "related_locations": [
            {"message": each.message, "location": _location(each.span, report)} for each in finding.related
        ],
    }


def _suggestions(finding: Finding, report: Report) -> list[dict[str, Any]]:
    """Return the fix if it is one edit of this file: a suggestion has no path, and several are alternatives."""
    edits = finding.fix.edits if finding.fix else ()
    if len(edits) != 1 or edits[0].span.path != finding.span.path:
        return []
    return [{"range": _location(edits[0].span, report)["range"], "text": edits[0].text}]


def _location(span: Span, report: Report) -> dict[str, Any]:
    place = Place.of(span, report, on_disk)
    return {
        "path": place.path,
        "range": {
            "start": {"line": place.line, "column": place.column},
            "end": {"line": place.end_line, "column": place.end_column},
        },
    }
