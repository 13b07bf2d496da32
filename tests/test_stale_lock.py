"""A lock is judged by its age and by whether git tracks the file: what no page can show."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from rdlint.engine import lint
from rdlint.finding import Severity
from rdlint.settings import Settings
from tests.apps import write

HOUR = 3600.0
NOW = 1_764_600_000.0
LOCKED = """{
  "versionId": "01kb7x2v9qk3m4n5p6r7s8t9va",
  "lock": "user:deploy:user_01KB7X2V9QK3M4N5P6R7S8T9VB:3f2b8c1e-5d4a-4b6c-8e7f-9a0b1c2d3e4f"
}
"""


def judge(folder: Path, age: float, lock_max_age: int = 3600) -> tuple[Severity, str, str]:
    write(folder, {".raindrop/config.json": LOCKED})
    os.utime(folder / ".raindrop/config.json", (NOW - age, NOW - age))

    def adjust(settings: Settings) -> Settings:
        return replace(settings, select=("stale-lock",), lock_max_age=lock_max_age)

    (diagnostic,) = lint([str(folder)], adjust=adjust, now=NOW).diagnostics
    return diagnostic.severity, diagnostic.finding.message, diagnostic.finding.help


def test_a_young_lock_may_belong_to_a_deploy_that_is_running(tmp_path: Path) -> None:
    severity, message, _ = judge(tmp_path, age=120.0)
    assert severity is Severity.HINT
    assert "2 minutes: a deploy may be running" in message


@pytest.mark.parametrize(("age", "spoken"), [(2 * HOUR, "2 hours"), (25 * HOUR, "1 day"), (72 * HOUR, "3 days")])
def test_an_old_lock_is_an_error_that_says_who_and_how_long(tmp_path: Path, age: float, spoken: str) -> None:
    severity, message, help = judge(tmp_path, age)
    assert severity is Severity.ERROR
    assert message.startswith(f"`user_01KB7X2V9QK3M4N5P6R7S8T9VB` has held the deploy lock for {spoken}: ")
    assert "raindrop build deploy --lock 'user:deploy:user_01KB7X2V9QK3M4N5P6R7S8T9VB:" in help


def test_the_setting_moves_the_border(tmp_path: Path) -> None:
    assert judge(tmp_path, 2 * HOUR, lock_max_age=3 * 3600)[0] is Severity.HINT


def test_a_lock_under_version_control_is_always_stale(tmp_path: Path) -> None:
    write(tmp_path, {".raindrop/config.json": LOCKED})
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True, capture_output=True)
    severity, message, _ = judge(tmp_path, age=1.0)
    assert severity is Severity.ERROR
    assert "under version control" in message


def test_the_time_of_a_copy_tells_nothing_so_the_version_does(tmp_path: Path) -> None:
    for name in ("raindrop.manifest", "package.json", "src/api/index.ts"):
        write(tmp_path, {name: "{}"})
        os.utime(tmp_path / name, (NOW - 61.0, NOW - 61.0))
    severity, message, _ = judge(tmp_path, age=60.0)
    assert severity is Severity.ERROR
    assert "holds the deploy lock of a version made" in message


def test_a_sandbox_is_not_told_to_branch(tmp_path: Path) -> None:
    assert "raindrop build branch" in judge(tmp_path, HOUR * 5)[2]
    write(tmp_path, {".raindrop/config.json": LOCKED.replace('"lock"', '"sandbox": true,\n  "lock"')})
    report = lint([str(tmp_path)], now=NOW + 1e9)
    assert "raindrop build branch" not in report.diagnostics[0].finding.help
