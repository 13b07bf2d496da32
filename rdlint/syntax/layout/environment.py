"""The layout of env files. Behind a value some of their readers take a comment for a part of it."""

from __future__ import annotations

from rdlint.source import Source
from rdlint.syntax.dotenv import read as read_dotenv
from rdlint.syntax.layout import Ground, Layout, Region, grounds


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` when a line of it cannot be read."""
    document = read_dotenv(source)
    if document.problems:
        return None
    comments = tuple((each.start - 1, each.end) for each in document.remarks)  # from their `#` on
    values = [Region(each.value.start, each.value.end, Ground.TEXT) for each in document.assignments if each.quote]
    return Layout(comments, grounds(source.data, values), holds_behind=False)
