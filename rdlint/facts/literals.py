"""Literals that look like credentials, or that stand where one would, in code of any language.

They are masked wherever text of the file is shown, so this is generous: what is masked is not yet
said to be a credential. It looks at the text alone, and so finds the same in a file that is broken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rdlint.platform.credentials import find_credentials, is_placeholder, tells_secret
from rdlint.source import Source
from rdlint.span import Span

_WORDS = (b"key", b"secret", b"token", b"pass", b"pwd", b"dsn", b"credential")
_NAME_LIMIT = 64
_BEARER = re.compile(rb"[Bb]earer\s+(?P<token>[A-Za-z0-9._~+/=-]{12,512})")
_QUERY = re.compile(rb"[?&](?P<name>[\w-]{1,64})=(?P<body>[^&\s\"'`{}#$\\]{8,512})")


def secret_literals(
    source: Source, to_literal: re.Pattern[bytes], bodies: Mapping[bytes, re.Pattern[bytes]]
) -> tuple[Span, ...]:
    """Return the spans of ``source`` that must not be shown, in order.

    ``to_literal`` leads from inside a telling name (its group ``rest`` is what is left of it) to the
    ``quote`` of the literal that it is set to, falls back to, or is the key of. ``bodies`` match
    what stands behind each quote.
    """
    data = source.data
    found = {(each.start, each.end) for each in find_credentials(data)}
    small = data.lower()
    for word in _WORDS:
        at = small.find(word)
        while at >= 0:
            match = to_literal.match(data, at)
            if match is not None and tells_secret(_name(data, at, match.end("rest"))):
                body = bodies[match["quote"]].match(data, match.end())
                if body is not None and _is_worth_masking(body.group()):
                    found.add(body.span())
            at = small.find(word, at + 1)
    for match in _QUERY.finditer(data):
        if tells_secret(match["name"].decode("latin-1")) and _is_worth_masking(match["body"]):
            found.add(match.span("body"))
    if b"earer " in data:
        found.update(match.span("token") for match in _BEARER.finditer(data) if _has_digit(match["token"]))
    return tuple(source.span(start, end) for start, end in sorted(found))


def _name(data: bytes, at: int, end: int) -> str:
    """Return the name that byte ``at`` stands in and that ends at ``end``."""
    start = at
    lowest = max(0, end - _NAME_LIMIT)
    while start > lowest and (data[start - 1 : start].isalnum() or data[start - 1] in b"_-$"):
        start -= 1
    return data[start:end].decode("latin-1")


def _is_worth_masking(text: bytes) -> bool:
    """Say whether ``text`` may be a credential: one word with a digit, neither an address nor a stand-in."""
    if b" " in text or b"://" in text or not _has_digit(text):
        return False
    return not is_placeholder(text.decode("utf-8", "replace"))


def _has_digit(text: bytes) -> bool:
    return any(48 <= byte <= 57 for byte in text)
