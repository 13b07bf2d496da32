"""The instructions of a Dockerfile, each with what stands behind its name.

Comment lines between continued lines are taken out, as Docker does; here-documents (``RUN <<EOF``) are
given as the shell would read their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rdlint.source import Source
from rdlint.syntax.excerpt import Excerpt, Rewriter

_LINE = re.compile(rb"[^\n]*(?:\n|\Z)")
_ESCAPE = re.compile(rb"#[ \t]*escape[ \t]*=[ \t]*`", re.IGNORECASE)
_NAME = re.compile(rb"[ \t]*(?:ONBUILD[ \t]+)?([A-Za-z]+)(?=[ \t\r\n\\`]|\Z)[ \t]*", re.IGNORECASE)
_OPTION = re.compile(rb"(?:--[a-z-]+(?:=[^ \t\r\n]*)?(?:[ \t]+|\\[ \t]*\r?\n)[ \t]*)+")
_HEREDOC = re.compile(rb"<<-?[ \t]*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\1")


class Instruction(NamedTuple):
    """``NAME text``: the name in upper case, the text behind it and its options. ``is_script``: a here-document."""

    name: str
    text: Excerpt
    is_script: bool = False


def read(source: Source) -> Iterator[Instruction]:
    """Yield the instructions of ``source``; never raises."""
    data = source.data
    escape = b"`" if _ESCAPE.match(data) else b"\\"
    at = 0
    while at < len(data):
        name = _NAME.match(data, at)
        end = _line_end(data, at)
        if name is None:
            at = end
            continue
        start = name.end()
        options = _OPTION.match(data, start)
        start = options.end() if options else start
        writer = Rewriter(source)
        at, is_continued = max(start, at), False
        while at < len(data):
            end = _line_end(data, at)
            line = data[at:end].strip()
            if line.startswith(b"#") or (is_continued and not line):
                at = end
                continue
            is_continued = line.endswith(escape)
            cut = data.rindex(escape, at, end) if is_continued else end
            writer.copy(at, cut)
            writer.put(b"\\\n" if is_continued else b"", cut, end)
            at = end
            if not is_continued:
                break
        text = writer.excerpt()
        heredoc = _HEREDOC.search(text.data)
        if heredoc and name[1].upper() == b"RUN":
            body, at = _heredoc(source, at, heredoc[2])
            is_whole = not text.data[: heredoc.start()].strip()
            if is_whole:
                yield Instruction("RUN", body, True)
                continue
        yield Instruction(name[1].decode("ascii").upper(), text)


def _heredoc(source: Source, start: int, word: bytes) -> tuple[Excerpt, int]:
    """Return the here-document from ``start`` up to a line that is ``word``, and where the rest begins."""
    at = start
    while at < len(source.data):
        end = _line_end(source.data, at)
        if source.data[at:end].strip() == word:
            return Excerpt.of(source, start, at), end
        at = end
    return Excerpt.of(source, start, at), at


def _line_end(data: bytes, at: int) -> int:
    match = _LINE.match(data, at)
    return max(match.end(), at + 1) if match else len(data)
