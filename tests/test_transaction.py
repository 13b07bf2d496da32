"""Several files are written all or none, whole at every moment."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from rdlint.transaction import Change, WriteError, commit


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes(b"one")
    commit([Change(str(old), b"one", b"two"), Change(str(tmp_path / "new.txt"), None, b"three")])
    assert old.read_bytes() == b"two"
    assert (tmp_path / "new.txt").read_bytes() == b"three"
    assert names(tmp_path) == ["new.txt", "old.txt"]


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_mode_bits_stay_and_new_files_follow_the_mask(tmp_path: Path) -> None:
    script = tmp_path / "deploy.sh"
    script.write_bytes(b"one")
    script.chmod(0o751)
    mask = os.umask(0o027)
    try:
        commit([Change(str(script), b"one", b"two"), Change(str(tmp_path / "new"), None, b"")])
    finally:
        os.umask(mask)
    assert stat.S_IMODE(script.stat().st_mode) == 0o751
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_a_file_that_has_changed_keeps_all_from_being_written(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"1")
    second.write_bytes(b"2, longer now")
    with pytest.raises(WriteError, match="has changed since it was read"):
        commit([Change(str(first), b"1", b"one"), Change(str(second), b"2", b"two")])
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2, longer now")
    assert names(tmp_path) == ["first", "second"]


def test_a_new_file_that_is_there_by_now_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / ".gitignore"
    path.write_bytes(b"mine")
    with pytest.raises(WriteError, match="is there by now"):
        commit([Change(str(path), None, b"theirs")])
    assert path.read_bytes() == b"mine"


def test_a_file_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="no such file"):
        commit([Change(str(tmp_path / "gone"), b"was", b"is")])
    assert names(tmp_path) == []


def test_a_read_only_file_is_refused_even_for_root(tmp_path: Path) -> None:
    path = tmp_path / "locked"
    path.write_bytes(b"1")
    path.chmod(0o444)
    with pytest.raises(WriteError, match="is read-only"):
        commit([Change(str(path), b"1", b"2")])
    assert path.read_bytes() == b"1"
    path.chmod(0o644)


@pytest.mark.parametrize("call", ["fsync", "replace", "link"])
@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_failure_at_any_step_leaves_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, failing: int
) -> None:
    """The disk is full, or the folder is taken away, at the first, second or third file."""
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths:
        path.write_bytes(path.name.encode())
    real, count = getattr(os, call), 0

    def fails(*args: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **options)

    monkeypatch.setattr(os, call, fails)
    changes = [Change(str(path), path.name.encode(), b"changed") for path in paths]
    if call == "link":  # where a second name cannot be had, a copy serves
        commit(changes)
        assert [path.read_bytes() for path in paths] == [b"changed"] * 3
    else:
        with pytest.raises(WriteError, match="no space left on device"):
            commit([*changes, Change(str(tmp_path / "new"), None, b"new")])
        assert [path.read_bytes() for path in paths] == [b"a", b"b", b"c"]
    monkeypatch.undo()
    assert names(tmp_path) == ["a", "b", "c"]


def test_an_interrupt_between_two_files_undoes_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(name.encode())
    real, count = os.replace, 0

    def interrupted(*args: Any) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        commit([Change(str(tmp_path / name), name.encode(), b"new") for name in "ab"])
    monkeypatch.undo()
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"a", b"b"]
    assert names(tmp_path) == ["a", "b"]


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"1")
    link.symlink_to(target)
    commit([Change(str(link), b"1", b"2")], inside=str(tmp_path))
    assert link.is_symlink()
    assert target.read_bytes() == b"2"


def test_nothing_is_written_outside(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"1")
    inside = tmp_path / "app"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    with pytest.raises(WriteError, match="lies outside"):
        commit([Change(str(inside / "link"), b"1", b"2")], inside=str(inside))
    assert outside.read_bytes() == b"1"


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="no such file"):
        commit([Change(str(tmp_path / "no" / "where"), None, b"1")])


def test_names_that_no_file_can_have_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        commit([Change(str(tmp_path / "nul\0name"), None, b"1")])
