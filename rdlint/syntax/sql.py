"""SQL as SQLite reads it: tokens, statements, and what SQLite itself says of their syntax.

The parser is SQLite's own, by Python's `sqlite3`: `EXPLAIN` compiles a statement on an empty database in memory and
runs nothing; whatever reaches outside (`ATTACH`, pragmas) is denied while it is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

_TOKEN = re.compile(
    rb"""(?P<space>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))
  | (?P<text>'(?:[^']|'')*(?:'|\Z)|x'[0-9A-Fa-f]*')
  | (?P<word>[A-Za-z_\x80-\xff][\w\x80-\xff$]*|"(?:[^"]|"")*(?:"|\Z)|`(?:[^`]|``)*(?:`|\Z)|\[[^\]\n]*\])
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|0[xX][0-9A-Fa-f]+)
  | (?P<sign>::|\|\||<=|>=|<>|!=|==|->>?|.)""",
    re.DOTALL | re.VERBOSE,
)
_NEAR = re.compile(r'near "(?P<text>.*)": syntax error|unrecognized token: "(?P<odd>.*)"', re.DOTALL)
#: How many `;` inside one statement (a trigger has some) are tried before it is given up.
_PARTS = 200
#: How many places of one word are tried to find the one that is wrong.
_TRIES = 50
#: Before this version SQLite does not know all that the platform's databases do.
_KNOWING = (3, 39, 0)


class Token(NamedTuple):
    """``kind`` is ``word``, ``text``, ``number`` or ``sign``; bytes ``start`` to ``end``; ``text`` as written."""

    kind: str
    text: str
    start: int
    end: int


class Statement(NamedTuple):
    """The tokens of one statement, without the `;` behind it."""

    tokens: tuple[Token, ...]


def comments_and_texts(data: bytes) -> Iterator[tuple[bool, int, int]]:
    """Yield where the comments and the quoted words of ``data`` are: whether it is a comment, first and last byte."""
    for match in _TOKEN.finditer(data):
        if match["space"] and not match["space"].isspace():
            yield True, match.start(), match.end()
        elif match["text"] or match["word"]:
            yield False, match.start(), match.end()


def statements(data: bytes) -> Iterator[Statement]:
    """Yield the statements of ``data``; never raises. `CREATE TRIGGER … BEGIN …; END` is one."""
    held: list[Token] = []
    parts = 0
    for match in _TOKEN.finditer(data):
        kind = match.lastgroup or "sign"
        if kind == "space":
            continue
        token = Token(kind, match.group().decode("utf-8", "replace"), match.start(), match.end())
        if token.text != ";":
            held.append(token)
        elif held:
            is_trigger = held[0].text.upper() == "CREATE" and any(each.text.upper() == "TRIGGER" for each in held[1:4])
            if is_trigger and held[-1].text.upper() != "END" and parts < _PARTS:
                parts += 1
                held.append(token)
                continue
            yield Statement(tuple(held))
            held, parts = [], 0
    if held:
        yield Statement(tuple(held))


def syntax_error(data: bytes, statement: Statement) -> Token | None:
    """Return the token of ``statement`` at which SQLite stops, ``None`` when its syntax is right or not known."""
    if not statement.tokens or _memory() is None:
        return None
    found = _refused(data, statement.tokens)
    if not found:
        return None
    same = [index for index, token in enumerate(statement.tokens) if token.text.startswith(found)]
    for index in same[:_TRIES]:
        if _refused(data, statement.tokens[: index + 1]) == found:
            return statement.tokens[index]
    return None


def _refused(data: bytes, tokens: tuple[Token, ...]) -> str:
    """Return the text at which SQLite says that the syntax is wrong, empty when it does not say so."""
    import sqlite3

    memory = _memory()
    text = data[tokens[0].start : tokens[-1].end].decode("utf-8", "replace")
    try:
        if memory is not None:
            memory.execute("EXPLAIN " + text).close()
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:  # names that are not there, parameters, NUL
        match = _NEAR.fullmatch(str(error))
        return (match["text"] or match["odd"] or "") if match else ""
    return ""


@cache
def _memory() -> sqlite3.Connection | None:
    """Return an empty database that denies all that reaches outside it; ``None`` when SQLite is missing or too old."""
    try:
        import sqlite3
    except ImportError:
        return None
    if sqlite3.sqlite_version_info < _KNOWING:
        return None
    denied = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA}
    memory = sqlite3.connect(":memory:", isolation_level=None)
    memory.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action in denied else sqlite3.SQLITE_OK)
    return memory
