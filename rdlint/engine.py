"""From paths to a report: discover, extract, relate, judge."""

from __future__ import annotations

import posixpath
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from rdlint.app.discover import MANIFEST, STATE, Target, app_folders, discover
from rdlint.app.model import App
from rdlint.app.relate import relate
from rdlint.baseline import Baseline, baseline_of
from rdlint.diagnostic import Diagnostic, Report
from rdlint.extraction import Extraction
from rdlint.finding import Edit, Finding, Severity
from rdlint.known import Order, Outcome, compare, first, unique
from rdlint.revision import earlier_folders, moves, revision
from rdlint.rule import Rule, catalogue
from rdlint.run import Run
from rdlint.selection import Selection
from rdlint.settings import Settings, load
from rdlint.source import Source
from rdlint.span import Span
from rdlint.suppress import Suppressions
from rdlint.tree import Tree

INTERNAL_ERROR = ("RD000", "internal-error")


def lint(
    paths: Iterable[str],
    *,
    adjust: Callable[[Settings], Settings] = lambda settings: settings,
    overlay: Mapping[str, bytes] | None = None,
    rules: tuple[Rule, ...] | None = None,
    now: float | None = None,
    base: str | None = None,
    observe: Callable[[Tree], None] = lambda _: None,
) -> Report:
    """Judge every app that ``paths`` (files or folders) belong to.

    ``adjust`` changes the settings found in the tree, as options of the command line do. ``overlay``
    maps paths to content that stands in for the disk. ``now`` is seconds since 1970, the current
    time when it is not given. What the commit ``base`` has, judged by today's settings, is not
    reported. ``observe`` is told the tree before it is read.

    An app whose own files the settings exclude is left out, even when its path is given.

    Raises ``NoAppError`` and ``FileNotFoundError`` for paths without an app, ``SettingsError`` and
    ``UnknownRuleError`` for settings and baselines that cannot be followed, ``RevisionError`` for a
    commit that cannot be read.
    """
    discovery = discover(paths, overlay)
    tree = discovery.tree
    observe(tree)
    rules = catalogue() if rules is None else rules
    now = time.time() if now is None else now
    adjusted = ((target, adjust(load(tree, target.folder))) for target in discovery.targets)
    targets = [(target, settings) for target, settings in adjusted if not _is_left_out(target, settings)]
    verdicts = _judge(tree, discovery.folders, targets, rules, now)
    whole = {target.folder for target in discovery.targets if not target.focus}
    outcomes = {
        verdict.app.folder: verdict.outcome(baseline_of(tree, verdict.app.folder, verdict.app.settings))
        for verdict in verdicts
    }
    baselines = compare(tree, outcomes, [each for each in discovery.folders if each not in whole], rules)
    older = _older(tree, base, targets, verdicts, rules, now) if base is not None else frozenset()
    for verdict in verdicts:
        verdict.judge_run(rules, Run(baselines))
    found = unique(each for verdict in verdicts for each in verdict.asked)
    baselined = frozenset[Order]().union(*(each.hidden for each in baselines.values()))
    return Report(
        tree=tree.root,
        diagnostics=tuple(each for each in found if each.order not in baselined | older),
        sources=tree.sources,
        apps=tuple(target.folder for target in discovery.targets),
        suppressed=sum(verdict.suppressed for verdict in verdicts),
        baselined=sum(each.order in baselined for each in found),
        older=sum(each.order in older - baselined for each in found),
        baselines=tuple(dict.fromkeys(baselines.values())),
        unread=tuple(sorted(tree.unread.items())),
        has_failed_rule=any(verdict.failures for verdict in verdicts),
        is_focused=any(target.focus for target in discovery.targets),
        problems=Counter(problem.span.path for verdict in verdicts for problem in verdict.app.problems),
    )


def _is_left_out(target: Target, settings: Settings) -> bool:
    return any(settings.excludes(posixpath.join(target.folder, marker)) for marker in (MANIFEST, STATE))


