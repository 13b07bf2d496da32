"""A file's bytes: one encoding for all, places as people and editors count them, and no secret shown."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rdlint.source import MASK, Position, Source
from rdlint.span import Span

#: Characters of one to four bytes, one or two UTF-16 units, and every line end.
CHARACTERS = st.sampled_from([*"ab é€中\t\u2028\x0b\x85", "😀", "𝒳", "\n", "\r", "\r\n", "\0", "\ufeff", "\ufffd"])
TEXTS = st.lists(CHARACTERS, max_size=20).map("".join)
#: Different characters, so that each tells where it stood.
UNIQUE = st.lists(
    st.characters(exclude_categories=["Cs"], exclude_characters=f"{MASK}\ufffd"), max_size=12, unique=True
).map("".join)


def lines_of(text: str) -> list[str]:
    """Split as editors do, keeping the line ends."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    return [*lines, ""] if not text or text[-1] in "\r\n" else lines


@pytest.mark.parametrize(
    ("raw", "encoding", "data"),
    [
        (b"a\xc3\xa9", "utf-8", "aé"),
        (BOM_UTF8 + b"a\xc3\xa9", "utf-8-sig", "aé"),
        (BOM_UTF16_LE + "aé😀\r\n".encode("utf-16-le"), "utf-16-le", "aé😀\r\n"),
        (BOM_UTF16_BE + "aé😀\r\n".encode("utf-16-be"), "utf-16-be", "aé😀\r\n"),
        (BOM_UTF16_LE + b"a\0b", "utf-16-le", "a\ufffd"),
        (BOM_UTF16_LE + b"\x00\xd8a\0", "utf-16-le", "\ufffda"),
        (BOM_UTF16_LE, "utf-16-le", ""),
        (BOM_UTF8 + BOM_UTF8, "utf-8-sig", "\ufeff"),
        (b"a" + BOM_UTF8, "utf-8", "a\ufeff"),
        (b"", "utf-8", ""),
    ],
)
def test_every_encoding_with_a_mark_becomes_utf8(raw: bytes, encoding: str, data: str) -> None:
    source = Source("a", raw)
    assert (source.encoding, source.data) == (encoding, data.encode())


@given(st.binary(max_size=40))
def test_bytes_that_are_no_text_are_kept(raw: bytes) -> None:
    source = Source("a", b"x" + raw)
    assert source.data == b"x" + raw
    assert isinstance(source.text(source.span(0, len(source.data))), str)


