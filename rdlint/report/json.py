"""The format for other programs; `output.schema.json` beside this file describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from rdlint.diagnostic import Diagnostic, Report
from rdlint.finding import Fix
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal

VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one JSON object in ASCII, one finding a line.

    Undecodable bytes in names become U+FFFD, since strict JSON readers refuse lone surrogates.
    """
    yield f'{{"version": {VERSION}, "findings": ['
    diagnostics = sorted(report.diagnostics, key=lambda each: each.order)
    for left, diagnostic in enumerate(diagnostics, 1 - len(diagnostics)):
        yield json.dumps(_clean(_finding(report, diagnostic))) + ("," if left else "")
    yield "]}"


def _finding(report: Report, diagnostic: Diagnostic) -> dict[str, Any]:
    finding = diagnostic.finding
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.label,
        "message": finding.message,
        "help": finding.help,
        **Place.of(finding.span, report)._asdict(),
        "related": [{**Place.of(each.span, report)._asdict(), "message": each.message} for each in finding.related],
        "fix": _fix(report, finding.fix) if finding.fix else None,
        "subject": finding.subject,
    }


def _fix(report: Report, fix: Fix) -> dict[str, Any]:
    edits = [{**Place.of(edit.span, report)._asdict(), "text": edit.text} for edit in fix.edits]
    return {"message": fix.message, "safe": fix.safe, "edits": edits}


def _clean(value: Any) -> Any:
    """Return ``value`` without lone surrogates; findings are three levels deep, so this may recurse."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return value
