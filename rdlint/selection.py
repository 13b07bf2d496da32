"""Which rules run, and which of their findings are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rdlint.finding import Severity
from rdlint.globs import matches
from rdlint.nearest import nearest
from rdlint.rule import AREAS, Rule
from rdlint.settings import Settings

ALL = "ALL"


class UnknownRule(LookupError):
    """``name`` selects nothing; ``nearest`` is what was probably meant, or ``None``."""

    def __init__(self, name: str, nearest: str | None) -> None:
        super().__init__(f"there is no rule `{name}`" + (f"; did you mean `{nearest}`?" if nearest else ""))
        self.name = name
        self.nearest = nearest


@lru_cache(maxsize=4)
def selectors(rules: tuple[Rule, ...]) -> Mapping[str, frozenset[str]]:
    """Return everything that selects rules, with the codes that it selects.

    That is each rule's name and code, each area's name and digit (``RD1``), the codes of ten
    (``RD10``) that hold a rule, and ``ALL``. Codes are in upper case.
    """
    table: dict[str, set[str]] = {ALL: {rule.code for rule in rules}}
    for digit, area in AREAS.items():
        table[area] = table[f"RD{digit}"] = {rule.code for rule in rules if rule.code[2] == digit}
    for rule in rules:
        table[rule.name] = table[rule.code] = {rule.code}
        table.setdefault(rule.code[:4], set()).add(rule.code)
    return {name: frozenset(codes) for name, codes in table.items()}


def resolve(name: str, rules: tuple[Rule, ...]) -> frozenset[str]:
    """Return the codes that ``name`` selects; codes may be typed in any case. Raises `UnknownRule`."""
    table = selectors(rules)
    codes = table.get(name) or table.get(name.upper())
    if codes is None and name not in table:
        raise UnknownRule(name, nearest(name, table))
    return codes or frozenset()