@given(st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"]), TEXTS)
def test_what_was_read_is_written_back_as_it_stood(encoding: str, text: str) -> None:
    mark = {"utf-16-le": BOM_UTF16_LE, "utf-16-be": BOM_UTF16_BE}.get(encoding, b"")
    raw = mark + text.encode(encoding)
    source = Source("a", raw)
    assert source.encoded(source.data) == raw
    assert Source("a", source.encoded(source.data + b"x") or b"").data == source.data + b"x"


def test_a_file_that_could_not_be_decoded_is_not_written_back() -> None:
    assert Source("a", BOM_UTF16_LE + b"\x00\xd8a").encoded(b"new") is None
    assert Source("a", b"\xff is kept").encoded(b"\xff is kept, too") == b"\xff is kept, too"


@pytest.mark.parametrize(("raw", "end"), [(b"a\r\nb\n", "\r\n"), (b"a\rb", "\r"), (b"a\n", "\n"), (b"a", "\n")])
def test_the_first_line_says_how_lines_end(raw: bytes, end: str) -> None:
    assert Source("a", raw).line_end == end


@given(TEXTS)
def test_places_are_counted_as_people_and_editors_count(text: str) -> None:
    source = Source("a", b"\xef\xbb\xbf" + text.encode())
    offset = 0
    for number, line in enumerate(lines_of(text), start=1):
        for column, character in enumerate(line):
            assert source.line_of(offset) == number
            assert source.position(offset) == Position(number, column + 1)
            assert source.utf16_column(offset) == len(line[:column].encode("utf-16-le")) // 2
            offset += len(character.encode())
        assert source.text(source.line_span(number)) == line.rstrip("\r\n")
    assert offset == len(source.data)
    assert source.position(offset).line == len(lines_of(text)) == len(source.line_starts)


@given(st.binary(max_size=40), st.integers(-5, 60))
def test_every_offset_has_a_place_in_the_file(raw: bytes, offset: int) -> None:
    source = Source("a", raw)
    place = source.position(offset)
    assert 1 <= place.line <= len(source.line_starts)
    assert 1 <= place.column <= len(source.data) + 1
    inside = max(0, min(offset, len(source.data)))
    assert 0 <= source.utf16_column(inside) <= 2 * len(source.data)
    assert source.position(inside) == place


@given(st.binary(max_size=40))
def test_places_never_go_back(raw: bytes) -> None:
    source = Source("a", raw)
    places = [source.position(offset) for offset in range(len(source.data) + 1)]
    assert all(before.line <= after.line for before, after in pairwise(places))


@given(st.binary(max_size=40))
def test_lines_are_the_whole_file(raw: bytes) -> None:
    source = Source("a", raw)
    spans = [source.line_span(number) for number in range(1, len(source.line_starts) + 1)]
    at = 0
    for span in spans:
        assert span.path == "a"
        assert source.data[at : span.start] in (b"", b"\n", b"\r", b"\r\n")
        assert not set(source.data[span.start : span.end]) & set(b"\r\n")
        at = span.end
    assert source.data[at:] == b""


def shown_and_hidden(data: str, secrets: list[tuple[int, int]], start: int, end: int) -> str:
    source = Source("a", data.encode(), tuple(Span("a", *each) for each in secrets))
    return source.snippet(source.span(start, end))


RANGES = st.tuples(st.integers(0, 48), st.integers(0, 48)).map(lambda pair: (min(pair), max(pair)))


@given(UNIQUE, st.lists(RANGES, max_size=4), RANGES)
@example("01234\x80", [(6, 6)], (0, 7))
def test_no_character_of_a_secret_is_shown(text: str, secrets: list[tuple[int, int]], span: tuple[int, int]) -> None:
    shown = shown_and_hidden(text, secrets, *span)
    at = 0
    for character in text:
        start, at = at, at + len(character.encode())
        is_secret = any(first < at and start < last for first, last in secrets if first < last)
        is_inside = span[0] <= start and at <= span[1]
        if is_secret:
            assert character not in shown
        elif is_inside:
            assert character in shown, "what is no secret is shown"


@given(UNIQUE, RANGES, RANGES)
def test_masks_are_as_long_as_the_secret(text: str, secret: tuple[int, int], span: tuple[int, int]) -> None:
    starts = [len(text[:count].encode()) for count in range(len(text) + 1)]
    first, last = (min(starts, key=lambda start, at=at: abs(start - at)) for at in secret)  # type: ignore[misc]
    low, high = (min(starts, key=lambda start, at=at: abs(start - at)) for at in span)  # type: ignore[misc]
    masked = "".join(
        MASK if first <= start < last else character for start, character in zip(starts, text, strict=False)
    )
    assert shown_and_hidden(text, [(first, last)], low, high) == masked[starts.index(low) : starts.index(high)]


def test_every_span_masks_every_secret() -> None:
    text = "abcdef"
    ranges = [(first, last) for first in range(7) for last in range(first, 7)]
    for first, last in ranges:
        masked = text[:first] + MASK * (last - first) + text[last:]
        for start, end in ranges:
            assert shown_and_hidden(text, [(first, last)], start, end) == masked[start:end]


@pytest.mark.parametrize(
    ("secrets", "expected"),
    [
        ([], "abc def ghi"),
        ([(4, 7)], "abc ••• ghi"),
        ([(4, 7), (5, 6)], "abc ••• ghi"),
        ([(8, 11), (0, 3)], "••• def •••"),
        ([(2, 6), (5, 9)], "ab•••••••hi"),
        ([(0, 11)], "•••••••••••"),
        ([(4, 4)], "abc def ghi"),
        ([(9, 99)], "abc def g••"),
    ],
)
def test_secrets_may_overlap_and_stand_in_any_order(secrets: list[tuple[int, int]], expected: str) -> None:
    assert shown_and_hidden("abc def ghi", secrets, 0, 11) == expected


def test_a_span_sorts_by_path_and_place_and_knows_what_lies_in_it() -> None:
    spans = [Span("b", 0, 1), Span("a", 2, 5), Span("a", 2, 3), Span("a", 1, 9)]
    assert sorted(spans) == [Span("a", 1, 9), Span("a", 2, 3), Span("a", 2, 5), Span("b", 0, 1)]
    outer = Span("a", 2, 5)
    assert [outer.contains(each) for each in (Span("a", 2, 5), Span("a", 3, 3), Span("a", 1, 3), Span("b", 3, 4))] == [
        True,
        True,
        False,
        False,
    ]
    assert not outer.contains(Span("a", 4, 6))
    assert outer.shifted(-2) == Span("a", 0, 3)
