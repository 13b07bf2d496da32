"""Annotations of GitHub Actions: each finding is a workflow command that the runner reads from the log.

Paths are relative to the root of the repository, which is what GitHub shows the annotation in.
Columns count code points and are given for spans within one line only: the runner takes no others.
What begins a command is always rdlint's, and nothing from a file can end it or begin another.

The commands, and how they are escaped, are those of `ActionCommand` in https://github.com/actions/runner.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Severity
from rdlint.report.place import Place
from rdlint.report.terminal import Terminal
from rdlint.report.wording import in_lines, title
from rdlint.run_report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield a command for each finding, and an error for each file that could not be read."""
    for diagnostic in report.ordered:
        yield terminal.visible(_annotation(diagnostic, report))
    for path, reason in report.unread:
        yield terminal.visible(_command("error", f"was not read: {reason}", file=path, title="not read"))


def _annotation(diagnostic: Diagnostic, report: Report) -> str:
    place = Place.in_tree(diagnostic.finding.span, report)
    is_one_line = place.line == place.end_line
    columns = {"col": place.column, "endColumn": place.end_column} if is_one_line else {}
    return _command(
        _COMMANDS[diagnostic.severity],
        in_lines(diagnostic.finding),
        file=place.path,
        line=place.line,
        endLine=place.end_line,
        **columns,
        title=f"rdlint: {title(diagnostic)}",
    )


def _command(name: str, data: str, **properties: object) -> str:
    """Return ``::name key=value,…::data``."""
    given = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {given}::{data.translate(_DATA)}"
