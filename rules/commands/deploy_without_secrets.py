"""RD508: a CI job deploys a version whose required variables no step sets."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.sequences import Reach, Sequence, Step
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule

_MOST_LINES = 8


@rule("RD508", "deploy-without-secrets", Severity.WARNING, since="0.2", is_local=True)
def deploy_without_secrets(app: App) -> Iterator[Finding]:
    """A CI job deploys a new version, and some variables without a default are set by no step."""
    required = [variable for variable in app.variables if variable.default is None]
    if not required or not app.is_known or (app.state is not None and app.state.sandbox):
        return  # in a sandbox the version stays, with all that was ever set
    by_file: dict[str, list[Sequence]] = {}
    for sequence in app.sequences:
        if sequence.is_ci:
            by_file.setdefault(sequence.file.path, []).append(sequence)
    for jobs in by_file.values():
        steps = [step for sequence in jobs for step in sequence.steps]
        deploys = (deploy for sequence in jobs for deploy in sequence.calls("build deploy"))
        deploy = next((each for each in deploys if _makes_a_version(each)), None)
        setting = [step for step in steps if step.name == "build env set"]
        names = jobs[0].names_set(setting)
        if deploy is None or names is None or any(step.reach is Reach.UNKNOWN for step in steps):
            continue
        missing = [variable for variable in required if variable.name not in names]
        if not missing:
            continue
        shown = ", ".join(f"`{variable.name}`" for variable in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        lines = "\n".join(variable.setting for variable in missing[:_MOST_LINES])
        # a job that sets some is no account of values that were set by hand; one that sets none may rely on them
        sets_some = len(missing) < len(required)
        yield Finding(
            deploy.place,
            f"this deploy makes a new version, and no step of the workflow sets {shown}{more}",
            help=f"add a step before it, with the values from the secrets of the CI:\n{lines}",
            related=(
                Related(missing[0].span, "declared without a default here"),
                *((Related(setting[0].place, "others are set here"),) if setting else ()),
            ),
            subject=missing[0].name,
            severity=None if sets_some else Severity.HINT,
        )


def _makes_a_version(deploy: Step) -> bool:
    typed = deploy.typed
    return typed is not None and not any(typed.may_have(flag) for flag in ("--amend", "--version", "--lock", "--help"))
