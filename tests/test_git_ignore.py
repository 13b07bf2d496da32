"""What `.gitignore` files ignore, held against git itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.git_ignore import ignoring
from rdlint.tree import Tree
from tests.apps import write

PATHS = ("raindrop.manifest", "backend/raindrop.manifest", ".raindrop/config.json", "backend/.raindrop/config.json")
IGNORES: dict[str, dict[str, str]] = {
    "nothing": {".gitignore": "node_modules/\ndist\n.env\n"},
    "the name": {".gitignore": "raindrop.manifest\n"},
    "a wildcard": {".gitignore": "*.manifest\n"},
    "taken back": {".gitignore": "*.manifest\n!raindrop.manifest\n"},
    "the root's alone": {".gitignore": "/raindrop.manifest\n"},
    "a folder": {".gitignore": ".raindrop/\n"},
    "a folder without slash": {".gitignore": ".raindrop\n"},
    "a path": {".gitignore": "backend/.raindrop/config.json\n"},
    "two stars": {".gitignore": "**/.raindrop/**\n"},
    "everything but": {".gitignore": "*\n!*/\n!raindrop.manifest\n"},
    "inside, but one": {".gitignore": ".raindrop/**\n!.raindrop/config.json\n"},
    "everything": {".gitignore": "/*\n"},
    "a nearer file": {".gitignore": "raindrop.manifest\n", "backend/.gitignore": "!raindrop.manifest\n"},
    "in an ignored folder nothing is taken back": {".gitignore": "backend/\n!backend/raindrop.manifest\n"},
    "remarks and blanks": {".gitignore": "# raindrop.manifest\n\n  \n"},
    "a class": {".gitignore": "rain[a-d]rop.manifest\n"},
    "line ends": {".gitignore": "raindrop.manifest\r\n"},
}


@pytest.mark.parametrize("files", IGNORES.values(), ids=IGNORES.keys())
def test_says_what_git_says(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, {**dict.fromkeys(PATHS, "x"), **files})
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    tree = Tree(str(tmp_path))
    for path in PATHS:
        answer = subprocess.run(
            ["git", "-C", str(tmp_path), "-c", "core.excludesFile=", "check-ignore", "-q", path], check=False
        )
        assert (ignoring(tree, path) is not None) == (answer.returncode == 0), path


def test_names_the_line_that_decides(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "dist\n*.manifest\n# the end\n"})
    assert ignoring(Tree(str(tmp_path)), "raindrop.manifest") == (".gitignore", 2)


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    ignoring(Tree("/nowhere", {".gitignore": text.encode("utf-8", "surrogatepass")}), ".raindrop/config.json")
