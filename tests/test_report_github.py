"""Annotations, read back as the runner of GitHub Actions reads them."""

from __future__ import annotations

import os

import pytest
from hypothesis import assume, given, settings

from rdlint.finding import Finding, Severity
from rdlint.report.terminal import visible
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.span import Span
from tests.reports import ANY_PATH, ANY_TEXT, FINDING, HEADER, report_of, written
from tests.workflow_commands import Command, command


def commands(report: Report) -> list[Command]:
    found = [command(line) for line in written(report, "github").splitlines()]
    assert all(found)
    return [each for each in found if each]


def test_an_annotation_has_a_place_a_title_and_all_that_is_to_be_typed() -> None:
    assert commands(report_of(FINDING)) == [
        Command(
            "error",
            {
                "file": "src/api/index.ts",
                "line": "2",
                "endLine": "2",
                "col": "22",
                "endColumn": "29",
                "title": "rdlint: undeclared-env (RD101)",
            },
            "`API_KEY` is read here\ndeclare it:\nenv API_KEY {}",
        )
    ]


@pytest.mark.parametrize(
    ("severity", "name"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.HINT, "notice")]
)
def test_severities_are_the_three_kinds_of_annotations(severity: Severity, name: str) -> None:
    [found] = commands(report_of(Finding(HEADER, "told", severity=severity)))
    assert found.name == name


def test_a_span_over_lines_has_no_columns() -> None:
    """The runner drops columns when the lines differ, and says so in the log."""
    source = Source("a.ts", b"one\ntwo\n")
    [found] = commands(report_of(Finding(source.span(1, 6), "told"), sources=(source,)))
    assert (found.properties["line"], found.properties["endLine"]) == ("1", "2")
    assert not {"col", "endColumn"} & set(found.properties)


def test_an_empty_span_ends_where_it_begins() -> None:
    [found] = commands(report_of(Finding(HEADER._replace(start=4, end=4), "told")))
    assert found.properties["col"] == found.properties["endColumn"] == "5"


def test_nothing_found_prints_nothing() -> None:
    assert written(report_of(), "github") == ""


def test_a_file_that_was_not_read_is_an_error() -> None:
    [found] = commands(Report(os.getcwd(), unread=(("a:b,c.ts", "larger than 1 MiB"),)))
    assert found == Command("error", {"file": "a:b,c.ts", "title": "not read"}, "was not read: larger than 1 MiB")


@settings(max_examples=150, deadline=None)
@given(ANY_PATH, ANY_TEXT, ANY_TEXT)
def test_any_path_and_text_arrives_as_it_is(path: str, message: str, advice: str) -> None:
    assume(not path.startswith("="))  # which the runner itself drops
    [found] = commands(report_of(Finding(Span(path, 0, 0), message, help=advice)))
    assert found.properties["file"] == _seen(path)
    assert found.data == _seen(f"{message}\n{advice}".rstrip())
    assert set(found.properties) == {"file", "line", "endLine", "col", "endColumn", "title"}


def _seen(text: str) -> str:
    """Return what is shown of ``text`` when only its line ends are kept from becoming visible escapes."""
    return "".join(char if char in "\r\n" else visible(char) for char in text)
