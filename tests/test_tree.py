"""The tree reads regular files inside itself, once, and nothing else."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from rdlint.tree import MAX_BYTES, MAX_DEPTH, Tree


def test_reads_a_file_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one")
    tree = Tree(str(tmp_path))
    first = tree.read("a.txt")
    (tmp_path / "a.txt").write_bytes(b"two")
    assert first is not None
    assert tree.read("a.txt") is first
    assert first.data == b"one"


def test_a_missing_file_is_no_failure(tmp_path: Path) -> None:
    tree = Tree(str(tmp_path))
    assert tree.read("nothing.ts") is None
    assert not tree.unread


def test_a_buffer_stands_in_for_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"saved")
    tree = Tree(str(tmp_path), {"a.ts": b"unsaved", "new.ts": b"never saved"})
    source = tree.read("a.ts")
    assert source is not None
    assert source.data == b"unsaved"
    assert tree.is_file("new.ts")
    assert "new.ts" in tree.files
    assert tree.modified("a.ts") is None


def test_links_out_of_the_tree_are_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.ts").write_text("secret")
    (inside / "link.ts").symlink_to(outside / "secret.ts")
    (inside / "folder").symlink_to(outside)
    tree = Tree(str(inside))
    assert tree.read("link.ts") is None
    assert tree.read("folder/secret.ts") is None
    assert tree.read("../outside/secret.ts") is None
    assert "folder/secret.ts" not in tree.files


def test_links_inside_the_tree_are_read(tmp_path: Path) -> None:
    (tmp_path / "real.ts").write_text("here")
    (tmp_path / "link.ts").symlink_to("real.ts")
    source = Tree(str(tmp_path)).read("link.ts")
    assert source is not None
    assert source.data == b"here"


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    tree = Tree(str(tmp_path))
    assert tree.read("a") is None
    assert not any(path.startswith("loop/") for path in tree.files)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_pipes_and_sockets_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ts")
    tree = Tree(str(tmp_path))
    assert tree.read("pipe.ts") is None
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(str(tmp_path / "s.ts"))
        except OSError:
            pytest.skip("the temporary folder's path is too long for a socket")
        assert tree.read("s.ts") is None


def test_a_large_file_is_named_as_unread(tmp_path: Path) -> None:
    (tmp_path / "big.ts").write_bytes(b"x" * (MAX_BYTES + 1))
    tree = Tree(str(tmp_path))
    assert tree.read("big.ts") is None
    assert tree.unread == {"big.ts": "larger than 1 MiB"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("x")
    (tmp_path / "a.ts").chmod(0)
    tree = Tree(str(tmp_path))
    assert tree.read("a.ts") is None
    assert tree.unread == {"a.ts": "permission denied"}


def test_walks_past_what_nobody_wrote(tmp_path: Path) -> None:
    for path in ("src/a.ts", "node_modules/x/b.ts", ".git/c", ".github/workflows/d.yml", "dist/e.js", ".raindrop/f"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    assert Tree(str(tmp_path)).files == (".github/workflows/d.yml", ".raindrop/f", "src/a.ts")


def test_very_deep_folders_end_the_walk(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * (MAX_DEPTH + 5))
    deep.mkdir(parents=True)
    (deep / "a.ts").write_text("")
    (tmp_path / "b.ts").write_text("")
    assert Tree(str(tmp_path)).files == ("b.ts",)


def test_names_the_folders_that_hold_files(tmp_path: Path) -> None:
    (tmp_path / "src" / "api").mkdir(parents=True)
    (tmp_path / "src" / "api" / "index.ts").write_text("")
    (tmp_path / "src" / "top.ts").write_text("")
    assert Tree(str(tmp_path)).folders_in("src") == {"api"}
