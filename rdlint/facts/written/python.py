"""How literals are written in Python code behind the name that they belong to."""

from __future__ import annotations

import re

from rdlint.facts.literals import Pattern

LITERALS = Pattern(
    re.compile(
        rb"(?P<rest>\w{0,64})[\"'\])]{0,3}\s{0,4}(?::\s{0,4}[\w.\[\]| ]{0,40})?"
        rb"(?:=|:|,|\bor\b)\s{0,40}[A-Za-z]{0,2}(?P<quote>[\"'])"
    ),
    {b"'": re.compile(rb"[^'\\\r\n]{8,512}(?=')"), b'"': re.compile(rb'[^"\\\r\n]{8,512}(?=")')},
)
