"""What the rules say about one app, after suppressions and settings."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace

from rdlint.app.discover import Target
from rdlint.app.judged import judged_files
from rdlint.app.model import App
from rdlint.baseline import Baseline
from rdlint.diagnostic import Diagnostic
from rdlint.directive import RuleName
from rdlint.finding import Edit, Finding, Related, Severity
from rdlint.known import Outcome
from rdlint.rule import Rule
from rdlint.run import Judged, Run
from rdlint.selection import Selection
from rdlint.source import Source
from rdlint.span import Span
from rdlint.suppress import Suppressions

INTERNAL_ERROR = ("RD000", "internal-error")


class Verdict:
    """The findings of one app.

    ``shown`` are those that nothing silences, wherever they are; ``failures`` are rules that failed; ``suppressed``
    counts what a comment or the settings silence. ``used`` are the names in suppressions that stand for what was
    found.
    """

    def __init__(self, app: App, target: Target, rules: tuple[Rule, ...], suppressions: Suppressions) -> None:
        self.app = app
        self.shown: list[Diagnostic] = []
        self.failures: list[Diagnostic] = []
        self.suppressed = 0
        self.used: set[RuleName] = set()
        self._hints: list[Diagnostic] = []
        self._target = target
        self._suppressions = suppressions
        self._selection = Selection(app.settings, rules)
        self._rules = [rule for rule in rules if self._selection.runs(rule)]
        ended = [rule for rule in self._rules if not rule.judges_run and self._ask(rule, app)]
        ran = frozenset(rule.code for rule in ended if app.is_seen_whole and not rule.is_local)
        self.judged = Judged(app, judged_files(app), self._selection, ran)

    @property
    def asked(self) -> Iterator[Diagnostic]:
        """What is shown and involves a path that the run is about, and the rules that failed."""
        return (each for each in (*self.shown, *self.failures) if _is_asked(each.finding, self._target))

    def judge_run(self, run: Run) -> None:
        """Add what the rules about the run itself say."""
        for rule in self._rules:
            if rule.judges_run:
                self._ask(rule, self.app, run)

    def outcome(self, baseline: Baseline) -> Outcome:
        """Return what ``baseline``, which is the app's, is to be compared with."""
        is_whole = not self._target.focus and not self.failures and self.app.is_known and not any(self.app.problems)
        ran = frozenset(rule.name for rule in self._rules)
        return Outcome(baseline, tuple(self.shown), tuple(self._hints), ran, is_whole)

    def _ask(self, rule: Rule, *about: App | Run) -> bool:
        """Take what ``rule`` finds, and say whether it came to its end."""
        try:
            for finding in rule.check(*about):
                self._take(rule, finding)
        except Exception as error:  # a defect of rdlint must not hide the other rules' findings
            self.failures.append(_internal_error(rule, self.app, error))
            return False
        return True

    def _take(self, rule: Rule, finding: Finding) -> None:
        """Take one finding; what silences it is noted also where nobody would see it."""
        cover = self._suppressions.cover(rule, finding.span, self._selection)
        if cover is not None:
            self.used.add(cover.name)
        if self.app.settings.excludes(finding.span.path):
            return
        severity = finding.severity or rule.severity
        is_shown = self._selection.shows(rule, severity)
        if self._selection.ignores_in(rule, finding.span.path) or (cover is not None and not cover.refusal):
            self.suppressed += is_shown and _is_asked(finding, self._target)
            return
        if cover is not None:
            refused = Related(cover.directive.span, cover.refusal)
            finding = replace(finding, related=(*finding.related, refused))
        is_locked = self._selection.is_locked(rule)
        diagnostic = Diagnostic(rule.code, rule.name, severity, _fitted(finding, self.app), is_locked)
        (self.shown if is_shown else self._hints).append(diagnostic)


def _internal_error(rule: Rule, app: App, error: Exception) -> Diagnostic:
    path = app.manifest.path if app.manifest else app.state.path if app.state else app.folder
    where = traceback.extract_tb(error.__traceback__)[-1]
    finding = Finding(
        Span(path, 0, 0),
        f"rule `{rule.name}` failed on this app: {type(error).__name__} in {where.name}, line {where.lineno}",
        help=f"this is a defect of rdlint: please report it; until then type `--ignore {rule.name}`",
        subject=rule.name,
    )
    return Diagnostic(*INTERNAL_ERROR, Severity.ERROR, finding)


def _fitted(finding: Finding, app: App) -> Finding:
    """Make the fix of ``finding`` fit the files: with their line ends, and none for what is excluded."""
    fix = finding.fix
    if fix is None:
        return finding
    if any(app.settings.excludes(edit.span.path) for edit in fix.edits):
        return replace(finding, fix=None)
    edits = tuple(_with_line_ends(edit, app.sources.get(edit.span.path)) for edit in fix.edits)
    return replace(finding, fix=replace(fix, edits=edits))


def _with_line_ends(edit: Edit, source: Source | None) -> Edit:
    return edit if source is None else edit._replace(text=edit.text.replace("\n", source.line_end))


def _is_asked(finding: Finding, target: Target) -> bool:
    """Say whether ``finding`` involves a path that the run is about."""
    places = [finding.span.path, *(place.span.path for place in finding.related)]
    return not target.focus or any(
        path == asked or path.startswith(asked + "/") for path in places for asked in target.focus
    )
