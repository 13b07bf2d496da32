"""RD803: SQL of another database in a migration."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.migration import ForeignSql
from rdlint.finding import Finding, Severity
from rdlint.rule import rule

_SHOWN = 20  # of one migration: a whole dump of another database is one mistake


@rule("RD803", "sqlite-dialect", Severity.ERROR, since="0.2")
def sqlite_dialect(app: App) -> Iterator[Finding]:
    """A migration holds SQL of PostgreSQL or MySQL, which SQLite does not understand or takes otherwise."""
    databases = {each.name for each in app.resources if each.kind == "sql_database"}
    for migration in app.migrations:
        for each in migration.file.foreign[:_SHOWN] if migration.folder in databases else ():
            yield _judge(each)


def _judge(each: ForeignSql) -> Finding:
    message, help, severity = f"SQLite has no `{each.text}`", f"write `{each.instead}`", None
    if each.kind == "statement":
        message, help = f"SQLite has no `{each.text}` statement", each.instead
    elif each.kind == "word":
        help = f"write {each.instead}"
    elif each.kind == "function":
        message = f"SQLite has no function `{each.text.lower()}()`"
    elif each.kind == "numbering":
        message = f"`{each.text}` counts in PostgreSQL alone: in SQLite the column stays empty"
    elif each.kind == "cast":
        message = "SQLite has no `::`"
    elif each.kind == "type":
        message = f"`{each.text}` means nothing in SQLite: the values are kept as they come"
        severity = Severity.HINT
    elif each.kind == "transaction":
        message = f"`{each.text}` is refused: each migration runs in a transaction of its own"
        help = "take the statement out"
        severity = Severity.WARNING
    elif each.kind == "syntax":
        message = f"SQLite cannot read this statement at `{each.text}`"
        help = "write it as SQLite has it: https://www.sqlite.org/lang.html"
    return Finding(each.span, message, help=help, subject=each.text, severity=severity)
