"""What users install: the wheel, in an environment that holds nothing else of this checkout."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.apps import SERVICE, SHOP, write

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(build, capture_output=True, text=True)
    if run.returncode and "No matching distribution" in run.stdout + run.stderr:
        pytest.skip("the build backend cannot be installed here: no package index")
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


@pytest.fixture(scope="module")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the `bin` folder of an environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=True)
    (wheel,) = distributions.glob("*.whl")
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    run = subprocess.run([scripts / "python", "-m", "pip", "install", "-q", str(wheel)], capture_output=True, text=True)
    if run.returncode and "No matching distribution" in run.stderr:
        pytest.skip("the dependencies cannot be installed here: no package index")
    assert run.returncode == 0, run.stderr
    return scripts


def test_the_wheel_holds_the_rules_their_pages_and_nothing_of_the_checkout(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "rules").rglob("*"):
        if path.suffix in (".py", ".md"):
            assert f"rdlint/rules/{path.relative_to(ROOT / 'rules').as_posix()}" in names
    assert {"rdlint/py.typed", "rdlint/platform/state.schema.json", "rdlint/settings.schema.json"} <= names
    assert {name.partition("/")[0] for name in names} == {"rdlint", f"rdlint-{_version()}.dist-info"}


def test_the_installed_program_finds_a_defect_with_an_installed_rule(installed: Path, tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, "src/api/index.ts": SERVICE.replace("REGION", "REGON")})
    for command in ([installed / "rdlint"], [installed / "python", "-m", "rdlint"]):
        run = subprocess.run([*command, "."], cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 1, run.stderr
        assert "undeclared-env (RD101)" in run.stdout


def test_the_installed_package_is_typed_and_stands_alone(installed: Path, tmp_path: Path) -> None:
    program = "import rdlint, rdlint.rule as r; print(rdlint.__file__); print(*(each.page for each in r.catalogue()))"
    python = [str(installed / "python"), "-c", program]
    run = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True, check=True)
    package, pages = run.stdout.splitlines()
    assert str(ROOT) not in run.stdout
    assert Path(package).with_name("py.typed").exists()
    assert all(Path(page).exists() for page in pages.split())


def _version() -> str:
    from rdlint import __version__

    return __version__
