"""The command line as people and programs use it: arguments, streams, exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rdlint import __version__
from rdlint.app.model import App
from rdlint.engine import lint
from rdlint.finding import Finding, Severity
from rdlint.rule import catalogue, rule
from tests.apps import SERVICE, SHOP, write

ROOT = Path(__file__).resolve().parent.parent
BROKEN = {**SHOP, "src/api/index.ts": SERVICE.replace("REGION", "REGON")}


def rdlint(
    folder: Path, *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "rdlint", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        timeout=60,
    )


def test_a_clean_app_exits_with_0(tmp_path: Path) -> None:
    run = rdlint(write(tmp_path, SHOP), ".")
    assert run.returncode == 0, run.stdout
    assert b"no problems" in run.stdout


def test_findings_exit_with_1_and_name_file_line_and_rule(tmp_path: Path) -> None:
    run = rdlint(write(tmp_path, BROKEN), ".")
    assert run.returncode == 1
    assert b"src/api/index.ts:6:34" in run.stdout
    assert b"undeclared-env (RD101)" in run.stdout
    assert b"`REGION`" in run.stdout


def test_check_and_no_path_mean_the_same(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    plain = rdlint(tmp_path, "--output-format", "json").stdout
    assert plain == rdlint(tmp_path, "check", ".", "--output-format", "json").stdout
    assert plain == rdlint(tmp_path, ".", "--output-format", "json").stdout


def test_paths_are_relative_to_where_one_stands(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    run = rdlint(tmp_path / "src" / "api", "--output-format", "concise", "index.ts")
    assert run.stdout.startswith(b"index.ts:6:34: ")
    run = rdlint(tmp_path / "src", "--output-format", "concise", "..")
    assert run.stdout.startswith(b"api/index.ts:6:34: ")


def test_a_folder_without_app_exits_with_2_and_says_what_was_looked_for(tmp_path: Path) -> None:
    run = rdlint(tmp_path, ".")
    assert run.returncode == 2
    assert b"raindrop.manifest" in run.stderr
    assert not run.stdout


def test_a_path_that_does_not_exist_exits_with_2(tmp_path: Path) -> None:
    run = rdlint(write(tmp_path, SHOP), "nowhere")
    assert run.returncode == 2
    assert b"nowhere" in run.stderr
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize(
    "arguments", [["--select", "undeclared-enf"], ["--ignore", "RD999"], ["--output-format", "xml"]]
)
def test_unknown_names_exit_with_2(tmp_path: Path, arguments: list[str]) -> None:
    run = rdlint(write(tmp_path, SHOP), *arguments)
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr


def test_a_locked_rule_cannot_be_ignored(tmp_path: Path) -> None:
    run = rdlint(write(tmp_path, {**SHOP, "rdlint.toml": 'locked = ["stale-lock"]\n'}), ".", "--ignore", "stale-lock")
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"`stale-lock` is locked in `rdlint.toml`, so it cannot be ignored; leave `stale-lock` out" in run.stderr


def test_an_unknown_rule_is_answered_with_the_nearest(tmp_path: Path) -> None:
    assert b"undeclared-env" in rdlint(write(tmp_path, SHOP), "--select", "undeclared-enf").stderr


def test_settings_that_cannot_be_followed_exit_with_2_at_their_line(tmp_path: Path) -> None:
    run = rdlint(write(tmp_path, {**SHOP, "rdlint.toml": '\nsellect = ["ALL"]\n'}))
    assert run.returncode == 2
    assert b"rdlint.toml:2:1" in run.stderr
    assert b"select" in run.stderr


def test_select_and_ignore(tmp_path: Path) -> None:
    write(tmp_path, BROKEN)
    assert rdlint(tmp_path, "--ignore", "undeclared-env").returncode == 0
    assert rdlint(tmp_path, "--ignore", "environment").returncode == 0
    assert rdlint(tmp_path, "--select", "RD401").returncode == 0
    assert rdlint(tmp_path, "--select", "RD401,RD101").returncode == 1


def test_hints_show_when_asked_for_and_do_not_fail(tmp_path: Path) -> None:
    hinting = {**SHOP, "src/api/index.ts": SERVICE.replace("this.env.REGION", "this.env.PLACE ?? ''")}
    write(tmp_path, hinting)
    assert b"PLACE" not in rdlint(tmp_path).stdout
    shown = rdlint(tmp_path, "--select", "ALL")
    assert b"PLACE" in shown.stdout
    assert shown.returncode == 0
    assert rdlint(tmp_path, "--select", "ALL", "--fail-on", "hint").returncode == 1


def test_fail_on_never(tmp_path: Path) -> None:
    assert rdlint(write(tmp_path, BROKEN), "--fail-on", "never").returncode == 0


def test_a_buffer_on_standard_input_is_judged_in_place_of_its_file(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    buffer = SERVICE.replace("REGION", "REGON").encode()
    run = rdlint(tmp_path, "--stdin-filename", "src/api/index.ts", "--output-format", "json", stdin=buffer)
    assert run.returncode == 1
    assert [each["subject"] for each in json.loads(run.stdout)["findings"]] == ["REGON"]
    assert (tmp_path / "src/api/index.ts").read_text() == SERVICE


def test_a_manifest_on_standard_input_reports_the_code_that_it_breaks(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    buffer = b'application "shop" {\n  service "api" {}\n}\n'
    run = rdlint(tmp_path, "--stdin-filename", "raindrop.manifest", "--output-format", "json", stdin=buffer)
    (finding,) = json.loads(run.stdout)["findings"]
    assert (finding["path"], finding["line"], finding["name"]) == ("src/api/index.ts", 6, "undeclared-env")


def test_paths_and_standard_input_exclude_each_other(tmp_path: Path) -> None:
    assert rdlint(write(tmp_path, SHOP), "--stdin-filename", "raindrop.manifest", ".").returncode == 2


def test_a_file_that_cannot_be_read_makes_the_run_incomplete(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    (tmp_path / "src/api/index.ts").write_text("//" + "x" * (1 << 20))
    run = rdlint(tmp_path)
    assert run.returncode == 3
    assert b"src/api/index.ts" in run.stdout + run.stderr


def test_a_suppressed_finding_is_not_printed(tmp_path: Path) -> None:
    text = SERVICE.replace("this.env.REGION);", "this.env.REGON); // rdlint: ignore[undeclared-env] -- known")
    assert rdlint(write(tmp_path, {**SHOP, "src/api/index.ts": text})).returncode == 0


def test_a_reader_that_closes_early_causes_no_traceback(tmp_path: Path) -> None:
    many = "\n".join(f"export const a{i} = (env: Env) => env.NAME_{i};" for i in range(3000))
    write(tmp_path, {**SHOP, "src/api/index.ts": f"import {{ Env }} from './raindrop.gen';\n{many}\n"})
    run = subprocess.run(
        f"{sys.executable} -m rdlint | head -n 1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert run.stderr == b""


def test_version_and_help(tmp_path: Path) -> None:
    assert rdlint(tmp_path, "--version").stdout.startswith(f"rdlint {__version__}".encode())
    text = rdlint(tmp_path, "--help").stdout
    assert b"check" in text
    assert b"--stdin-filename" in rdlint(tmp_path, "check", "--help").stdout


def test_a_rule_that_fails_is_one_finding_and_the_run_is_incomplete(tmp_path: Path) -> None:
    @rule("RD199", "always-fails", Severity.ERROR, since="0.1")
    def always_fails(app: App) -> Iterator[Finding]:
        """Stand in for a rule with a defect."""
        raise RuntimeError("boom")

    write(tmp_path, BROKEN)
    report = lint([str(tmp_path)], rules=(*catalogue(), always_fails))
    assert [each.name for each in report.diagnostics] == ["internal-error", "undeclared-env"]
    assert report.is_incomplete


def test_every_rule_is_listed_for_programs(tmp_path: Path) -> None:
    run = rdlint(tmp_path, "rule", "--all", "--output-format", "json")
    assert run.returncode == 0
    listed = json.loads(run.stdout)
    assert [each["code"] for each in listed] == [each.code for each in catalogue()]
    for each in listed:
        assert set(each) == {"code", "name", "area", "severity", "default", "since", "fixable", "summary"}
        assert each["severity"] in ("error", "warning", "hint")
        assert each["default"] == (each["severity"] != "hint")
        assert each["summary"]


@pytest.mark.parametrize("name", ["stale-lock", "RD401", "rd401"])
def test_a_rule_is_explained_by_its_page(tmp_path: Path, name: str) -> None:
    run = rdlint(tmp_path, "rule", name)
    assert run.returncode == 0
    assert run.stdout.decode().startswith("# stale-lock (RD401, error)\n")
    assert b"## What to type" in run.stdout
    record = json.loads(rdlint(tmp_path, "rule", name, "--output-format", "json").stdout)
    assert record["name"] == "stale-lock"
    assert "## What to type" in record["page"]


@pytest.mark.parametrize("arguments", [("rule", "stale-lok"), ("rule",), ("rule", "stale-lock", "--all")])
def test_a_rule_that_is_not_there_is_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    run = rdlint(tmp_path, *arguments)
    assert run.returncode == 2
    assert b"stale-lock" in run.stderr
