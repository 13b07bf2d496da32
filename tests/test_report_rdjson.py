"""What reviewdog is given: exact by its protocol buffers, whose rules are spelled out in `check`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from rdlint.finding import Edit, Finding, Fix, Related
from rdlint.rule import catalogue
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.span import Span
from tests.reports import FINDING, HEADER, READ, WORKER, any_report, report_of, written


def diagnostics(report: Report) -> list[dict[str, Any]]:
    result = json.loads(written(report, "rdjson"))
    assert set(result) == {"source", "diagnostics"}
    assert set(result["source"]) == {"name", "url"}
    for each in result["diagnostics"]:
        assert set(each) == {"message", "location", "severity", "code", "suggestions", "related_locations"}
        assert each["severity"] in ("ERROR", "WARNING", "INFO")
        assert set(each["code"]) <= {"value", "url"}
        places = [each["location"], *(related["location"] for related in each["related_locations"])]
        for place in places:
            assert set(place) == {"path", "range"}
            check_range(place["range"])
        for suggestion in each["suggestions"]:
            assert set(suggestion) == {"range", "text"}
            check_range(suggestion["range"])
    json.dumps(result, ensure_ascii=False).encode("utf-8")  # protobuf takes no lone surrogates
    found: list[dict[str, Any]] = result["diagnostics"]
    return found


def check_range(found: dict[str, dict[str, int]]) -> None:
    start, end = ((found[each]["line"], found[each]["column"]) for each in ("start", "end"))
    assert (1, 1) <= start <= end
    assert start[1] >= 1
    assert end[1] >= 1


def test_every_member_of_a_diagnostic() -> None:
    [found] = diagnostics(report_of(FINDING))
    assert found == {
        "message": "`API_KEY` is read here\ndeclare it:\nenv API_KEY {}",
        "location": {
            "path": "src/api/index.ts",
            "range": {"start": {"line": 2, "column": 22}, "end": {"line": 2, "column": 29}},
        },
        "severity": "ERROR",
        "code": {"value": "RD101", "url": next(each.url for each in catalogue() if each.code == "RD101")},
        "suggestions": [],
        "related_locations": [
            {
                "message": "variables are declared here",
                "location": {
                    "path": "raindrop.manifest",
                    "range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 19}},
                },
            }
        ],
    }


def test_nothing_found_is_an_empty_list() -> None:
    assert diagnostics(report_of()) == []


@pytest.mark.parametrize(
    ("raw", "start", "columns"),
    [
        ("é👍x".encode(), 6, (7, 8)),  # é has two bytes, the emoji four
        (b"\xef\xbb\xbf" + "éx".encode(), 2, (6, 7)),  # a byte order mark is on the disk, too
        (b"\xef\xbb\xbfa\nx", 2, (1, 2)),
        (b"\xfd\xfcx", 2, (3, 4)),  # no UTF-8
    ],
)
def test_columns_count_bytes_of_the_line_on_disk(raw: bytes, start: int, columns: tuple[int, int]) -> None:
    source = Source("a.ts", raw)
    [found] = diagnostics(report_of(Finding(source.span(start, start + 1), "told"), sources=(source,)))
    both = found["location"]["range"]
    assert (both["start"]["column"], both["end"]["column"]) == columns


@settings(max_examples=100, deadline=None)
@given(any_report())
def test_any_report_is_a_valid_one(report: Report) -> None:
    assert len(diagnostics(report)) == len(report.diagnostics)


def test_a_suggestion_is_one_edit_of_the_same_file() -> None:
    def suggested(*edits: Edit) -> list[dict[str, Any]]:
        fix = Fix("mend", edits, safe=True)
        found: list[dict[str, Any]] = diagnostics(report_of(replace(FINDING, fix=fix)))[0]["suggestions"]
        return found

    edit = Edit(READ, "REGION")
    [found] = suggested(edit)
    line = WORKER.data.split(b"\n")[found["range"]["start"]["line"] - 1]
    start, end = (found["range"][each]["column"] - 1 for each in ("start", "end"))
    assert line[:start] + found["text"].encode() + line[end:] == b"const key = this.env.REGION;"
    assert suggested(edit, Edit(Span(WORKER.path, 0, 0), "x")) == []
    assert suggested(Edit(HEADER, "x")) == []


def test_paths_are_relative_to_where_reviewdog_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    related = Finding(READ, "told", related=(Related(HEADER, "here"),))
    [found] = diagnostics(report_of(related, tree=str(tmp_path)))
    assert found["location"]["path"] == "api/index.ts"
    assert found["related_locations"][0]["location"]["path"] == "../raindrop.manifest"


def test_the_engines_own_findings_have_no_page() -> None:
    report = report_of(Finding(HEADER, "failed"))
    own = replace(report.diagnostics[0], code="RD000", name="internal-error")
    [found] = diagnostics(replace(report, diagnostics=(own,)))
    assert found["code"] == {"value": "RD000"}
