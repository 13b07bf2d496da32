"""What of PostgreSQL and MySQL the platform's SQLite databases do not have, and what to write instead.

Source: SQLite's documentation (datatypes, built-in functions, ALTER TABLE) and Cloudflare D1's (SQL statements), as of
2026-11; that `sql_database` is SQLite, platform reference C.4.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Types that give a number by themselves elsewhere; SQLite takes any word for a type, and leaves the column empty.
NUMBERING_TYPES: Mapping[str, str] = dict.fromkeys(
    ("SERIAL", "BIGSERIAL", "SMALLSERIAL"), "INTEGER PRIMARY KEY AUTOINCREMENT"
)
#: Types that SQLite takes for words without meaning: the values are kept as they come.
FOREIGN_TYPES: Mapping[str, str] = {
    "JSONB": "TEXT",
    "TIMESTAMPTZ": "TEXT",
    "UUID": "TEXT",
    "INET": "TEXT",
    "MONEY": "REAL",
}
#: Functions that SQLite does not have.
FOREIGN_FUNCTIONS: Mapping[str, str] = {
    "NOW": "CURRENT_TIMESTAMP",
    "GETDATE": "CURRENT_TIMESTAMP",
    "CURDATE": "CURRENT_DATE",
    "GEN_RANDOM_UUID": "(lower(hex(randomblob(16))))",
    "UUID_GENERATE_V4": "(lower(hex(randomblob(16))))",
    "UUID": "(lower(hex(randomblob(16))))",
    "TO_TIMESTAMP": "datetime(…, 'unixepoch')",
    "TO_CHAR": "strftime('%Y-%m-%d', …)",
    "DATE_TRUNC": "strftime('%Y-%m-01', …)",
    "DATE_FORMAT": "strftime('%Y-%m-%d', …)",
    "NEXTVAL": "INTEGER PRIMARY KEY AUTOINCREMENT on the column",
    "SETVAL": "nothing: SQLite counts by itself",
    "JSONB_BUILD_OBJECT": "json_object(…)",
    "JSON_BUILD_OBJECT": "json_object(…)",
    "ARRAY_AGG": "json_group_array(…)",
    "JSON_AGG": "json_group_array(…)",
}
#: Words that SQLite does not know.
FOREIGN_WORDS: Mapping[str, str] = {
    "AUTO_INCREMENT": "AUTOINCREMENT, behind `INTEGER PRIMARY KEY`",
    "ILIKE": "LIKE, which ignores case in SQLite",
    "ENGINE": "nothing in its place",
    "TRUNCATE": "DELETE FROM",
}
#: What a statement may not begin with.
FOREIGN_STATEMENTS: Mapping[tuple[str, ...], str] = {
    ("CREATE", "EXTENSION"): "SQLite has no extensions to create: take the statement out",
    ("CREATE", "TYPE"): "SQLite has no types of your own: write `TEXT CHECK (… IN (…))` at the column",
    ("CREATE", "FUNCTION"): "SQLite has no functions of your own: do it in the worker's code",
    ("CREATE", "OR", "REPLACE"): "write `DROP VIEW IF EXISTS …; CREATE VIEW …`, and do functions in the worker's code",
    ("CREATE", "SCHEMA"): "SQLite has no schemas: take the statement out",
    ("CREATE", "DATABASE"): "the manifest declares the database: take the statement out",
    ("CREATE", "SEQUENCE"): "write `INTEGER PRIMARY KEY AUTOINCREMENT` at the column",
    ("COMMENT", "ON"): "write it as a comment, `-- …`",
    ("GRANT",): "SQLite has no users: take the statement out",
    ("REVOKE",): "SQLite has no users: take the statement out",
    ("USE",): "the folder says which database it is: take the statement out",
    ("SET",): "take the statement out",
    ("DO",): "do it in the worker's code",
    ("TRUNCATE",): "write `DELETE FROM …`",
}
#: Statements that D1 refuses in a migration: it wraps each one in a transaction of its own.
TRANSACTIONS = frozenset({("BEGIN",), ("BEGIN", "TRANSACTION"), ("COMMIT",), ("START", "TRANSACTION"), ("ROLLBACK",)})
