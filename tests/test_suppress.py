"""Comments that silence findings, and those that only look as if they did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.directive import find_directives
from rdlint.finding import Finding, Severity
from rdlint.rule import Rule
from rdlint.selection import Selection
from rdlint.settings import Settings
from rdlint.source import Source
from rdlint.span import Span
from rdlint.suppress import Suppressions


def nothing(_app: object) -> Iterator[Finding]:
    return iter(())


UNDECLARED = Rule("RD101", "undeclared-env", Severity.ERROR, "0.1", nothing)
PROCESS = Rule("RD103", "process-env", Severity.WARNING, "0.1", nothing)
LOCK = Rule("RD401", "stale-lock", Severity.ERROR, "0.1", nothing)
RULES = (UNDECLARED, PROCESS, LOCK)


def is_silent(suppressions: Suppressions, rule: Rule, span: Span) -> bool:
    cover = suppressions.cover(rule, span, Selection(Settings(), RULES))
    return cover is not None and not cover.refusal


def silent_lines(text: str, path: str = "src/api/index.ts", rule: Rule = UNDECLARED) -> list[int]:
    """Return the lines on which findings of ``rule`` are silenced."""
    source = Source(path, text.encode())
    suppressions = Suppressions({path: source}, RULES)
    assert suppressions.problems == ()
    return [
        number
        for number, start in enumerate(source.line_starts, 1)
        if is_silent(suppressions, rule, Span(path, start, start + 1))
    ]


def problems(text: str, path: str = "src/api/index.ts") -> list[tuple[str, str, str]]:
    """Return what is wrong with directives: the text complained about, the complaint, what to type."""
    source = Source(path, text.encode())
    suppressions = Suppressions({path: source}, RULES)
    assert not any(is_silent(suppressions, rule, Span(path, 0, 1)) for rule in RULES)
    return [(source.text(each.span), each.message, each.help) for each in suppressions.problems]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "read(); // rdlint: ignore[undeclared-env]"),
        ("a.ts", "read(); //rdlint:ignore[undeclared-env]"),
        ("a.ts", "read(); // rdlint: ignore [ undeclared-env ] -- because"),
        ("a.ts", "read(); // rdlint: ignore[RD101] -- because [of] `this`"),
        ("a.ts", "read(); // rdlint: ignore[rd101]"),
        ("a.ts", "read(); // rdlint: ignore[environment]"),
        ("a.ts", "read(); // rdlint: ignore[stale-lock, undeclared-env]"),
        ("a.ts", "read(); /* rdlint: ignore[undeclared-env] -- why */"),
        ("a.ts", "/* rdlint: ignore[undeclared-env] */ read();"),
        ("a.ts", "read(); // eslint-disable-line // rdlint: ignore[undeclared-env]"),
        ("a.ts", "read(); // rdlint: ignore[undeclared-env] // eslint-disable-line"),
        ("a.tsx", "<p>Don't {read()}</p> {/* rdlint: ignore[undeclared-env] */}"),
        ("a.ts", "say('it\\'s', \"//\", `#`); // rdlint: ignore[undeclared-env] -- isn't \"it\""),
        ("a.py", "read()  # rdlint: ignore[undeclared-env]  # noqa: S105"),
        ("deploy.sh", "read 'a' \"b\" # rdlint: ignore[undeclared-env]"),
        ("Makefile", "\tread # rdlint: ignore[undeclared-env]"),
        (".env", "A=1 # rdlint: ignore[undeclared-env]"),
        ("raindrop.manifest", 'env "A" {} // rdlint: ignore[undeclared-env]'),
        ("raindrop.manifest", 'env "A" {} # rdlint: ignore[undeclared-env]'),
        ("page.html", "<p>{read}</p> <!-- rdlint: ignore[undeclared-env] -- why -->"),
    ],
)
def test_behind_code_the_own_line_is_silent(path: str, text: str) -> None:
    assert silent_lines(f"first\n{text}\nlast\n", path) == [2]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a.ts", "// rdlint: ignore[undeclared-env]\nread();", 2),
        ("a.ts", "  // rdlint: ignore[undeclared-env]\n\n  // more\n  /* and\n more */\n\n  read();\nread();", 7),
        ("a.ts", "// rdlint: ignore[undeclared-env]\n// rdlint: ignore[stale-lock]\nread();", 3),
        ("a.ts", "/* rdlint: ignore[undeclared-env]\n   because\n */\nread();", 4),
        ("a.ts", "/**\n * rdlint: ignore[undeclared-env] -- why\n * more\n */\nread();", 5),
        ("a.ts", "// rdlint: ignore[undeclared-env]\n#count = read();", 2),
        ("a.ts", "// rdlint: ignore[undeclared-env]\n*generate() {}", 2),
        ("a.ts", "// rdlint: ignore[undeclared-env]\n/* a */ read();", 2),
        ("a.ts", "// rdlint: ignore[undeclared-env]\n{\nread();", 2),
        ("a.ts", "/* rdlint: ignore[undeclared-env] */ // more\nread();", 2),
        ("a.ts", "/* more */ // rdlint: ignore[undeclared-env]\nread();", 2),
        ("a.tsx", "{/* rdlint: ignore[undeclared-env] */}\n{/* more\n */}\n<p>{read()}</p>", 4),
        ("a.py", "# rdlint: ignore[undeclared-env]\n# more\n\nread()", 4),
        ("raindrop.manifest", '# rdlint: ignore[undeclared-env]\n// more\n/* and\nmore */ env "A" {}', 4),
        ("page.html", "<!-- rdlint: ignore[undeclared-env] -->\n<!-- more\n-->\n<p>", 4),
        ("a.ts", "// rdlint: ignore[undeclared-env]\r\n\r\nread();\r\n", 3),
    ],
)
def test_alone_on_a_line_the_next_line_of_code_is_silent(path: str, text: str, line: int) -> None:
    assert silent_lines(text, path) == [line]


def test_the_whole_file_is_silent_wherever_the_directive_stands() -> None:
    assert silent_lines("read();\nread(); // rdlint: ignore-file[undeclared-env] -- generated\nread();") == [1, 2, 3]


def test_only_the_rules_that_are_named_are_silent() -> None:
    text = "read(); // rdlint: ignore[undeclared-env]\n"
    assert silent_lines(text, rule=UNDECLARED) == [1]
    assert silent_lines(text, rule=PROCESS) == []
    assert silent_lines("read(); // rdlint: ignore[RD1]\n", rule=PROCESS) == [1]


def test_of_a_finding_over_several_lines_the_first_counts() -> None:
    text = b"call(\n  1, // rdlint: ignore[undeclared-env]\n);\n// rdlint: ignore[undeclared-env]\ncall(\n  1,\n);\n"
    source = Source("a.ts", text)
    suppressions = Suppressions({"a.ts": source}, RULES)
    first, second = text.index(b"call"), text.rindex(b"call")
    assert not is_silent(suppressions, UNDECLARED, source.span(first, first + 60))
    assert is_silent(suppressions, UNDECLARED, source.span(second, len(text)))


def test_other_files_are_not_silent() -> None:
    sources = {path: Source(path, b"x // rdlint: ignore-file[RD101]") for path in ("a.ts", "b.ts")}
    sources["c.ts"] = Source("c.ts", b"x")
    suppressions = Suppressions(sources, RULES)
    assert is_silent(suppressions, UNDECLARED, Span("b.ts", 0, 1))
    assert not is_silent(suppressions, UNDECLARED, Span("c.ts", 0, 1))
    assert not is_silent(suppressions, UNDECLARED, Span("not-read.ts", 0, 1))


def test_a_directive_keeps_its_reason() -> None:
    [directive] = find_directives(Source("a.ts", "x /* rdlint: ignore[RD101, RD401] --  wörks as meant  */".encode()))
    assert directive.reason == "wörks as meant"
    assert [each.text for each in directive.rules] == ["RD101", "RD401"]
    assert directive.span == Span("a.ts", 5, 33)


@pytest.mark.parametrize(
    ("comment", "about", "complaint", "advice"),
    [
        ("rdlint: ingore[undeclared-env]", "rdlint: ingore", "no directive", "`rdlint: ignore[undeclared-env] -- why`"),
        ("rdlint:ignore undeclared-env", "rdlint:ignore", "names no rule", "`rdlint: ignore[undeclared-env] -- why`"),
        ("rdlint: ignore RD101", "rdlint: ignore", "names no rule", "`rdlint: ignore[RD101] -- why`"),
        ("rdlint: ignore", "rdlint: ignore", "names no rule", "`rdlint: ignore[RULE] -- why`"),
        ("rdlint: ignore[]", "rdlint: ignore[]", "names no rule", "`rdlint: ignore[RULE] -- why`"),
        ("rdlint: ignore[ , ]", "rdlint: ignore[ , ]", "names no rule", ""),
        ("rdlint: ignore[RD101", "rdlint: ignore[RD101", "not closed", "`rdlint: ignore[RD101] -- why`"),
        ("rdlint: ignore[RD101] because", "rdlint: ignore[RD101]", "not understood", "`rdlint: ignore[RD101] -- why`"),
        ("rdlint: ignore[RD101] until 2027-01-31", "rdlint: ignore[RD101]", "not understood", ""),
        ("rdlint: ignore[RD101] until=2027-1-31", "2027-1-31", "no date", "`until=2027-01-31`"),
        ("rdlint: ignore[RD101] until=2027-02-29 -- why", "2027-02-29", "no date", "`until=2027-01-31`"),
        ("rdlint: ignore[RD101] until=tomorrow", "tomorrow", "no date", "`until=2027-01-31`"),
        ("rdlint: ignore[RD101] until= -- why", "", "no date", "`until=2027-01-31`"),
        ("rdlint: ignore[RD101] until=2027-01-31 because", "rdlint: ignore[RD101]", "not understood", ""),
        ("rdlint: ignore-line[RD101]", "rdlint: ignore-line", "no directive", "`rdlint: ignore[RD101] -- why`"),
        ("rdlint: disable-file RD101", "rdlint: disable-file", "no directive", "`rdlint: ignore-file[RD101] -- why`"),
        ("rdlint: noqa", "rdlint: noqa", "no directive", "`rdlint: ignore[RULE] -- why`"),
        ("rdlint: Ignore[RD101]", "rdlint: Ignore", "no directive", "`rdlint: ignore[RD101] -- why`"),
        ("rdlint: [RD101]", "rdlint: [RD101]", "no directive", ""),
        ("rdlint: ignore[undeclared-evn]", "undeclared-evn", "no rule `undeclared-evn`", "write `undeclared-env`"),
        ("rdlint: ignore[RD101, RD999]", "RD999", "no rule `RD999`", "write a code, a name or an area"),
        ("rdlint: ignore-file[ALL]", "ALL", "cannot silence `ALL`", "name those"),
    ],
)
def test_what_is_not_understood_silences_nothing_and_says_what_to_type(
    comment: str, about: str, complaint: str, advice: str
) -> None:
    [(text, message, help_)] = problems(f"read(); // {comment}\n")
    assert text.startswith(about)
    assert complaint in message
    assert advice in help_
    [(text, _, help_)] = problems(f"read(); /* {comment} */\n")
    assert text.startswith(about)
    assert advice in help_


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", 'const help = "// rdlint: ignore[undeclared-env]"; read();'),
        ("a.ts", "const help = 'it\\'s // rdlint: ignore[undeclared-env]'; read();"),
        ("a.ts", "const help = `# rdlint: ignore` + `// rdlint: ignore`; read();"),
        ("a.ts", "const a = 'x' + \"y // rdlint: ignore[nothing]\";"),
        ("a.ts", "// see rdlint: ignore[undeclared-env] in the handbook"),
        ("a.ts", "// rdlint: the linter for apps on Raindrop"),
        ("a.ts", "// rdlint: see [the handbook]"),
        ("a.ts", "# rdlint: ignore"),
        ("a.ts", "rdlint: while (true) break rdlint;"),
        ("a.py", "x = 1 // rdlint: ignore"),
        ("ci.yml", "rdlint: ignore"),
        ("a.json", '{"a": 1} // rdlint: ignore'),
    ],
)
def test_what_is_no_comment_to_rdlint_is_left_alone(path: str, text: str) -> None:
    assert find_directives(Source(path, text.encode())) == ()


def test_a_secret_is_not_repeated_in_a_complaint() -> None:
    for form in ("ignore[sk-hunter2]", "ingore[sk-hunter2]", "ignore sk-hunter2"):
        source = Source("a.ts", f"x // rdlint: {form}\n".encode())
        start = source.data.index(b"sk-")
        source.secrets = (source.span(start, start + 10),)
        [problem] = Suppressions({"a.ts": source}, RULES).problems
        assert "hunter" not in problem.message + problem.help


PIECES = st.sampled_from(
    "rdlint:| ignore|-file|[|RD101|,|]| -- |//|/*|*/| * |#|<!--|-->|\"|'|`|\\|\n|\r|{|}| |é|\x1b|x = 1|  ".split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["a.ts", "a.py", "a.manifest", "a.json"]))
def test_any_text_gives_directives_that_lie_inside_it(text: str, path: str) -> None:
    source = Source(path, text.encode())
    lines = len(source.line_starts)
    for directive in find_directives(source):
        assert 0 <= directive.span.start < directive.span.end <= len(source.data)
        assert 0 <= directive.line <= lines + 1
        assert source.text(directive.span).startswith("rdlint:")
        assert bool(directive.rules) != bool(directive.problem)
        for rule in directive.rules:
            assert source.text(rule.span) == rule.text
            assert directive.span.contains(rule.span)
        here = source.line_of(directive.span.start)
        assert directive.line == 0 or here <= directive.line


@pytest.mark.parametrize(
    "text",
    [
        "// rdlint: ignore[RD101]\n" * 20_000,
        "/*\n" + " * rdlint: ignore[RD101]\n" * 20_000,
        '"// rdlint: ignore[RD101]" ' * 20_000,
        "// rdlint: ignore[RD101] " * 20_000,
        "'\"`" + "//rdlint:ignore[" * 20_000,
        '"\\' * 100_000 + "// rdlint: ignore[RD101]",
        "// rdlint: ignore[RD101]\n" + "/**/" * 100_000,
        "/*" * 100_000 + " rdlint: ignore[RD101]",
        "// rdlint: ignore[" + " " * 200_000 + "]",
    ],
    ids=range(9),
)
def test_hostile_files_are_read_in_linear_time(text: str) -> None:
    """With a square anywhere in it, one of these would not end."""
    find_directives(Source("a.ts", text.encode()))
