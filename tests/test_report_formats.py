"""What holds for every format that is written for other programs."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from rdlint.engine import lint
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.report import FORMATS
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.span import Span
from tests.reports import FINDING, HEADER, any_report, report_of, written
from tests.workflow_commands import command

ROOT = Path(__file__).resolve().parent.parent
FOR_PROGRAMS = sorted(set(FORMATS) - {"text", "concise", "statistics"})
#: Controls, and what turns, hides or cannot encode text.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@pytest.fixture(scope="module")
def example() -> Report:
    """The run on the bundled example app, hints included."""
    return lint([str(ROOT / "examples" / "callback")], adjust=lambda given: replace(given, select=("ALL",)))


@pytest.mark.parametrize("output_format", FOR_PROGRAMS)
@settings(max_examples=60, deadline=None)
@given(report=any_report())
def test_no_text_steers_a_terminal_or_a_ci_runner(output_format: str, report: Report) -> None:
    output = written(report, output_format)
    assert not STEERING.search(output)
    commands = [command(line) for line in output.split("\n")]
    if output_format == "github":
        assert {each.name for each in commands if each} <= {"error", "warning", "notice"}
        assert len([each for each in commands if each]) == len(report.diagnostics) + len(report.unread)
    else:
        assert not any(commands)
        assert "##vso" not in output  # a command to Azure Pipelines


@pytest.mark.parametrize("output_format", FOR_PROGRAMS)
def test_a_real_run_is_the_same_every_time_and_whatever_the_order_of_work(output_format: str, example: Report) -> None:
    output = written(example, output_format)
    assert len(example.diagnostics) > 10
    assert output == written(replace(example, diagnostics=example.diagnostics[::-1]), output_format)
    assert str(ROOT) not in output


@pytest.mark.parametrize("output_format", FOR_PROGRAMS)
def test_every_finding_of_a_real_run_is_there_in_order(output_format: str, example: Report) -> None:
    results = written(example, output_format).rpartition('"results": [')[2]
    names = {key: each.code for each in example.diagnostics for key in (each.code, each.name)}
    pattern = re.compile("|".join(rf"\b{name}\b" for name in names))
    found = [names[match[0]] for line in results.split("\n") if (match := pattern.search(line))]
    assert found == [each.code for each in example.ordered]


def test_the_page_about_formats_has_them_all() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [each for each in FORMATS if f"`{each}`" not in page] == []
    assert set(re.findall(r"--output-format ([a-z]+)", page)) - {"FORMAT"} <= set(FORMATS)


@pytest.mark.parametrize("output_format", FOR_PROGRAMS)
def test_paths_are_relative_to_the_tree_or_to_the_working_directory(
    output_format: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    output = written(report_of(FINDING, tree=str(tmp_path)), output_format)
    by_working_directory = output_format in ("json", "jsonl", "rdjson")
    assert ("src/api/index" in output.replace("&#46;", ".")) is not by_working_directory
    assert "api/index" in output


@pytest.mark.parametrize("output_format", FOR_PROGRAMS)
def test_no_text_of_files_is_printed_but_what_fixes_put_in(output_format: str) -> None:
    source = Source("src/a.ts", b"const before = 'DELETED'; // KEPT\n")
    span = Span(source.path, 16, 23)
    fix = Fix("take it out", (Edit(span, "INSERTED"),), safe=True)
    output = written(report_of(Finding(span, "told", fix=fix), sources=(source,)), output_format)
    assert not re.search("DELETED|KEPT|before", output)
    assert ("INSERTED" in output) is (output_format in ("json", "jsonl", "rdjson", "sarif"))


@pytest.mark.parametrize("output_format", FOR_PROGRAMS)
@pytest.mark.parametrize("severity", Severity)
def test_the_three_severities_differ(output_format: str, severity: Severity) -> None:
    outputs = {written(report_of(replace(FINDING, severity=each)), output_format) for each in Severity}
    assert len(outputs) == 3


@pytest.mark.parametrize("output_format", ["github", "junit", "markdown", "sarif"])
def test_files_that_could_not_be_read_are_named_with_the_reason(output_format: str) -> None:
    output = written(Report(os.getcwd(), unread=(("src/large", "larger than allowed"),)), output_format)
    assert "src/large" in output
    assert "larger than allowed" in output


@pytest.mark.parametrize("output_format", FOR_PROGRAMS)
def test_the_help_and_the_message_are_told(output_format: str) -> None:
    output = written(report_of(FINDING, Finding(HEADER, "told", related=(Related(HEADER, "r"),))), output_format)
    for word in ("is read here", "declare it", "told"):
        assert word in output
