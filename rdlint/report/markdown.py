"""A summary in Markdown, for a comment on a pull request or for `$GITHUB_STEP_SUMMARY`.

Paths are relative to the root of the repository. Words of plain letters stand as they are, and all
else stands in `<code>` or `<pre>` with its marks as character references: there no code host sees
markup, mentions, references to issues or addresses. The whole fits into a comment on GitHub.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

from rdlint.diagnostic import Diagnostic
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal, visible
from rdlint.report.wording import found, title
from rdlint.rule import find
from rdlint.run_report import Report

#: What GitHub takes as one comment, in characters.
AT_MOST = 65_536
_LAST = 100  # characters kept for the line that says how much is left out
_PART = re.compile(r"`(?P<code>[^`]+)`|(?P<word>[^\s`]+)|\s+|`")
#: Words that mean nothing to Markdown or a code host, with the marks around them.
_PLAIN = re.compile(r"[(\"']?[A-Za-z]+(?:[-'][A-Za-z]+)*[\"')]?[,.;:?!]?|[0-9]{1,6}[,;:]?|[,.;:?!)]")
_MARK = re.compile(r"[^A-Za-z0-9 /-]")


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield how much was found, then the findings by file, as many as fit; in ASCII."""
    head = f"## rdlint: {found(report)}"
    yield head
    room = AT_MOST - len(head) - _LAST
    left = len(report.diagnostics) + len(report.unread)
    for heading, items in _sections(report):
        for number, item in enumerate(items):
            lines = item if number else ["", heading, "", *item]
            room -= sum(len(line) + 1 for line in lines)
            if room < 0:
                yield from ("", f"and {left} more")
                return
            yield from lines
            left -= 1


def _sections(report: Report) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield each file's heading with the lines of its items, and last what could not be read."""
    for path, diagnostics in groupby(report.ordered, key=lambda each: Place.in_tree(each.finding.span, report).path):
        yield f"### {_code(path)}", (_item(each, report) for each in diagnostics)
    if report.unread:
        yield "### not read", ([f"- {_code(path)}: {_prose(reason)}"] for path, reason in report.unread)


def _item(diagnostic: Diagnostic, report: Report) -> list[str]:
    finding, rule = diagnostic.finding, find(diagnostic.code)
    line = Place.in_tree(finding.span, report).line
    name = f"[{title(diagnostic)}]({rule.url})" if rule else title(diagnostic)
    item = [f"- **{diagnostic.severity.label}** in line {line}, {name}: {_prose(finding.message)}"]
    if finding.help:
        item.append(f"  <details><summary>what to type</summary><pre>{_lines(finding.help)}</pre></details>")
    return item


def _prose(text: str) -> str:
    """Return a sentence in which whatever is no plain word is code, as is what stands in backticks."""
    parts = []
    for part in _PART.finditer(text):
        word = part["word"]
        if word and _PLAIN.fullmatch(word):
            parts.append(word)
        elif word or part["code"]:
            parts.append(_code(word or part["code"]))
        else:
            parts.append(" ")
    return "".join(parts)


def _code(text: str) -> str:
    return f"<code>{_MARK.sub(_reference, visible(text))}</code>"


def _lines(text: str) -> str:
    """Return lines to copy for the inside of `<pre>`, as one line of Markdown."""
    escaped = "&#10;".join(html.escape(visible(line)) for line in text.split("\n"))
    return escaped.replace("##", "#&#35;").encode("ascii", "xmlcharrefreplace").decode("ascii")


def _reference(mark: re.Match[str]) -> str:
    """Return a character reference; the tag behind `@` keeps GitHub from making a mail address a link, even in code."""
    return f"&#{ord(mark[0])};{'<wbr>' if mark[0] == '@' else ''}"
