"""Which rules run, and which of their findings are shown."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from rdlint.finding import Severity
from rdlint.globs import matches
from rdlint.nearest import nearest
from rdlint.rule import AREAS, Rule
from rdlint.settings import Settings, SettingsError

#: The settings that turn rules off.
_IGNORING = frozenset({"ignore", "per-file-ignores"})
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


class LockedRuleError(Exception):
    """The command line turns a rule off that the settings ``file`` has locked."""

    def __init__(self, name: str, rule: str, file: str) -> None:
        self.message = _locked(name, rule, file)
        self.help = f"leave `{name}` out of what is ignored"
        super().__init__(f"{self.message}; {self.help}")


def _locked(name: str, rule: str, file: str) -> str:
    """Return why ``name`` cannot be ignored, which stands for ``rule``."""
    if name == rule:
        return f"`{name}` is locked in `{file}`, so it cannot be ignored"
    return f"`{name}` stands for `{rule}`, too, which is locked in `{file}`, so it cannot be ignored"


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
    """The outcome of `select`, `extend-select`, `ignore`, `per-file-ignores` and `locked`.

    By default every rule runs and hints are hidden. A rule that is selected by name, code, area or
    ``ALL``, or locked, shows its hints too. What is ignored never runs, even if it is also selected;
    what is locked always runs. ``file`` is the name of the settings' file.
    """

    def __init__(self, settings: Settings, rules: Iterable[Rule]) -> None:
        """Resolve what the settings name.

        Raises `SettingsError` for an unknown rule in a file, and for a locked one that it ignores;
        `UnknownRuleError` and `LockedRuleError` for those that come from elsewhere.
        """
        rules = tuple(rules)
        known = selectors(rules)
        places = {name: place for _, name, place in reversed(settings.rule_places)}
        try:
            resolve((name for _, name, _ in settings.rule_places), known)
        except UnknownRuleError as error:
            raise SettingsError(settings.file, *places[error.name], error.message, error.help) from None
        self.file = os.path.basename(settings.file) or "rdlint.toml"
        self.locked = resolve(settings.locked, known)
        added = resolve(settings.extend_select, known) | self.locked
        self._selected = None if settings.select is None else resolve(settings.select, known) | added
        self._named = added if self._selected is None else self._selected
        self._ignored = resolve(settings.ignore, known)
        self._by_glob = [(glob, resolve(names, known)) for glob, names in settings.per_file_ignores]
        self._settings = settings
        self._demand_locked(known, rules)

    def _demand_locked(self, known: Selectors, rules: Iterable[Rule]) -> None:
        """Raise the error for the first locked rule that is ignored somewhere."""
        locked = {rule.code: rule.name for rule in rules if self.is_locked(rule)}
        own = [(name, place) for setting, name, place in self._settings.rule_places if setting in _IGNORING]
        for name, place in (*own, *((name, None) for name in self._settings.ignore)):
            code = min(resolve((name,), known) & self.locked, default="")
            if code:
                shown = name if len(resolve((name,), known)) > 1 else locked[code]
                if place is None:
                    raise LockedRuleError(shown, locked[code], self.file)
                message = _locked(shown, locked[code], self.file)
                raise SettingsError(self._settings.file, *place, message, "leave it out, or take it out of `locked`")

    @property
    def requires_reasons(self) -> bool:
        """Say whether a comment that silences a finding has to say why."""
        return self._settings.require_reasons

    def is_locked(self, rule: Rule) -> bool:
        """Say whether nothing may keep ``rule`` from running, or silence what it finds."""
        return rule.code in self.locked

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
