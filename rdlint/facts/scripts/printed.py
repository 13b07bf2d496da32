"""Calls of `raindrop` in text that a script prints, for people to type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.facts.others import Printed
from rdlint.source import Source
from rdlint.span import Span

PRINTERS = frozenset({"echo", "print", "printf", "write-host", "write-output"})
#: A call stands at the beginning of a line, behind a prompt, a colon or a quote, or where words say to type
#: it, and it reaches to the end of the line, to a quote, a comment or the next command.
_CALL = re.compile(
    rb"(?:^|\\n|[\"'`:$>]|\b(?:run|type|try|use|with|execute|do|then|and)\b:?|&&|\|\|)[ \t]*[\"'`]?"
    rb"(raindrop((?:[ \t]+[A-Za-z0-9:_.=/<>\[\]-]+)+))[ \t]*(?=[\"'`)#&|;,]|\\n|\.?$|\.[ \"'])",
    re.MULTILINE,
)


def printed(source: Source, span: Span) -> Iterator[Printed]:
    """Yield the calls in the literal text at ``span``, of a word that is printed."""
    for match in _CALL.finditer(source.data, span.start, span.end):
        words = match[2].decode("ascii", "replace").rstrip(".").split()
        yield Printed(tuple(words), source.span(match.start(1), match.end(1)))
