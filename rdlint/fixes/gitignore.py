"""Lines that make git ignore what should be on one machine only."""

from __future__ import annotations

import re

from rdlint.app.model import App
from rdlint.finding import Edit

#: What means itself in a `.gitignore`, and in a command that is typed.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")


def ignore(app: App, path: str, *, is_folder: bool = False) -> tuple[Edit, ...]:
    """Return the edit that makes git ignore all files, or folders, with the name of ``path``.

    Empty where they are ignored already, or no line can say so.
    """
    place = app.versioned.to_ignore.get(path)
    name = path.rpartition("/")[2]
    if place is None or not _PLAIN.fullmatch(name):
        return ()
    line = name + "/" * is_folder
    source = app.sources.get(place.path)
    is_open = source is not None and bool(source.data) and not source.data.endswith(b"\n")
    return (Edit(place, f"\n{line}" if is_open else f"{line}\n"),)
