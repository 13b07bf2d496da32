"""What people see: frames, colours, widths, and nothing that a terminal obeys."""

from __future__ import annotations

import io
import itertools
import os
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Finding, Related, Severity
from rdlint.report import FORMATS, render
from rdlint.report.frame import Row, frame
from rdlint.report.terminal import Terminal, cells, head, tail, visible
from rdlint.run_report import Report
from rdlint.source import MASK, Source
from rdlint.span import Span
from tests.reports import ANY_TEXT as HOSTILE_TEXT
from tests.workflow_commands import command

#: No output holds any of these: they steer terminals, or turn and hide text.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\t\r\n\x1b\x9b\u202e\u2066\u2028\u200d\ufe0f\ud800字é\u0301👩🏽💻 \"'"),
        st.sampled_from("abc{}"),
    ),
    max_size=120,
)


def source(text: str, path: str = "src/api/index.ts") -> Source:
    return Source(path, text.encode("utf-8", "surrogatepass"))


def span(of: Source, text: str) -> Span:
    start = of.data.index(text.encode())
    return of.span(start, start + len(text.encode()))


def report(*findings: Finding, sources: tuple[Source, ...] = (), **more: object) -> Report:
    diagnostics = tuple(
        Diagnostic("RD101", "undeclared-env", each.severity or Severity.ERROR, each) for each in findings
    )
    return Report(os.getcwd(), diagnostics, {each.path: each for each in sources}, **more)  # type: ignore[arg-type]


class Screen(io.StringIO):
    """A terminal, as far as a stream can tell."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def printed(subject: Report, format_name: str = "text", *, elapsed: float = 0.0) -> str:
    stream = io.StringIO()
    render(subject, format_name, stream, elapsed=elapsed)
    return stream.getvalue()


def on_screen(subject: Report, *, columns: int = 80, color: bool = False) -> list[str]:
    stream = Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        render(subject, "text", stream, color=color)
    return re.sub(r"\x1b\]8;;.*?\x1b\\", "", stream.getvalue()).splitlines()


def code_and_carets(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the code of each marked line with the carets below it, both from the bar on."""
    for above, below in itertools.pairwise(lines):
        if re.fullmatch(r" +│ *\^+", below):
            yield above.partition("│")[2], below.partition("│")[2]


def test_a_finding_says_where_what_why_and_what_to_type() -> None:
    worker = source("export default class {\n  async fetch() {\n    return this.env.API_KEY;\n  }\n}\n")
    manifest = source('application "shop" {\n  env "API_KYE" {}\n}\n', "raindrop.manifest")
    finding = Finding(
        span(worker, "API_KEY"),
        "`API_KEY` is read here, but the manifest declares no such variable",
        help='add this to `application`, then set it:\nenv "API_KEY" {}\nraindrop build env set env:API_KEY "$KEY"',
        related=(Related(span(manifest, '"API_KYE"'), "a similar name is declared here"),),
    )
    shown = printed(report(finding, sources=(worker, manifest), apps=("",)), elapsed=0.084)
    assert (
        shown
        == """\
src/api/index.ts:3:21  error  undeclared-env (RD101)
  `API_KEY` is read here, but the manifest declares no such variable

  2 │   async fetch() {
  3 │     return this.env.API_KEY;
    │                     ^^^^^^^
  4 │   }

  raindrop.manifest:2:7  a similar name is declared here
  2 │   env "API_KYE" {}
    │       ^^^^^^^^^

  help: add this to `application`, then set it:
    env "API_KEY" {}
    raindrop build env set env:API_KEY "$KEY"

1 error in 1 file (2 files of 1 app read in 0.08 s)
"""
    )


def test_a_related_place_in_the_same_file_needs_no_path() -> None:
    worker = source("const first = 1;\n\nconst second = 2;\n")
    finding = Finding(span(worker, "first"), "told once", related=(Related(span(worker, "second"), "and again"),))
    assert "  and again\n  3 │ const second = 2;\n" in printed(report(finding, sources=(worker,)))


