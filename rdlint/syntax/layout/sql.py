"""The layout of SQL. A comment is put between `/*` and `*/`, which `syntax.comments` finds, unlike `--`."""

from __future__ import annotations

from rdlint.source import Source
from rdlint.syntax.layout import Ground, Layout, Region, grounds
from rdlint.syntax.sql import comments_and_texts


def read(source: Source) -> Layout:
    """Return the layout of ``source``."""
    parts = list(comments_and_texts(source.data))
    regions = [Region(start, end, Ground.TEXT) for _, start, end in parts]
    comments = tuple((start, end) for is_comment, start, end in parts if is_comment)
    return Layout(comments, grounds(source.data, regions), opening="/*", closing="*/")
