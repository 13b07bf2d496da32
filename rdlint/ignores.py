"""Suppressions for what a run has found, as edits: for a project that adopts rdlint and mends the rest later.

A comment is only put where the readers of the language say that one may stand, and where rdlint reads it as
meant afterwards. What remains is told with its reason. The edits change no byte of code.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rdlint.diagnostic import Diagnostic
from rdlint.directive import Directive, find_directives
from rdlint.finding import Edit, Fix
from rdlint.fix import apply
from rdlint.platform.generated import FILE_NAME
from rdlint.rule import catalogue
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.suppress import Suppressions
from rdlint.syntax.layout import Ground, Layout, layout

REASON = "FIXME: say why, or mend it"
WIDEST = 120  # columns of a line with a comment behind its code

_OWN = frozenset({"RD000", "RD004", "RD005", "RD006"})
_SETTINGS = "use `per-file-ignores` in the settings"
_BLANK = re.compile(rb"[ \t]*")
#: A comment of another tool about the line below, from which nothing may part it.
_POINTING = re.compile(rb"next-line|ignore|disable|expect-error|noqa|shellcheck")


class Left(NamedTuple):
    """A diagnostic that no comment silences; ``reason`` says why, and what to do instead."""

    diagnostic: Diagnostic
    reason: str


class Silenced(NamedTuple):
    """What is found in one line of code, and the ``fix`` that writes the comment for it."""

    found: tuple[Diagnostic, ...]
    fix: Fix


class Insertions(NamedTuple):
    """The comments, one for each line of code; ``left`` is what they do not silence."""

    lines: tuple[Silenced, ...]
    left: tuple[Left, ...]

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """What writes the comments."""
        return tuple(each.fix for each in self.lines)


def with_ignores(report: Report, inserted: Insertions) -> Report:
    """Return ``report`` with the comments ``inserted`` as the fixes of its findings, in place of all others."""
    fixes = {each.order: line.fix for line in inserted.lines for each in line.found}
    diagnostics = (
        replace(each, finding=replace(each.finding, fix=fixes.get(each.order))) for each in report.diagnostics
    )
    return replace(report, diagnostics=tuple(diagnostics))


def insertions(report: Report, reason: str = REASON) -> Insertions:
    """Return the edits that silence everything in ``report``, each comment with ``reason``.

    The edits of one report do not touch one another. Their texts have the line ends of the files.
    """
    by_path: dict[str, dict[int, list[Diagnostic]]] = {}
    left: list[Left] = []
    for each in report.diagnostics:
        path = each.finding.span.path
        source = report.sources.get(path)
        obstacle = _obstacle(each, source)
        if source is None or obstacle:
            left.append(Left(each, obstacle))
        else:
            line = source.line_of(each.finding.span.start)
            by_path.setdefault(path, {}).setdefault(line, []).append(each)
    lines: list[Silenced] = []
    for path, found in by_path.items():
        file = _File(report.sources[path], found, _cleaned(reason))
        lines += file.lines()
        left += file.left
    return Insertions(tuple(lines), tuple(sorted(left, key=lambda each: each.diagnostic.order)))


def _obstacle(diagnostic: Diagnostic, source: Source | None) -> str:
    """Return why no comment silences ``diagnostic``, whatever its line, or nothing."""
    path = diagnostic.finding.span.path
    if diagnostic.code in _OWN:
        return "it is about rdlint itself: follow its advice"
    if diagnostic.is_locked:
        return f"the settings lock `{diagnostic.name}`: mend it"
    if source is None:
        return f"its file was not read: {_SETTINGS}"
    if path.endswith(".json"):
        return f"JSON holds no comments: {_SETTINGS}"
    if posixpath.basename(path) == FILE_NAME:
        return f"`{FILE_NAME}` is generated again: {_SETTINGS}"
    return ""


def _cleaned(reason: str) -> str:
    """Return ``reason`` as it can stand in a comment of any language."""
    return " ".join(reason.replace("*/", "").split()).lstrip("#/*<- ") or REASON


class _Way(NamedTuple):
    """How a line is silenced: its edits, and whether they add a line above it."""

    edits: tuple[Edit, ...]
    adds_line: bool = False


@dataclass
class _Line:
    """A line with findings, and the ways to silence them that have not failed, the best first."""

    found: list[Diagnostic]
    ways: list[_Way] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rules, each once."""
        return tuple(sorted({each.name for each in self.found}))