def test_findings_stand_by_file_and_place_whatever_the_order_of_work() -> None:
    sources = source("one\ntwo\n", "b.ts"), source("three\n", "a.ts")
    findings = [Finding(span(sources[0], "two"), "m"), Finding(span(sources[0], "one"), "m")]
    findings.append(Finding(span(sources[1], "three"), "m"))
    outputs = {printed(report(*order, sources=sources)) for order in (findings, findings[::-1])}
    assert len(outputs) == 1
    places = re.findall(r"^[ab]\.ts:\d+", outputs.pop(), re.MULTILINE)
    assert places == ["a.ts:1", "b.ts:1", "b.ts:2"]


@pytest.mark.parametrize(
    ("before", "marked", "blanks", "carets"),
    [
        ("  x = ", "KEY", 6, 3),
        ("\tx = ", "KEY", 8, 3),
        ("a\tb\t", "KEY", 10, 3),
        ('"価格" + ', "KEY", 9, 3),
        ('"한글" + ', "KEY", 9, 3),
        ('"\u1112\u1161\u11ab" + ', "KEY", 7, 3),  # one syllable in three parts
        ('"ok 👍" + ', "KEY", 10, 3),
        ('"ok 👍🏽" + ', "KEY", 10, 3),  # terminals disagree on the skin tone, so it is not shown
        ('"⚠️" + ', "KEY", 6, 3),  # likewise the wish for a colourful sign
        ('"👩\u200d💻" + ', "KEY", 9, 3),  # and the joiner between two emoji
        ('"e\u0301a\u0308" + ', "KEY", 7, 3),
        ("", "価格", 0, 4),
        ("x = ", "e\u0301", 4, 1),
        ("x\u202ey = ", "KEY", 11, 3),
        ("", "\x1b", 0, 4),
    ],
)
def test_carets_stand_exactly_below_what_is_meant(before: str, marked: str, blanks: int, carets: int) -> None:
    worker = source(f"{before}{marked};\n")
    start = len(before.encode())
    row = frame(worker, worker.span(start, start + len(marked.encode())), Terminal(), 80, context=False)[0]
    assert row.carets == (blanks, carets)
    assert cells(row.before) == blanks


def test_an_empty_span_points_between_two_characters() -> None:
    worker = source("ab\n")
    [row] = frame(worker, worker.span(2, 2), Terminal(), 80, context=False)
    assert (row.before, row.carets) == ("ab", (2, 1))


def test_blank_neighbours_are_left_out() -> None:
    worker = source("\n\nKEY\n   \n")
    assert [row.number for row in frame(worker, span(worker, "KEY"), Terminal(), 80, context=True)] == [3]


def test_of_a_span_over_many_lines_the_first_and_the_last_are_shown() -> None:
    manifest = source('service "api" {\n  a = 1\n  b = 2\n}\n')
    rows = frame(manifest, manifest.span(0, len(manifest.data) - 1), Terminal(), 80, context=True)
    assert rows == [Row(1, "", 'service "api" {'), Row(0, ""), Row(4, "", "}")]


def test_a_span_over_two_lines_leaves_no_gap() -> None:
    worker = source("call(\n    )\n")
    assert frame(worker, worker.span(0, 11), Terminal(), 80, context=False) == [
        Row(1, "", "call("),
        Row(2, "    ", ")"),
    ]


class Watched(Source):
    """A source that remembers how much text it gave away."""

    given = 0

    def snippet(self, span: Span) -> str:
        self.given += span.end - span.start
        return super().snippet(span)


