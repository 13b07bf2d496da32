"""RD505: a script sets secrets and then generates, which resets them."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.sequences import Reach, Sequence, Step
from rdlint.finding import Finding, Related, Severity
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD505", "generate-after-env-set", Severity.WARNING, since="0.2")
def generate_after_env_set(app: App) -> Iterator[Finding]:
    """A script runs `generate` after `env set`: the secrets that it has set are reset."""
    seen: set[Span] = set()
    for sequence in app.sequences:
        for generate in sequence.calls("build generate"):
            found = _after_set(app, sequence, generate) or _before_deploy(app, sequence, generate)
            if found is not None and generate.place not in seen:
                seen.add(generate.place)
                yield found


def _after_set(app: App, sequence: Sequence, generate: Step) -> Finding | None:
    behind = sequence.behind(generate)
    before = [step for step in sequence.before(generate) if step.name == "build env set" and step.is_call]
    is_open = any(step.reach is Reach.UNKNOWN for step in behind)
    again = sequence.names_set(step for step in behind if step.name == "build env set")
    if not before or again is None or is_open:
        return None
    names = sequence.names_set(before)
    lost = sorted((names or frozenset()) - again)
    if (names is not None and not lost) or (names is None and again):
        return None
    deploy = next((step for step in behind if step.name == "build deploy"), None)
    kinds = [variable.is_secret for variable in app.variables if variable.name in lost]
    what = f"`{lost[0]}`" + (f" and {len(lost) - 1} more" if len(lost) > 1 else "") if lost else "what was set before"
    return Finding(
        generate.place,
        f"`raindrop build generate` resets the secrets: {what} {'are' if len(lost) > 1 else 'is'} lost"
        + (" before the deploy" if deploy else ""),
        help="type it before the first `raindrop build env set`",
        related=(
            Related(before[0].place, "set here"),
            *((Related(deploy.place, "deployed without here"),) if deploy else ()),
        ),
        subject=lost[0] if lost else "generate",
        severity=Severity.HINT if kinds and not any(kinds) else None,
    )


def _before_deploy(app: App, sequence: Sequence, generate: Step) -> Finding | None:
    """Judge a deploy that follows without any `env set`: what was set by hand before is reset, too."""
    secrets = [variable for variable in app.variables if variable.is_secret]
    behind = sequence.behind(generate)
    deploy = next((step for step in behind if step.name == "build deploy"), None)
    if not secrets or deploy is None or any(step.name == "build env set" for step in sequence.steps):
        return None
    if any(step.reach is Reach.UNKNOWN for step in behind):
        return None
    return Finding(
        generate.place,
        f"`raindrop build generate` resets the secrets, and nothing sets `{secrets[0].name}` before the next deploy",
        help=f"type between the two:\n{secrets[0].setting}",
        related=(Related(deploy.place, "deployed here"), Related(secrets[0].span, "declared here")),
        subject="generate",
        severity=Severity.HINT,
    )
