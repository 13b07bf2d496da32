"""The layout of a manifest."""

from __future__ import annotations

import re

from rdlint.source import Source
from rdlint.syntax.hcl.tokens import tokenize
from rdlint.syntax.layout import Ground, Layout, Region, grounds

_COMMENT = re.compile(rb"(?:#|//)[^\r\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_WRONG = frozenset({"unclosed", "template", "endless", "unknown"})


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` when it holds what is no HCL."""
    lines = tokenize(source)
    if lines.problems or any(token.kind in _WRONG for token in lines.tokens):
        return None
    comments: list[tuple[int, int]] = []
    at = 0
    for start, end in (*((token.start, token.end) for token in lines.tokens), (len(source.data), len(source.data))):
        comments += (found.span() for found in _COMMENT.finditer(source.data, at, start))
        at = end
    texts = [(token.start, token.end) for token in lines.tokens if token.kind == "heredoc"]
    regions = [Region(start, end, Ground.TEXT) for start, end in (*comments, *texts)]
    return Layout(tuple(comments), grounds(source.data, regions))