@pytest.mark.parametrize("unit", ["a=1;", "字"])
def test_a_line_of_megabytes_is_cut_around_the_finding_without_reading_all_of_it(unit: str) -> None:
    half = unit * (4_000_000 // len(unit.encode()))
    worker = Watched("bundle.js", f"{half}env.KEY{half}".encode())
    lines = on_screen(report(Finding(span(worker, "env.KEY"), "told"), sources=(worker,)))
    [(code, carets)] = code_and_carets(lines)
    assert code.startswith(" …")
    assert code.endswith("…")
    assert cells(code) + 4 <= 80
    assert code[0:].partition("env.KEY")[1]
    assert cells(code.partition("env.KEY")[0]) == carets.index("^")
    assert carets.count("^") == len("env.KEY")
    assert worker.given < 5_000


def test_the_beginning_of_a_long_line_stays_where_there_is_room() -> None:
    worker = source("    await fetch(" + "x" * 300)
    [(code, _)] = code_and_carets(on_screen(report(Finding(span(worker, "fetch"), "told"), sources=(worker,))))
    assert code.startswith("     await fetch(xxx")
    assert code.endswith("…")


def test_a_finding_without_its_text_is_still_printed() -> None:
    empty = source("", "empty.ts")
    findings = Finding(Span("gone.ts", 5, 9), "told"), Finding(Span("empty.ts", 3, 9), "told")
    shown = printed(report(*findings, sources=(empty,)))
    assert "gone.ts:1:1  error" in shown
    assert "empty.ts:1:1  error" in shown
    assert "│" not in shown


def test_secrets_are_masked_in_the_marked_line_and_around_it() -> None:
    text = 'const a = "hunter2-one";\nconst b = "hunter2-two";\nconst c = "hunter2-three";\n'
    worker = source(text)
    worker.secrets = tuple(span(worker, f"hunter2-{word}") for word in ("one", "two", "three"))
    finding = Finding(span(worker, '"hunter2-two"'), "told", related=(Related(span(worker, "const c"), "too"),))
    shown = printed(report(finding, sources=(worker,)))
    assert "hunter" not in shown
    assert f'"{MASK * 11}"' in shown


def test_commands_to_copy_are_never_wrapped_or_cut() -> None:
    command = "raindrop build env set env:NAME " + "x" * 200
    advice = (
        "Take this line out, or else, when it is meant, type what follows, for example with `raindrop build deploy`:"
    )
    lines = on_screen(report(Finding(Span("a.ts", 0, 0), "told", help=f"{advice}\n{command}")))
    assert lines[3:6] == [
        "  help: Take this line out, or else, when it is meant, type what follows, for",
        "    example with `raindrop build deploy`:",
        f"    {command}",
    ]
    lines = on_screen(report(Finding(Span("a.ts", 0, 0), "told", help=f"write `{command}` here")))
    assert lines[3:6] == ["  help: write", f"    `{command}`", "    here"]


def test_sentences_are_wrapped_on_a_terminal_and_whole_in_a_pipe() -> None:
    message = "価格 " + "word " * 30 + "end"
    finding = Finding(Span("a.ts", 0, 0), message)
    lines = on_screen(report(finding), columns=60)[1:-2]
    assert len(lines) > 2
    assert all(cells(line) <= 60 for line in lines)
    assert " ".join(line.strip() for line in lines) == message
    assert message in printed(report(finding))


@pytest.mark.parametrize(
    ("severities", "more", "said"),
    [
        ((), {"apps": ("",)}, "no problems found (1 file of 1 app read in 0.00 s)"),
        (
            (),
            {"apps": ("a", "b"), "suppressed": 3},
            "no problems found, 3 suppressed (1 file of 2 apps read in 0.00 s)",
        ),
        ((1, 3, 3), {}, "2 errors, 1 hint in 1 file (1 file of no app read in 0.00 s)"),
        ((2,), {"apps": ("",)}, "1 warning in 1 file (1 file of 1 app read in 0.00 s)"),
        (
            (),
            {"apps": ("",), "has_failed_rule": True},
            "no problems found, but not everything could be judged (1 file of 1 app read in 0.00 s)",
        ),
    ],
)
def test_the_last_line_sums_up(severities: tuple[int, ...], more: dict[str, object], said: str) -> None:
    worker = source("x")
    findings = (Finding(worker.span(0, 1), f"m{i}", severity=Severity(each)) for i, each in enumerate(severities))
    assert printed(report(*findings, sources=(worker,), **more)).splitlines()[-1] == said


def test_files_that_could_not_be_read_are_named() -> None:
    shown = printed(report(unread=(("src/a\nb.ts", "larger than 1 MiB"),)))
    assert "not read  src/a\\nb.ts: larger than 1 MiB\n" in shown


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, st.integers(0, 200), st.integers(0, 60), st.integers(8, 100), st.integers(0, 200), st.booleans())
def test_frames_of_any_text_stay_inside_the_screen_and_steer_nothing(
    text: str, start: int, length: int, columns: int, secret: int, color: bool
) -> None:
    worker = source(text)
    worker.secrets = (worker.span(secret, secret + 9),)
    finding = Finding(
        worker.span(start, start + length), text or "m", help=text, related=(Related(worker.span(secret, start), text),)
    )
    lines = on_screen(report(finding, sources=(worker,)), columns=columns, color=color)
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    assert not any(STEERING.search(line) for line in plain)
    for line in plain:
        if "│" in line and "│" not in text:
            assert columns_of(line) <= max(columns, 27)
    for row in frame(worker, finding.span, Terminal(), 10_000, context=True):
        assert row.marked is None or row.carets == (columns_of(row.before), max(1, columns_of(row.marked)))


