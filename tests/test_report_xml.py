"""Checkstyle and JUnit: XML that expat takes, and tests as a JUnit library reads them."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from xml.etree import ElementTree

import junitparser
from hypothesis import given, settings

from rdlint.finding import Finding, Severity
from rdlint.report.terminal import visible
from rdlint.run_report import Report
from rdlint.span import Span
from tests.reports import ANY_PATH, ANY_TEXT, FINDING, HEADER, any_report, report_of, written

_COUNTS = {"name", "tests", "failures", "errors", "time"}
_ATTRIBUTES = {
    "testsuites": _COUNTS,
    "testsuite": _COUNTS,
    "testcase": {"name", "classname", "time"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def seen(text: str) -> str:
    """Return ``text`` as XML can hold it: the rest as escapes that people can read."""
    return _ILLEGAL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def errors(report: Report) -> list[tuple[str, dict[str, str]]]:
    """Return what a reader of Checkstyle's XML finds: the file and the attributes of each error."""
    root = ElementTree.fromstring(written(report, "checkstyle"))
    assert root.tag == "checkstyle"
    assert {each.tag for each in root} <= {"file"}
    return [(file.attrib["name"], each.attrib) for file in root for each in file.findall("error")]


def cases(report: Report) -> list[tuple[str, junitparser.TestCase]]:
    """Return all tests by the names of their suites; the counts are checked on the way."""
    suites = junitparser.JUnitXml.fromstring(written(report, "junit").encode("ascii"))
    assert isinstance(suites, junitparser.JUnitXml)
    for element in ElementTree.fromstring(written(report, "junit")).iter():
        assert set(element.attrib) <= _ATTRIBUTES[element.tag], (
            "the xUnit plugin of Jenkins refuses what it does not know"
        )
    found = [(str(suite.name), case) for suite in suites for case in suite]
    for counted in (suites, *suites):
        inside = [case for name, case in found if counted is suites or name == counted.name]
        outcomes = [outcome for case in inside for outcome in case.result]
        assert counted.tests == len(inside) > 0
        assert counted.failures == sum(isinstance(each, junitparser.Failure) for each in outcomes)
        assert counted.errors == sum(isinstance(each, junitparser.Error) for each in outcomes)
    assert len({(case.classname, case.name) for _, case in found}) == len(found), "GitLab drops the second of a name"
    return found


def test_an_error_of_checkstyle() -> None:
    assert errors(report_of(FINDING)) == [
        (
            "src/api/index.ts",
            {
                "line": "2",
                "column": "22",
                "severity": "error",
                "message": "`API_KEY` is read here; declare it: env API_KEY {}",
                "source": "rdlint.undeclared-env",
            },
        )
    ]


def test_severities_of_checkstyle() -> None:
    found = [errors(report_of(replace(FINDING, severity=each)))[0][1]["severity"] for each in Severity]
    assert found == ["info", "warning", "error"]


def test_each_file_of_checkstyle_stands_once() -> None:
    root = ElementTree.fromstring(written(report_of(FINDING, Finding(HEADER, "told"), FINDING), "checkstyle"))
    assert [(file.attrib["name"], len(file)) for file in root] == [("raindrop.manifest", 1), ("src/api/index.ts", 2)]


def test_nothing_found_is_a_document_too() -> None:
    assert errors(report_of()) == []
    [(suite, case)] = cases(report_of())
    assert (suite, case.name, case.result) == ("rdlint", "no problems found", [])


def test_a_finding_is_a_test_that_fails() -> None:
    [(suite, case)] = cases(report_of(FINDING))
    [failure] = case.result
    assert suite == case.classname == "src/api/index.ts"
    assert case.name == "undeclared-env (RD101): API_KEY"
    assert isinstance(failure, junitparser.Failure)
    assert (failure.type, failure.message) == ("error", "`API_KEY` is read here")
    assert failure.text == "src/api/index.ts:2:22\ndeclare it:\nenv API_KEY {}"


def test_the_name_of_a_test_stays_when_the_line_moves() -> None:
    moved = replace(FINDING, span=FINDING.span._replace(start=0, end=1), message="said otherwise")
    assert cases(report_of(moved))[0][1].name == cases(report_of(FINDING))[0][1].name


def test_equal_findings_have_names_of_their_own() -> None:
    names = [case.name for _, case in cases(report_of(FINDING, FINDING))]
    assert names == ["undeclared-env (RD101): API_KEY", "undeclared-env (RD101): API_KEY #2"]


def test_a_file_that_was_not_read_is_a_test_in_error() -> None:
    [(suite, case)] = cases(Report(os.getcwd(), unread=(("src/a.ts", "larger than 1 MiB"),)))
    [error] = case.result
    assert (suite, error.message) == ("src/a.ts", "was not read: larger than 1 MiB")
    assert isinstance(error, junitparser.Error)


@settings(max_examples=150, deadline=None)
@given(ANY_PATH, ANY_TEXT, ANY_TEXT)
def test_any_path_and_text_arrives_as_it_is(path: str, message: str, advice: str) -> None:
    report = report_of(Finding(Span(path, 0, 0), message, help=advice))
    [(file, error)] = errors(report)
    assert file == seen(path)
    assert error["message"].startswith(seen(message))
    [(suite, case)] = cases(report)
    assert suite == case.classname == seen(path)
    assert case.result[0].message == seen(message)
    assert case.result[0].text == seen(f"{path}:1:1\n{advice}".rstrip())


@settings(max_examples=60, deadline=None)
@given(any_report())
def test_any_report_is_read(report: Report) -> None:
    assert len(errors(report)) == len(report.diagnostics)
    assert len(cases(report)) == (len(report.diagnostics) + len(report.unread) or 1)
    for output_format in ("checkstyle", "junit"):
        lines = written(report, output_format).splitlines()
        assert all(line.startswith("<") and line.isascii() and visible(line) == line for line in lines)
