"""From paths to a report: discover, extract, relate, judge."""

from __future__ import annotations

import posixpath
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from rdlint.app.discover import MANIFEST, STATE, Target, discover
from rdlint.app.model import App
from rdlint.app.relate import relate
from rdlint.diagnostic import Diagnostic, Report
from rdlint.extraction import Extraction
from rdlint.finding import Edit, Finding, Severity
from rdlint.rule import Rule, catalogue
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
    time when it is not given. ``observe`` is told the tree before it is read.

    An app whose own files the settings exclude is left out, even when its path is given.

    Raises ``NoAppError`` and ``FileNotFoundError`` for paths without an app, ``SettingsError`` and
    ``UnknownRuleError`` for settings that cannot be followed.
    """
    discovery = discover(paths, overlay)
    tree = discovery.tree
    observe(tree)
    extraction = Extraction(tree)
    rules = catalogue() if rules is None else rules
    now = time.time() if now is None else now
    judged: list[tuple[App, Target]] = []
    for target in discovery.targets:
        settings = adjust(load(tree, target.folder))
        if any(settings.excludes(posixpath.join(target.folder, marker)) for marker in (MANIFEST, STATE)):
            continue
        judged.append((relate(extraction, target.folder, discovery.folders, settings, now, target.focus), target))
    suppressions = Suppressions(tree.sources, rules)  # once, when every app has been read
    verdicts = [_Verdict(app, target, rules, suppressions) for app, target in judged]
    diagnostics = {each.order: each for verdict in verdicts for each in verdict.diagnostics}
    return Report(
        tree=tree.root,
        diagnostics=tuple(diagnostics[order] for order in sorted(diagnostics)),
        sources=tree.sources,
        apps=tuple(target.folder for target in discovery.targets),
        suppressed=sum(verdict.suppressed for verdict in verdicts),
        unread=tuple(sorted(tree.unread.items())),
        has_failed_rule=any(verdict.has_failed_rule for verdict in verdicts),
        problems=Counter(problem.span.path for app, _ in judged for problem in app.problems),
    )


class _Verdict:
    """What the rules say about one app, after suppressions and settings."""

    def __init__(self, app: App, target: Target, rules: tuple[Rule, ...], suppressions: Suppressions) -> None:
        self.suppressed = 0
        self.has_failed_rule = False
        selection = Selection(app.settings, rules)
        self.diagnostics: list[Diagnostic] = []
        for rule in rules:
            if not selection.runs(rule):
                continue
            for finding in (_fitted(each, app) for each in self._run(rule, app)):
                severity = finding.severity or rule.severity
                diagnostic = Diagnostic(rule.code, rule.name, severity, finding)
                if not selection.shows(rule, severity) or not _is_asked(finding, target):
                    continue
                if app.settings.excludes(finding.span.path):
                    continue
                if selection.ignores_in(rule, finding.span.path) or suppressions.cover(rule, finding.span):
                    self.suppressed += 1
                else:
                    self.diagnostics.append(diagnostic)

    def _run(self, rule: Rule, app: App) -> Iterator[Finding]:
        """Yield what ``rule`` finds; when it fails, what it had found and one finding that says so."""
        try:
            yield from rule.check(app)
        except Exception as error:  # a defect of rdlint must not hide the other rules' findings
            self.has_failed_rule = True
            self.diagnostics.append(_internal_error(rule, app, error))


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
