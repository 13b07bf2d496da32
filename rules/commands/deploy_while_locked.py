"""RD506: a script deploys or branches where the state file, or another deploy, refuses it."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.sequences import Sequence, Step
from rdlint.facts.commands import Command
from rdlint.facts.others import Job, Other
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule
from rdlint.span import Span

#: Refused while the application is locked (platform reference D.3, F.4).
_REFUSED = ("build deploy", "build start", "build stop", "build branch", "build checkout")
_STATE_NAME = b"config.json"


@rule("RD506", "deploy-while-locked", Severity.WARNING, since="0.2", is_local=True)
def deploy_while_locked(app: App) -> Iterator[Finding]:
    """A script deploys or branches where a lock, the sandbox or a deploy that runs beside it refuses that."""
    yield from _locked(app)
    yield from _in_sandbox(app)
    for sequence in app.sequences:
        yield from _at_once(sequence)
    yield from _parallel_jobs(app)


def _locked(app: App) -> Iterator[Finding]:
    """Say of each file of scripts that the lock in the state file refuses its first command."""
    lock = app.state.lock if app.state else None
    if lock is None:
        return
    seen: set[str] = set()
    for sequence in app.sequences:
        path = sequence.file.path
        if path in seen or _knows_the_state(app, path) or (sequence.is_ci and not app.state_is_tracked):
            continue
        refused = next((step for step in sequence.calls(*_REFUSED) if _is_own(step, path)), None)
        if refused is None or (refused.typed and (refused.typed.may_have("--lock") or refused.typed.given("--help"))):
            continue
        seen.add(path)
        yield Finding(
            refused.place,
            f"`raindrop {refused.name}` is refused while `.raindrop/config.json` holds a lock",
            help="take the lock out first, or resume that deploy: `raindrop build deploy --lock '<the lock>'`",
            related=(Related(lock.property, "the lock is here"),),
            subject=refused.name,
            severity=None
            if sequence.is_ci and not app.lock_may_be_held
            else Severity.HINT,  # `stale-lock` is beside it
        )


def _in_sandbox(app: App) -> Iterator[Finding]:
    """Say of each `build branch` that a sandbox refuses it."""
    state = app.state
    if state is None or not state.sandbox or state.sandbox_span is None:
        return
    seen: set[Span] = set()
    for sequence in app.sequences:
        for branch in sequence.calls("build branch"):
            typed = branch.typed
            if typed is None or any(typed.given(flag) for flag in ("--versionId", "--show", "--help")):
                continue
            before = sequence.before(branch)
            leaves = any(step.name in ("build unsandbox", "build checkout") for step in before)
            if leaves or branch.place in seen or _knows_the_state(app, sequence.file.path):
                continue
            seen.add(branch.place)
            yield Finding(
                branch.place,
                "`raindrop build branch` is refused here: `Branching is not allowed in sandbox mode`",
                help="type `raindrop build unsandbox` before it, or deploy: a sandbox is amended",
                related=(Related(state.sandbox_span, "the version is a sandbox"),),
                subject="build branch",
                severity=Severity.HINT if sequence.is_ci else None,
            )


def _at_once(sequence: Sequence) -> Iterator[Finding]:
    """Yield deploys that begin while one before them runs in the background."""
    running: Step | None = None
    for step in sequence.steps:
        what = step.what
        if isinstance(what, Other) and what.name in ("wait", "Wait-Job"):
            running = None
        elif isinstance(what, Command) and step.name == "build deploy" and step.is_call and _is_plain(step):
            if running is not None and running.may_meet(step) and _is_same(running.what, what):
                yield _two(step, running.place, "this deploy still runs", "type `wait` between the two")
            running = step if what.is_background else running


def _parallel_jobs(app: App) -> Iterator[Finding]:
    """Yield deploys of jobs that nothing keeps from running at once."""
    by_file: dict[str, list[tuple[Job, Step]]] = {}
    for sequence in app.sequences:
        job = next((each for each in sequence.file.jobs if each.script == sequence.script), None)
        deploy = next((step for step in sequence.calls("build deploy") if _is_plain(step) and not step.ways), None)
        if job is not None and deploy is not None:
            by_file.setdefault(sequence.file.path, []).append((job, deploy))
    for path, found in by_file.items():
        jobs = {job.script: job for job in next(each.jobs for each in app.scripts if each.path == path)}
        for at, (job, deploy) in enumerate(found[:20]):
            other = next((each for each in found[:at] if _are_parallel(job, each[0], jobs)), None)
            if other is not None and _is_same(other[1].what, deploy.what):
                label = f"job `{other[0].script}` deploys, too"
                yield _two(deploy, other[1].place, label, f"add `needs: {other[0].script}` to the job `{job.script}`")


def _are_parallel(one: Job, other: Job, jobs: dict[str, Job]) -> bool:
    if one.is_conditional or other.is_conditional or (one.group and one.group == other.group):
        return False
    return other.script not in _needed(one, jobs) and one.script not in _needed(other, jobs)


def _needed(job: Job, jobs: dict[str, Job]) -> set[str]:
    """Return the names of all jobs that end before ``job`` begins."""
    found: set[str] = set()
    pending = list(job.needs)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += jobs[name].needs if name in jobs else ()
    return found


def _two(deploy: Step, other: Span, label: str, help_: str) -> Finding:
    return Finding(
        deploy.place,
        "two deploys of one app run at once: the first one's lock refuses the second",
        help=help_,
        related=(Related(other, label),),
        subject="build deploy",
    )


def _is_plain(step: Step) -> bool:
    """Say whether a deploy surely works on the current version."""
    return step.typed is not None and not step.typed.may_have("--version") and not step.typed.given("--help")


def _is_same(one: object, other: object) -> bool:
    """Say whether two commands run in the same known folder."""
    if not isinstance(one, Command) or not isinstance(other, Command):
        return False
    return one.folder == other.folder and not one.folder_is_unknown and not other.folder_is_unknown


def _is_own(step: Step, path: str) -> bool:
    return step.place.path == path and isinstance(step.what, Command) and step.what.span.path == path


def _knows_the_state(app: App, path: str) -> bool:
    """Say whether a script does something about the state file itself."""
    source = app.sources.get(path)
    return source is not None and _STATE_NAME in source.data
