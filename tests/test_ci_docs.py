"""The files that docs/ci.md shows: valid to who reads them, without a finding to rdlint, and what they run runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rdlint import __version__
from rdlint.engine import lint
from rdlint.report import FORMATS
from rdlint.scaffold import scaffold
from tests.apps import SHOP, write
from tests.composite import ACTION
from tests.tools import tool

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
YAML = {path: yaml.safe_load(text) for path, text in FILES.items() if path.endswith(".yml")}


def judge(path: str) -> list[str]:
    """Return the command that judges a file called ``path``, up to its place on this machine."""
    if path == "Dockerfile":
        return [tool("hadolint")]
    if path == ".pre-commit-config.yaml":
        return [tool("pre-commit"), "validate-config"]
    schema = "gitlab-ci" if "gitlab" in path else "circle-ci" if "circleci" in path else "github-workflows"
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in path else []
    return [tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *transform]


@pytest.mark.parametrize("path", FILES)
def test_who_reads_a_file_accepts_it(path: str, tmp_path: Path) -> None:
    file = write(tmp_path, {path: FILES[path]}) / path
    done = subprocess.run([*judge(path), str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_hadolint_finds_nothing_in_the_image_of_rdlint() -> None:
    done = subprocess.run([tool("hadolint"), str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_the_image_is_built_of_reaches_the_builder() -> None:
    copied = re.findall(r"^COPY (?!--)(.*) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    let_through = re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert " ".join(copied).split() == let_through
    assert all((ROOT / path).exists() for path in let_through)


def test_every_file_of_the_page_is_one_of_these() -> None:
    assert len(FILES) == PAGE.count("```yaml\n") + PAGE.count("```dockerfile\n") > 5


def test_rdlint_finds_nothing_in_them(tmp_path: Path) -> None:
    (write(tmp_path, {**SHOP, **FILES}) / ".git").mkdir()
    (tmp_path / "rdlint.toml").write_text('select = ["ALL"]\n')
    paths = {each.finding.span.path for each in lint((str(tmp_path),)).diagnostics}
    assert not paths & FILES.keys()


def test_the_first_workflow_is_the_one_that_init_writes(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ".github/CODEOWNERS": ""})
    scaffold(str(tmp_path))
    path = ".github/workflows/rdlint.yml"
    assert FILES[path] == (tmp_path / path).read_text(encoding="utf-8")


def test_versions_are_of_this_rdlint() -> None:
    pages = PAGE + (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:rdlint@v|rdlint==|rdlint\.git#v|rev: v)([\d.]+)\b", pages)
    assert len(named) > 5
    assert set(named) == {__version__}


def test_the_inputs_of_the_action_are_those_that_the_page_explains() -> None:
    assert re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE) == list(ACTION["inputs"])
    for name, workflow in YAML.items():
        for step in workflow.get("jobs", {}).get("rdlint", {}).get("steps", ()):
            if "rdlint/rdlint@" in str(step):
                assert set(step.get("with", {})) <= ACTION["inputs"].keys(), name


# What they run


def scripts(value: Any) -> Iterator[str]:
    """Yield the shell commands in a pipeline of any of the services."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("run", "script"):
                yield "\n".join(each) if isinstance(each, list) else each
            else:
                yield from scripts(each)
    elif isinstance(value, list):
        for each in value:
            yield from scripts(each)


RUNNING = [path for path in YAML if any("rdlint check" in script for script in scripts(YAML[path]))]


@pytest.mark.parametrize("path", RUNNING)
def test_what_a_pipeline_runs_passes_for_a_clean_app(path: str, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None or sys.platform == "win32":
        pytest.skip("there is no bash to run it")
    missing = set(re.findall(r"--output-format (\w+)", FILES[path])) - set(FORMATS)
    if missing:
        pytest.skip(f"this rdlint does not have the format {missing.pop()}")
    programs = write(
        tmp_path / "bin",
        {
            "pip": "#!/bin/sh\n",
            "reviewdog": "#!/bin/sh\ncat\n",
            "rdlint": f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m rdlint "$@"\n',
        },
    )
    for program in programs.iterdir():
        program.chmod(0o755)
    app = write(tmp_path / "app", SHOP)
    done = subprocess.run(
        [bash, "-eo", "pipefail", "-c", "\n".join(scripts(YAML[path]))],
        cwd=app,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for report in re.findall(r"(?:codequality|path): (\S+)", FILES[path]):
        assert (app / report).exists()
