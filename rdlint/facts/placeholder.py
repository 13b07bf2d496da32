"""Texts that stand in for a value that somebody still has to fill in, where a program would use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdlint.platform.credentials import is_placeholder, tells_secret
from rdlint.span import Span

#: Every stand-in that is judged in code has one of these in it; files without any cost nothing.
_NEEDLES = (
    *(
        b"your",
        b"change",
        b"replace",
        b"insert",
        b"_here",
        b"-here",
        b"placeholder",
        b"xxxx",
        b"todo",
        b"dummy",
        b"fake",
    ),
    *(b"my-", b"my_", b"test-", b'"<', b"'<", b"`<"),
)
_DIGIT = re.compile(r"[0-9]")
_LONGEST = 256
_OPENING = re.compile(rb"[\"'`](?:(?:Bearer|Basic|Token) )?[^\s\"'`]+\Z")
_SCHEME = re.compile(r"(?:Bearer|Basic|Token) ")
_WORD = re.compile(r"\S+|<[A-Za-z][A-Za-z0-9 _-]*>")
#: So nobody calls a value that is meant.
_LOUD = re.compile(
    r"(?i:change[-_]?(?:me|it|this)|replace[-_]?(?:me|this|with)|[-_]here\b|your[-_](?:[a-z0-9]+[-_])*"
    r"(?:key|token|secret|password|credentials?|id|sid|url|host|domain|org|account|bucket|project|database)s?\b)"
    r"|(?<![A-Za-z])YOUR[-_][A-Z]|<[A-Z][A-Z0-9 _-]{2,}>"
    r"|(?i:://(?:[\w-]{1,63}\.){0,4}your[-_]?(?:domain|company|app|site|project|org)\b)"
)
#: Names of what is shown to people rather than used.
_SHOWN = re.compile(
    r"(?i)placeholder|example|sample|dummy|template|docs?$|help|usage|hint|message|prompt|label|title|text|pattern|mask"
    r"|description|instruction|html|markdown|schema|error|reason|mock|test|fake"
)


#: Names of objects that a program is set up with.
_SETTINGS = re.compile(r"(?i)config|settings|options|credentials|auth|headers|secrets|env(?:ironment)?$|defaults")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A stand-in such as ``YOUR_API_KEY`` where the program uses it as a value.

    ``span`` covers the literal without its quotes, ``text`` is what stands there, empty for one with
    digits that is no URL, which may be more than a stand-in. ``name`` is what it
    is given to or falls back for (a variable of the app, a constant, a key), empty where it is handed
    to a call. ``is_fallback``: it is used when ``name`` has no value. ``is_expected``: the file also
    compares with this text, so the program knows that it is no value.
    """

    span: Span
    text: str
    name: str = ""
    is_fallback: bool = False
    is_expected: bool = False


def places(data: bytes) -> Iterator[int]:
    """Yield the bytes of ``data`` at which a stand-in may be: in the first word of something in quotes."""
    small = data.lower()
    for needle in _NEEDLES:
        at = small.find(needle)
        while at >= 0:
            if _OPENING.search(data[max(0, at - _LONGEST) : at + 2]):
                yield at
            at = small.find(needle, at + 1)


def stands_in(text: str) -> bool:
    """Say whether ``text`` may be judged at all: one word that is a stand-in, a header's scheme before it apart."""
    word = _SCHEME.sub("", text, count=1).strip()
    return _WORD.fullmatch(word) is not None and is_placeholder(word)


def is_value(text: str, name: str) -> bool:
    """Say whether the stand-in ``text``, given to ``name``, is surely meant to be filled in.

    >>> is_value("YOUR_API_KEY", "key"), is_value("sample", "apiKey"), is_value("your-app", "title")
    (True, True, False)
    """
    return not is_shown(name) and (tells_secret(name) or _LOUD.search(text) is not None)


def is_settings(name: str) -> bool:
    """Say whether an object of this ``name`` holds what a program is set up with."""
    return _SETTINGS.search(name) is not None and not is_shown(name)


def is_shown(name: str) -> bool:
    """Say whether what has this ``name`` is for people to read rather than for a program to use."""
    return _SHOWN.search(name) is not None


def judged(found: Iterable[Placeholder], compared: Iterable[str]) -> tuple[Placeholder, ...]:
    """Return ``found`` in the order of the text, with what the file says by the texts it compares with."""
    compared = tuple(text for text in compared if text)
    return tuple(
        replace(
            each,
            text="" if _DIGIT.search(each.text) and "://" not in each.text else each.text,
            is_expected=any(text in each.text for text in compared),
        )
        for each in sorted(found, key=lambda each: each.span)
    )
