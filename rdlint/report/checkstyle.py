"""Checkstyle's XML, which Jenkins (Warnings Next Generation) and many other tools read.

Paths are relative to the root of the repository, as Jenkins' are to its workspace. Columns count
code points; Checkstyle knows no ends, and no place for files that could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Severity
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal
from rdlint.report.wording import in_one_line
from rdlint.report.xml_text import HEADER, tag
from rdlint.run_report import Report

_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "info"}


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one document, one finding a line."""
    yield HEADER
    yield tag("checkstyle", version="4.3")
    for path, diagnostics in groupby(report.ordered, key=lambda each: Place.in_tree(each.finding.span, report).path):
        yield tag("file", name=path)
        yield from (_error(each, report) for each in diagnostics)
        yield "</file>"
    yield "</checkstyle>"


def _error(diagnostic: Diagnostic, report: Report) -> str:
    place = Place.in_tree(diagnostic.finding.span, report)
    opening = tag(
        "error",
        line=place.line,
        column=place.column,
        severity=_SEVERITIES[diagnostic.severity],
        message=in_one_line(diagnostic.finding),
        source=f"rdlint.{diagnostic.name}",
    )
    return f"{opening}</error>"
