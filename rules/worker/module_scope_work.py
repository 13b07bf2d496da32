"""RD706: work that the platform allows only while a request is handled, done while the worker is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.facts.start import Loading, SharedState, StartWork, Work
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule

_REFUSED = {
    Work.REQUEST: "asks over the network",
    Work.TIMER: "sets a timer",
    Work.RANDOM: "draws random values",
}
_HELP = {
    Work.REQUEST: "ask in the handler, and keep the answer if need be: `data ??= await load()`",
    Work.TIMER: "do it in the handler when it is due, or declare a `task` with a `cron` in `raindrop.manifest`",
    Work.RANDOM: "draw it in the handler, or on first use: `id ??= crypto.randomUUID()`",
}
_PYTHON_HELP = "do it in the handler, or in a function that the handler calls on first use"
_SEVERITY = {Loading.ALWAYS: Severity.ERROR, Loading.ASYNC: Severity.WARNING, Loading.MAYBE: Severity.HINT}


@rule("RD706", "module-scope-work", Severity.ERROR, since="0.1")
def module_scope_work(app: App) -> Iterator[Finding]:
    """A timer, a request or a random value at module level, which the platform refuses before the first request."""
    for file in app.worker_files.values():
        for work in file.start_work:
            if work.work in _REFUSED:
                yield _refused(work, file.path)
            else:
                yield _frozen(work)
        for state in file.shared_state:
            yield _shared(state)


def _refused(work: StartWork, path: str) -> Finding:
    what = _REFUSED[work.work]
    when = "may be" if work.loading is Loading.MAYBE else "is"
    return Finding(
        work.span,
        f"`{work.call}` {what} and {when} called while the worker is loaded: "
        "the platform refuses that before the first request",
        help=_PYTHON_HELP if path.endswith(".py") else _HELP[work.work],
        related=(Related(work.through, "called from here, at module level"),) if work.through else (),
        subject=work.call,
        severity=_SEVERITY[work.loading],
    )


def _frozen(work: StartWork) -> Finding:
    """Report a value that is allowed at module level, and seldom what was meant."""
    if work.work is Work.CLOCK:
        message = f"`{work.call}` tells no time at module level: the clock stands at 1970 until the first request"
    else:
        message = f"`{work.call}` at module level gives one number for all requests"
    return Finding(
        work.span,
        message,
        help="move it into the handler",
        related=(Related(work.through, "called from here, at module level"),) if work.through else (),
        subject=work.call,
        severity=Severity.HINT,
    )


def _shared(state: SharedState) -> Finding:
    return Finding(
        state.span,
        f"`{state.name}` belongs to the whole module, so requests that run at the same time overwrite each other's",
        help="keep it in a `const` of the handler and hand it on as an argument, or `c.set` it on the context",
        related=(Related(state.declared, "declared for the whole module here"),),
        subject=state.name,
        severity=Severity.HINT,
    )
