"""Fingerprints know a finding again when lines move, and tell all others from it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Severity
from rdlint.fingerprint import fingerprints
from rdlint.run_report import Report
from rdlint.span import Span
from tests.reports import FINDING, any_report

ONE = Diagnostic("RD101", "undeclared-env", Severity.ERROR, FINDING)


def of(*diagnostics: Diagnostic) -> list[str]:
    return list(fingerprints(diagnostics))


def changed(**parts: object) -> Diagnostic:
    return replace(ONE, finding=replace(FINDING, **parts))  # type: ignore[arg-type]


def test_what_moves_or_is_said_otherwise_is_the_same_finding() -> None:
    moved = Span(FINDING.span.path, 900, 907)
    same = changed(span=moved, message="`API_KEY` was set 3 days ago", help="", related=(), fix=None)
    assert of(ONE) == of(replace(same, severity=Severity.HINT))


def test_another_rule_path_or_subject_is_another_finding() -> None:
    others = [
        replace(ONE, code="RD102"),
        changed(span=FINDING.span._replace(path="src/web/index.ts")),
        changed(subject="API_KEYS"),
        changed(subject="", message="another"),
    ]
    assert len(set(of(ONE, *others))) == 5


def test_the_message_stands_in_where_there_is_no_subject() -> None:
    assert of(changed(subject="", message="a")) != of(changed(subject="", message="b"))


def test_the_second_of_two_equals_is_another_finding() -> None:
    first, second, third = of(ONE, ONE, ONE)
    assert len({first, second, third}) == 3
    assert of(ONE, ONE) == [first, second]


@settings(max_examples=60, deadline=None)
@given(any_report())
def test_fingerprints_are_hexadecimal_and_unique_in_a_report(report: Report) -> None:
    found = of(*report.ordered)
    assert len(set(found)) == len(report.diagnostics)
    assert all(len(each) == 32 and int(each, 16) >= 0 for each in found)
