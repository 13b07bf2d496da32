"""From paths to a report: discover, extract, relate, judge the apps, judge the run."""

from __future__ import annotations

import posixpath
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timezone

from rdlint.app.discover import MANIFEST, STATE, Target, discover
from rdlint.app.judged import judged_files
from rdlint.app.model import App
from rdlint.app.relate import relate
from rdlint.diagnostic import Diagnostic, Report
from rdlint.directive import RuleName
from rdlint.extraction import Extraction
from rdlint.finding import Edit, Finding, Related, Severity
from rdlint.rule import Rule, catalogue
from rdlint.run import Judged, Run
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
    observe: Callable[[Tree], None] = lambda _: None,
) -> Report:
    """Judge every app that ``paths`` (files or folders) belong to.

    ``adjust`` changes the settings found in the tree, as options of the command line do. ``overlay``
    maps paths to content that stands in for the disk. ``now`` is seconds since 1970, the current
    time when it is not given; its day in UTC is the one by which suppressions expire. ``observe`` is
    told the tree before it is read.

    An app whose own files the settings exclude is left out, even when its path is given.

    Raises ``NoAppError`` and ``FileNotFoundError`` for paths without an app, ``SettingsError``,
    ``UnknownRuleError`` and ``LockedRuleError`` for settings that cannot be followed.
    """
    discovery = discover(paths, overlay)
    tree = discovery.tree
    observe(tree)
    extraction = Extraction(tree)
    rules = catalogue() if rules is None else rules
    now = time.time() if now is None else now
    judged: list[tuple[App, Target]] = []
    excluded: set[str] = set()
    for target in discovery.targets:
        settings = adjust(load(tree, target.folder))
        if any(settings.excludes(posixpath.join(target.folder, marker)) for marker in (MANIFEST, STATE)):
            excluded.add(target.folder)
            continue
        judged.append((relate(extraction, target.folder, discovery.folders, settings, now, target.focus), target))
    today = datetime.fromtimestamp(now, timezone.utc).date()
    suppressions = Suppressions(tree.sources, rules, today)  # once, when every app has been read
    verdicts = {app.folder: _Verdict(app, target, rules, suppressions) for app, target in judged}
    run = Run(
        judged={folder: verdict.judged for folder, verdict in verdicts.items()},
        others=tuple(each for each in discovery.folders if each not in verdicts and each not in excluded),
        is_complete=not tree.unread,
        suppressions=suppressions,
        used=frozenset(name for verdict in verdicts.values() for name in verdict.used),
    )
    for verdict in verdicts.values():
        verdict.judge_run(run)
    diagnostics = {each.order: each for verdict in verdicts.values() for each in verdict.diagnostics}
    return Report(
        tree=tree.root,
        diagnostics=tuple(diagnostics[order] for order in sorted(diagnostics)),
        sources=tree.sources,
        apps=tuple(target.folder for target in discovery.targets),
        suppressed=sum(verdict.suppressed for verdict in verdicts.values()),
        unread=tuple(sorted(tree.unread.items())),
        has_failed_rule=any(verdict.has_failed_rule for verdict in verdicts.values()),
        problems=Counter(problem.span.path for app, _ in judged for problem in app.problems),
    )


class _Verdict:
    """What the rules say about one app, after suppressions and settings.

    ``used`` are the names in suppressions that stand for what they have found.
    """

    def __init__(self, app: App, target: Target, rules: tuple[Rule, ...], suppressions: Suppressions) -> None:
        self.suppressed = 0
        self.has_failed_rule = False
        self.diagnostics: list[Diagnostic] = []
        self.used: set[RuleName] = set()
        self._app = app
        self._target = target
        self._suppressions = suppressions
        self._selection = Selection(app.settings, rules)
        self._rules = [rule for rule in rules if self._selection.runs(rule)]
        is_seen_whole = app.is_seen_whole
        ended = [rule for rule in self._rules if not rule.judges_run and self._judge(rule, app)]
        ran = frozenset(rule.code for rule in ended if is_seen_whole and not rule.is_local)
        self.judged = Judged(app, judged_files(app), self._selection, ran)

    def judge_run(self, run: Run) -> None:
        """Add what the rules about the run itself say."""
        for rule in self._rules:
            if rule.judges_run:
                self._judge(rule, self._app, run)

    def _judge(self, rule: Rule, *about: App | Run) -> bool:
        """Take what ``rule`` finds, and say whether it came to its end."""
        try:
            for finding in rule.check(*about):
                self._take(rule, finding)
        except Exception as error:  # a defect of rdlint must not hide the other rules' findings
            self.has_failed_rule = True
            self.diagnostics.append(_internal_error(rule, self._app, error))
            return False
        return True

    def _take(self, rule: Rule, finding: Finding) -> None:
        """Take one finding; what silences it is noted also where nobody would see it."""
        cover = self._suppressions.cover(rule, finding.span, self._selection)
        if cover is not None:
            self.used.add(cover.name)
        severity = finding.severity or rule.severity
        if not self._selection.shows(rule, severity) or not _is_asked(finding, self._target):
            return
        if self._app.settings.excludes(finding.span.path):
            return
        if self._selection.ignores_in(rule, finding.span.path) or (cover is not None and not cover.refusal):
            self.suppressed += 1
            return
        if cover is not None:
            refused = Related(cover.directive.span, cover.refusal)
            finding = replace(finding, related=(*finding.related, refused))
        is_locked = self._selection.is_locked(rule)
        self.diagnostics.append(Diagnostic(rule.code, rule.name, severity, _fitted(finding, self._app), is_locked))


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
