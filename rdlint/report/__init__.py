"""Findings to text: one file a format.

A format is a module of this folder, and its name is the format's name. It has one function::

    def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]: ...

which yields the lines of the output, without line ends and with nothing in them that a terminal
obeys except what `terminal` itself paints. To add a format is to add a file; nothing is registered.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, TextIO

from rdlint.report.terminal import Terminal

if TYPE_CHECKING:
    from rdlint.run_report import Report

_SHARED = {"frame", "place", "record", "strict_json", "terminal", "wording", "xml_text"}  # what formats are made of

#: The names of all formats.
FORMATS = tuple(sorted(each.name for each in pkgutil.iter_modules(__path__) if each.name not in _SHARED))


def render(
    report: Report,
    format: str,  # noqa: A002 - the name of the option
    stream: TextIO,
    *,
    elapsed: float = 0.0,
    color: bool | None = None,
    is_quiet: bool = False,
) -> None:
    """Write ``report`` to ``stream`` in one of `FORMATS`.

    ``elapsed`` is how long the run took, in seconds. ``color`` forces colour on or off; ``None``
    leaves it to the terminal and the environment. ``is_quiet``: nothing but findings. Raises what
    ``stream`` raises, and ``ValueError`` for an unknown format.
    """
    if format not in FORMATS:
        raise ValueError(f"{format!r} is no format; the formats are {', '.join(FORMATS)}")
    module = importlib.import_module(f"{__name__}.{format}")
    terminal = Terminal.of(stream, color)._replace(is_quiet=is_quiet)
    for line in module.render(report, terminal, elapsed):
        stream.write((line if format == "github" else terminal.inert(line)) + "\n")
