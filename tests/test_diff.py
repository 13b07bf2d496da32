"""What `--diff` prints is a patch that leads to what `--fix` writes, and holds no secret."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.diff import diff
from rdlint.fix import Mended
from rdlint.report.terminal import Terminal
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.span import Span
from rdlint.transaction import Change

LINES = st.lists(st.sampled_from(["one", "two", "three", "", "\tindented", "- -", "+++ x", "@@", "été"]), max_size=12)


def diff_of(tree: Path, before: dict[str, str], after: dict[str, str]) -> str:
    """Return the diff between two states of a tree in which each `hush` with its digit is a secret."""

    def source(path: str, text: str) -> Source:
        data = text.encode()
        return Source(path, data, tuple(Span(path, *found.span()) for found in re.finditer(rb"hush\d", data)))

    def report(files: dict[str, str]) -> Report:
        return Report(str(tree), sources={path: source(path, text) for path, text in files.items()})

    changes = tuple(
        Change(str(tree / path), before[path].encode() if path in before else None, text.encode())
        for path, text in after.items()
        if before.get(path) != text
    )
    return "".join(f"{line}\n" for line in diff(Mended(report(before), report(after), changes), Terminal()))


@pytest.mark.skipif(shutil.which("patch") is None, reason="the program patch is not installed")
@given(before=LINES, after=LINES, ends=st.tuples(st.booleans(), st.booleans()))
def test_patch_makes_of_the_old_file_the_new_one(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str], ends: tuple[bool, bool]
) -> None:
    old, new = (
        "\n".join(lines) + "\n" * (end and bool(lines)) for lines, end in zip((before, after), ends, strict=True)
    )
    folder = tmp_path_factory.mktemp("patch")
    (folder / "file").write_text(old, encoding="utf-8")
    text = diff_of(folder, {"file": old}, {"file": new})
    if old == new:
        assert not text
        return
    subprocess.run(["patch", "-s", "file"], cwd=folder, input=text.encode(), check=True, capture_output=True)
    written = (folder / "file").read_text(encoding="utf-8") if (folder / "file").exists() else ""
    assert written == new


def test_files_and_places_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = diff_of(tmp_path, {"a.sh": "1\n2\n3\n"}, {"a.sh": "1\n2!\n3\n", ".gitignore": ".raindrop/\n"})
    assert text == (
        "--- /dev/null\n+++ .gitignore\n@@ -0,0 +1 @@\n+.raindrop/\n"
        "--- a.sh\n+++ a.sh\n@@ -1,3 +1,3 @@\n 1\n-2\n+2!\n 3\n"
    )


def test_secrets_are_masked_in_what_goes_comes_and_stays(tmp_path: Path) -> None:
    shown = diff_of(tmp_path, {"a": "a = hush1\nb = hush2\n"}, {"a": "b = hush2\nc = hush3\n"})
    assert [line[:5] for line in shown.splitlines()[3:]] == ["-a = ", " b = ", "+c = "]
    assert "hush" not in shown


def test_what_a_terminal_would_obey_is_escaped(tmp_path: Path) -> None:
    shown = diff_of(tmp_path, {"\x1b[2Ja": "x\n"}, {"\x1b[2Ja": "\x1b]0;title\x07\n"})
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_a_file_that_was_not_read_again_is_masked(tmp_path: Path) -> None:
    report = Report(str(tmp_path))
    mended = Mended(report, report, (Change(str(tmp_path / "a"), None, b"hush\n"),))
    assert "hush" not in "".join(diff(mended, Terminal()))
