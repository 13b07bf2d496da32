"""Every page of `rules/` and of `tests/cases/` is run: what it promises is what rdlint does."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rdlint.engine import lint
from rdlint.rule import Rule, catalogue
from rdlint.settings import Settings
from tests.pages import Example, examples

ROOT = Path(__file__).resolve().parent.parent
RULE_PAGES = sorted((ROOT / "rules").glob("*/*.md"))
CASE_PAGES = sorted((ROOT / "tests" / "cases").glob("*.md"))
EXAMPLES = [example for page in (*RULE_PAGES, *CASE_PAGES) for example in examples(page)]
YESTERDAY = time.time() - 86_400


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.page}-{each.title}")
def test_page(example: Example, tmp_path: Path) -> None:
    example.write(tmp_path)
    for path in tmp_path.rglob("*"):
        os.utime(path, (YESTERDAY, YESTERDAY))
    own = example.page.replace("_", "-")

    def show_own_hints(settings: Settings) -> Settings:
        return replace(settings, extend_select=(*settings.extend_select, own))

    report = lint([str(tmp_path)], adjust=show_own_hints)
    found = [
        (
            each.finding.span.path,
            report.sources[each.finding.span.path].line_of(each.finding.span.start),
            each.severity.label,
            each.code,
        )
        for each in report.diagnostics
    ]
    assert sorted(found) == sorted((each.path, each.line, each.severity, each.code) for each in example.expected)
    for expected in example.expected:
        messages = [
            each.finding.message
            for each in report.diagnostics
            if (each.finding.span.path, each.code) == (expected.path, expected.code)
        ]
        assert any(expected.text in message for message in messages), messages


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_every_rule_has_a_page_with_its_name_a_bad_and_a_good_example(rule: Rule) -> None:
    assert rule.page.stem == rule.name.replace("-", "_")
    assert rule.page.read_text(encoding="utf-8").startswith(f"# {rule.name}\n")
    found = list(examples(rule.page))
    assert any(each.code == rule.code for example in found for each in example.expected)
    assert any(not example.expected for example in found)
    for example in found:
        assert bool(example.expected) == example.title.startswith("Bad"), example.title


def test_codes_and_names_are_unique() -> None:
    rules = catalogue()
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


def test_a_rule_lies_in_the_folder_of_its_area() -> None:
    for rule in catalogue():
        assert rule.page.parent.name == rule.area
