"""Literals that are credentials, and those that only look so, in code of any language.

What looks like a credential is masked wherever text of the file is shown, so that search is
generous; what is called a credential must be one. Both look at the text alone, and so find the same
in a file that is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rdlint.facts.credential import Credential
from rdlint.platform.credentials import find_credentials, is_placeholder, is_public_value, looks_generated, tells_secret
from rdlint.source import Source
from rdlint.span import Span

_WORDS = (b"key", b"secret", b"token", b"pass", b"pwd", b"dsn", b"credential")
_NAME_LIMIT = 64
#: Nobody writes more credentials into one file; what has more is made by a machine.
_LIMIT = 100
_BEARER = re.compile(rb"[Bb]earer\s+(?P<token>[A-Za-z0-9._~+/=-]{12,512})")
_QUERY = re.compile(rb"[?&](?P<name>[\w-]{1,64})=(?P<body>[^&\s\"'`{}#$\\]{8,512})")
#: One word of the letters that keys are made of.
_KEY = re.compile(r"[A-Za-z0-9_+/=.~:-]{16,256}")
_LOCAL = re.compile(rb"@(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[A-Za-z0-9_-]+[:/?\"'`\s])")


class Pattern(NamedTuple):
    """How a language writes literals.

    ``to_literal`` leads from inside a telling name (its group ``rest`` is what is left of it) to the
    ``quote`` of the literal that it is set to, falls back to, or is the key of. ``bodies`` match what
    stands behind each quote.
    """

    to_literal: re.Pattern[bytes]
    bodies: Mapping[bytes, re.Pattern[bytes]]


class Literals(NamedTuple):
    """``secrets`` must not be shown, in order; ``credentials`` are those of them that surely are one."""

    secrets: tuple[Span, ...]
    credentials: tuple[Credential, ...]


class _Named(NamedTuple):
    name: str
    start: int
    end: int


def find_literals(source: Source, pattern: Pattern) -> Literals:
    """Return the literals of ``source`` that look like credentials."""
    data = source.data
    shaped = list(find_credentials(data))
    named = list(_named(data, pattern))
    found = {(each.start, each.end) for each in shaped} | {(each.start, each.end) for each in named}
    meant = [each for each in shaped if each.shape != "a password in a URL" or not _LOCAL.match(data, each.end)]
    credentials = [
        Credential(source.span(each.start, each.end), each.shape, _name_of(named, each.start))
        for each in meant[:_LIMIT]
    ]
    for match in _QUERY.finditer(data):
        if tells_secret(match["name"].decode("latin-1")) and _is_worth_masking(match["body"]):
            found.add(match.span("body"))
    if b"earer " in data:
        for match in _BEARER.finditer(data):
            if _has_digit(match["token"]):
                found.add(match.span("token"))
                named.append(_Named("Authorization", *match.span("token")))
    known = [each.span for each in credentials]
    for each in named:
        is_new = not any(span.start < each.end and each.start < span.end for span in known)
        if is_new and _is_credential(data[each.start : each.end]):
            credentials.append(Credential(source.span(each.start, each.end), "", each.name))
            known.append(credentials[-1].span)
        if len(known) >= _LIMIT:
            break
    secrets = tuple(source.span(start, end) for start, end in sorted(found))
    return Literals(secrets, tuple(sorted(credentials[:_LIMIT], key=lambda each: each.span)))


def _named(data: bytes, pattern: Pattern) -> Iterator[_Named]:
    """Yield the literals that stand behind a name which tells that they are secret."""
    small = data.lower()
    for word in _WORDS:
        at = small.find(word)
        while at >= 0:
            match = pattern.to_literal.match(data, at)
            if match is not None:
                name = _name(data, at, match.end("rest"))
                body = pattern.bodies[match["quote"]].match(data, match.end()) if tells_secret(name) else None
                if body is not None and _is_worth_masking(body.group()):
                    yield _Named(name, *body.span())
            at = small.find(word, at + 1)


def _name(data: bytes, at: int, end: int) -> str:
    """Return the name that byte ``at`` stands in and that ends at ``end``."""
    start = at
    lowest = max(0, end - _NAME_LIMIT)
    while start > lowest and (data[start - 1 : start].isalnum() or data[start - 1] in b"_-$"):
        start -= 1
    return data[start:end].decode("latin-1")


def _name_of(named: list[_Named], at: int) -> str:
    """Return the name that the literal around byte ``at`` is given to."""
    return next((each.name for each in named if each.start <= at < each.end), "")


def _is_worth_masking(text: bytes) -> bool:
    """Say whether ``text`` may be a credential: one word with a digit, neither an address nor a stand-in."""
    if b" " in text or b"://" in text or not _has_digit(text):
        return False
    return not is_placeholder(text.decode("utf-8", "replace"))


def _is_credential(body: bytes) -> bool:
    """Say whether what a telling name is given to is one: a random word that is not public by its form."""
    text = body.decode("utf-8", "replace")
    return _KEY.fullmatch(text) is not None and looks_generated(text) and not is_public_value(text)


def _has_digit(text: bytes) -> bool:
    return any(48 <= byte <= 57 for byte in text)
