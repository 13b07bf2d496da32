"""What several formats say in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Finding, Severity
from rdlint.run_report import Report


def title(diagnostic: Diagnostic) -> str:
    """Return the rule by name and code, such as ``stale-lock (RD401)``."""
    return f"{diagnostic.name} ({diagnostic.code})"


def in_one_line(finding: Finding) -> str:
    """Return the message and all that is to be typed, divided by semicolons."""
    text = finding.message
    for step in filter(None, map(str.strip, finding.help.split("\n"))):
        text += f" {step}" if text.endswith(":") else f"; {step}"
    return text


def in_lines(finding: Finding) -> str:
    """Return the message, and in lines of its own what is to be typed."""
    return f"{finding.message}\n{finding.help}".rstrip()


def count(number: int, noun: str, several: str = "") -> str:
    """Return how many there are, such as ``2 files``; ``several`` is the plural where that takes more than an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {several or noun + 's'}"


def found(report: Report, paint: Callable[[str, Severity], str] = lambda said, _: said) -> str:
    """Return what a run has come to, such as ``2 errors, 1 hint in 2 files``.

    ``paint`` is given how many there are of a severity, and returns it for example in a colour.
    """
    counts = Counter(each.severity for each in report.diagnostics)
    parts = [paint(count(counts[each], each.label), each) for each in sorted(counts, reverse=True)]
    files = len({each.finding.span.path for each in report.diagnostics})
    said = f"{', '.join(parts)} in {count(files, 'file')}" if parts else "no problems found"
    if report.suppressed:
        said += f", {report.suppressed} suppressed"
    if report.baselined:
        said += f", {report.baselined} in the baseline"
    if report.older:
        said += f", {report.older} older"
    if report.is_incomplete:
        said += ", but not everything could be judged"
    return said
