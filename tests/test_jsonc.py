"""JSON with spans: agrees with `json.loads`, says where each thing stands, reads what is left of broken text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.source import Source
from rdlint.syntax.jsonc import Document, Node, byte_places, plain, read

TEXT = st.text(st.characters(exclude_categories=[]), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4))


class Style(TypedDict, total=False):
    """How `json.dumps` writes."""

    indent: int | str
    separators: tuple[str, str]


STYLES: list[Style] = [{}, {"indent": 2}, {"separators": (",", ":")}, {"indent": "\t"}]


def source_of(text: str) -> Source:
    return Source("package.json", text.encode("utf-8", "surrogatepass"))


def strictly(text: str) -> Document:
    return read(source_of(text))


def loads(text: str) -> object:
    def refuse(word: str) -> object:
        raise ValueError(word)

    return json.loads(text, parse_constant=refuse)


def canonical(value: object) -> str:
    """Equal for equal values only: 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)


def nodes(root: Node | None) -> Iterator[Node]:
    work = [root] if root else []
    while work:
        node = work.pop()
        yield node
        work.extend(node.items)
        for member in node.members:
            work.extend((member.key, member.value))


def messages(text: str, *, tolerant: bool = False) -> list[tuple[str, str]]:
    """What is at each problem's span, and what is said of it."""
    source = source_of(text)
    return [(source.text(each.span), each.message) for each in read(source, tolerant=tolerant).problems]


# ---- agreement with json.loads


@given(VALUES, st.sampled_from(STYLES))
def test_valid_json_has_the_values_of_json_loads_and_no_problem(value: object, style: Style) -> None:
    document = strictly(json.dumps(value, **style))
    assert document.root is not None
    assert document.problems == ()
    assert canonical(plain(document.root)) == canonical(value)


@given(VALUES)
def test_every_span_holds_the_json_text_of_its_node(value: object) -> None:
    source = Source("package.json", json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    for node in nodes(read(source).root):
        assert canonical(loads(source.text(node.span))) == canonical(plain(node))
        if node.kind == "string":
            assert source.text(node.span) == f'"{source.text(node.inner)}"'


#: Pieces of JSON and of what people type instead, to be put together at random.
SHARDS = st.sampled_from(
    [
        *("{", "}", "[", "]", ":", ",", '"', '"a"', '"b":', " ", "\n") * 2,
        *(
            "1",
            "-0",
            "01",
            "1.",
            ".5",
            "1e5",
            "-",
            "+1",
            "0x1f",
            "true",
            "True",
            "null",
            "NaN",
            "-Infinity",
            "nil",
            "x",
        ),
        *("\t", "\x0b", "\u00a0", "\ufeff", "//", "/*", "*/", "/", "#", "'x'", "“y”", "é", "<<<<<<< HEAD\n", "\\"),
        *('"\\n"', '"\\q"', '"\\u00e9"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\\u12"', '"\t"'),
    ]
)


@settings(max_examples=800)
@given(st.lists(SHARDS, max_size=12).map("".join))
def test_strict_reading_refuses_exactly_what_json_loads_refuses(text: str) -> None:
    source = source_of(text)
    document = read(source)
    try:
        expected = loads(source.data.decode())  # without a byte order mark
    except ValueError:
        assert document.problems
    else:
        assert document.problems == ()
        assert document.root is not None
        assert canonical(plain(document.root)) == canonical(expected)


@settings(max_examples=300)
@given(VALUES, st.data())
def test_json_with_one_character_changed_is_refused_exactly_when_json_loads_refuses_it(
    value: object, data: st.DataObject
) -> None:
    text = json.dumps(value, indent=data.draw(st.sampled_from([None, 1])))
    at = data.draw(st.integers(0, len(text)))
    instead = data.draw(st.sampled_from(["", *'{}[]:,"\\0-.eE+ \ntx']))
    text = text[:at] + instead + text[at + data.draw(st.integers(0, 1)) :]
    try:
        loads(text)
    except ValueError:
        assert strictly(text).problems
    else:
        assert strictly(text).problems == ()


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_python_reads_and_json_does_not_have_are_refused(word: str) -> None:
    assert len(messages(f"[{word}]")) == 1


# ---- tolerant reading


@st.composite
def commented(draw: st.DrawFn) -> tuple[object, str, bool]:
    """A value, its text with comments and trailing commas strewn in, and whether there are any."""
    value = draw(VALUES)
    strewn = False
    parts: list[str] = []

    def trivia() -> None:
        nonlocal strewn
        extra = draw(st.sampled_from(["", "", "", " ", "\n", '// a "b" {\n', "/* } * , // */", "/**/"]))
        strewn = strewn or "/" in extra
        parts.append(extra)

    def comma_if_wanted(content: object) -> None:
        nonlocal strewn
        if content and draw(st.booleans()):
            strewn = True
            parts.append(",")
            trivia()

    def write(part: object) -> None:
        trivia()
        if isinstance(part, dict):
            parts.append("{")
            for index, (key, inner) in enumerate(part.items()):
                parts.append("," if index else "")
                trivia()
                parts.append(json.dumps(key))
                trivia()
                parts.append(":")
                write(inner)
            comma_if_wanted(part)
            parts.append("}")
        elif isinstance(part, list):
            parts.append("[")
            for index, inner in enumerate(part):
                parts.append("," if index else "")
                write(inner)
            comma_if_wanted(part)
            parts.append("]")
        else:
            parts.append(json.dumps(part))
        trivia()

    write(value)
    return value, "".join(parts), strewn


@given(commented())
def test_comments_and_trailing_commas_are_read_over_and_strictly_reported(case: tuple[object, str, bool]) -> None:
    value, text, strewn = case
    for tolerant in (True, False):
        document = read(source_of(text), tolerant=tolerant)
        assert document.root is not None
        assert canonical(plain(document.root)) == canonical(value)
        assert bool(document.problems) == (strewn and not tolerant)


@pytest.mark.parametrize("space", [*"\f\v\u0085\u00a0\u2003\u200b\u2028\u202f\u3000\ufeff"])
def test_spaces_that_json_does_not_have_are_read_over_and_strictly_reported(space: str) -> None:
    text = f'{{"a":{space}[1,{space}true{space}]}}'
    for tolerant in (True, False):
        document = read(source_of(text), tolerant=tolerant)
        assert document.root is not None
        assert plain(document.root) == {"a": [1, True]}
        assert len(document.problems) == (0 if tolerant else 3)


# ---- what is left of broken text


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.lists(SHARDS, max_size=40).map(lambda shards: "".join(shards).encode()))
def test_any_bytes_are_read_with_all_spans_inside_the_file(raw: bytes) -> None:
    for tolerant in (False, True):
        source = Source("tsconfig.json", raw)
        document = read(source, tolerant=tolerant)
        spans = [problem.span for problem in document.problems] + [node.span for node in nodes(document.root)]
        assert all(0 <= span.start <= span.end <= len(source.data) for span in spans)
        assert all(problem.message and problem.help for problem in document.problems)
        assert list(document.problems) == sorted(document.problems)
        assert document.root is not None or document.problems
        if document.root:
            plain(document.root)


