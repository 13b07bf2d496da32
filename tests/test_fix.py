"""Fixes are applied whole or not at all, pass by pass, until nothing is left, and files stay what they are."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_LE
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.app.model import App
from rdlint.engine import lint
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.fix import Mended, apply, mend
from rdlint.rule import Rule, rule
from rdlint.span import Span
from rdlint.transaction import commit
from tests.apps import SHOP, write

ENTRY = "src/api/index.ts"
MANIFEST = "raindrop.manifest"
NOTED = (Edit(Span("NOTES", 0, 0), "corrected\n"),)


def replacing(word: bytes, by: str, *, path: str = ENTRY, more: tuple[Edit, ...] = ()) -> Rule:
    """Return a rule that wants each ``word`` in ``path`` to be ``by``; ``more`` are further edits of each fix."""

    @rule("RD199", "made-up", Severity.ERROR, since="0.1", fixable=True)
    def check(app: App) -> Iterator[Finding]:
        """A word is wrong."""
        for found in re.finditer(re.escape(word), app.sources[path].data):
            span = Span(path, *found.span())
            fix = Fix("say it right", (Edit(span, by), *more), safe=True)
            yield Finding(span, "this is wrong", fix=fix, subject=str(span.start))

    return check


def mend_by(folder: Path, *rules: Rule) -> Mended:
    return mend(lambda overlay: lint([str(folder)], rules=rules, overlay=overlay), lambda _, fix: fix.safe)


def test_every_place_is_fixed_in_one_pass_and_written(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// teh one, teh other\n"})
    mended = mend_by(tmp_path, replacing(b"teh", "the"))
    assert (tmp_path / ENTRY).read_text() == "// teh one, teh other\n", "nothing is written before it is committed"
    commit(mended.changes)
    assert (tmp_path / ENTRY).read_text() == "// the one, the other\n"
    assert len(mended.fixed) == 2
    assert not mended.after.diagnostics
    assert not mend_by(tmp_path, replacing(b"teh", "the")).changes


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (BOM_UTF8 + b"// teh\r\n", BOM_UTF8 + b"// the\r\nway\r\n"),
        (
            BOM_UTF16_LE + "// teh é😀\r\n".encode("utf-16-le"),
            BOM_UTF16_LE + "// the\r\nway é😀\r\n".encode("utf-16-le"),
        ),
        (b"// teh \xff\xfe\n", b"// the\nway \xff\xfe\n"),
        (b"// teh\rmac", b"// the\rway\rmac"),
    ],
)
def test_marks_encodings_line_ends_and_bytes_that_are_no_text_stay(tmp_path: Path, raw: bytes, expected: bytes) -> None:
    write(tmp_path, SHOP)
    (tmp_path / ENTRY).write_bytes(raw)
    commit(mend_by(tmp_path, replacing(b"teh", "the\nway")).changes)
    assert (tmp_path / ENTRY).read_bytes() == expected


def test_a_file_that_would_lose_something_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    (tmp_path / ENTRY).write_bytes(BOM_UTF16_LE + "teh".encode("utf-16-le") + b"\x00\xd8")
    assert not mend_by(tmp_path, replacing(b"teh", "the")).changes


def test_a_fix_of_two_files_makes_one_that_is_new(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// teh teh\n"})
    mended = mend_by(tmp_path, replacing(b"teh", "the", more=NOTED))
    commit(mended.changes)
    assert (tmp_path / "NOTES").read_text() == "corrected\n", "an edit that two fixes share is made once"
    assert sorted(mended.changed) == ["NOTES", ENTRY]


def test_a_file_that_is_there_and_was_not_read_is_never_replaced(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// teh\n", "NOTES": "mine\n"})
    assert not mend_by(tmp_path, replacing(b"teh", "the", more=NOTED)).changes


def test_fixes_that_touch_wait_for_the_next_pass(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// abc\n"})
    commit(mend_by(tmp_path, replacing(b"ab", "x"), replacing(b"bc", "y"), replacing(b"xc", "done")).changes)
    assert (tmp_path / ENTRY).read_text() == "// done\n"


@pytest.mark.parametrize("at", [3, 4, 6])
def test_an_insertion_into_what_is_replaced_goes_first(tmp_path: Path, at: int) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// abc\n"})
    inserting = replacing(b"REGION", "PLACE", path=MANIFEST, more=(Edit(Span(ENTRY, at, at), "!"),))
    commit(mend_by(tmp_path, inserting, replacing(b"abc", "x")).changes)
    assert (tmp_path / ENTRY).read_text() == {3: "// !x\n", 4: "// a!bc\n", 6: "// x!\n"}[at]


def test_insertions_at_one_place_are_all_made(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// teh\n", "a": ""})
    first, second = ((Edit(Span("NOTES", 0, 0), text),) for text in ("one\n", "two\n"))
    rules = replacing(b"REGION", "PLACE", path=MANIFEST, more=first), replacing(b"teh", "the", more=second)
    commit(mend_by(tmp_path, *rules).changes)
    assert (tmp_path / "NOTES").read_text() == "one\ntwo\n"


def test_fixes_that_undo_each_other_come_to_an_end(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// here\n"})
    mended = mend_by(tmp_path, replacing(b"here", "there!"), replacing(b"there!", "here"))
    assert len(mended.refused) >= 1
    assert [change.after for change in mended.changes] in ([], [b"// there!\n"], [b"// tthere!!\n"])


def test_fixes_that_never_end_are_stopped(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// a\n"})
    (change,) = mend_by(tmp_path, replacing(b"a", "ab")).changes
    assert change.after.startswith(b"// abb")


def test_a_fix_that_breaks_a_file_is_left_out_and_the_others_are_made(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "export const teh = 1; // bad\n"})
    broken = replacing(b"REGION", '"', path=MANIFEST)
    mended = mend_by(tmp_path, replacing(b"teh", "the"), broken, replacing(b"bad", "good"))
    commit(mended.changes)
    assert (tmp_path / ENTRY).read_text() == "export const the = 1; // good\n"
    assert (tmp_path / MANIFEST).read_text() == SHOP[MANIFEST]
    assert [each.finding.span.path for each in mended.refused] == [MANIFEST]


def test_an_edit_of_a_place_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// teh\n"})
    far = replacing(b"teh", "the", more=(Edit(Span(MANIFEST, 9999, 99999), ""),))
    assert not mend_by(tmp_path, far).changes


def test_a_text_that_no_file_can_hold_is_not_written(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// teh\n"})
    assert not mend_by(tmp_path, replacing(b"teh", "th\ud800")).changes


def test_what_the_settings_exclude_is_not_edited(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, ENTRY: "// teh\n", "rdlint.toml": 'exclude = ["NOTES"]\n'})
    assert not mend_by(tmp_path, replacing(b"teh", "the", more=NOTED)).changes


@st.composite
def pieces(draw: st.DrawFn) -> tuple[bytes, list[Edit], bytes]:
    """Draw a file, edits of it that do not overlap, and what they must make of it."""
    before, edits, after = b"", [], b""
    for keep, old, new in draw(st.lists(st.tuples(st.binary(max_size=4), st.binary(max_size=4), st.text(max_size=4)))):
        before += keep
        edits.append(Edit(Span("a", len(before), len(before) + len(old)), new))
        before += old
        after += keep + new.encode("utf-8", "replace")
    rest = draw(st.binary(max_size=4))
    return before + rest, edits, after + rest


@given(pieces())
def test_edits_change_their_places_and_nothing_else(case: tuple[bytes, list[Edit], bytes]) -> None:
    data, edits, expected = case
    assert apply(data, edits) == expected
