"""The words of JSON: its tokens and what people type in their place, the text of strings, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ODD_SPACE = rb"[\f\v]|\xc2[\x85\xa0]|\xe2\x80[\x80-\x8b\xa8\xa9\xaf]|\xe3\x80\x80|\xef\xbb\xbf"
_PLAIN = rb"""[^\s,:\[\]{}"'/\xc2\xe2\xe3\xef]"""
_OTHER = rb"(?:/(?![/*])|(?!" + _ODD_SPACE + rb")[\xc2\xe2\xe3\xef])"

#: Matches everywhere before the end of a file. The group after that of a string is its closing quote, or
#: the backslash at the end of its line. Each alternative is linear: no two repetitions can share bytes.
TOKEN = re.compile(
    rb"""
    (?P<space>[ \t\r\n]+)
  | (?P<mark>[{}\[\]:,])
  | (?P<string>"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*("|\\)?)
  | (?P<single>'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*('|\\)?)
  | (?P<curly>\xe2\x80[\x98-\x9f](?:[^\xe2\r\n]|\xe2(?!\x80[\x98-\x9f]))*(\xe2\x80[\x98-\x9f])?)
  | (?P<comment>//[^\r\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)?)
  | (?P<hash>\#[^\r\n]*)
  | (?P<conflict>(?:(?<=[\r\n])|\A)(?:<{7}|\|{7}|={7}|>{7})(?![<|=>])[^\r\n]*)
  | (?P<odd_space>(?:%(odd)b)+)
  | (?P<word>(?:%(plain)b|%(other)b)%(plain)b*(?:%(other)b%(plain)b*)*|.)
    """
    % {b"odd": _ODD_SPACE, b"plain": _PLAIN, b"other": _OTHER},
    re.VERBOSE | re.DOTALL,
)
#: Behind a string or word: it is the key of a member.
KEY_FOLLOWS = re.compile(rb"[ \t\r\n]*:")
CONTROL = re.compile(rb"[\x00-\x1f]+")
LITERALS = {b"true": True, b"false": False, b"null": None}

_ESCAPE = re.compile(
    rb"\\(?:u(?:[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|[0-9a-fA-F]{4})"
    rb"|[\x00-\x7f]|[\x80-\xff][\x80-\xbf]*)?"
)
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LONGEST_INT = 4000  # digits; Python refuses to read much longer ones
_MEANT = {b"none": "null", b"nil": "null", b"undefined": "null", b"nan": "null", b"yes": "true", b"no": "false"}


class Piece(NamedTuple):
    """A part of a string: what it means and where it stands, 0-based bytes, end excluded.

    ``is_known`` is false for an escape that JSON does not have; it then means what follows its backslash.
    """

    text: str
    start: int
    end: int
    is_known: bool = True


def pieces(raw: bytes, base: int) -> Iterator[Piece]:
    """Yield the parts of a string's text ``raw``, which begins at byte ``base`` of its file."""
    at = 0
    for escape in _ESCAPE.finditer(raw):
        start, end = escape.span()
        if at < start:
            yield Piece(raw[at:start].decode("utf-8", "replace"), base + at, base + start)
        text, is_known = _unescape(escape.group())
        yield Piece(text, base + start, base + end, is_known)
        at = end
    if at < len(raw):
        yield Piece(raw[at:].decode("utf-8", "replace"), base + at, base + len(raw))


def number(word: bytes) -> int | float | None:
    """Return the number that ``word`` is in JSON, or ``None``; very long integers become floats."""
    match = _NUMBER.fullmatch(word)
    if not match:
        return None
    return float(word) if any(match.groups()) or len(word) > _LONGEST_INT else int(word)


def not_json(word: bytes) -> tuple[str, str]:
    """Return what to say of a word that is no value of JSON, and what to type instead."""
    lower = word.lower()
    if lower in LITERALS:
        return f"JSON writes `{lower.decode()}` in lower case", f"type `{lower.decode()}`"
    meant = _MEANT.get(lower) or next((each.decode() for each in LITERALS if each.startswith(lower)), None)
    if meant:
        return f"JSON has no `{word.decode()}`", f"type `{meant}`"
    if lower.lstrip(b"+-") == b"infinity":
        return "JSON has no infinite numbers", "type a finite number, or `null`"
    if word[:1] in b"+-.0123456789":
        return "JSON writes numbers otherwise", "write it like `12`, `-0.5` or `1e6`; text needs double quotes"
    return "text needs double quotes in JSON", 'type `"` before and after it'


def _unescape(escape: bytes) -> tuple[str, bool]:
    """Return what a backslash and what follows it mean, and whether JSON knows it."""
    if len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:12], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), True
    if len(escape) == 6 and escape[1:2] == b"u":
        return chr(int(escape[2:], 16)), True
    text = escape[1:].decode("utf-8", "replace")
    return _SIMPLE.get(text, text), text in _SIMPLE
