"""Start-up is a feature: what a run does not need, it does not import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apps import SHOP, write

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "libcst",
    "yaml",
    "jsonschema",
    "tomllib",
    "tomli",
    "asyncio",
    "importlib.metadata",
    "multiprocessing",
    "urllib.request",
    "pathspec",
    "cronsim",
    "sqlite3",
    "difflib",
    "rdlint.diff",
    "rdlint.fix",
    "rdlint.overview",
}


def imported(folder: Path, *arguments: str) -> set[str]:
    program = (
        "import sys\n"
        f"sys.argv[1:] = {list(arguments)!r}\n"
        "from rdlint.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    return set(run.stderr.split())


@pytest.fixture(scope="module")
def bare() -> set[str]:
    """What this interpreter imports by itself: installations add hooks of their own."""
    run = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_version_needs_nothing(tmp_path: Path, bare: set[str]) -> None:
    found = imported(tmp_path, "--version") - bare
    assert not found & (HEAVY | {"click", "tree_sitter", "rdlint.engine", "json", "re"})


def test_a_plain_app_needs_no_heavy_module(tmp_path: Path, bare: set[str]) -> None:
    found = imported(write(tmp_path, SHOP), ".") - bare
    assert "tree_sitter" in found
    assert not found & HEAVY


def test_each_input_brings_its_own_reader_and_no_other(tmp_path: Path, bare: set[str]) -> None:
    files = {
        **SHOP,
        ".github/workflows/deploy.yml": "on: push\njobs:\n  a:\n    steps:\n    - run: raindrop build deploy\n",
    }
    found = imported(write(tmp_path, files), ".") - bare
    assert "yaml" in found
    assert not found & (HEAVY - {"yaml"})


def test_the_parsers_of_worker_code_come_with_the_first_file_of_their_language(tmp_path: Path, bare: set[str]) -> None:
    readers = {"rdlint.facts.python", "rdlint.facts.typescript"}
    assert readers & (imported(tmp_path, "rule", "stale-lock") - bare) == set()
    assert readers & (imported(write(tmp_path, SHOP), ".") - bare) == {"rdlint.facts.typescript"}
