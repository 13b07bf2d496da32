"""From paths to a report: discover, extract, relate, judge the apps, judge the run."""

from __future__ import annotations

import posixpath
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import NamedTuple

from rdlint.app.discover import MANIFEST, STATE, Target, app_folders, discover
from rdlint.app.relate import relate
from rdlint.baseline import baseline_of
from rdlint.extraction import Extraction
from rdlint.known import Order, compare, first, unique
from rdlint.revision import earlier_folders, moves, revision
from rdlint.rule import Rule, catalogue
from rdlint.run import Run
from rdlint.run_report import Report
from rdlint.settings import Settings, load
from rdlint.suppress import Suppressions
from rdlint.tree import Tree
from rdlint.verdict import Verdict


def lint(
    paths: Iterable[str],
    *,
    adjust: Callable[[Settings], Settings] = lambda settings: settings,
    overlay: Mapping[str, bytes] | None = None,
    base: str | None = None,
    rules: tuple[Rule, ...] | None = None,
    now: float | None = None,
    observe: Callable[[Tree], None] = lambda _: None,
) -> Report:
    """Judge every app that ``paths`` (files or folders) belong to.

    ``adjust`` changes the settings found in the tree, as options of the command line do. ``overlay``
    maps paths to content that stands in for the disk. What the commit ``base`` has, judged by today's
    settings, is not reported. ``now`` is seconds since 1970, the current time when it is not given; its
    day in UTC is the one by which suppressions expire. ``observe`` is told the tree before it is read.

    An app whose own files the settings exclude is left out, even when its path is given.

    Raises ``NoAppError`` and ``FileNotFoundError`` for paths without an app, ``SettingsError``,
    ``UnknownRuleError`` and ``LockedRuleError`` for settings and baselines that cannot be followed,
    ``RevisionError`` for a commit that cannot be read.
    """
    discovery = discover(paths, overlay)
    tree = discovery.tree
    observe(tree)
    judge = _Judge(catalogue() if rules is None else rules, time.time() if now is None else now)
    adjusted = [(target, adjust(load(tree, target.folder))) for target in discovery.targets]
    excluded = {target.folder for target, settings in adjusted if _is_excluded(target, settings)}
    targets = [(target, settings) for target, settings in adjusted if target.folder not in excluded]
    verdicts, suppressions = judge.verdicts(tree, discovery.folders, targets)
    whole = {target.folder for target in discovery.targets if not target.focus}
    outcomes = {
        verdict.app.folder: verdict.outcome(baseline_of(tree, verdict.app.folder, verdict.app.settings))
        for verdict in verdicts
    }
    unseen = [each for each in discovery.folders if each not in whole]
    baselines = compare(tree, outcomes, unseen, judge.rules, lambda each: each.is_locked)
    older = _older(tree, base, targets, verdicts, judge) if base is not None else frozenset()
    run = Run(
        judged={verdict.app.folder: verdict.judged for verdict in verdicts},
        others=tuple(each for each in discovery.folders if each not in outcomes and each not in excluded),
        is_complete=not tree.unread,
        suppressions=suppressions,
        used=frozenset(name for verdict in verdicts for name in verdict.used),
        baselines=baselines,
    )
    for verdict in verdicts:
        verdict.judge_run(run)
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


def _is_excluded(target: Target, settings: Settings) -> bool:
    return any(settings.excludes(posixpath.join(target.folder, marker)) for marker in (MANIFEST, STATE))


class _Judge(NamedTuple):
    """The rules of a run, and its time in seconds since 1970."""

    rules: tuple[Rule, ...]
    now: float

    def verdicts(
        self, tree: Tree, folders: tuple[str, ...], targets: Iterable[tuple[Target, Settings]]
    ) -> tuple[list[Verdict], Suppressions]:
        """Return what the rules say about each of ``targets``; ``folders`` are those of all apps in ``tree``."""
        extraction = Extraction(tree)
        apps = [
            (relate(extraction, target.folder, folders, settings, self.now, target.focus), target)
            for target, settings in targets
        ]
        today = datetime.fromtimestamp(self.now, timezone.utc).date()
        suppressions = Suppressions(tree.sources, self.rules, today)  # once, when every app has been read
        return [Verdict(app, target, self.rules, suppressions) for app, target in apps], suppressions


def _older(
    tree: Tree, base: str, targets: list[tuple[Target, Settings]], verdicts: list[Verdict], judge: _Judge
) -> frozenset[Order]:
    """Return the order of all that ``verdicts`` show and the commit ``base`` has, too."""
    with revision(tree, base) as old:
        folders = app_folders(old)
        was = earlier_folders(old, folders, tree, (target.folder for target, _ in targets))
        before = [
            (replace(each, folder=was[each.folder]), settings) for each, settings in targets if each.folder in was
        ]
        judged, _ = judge.verdicts(old, folders, before)
        known = [each.identity for each in unique(each for verdict in judged for each in verdict.shown)]
        moved = moves(old, tree, (path for _, path, _ in known), was)
    counts = Counter((code, moved.get(path, path), subject) for code, path, subject in known)
    return first(unique(each for verdict in verdicts for each in verdict.shown), counts, lambda each: each.identity)
