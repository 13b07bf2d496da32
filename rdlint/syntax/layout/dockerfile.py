"""The layout of a Dockerfile: its comments are whole lines; behind an instruction `#` belongs to that."""

from __future__ import annotations

import re

from rdlint.source import Source
from rdlint.syntax.layout import Ground, Layout

_COMMENT = re.compile(rb"^[ \t]*(#[^\r\n]*)", re.MULTILINE)
_CONTINUED = re.compile(rb"[\\`][ \t]*$")


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` where it may have here-documents."""
    if b"<<" in source.data:
        return None
    comments = tuple(found.span(1) for found in _COMMENT.finditer(source.data))
    grounds: dict[int, Ground] = {}
    for number in range(1, len(source.line_starts) + 1):
        _, start, end = source.line_span(number)
        line = source.data[start:end]
        is_comment = line.lstrip().startswith(b"#")  # which does not end what goes on around it
        if Ground.TEXT if is_comment and number - 1 in grounds else _CONTINUED.search(line):
            grounds[number] = Ground.TEXT
    return Layout(comments, grounds, holds_behind=False)
