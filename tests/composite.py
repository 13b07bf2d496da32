"""The composite action run by bash, as GitHub's runner does it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
BASH = shutil.which("bash")


class Run(NamedTuple):
    """What came of the action: the status of its first step that failed, its outputs, the inputs of the upload."""

    status: int
    outputs: dict[str, str]
    upload: dict[str, str] | None
    printed: str
    summary: str


def run(repository: Path, temporary: Path, inputs: Mapping[str, str], rdlint: str | None = None) -> Run:
    """Run the action's steps; with ``rdlint`` (a path) that program stands in for an installed one.

    ``temporary`` is the runner's folder for temporary files, ``repository`` its workspace.
    """
    given = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()} | dict(inputs)
    known = {f"inputs.{name}": value for name, value in given.items()}
    status, upload, printed, summary = 0, None, "", ""
    for number, step in enumerate(STEPS):
        if not _may_run(step.get("if"), status, known):
            continue
        if "uses" in step:
            upload = {name: _filled(value, known) for name, value in step["with"].items()}
            continue
        if step["id"] == "install" and rdlint is not None:
            known["steps.install.outputs.rdlint"] = rdlint
            continue
        files = {name: temporary / f"{name}-{number}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_bytes(b"")
        (temporary / "script.sh").write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            [BASH or "bash", "--noprofile", "--norc", "-eo", "pipefail", temporary / "script.sh"],
            cwd=repository / _filled(step.get("working-directory", "."), known),
            env={
                **os.environ,
                **{name: str(file) for name, file in files.items()},
                **{name: _filled(value, known) for name, value in step["env"].items()},
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "RUNNER_OS": "Linux",
                "RUNNER_TEMP": str(temporary),
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_WORKSPACE": str(repository),
                "GITHUB_ACTIONS": "true",
            },
            capture_output=True,
            text=True,
        )
        status = status or done.returncode
        printed += done.stdout + done.stderr
        summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step['id']}.outputs.{name}"] = value
    outputs = {name: _filled(each["value"], known) for name, each in ACTION["outputs"].items()}
    return Run(status, outputs, upload, printed, summary)


def _filled(text: str, known: Mapping[str, str]) -> str:
    """Put values in place of the expressions of ``text``; what is not known is empty, as on GitHub."""
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: known.get(found[1], ""), text)


def _may_run(condition: str | None, status: int, known: Mapping[str, str]) -> bool:
    """Say whether a step runs after ``status``, by the few forms of condition that the action has."""
    if condition is None:
        return status == 0
    name = re.fullmatch(r"\$\{\{ !cancelled\(\) && ([\w.-]+) != '' \}\}", condition)
    assert name is not None, f"teach this test to read {condition}"
    return known.get(name[1], "") != ""
