"""`--fix`, `--diff` and `--add-ignores` as people type them: what is written, what is said, how it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.apps import FRAMEWORK, SHOP, write
from tests.test_cli import rdlint
from tests.workflow_commands import command

ENTRY = "src/api/index.ts"
SCRIPT = "#!/bin/sh\nraindrop build env set REGION eu\n"
CODE = (
    FRAMEWORK
    + "export default class extends Service<Env> {\n  async fetch(request: Request) {\n"
    + "    return new Response(this.env.REGION + this.env.STRIPE_KEY);\n  }\n}\n"
)
APP = {**SHOP, ENTRY: CODE, "set.sh": SCRIPT}
DECLARED = 'env "STRIPE_KEY" {\n    secret = true\n  }'


def contents(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_fix_writes_several_files_and_reports_what_is_left(tmp_path: Path) -> None:
    write(tmp_path, {**APP, "web.ts": "", "src/api/other.ts": "export const a = 1;\n"})
    run = rdlint(tmp_path, "--fix")
    assert (tmp_path / "set.sh").read_text() == SCRIPT.replace("REGION", "env:REGION")
    assert DECLARED in (tmp_path / "raindrop.manifest").read_text()
    assert b"fixed 2 problems:\n  set.sh: write `env:REGION`\n" in run.stdout
    assert b"undeclared-env" not in run.stdout
    before = contents(tmp_path)
    rdlint(tmp_path, "--fix")
    assert contents(tmp_path) == before


def test_without_fix_what_can_be_mended_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path, APP)
    before = contents(tmp_path)
    run = rdlint(tmp_path)
    assert b"2 can be fixed with `rdlint --fix`" in run.stdout
    assert b"fix: declare `STRIPE_KEY` in `raindrop.manifest` (`rdlint --fix`)" in run.stdout
    assert contents(tmp_path) == before


def test_unsafe_fixes_are_made_when_asked_for(tmp_path: Path) -> None:
    unused = SHOP["raindrop.manifest"].replace("  service", '  env "UNUSED" {}\n  service')
    write(tmp_path, {**SHOP, "raindrop.manifest": unused})
    rdlint(tmp_path, "--fix", "--select", "unused-env")
    assert (tmp_path / "raindrop.manifest").read_text() == unused
    rdlint(tmp_path, "--fix", "--unsafe-fixes", "--select", "unused-env")
    assert (tmp_path / "raindrop.manifest").read_text() == SHOP["raindrop.manifest"]


def test_what_is_left_to_do_after_a_fix_is_said(tmp_path: Path) -> None:
    manifest = SHOP["raindrop.manifest"].replace(
        "  service", '  env "API_KEY" {\n    default = "sk_live_Zq7xW2mK9vR4tY8p"\n  }\n  service'
    )
    write(tmp_path, {**SHOP, "raindrop.manifest": manifest})
    run = rdlint(tmp_path, "--fix", "--unsafe-fixes", "--select", "secret-in-manifest")
    assert "default of `API_KEY`; then have a new one issued" in run.stdout.decode()
    assert "sk_live" not in run.stdout.decode() + (tmp_path / "raindrop.manifest").read_text()


def test_diff_shows_and_writes_nothing_and_tells_by_its_status(tmp_path: Path) -> None:
    write(tmp_path, APP)
    before = contents(tmp_path)
    run = rdlint(tmp_path, "--diff")
    assert (run.returncode, contents(tmp_path)) == (1, before)
    assert b"+raindrop build env set env:REGION " in run.stdout
    assert rdlint(write(tmp_path / "clean", SHOP), "--diff").returncode == 0
    assert rdlint(tmp_path, "--diff", "--output-format", "json").returncode == 2


def test_only_what_is_asked_about_is_mended(tmp_path: Path) -> None:
    write(tmp_path, APP)
    rdlint(tmp_path, "--fix", "set.sh")
    assert (tmp_path / "set.sh").read_text() != SCRIPT
    assert "STRIPE_KEY" not in (tmp_path / "raindrop.manifest").read_text()


def test_a_buffer_is_mended_to_standard_output_and_the_disk_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, APP)
    before = contents(tmp_path)
    run = rdlint(tmp_path, "--stdin-filename", "set.sh", "--fix", stdin=b"raindrop build env set REGION eu # new\n")
    assert run.stdout == b"raindrop build env set env:REGION eu # new\n"
    run = rdlint(tmp_path, "--stdin-filename", ENTRY, "--fix", stdin=CODE.encode())
    assert run.stdout == CODE.encode(), "another file would have to be written"
    assert b"STRIPE_KEY" in run.stderr
    assert contents(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_a_file_that_may_not_be_written_keeps_all_from_being_written(tmp_path: Path) -> None:
    write(tmp_path, APP)
    (tmp_path / "set.sh").chmod(0o444)
    before = contents(tmp_path)
    run = rdlint(tmp_path, "--fix")
    assert (run.returncode, contents(tmp_path)) == (3, before)
    assert run.stderr.count(b"\n") == 1
    assert b"set.sh` is read-only" in run.stderr


def test_findings_are_silenced_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, APP)
    run = rdlint(tmp_path, "--add-ignores", "--reason", "until the new shop is there", ".")
    assert run.returncode == 0, run.stdout
    assert b"no problems found, 2 suppressed" in run.stdout
    assert b"fixed" not in run.stdout
    assert "rdlint: ignore[undeclared-env] -- until the new shop is there" in (tmp_path / ENTRY).read_text()
    assert "rdlint: ignore[invalid-env-address]" in (tmp_path / "set.sh").read_text()
    after = contents(tmp_path)
    again = rdlint(tmp_path, "--add-ignores")
    assert (again.returncode, contents(tmp_path)) == (0, after)


def test_what_no_comment_can_silence_is_said(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, "package.json": '{"scripts": {"set": "raindrop build env set REGION eu"}}\n'})
    before = contents(tmp_path)
    run = rdlint(tmp_path, "--add-ignores", "--select", "invalid-env-address")
    assert (run.returncode, contents(tmp_path)) == (1, before)
    assert b"package.json:1:" in run.stderr
    assert b"JSON holds no comments: use `per-file-ignores` in the settings" in run.stderr
    assert rdlint(tmp_path, "--add-ignores", "--fix").returncode == 2


def test_what_would_be_silenced_is_shown(tmp_path: Path) -> None:
    write(tmp_path, APP)
    before = contents(tmp_path)
    run = rdlint(tmp_path, "--add-ignores", "--diff")
    assert (run.returncode, contents(tmp_path)) == (1, before)
    assert b"+" in run.stdout
    assert b"rdlint: ignore[undeclared-env]" in run.stdout


@pytest.mark.skipif(os.name == "nt", reason="such names are of POSIX")
@pytest.mark.parametrize("option", ["--select=ALL", "--fix", "--diff", "--add-ignores", "--write-baseline"])
@pytest.mark.parametrize(
    "name", [b"\xff\xfe.sh", b"a\n::error::injected\x1b[2J.sh", b"##[error]x.sh", b"--fix.sh", b"%0A.sh"]
)
def test_a_script_may_have_any_name(tmp_path: Path, name: bytes, option: str) -> None:
    write(tmp_path, {**SHOP, "deploy.yml": ""})
    (tmp_path / os.fsdecode(name)).write_text(SCRIPT)
    run = rdlint(tmp_path, option, environment={"GITHUB_ACTIONS": "true"})
    assert run.returncode in (0, 1), run.stderr
    lines = (run.stdout + run.stderr).decode().split("\n")
    assert not any(command(line) for line in lines)
    assert "\x1b" not in "".join(lines)
    if option == "--fix":
        assert (tmp_path / os.fsdecode(name)).read_text() == SCRIPT.replace("REGION", "env:REGION")
