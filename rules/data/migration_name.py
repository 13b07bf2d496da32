"""RD801: a migration that is not run, or not in the order that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rdlint.app.declaration import Resource
from rdlint.app.migrations import Migration
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.rule import rule
from rdlint.span import Span

_FORM = re.compile(r"\d{4}_[\w.-]+\.sql")
_SEED = 9999  # the number of the file that is always last


@rule("RD801", "migration-name", Severity.WARNING, since="0.2")
def migration_name(app: App) -> Iterator[Finding]:
    """A migration lies in no database's folder, has a name that is not run, or a number that is taken or left out."""
    databases = {each.name: each for each in app.resources if each.kind == "sql_database"}
    if not databases or not app.is_known:
        return  # then `db` may be anybody's
    others = {each.name for each in app.resources if each.kind == "smartsql"}  # which `smartsql-migration` is about
    for folder in dict.fromkeys(each.folder for each in app.migrations):
        files = [each for each in app.migrations if each.folder == folder]
        if folder in databases:
            yield from _names(files)
            yield from _numbers(files)
        elif folder not in others:
            yield _homeless(files[0], folder, databases)


def _homeless(first: Migration, folder: str, databases: dict[str, Resource]) -> Finding:
    near = nearest(folder, databases) or (next(iter(databases)) if len(databases) == 1 else None)
    where = f"`db/{folder}`" if folder else "`db`"
    return Finding(
        Span(first.path, 0, 0),
        f"{where} is the folder of no `sql_database`, so its files are never run",
        help=f"move them into `db/{near}`" if near else "move them into `db/<name>`, the name of the database",
        related=tuple(Related(each.span, "declared here") for each in databases.values())[:1],
        subject=folder or first.name,
    )


def _names(files: list[Migration]) -> Iterator[Finding]:
    for each in files:
        if not _FORM.fullmatch(each.name):
            rest = re.sub(r"[^a-z0-9]+", "_", each.name.lower().removesuffix(".sql").lstrip("0123456789_-")).strip("_")
            number = f"{int(each.number):04}" if each.number.isascii() and each.number else "0000"
            yield Finding(
                Span(each.path, 0, 0),
                f"`{each.name}` is not named as migrations are: four digits, an underscore, what it does",
                help=f"call it `{number}_{rest or 'change'}.sql`",
                subject=each.name,
            )


def _numbers(files: list[Migration]) -> Iterator[Finding]:
    seen: dict[int, Migration] = {}
    for each in files:
        number = int(each.number) if each.number.isascii() and each.number else None
        if number is None:
            continue
        first = seen.setdefault(number, each)
        if first is not each:
            yield Finding(
                Span(each.path, 0, 0),
                f"`{each.name}` has the number of `{first.name}`: only their names say which is run first",
                help=f"give it the next free number, {max(n for n in _ordered(files) if n < _SEED) + 1:04}",
                related=(Related(Span(first.path, 0, 0), "this one has it too"),),
                subject=each.name,
            )
    ordered = sorted(seen)
    for before, number in pairwise(ordered):
        if number != before + 1 and number < _SEED:
            yield Finding(
                Span(seen[number].path, 0, 0),
                f"between `{seen[before].name}` and `{seen[number].name}` a number is left out",
                help="look whether a migration is missing, or was never committed",
                related=(Related(Span(seen[before].path, 0, 0), "the one before"),),
                subject=seen[number].name,
                severity=Severity.HINT,
            )


def _ordered(files: list[Migration]) -> list[int]:
    return [0, *(int(each.number) for each in files if each.number and each.number.isascii())]
