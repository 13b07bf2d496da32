"""Env files: every name, what stands behind it, and no value anywhere but in the spans to hide."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.facts.environment import Content, EnvironmentFile, extract, is_template
from rdlint.source import MASK, Source
from rdlint.syntax.dotenv import read

VALUE, EMPTY, PLACEHOLDER, REFERENCE = Content.VALUE, Content.EMPTY, Content.PLACEHOLDER, Content.REFERENCE


def environment(text: str | bytes, path: str = ".env") -> EnvironmentFile:
    return extract(Source(path, text.encode() if isinstance(text, str) else text))


def entries(text: str | bytes) -> list[tuple[str, Content]]:
    return [(each.name, each.content) for each in environment(text).entries]


def values(text: str) -> list[str]:
    """What is taken as the values of the file, in order."""
    source = Source(".env", text.encode())
    return [source.text(each.value) for each in read(source).assignments]


def masked(text: str) -> str:
    """The file as people get to see it."""
    source = Source(".env", text.encode())
    source.secrets = extract(source).secrets
    return source.snippet(source.span(0, len(source.data)))


# ---- the forms of a line


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("PORT=8080", "PORT", "8080"),
        ("export PORT=8080", "PORT", "8080"),
        ("export\tPORT = 8080 ", "PORT", "8080"),
        ("  PORT = 8080\t", "PORT", "8080"),
        ("PORT: 8080", "PORT", "8080"),
        ('GREETING="good  day"', "GREETING", "good  day"),
        ("GREETING='good day' # why", "GREETING", "good day"),
        ('GREETING=`good "day"`', "GREETING", 'good "day"'),
        ('GREETING="say \\"hi\\" # no remark"', "GREETING", 'say \\"hi\\" # no remark'),
        ("GREETING=good day # a remark", "GREETING", "good day"),
        ("COLOR=#ff8800", "COLOR", "#ff8800"),
        ("ANCHOR=page#top", "ANCHOR", "page#top"),
        ("NAME=it's", "NAME", "it's"),
        ("URL=https://example.com/?a=b", "URL", "https://example.com/?a=b"),
        ("KEY=abc==", "KEY", "abc=="),
        ('FOLDER="C:\\app\\"', "FOLDER", "C:\\app\\"),
        ("EMPTY=", "EMPTY", ""),
        ('EMPTY=""', "EMPTY", ""),
        ("EMPTY= # a remark", "EMPTY", ""),
        ("EMPTY=   ", "EMPTY", ""),
        ("EMPTY", "EMPTY", ""),
        ("export EMPTY # later", "EMPTY", ""),
        ("my.name-2=x", "my.name-2", "x"),
        ("export=x", "export", "x"),
    ],
)
@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\r"])
def test_a_line_gives_its_name_and_value(line: str, name: str, value: str, ending: str) -> None:
    text = f"FIRST=1{ending or chr(10)}{line}{ending}"
    source = Source(".env", text.encode())
    document = read(source)
    assert document.problems == ()
    assert [each.name for each in document.assignments] == ["FIRST", name]
    found = document.assignments[1]
    assert source.text(found.name_span) == name
    assert source.text(found.value) == value


def test_a_quoted_value_may_go_over_several_lines() -> None:
    text = "A=\"one\n# no remark\nB=2\n\"\nC='\nx\n' # remark\nD=`\n`\nE=5\n"
    assert values(text) == ["one\n# no remark\nB=2\n", "\nx\n", "\n", "5"]
    assert environment(text).problems == ()


def test_a_key_in_armour_is_one_value_even_without_quotes() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQ==\n-----END PRIVATE KEY-----"
    text = f"KEY={key}\nPORT=1\n"
    assert values(text) == [key, "1"]
    assert [problem.message for problem in environment(text).problems] == ["a value of several lines needs quotes"]


@pytest.mark.parametrize(
    ("line", "content"),
    [
        ("A=1", VALUE),
        ("A='${B}'", VALUE),
        ("A=pa$word", VALUE),
        ("A=$ecret$5", VALUE),
        ("A=' '", VALUE),
        ("A=", EMPTY),
        ("A=''", EMPTY),
        ("A", EMPTY),
        ("A=your-api-key-here", PLACEHOLDER),
        ('A="<token>"', PLACEHOLDER),
        ("A=${B}", REFERENCE),
        ('A="https://${HOST}:${PORT:-80}/"', REFERENCE),
        ("A=$B", REFERENCE),
        ("A=$(cat key.txt)", REFERENCE),
    ],
)
def test_what_stands_behind_a_name_is_told_without_the_value(line: str, content: Content) -> None:
    assert entries(line) == [("A", content)]


# ---- what is wrong


@pytest.mark.parametrize(
    ("text", "place", "names"),
    [
        ("A=1\nhello there\nB=2", "hello there", ["A", "B"]),
        ("A=1\n=2\nB=2", "=2", ["A", "B"]),
        ("MY KEY=1\nB=2", "MY KEY=1", ["B"]),
        ("https://example.com\nB=2", "https://example.com", ["B"]),
        ("<<<<<<< HEAD\nB=2", "<<<<<<< HEAD", ["B"]),
        ('A="one\nB=2\nC=3', '"one', ["A", "B", "C"]),
        ('A="one\nB=2\nC="three"', '"one', ["A", "B", "C"]),
        ('A="one\nB=2\nC="\nD=4', '"one', ["A", "B", "C", "D"]),
        ('A="one" two\nB=2', " two", ["A", "B"]),
        ("A=1\nB=2\nA=3", "A", ["A", "B", "A"]),
    ],
)
def test_a_wrong_line_is_a_problem_at_its_place_and_costs_no_other_name(
    text: str, place: str, names: list[str]
) -> None:
    source = Source(".env", text.encode())
    file = extract(source)
    assert place in [source.text(problem.span) for problem in file.problems]
    assert [each.name for each in file.entries] == names
    assert all(problem.help for problem in file.problems)


def test_the_last_of_repeated_names_is_the_problem() -> None:
    source = Source(".env", b"KEY=1\nOTHER=2\nKEY=3\n")
    (problem,) = extract(source).problems
    assert source.line_of(problem.span.start) == 3
    assert "`KEY`" in problem.message


# ---- nothing is shown


def test_every_value_is_masked_and_every_name_and_comment_is_shown() -> None:
    text = "# Twilio\nSID=AC12 # account\nTOKEN='hush hush'\nEMPTY=\nKEY=your-key\n"
    dots = MASK * 4
    assert masked(text) == f"# Twilio\nSID={dots} # account\nTOKEN='{MASK * 9}'\nEMPTY=\nKEY={MASK * 8}\n"


@pytest.mark.parametrize(
    "text",
    [
        "# OLD=canary",
        "#export OLD = canary # gone",
        "## OLD='canary'",
        "A=1 # B=canary",
        "canary without a name",
        "canary",
        "MY KEY=canary",
        'A="canary\nB=1',
        'A="one" canary\nB=1',
        'A="one" "canary"\n',
        "A: canary",
        "A=one canary",
        "A='one\ncanary'",
        "KEY=-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----",
    ],
)
def test_no_value_is_shown_wherever_it_stands(text: str) -> None:
    assert "canary" not in masked(text)


def test_a_secret_on_a_line_of_its_own_is_no_name() -> None:
    key = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    for text in (key, f"{key}=", "Hq7wX2nK9vB4tY8pL3mZ6cD1fG5jR0sA=", "AKIA" + "Q7RTZ2M4KX6WB3NV=", f"{'X' * 200}=1"):
        file = environment(f"A=1\n{text}\n")
        assert [each.name for each in file.entries] == ["A"]
        assert len(file.problems) == 1
    assert key not in masked(key)


LINES = st.sampled_from(
    [
        *("A=canary", "B='canary'", 'C="canary"', "D=`canary`", "E = canary", "export F=canary", "G=canary # remark"),
        *(
            'H="canary',
            "I='canary",
            "J=`canary",
            'K="one\ncanary\ntwo"',
            "canary",
            "# L=canary",
            "M: canary",
            '"',
            "'",
            "`",
        ),
        *(
            "N=",
            "N",
            "",
            "# remark",
            'O="',
            'P="\\',
            "Q='x' canary",
            "R= canary",
            "=canary",
            "S=a\\\ncanary",
            "T=\tcanary",
        ),
    ]
)


@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_lines_no_value_is_shown_and_none_is_in_the_record(lines: list[str], ending: str) -> None:
    text = ending.join(lines)
    assert "canary" not in masked(text)
    assert "canary" not in repr(environment(text).entries)


# ---- the file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_are_found_in_any_encoding_that_editors_write(encoding: str) -> None:
    raw = "PORT=80\r\nGRÜSSE=x\r\nKEY=für\r\n".encode(encoding)
    source = Source(".env", raw)
    file = extract(source)
    assert [(each.name, source.text(each.span)) for each in file.entries] == [("PORT", "PORT"), ("KEY", "KEY")]
    assert len(file.problems) == 1


@pytest.mark.parametrize(
    "name", [".env.example", "api/.env.local.example", ".env.sample", ".env.template", "example.env"]
)
def test_templates_are_known_by_their_names(name: str) -> None:
    assert is_template(name)


@pytest.mark.parametrize("name", [".env.dist", "env-sample", ".dev.vars.example", ".ENV.EXAMPLE"])
def test_less_common_templates_are_known_too(name: str) -> None:
    assert is_template(name)


@pytest.mark.parametrize(
    "name", [".env", ".env.local", ".env.production", ".dev.vars", "example-app/.env", ".env.examples2"]
)
def test_files_with_real_values_are_no_templates(name: str) -> None:
    assert not is_template(name)


@settings(max_examples=300)
@given(st.binary(max_size=80) | st.text("AB=\"'`# \\\n\r\texport:${}", max_size=60).map(str.encode))
def test_any_bytes_are_read_with_all_spans_inside_the_file(raw: bytes) -> None:
    source = Source(".env", raw)
    file = extract(source)
    spans = [each.span for each in file.entries] + [each.span for each in file.problems] + list(file.secrets)
    assert all(0 <= span.start <= span.end <= len(source.data) for span in spans)
    assert [source.text(each.span) for each in file.entries] == [each.name for each in file.entries]


def test_long_and_hostile_files_are_read_to_the_end() -> None:
    many = 4_000
    for shard in [
        'A="x\n',
        "A='\n'\n",
        "A='x\nB=\"y\nC=`z\n",
        "A=-----BEGIN X\nabc\n",
        "\n",
        "\r",
        "#",
        '"',
        "\\",
        "x",
        "A=$(",
    ]:
        read(Source(".env", (shard * many).encode()))
        read(Source(".env", ("A=" + shard * many).encode()))
        extract(Source(".env", (shard * 1000).encode()))


# ---- against python-dotenv

NAMES = st.from_regex(r"[A-Z_][A-Z0-9_]{0,6}", fullmatch=True)
PLAIN = st.text("abcXYZ019 _-/.:@%+=!?&*é", max_size=12).map(str.strip)
INSIDE = st.text("abc 019#=$é\n\r\t", max_size=12)
REMARKS = st.sampled_from(["", "", " # remark", "  #", "\t# A=1"])


@st.composite
def assignments(draw: st.DrawFn) -> str:
    """A line as both readers take it, with any of the forms that a value can have."""
    sign = draw(st.sampled_from(["=", "=", " = ", "= "]))
    quote = draw(st.sampled_from(["", "", "'", '"']))
    value = draw(INSIDE if quote else PLAIN)
    if quote == '"':
        value = value.replace("$", '\\"')
    remark = draw(REMARKS) if value or quote else ""
    return f"{draw(st.sampled_from(['', 'export ', '  ']))}{draw(NAMES)}{sign}{quote}{value}{quote}{remark}"


@settings(max_examples=400)
@given(
    st.lists(assignments() | NAMES | st.sampled_from(["", "# remark", "   "]), max_size=6),
    st.sampled_from(["\n", "\r\n"]),
)
def test_names_and_values_are_those_of_python_dotenv(lines: list[str], ending: str) -> None:
    parser = pytest.importorskip("dotenv.parser")
    text = ending.join(lines)
    bindings = [each for each in parser.parse_stream(io.StringIO(text, newline="")) if each.key is not None]
    assert not any(each.error for each in bindings)
    found = environment(text).entries
    assert [each.name for each in found] == [each.key for each in bindings]
    assert [each.content is EMPTY for each in found] == [not each.value for each in bindings]