@given(VALUES, st.data())
def test_of_a_half_typed_file_every_member_that_is_complete_is_read(value: object, data: st.DataObject) -> None:
    whole = json.dumps({"first": value, "second": {"third": value}, "fourth": 4}, indent=2)
    complete = strictly(whole).root
    assert complete is not None
    cut = data.draw(st.integers(1, len(whole)))
    root = strictly(whole[:cut]).root
    assert root is not None
    for member in complete.members:
        if member.span.end < cut:
            found = root.get(member.name)
            assert found is not None
            assert canonical(plain(found)) == canonical(plain(member.value))


def test_one_error_never_hides_the_next() -> None:
    text = """{
      version: '1',
      "a" 1
      "b": ,
      "c": True, // why
      "d": [1, 2,],
      "e": "half,
      "f": 01
    }"""
    found = [place for place, _ in messages(text)]
    assert found == ["version", "'1'", "1", '"b"', '"b"', "True", "// why", ",", '"half', "01"]
    root = strictly(text).root
    assert root is not None
    assert [member.name for member in root.members] == ["version", "a", "b", "c", "d", "e", "f"]
    assert plain(root) == {"version": "1", "a": 1, "b": None, "c": True, "d": [1, 2], "e": "half", "f": None}


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", "", "there is no JSON value here"),
        ('{"a": 1', "{", "this `{` is never closed"),
        ('{"a": [1}', "}", "`]` is missing before this `}`"),
        ("{]}", "]", "this `]` closes nothing"),
        ("[{}}]", "}", "this `}` closes nothing"),
        ('{"a": 1} {}', "{}", "nothing may follow the JSON value"),
        ('{"a" 1}', "1", "a `:` is missing before this value"),
        ('{"a": 1 "b": 2}', '"b"', "a `,` is missing before this"),
        ('{"a"}', '"a"', "`a` has no value"),
        ('{"a":\n"b": 2}', '"a"', "`a` has no value"),
        ("{: 1}", ":", "a key is missing before this `:`"),
        ("{[]}", "[", "a key is missing before this value"),
        ('["a": 1]', ":", "an array holds values without keys"),
        ("[1,,2]", ",", "nothing stands before this `,`"),
        ("[1,]", ",", "no `,` may stand before `]`"),
        ("[“a”]", "“a”", "JSON writes strings in straight double quotes"),
        ('["a\tb"]', "\t", "a control character stands in this string"),
        ('["C:\\dir"]', "\\d", "JSON has no such escape"),
        ("[None]", "None", "JSON has no `None`"),
        ("[fals]", "fals", "JSON has no `fals`"),
        ("[FALSE]", "FALSE", "JSON writes `false` in lower case"),
        ("[main]", "main", "text needs double quotes in JSON"),
        ("[1] # one", "# one", "JSON has no comments with `#`"),
        ("[1] /* one", "/* one", "this comment is never closed"),
        ("[1,\u00a02]", "\u00a0", "this is not a space that JSON allows"),
        ("[1,\n=======\n2]", "=======", "this is a merge conflict marker"),
        ("[1,\n========\n, 2]", "========", "text needs double quotes in JSON"),
        ("[1, =======\n,2]", "=======", "text needs double quotes in JSON"),
    ],
)
def test_an_error_is_one_problem_at_its_place(text: str, place: str, message: str) -> None:
    assert messages(text) == [(place, message)]


