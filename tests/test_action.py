"""The GitHub action, its steps run by bash as a runner does, with inputs that try to get out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rdlint.report import FORMATS
from tests.apps import SERVICE, SHOP, write
from tests.composite import ACTION, BASH, ROOT, STEPS, run
from tests.tools import tool

HOSTILE = ("$(touch injected)", "`touch injected`", "; touch injected #", 'it\'s "so"', "a  b", "*", "-x", "${{ x }}")

pytestmark = pytest.mark.skipif(BASH is None or sys.platform == "win32", reason="there is no bash to run the steps")
needs_formats = pytest.mark.skipif(
    not {"github", "markdown", "sarif"} <= set(FORMATS), reason="this rdlint does not have the formats of the action"
)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The runner's folder for temporary files, in a place whose name must be quoted."""
    folder = tmp_path / "runner's temp"
    folder.mkdir()
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The checkout, which holds an app and what Python might import by mistake."""
    trap = "open('injected', 'w')\n"
    files = {f"{name}.py": trap for name in ("venv", "pip", "rdlint", "click", "sitecustomize")}
    folder = write(tmp_path / "repository", {**SHOP, **files})
    (folder / ".git").mkdir()
    return folder


@pytest.fixture
def recorder(tmp_path: Path) -> str:
    """A program that stands in for rdlint, prints its arguments as JSON, and exits with 1."""
    program = tmp_path / "recorder"
    program.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\nsys.exit(1)\n")
    program.chmod(0o755)
    return str(program)


# What is passed on


def arguments(repository: Path, temporary: Path, recorder: str, **inputs: str) -> list[str]:
    named = {name.replace("_", "-"): value for name, value in inputs.items()}
    found: list[str] = json.loads(run(repository, temporary, named, recorder).printed)
    assert not list(repository.parent.rglob("injected"))
    return found


def test_without_inputs_the_whole_repository_is_judged_and_shown_on_the_page_of_the_run(
    repository: Path, temporary: Path, recorder: str
) -> None:
    found = arguments(repository, temporary, recorder)
    assert found[:2] == ["check", "--output-format=github"]
    assert re.fullmatch(r"--output-format=markdown=.*GITHUB_STEP_SUMMARY.*", found[2])
    assert found[3:] == ["--", "."]


def test_each_input_becomes_an_option(repository: Path, temporary: Path, recorder: str) -> None:
    found = arguments(
        repository, temporary, recorder, summary="false", sarif="true", fail_on="error", args="--select ALL"
    )
    assert found == [
        "check",
        "--output-format=github",
        f"--output-format=sarif={temporary / 'rdlint.sarif'}",
        "--fail-on=error",
        "--select",
        "ALL",
        "--",
        ".",
    ]


def test_paths_are_taken_as_they_are_one_a_line(repository: Path, temporary: Path, recorder: str) -> None:
    found = arguments(repository, temporary, recorder, paths="\n" + "\n".join(HOSTILE) + "\n\n")
    assert found[found.index("--") + 1 :] == list(HOSTILE)


def test_options_are_words_in_which_nothing_is_expanded(repository: Path, temporary: Path, recorder: str) -> None:
    found = arguments(repository, temporary, recorder, summary="false", args="\n".join(HOSTILE))
    assert found[2 : found.index("--", 2)] == " ".join(HOSTILE).split()


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", sorted(ACTION["inputs"].keys() - {"paths", "args", "working-directory", "version"}))
def test_no_other_input_is_run(repository: Path, temporary: Path, recorder: str, name: str, hostile: str) -> None:
    found = arguments(repository, temporary, recorder, **{name: hostile})
    assert [each for each in found if hostile in each] in ([], [f"--fail-on={hostile}"])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_folder_may_have_any_name(repository: Path, temporary: Path, recorder: str, hostile: str) -> None:
    (repository / hostile).mkdir()
    assert arguments(repository, temporary, recorder, working_directory=hostile)[-1] == "."


def test_no_script_holds_an_expression() -> None:
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


# What comes of it


def test_the_status_of_rdlint_is_that_of_the_step_and_an_output(
    repository: Path, temporary: Path, recorder: str
) -> None:
    done = run(repository, temporary, {}, recorder)
    assert (done.status, done.outputs, done.upload) == (1, {"exit-status": "1", "sarif-file": ""}, None)


def test_a_sarif_file_is_uploaded_although_there_are_findings(
    repository: Path, temporary: Path, tmp_path: Path
) -> None:
    program = tmp_path / "findings"
    program.write_text(
        '#!/bin/sh\nfor each; do case $each in *=sarif=*) echo {} > "${each#*=sarif=}";; esac; done; exit 1\n'
    )
    program.chmod(0o755)
    done = run(repository, temporary, {"sarif": "true"}, str(program))
    file = str(temporary / "rdlint.sarif")
    assert done.status == 1
    assert done.outputs == {"exit-status": "1", "sarif-file": file}
    assert done.upload is not None
    assert done.upload["sarif_file"] == file
    assert run(repository, temporary, {}, str(program)).upload is None, "what an earlier step has left is not uploaded"


# The whole of it


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the installing step in a repository full of traps; return the folder that it has installed to."""
    folder = tmp_path_factory.mktemp("action")
    trap = "open('injected', 'w')\n"
    repository = write(folder / "repository", {f"{name}.py": trap for name in ("venv", "pip", "hatchling")})
    (folder / "temp").mkdir()
    done = run(repository, folder / "temp", {"paths": "nowhere"})
    if "No matching distribution" in done.printed:
        pytest.skip("rdlint cannot be installed here: no package index")
    assert not list(folder.rglob("injected"))
    assert (folder / "temp" / "rdlint" / "bin" / "rdlint").exists(), done.printed
    return folder / "temp"


