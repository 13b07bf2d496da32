"""What `--baseline`, `--write-baseline` and `--prune-baseline` ask for, beside a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rdlint.baseline import WRITE, BaselineError, Key, check_size
from rdlint.known import Comparison
from rdlint.report.wording import count
from rdlint.run_report import Report
from rdlint.transaction import Change, commit


def demand_baselines(report: Report) -> None:
    """Raise `BaselineError` for a baseline of ``report`` that a person has named and that is not there."""
    for each in report.baselines:
        if each.baseline.is_named and each.baseline.source is None:
            file = report.absolute(each.baseline.path)
            raise BaselineError(file, 1, 1, "there is no such file", f"type `{WRITE}` to have one")


def write_baselines(report: Report) -> Iterator[str]:
    """Write what ``report`` shows into its baselines, all or none; then say of each what it holds.

    Raises `BaselineError` and `WriteError`, and has written nothing then.
    """
    _commit(report, [(each, each.written) for each in report.baselines])
    for each in report.baselines:
        yield f"`{report.shown_path(each.baseline.path)}` holds {_size(each.written)}"
        if each.outside:
            folder = report.shown_path(each.baseline.folder)
            yield f"it cannot hold what lies outside of `{folder}`, which is {count(each.outside, 'finding')}"


def prune_baselines(report: Report) -> Iterator[str]:
    """Take what is stale out of the baselines of ``report``, all or none; then say of each what went.

    Raises `BaselineError` and `WriteError`, and has written nothing then.
    """
    _commit(report, [(each, each.pruned) for each in report.baselines if each.stale])
    for each in report.baselines:
        shown = f"`{report.shown_path(each.baseline.path)}`"
        if each.baseline.source is None:
            yield "there is no baseline, so there is nothing to prune"
        elif not each.is_whole or report.is_incomplete:
            yield f"{shown} was left as it is: not all that it is about could be judged"
        elif each.stale:
            gone = sum(stale.entry.findings - stale.found for stale in each.stale)
            yield f"{shown}: {count(gone, 'finding')} taken out, it holds {_size(each.pruned)}"
        else:
            yield f"{shown} has nothing to prune, it holds {_size(each.pruned)}"


def _commit(report: Report, wanted: Iterable[tuple[Comparison, Mapping[Key, int]]]) -> None:
    """Write what is ``wanted`` in each baseline, where that changes it."""
    changes = []
    for each, counts in wanted:
        baseline = each.baseline
        before = baseline.source.raw if baseline.source is not None else None
        change = Change(report.absolute(baseline.path), before, baseline.text(counts))
        check_size(change.path, change.after)
        if change.after != before:
            changes.append(change)
    commit(changes, inside=report.tree)


def _size(counts: Mapping[Key, int]) -> str:
    return f"{count(sum(counts.values()), 'finding')} in {count(len(counts), 'entry', 'entries')}"
