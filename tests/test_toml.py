"""Where the keys and list items of a TOML file stand."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.source import Source
from rdlint.syntax.toml import Document, Path, TomlError, parse


def read(text: str) -> Document:
    return parse(Source("rdlint.toml", text.encode()))


def places(text: str) -> dict[Path, str]:
    """Return the rest of the line at each place."""
    data = text.encode()
    return {way: data[at:].decode().partition("\n")[0] for way, at in read(text).places.items()}


def test_keys_are_found_in_tables_dotted_names_and_quotes() -> None:
    found = places("a = 1 # b = 2\n[t.'x.y']\nb.\"c]\" = '''\n[no]\nk = 1'''\n[ t . u ]\nd = 2\n")
    assert found == {
        ("a",): "a = 1 # b = 2",
        ("t",): "t.'x.y']",
        ("t", "x.y"): "'x.y']",
        ("t", "x.y", "b"): "b.\"c]\" = '''",
        ("t", "x.y", "b", "c]"): "\"c]\" = '''",
        ("t", "u"): "u ]",
        ("t", "u", "d"): "d = 2",
    }


def test_items_are_found_in_lists_over_several_lines() -> None:
    found = places('a = [ # "x",\n  "one", [2.5, "]"],\n  {k = [1, "d"], l.m = 3},\n]\nb = 1979-05-27 07:32:00\n')
    assert found[("a", 0)].startswith('"one"')
    assert found[("a", 1, 0)].startswith("2.5")
    assert found[("a", 1, 1)].startswith('"]"')
    assert found[("a", 2, "k")].startswith("k =")
    assert found[("a", 2, "k", 1)].startswith('"d"')
    assert found[("a", 2, "l", "m")].startswith("m =")
    assert found[("b",)].startswith("b =")


def test_arrays_of_tables_are_counted() -> None:
    found = places("[[a]]\nx = 1\n[a.b]\ny = 2\n[[a]]\nx = 3\n[a.b]\ny = 4")
    assert found[("a", 0, "b", "y")] == "y = 2"
    assert found[("a", 1, "x")] == "x = 3"
    assert found[("a", 1, "b", "y")] == "y = 4"


def test_escapes_in_keys_are_resolved() -> None:
    assert places('"\\u0061b" = 1\n')[("ab",)].startswith('"\\u0061b"')


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("a = 1\nb = \n", (2, 5), "invalid value"),
        ("字 = 1\n", (1, 1), "invalid statement"),
        ("a = 1\r\na = 2\r\n", (2, 6), "cannot overwrite"),
        ('a = "', (1, 6), "unterminated"),
        ("a = 1\n\n[x", (3, 3), ""),
        ("a = " + "[" * 10_000, (1, 1), "nested too deeply"),
        ("a = " + "{b=" * 10_000, (1, 1), "nested too deeply"),
        ("\n" + "a." * 50_000 + "a = 1", (2, 1), "no key has more than 64 parts"),
        ("\n['a'" + " . b" * 50_000 + "]", (2, 2), "no key has more than 64 parts"),
        ("a = " + "9" * 5_000, (1, 1), "limit"),
    ],
)
def test_what_is_not_toml_is_refused_at_its_place(text: str, position: tuple[int, int], words: str) -> None:
    with pytest.raises(TomlError) as caught:
        read(text)
    assert caught.value.position == position
    assert words in caught.value.message.lower()
    assert "line" not in caught.value.message


def test_bytes_that_are_no_text_are_refused_at_their_place() -> None:
    with pytest.raises(TomlError, match="not UTF-8") as caught:
        parse(Source("rdlint.toml", b"a = 1\nb = '\xff'\n"))
    assert caught.value.position == (2, 6)


KEYS = st.text("ab.#]\"'= \\é", min_size=1, max_size=4)
LEAVES = st.one_of(st.text("ab,]}#\"'\\\n é", max_size=6), st.integers(-9, 9), st.booleans(), st.floats(0, 9))
VALUES = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)), max_leaves=6
)


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {inline(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def dumped(value: dict[str, Any], way: str = "") -> str:
    """Write tables with headers, everything inside lists in one line."""
    lines = [f"{quoted(key)} = {inline(each)}" for key, each in value.items() if not isinstance(each, dict)]
    for key, each in value.items():
        if isinstance(each, dict):
            name = f"{way}.{quoted(key)}" if way else quoted(key)
            lines += [f"[{name}]", dumped(each, name)]
    return "\n".join(lines)


def ways(value: Any, way: Path = ()) -> dict[Path, str]:
    """Return everything that has a place, with the text that stands there."""
    found: dict[Path, str] = {}
    if isinstance(value, dict):
        for key, each in value.items():
            found |= {(*way, key): quoted(key)} | ways(each, (*way, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            found |= {(*way, number): inline(each)} | ways(each, (*way, number))
    return found


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.booleans())
def test_every_key_and_every_item_has_its_place(value: dict[str, Any], with_headers: bool) -> None:
    text = dumped(value) if with_headers else "\n".join(f"{quoted(k)} = {inline(v)}" for k, v in value.items())
    document = read(text)
    assert document.values == value
    data = text.encode()
    expected = ways(value)
    assert {
        way: data[at : at + len(expected[way].encode())].decode() for way, at in document.places.items()
    } == expected


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text("a.[]{}=\"'\\,#\n\r 1-:é", max_size=60).map(str.encode)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(TomlError):
        document = parse(Source("rdlint.toml", data))
        assert all(0 <= at < len(data) for at in document.places.values())
