"""Which rules run, and which of their findings are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdlint.finding import Severity
from rdlint.globs import matches
from rdlint.nearest import nearest
from rdlint.rule import AREAS, Rule
from rdlint.settings import Settings, SettingsError

#: What may be typed where rules are chosen, with the codes of the rules that it stands for.
Selectors = Mapping[str, frozenset[str]]


class UnknownRuleError(LookupError):
    """``name`` stands for no rule; ``nearest`` is what was probably meant, or ``None``."""

    def __init__(self, name: str, nearest: str | None) -> None:
        self.name = name
        self.nearest = nearest
        self.message = f"there is no rule `{name}`"
        areas = ", ".join(AREAS.values())
        self.help = f"did you mean `{nearest}`?" if nearest else f"write a code, a name, or an area ({areas})"
        super().__init__(f"{self.message}; {self.help}")


def selectors(rules: Iterable[Rule]) -> Selectors:
    """Return everything that stands for rules.

    That is each rule's name and code, each area's name and digit (``RD1``), the beginnings of codes
    that exist (``RD10``), and ``ALL``. An area is known even while it holds no rule.
    """
    table: dict[str, set[str]] = {"ALL": set()}
    for digit, area in AREAS.items():
        table[area] = table[f"RD{digit}"] = set()
    for rule in rules:
        for name in ("ALL", rule.area, rule.name, rule.code, rule.code[:4]):
            table.setdefault(name, set()).add(rule.code)
    return {name: frozenset(codes) for name, codes in table.items()}


def resolve(names: Iterable[str], known: Selectors) -> frozenset[str]:
    """Return the codes of all rules that ``names`` stand for; codes count in any case.

    Raises `UnknownRuleError` for the first name that stands for none: a slip must never turn a run
    green.
    """
    codes: set[str] = set()
    for name in names:
        found = known.get(name, known.get(name.upper()))
        if found is None:
            raise UnknownRuleError(name, nearest(name, known))
        codes |= found
    return frozenset(codes)


def named(name: str, rules: Iterable[Rule]) -> Rule:
    """Return the one rule that is called ``name``, or has it as its code in any case.

    Raises `UnknownRuleError` when there is none.
    """
    known = {each: rule for rule in rules for each in (rule.name, rule.code)}
    found = known.get(name, known.get(name.upper()))
    if found is None:
        raise UnknownRuleError(name, nearest(name, known))
    return found


class Selection:
    """The outcome of `select`, `extend-select`, `ignore` and `per-file-ignores`.

    By default every rule runs and hints are hidden. A rule that is selected by name, code, area or
    ``ALL`` shows its hints too. What is ignored never runs, even if it is also selected.
    """

    def __init__(self, settings: Settings, rules: Iterable[Rule]) -> None:
        """Resolve what the settings name.

        Raises `SettingsError` for an unknown rule in a file, `UnknownRuleError` for any other.
        """
        known = selectors(rules)
        places = dict(settings.rule_places)
        try:
            resolve(places, known)
        except UnknownRuleError as error:
            raise SettingsError(settings.file, *places[error.name], error.message, error.help) from None
        added = resolve(settings.extend_select, known)
        self._selected = None if settings.select is None else resolve(settings.select, known) | added
        self._named = added if self._selected is None else self._selected
        self._ignored = resolve(settings.ignore, known)
        self._by_glob = [(glob, resolve(names, known)) for glob, names in settings.per_file_ignores]
        self._settings = settings

    def runs(self, rule: Rule) -> bool:
        """Say whether ``rule`` is to run at all."""
        return rule.code not in self._ignored and (self._selected is None or rule.code in self._selected)

    def shows(self, rule: Rule, severity: Severity) -> bool:
        """Say whether a finding of this severity by ``rule`` is shown."""
        return self.runs(rule) and (severity > Severity.HINT or rule.code in self._named)

    def ignores_in(self, rule: Rule, path: str) -> bool:
        """Say whether `per-file-ignores` silence ``rule`` in the file ``path`` of the tree."""
        within = self._settings.within(path) if self._by_glob else None
        return within is not None and any(rule.code in codes and matches(glob, within) for glob, codes in self._by_glob)
