"""The rules themselves, for people and programs: one with its page, or all in a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rdlint.finding import Severity
from rdlint.rule import Rule


def record(rule: Rule) -> dict[str, Any]:
    """Return what a program needs to know of ``rule``; ``default``: its findings are shown without being asked for."""
    return {
        "code": rule.code,
        "name": rule.name,
        "area": rule.area,
        "severity": rule.severity.label,
        "default": rule.severity > Severity.HINT,
        "since": rule.since,
        "fixable": rule.fixable,
        "summary": rule.summary.rstrip("."),
    }


def _text(rules: Iterable[Rule]) -> Iterator[str]:
    rows = [(rule.code, rule.name, rule.severity.label, rule.summary.rstrip(".")) for rule in rules]
    width = max(len(name) for _, name, _, _ in rows)
    for code, name, severity, summary in rows:
        yield f"{code}  {name:{width}}  {severity:7}  {summary}"


def _markdown(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| code | name | severity | finds |\n|---|---|---|---|"
    for rule in rules:
        yield f"| {rule.code} | {rule.name} | {rule.severity.label} | {rule.summary.rstrip('.')} |"


def _json(rules: Iterable[Rule]) -> Iterator[str]:
    records = [json.dumps(record(rule)) for rule in rules]
    yield "[\n" + ",\n".join(records) + "\n]"


#: How a list of rules can be printed.
LISTS: dict[str, Callable[[Iterable[Rule]], Iterator[str]]] = {"text": _text, "json": _json, "markdown": _markdown}


def page(rule: Rule, output_format: str) -> str:
    """Return ``rule`` with its page: as Markdown, or for ``json`` as a record with the page in it."""
    text = rule.page.read_text(encoding="utf-8")
    if output_format == "json":
        return json.dumps({**record(rule), "page": text})
    title, _, rest = text.partition("\n")
    return f"{title} ({rule.code}, {rule.severity.label})\n{rest.rstrip()}"
