"""Literals in Python code that must not be shown."""

from __future__ import annotations

import re

from rdlint.facts.literals import secret_literals
from rdlint.source import Source
from rdlint.span import Span

_TO_LITERAL = re.compile(
    rb"(?P<rest>\w{0,64})[\"'\])]{0,3}\s{0,4}(?::\s{0,4}[\w.\[\]| ]{0,40})?"
    rb"(?:=|:|,|\bor\b)\s{0,40}[A-Za-z]{0,2}(?P<quote>[\"'])"
)
_BODIES = {b"'": re.compile(rb"[^'\\\r\n]{8,512}(?=')"), b'"': re.compile(rb'[^"\\\r\n]{8,512}(?=")')}


def secrets(source: Source) -> tuple[Span, ...]:
    """Return the spans that must not be shown, in order."""
    return secret_literals(source, _TO_LITERAL, _BODIES)
