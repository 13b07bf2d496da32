"""The layout of Python, by the tokenizer that comes with it: where a line ends in code, it gives a token."""

from __future__ import annotations

import io
import tokenize

from rdlint.source import Source
from rdlint.syntax.layout import Ground, Layout


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` when this Python does not read it."""
    comments: list[tuple[int, int]] = []
    in_code: set[int] = set()
    try:
        text = source.data.decode()
        if "\r" in text.replace("\r\n", "") or "\f" in text or "\0" in text:
            return None  # lines are counted otherwise
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            row, column = token.start
            if token.type == tokenize.COMMENT:
                _, start, end = source.line_span(row)
                start += len(source.data[start:end].decode()[:column].encode())
                comments.append((start, start + len(token.string.encode())))
            elif token.type in (tokenize.NEWLINE, tokenize.NL):
                in_code.add(row)
    except (UnicodeDecodeError, tokenize.TokenError, SyntaxError, RecursionError, MemoryError):
        return None
    lines = range(1, len(source.line_starts) + 1)
    return Layout(tuple(comments), {line: Ground.TEXT for line in lines if line not in in_code})