def test_it_installs_the_rdlint_that_it_belongs_to(installed: Path, repository: Path) -> None:
    program = installed / "rdlint" / "bin" / "rdlint"
    done = subprocess.run([program, "."], cwd=repository, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (repository / "injected").exists()


def test_a_version_that_is_none_stops_it_and_runs_nothing(repository: Path, temporary: Path) -> None:
    for version in ("$(touch injected)", "0 --index-url=http://127.0.0.1:1"):
        done = run(repository, temporary, {"version": version})
        assert done.status != 0
        assert done.outputs == {"exit-status": "", "sarif-file": ""}
    assert not list(repository.parent.rglob("injected"))


@needs_formats
def test_findings_are_annotated_summed_up_and_uploaded(installed: Path, temporary: Path, repository: Path) -> None:
    write(repository / "the app", {**SHOP, "src/api/index.ts": SERVICE.replace("REGION", "REGON")})
    program = str(installed / "rdlint" / "bin" / "rdlint")
    done = run(repository, temporary, {"sarif": "true", "working-directory": "the app"}, program)
    assert done.status == 1
    assert re.search(r"^::error .*file=the app/src/api/index\.ts,.*line=6\b", done.printed, re.MULTILINE)
    assert "undeclared-env" in done.summary
    sarif = json.loads(Path(done.outputs["sarif-file"]).read_text(encoding="utf-8"))
    (place,) = sarif["runs"][0]["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "the%20app/src/api/index.ts"


@needs_formats
def test_a_clean_app_passes(installed: Path, temporary: Path, repository: Path) -> None:
    done = run(repository, temporary, {"sarif": "true"}, str(installed / "rdlint" / "bin" / "rdlint"))
    assert (done.status, done.outputs["exit-status"]) == (0, "0")
    assert done.upload is not None, "so that code scanning closes what is mended"


# Its form


def test_github_accepts_it() -> None:
    check = [tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("step", [step for step in STEPS if "run" in step], ids=lambda step: str(step["id"]))
def test_shellcheck_finds_nothing_in_its_scripts(step: dict[str, Any]) -> None:
    script = "#!/bin/bash -e\n" + step["run"]
    done = subprocess.run([tool("shellcheck"), "-"], input=script, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
