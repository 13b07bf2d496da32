"""What a migration of a database says that SQLite does not understand, or understands otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdlint.platform.credentials import find_credentials
from rdlint.platform.sqlite import (
    FOREIGN_FUNCTIONS,
    FOREIGN_STATEMENTS,
    FOREIGN_TYPES,
    FOREIGN_WORDS,
    NUMBERING_TYPES,
    TRANSACTIONS,
)
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax import sql

_LIMIT = 200


@dataclass(frozen=True, slots=True)
class ForeignSql:
    """A piece of SQL of another database.

    ``kind`` is ``statement``, ``word``, ``function``, ``numbering`` (a type that would count), ``type``
    (a type without meaning), ``cast``, ``transaction`` or ``syntax``. ``instead`` is what to write, empty when
    nothing is known. ``text`` is the piece in upper case, never a literal's content.
    """

    kind: str
    text: str
    span: Span
    instead: str = ""


@dataclass(frozen=True, slots=True)
class MigrationFile:
    """One `.sql` file below `db/`."""

    path: str
    foreign: tuple[ForeignSql, ...] = ()
    secrets: tuple[Span, ...] = ()


def extract(source: Source) -> MigrationFile:
    """Return what the file says that is of another database; never raises."""
    found: list[ForeignSql] = []
    for statement in sql.statements(source.data):
        own = list(_foreign(source, statement))
        if not own:
            error = sql.syntax_error(source.data, statement)
            if error is not None:
                text = error.text.upper() if error.kind in ("word", "sign") else error.kind
                own = [ForeignSql("syntax", text, source.span(error.start, error.end))]
        found += own
        if len(found) >= _LIMIT:
            break
    secrets = tuple(source.span(each.start, each.end) for each in find_credentials(source.data))
    return MigrationFile(source.path, tuple(found), secrets)


def _foreign(source: Source, statement: sql.Statement) -> Iterator[ForeignSql]:
    tokens = statement.tokens
    words = tuple(token.text.upper() for token in tokens[:3])
    whole = source.span(tokens[0].start, tokens[min(1, len(tokens) - 1)].end)
    if words in TRANSACTIONS or (words[:1] in TRANSACTIONS and len(tokens) <= 2):
        yield ForeignSql("transaction", " ".join(words), whole)
        return
    for opening, instead in FOREIGN_STATEMENTS.items():
        if words[: len(opening)] == opening:
            yield ForeignSql("statement", " ".join(opening), whole, instead)
            return
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        name = token.text.upper()
        span = source.span(token.start, token.end)
        if token.text == "::":
            yield ForeignSql("cast", "::", span, "CAST(… AS …)")
        elif token.kind != "word":
            continue
        elif name in FOREIGN_FUNCTIONS and after is not None and after.text == "(" and not _names_a_thing(before):
            yield ForeignSql("function", name, span, FOREIGN_FUNCTIONS[name])
        elif name in FOREIGN_WORDS and before is not None and (before.kind != "sign" or before.text == ")"):
            yield ForeignSql("word", name, span, FOREIGN_WORDS[name])
        elif before is not None and before.kind == "word" and words[0] in ("CREATE", "ALTER"):
            if name in NUMBERING_TYPES:
                yield ForeignSql("numbering", name, span, NUMBERING_TYPES[name])
            elif name in FOREIGN_TYPES:
                yield ForeignSql("type", name, span, FOREIGN_TYPES[name])


def _names_a_thing(before: sql.Token | None) -> bool:
    """Say whether the word after ``before`` is the name of a table, an index or a column list's owner."""
    return before is not None and before.text.upper() in ("TABLE", "EXISTS", "INTO", "ON", "INDEX", "REFERENCES", ".")
