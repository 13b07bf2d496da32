"""The progress line appears late, on terminals only, and leaves nothing behind."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from rdlint import progress
from rdlint.progress import Progress
from rdlint.tree import Tree
from tests.apps import SHOP, write


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.01)


def wait_for(stream: io.StringIO, text: str) -> None:
    deadline = time.monotonic() + 10
    while text not in stream.getvalue() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_a_long_run_says_how_far_it_is_and_clears_the_line(tmp_path: Path) -> None:
    tree = Tree(str(write(tmp_path, SHOP)))
    tree.read("raindrop.manifest")
    stream = Terminal()
    with Progress(stream) as line:
        line.observe(tree)
        wait_for(stream, "1 files read")
    assert "1 files read" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_short_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 60.0)
    stream = Terminal()
    with Progress(stream):
        pass
    assert stream.getvalue() == ""


def test_a_pipe_gets_no_progress() -> None:
    stream = io.StringIO()
    with Progress(stream):
        time.sleep(0.05)
    assert stream.getvalue() == ""
