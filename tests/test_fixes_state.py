"""The lock taken out of the state file: what stays is JSON, laid out as it was."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mending import content, mended_by

VALUES = {
    "versionId": '"01kb7x2v9qk3m4n5p6r7s8t9va"',
    "sandbox": "false",
    "lock": '"user:deploy:user_01KB7X2V9QK3M4N5P6R7S8T9VB:3f2b8c1e-5d4a-4b6c-8e7f-9a0b1c2d3e4f"',
}
LATER = 4e9
SPACES = st.sampled_from(["", " ", "\n  ", "\r\n\t"])
KEYS = st.lists(st.sampled_from(["versionId", "sandbox"]), unique=True).flatmap(
    lambda keys: st.permutations([*keys, "lock"])
)


@st.composite
def state_files(draw: st.DrawFn) -> str:
    members = [f'{draw(SPACES)}"{key}"{draw(SPACES)}:{draw(SPACES)}{VALUES[key]}{draw(SPACES)}' for key in draw(KEYS)]
    return "{" + ",".join(members) + "}" + draw(SPACES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app")
    (folder / ".raindrop").mkdir()
    return folder


@settings(deadline=None)
@given(text=state_files(), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le"]))
def test_without_its_lock_the_file_is_json_and_nothing_else_is_gone(folder: Path, text: str, encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    (folder / ".raindrop/config.json").write_bytes(mark + text.encode(encoding))
    mended = mended_by(folder, "stale-lock", now=LATER)
    after = content(mended, folder, ".raindrop/config.json").removeprefix(mark).decode(encoding)
    expected = json.loads(text)
    del expected["lock"]
    assert json.loads(after) == expected
    assert not mended.after.diagnostics
    for key in expected:  # each as it was written
        start = text.index(f'"{key}"')
        assert text[start : text.index(VALUES[key]) + len(VALUES[key])] in after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{\r\n  "versionId": V,\r\n  "lock": L\r\n}\r\n', '{\r\n  "versionId": V\r\n}\r\n'),
        ('{\n\t"lock": L,\n\t"versionId": V\n}', '{\n\t"versionId": V\n}'),
        ('{ "versionId": V, "lock": L, "sandbox": true }', '{ "versionId": V, "sandbox": true }'),
        ('{"lock":L}', "{}"),
        ('{\n  "lock": L\n}\n', "{}\n"),
        ('{ "versionId": V\n, "lock": L\n, "sandbox": true }', '{ "versionId": V\n, "sandbox": true }'),
    ],
)
def test_the_layout_is_kept(tmp_path: Path, before: str, after: str) -> None:
    def written(text: str) -> bytes:
        return text.replace("V", VALUES["versionId"]).replace("L", VALUES["lock"]).encode()

    (tmp_path / ".raindrop").mkdir()
    (tmp_path / ".raindrop/config.json").write_bytes(written(before))
    assert content(mended_by(tmp_path, "stale-lock", now=LATER), tmp_path, ".raindrop/config.json") == written(after)


@pytest.mark.parametrize("broken", ['{"lock": L,}', '{"lock": L', '{"lock": L /* mine */}', '{"lock": L} x'])
def test_what_is_no_json_is_left_to_the_person(tmp_path: Path, broken: str) -> None:
    (tmp_path / ".raindrop").mkdir()
    (tmp_path / ".raindrop/config.json").write_text(broken.replace("L", VALUES["lock"]), encoding="utf-8")
    mended = mended_by(tmp_path, "stale-lock", now=LATER)
    assert mended.before.diagnostics
    assert not mended.changes


def test_a_young_lock_is_left_to_the_deploy_that_may_be_running(tmp_path: Path) -> None:
    (tmp_path / ".raindrop").mkdir()
    state = tmp_path / ".raindrop/config.json"
    state.write_text(f'{{"lock": {VALUES["lock"]}}}', encoding="utf-8")
    mended = mended_by(tmp_path, "stale-lock", now=state.stat().st_mtime + 60)
    assert [each.severity.label for each in mended.before.diagnostics] == ["hint"]
    assert not mended.changes