def test_bytes_that_are_not_utf8_are_a_problem_in_a_string() -> None:
    document = read(Source("package.json", b'{"a": "\xff\xfe", "b": 1}'))
    assert [problem.message for problem in document.problems] == ["this string is not UTF-8"]
    assert document.root is not None
    assert plain(document.root) == {"a": "\ufffd\ufffd", "b": 1}


def test_a_string_that_is_not_closed_ends_with_its_line_and_before_its_comma() -> None:
    document = strictly('{\n  "lock": "user:deploy:x,\n  "sandbox: true\n}')
    assert document.root is not None
    assert plain(document.root) == {"lock": "user:deploy:x", "sandbox": True}
    assert [problem.message for problem in document.problems] == ["this string is not closed on its line"] * 2


def test_a_backslash_at_the_end_of_a_line_closes_no_string() -> None:
    assert messages('["ab\\\n]') == [
        ('"ab\\', "this string is not closed on its line"),
        ("\\", "JSON has no such escape"),
    ]


def test_both_sides_of_a_merge_conflict_are_read() -> None:
    text = '{\n<<<<<<< HEAD\n  "id": "a",\n=======\n  "id": "b",\n>>>>>>> other\n  "on": true\n}\n'
    document = strictly(text)
    assert document.root is not None
    assert [member.name for member in document.root.members] == ["id", "id", "on"]
    assert {problem.message for problem in document.problems} == {"this is a merge conflict marker"}


def test_no_message_repeats_a_key_that_looks_like_a_credential_or_moves_the_cursor() -> None:
    for key in [
        "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
        "redis://:" + "Zk3j-Tq81@db",
        "Hq7wX2nK9vB4tY8pL3mZ6cD1fG5jR0sA",
        "\x1b[2J",
        "\ud800",
        "k" * 200,
    ]:
        for problem in strictly("{" + json.dumps(key) + "}").problems:
            assert key not in problem.message
            assert problem.message.isprintable()


# ---- the tree


def test_lookups_go_along_a_path_and_the_last_of_a_repeated_key_counts() -> None:
    document = strictly('{"scripts": {"deploy": "one", "deploy": "two"}, "list": [1]}')
    root = document.root
    assert root is not None
    deploy = root.get("scripts", "deploy")
    assert deploy is not None
    assert deploy.value == "two"
    assert root.get("scripts", "absent") is None
    assert root.get("list", "0") is None
    assert root.get() is root
    assert [(each.name, each.first.start, each.span.start) for each in document.duplicates] == [("deploy", 13, 30)]
    assert document.problems == ()


@given(TEXT, st.booleans())
def test_every_byte_of_a_string_comes_from_its_place_in_the_file(text: str, is_ascii: bool) -> None:
    source = source_of(f'{{"deploy": {json.dumps(text, ensure_ascii=is_ascii)}}}')
    document = read(source)
    if document.problems:
        return  # a lone surrogate that stands unescaped in the file
    string = document.root and document.root.get("deploy")
    assert string
    value = str(string.value).encode("utf-8", "surrogatepass")
    places = byte_places(source, string)
    assert len(places) == len(value) + 1
    assert places[-1] == string.inner.end
    assert places == sorted(places)
    for byte, place in zip(value, places, strict=False):
        assert source.data[place] in (byte, ord("\\"))


def test_deep_nesting_and_long_lines_are_read_to_the_end() -> None:
    depth = 10_000
    for text in ("[" * depth, "[" * depth + "]" * depth, '{"a":' * depth, "[{" * depth + "]" * depth, "}" * depth):
        document = strictly(text)
        if document.root:
            plain(document.root)
    assert strictly("[" * depth + "]" * depth).problems == ()
    assert len(strictly("[" * depth).problems) == 1
    for shard in ["/a", "\\", "*", "/*", '"', "'", "“", "\u00a0", "a\u00a0", ",", "1", "é", "<", '"\\']:
        strictly("[" + shard * depth)