def _judge(
    tree: Tree,
    folders: tuple[str, ...],
    targets: Iterable[tuple[Target, Settings]],
    rules: tuple[Rule, ...],
    now: float,
) -> list[_Verdict]:
    """Return what the rules say about each of ``targets``; ``folders`` are those of all apps in ``tree``."""
    extraction = Extraction(tree)
    apps = [
        (relate(extraction, target.folder, folders, settings, now, target.focus), target)
        for target, settings in targets
    ]
    suppressions = Suppressions(tree.sources, rules)  # once, when every app has been read
    return [_Verdict(app, target, rules, suppressions) for app, target in apps]


def _older(
    tree: Tree,
    base: str,
    targets: list[tuple[Target, Settings]],
    verdicts: list[_Verdict],
    rules: tuple[Rule, ...],
    now: float,
) -> frozenset[Order]:
    """Return the order of all that ``verdicts`` show and the commit ``base`` has, too."""
    with revision(tree, base) as old:
        folders = app_folders(old)
        was = earlier_folders(old, folders, tree, (target.folder for target, _ in targets))
        before = [
            (replace(each, folder=was[each.folder]), settings) for each, settings in targets if each.folder in was
        ]
        judged = _judge(old, folders, before, rules, now)
        known = [each.identity for each in unique(each for verdict in judged for each in verdict.shown)]
        moved = moves(old, tree, (path for _, path, _ in known), was)
    counts = Counter((code, moved.get(path, path), subject) for code, path, subject in known)
    return first(unique(each for verdict in verdicts for each in verdict.shown), counts, lambda each: each.identity)


class _Verdict:
    """What the rules say about one app, after suppressions and settings."""

    def __init__(self, app: App, target: Target, rules: tuple[Rule, ...], suppressions: Suppressions) -> None:
        self.app = app
        self.suppressed = 0
        self.shown: list[Diagnostic] = []
        self.failures: list[Diagnostic] = []
        self._hints: list[Diagnostic] = []
        self._target = target
        self._suppressions = suppressions
        self._selection = Selection(app.settings, rules)
        self._ran = frozenset(rule.name for rule in rules if self._selection.runs(rule))
        for rule in rules:
            if not rule.judges_run:
                self._ask(rule, app)

    @property
    def asked(self) -> Iterator[Diagnostic]:
        """What is shown and involves a path that the run is about, and the rules that failed."""
        return (each for each in (*self.shown, *self.failures) if _is_asked(each.finding, self._target))

    def judge_run(self, rules: tuple[Rule, ...], run: Run) -> None:
        """Ask the rules about the run itself."""
        for rule in rules:
            if rule.judges_run:
                self._ask(rule, self.app, run)

    def outcome(self, baseline: Baseline) -> Outcome:
        """Return what ``baseline``, which is the app's, is to be compared with."""
        is_whole = not self._target.focus and not self.failures and self.app.is_known and not any(self.app.problems)
        return Outcome(baseline, tuple(self.shown), tuple(self._hints), self._ran, is_whole)

    def _ask(self, rule: Rule, *about: App | Run) -> None:
        for found in self._run(rule, *about) if rule.name in self._ran else ():
            finding = _fitted(found, self.app)
            severity = finding.severity or rule.severity
            diagnostic = Diagnostic(rule.code, rule.name, severity, finding)
            if self.app.settings.excludes(finding.span.path):
                continue
            if self._selection.ignores_in(rule, finding.span.path) or self._suppressions.cover(rule, finding.span):
                self.suppressed += self._selection.shows(rule, severity) and _is_asked(finding, self._target)
            elif self._selection.shows(rule, severity):
                self.shown.append(diagnostic)
            else:
                self._hints.append(diagnostic)

    def _run(self, rule: Rule, *about: App | Run) -> Iterator[Finding]:
        """Yield what ``rule`` finds; when it fails, what it had found and one finding that says so."""
        try:
            yield from rule.check(*about)
        except Exception as error:  # a defect of rdlint must not hide the other rules' findings
            self.failures.append(_internal_error(rule, self.app, error))


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