class _File:
    """The findings of one file, and what becomes of them."""

    def __init__(self, source: Source, found: Mapping[int, list[Diagnostic]], reason: str) -> None:
        self.left: list[Left] = []
        self._source = source
        self._reason = reason
        self._layout = layout(source)
        self._suppressions = Suppressions({source.path: source}, catalogue())
        self._lines: dict[int, _Line] = {}
        if self._layout is None:
            self._leave(
                [each for line in found.values() for each in line],
                f"it is not sure where in this file a comment may stand: {_SETTINGS}",
            )
            return
        about: dict[int, list[Directive]] = {}
        for directive in self._suppressions.of(source.path):
            about.setdefault(directive.line, []).append(directive)
        for number, diagnostics in found.items():
            line = _Line(self._without_refused(diagnostics, (*about.get(number, ()), *about.get(0, ()))))
            if line.found:
                self._lines[number] = line
                line.ways += self._ways(number, line.names, about.get(number, ()), self._layout)

    def lines(self) -> Iterator[Silenced]:
        """Yield the edits for each line, once rdlint would read all of them as meant."""
        while failed := [number for number in self._lines if not self._lines[number].ways] or self._misread():
            for number in failed:
                line = self._lines[number]
                del line.ways[:1]
                if not line.ways:
                    self._leave(self._lines.pop(number).found, f"no comment may stand at this line: {_SETTINGS}")
        for number in sorted(self._lines):
            line = self._lines[number]
            names = ", ".join(f"`{name}`" for name in line.names)
            yield Silenced(tuple(line.found), Fix(f"silence {names} in line {number}", line.ways[0].edits, safe=True))

    def _leave(self, found: Iterable[Diagnostic], reason: str) -> None:
        self.left += (Left(each, reason) for each in found)

    def _without_refused(self, found: list[Diagnostic], directives: Iterable[Directive]) -> list[Diagnostic]:
        """Leave those of ``found`` that a directive names already and yet does not silence."""
        known = {code for each in directives for name in each.rules for code in self._suppressions.codes(name)}
        refused = [each for each in found if each.code in known]
        self._leave(refused, "the suppression that is there does not silence it: mend that one")
        return [each for each in found if each.code not in known]

    def _ways(self, number: int, names: tuple[str, ...], about: Iterable[Directive], known: Layout) -> Iterator[_Way]:
        """Yield the ways to silence ``names`` in a line, the best first."""
        for directive in about:
            if directive.until is None and directive.end:
                yield _Way(tuple(self._extended(directive, names)))
                return
        text = f"rdlint: ignore[{', '.join(names)}] -- {self._reason}"
        behind = self._behind(number, text, known)
        if behind is not None and self._width(number, behind) <= WIDEST:
            yield _Way((behind,))
        above = self._above(number, text, known)
        if above is not None:
            yield _Way((above,), adds_line=True)
        if behind is not None:
            yield _Way((behind,))

    def _extended(self, directive: Directive, names: Iterable[str]) -> Iterator[Edit]:
        """Yield the edits that add ``names`` to a directive, and a reason where it has none."""
        first, last = directive.rules[0].span, directive.rules[-1].span
        listed = [each.text for each in directive.rules]
        for name in names:
            smaller = [at for at, other in enumerate(listed) if other < name]
            listed.insert(smaller[-1] + 1 if smaller else 0, name)
        yield Edit(self._source.span(first.start, last.end), ", ".join(listed))
        if not directive.reason:
            yield Edit(self._source.span(directive.span.end, directive.span.end), f" -- {self._reason}")

    def _behind(self, number: int, text: str, known: Layout) -> Edit | None:
        """Return the edit that puts a comment behind the code of a line."""
        if not known.holds_behind or known.ground_behind(number) is not Ground.CODE or self._is_shebang(number):
            return None
        _, start, end = self._source.line_span(number)
        content = self._source.data[start:end].rstrip()
        if not content or content.endswith(b"\\"):  # a shell would take the next blank for a part of a word
            return None
        blanks = "  " if self._source.path.endswith(".py") else " "
        at = start + len(content)
        return Edit(self._source.span(at, at), blanks + _comment(text, known))

    def _above(self, number: int, text: str, known: Layout) -> Edit | None:
        """Return the edit that puts a comment on a line of its own, above what points at the line of code."""
        _, start, end = self._source.line_span(number)
        indent = _BLANK.match(self._source.data, start, end)
        while number > 1 and self._points(number - 1, known):
            number -= 1
        ground = known.ground_behind(number - 1)
        if ground is Ground.TEXT or self._is_shebang(number):
            return None
        comment = _comment(text, known) if ground is Ground.CODE else f"{{/* {text} */}}"
        before = b"" if known.starts_lines or indent is None else indent[0]
        at = self._source.line_starts[number - 1]
        return Edit(self._source.span(at, at), f"{before.decode()}{comment}{self._source.line_end}")

    def _is_shebang(self, number: int) -> bool:
        return number == 1 and self._source.data.startswith(b"#!")

    def _points(self, number: int, known: Layout) -> bool:
        """Say whether a line is only a comment, and one that another tool reads for the line below."""
        _, start, end = self._source.line_span(number)
        text = self._source.data[start:end].strip()
        return text.startswith(known.opening.encode()) and _POINTING.search(text) is not None

    def _width(self, number: int, edit: Edit) -> int:
        _, start, _ = self._source.line_span(number)
        return len(self._source.data[start : edit.span.start].decode("utf-8", "replace")) + len(edit.text)

    def _misread(self) -> list[int]:
        """Return the lines whose comments rdlint would not read as they are meant."""
        edits = (edit for line in self._lines.values() for edit in line.ways[0].edits)
        after = Source(self._source.path, apply(self._source.data, edits))
        known = layout(after)
        if known is None:
            return list(self._lines)
        silent: dict[int, set[str]] = {}
        for directive in find_directives(after):
            if directive.reason and known.comment_at(directive.span.start):
                silent.setdefault(directive.line, set()).update(name.text for name in directive.rules)
        added = 0
        failed: list[int] = []
        for number in sorted(self._lines):
            line = self._lines[number]
            added += line.ways[0].adds_line
            if not silent.get(number + added, set()).issuperset(line.names):
                failed.append(number)
        return failed


def _comment(text: str, known: Layout) -> str:
    return f"{known.opening} {text} {known.closing}".rstrip()
