"""The Code Quality report has all that GitLab asks for, and nothing twice.

GitLab publishes no schema of its own for it; what is asserted is the table of its documentation.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from rdlint.finding import Severity
from rdlint.run_report import Report
from tests.reports import FINDING, HEADER, any_report, report_of, written


def violations(report: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written(report, "gitlab"))
    for each in found:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert set(each["location"]) == {"path", "lines"}
        assert not each["location"]["path"].startswith("./")
        assert 1 <= each["location"]["lines"]["begin"] <= each["location"]["lines"]["end"]
    assert len({each["fingerprint"] for each in found}) == len(found)
    return found


def test_every_member_of_a_violation() -> None:
    [found] = violations(report_of(FINDING))
    assert found.pop("fingerprint")
    assert found == {
        "description": "`API_KEY` is read here; declare it: env API_KEY {}",
        "check_name": "undeclared-env",
        "severity": "critical",
        "location": {"path": "src/api/index.ts", "lines": {"begin": 2, "end": 2}},
    }


def test_nothing_found_is_an_empty_array() -> None:
    """An empty file is an error to GitLab, and so is no file."""
    assert violations(report_of()) == []


def test_equal_findings_stay_apart() -> None:
    assert len(violations(report_of(FINDING, FINDING))) == 2


@settings(max_examples=100, deadline=None)
@given(any_report())
def test_any_report_is_a_valid_one(report: Report) -> None:
    found = violations(report)
    assert len(found) == len(report.diagnostics)
    for given_one, each in zip(report.ordered, found, strict=True):
        message = given_one.finding.message
        assert each["description"].startswith("".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in message))


def test_a_worse_finding_is_a_worse_violation() -> None:
    from dataclasses import replace

    order = ["info", "minor", "major", "critical", "blocker"]
    found = [violations(report_of(replace(FINDING, span=HEADER, severity=each)))[0]["severity"] for each in Severity]
    assert [order.index(each) for each in found] == sorted({order.index(each) for each in found})
