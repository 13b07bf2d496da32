"""Suppressions that do not silence: without a reason, about locked rules, after their last day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from rdlint.engine import lint
from rdlint.rule import catalogue
from rdlint.run_report import Report
from rdlint.selection import LockedRuleError, Selection
from rdlint.settings import Settings, SettingsError
from tests.apps import SHOP, service, write

ENTRY = "src/api/index.ts"
LOCKED = 'locked = ["process-env"]\n'


def shop(folder: Path, code: str, chosen: str = "") -> str:
    """Write an app whose service holds ``code``, with its settings; return its folder."""
    return str(write(folder, {**SHOP, ENTRY: service(f"this.env.REGION;\n{code}\n"), "rdlint.toml": chosen}))


def said(report: Report) -> list[tuple[str, str, list[str]]]:
    """Return the findings: name, what they are about, and the labels of related places."""
    return [
        (
            each.name,
            report.sources[each.finding.span.path].text(each.finding.span),
            [place.message for place in each.finding.related],
        )
        for each in report.diagnostics
    ]


def choosing(**changes: tuple[str, ...]) -> Callable[[Settings], Settings]:
    return lambda chosen: replace(chosen, **changes)  # type: ignore[arg-type]


# A last day


@pytest.mark.parametrize(
    ("moment", "is_silent"), [("2027-01-30T12:00", True), ("2027-01-31T23:59:59", True), ("2027-02-01T00:00", False)]
)
def test_the_last_day_counts_by_the_days_of_utc(tmp_path: Path, moment: str, is_silent: bool) -> None:
    folder = shop(tmp_path, "process.env.A; // rdlint: ignore[process-env] until=2027-01-31 -- the new server")
    now = datetime.fromisoformat(moment).replace(tzinfo=timezone.utc).timestamp()
    expired = "this suppression has expired: `2027-01-31` was its last day"
    assert said(lint([folder], now=now)) == ([] if is_silent else [("process-env", "process.env.A", [expired])])


def test_what_has_expired_is_told_once(tmp_path: Path) -> None:
    folder = shop(tmp_path, "// rdlint: ignore[process-env, direct-ip-fetch] until=2001-01-01\nprocess.env.A;")
    assert [(name, text) for name, text, _ in said(lint([folder]))] == [
        ("unused-suppression", "direct-ip-fetch"),
        ("process-env", "process.env.A"),
    ]


def test_one_that_is_not_over_goes_before_one_that_is(tmp_path: Path) -> None:
    code = "process.env.A; // rdlint: ignore[process-env] until=2001-01-01\n// rdlint: ignore-file[process-env]"
    assert [(name, text) for name, text, _ in said(lint([shop(tmp_path, code)]))] == [
        ("unused-suppression", "rdlint: ignore[process-env]")
    ]


# Reasons


def test_without_a_reason_nothing_is_silenced_where_reasons_are_required(tmp_path: Path) -> None:
    code = "process.env.A; // rdlint: ignore[process-env]\nprocess.env.B; // rdlint: ignore[process-env] -- why"
    assert said(lint([shop(tmp_path, code)])) == []
    report = lint([shop(tmp_path, code, "require-reasons = true")])
    assert said(report) == [
        ("process-env", "process.env.A", ["this gives no reason, so it silences nothing"]),
        ("malformed-suppression", "rdlint: ignore[process-env]", []),
    ]
    assert report.diagnostics[1].finding.help == "write ` -- ` and why behind it: `[process-env] -- why`"


def test_another_tools_comment_is_no_reason(tmp_path: Path) -> None:
    code = "process.env.A; // rdlint: ignore[process-env] -- // eslint-disable-line"
    report = lint([shop(tmp_path, code, "require-reasons = true")])
    assert [name for name, _, _ in said(report)] == ["process-env", "malformed-suppression"]


def test_each_app_decides_for_its_own_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    code = "process.env.A; // rdlint: ignore[process-env]"
    shop(tmp_path / "one", code, "require-reasons = true")
    shop(tmp_path / "two", code)
    report = lint([str(tmp_path)])
    assert {each.finding.span.path for each in report.diagnostics} == {f"one/{ENTRY}"}
    assert len(report.diagnostics) == 2


# Locks


def test_no_comment_silences_a_locked_rule(tmp_path: Path) -> None:
    code = (
        "process.env.A; fetch('http://1.2.3.4/'); // rdlint: ignore[process-env, network] -- why\n"
        "process.env.B; // rdlint: ignore[environment] -- why\n"
    )
    report = lint([shop(tmp_path, code, LOCKED)])
    label = "this does not silence it: `process-env` is locked in `rdlint.toml`"
    assert said(report) == [
        ("process-env", "process.env.A", [label]),
        ("malformed-suppression", "process-env", []),
        ("process-env", "process.env.B", [label]),
    ]
    assert report.diagnostics[1].finding.message == (
        "`process-env` is locked in `rdlint.toml`, so a comment cannot silence it"
    )


def test_a_locked_rule_runs_whatever_is_selected(tmp_path: Path) -> None:
    folder = shop(tmp_path, "process.env.A;", LOCKED)
    assert [name for name, _, _ in said(lint([folder], adjust=choosing(select=("state",))))] == ["process-env"]
    folder = shop(tmp_path, "process.env.A;", LOCKED + "select = []")
    assert [name for name, _, _ in said(lint([folder]))] == ["process-env"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('ignore = ["network", "process-env"]', (2, 22), "`process-env` is locked in `rdlint.toml`, so it cannot be"),
        ('ignore = ["RD102"]', (2, 11), "`process-env` is locked"),
        ('ignore = ["environment"]', (2, 11), "`environment` stands for `process-env`, too, which is locked in"),
        ('per-file-ignores = { "a" = ["ALL"] }', (2, 29), "`ALL` stands for `process-env`, too"),
    ],
)
def test_settings_cannot_turn_off_what_they_lock(
    tmp_path: Path, text: str, place: tuple[int, int], message: str
) -> None:
    with pytest.raises(SettingsError, match="leave it out, or take it out of `locked`") as caught:
        lint([shop(tmp_path, "", LOCKED + text)])
    assert (caught.value.line, caught.value.column) == place
    assert message in caught.value.message


@pytest.mark.parametrize("name", ["process-env", "rd102", "environment", "ALL"])
def test_the_command_line_cannot_turn_it_off(tmp_path: Path, name: str) -> None:
    folder = shop(tmp_path, "", LOCKED)
    with pytest.raises(LockedRuleError, match=r"locked in `rdlint\.toml`, so it cannot be ignored; leave `"):
        lint([folder], adjust=choosing(ignore=(name,)))


def test_who_asks_is_told_what_is_locked() -> None:
    selection = Selection(replace(Settings(), locked=("state", "RD102")), catalogue())
    locked = {rule.name for rule in catalogue() if selection.is_locked(rule)}
    assert {"process-env", "stale-lock", "sandbox-release"} <= locked
    assert "undeclared-env" not in locked