def columns_of(text: str) -> int:
    """Count the columns of printable text, told apart from what is tested by its way."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    none = sum(unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff" for char in text)
    return len(text) + wide - none


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab 字é\n\t👍"), max_size=60), st.data())
def test_no_character_of_a_secret_is_printed_in_any_format(around: str, data: st.DataObject) -> None:
    canary = "QZQZQZQZ"
    at = data.draw(st.integers(0, len(around)))
    worker = source(around[:at] + canary + around[at:])
    worker.secrets = (span(worker, canary),)
    start = data.draw(st.integers(0, len(worker.data)))
    finding = Finding(worker.span(start, data.draw(st.integers(start, len(worker.data)))), "told")
    for name in FORMATS:
        assert not set("QZ") & set(printed(report(finding, sources=(worker,)), name))


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_concise_is_one_line_whatever_the_names_hold(path: str, message: str, advice: str) -> None:
    path = path.replace("\x00", "") or "a"
    shown = printed(report(Finding(Span(path, 0, 0), message, help=advice)), "concise")
    assert shown.endswith("\n")
    assert shown.count("\n") == 1
    assert not STEERING.search(shown[:-1])


def test_concise_says_all_that_is_to_be_typed() -> None:
    worker = source("a\n  KEY\n")
    finding = Finding(span(worker, "KEY"), "`KEY` is not declared", help="declare it:\nenv KEY {}\nraindrop build\n")
    assert (
        printed(report(finding, sources=(worker,)), "concise")
        == "src/api/index.ts:2:3: error[RD101] `KEY` is not declared; declare it: env KEY {}; raindrop build\n"
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "shift_jis", "utf-8", "no-such-encoding"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_every_encoding_of_the_stream_will_do(encoding: str, format_name: str) -> None:
    buffer = io.BytesIO()
    written = encoding if encoding != "no-such-encoding" else "ascii"
    stream = io.TextIOWrapper(buffer, encoding=written, newline="\n")
    worker = source('const a = "価格 → 👍 é secret";\n')
    worker.secrets = (span(worker, "secret"),)
    finding = Finding(span(worker, "価格"), "value “価格” — read", help="→")
    render(report(finding, sources=(worker,)), format_name, stream)
    stream.flush()
    assert re.search(b"RD101|undeclared-env", buffer.getvalue())


def test_frames_are_exact_in_ascii_too() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    worker = source('"価" + KEY + "secret"\n')
    worker.secrets = (span(worker, "secret"),)
    render(report(Finding(span(worker, "KEY"), "told"), sources=(worker,)), "text", stream)
    stream.seek(0)
    assert '  1 | "\\u4fa1" + KEY + "******"\n    |            ^^^\n' in stream.read()


@pytest.mark.parametrize(
    ("environment", "is_terminal", "colored"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "false"}, True, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colour_follows_the_terminal_and_the_environment(
    environment: dict[str, str], is_terminal: bool, colored: bool
) -> None:
    stream = Screen() if is_terminal else io.StringIO()
    found = Terminal.of(stream, environ={"TERM": "xterm", **environment})
    assert found.has_color is colored
    assert Terminal.of(stream, color=not colored, environ=environment).has_color is not colored


@pytest.mark.parametrize(
    ("environment", "is_terminal", "linked"),
    [
        ({}, True, True),
        ({"FORCE_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "linux"}, True, False),
        ({"TERM_PROGRAM": "vscode"}, True, False),
    ],
)
def test_links_are_for_terminals_alone(environment: dict[str, str], is_terminal: bool, linked: bool) -> None:
    stream = Screen() if is_terminal else io.StringIO()
    assert Terminal.of(stream, environ={"TERM": "xterm", **environment}).has_links is linked


def test_a_link_holds_nothing_but_plain_ascii() -> None:
    shown = Terminal(has_links=True).link("here", "/app/src/a b\x1b\\\n字\udcff;.ts")
    assert re.fullmatch(
        r"\x1b\]8;;file://[!-~]*/app/src/a%20b%1B%5C%0A%E5%AD%97%FF%3B\.ts\x1b\\here\x1b\]8;;\x1b\\", shown
    )


def test_colours_end_on_the_line_on_which_they_begin() -> None:
    worker = source("let a = KEY\n")
    finding = Finding(span(worker, "KEY"), "told", help="a\nb", related=(Related(span(worker, "a"), "x"),))
    lines = on_screen(report(finding, sources=(worker,)), color=True)
    assert any("\x1b[" in line for line in lines)
    for line in lines:
        styles = re.findall(r"\x1b\[([0-9;]*)m", line)
        assert styles[1::2] == ["0"] * (len(styles) // 2)
        assert len(styles) % 2 == 0


@given(ANY_TEXT)
def test_visible_text_is_one_line_of_shown_characters(text: str) -> None:
    shown = visible(text)
    assert not STEERING.search(shown)
    assert "\n" not in shown
    assert visible(shown) == shown


def test_visible_text_keeps_what_can_be_shown() -> None:
    assert visible("価格 “é” 👍 C:\\dir") == "価格 “é” 👍 C:\\dir"
    assert visible("a\x1b[2Jb\u202ec\nd\te\udcff") == "a\\x1b[2Jb\\u202ec\\nd\\te\\udcff"


@given(st.text("ab字e\u0301👍", max_size=30), st.integers(-2, 30))
def test_ends_of_a_text_fit_the_room_they_are_given(text: str, room: int) -> None:
    first, last = head(text, room), tail(text, room)
    assert text.startswith(first)
    assert text.endswith(last)
    assert max(cells(first), cells(last)) <= max(0, room)
    assert not last.startswith("\u0301") or text == last
    if cells(text) <= room:
        assert first == text


def test_a_format_is_a_file_in_the_folder() -> None:
    assert set(FORMATS) >= {"concise", "json", "text"}
    with pytest.raises(ValueError, match="no format"):
        render(report(), "terminal", io.StringIO())


@settings(max_examples=200, deadline=None)
@given(HOSTILE_TEXT, HOSTILE_TEXT, HOSTILE_TEXT, st.sampled_from(["text", "concise", "statistics"]))
def test_no_runner_of_workflows_obeys_a_line(path: str, message: str, content: str, name: str) -> None:
    source = Source(path, content.encode("utf-8", "replace"))
    span = source.span(0, max(0, len(source.data) - 1))
    finding = Finding(span, message, help=f"type\n{message}", subject="x")
    report = Report("", (Diagnostic("RD199", "made-up", Severity.ERROR, finding),), {path: source})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_ACTIONS", "true")
        stream = io.StringIO()
        render(report, name, stream)
    assert not any(command(line) for line in stream.getvalue().split("\n"))
