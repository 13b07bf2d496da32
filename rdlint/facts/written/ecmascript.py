"""How literals are written in TypeScript and JavaScript behind the name that they belong to."""

from __future__ import annotations

import re

from rdlint.facts.literals import Pattern

LITERALS = Pattern(
    re.compile(
        rb"(?P<rest>[\w$]{0,64})[\"'\])!]{0,3}\s{0,4}(?::\s{0,4}string\s{0,4})?(?:=|:|\|\||\?\?)\s{0,40}"
        rb"(?:[\w$.!?()]{1,80}\s{1,40}(?:\|\||\?\?)\s{0,40})?(?P<quote>[\"'`])"
    ),
    {
        b"'": re.compile(rb"[^'\\\n]{8,512}(?=')"),
        b'"': re.compile(rb'[^"\\\n]{8,512}(?=")'),
        b"`": re.compile(rb"[^`\\\n$]{8,512}(?=`)"),
    },
)
