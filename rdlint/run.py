"""What a run knows about itself once the rules about apps have spoken: for rules that judge the run.

A rule that is made with `run_rule` is given this beside each app. What such rules find counts for
nobody's ``used`` and ``ran``: they are asked in no particular order.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rdlint.app.model import App
from rdlint.app.ownership import app_around
from rdlint.directive import RuleName
from rdlint.finding import Finding, Severity
from rdlint.known import Comparison
from rdlint.rule import Rule
from rdlint.selection import Selection
from rdlint.suppress import Suppressions


@dataclass(frozen=True, slots=True)
class Judged:
    """One app after its rules have run.

    ``files`` are those that it was judged by. ``ran`` holds the codes of the rules about apps that came
    to their end and would find the same on every machine; none where something does not parse, for there
    may be more than can be seen.
    """

    app: App
    files: frozenset[str]
    selection: Selection
    ran: frozenset[str]


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run.

    ``judged`` are its apps by their folders, ``others`` the folders of those that it was not about. ``is_complete``
    when every file that should have been read was. ``used`` are the names in ``suppressions`` by which
    a finding was silenced, or would have been if nothing refused it. ``baselines`` are those of the apps, by their
    folders, each beside what was found.
    """

    judged: Mapping[str, Judged]
    others: tuple[str, ...]
    is_complete: bool
    suppressions: Suppressions
    used: frozenset[RuleName]
    baselines: Mapping[str, Comparison]

    def knows_all(self, codes: frozenset[str], path: str) -> bool:
        """Say whether everything that rules with these ``codes`` find in the file ``path`` was found in this run."""
        owners = [each for each in self.judged.values() if path in each.files]
        return (
            self.is_complete
            and bool(owners)
            and all(codes <= each.ran for each in owners)
            and (not self.others or self._is_of_one(path))
        )

    def _is_of_one(self, path: str) -> bool:
        """Say whether ``path`` is judged by the app that it lies in, and by no other."""
        around = app_around(posixpath.dirname(path), (*self.judged, *self.others))
        owner = None if around is None else self.judged.get(around)
        return owner is not None and path in owner.files and path not in owner.app.shared_scripts


RunCheck = Callable[[App, Run], Iterator[Finding]]


def run_rule(
    code: str, name: str, severity: Severity, *, since: str, fixable: bool = False
) -> Callable[[RunCheck], Rule]:
    """Make a rule about the run itself of the function below, as `rule` does of one about apps."""

    def decorate(check: RunCheck) -> Rule:
        return Rule(code, name, severity, since, check, fixable, judges_run=True)

    return decorate
