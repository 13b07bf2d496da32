"""Where a report goes: to standard output, or whole to a file, in one format or in several."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TextIO

from rdlint.nearest import did_you_mean
from rdlint.report import FORMATS, render
from rdlint.transaction import Change, WriteError, commit

if TYPE_CHECKING:
    from rdlint.run_report import Report


class Output(NamedTuple):
    """A format, and the file that it is written to: none for standard output."""

    format: str
    path: str = ""


def parse(text: str) -> Output:
    """Read `FORMAT` or `FORMAT=FILE`; raises ``ValueError``, which says what formats there are."""
    name, _, path = text.partition("=")
    if name not in FORMATS:
        guess = did_you_mean(name, FORMATS) or f"the formats are {', '.join(FORMATS)}"
        raise ValueError(f"there is no format `{name}`; {guess}")
    if "=" in text and not path:
        raise ValueError(f"`{text}` names no file; type `{name}=FILE`")
    return Output(name, "" if path == "-" else path)


def write(report: Report, outputs: Iterable[Output], stream: TextIO, *, elapsed: float, is_quiet: bool = False) -> None:
    """Write ``report`` to every one of ``outputs``, those without a file to ``stream``.

    Files are written last, all or none, in UTF-8. ``elapsed`` is how long the run took, in seconds. Raises
    `WriteError`, and what ``stream`` raises.
    """
    files: dict[str, bytes] = {}
    for output in outputs:
        if not output.path:
            render(report, output.format, stream, elapsed=elapsed, is_quiet=is_quiet)
            continue
        text = io.StringIO()
        render(report, output.format, text, elapsed=elapsed, color=False, is_quiet=is_quiet)
        files[os.path.abspath(output.path)] = text.getvalue().encode("utf-8")
    stream.flush()
    devices = {path for path in files if _is_device(path)}
    for path in devices:
        _send(path, files[path])
    commit(Change(path, _content(path), data) for path, data in files.items() if path not in devices)


def _is_device(path: str) -> bool:
    """Say whether ``path`` is there and no file, such as a pipe or `/dev/stderr`: it is written to, not replaced."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _send(path: str, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise WriteError.of(path, error) from None


def _content(path: str) -> bytes | None:
    """Return what an earlier run has written to ``path``, ``None`` where nothing is."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise WriteError.of(path, error) from None
