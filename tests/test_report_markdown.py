"""The summary, read with GitHub's own Markdown parser: what files hold stays text in code."""

from __future__ import annotations

import html.parser
import os
import re

import cmarkgfm
from cmarkgfm.cmark import Options
from hypothesis import given, settings

from rdlint.finding import Finding, Severity
from rdlint.report.markdown import AT_MOST
from rdlint.report.terminal import visible
from rdlint.run_report import Report
from rdlint.span import Span
from tests.reports import ANY_PATH, ANY_TEXT, FINDING, HEADER, any_report, report_of, written

#: Where no code host makes mentions, references and links of a text.
_CODE = {"code", "pre"}
_OURS = {"h2", "h3", "ul", "li", "p", "strong", "a", "details", "summary", *_CODE}


class Page(html.parser.HTMLParser):
    """What a reader sees: ``code`` and ``prose`` are the texts inside and outside of code, ``targets`` the links'."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.code: list[str] = []
        self.prose: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self._open: list[str] = []
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE))
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":  # an element without content, which keeps words apart
            return
        self._open.append(tag)
        self.tags.append(tag)
        if tag in _CODE:
            self.code.append("")
        self.targets += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href"}

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if _CODE & set(self._open):
            self.code[-1] += data
        else:
            self.prose.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment hides {data!r}")


def page(report: Report) -> Page:
    text = written(report, "markdown")
    assert len(text) <= AT_MOST
    assert text.isascii()
    return Page(text)


def test_a_finding_with_its_place_its_rule_and_what_to_type() -> None:
    found = page(report_of(FINDING))
    assert found.prose[0] == "rdlint: 1 error in 1 file"
    assert found.code == ["src/api/index.ts", "API_KEY", "declare it:\nenv API_KEY {}"]
    assert "".join(found.prose[1:]).split() == (
        "error in line 2, undeclared-env (RD101): is read here what to type".split()
    )
    [target] = found.targets
    assert target.endswith("/rules/environment/undeclared_env.md")
    assert found.tags.count("details") == 1


def test_files_stand_once_and_the_counts_on_top() -> None:
    hint = Finding(HEADER, "told", severity=Severity.HINT)
    found = page(report_of(FINDING, hint, FINDING))
    assert found.prose[0] == "rdlint: 2 errors, 1 hint in 2 files"
    assert [each for each in found.code if each in ("src/api/index.ts", "raindrop.manifest")] == [
        "raindrop.manifest",
        "src/api/index.ts",
    ]
    assert found.tags.count("li") == 3
    assert found.tags.count("h3") == 2


def test_nothing_found_is_said() -> None:
    assert written(report_of(), "markdown") == "## rdlint: no problems found\n"


def test_what_was_not_read_is_said() -> None:
    found = page(Report(os.getcwd(), unread=(("src/a.ts", "larger than allowed"),)))
    assert "not everything could be judged" in found.prose[0]
    assert "src/a.ts" in found.code
    assert "larger than allowed" in "".join(found.prose)


def test_a_comment_is_cut_and_says_how_much_is_left_out() -> None:
    findings = [Finding(Span(f"src/{n}.ts", 0, 0), f"told number {n} " + "x" * 300) for n in range(500)]
    text = written(report_of(*findings), "markdown")
    assert 60_000 < len(text) <= AT_MOST
    last = re.fullmatch(r"and (\d+) more", text.splitlines()[-1])
    assert last
    assert page(report_of(*findings)).tags.count("li") + int(last[1]) == 500


def test_a_single_text_that_is_too_long_is_left_out() -> None:
    assert written(report_of(Finding(HEADER, "x" * AT_MOST)), "markdown").endswith("\n\nand 1 more\n")


@settings(max_examples=200, deadline=None)
@given(ANY_PATH, ANY_TEXT, ANY_TEXT)
def test_no_text_is_markup_and_all_of_it_is_shown(path: str, message: str, advice: str) -> None:
    found = page(report_of(Finding(Span(path, 0, 0), message, help=advice)))
    assert set(found.tags) <= _OURS
    assert [each.partition("/blob/")[0] for each in found.targets] == ["https://github.com/rdlint/rdlint"]
    assert found.code[0] == visible(path)
    if advice:
        assert found.code[-1].split("\n") == [visible(line) for line in advice.split("\n")]
    shown = "".join(found.prose[1:] + found.code[1:])
    assert all(visible(word) in shown for word in re.findall(r"[^\s`]+", message))


@settings(max_examples=100, deadline=None)
@given(any_report())
def test_outside_of_code_there_are_plain_words_only(report: Report) -> None:
    """No mention, reference, address, emoji or formula: what a host looks for in text that is not code."""
    for text in page(report).prose:
        assert re.fullmatch(r"[A-Za-z0-9 \n,.;:?!()\"'-]*", text), text
        assert not re.search(r"[0-9a-f]{7,}|\bwww\.|:[a-z]+:|\w\.\w|GH-", text), text
