"""Git's index is read as git writes it, in each version, and refused when it is none."""

from __future__ import annotations

import struct
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.git_index import _has, _names, tracked_among


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("version", [2, 3, 4])
def test_finds_what_git_tracks(tmp_path: Path, version: int) -> None:
    names = [".raindrop/config.json", "a", "a-b", "src/ü.ts", "x" * 200, "z.ts"]
    git(tmp_path, "init", "-q")
    for name in [*names, "untracked.ts"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    git(tmp_path, "add", *names)
    if version == 3:
        (tmp_path / "intended").write_text("x")
        git(tmp_path, "add", "-N", "intended")
        names.append("intended")
    if version == 4:
        git(tmp_path, "update-index", "--index-version", "4")
    asked = [*names, "untracked.ts", "src", "raindrop/config.json", "b", ""]
    assert tracked_among(str(tmp_path), asked) == frozenset(names)


def test_no_repository(tmp_path: Path) -> None:
    assert tracked_among(str(tmp_path), ["a"]) is None


def test_a_damaged_index_answers_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a").write_text("x")
    git(tmp_path, "add", "a")
    index = tmp_path / ".git" / "index"
    index.write_bytes(index.read_bytes()[:10])
    assert tracked_among(str(tmp_path), ["a"]) is None


@given(st.binary(max_size=200))
def test_any_bytes_end(data: bytes) -> None:
    head = b"DIRC\0\0\0\x02\0\0\0\x03"
    for each in (data, head + data, head[:7] + b"\x04" + head[8:] + data):
        with suppress(IndexError, ValueError, struct.error):  # what `tracked_among` answers None to
            _names(each)
            _has(each, b"a")
