"""`rdlint init`: what it writes is accepted by who reads it, what is there stays, a failure leaves nothing behind."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint import __version__
from rdlint.app.discover import NoAppError
from rdlint.engine import lint
from rdlint.scaffold import scaffold
from rdlint.settings import Settings, SettingsError, load
from rdlint.transaction import WriteError
from rdlint.tree import Tree
from tests.apps import SERVICE, SHOP, write
from tests.test_cli import rdlint
from tests.tools import tool

HOOK, WORKFLOW = ".pre-commit-config.yaml", ".github/workflows/rdlint.yml"
BROKEN = {**SHOP, "src/api/index.ts": SERVICE.replace("REGION", "REGON")}


def repository(folder: Path, files: dict[str, str]) -> Path:
    """Return ``folder`` with ``files``, as a repository that lies on GitHub."""
    for name in (".git", ".github"):
        (folder / name).mkdir(parents=True)
    return write(folder, files)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def passes(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


# What is written


def test_what_is_written_is_accepted_by_who_reads_it(tmp_path: Path) -> None:
    scaffold(str(repository(tmp_path / "shop", SHOP)))
    written = content(tmp_path / "shop").keys() - SHOP.keys()
    assert written == {"rdlint.toml", HOOK, WORKFLOW}
    passes(tool("pre-commit"), "validate-config", str(tmp_path / "shop" / HOOK))
    passes(tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", str(tmp_path / "shop" / WORKFLOW))
    for name in (HOOK, WORKFLOW):
        assert f"v{__version__}\n" in (tmp_path / "shop" / name).read_text()


def test_the_settings_that_are_written_are_the_defaults(tmp_path: Path) -> None:
    scaffold(str(repository(tmp_path / "shop", SHOP)))
    found = load(Tree(str(tmp_path / "shop")), "")
    assert found.file.endswith("rdlint.toml")
    assert replace(found, file="") == Settings()


def test_findings_stay_as_they_are(tmp_path: Path) -> None:
    folder = str(repository(tmp_path / "shop", BROKEN))
    before = lint((folder,), now=0).diagnostics
    scaffold(folder)
    assert before
    assert lint((folder,), now=0).diagnostics == before


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    repository(tmp_path / "shop", SHOP)
    for number in range(2):
        before = content(tmp_path / "shop")
        run = rdlint(tmp_path / "shop", "init")
        assert (run.returncode, run.stderr) == (0, b"")
        assert (content(tmp_path / "shop") == before) == bool(number)
        assert all(name in run.stdout.decode() for name in ("rdlint.toml: ", f"{HOOK}: ", f"{WORKFLOW}: "))


def test_each_app_is_named_and_one_file_of_settings_serves_them_all(tmp_path: Path) -> None:
    apps = {f"{app}/{path}": text for app in ("shop", "lab") for path, text in SHOP.items()}
    folder = repository(tmp_path / "all", {**apps, "old/.raindrop/config.json": "{}"})
    said = "\n".join(scaffold(str(folder)))
    for marker in ("shop/raindrop.manifest", "lab/raindrop.manifest", "old/.raindrop/config.json"):
        assert f"{marker}: an app" in said
    assert (folder / "rdlint.toml").is_file()


def test_from_a_folder_inside_the_files_still_go_to_the_root(tmp_path: Path) -> None:
    folder = repository(tmp_path / "shop", {f"backend/{path}": text for path, text in SHOP.items()})
    scaffold(str(folder / "backend" / "src"))
    assert (folder / HOOK).is_file()
    assert not (folder / "backend" / HOOK).exists()


def test_what_is_not_wanted_or_has_no_use_is_not_written(tmp_path: Path) -> None:
    scaffold(str(repository(tmp_path / "a", SHOP)), with_hook=False, with_workflow=False)
    assert content(tmp_path / "a").keys() - SHOP.keys() == {"rdlint.toml"}
    said = "\n".join(scaffold(str(write(tmp_path / "no git", SHOP))))
    assert content(tmp_path / "no git").keys() - SHOP.keys() == {"rdlint.toml"}
    assert "no git repository" in said
    assert "no folder `.github`" in said


# What is there stays


def test_settings_that_are_there_stay_the_settings(tmp_path: Path) -> None:
    for name, text in (("rdlint.toml", "docs = true\n"), ("pyproject.toml", "[tool.rdlint]\ndocs = true\n")):
        folder = repository(tmp_path / name, {**SHOP, name: text})
        assert any(
            line.startswith(f"{folder.name}/{name}: ") or f"{name}: holds" in line for line in scaffold(str(folder))
        )
        assert load(Tree(str(folder)), "").docs
        assert (folder / name).read_text() == text


def test_an_app_without_settings_beside_one_that_has_them_gets_some(tmp_path: Path) -> None:
    apps = {f"{app}/{path}": text for app in ("shop", "lab") for path, text in SHOP.items()}
    folder = repository(tmp_path / "all", {**apps, "lab/rdlint.toml": "docs = true\n"})
    scaffold(str(folder))
    assert load(Tree(str(folder)), "lab").docs
    assert load(Tree(str(folder)), "shop").file


def test_the_lines_for_a_config_that_is_there_fit_into_it(tmp_path: Path) -> None:
    old = "repos:\n  - repo: https://example.com/hooks\n    rev: v5.0.0\n    hooks: [{id: check-yaml}]\n"
    folder = repository(tmp_path / "shop", {**SHOP, HOOK: old})
    (lines,) = [line for line in scaffold(str(folder)) if "- id: rdlint" in line]
    assert (folder / HOOK).read_text() == old
    (folder / HOOK).write_text(old + lines.strip("\n") + "\n")
    passes(tool("pre-commit"), "validate-config", str(folder / HOOK))
    assert any("has the hook already" in line for line in scaffold(str(folder)))


def test_a_workflow_that_runs_rdlint_is_enough(tmp_path: Path) -> None:
    text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: pip install rdlint && rdlint .\n"
    folder = repository(tmp_path / "shop", {**SHOP, ".github/workflows/ci.yml": text})
    assert any("ci.yml: runs rdlint already" in line for line in scaffold(str(folder)))
    assert not (folder / WORKFLOW).exists()


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([HOOK, WORKFLOW]), st.binary(max_size=40))
def test_whatever_is_there_is_not_touched(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = repository(Path(temporary) / "shop", SHOP)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        assert scaffold(str(folder))
        assert (folder / name).read_bytes() == data


# What is refused


def refused(folder: Path, error: type[Exception]) -> str:
    """Run it in ``folder``, where it must fail and leave everything as it was; return what is said."""
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(error) as caught:
        scaffold(str(folder))
    assert sorted(folder.parent.rglob("*")) == before
    return str(caught.value)


def test_a_folder_that_is_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    folder = repository(tmp_path / "shop", SHOP)
    (tmp_path / "outside").mkdir()
    (folder / ".github").rmdir()
    (folder / ".github").symlink_to(tmp_path / "outside")
    assert "lies outside of" in refused(folder, WriteError)


def test_a_file_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    folder = repository(tmp_path / "shop", SHOP)
    (folder / HOOK).symlink_to(tmp_path / "outside.yaml")
    (folder / "rdlint.toml").symlink_to(tmp_path / "outside.toml")
    assert "no regular file" in refused(folder, SettingsError)
    (folder / "rdlint.toml").unlink()
    assert any(f"{HOOK}: is there already" in line for line in scaffold(str(folder)))
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]


def test_a_file_where_a_folder_must_be_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    folder = repository(tmp_path / "shop", {**SHOP, ".github/workflows": "a file"})
    assert "not a directory" in refused(folder, WriteError)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repository(tmp_path / "shop", SHOP)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", denied)
    assert "permission denied" in refused(folder, WriteError)
    monkeypatch.setattr("os.mkdir", denied)
    assert "permission denied" in refused(folder, WriteError)


def test_without_an_app_or_with_wrong_settings_nothing_is_written(tmp_path: Path) -> None:
    assert "no Raindrop app" in refused(repository(tmp_path / "a" / "empty", {"README.md": ""}), NoAppError)
    folder = repository(tmp_path / "b" / "shop", {**SHOP, "rdlint.toml": "slect = 1"})
    assert "slect" in refused(folder, SettingsError)
    assert rdlint(folder, "init").returncode == 2


def test_a_folder_called_as_a_command_can_be_judged(tmp_path: Path) -> None:
    write(tmp_path, {f"init/{path}": text for path, text in BROKEN.items()})
    assert rdlint(tmp_path, "check", "init").returncode == 1
    assert rdlint(tmp_path, "./init").returncode == 1
