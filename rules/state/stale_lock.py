"""RD401: a deploy lock left behind in the state file."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.state import Lock, StateFile
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.rule import rule

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


@rule("RD401", "stale-lock", Severity.ERROR, since="0.1", fixable=True)
def stale_lock(app: App) -> Iterator[Finding]:
    """The state file holds the lock of a deploy that is over, and every next one is refused."""
    state = app.state
    lock = state.lock if state else None
    if state is None or lock is None:
        return
    age, may_run = app.lock_age, app.lock_may_be_held
    yield Finding(
        lock.property,
        _message(app, state, lock, age, may_run),
        help=_help(state, lock, may_run),
        fix=None if may_run else _unlocked(state, lock),
        subject="lock",
        severity=Severity.HINT if may_run else None,
    )


def _message(app: App, state: StateFile, lock: Lock, age: float | None, may_run: bool) -> str:
    holder = f"`{lock.user}`" if lock.user else "somebody"
    if may_run:
        return f"{holder} has held the deploy lock for {_spoken(age)}: a deploy may be running"
    refused = "`deploy`, `start`, `stop`, `branch` and `checkout` are refused"
    if app.state_is_tracked:
        made = f", {_spoken(app.now - state.deployed_at)} old" if state.deployed_at is not None else ""
        return f"the deploy lock of {holder} is under version control{made}: {refused}"
    if app.state_written_at is None:
        made = f" of a version made {_spoken(age)} ago" if age is not None else ""
        return f"{holder} holds the deploy lock{made}: {refused}"
    return f"{holder} has held the deploy lock for {_spoken(age)}: {refused}"


def _help(state: StateFile, lock: Lock, may_run: bool) -> str:
    ways = [f"raindrop build deploy --lock '{lock.text if lock.user else '<the lock>'}'"]
    if not state.sandbox:  # refused in a sandbox (platform reference F.2)
        ways.append("raindrop build branch <name> --start")
    first = "if it is not, " if may_run else ""
    return (
        f'{first}take the `"lock"` line out of `.raindrop/config.json`, or resume (there is no `unlock`):\n'
        + "\n".join(ways)
    )


def _unlocked(state: StateFile, lock: Lock) -> Fix | None:
    """Take the lock out of a file that is JSON, with the comma that belongs to it."""
    if state.problems:
        return None
    return Fix("take `lock` out of `.raindrop/config.json`", (Edit(lock.removal, ""),), safe=False)


def _spoken(seconds: float | None) -> str:
    """Return a length of time as people say it.

    >>> _spoken(7300.0), _spoken(20.0)
    ('2 hours', 'less than a minute')
    """
    for unit, length in _UNITS:
        count = int((seconds or 0) // length)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"
