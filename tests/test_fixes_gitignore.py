"""Lines put into `.gitignore`, held against git itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.transaction import commit
from tests.apps import write
from tests.mending import content, mended_by

FILES = {
    "backend/raindrop.manifest": 'application "a" {\n}\n',
    "backend/.raindrop/config.json": '{"versionId": "01kb7x2v9qk3m4n5p6r7s8t9va"}\n',
    "backend/.env": "BILLING_KEY=Q7RTZ2M4KX9WB3N8\n",
}
RULES = ("state-file-tracked", "committed-env-file")


def git(folder: Path, *words: str) -> int:
    return subprocess.run(["git", "-C", str(folder), "-c", "core.excludesFile=", *words], check=False).returncode


def repository(folder: Path, files: dict[str, bytes], *tracked: str) -> Path:
    write(folder, FILES)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    git(folder, "init", "-q")
    git(folder, "add", "-f", "backend/raindrop.manifest", *tracked)
    return folder


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"backend/.gitignore": b".raindrop/\n", ".gitignore": b".env\n"}),
        ({".gitignore": b"dist\n"}, {".gitignore": b"dist\n.env\n.raindrop/\n"}),
        ({".gitignore": b"dist"}, {".gitignore": b"dist\n.env\n.raindrop/"}),
        ({".gitignore": b"dist\r\nout\r\n"}, {".gitignore": b"dist\r\nout\r\n.env\r\n.raindrop/\r\n"}),
        ({".gitignore": b"\xef\xbb\xbfdist\n"}, {".gitignore": b"\xef\xbb\xbfdist\n.env\n.raindrop/\n"}),
        ({".gitignore": b""}, {".gitignore": b".env\n.raindrop/\n"}),
        ({".gitignore": b"caf\xe9\n"}, {".gitignore": b"caf\xe9\n.env\n.raindrop/\n"}),
        (
            {".gitignore": b"dist\n", "backend/.gitignore": b"!.raindrop/\n!.env\n"},
            {"backend/.gitignore": b"!.raindrop/\n!.env\n.env\n.raindrop/\n"},
        ),
        ({"backend/.raindrop/.gitignore": b"*.log\n", ".gitignore": b".env\n"}, {".gitignore": b".env\n.raindrop/\n"}),
        ({".gitignore": b".raindrop/\n.env\n"}, {}),
        ({".gitignore": "dist\n".encode("utf-16")}, {}),
        ({".gitignore": b"dist\rout\r"}, {}),
        ({".gitignore/file": b""}, {"backend/.gitignore": b".raindrop/\n.env\n"}),
    ],
)
def test_the_nearest_file_gets_the_line(tmp_path: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    folder = repository(tmp_path, before, "backend/.raindrop/config.json", "backend/.env")
    mended = mended_by(folder, *RULES)
    assert {path: content(mended, folder, path) for path in mended.changed} == after
    assert [each.code for each in mended.after.diagnostics] == ["RD111", "RD402"], "git still tracks both"


def test_a_file_that_nobody_tracks_is_ignored_then(tmp_path: Path) -> None:
    mended = mended_by(repository(tmp_path, {}), *RULES)
    assert mended.changed == ("backend/.gitignore",)
    assert not mended.after.diagnostics


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
@pytest.mark.parametrize("target", ["other", "../other", "/dev/null", "nowhere"])
def test_a_link_is_left_alone(tmp_path: Path, target: str) -> None:
    folder = repository(tmp_path, {"other": b"dist\n"}, "backend/.raindrop/config.json")
    (folder / ".gitignore").symlink_to(target)
    assert not mended_by(folder, *RULES).changes


IGNORES = (".gitignore", "backend/.gitignore")
LINES = st.lists(
    st.sampled_from(
        [
            "",
            "# all",
            "dist",
            "!.raindrop/",
            "!.raindrop/config.json",
            "*",
            "!*/",
            ".raindrop/*",
            "backend/",
            "\\",
            "[a",
        ]
    ),
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(root=LINES, own=LINES, end=st.sampled_from(["\n", "\r\n", ""]))
def test_git_ignores_it_afterwards(
    tmp_path_factory: pytest.TempPathFactory, root: list[str], own: list[str], end: str
) -> None:
    files = {path: (end or "\n").join(lines) + end for path, lines in zip(IGNORES, (root, own), strict=True)}
    folder = repository(tmp_path_factory.mktemp("app"), {path: text.encode() for path, text in files.items()})
    mended = mended_by(folder, "state-file-tracked")
    commit(mended.changes)
    assert git(folder, "check-ignore", "-q", "backend/.raindrop/config.json") == 0
    assert not mended_by(folder, "state-file-tracked").before.diagnostics
    for path, text in files.items():
        assert (folder / path).read_bytes().startswith(text.encode())
