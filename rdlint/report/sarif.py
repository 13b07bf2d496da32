"""SARIF 2.1.0, which GitHub's code scanning, editors and many dashboards read.

Paths are relative to the root of the repository, `%SRCROOT%`; where that lies on this machine is not
said. Columns count UTF-16 code units, as most readers do that ignore `columnKind`. Of the rules only
those are listed that have findings, each with its page. No text of files is given, but what fixes
put in.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin

from rdlint import __version__
from rdlint.diagnostic import Diagnostic
from rdlint.finding import Finding, Fix, Severity
from rdlint.fingerprint import fingerprints
from rdlint.report.place import Place, utf16
from rdlint.report.strict_json import dumps, rows
from rdlint.report.terminal import Terminal
from rdlint.report.wording import in_lines
from rdlint.rule import HOME, Rule, find
from rdlint.run_report import Report
from rdlint.span import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_BASES = {_ROOT: {"description": {"text": "the root of the repository"}}}
_LINE_ENDS = ["\r\n", "\n", "\r"]  # those of `Source.line_starts`
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_LINK = re.compile(r"\]\(([^():\s]+\.md)\)")


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one log of one run, one rule and one finding a line."""
    diagnostics = report.ordered
    names = dict(sorted({each.code: each.name for each in diagnostics}.items()))
    indices = {code: index for index, code in enumerate(names)}
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{'
    yield f'"tool": {{"driver": {{"name": "rdlint", "informationUri": "{HOME}", "semanticVersion": "{__version__}",'
    yield '"rules": ['
    yield from rows([_rule(*each) for each in names.items()])
    yield "]}},"
    yield '"columnKind": "utf16CodeUnits",'
    yield f'"newlineSequences": {dumps(_LINE_ENDS)},'
    yield f'"originalUriBaseIds": {dumps(_BASES)},'
    yield f'"invocations": [{dumps(_invocation(report))}],'
    yield '"results": ['
    yield from rows(
        [
            _result(diagnostic, indices[diagnostic.code], fingerprint, report)
            for diagnostic, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)
        ]
    )
    yield "]}]}"


def _rule(code: str, name: str) -> dict[str, Any]:
    rule = find(code)
    if rule is None:
        told = {"text": "rdlint itself failed, which is a defect of rdlint"}
        return {"id": code, "name": name, "shortDescription": told, "fullDescription": told, "help": told}
    page = _page(rule)
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": page.split("\n\n")[1].replace("\n", " ")},
        "help": {"text": page, "markdown": page},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.area]},
    }


def _page(rule: Rule) -> str:
    """Return the page of ``rule``, its links made such that they lead somewhere from anywhere."""
    page = rule.page.read_text(encoding="utf-8")
    return _LINK.sub(lambda found: f"]({urljoin(rule.url, found[1])})", page)


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.is_incomplete,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": _message(f"was not read: {reason}"),
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
            }
            for path, reason in report.unread
        ],
    }


def _result(diagnostic: Diagnostic, index: int, fingerprint: str, report: Report) -> dict[str, Any]:
    finding = diagnostic.finding
    result = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": _message(in_lines(finding)),
        "locations": [_location(finding.span, report)],
        "partialFingerprints": {"rdlint/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(each.span, report, each.message)}
            for number, each in enumerate(finding.related, 1)
        ]
        result["codeFlows"] = [{"threadFlows": [{"locations": list(_flow(finding, report))}]}]
    if finding.fix and finding.fix.edits:
        result["fixes"] = [_fix(finding.fix, report)]
    return result


def _flow(finding: Finding, report: Report) -> Iterator[dict[str, Any]]:
    """Yield the way to the defect: the related places in order, then the finding."""
    for span, message in (*finding.related, (finding.span, finding.message)):
        yield {"location": _location(span, report, message)}


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    """Return a fix; in a file that does not exist yet, its text is put in at the start."""
    replacements: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = {"deletedRegion": _region(edit.span, report), "insertedContent": {"text": edit.text}}
        replacements.setdefault(edit.span.path, []).append(replacement)
    return {
        "description": _message(fix.message),
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": each} for path, each in replacements.items()
        ],
        "properties": {"safe": fix.safe},
    }


def _location(span: Span, report: Report, message: str | None = None) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": _artifact(span.path), "region": _region(span, report)}}
    return place if message is None else {**place, "message": _message(message)}


def _region(span: Span, report: Report) -> dict[str, int]:
    place = Place.in_tree(span, report, utf16)
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    """Return the file ``path`` as a relative URI: the bytes of its name, undecodable ones too, percent-encoded."""
    try:
        name = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a surrogate pair that stands for no byte: no file of this system
        name = path.encode("utf-8", "replace")
    return {"uri": quote(name or b"."), "uriBaseId": _ROOT}


def _message(text: str) -> dict[str, str]:
    """Return plain text in which nothing is a link: SARIF makes one of ``[text](target)``."""
    return {"text": text.replace("](", "] (")}
