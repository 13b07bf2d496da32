"""Every page of `rules/` and of `tests/cases/` is run: what it promises is what rdlint does."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rdlint.engine import lint
from rdlint.fix import Mended, mend
from rdlint.rule import Rule, catalogue
from rdlint.settings import Settings
from rdlint.transaction import commit
from tests.pages import Example, examples

ROOT = Path(__file__).resolve().parent.parent
RULE_PAGES = sorted((ROOT / "rules").glob("*/*.md"))
CASE_PAGES = sorted((ROOT / "tests" / "cases").glob("*.md"))
PAGES = [list(examples(page)) for page in (*RULE_PAGES, *CASE_PAGES)]
EXAMPLES = [example for page in PAGES for example in page if example.section != "Fixed"]
FINDING = [example for example in EXAMPLES if example.expected]
RULES = {rule.name.replace("-", "_"): rule for rule in catalogue()}
#: What is broken, and what becomes of it.
FIXES = [
    (before, fixed)
    for page in PAGES
    for fixed in page
    if fixed.section == "Fixed"
    for before in page
    if before.section == "Bad" and before.title.partition(": ")[2] == fixed.title.partition(": ")[2]
]
YESTERDAY = time.time() - 86_400


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.page}-{each.title}")
def test_page(example: Example, tmp_path: Path) -> None:
    example.write(tmp_path)
    judge(example, tmp_path)


@pytest.mark.parametrize(("before", "fixed"), FIXES, ids=lambda each: f"{each.page}-{each.title}")
def test_fix(before: Example, fixed: Example, tmp_path: Path) -> None:
    before.write(tmp_path)
    age(tmp_path)
    own = RULES[before.page]
    mended = mend_by(own, tmp_path)
    assert mended.fixed
    commit(mended.changes, inside=str(tmp_path))
    after = before.after(fixed, own.code)
    assert {path: (tmp_path / path).read_text(encoding="utf-8") for path in after.files} == after.files
    assert sorted(mended.changed) == sorted(path for path in fixed.files if fixed.files[path] != before.files.get(path))
    judge(after, tmp_path)
    assert not mend_by(own, tmp_path).changes


def mend_by(rule: Rule, folder: Path) -> Mended:
    """Apply all fixes of one rule to the app in ``folder``, in memory."""
    return mend(
        lambda overlay: lint([str(folder)], adjust=own_hints(rule.name), overlay=overlay),
        lambda diagnostic, _: diagnostic.code == rule.code,
    )


def judge(example: Example, folder: Path) -> None:
    """Judge the app in ``folder``; it must give exactly the findings that ``example`` expects."""
    age(folder)
    report = lint([str(folder)], adjust=own_hints(example.page.replace("_", "-")))
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


def age(folder: Path) -> None:
    """Make all files of ``folder`` a day old."""
    for path in folder.rglob("*"):
        os.utime(path, (YESTERDAY, YESTERDAY))


def own_hints(name: str) -> Callable[[Settings], Settings]:
    """Show the hints of the rule ``name``, too."""
    return lambda settings: replace(settings, extend_select=(*settings.extend_select, name))


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_every_rule_has_a_page_with_its_name_a_bad_and_a_good_example(rule: Rule) -> None:
    assert rule.page.stem == rule.name.replace("-", "_")
    assert rule.page.read_text(encoding="utf-8").startswith(f"# {rule.name}\n")
    found = list(examples(rule.page))
    assert any(each.code == rule.code for example in found for each in example.expected)
    assert any(example.section == "Good" for example in found)
    for example in found:
        assert example.section == "Fixed" or bool(example.expected) == (example.section == "Bad"), example.title


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.name)
def test_a_rule_that_says_it_is_fixable_shows_a_fix_and_no_other_does(rule: Rule) -> None:
    titles = [(example.section, example.title.partition(": ")[2]) for example in examples(rule.page)]
    fixed = {title for section, title in titles if section == "Fixed"}
    assert bool(fixed) == rule.fixable
    assert fixed <= {title for section, title in titles if section == "Bad"}, "each has a Bad example of its title"


def test_codes_and_names_are_unique() -> None:
    rules = catalogue()
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


def test_a_rule_lies_in_the_folder_of_its_area() -> None:
    for rule in catalogue():
        assert rule.page.parent.name == rule.area
        assert rule.url.endswith(f"/{rule.page.relative_to(ROOT).as_posix()}")
