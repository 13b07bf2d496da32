"""A finding as programs read it; `output.schema.json` beside this file describes it."""

from __future__ import annotations

from typing import Any

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Fix
from rdlint.report.place import Place
from rdlint.run_report import Report


def record(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    """Return what `json` and `jsonl` say of a finding."""
    finding = diagnostic.finding
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.label,
        "message": finding.message,
        "help": finding.help,
        **Place.of(finding.span, report)._asdict(),
        "related": [{**Place.of(each.span, report)._asdict(), "message": each.message} for each in finding.related],
        "fix": _fix(finding.fix, report) if finding.fix else None,
        "subject": finding.subject,
    }


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    edits = [{**Place.of(edit.span, report)._asdict(), "text": edit.text} for edit in fix.edits]
    return {"message": fix.message, "safe": fix.safe, "edits": edits}
