"""The README says what the program does: its rule table is made of the rules, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

from rdlint.rule import catalogue

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows() -> str:
    """Return the rows of the table as they must stand in the README."""
    return "".join(
        f"| {rule.code} | [{rule.name}]({rule.page.relative_to(ROOT).as_posix()}) | {rule.summary.rstrip('.')} |\n"
        for rule in catalogue()
    )


def test_the_rule_table_is_the_catalogue() -> None:
    found = re.search(r"^\| code \| name \| finds \|\n\|---\|---\|---\|\n((?:\|.*\n)*)", README, re.MULTILINE)
    assert found is not None
    assert found[1] == rows(), f"put these rows into the README:\n{rows()}"


def test_the_changelog_names_every_rule() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [rule.name for rule in catalogue() if f"`{rule.name}`" not in changelog] == []


def test_links_lead_to_files() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "rules").rglob("*.md"),
    ]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
