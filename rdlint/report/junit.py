"""JUnit's XML, which every CI system shows as tests: each finding is a test that fails.

A file is a suite, and its path, relative to the root of the repository, the class of its tests. The
name of a test is what stays when lines move, and unique in its file: GitLab tells by it what is new. A file that
could not be read is a test in error. With nothing found there is one test, which passes: a file
without tests is refused by some.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rdlint.diagnostic import Diagnostic
from rdlint.fingerprint import ordinals
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal
from rdlint.report.wording import title
from rdlint.report.xml_text import HEADER, escape, tag
from rdlint.run_report import Report


class _Case(NamedTuple):
    """A test: ``outcome`` is the element that it holds, ``failure`` or ``error``; empty when it passes."""

    path: str
    name: str
    outcome: str = ""
    type: str = ""
    message: str = ""
    text: str = ""


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield one document, one test a line. Times are left at 0: the same findings give the same file."""
    cases = [_failure(each, report) for each in report.ordered]
    cases += [_Case(path, "not read", "error", "error", f"was not read: {reason}") for path, reason in report.unread]
    cases.sort(key=lambda each: each.path)
    cases = cases or [_Case("rdlint", "no problems found")]
    yield HEADER
    yield tag("testsuites", name="rdlint", **_counts(cases))
    for path, suite in groupby(_uniquely_named(cases), key=lambda each: each.path):
        suite_cases = list(suite)
        yield tag("testsuite", name=path, **_counts(suite_cases))
        yield from map(_testcase, suite_cases)
        yield "</testsuite>"
    yield "</testsuites>"


def _failure(diagnostic: Diagnostic, report: Report) -> _Case:
    finding = diagnostic.finding
    place = Place.in_tree(finding.span, report)
    return _Case(
        place.path,
        f"{title(diagnostic)}: {diagnostic.identity[2]}",
        "failure",
        diagnostic.severity.label,
        finding.message,
        f"{place}\n{finding.help}".rstrip(),
    )


def _uniquely_named(cases: list[_Case]) -> Iterator[_Case]:
    for case, ordinal in zip(cases, ordinals((each.path, each.name) for each in cases), strict=True):
        yield case._replace(name=f"{case.name} #{ordinal + 1}") if ordinal else case


def _counts(cases: list[_Case]) -> dict[str, object]:
    outcomes = [each.outcome for each in cases]
    return {
        "tests": len(cases),
        "failures": outcomes.count("failure"),
        "errors": outcomes.count("error"),
        "time": 0,
    }


def _testcase(case: _Case) -> str:
    opening = tag("testcase", name=case.name, classname=case.path, time=0)
    inner = ""
    if case.outcome:
        inner = f"{tag(case.outcome, type=case.type, message=case.message)}{escape(case.text)}</{case.outcome}>"
    return f"{opening}{inner}</testcase>"
