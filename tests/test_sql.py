"""SQL as SQLite reads it: statements, tokens, and the place at which it cannot go on."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.facts.migration import extract
from rdlint.source import Source
from rdlint.syntax.sql import statements, syntax_error

needs_sqlite = pytest.mark.skipif(
    sqlite3.sqlite_version_info < (3, 39), reason="this SQLite is older than the platform's"
)


def texts(sql: str) -> list[str]:
    data = sql.encode()
    return [data[each.tokens[0].start : each.tokens[-1].end].decode() for each in statements(data)]


def test_statements_end_at_semicolons_outside_of_texts_comments_and_triggers() -> None:
    assert texts("SELECT ';'; -- a;b\nSELECT \"a;b\" /* ; */;;SELECT 1") == ["SELECT ';'", 'SELECT "a;b"', "SELECT 1"]
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = 1; DELETE FROM c; END"
    assert texts(f"{trigger}; SELECT 1;") == [trigger, "SELECT 1"]
    assert texts("") == texts(" ; -- nothing\n") == []


@needs_sqlite
@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("CREATE TABLE a (b ENUM('x'))", "'x'"),
        ("CREATE INDEX i ON t USING gin (x)", "USING"),
        ("CREATE TABLE using_it (a TEXT); CREATE INDEX i ON using_it USING gin (a)", "USING"),
        ("DROP TABLE a CASCADE", "CASCADE"),
        ("INSERT INTO é VALUES (1) FOR", "FOR"),
    ],
)
def test_the_place_is_the_token_that_sqlite_refuses(sql: str, place: str) -> None:
    data = sql.encode()
    [error] = [found for each in statements(data) if (found := syntax_error(data, each)) is not None]
    assert data[error.start : error.end].decode() == place


@needs_sqlite
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO nowhere VALUES (1)",
        "SELECT missing(1)",
        "SELECT ?1, :name, $x",
        "CREATE TABLE a (b TEXT) STRICT",
        "ALTER TABLE a DROP COLUMN b",
        "PRAGMA journal_mode = DELETE",
        "ATTACH 'stolen.db' AS x",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    ],
)
def test_what_parses_is_no_error_and_nothing_is_run(sql: str) -> None:
    data = sql.encode()
    [statement] = statements(data)
    assert syntax_error(data, statement) is None


SQL = st.text("SELECT create table(x);'\"`[]:-/*\n,. 0é\0", max_size=80)


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=80), SQL.map(lambda text: text.encode())))
def test_any_bytes_are_read_and_every_place_is_inside(data: bytes) -> None:
    file = extract(Source("db/a/0000_a.sql", data))
    assert all(0 <= each.span.start < each.span.end <= len(data) for each in file.foreign)
    ends = [(each.start, each.end) for found in statements(data) for each in found.tokens]
    assert ends == sorted(ends)
