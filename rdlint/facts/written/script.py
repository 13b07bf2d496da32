"""How texts are written in shell files, Makefiles, workflows and package scripts behind their name."""

from __future__ import annotations

import re

from rdlint.facts.literals import Pattern

#: `NAME=value`, `NAME: value`, `env:NAME value`, each with quotes or without.
LITERALS = Pattern(
    re.compile(
        rb"(?P<rest>\w{0,64})"
        rb"(?:\\?[\"']?[ \t]{0,4}(?::?=|\?=|:)[ \t]{0,40}|(?<=[A-Z])[\"']?[ \t]{1,4})\\?(?P<quote>[\"']?)"
    ),
    {
        b"'": re.compile(rb"[^'\\\s$`]{8,512}(?=')"),
        b'"': re.compile(rb'[^"\\\s$`]{8,512}(?=\\?")'),
        b"": re.compile(rb"[^\s\"'`$;|&()<>\\{}]{8,512}(?=[\s;|&)\"'\\]|\Z)"),
    },
)
