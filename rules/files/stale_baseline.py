"""RD006: an entry of the baseline that hides nothing any more."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.known import Stale
from rdlint.run import Run, run_rule


@run_rule("RD006", "stale-baseline", Severity.WARNING, since="0.3")
def stale_baseline(app: App, run: Run) -> Iterator[Finding]:
    """An entry of the baseline counts findings that are no longer there, so it would hide new ones."""
    for stale in run.baselines[app.folder].stale:
        yield Finding(
            stale.entry.span, _message(stale), help="type `rdlint --prune-baseline`", subject=stale.key.subject
        )


def _message(stale: Stale) -> str:
    if stale.is_unknown:
        return "this entry hides nothing: this version of rdlint has no rule of its name"
    if not stale.found:
        return f"`{stale.key.rule}` no longer finds {stale.key.about}"
    less, more = _times(stale.found), _times(stale.entry.findings)
    return f"`{stale.key.rule}` finds {stale.key.about} only {less} by now, not {more}"


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"
