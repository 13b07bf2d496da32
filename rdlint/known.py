"""What of a run's findings is known already: by a baseline, or by the commit that the run compares with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from rdlint.baseline import Baseline, Entry, Key
from rdlint.diagnostic import Diagnostic
from rdlint.git_ignore import ignoring
from rdlint.rule import Rule
from rdlint.tree import Tree

_K = TypeVar("_K", bound=Hashable)
Order = tuple[str, int, int, str, str]


class Outcome(NamedTuple):
    """What the rules ``ran`` (by name) have said of one app that has ``baseline``.

    ``shown`` may be hidden by the baseline, ``hints`` are hidden anyhow. ``is_whole``: all of the app was asked
    about, all of it parses, and no rule failed.
    """

    baseline: Baseline
    shown: tuple[Diagnostic, ...]
    hints: tuple[Diagnostic, ...]
    ran: frozenset[str]
    is_whole: bool


class Stale(NamedTuple):
    """An entry of a baseline that counts more findings than there are. ``is_unknown``: no rule has its name."""

    key: Key
    entry: Entry
    found: int
    is_unknown: bool


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A baseline beside what there is. ``shown`` counts what it may hide, ``hidden`` are those that it does hide.

    ``outside`` counts findings that it cannot hold. ``is_whole``: nothing was left out that could be in it.
    What the run cannot tell of is in no way ``stale``.
    """

    baseline: Baseline
    shown: Mapping[Key, int]
    hidden: frozenset[Order]
    outside: int
    is_whole: bool
    stale: tuple[Stale, ...]

    @property
    def pruned(self) -> dict[Key, int]:
        """What the baseline says when all that is stale is taken out."""
        counts = {key: entry.findings for key, entry in self.baseline.entries.items()}
        counts.update({each.key: each.found for each in self.stale})
        return {key: count for key, count in counts.items() if count}

    @property
    def written(self) -> dict[Key, int]:
        """What the baseline says when it is to hide all that is shown now; what the run cannot tell of stays."""
        kept = self.pruned
        return {key: max(kept.get(key, 0), self.shown.get(key, 0)) for key in {*kept, *self.shown}}


def compare(
    tree: Tree,
    outcomes: Mapping[str, Outcome],
    unseen: Collection[str],
    rules: Iterable[Rule],
    is_locked: Callable[[Diagnostic], bool] = lambda _: False,
) -> dict[str, Comparison]:
    """Return for the folder of each app the baseline that it has, beside all that the apps that share it have found.

    ``unseen`` are the folders of apps that were not looked at as a whole. What ``is_locked`` says of no baseline
    may hide.
    """
    sharing: dict[str, list[Outcome]] = {}
    for outcome in outcomes.values():
        sharing.setdefault(outcome.baseline.path, []).append(outcome)
    known = {rule.name: rule for rule in rules}
    found: dict[str, Comparison] = {}
    for path, same in sharing.items():
        baseline = same[0].baseline
        shown = [each for each in unique(each for outcome in same for each in outcome.shown) if not is_locked(each)]
        counts = Counter(key for each in shown if (key := baseline.key(each)) is not None)
        occurring = unique([*shown, *(each for outcome in same for each in outcome.hints)])
        is_whole = all(outcome.is_whole for outcome in same) and not any(_is_in(each, baseline) for each in unseen)
        ran = frozenset.intersection(*(outcome.ran for outcome in same))
        stale = (
            _stale(tree, baseline, Counter(map(baseline.key, occurring)), known, ran)
            if is_whole and not tree.unread
            else ()
        )
        hidden = first(shown, {key: entry.findings for key, entry in baseline.entries.items()}, baseline.key)
        outside = len(shown) - counts.total()
        found[path] = Comparison(baseline, counts, hidden, outside, is_whole, tuple(stale))
    return {folder: found[outcome.baseline.path] for folder, outcome in outcomes.items()}


def _stale(
    tree: Tree, baseline: Baseline, occurring: Mapping[Key | None, int], known: Mapping[str, Rule], ran: frozenset[str]
) -> Iterator[Stale]:
    """Yield the entries that count more than is ``occurring``, as far as the rules that ``ran`` can tell."""
    for key, entry in baseline.entries.items():
        count = occurring.get(key, 0)
        if count >= entry.findings:
            continue
        if key.rule not in known:
            yield Stale(key, entry, 0, is_unknown=True)
        elif key.rule in ran and not known[key.rule].is_local and not _is_elsewhere(tree, key.path):
            yield Stale(key, entry, count, is_unknown=False)


def _is_elsewhere(tree: Tree, path: str) -> bool:
    """Say whether ``path`` may be on other machines, though it is not on this one."""
    return not tree.is_file(path) and ignoring(tree, path) is not None


def _is_in(folder: str, baseline: Baseline) -> bool:
    return not baseline.folder or folder == baseline.folder or folder.startswith(f"{baseline.folder}/")


def unique(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return ``diagnostics`` in order; what two apps have found is one."""
    found = {each.order: each for each in diagnostics}
    return [found[order] for order in sorted(found)]


def first(
    diagnostics: Iterable[Diagnostic], counts: Mapping[_K, int], key: Callable[[Diagnostic], _K | None]
) -> frozenset[Order]:
    """Return the order of the first ``diagnostics`` of each ``key``, as many as ``counts`` says; they are in order."""
    left: Counter[_K | None] = Counter(counts)
    found = set()
    for each in diagnostics:
        if left[key(each)] > 0:
            left[key(each)] -= 1
            found.add(each.order)
    return frozenset(found)
