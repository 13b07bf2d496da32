"""The format for people: each finding with its cause, its place in the code and what to type."""

from __future__ import annotations

import os
from collections.abc import Iterator

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Severity
from rdlint.report.frame import Row, frame
from rdlint.report.place import Place
from rdlint.report.terminal import BOLD, CYAN, DIM, RED, YELLOW, Terminal
from rdlint.report.wording import count, found, title
from rdlint.run_report import Report
from rdlint.span import Span

#: How wide frames are when nobody looks through a terminal.
WIDTH = 120
_STYLES = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.HINT: CYAN}


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield every finding, by file and place, then one line that sums up."""
    for diagnostic in report.ordered:
        yield from _diagnostic(report, diagnostic, terminal)
        yield ""
    for path, reason in report.unread:
        shown = terminal.visible(report.shown_path(path))
        yield f"{terminal.paint('not read', YELLOW)}  {terminal.paint(shown, BOLD)}: {terminal.visible(reason)}"
    if not terminal.is_quiet:
        yield from _mends(report, terminal)
        yield _summary(report, terminal, elapsed)


def _diagnostic(report: Report, diagnostic: Diagnostic, terminal: Terminal) -> Iterator[str]:
    finding, style = diagnostic.finding, _STYLES[diagnostic.severity]
    label = terminal.paint(diagnostic.severity.label, style)
    yield f"{_location(report, finding.span, terminal)}  {label}  {title(diagnostic)}"
    for line in terminal.wrap(terminal.visible(finding.message), "  ", "  "):
        yield terminal.paint(line, BOLD)

    gutter = _gutter(report, [finding.span, *(place.span for place in finding.related)])
    width = (terminal.width or WIDTH) - gutter - 5
    rows = _rows(report, finding.span, terminal, width, context=True)
    if rows:
        yield ""
        yield from _frame(rows, gutter, style, terminal)
    for place in finding.related:
        yield ""
        where = "" if place.span.path == finding.span.path else _location(report, place.span, terminal) + "  "
        yield f"  {where}{terminal.visible(place.message)}"
        yield from _frame(_rows(report, place.span, terminal, width, context=False), gutter, CYAN, terminal)
    if finding.help:
        yield ""
        first, *rest = finding.help.split("\n")
        sentence = terminal.wrap(terminal.visible(first), "  help: ", "    ")
        yield f"  {terminal.paint('help:', CYAN)}{sentence[0].removeprefix('  help:')}"
        yield from sentence[1:]
        for line in rest:  # what is to be copied is never wrapped or cut
            yield f"    {terminal.visible(line)}".rstrip()
    if finding.fix:
        yield ""
        option = "--fix" if finding.fix.safe else "--fix --unsafe-fixes"
        sentence = terminal.wrap(terminal.visible(f"{finding.fix.message} (`rdlint {option}`)"), "  fix: ", "    ")
        yield f"  {terminal.paint('fix:', CYAN)}{sentence[0].removeprefix('  fix:')}"
        yield from sentence[1:]


def _location(report: Report, span: Span, terminal: Terminal) -> str:
    place = Place.of(span, report)
    shown = terminal.paint(terminal.visible(str(place)), BOLD)
    return terminal.link(shown, os.path.join(report.tree, *span.path.split("/")))


def _gutter(report: Report, spans: list[Span]) -> int:
    """Return how many digits the line numbers in the frames of a finding take, the line after included."""
    lines = (source.line_of(span.end) + 1 for span in spans if (source := report.sources.get(span.path)))
    return len(str(max(lines, default=1)))


def _rows(report: Report, span: Span, terminal: Terminal, width: int, *, context: bool) -> list[Row]:
    source = report.sources.get(span.path)
    return frame(source, span, terminal, width, context=context) if source else []


def _frame(rows: list[Row], gutter: int, style: str, terminal: Terminal) -> Iterator[str]:
    """Yield the rows of a frame, line numbers to the left of a bar, carets below what is marked."""
    bar = terminal.visible("│")
    blank = terminal.paint(f"  {'':>{gutter}} {bar}", DIM)
    for row in rows:
        if not row.number:
            yield terminal.paint(f"  {terminal.visible('…'):>{gutter}}", DIM)
            continue
        number = terminal.paint(f"  {row.number:>{gutter}} {bar}", DIM)
        yield f"{number} {row.before}{terminal.paint(row.marked or '', style)}{row.after}".rstrip()
        if row.marked is not None:
            blanks, carets = row.carets
            yield f"{blank} {' ' * blanks}{terminal.paint('^' * carets, style)}"


def _mends(report: Report, terminal: Terminal) -> Iterator[str]:
    """Say what was mended, since more may have to be done by hand, and how much can be."""
    if report.fixed:
        yield f"fixed {count(len(report.fixed), 'problem')}:"
        said = [(report.shown_path(each.finding.span.path), each.finding.fix) for each in report.fixed]
        for line in dict.fromkeys(f"{path}: {fix.message}" for path, fix in said if fix is not None):
            yield f"  {terminal.visible(line)}"
        yield ""
    safe, unsafe = (
        sum(each.finding.fix is not None and each.finding.fix.safe is kind for each in report.diagnostics)
        for kind in (True, False)
    )
    if safe or unsafe:
        first = f"{safe} can be fixed with `rdlint --fix`" if safe else ""
        second = f"{unsafe}{' more' if safe else ' can be fixed'} with `rdlint --fix --unsafe-fixes`" if unsafe else ""
        yield f"{', '.join(filter(None, (first, second)))}; `--diff` shows the changes first"


def _summary(report: Report, terminal: Terminal, elapsed: float) -> str:
    """Say how much was found and how much was read, in one line."""
    said = found(report, lambda part, severity: terminal.paint(part, _STYLES[severity]))
    seconds = f"{elapsed:.2f} s" if elapsed < 10 else f"{elapsed:.0f} s"
    apps = count(len(report.apps), "app") if report.apps else "no app"
    return f"{said} ({count(len(report.sources), 'file')} of {apps} read in {seconds})"
