"""What other programs read: valid by the shipped schema, exact, and the same every time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rdlint.report
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.span import Span
from tests.reports import FINDING, HEADER, READ, WORKER, any_report, report_of, written

SCHEMA = json.loads((Path(rdlint.report.__file__).parent / "output.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def printed(*findings: Finding, **more: Any) -> str:
    return written(report_of(*findings, **more), "json")


def read(text: str) -> Any:
    output = json.loads(text)
    VALIDATOR.validate(output)
    return output


def test_every_member_of_a_finding() -> None:
    assert read(printed(FINDING)) == {
        "version": 1,
        "findings": [
            {
                "code": "RD101",
                "name": "undeclared-env",
                "severity": "error",
                "message": "`API_KEY` is read here",
                "help": "declare it:\nenv API_KEY {}",
                "path": "src/api/index.ts",
                "line": 2,
                "column": 22,
                "end_line": 2,
                "end_column": 29,
                "related": [
                    {
                        "path": "raindrop.manifest",
                        "line": 1,
                        "column": 1,
                        "end_line": 1,
                        "end_column": 19,
                        "message": "variables are declared here",
                    }
                ],
                "fix": {
                    "message": "declare `API_KEY`",
                    "safe": True,
                    "edits": [
                        {
                            "path": "raindrop.manifest",
                            "line": 2,
                            "column": 1,
                            "end_line": 2,
                            "end_column": 1,
                            "text": '  env "API_KEY" {}\n',
                        }
                    ],
                },
                "subject": "API_KEY",
            }
        ],
    }


def test_nothing_found_is_an_empty_list() -> None:
    assert read(printed()) == {"version": 1, "findings": []}


def test_columns_count_code_points() -> None:
    found = read(printed(Finding(WORKER.span(3, 9), "m")))["findings"][0]
    assert (found["line"], found["column"], found["end_column"]) == (1, 4, 6)


def test_paths_are_relative_to_the_working_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "app" / "src").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "app" / "src")
    found = read(printed(FINDING, tree=str(tmp_path / "app")))["findings"][0]
    assert found["path"] == "api/index.ts"
    assert found["related"][0]["path"] == found["fix"]["edits"][0]["path"] == "../raindrop.manifest"


def test_the_output_is_the_same_whatever_the_order_of_work() -> None:
    findings = [FINDING, Finding(HEADER, "b"), Finding(HEADER, "a"), Finding(Span("gone.ts", 1, 2), "c")]
    assert printed(*findings) == printed(*findings[::-1])
    assert [each["message"] for each in read(printed(*findings))["findings"]] == ["c", "a", "b", FINDING.message]


def test_severities_are_those_of_this_run() -> None:
    found = read(printed(Finding(READ, "m", severity=Severity.HINT)))["findings"][0]
    assert found["severity"] == "hint"


HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from('\x00\x1b\u202e\u2028\ud800\udcff\n"\\')), max_size=40)


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE, st.integers(0, 90), st.integers(-5, 90))
def test_any_text_at_any_place_gives_valid_ascii_json(path: str, text: str, start: int, length: int) -> None:
    source = Source(path, text.encode("utf-8", "surrogatepass"))
    span = Span(path, start, start + length)
    fix = Fix(text, (Edit(span, text),), safe=False)
    finding = Finding(span, text, help=text, related=(Related(span, text),), fix=fix, subject=text)
    output = printed(finding, sources=(source,))
    assert output.isascii()
    assert output.replace("\n", "").isprintable()
    found = read(output)["findings"][0]
    json.dumps(found, ensure_ascii=False).encode("utf-8")  # strict readers refuse lone surrogates
    if text.isprintable():
        assert found["message"] == found["fix"]["edits"][0]["text"] == text


FINDINGS = jsonschema.Draft7Validator({**SCHEMA["definitions"]["finding"], "definitions": SCHEMA["definitions"]})


@settings(max_examples=100, deadline=None)
@given(any_report())
def test_a_line_of_jsonl_is_a_finding_of_json(report: Report) -> None:
    lines = [json.loads(line) for line in written(report, "jsonl").splitlines()]
    for line in lines:
        FINDINGS.validate(line)
    assert lines == read(written(report, "json"))["findings"]


def test_nothing_found_is_no_line() -> None:
    assert written(report_of(), "jsonl") == ""


def test_the_schema_is_one_and_refuses_what_is_not_output() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    output = read(printed(FINDING))
    for member in output["findings"][0]:
        broken = {**output, "findings": [{k: v for k, v in output["findings"][0].items() if k != member}]}
        assert not VALIDATOR.is_valid(broken), member
    assert not VALIDATOR.is_valid({**output, "version": 2})
