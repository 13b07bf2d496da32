"""TOML with the place of every key and list item: the standard library reads values and forgets where."""

from __future__ import annotations

import re
import sys
from typing import Any, NamedTuple

from rdlint.source import Position, Source

#: The way to a value: names of keys, and positions (0-based) in lists.
Path = tuple["str | int", ...]

DEEPEST_KEY = 64  # parts of one dotted key; tomllib takes time in the square of their number
_LONG_KEY = re.compile(
    rb"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){%d}""" % DEEPEST_KEY,
)
_TOKEN = re.compile(
    rb"""
    (?P<skip> [ \t\r]+ | \#[^\n]*)
  | (?P<newline> \n)
  | (?P<string> \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
  | (?P<bare> [^\s"'\#=\[\]{},.]+)
  | (?P<mark> .)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACE_IN_MESSAGE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlError(Exception):
    """``message`` is lower-case; ``position`` says where the text stops being TOML."""

    def __init__(self, message: str, position: Position) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Document(NamedTuple):
    """What a TOML file holds. ``places`` are the bytes where keys, and items of lists, begin."""

    values: dict[str, Any]
    places: dict[Path, int]


def parse(source: Source) -> Document:
    """Read a whole file. Raises `TomlError` for whatever is not TOML, however hostile."""
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TomlError("this is not UTF-8", source.position(error.start)) from None
    if found := _LONG_KEY.search(source.data):
        raise TomlError(f"no key has more than {DEEPEST_KEY} parts", source.position(found.start()))
    try:
        values = _loads(text)
    except RecursionError:
        raise TomlError("the values are nested too deeply", Position(1, 1)) from None
    except ValueError as error:  # TOMLDecodeError is one; so is a number of thousands of digits
        raise _located(str(error), source) from None
    return Document(values, _places(source.data))


def _loads(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _located(message: str, source: Source) -> TomlError:
    """Take the place out of the parser's own words, which all versions of it have at the end."""
    found = _PLACE_IN_MESSAGE.search(message)
    if found is None:
        position = Position(1, 1)
    elif found[1]:
        position = Position(int(found[1]), int(found[2]))
    else:
        position = source.position(len(source.data))
    words = _PLACE_IN_MESSAGE.sub("", message)
    return TomlError(words[:1].lower() + words[1:], position)


def _places(data: bytes) -> dict[Path, int]:
    """Find where each key and each item of a list begins; ``data`` is valid TOML."""
    places: dict[Path, int] = {}
    tables: dict[Path, int] = {}  # the arrays of tables, with the number of the last table of each
    table: Path = ()  # what the last header opened
    stack: list[tuple[Path, int | None]] = []  # open lists with the number of the item, inline tables with None
    key: list[tuple[str, int]] = []  # parts of the key or header that is being read
    brackets = 0  # of the header that is being read
    value: Path | None = None  # the way to the value that is being read; None while a key is
    for token in _TOKEN.finditer(data + b"\n"):
        kind, word, start = token.lastgroup, token[0], token.start()
        if kind == "skip" or (kind == "newline" and stack):
            continue
        if kind == "newline":
            if brackets:
                table = _enter(key, places, tables, is_array=brackets > 1)
            key, brackets, value = [], 0, None
        elif word in (b"]", b"}") and stack:
            value = stack.pop()[0]
        elif word == b"," and stack:
            way, number = stack.pop()
            stack.append((way, None if number is None else number + 1))
            value = None if number is None else (*way, number + 1)
        elif value is None and kind in ("string", "bare"):
            key.append((_key(word), start))
        elif value is None and word == b"=":
            value = stack[-1][0] if stack else table
            for part, at in key:
                value = (*value, part)
                places.setdefault(value, at)
            key = []
        elif value is None:
            brackets += word == b"["
        else:
            if isinstance(value[-1], int):
                places.setdefault(value, start)
            if word in (b"[", b"{"):
                stack.append((value, 0 if word == b"[" else None))
                value = (*value, 0) if word == b"[" else None
    return places


def _enter(header: list[tuple[str, int]], places: dict[Path, int], tables: dict[Path, int], *, is_array: bool) -> Path:
    """Return the way to the table of ``header``, through the last table of each array on that way."""
    way: Path = ()
    for left, (part, at) in enumerate(header, 1 - len(header)):
        way = (*way, part)
        places.setdefault(way, at)
        if is_array and not left:
            tables[way] = tables.get(way, -1) + 1
        if way in tables:
            way = (*way, tables[way])
            places.setdefault(way, at)
    return way


def _key(word: bytes) -> str:
    """Return a key as meant: quotes off, escapes resolved."""
    text = word.decode("utf-8")
    if text[0] == '"' and "\\" in text:
        return str(_loads(f"key = {text}")["key"])
    return text[1:-1] if text[0] in "\"'" else text
