"""RD802: migrations of a smartsql, which has none."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD802", "smartsql-migration", Severity.WARNING, since="0.2")
def smartsql_migration(app: App) -> Iterator[Finding]:
    """Migrations lie in the folder of a `smartsql`, for which the platform runs none."""
    for resource in app.resources:
        if resource.kind != "smartsql":
            continue
        names = {resource.name, resource.name.replace("_", "-"), resource.name.replace("-", "_")}
        first = next((each for each in app.migrations if each.folder in names), None)
        if first is None or any(each.kind == "sql_database" and each.name in names for each in app.resources):
            continue
        yield Finding(
            Span(first.path, 0, 0),
            f"`{resource.name}` is a smartsql, and migrations are run for a `sql_database` only",
            help=(
                f"run each statement in code, `await this.env.{resource.binding}.executeQuery({{ sqlQuery: "
                f"'CREATE TABLE IF NOT EXISTS …' }})`, or declare a `sql_database`"
            ),
            related=(Related(resource.span, "declared here"),),
            subject=resource.name,
        )
