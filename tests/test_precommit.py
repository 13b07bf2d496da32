"""The hook, run by the real pre-commit on a repository made for it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from rdlint.commands import cli
from rdlint.rule import catalogue
from tests.apps import SERVICE, SHOP, write

ROOT = Path(__file__).resolve().parent.parent
needs_fixes = pytest.mark.skipif(
    not any("--fix" in each.opts for each in cli.commands["check"].params)
    or not any(rule.fixable for rule in catalogue() if rule.name == "undeclared-binding"),
    reason="this rdlint cannot mend the name of a binding",
)


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "GIT_AUTHOR_NAME": "t",
        "GIT_AUTHOR_EMAIL": "t@example.com",
        "GIT_COMMITTER_NAME": "t",
        "GIT_COMMITTER_EMAIL": "t@example.com",
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of this checkout as a repository of its own, as pre-commit clones it."""
    folder = tmp_path_factory.mktemp("hook") / "rdlint"
    folder.mkdir()
    listed = run(
        ROOT,
        "git",
        "ls-files",
        "-co",
        "--exclude-standard",
        "-z",
        "rdlint",
        "rules",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        ".pre-commit-hooks.yaml",
    )
    if listed.returncode:
        pytest.skip("this checkout is no git repository")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    run(folder, "git", "init", "-q")
    run(folder, "git", "add", "-A")
    assert run(folder, "git", "commit", "-qm", "rdlint").returncode == 0
    return folder


def clean_repository(hook: Path, folder: Path, hook_id: str) -> Path:
    """Return a new repository below ``folder`` that runs the hook ``hook_id`` and has committed a clean app."""
    folder /= "shop"
    folder.mkdir()
    revision = run(hook, "git", "rev-parse", "HEAD").stdout.strip()
    config = f"repos:\n- repo: {hook.as_uri()}\n  rev: {revision}\n  hooks:\n  - id: {hook_id}\n"
    write(folder, {**SHOP, "README.md": "shop\n", ".pre-commit-config.yaml": config})
    run(folder, "git", "init", "-q")
    run(folder, "git", "add", "-A")
    installed = run(folder, "pre-commit", "install", "--install-hooks")
    if "No matching distribution" in installed.stdout + installed.stderr:
        pytest.skip("pre-commit cannot install the hook here: no package index")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    first = run(folder, "git", "commit", "-m", "a clean app")
    assert first.returncode == 0, first.stdout + first.stderr
    return folder


@pytest.fixture(scope="module")
def repository(hook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clean_repository(hook, tmp_path_factory.mktemp("repository"), "rdlint")


def test_a_clean_app_is_committed(repository: Path) -> None:
    assert "a clean app" in run(repository, "git", "log", "--format=%s").stdout


def test_taking_a_block_out_of_the_manifest_reports_the_code_that_reads_it(repository: Path) -> None:
    (repository / "raindrop.manifest").write_text('application "shop" {\n  service "api" {}\n}\n')
    run(repository, "git", "add", "-A")
    refused = run(repository, "git", "commit", "-m", "REGION is gone")
    run(repository, "git", "reset", "-q", "--hard")
    assert refused.returncode == 1
    assert "src/api/index.ts:6:34" in refused.stdout + refused.stderr


def test_findings_that_involve_no_changed_file_do_not_stop_a_commit(repository: Path) -> None:
    (repository / "src/api/other.ts").write_text("export const unused = 1;\n")
    (repository / "src/api/index.ts").write_text(SERVICE.replace("REGION", "REGON"))
    run(repository, "git", "add", "src/api/other.ts")
    run(repository, "git", "stash", "-q", "--keep-index")
    accepted = run(repository, "git", "commit", "-m", "another file")
    run(repository, "git", "reset", "-q", "--hard")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


def test_files_that_belong_to_no_app_do_not_start_the_hook(repository: Path) -> None:
    (repository / "README.md").write_text("shop, better\n")
    run(repository, "git", "add", "-A")
    commit = run(repository, "git", "commit", "-m", "words")
    assert "no files to check" in (commit.stdout + commit.stderr).lower()


@needs_fixes
def test_the_fixing_hook_mends_and_stops_the_commit_so_that_the_change_is_seen(
    hook: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository = clean_repository(hook, tmp_path_factory.mktemp("fixing"), "rdlint-fix")
    (repository / "raindrop.manifest").write_text(
        SHOP["raindrop.manifest"].replace("service", 'kv_cache "box" {}\n  service')
    )
    (repository / "src/api/index.ts").write_text(SERVICE.replace("this.env.REGION", "this.env.REGION + this.env.box"))
    run(repository, "git", "add", "-A")
    refused = run(repository, "git", "commit", "-m", "a box")
    assert refused.returncode == 1
    assert "files were modified by this hook" in refused.stdout + refused.stderr
    assert "this.env.REGION + this.env.BOX" in (repository / "src/api/index.ts").read_text()
    run(repository, "git", "add", "-A")
    accepted = run(repository, "git", "commit", "-m", "a box")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr


def test_both_hooks_are_started_by_the_same_files() -> None:
    check, fix = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    for key in ("files", "language", "require_serial"):
        assert fix[key] == check[key]
    assert fix["entry"].split()[:-1] == check["entry"].split()


def test_each_kind_of_file_that_an_app_is_made_of_starts_the_hook() -> None:
    files = re.compile(yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[0]["files"])
    scripts = "deploy.sh a/deploy.ps1 deploy.bat Makefile justfile .husky/pre-push Dockerfile.dev web.dockerfile"
    pipelines = ".github/workflows/ci.yml .gitlab-ci.yml jobs/deploy.gitlab-ci.yaml .circleci/config.yml action.yml"
    code = "src/api/index.ts app/page.tsx src/tool/index.py db/main/0000_schema.sql"
    settings = "raindrop.manifest .raindrop/config.json package.json bun.lock tsconfig.app.json .gitignore .env.local"
    for path in f"{scripts} {pipelines} {code} {settings}".split():
        assert files.search(path), path
    for path in ("README.md", "docs/a.yml", "logo.png", "data.json", "a.gitlab-ci.md", "LICENSE"):
        assert not files.search(path), path
