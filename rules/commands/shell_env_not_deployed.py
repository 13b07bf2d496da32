"""RD504: a script puts values into its shell and deploys; the worker never sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdlint.app.declaration import Variable
from rdlint.app.model import App
from rdlint.app.sequences import Reach, Sequence, Step
from rdlint.facts.commands import Command, Export, Sourced
from rdlint.facts.environment import Content
from rdlint.facts.others import Other
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.statements import before as put_before
from rdlint.rule import rule
from rdlint.span import Span

#: Commands that surely do not use what was exported for the deploy.
_IDLE = frozenset(
    "[ [[ : awk basename cat cd clear command cut date dirname echo exit false grep head jq mkdir popd printf pushd pwd"
    " read return sed set shift sleep sort tail test touch tr trap true type umask uname unset wait which"
    " write-host".split()
)
_MANAGERS = frozenset({"npm", "pnpm", "yarn"})  # what they do beside running scripts
_MOST_LINES = 8
#: How a line begins that gives its values to the whole script, not to one command.
_FOR_ALL = re.compile(rb"[ \t]*(?:export|source|\.|set)[ \t]")


@rule("RD504", "shell-env-not-deployed", Severity.WARNING, since="0.2", fixable=True)
def shell_env_not_deployed(app: App) -> Iterator[Finding]:
    """A script sources `.env` or exports a declared name and deploys: the value never reaches the worker."""
    seen: set[Span] = set()
    for sequence in app.sequences if app.variables else ():
        for deploy in sequence.calls("build deploy"):
            found = _judge(app, sequence, deploy) if deploy.place not in seen else None
            if found is not None:
                seen.add(deploy.place)
                yield found
                break  # the next deploy of the script tells the same


def _judge(app: App, sequence: Sequence, deploy: Step) -> Finding | None:
    before = sequence.before(deploy)
    setting = [step for step in sequence.steps if step.name == "build env set"]
    sources = [step for step in before if _names(app, step.what)] if not setting else []
    names_set = sequence.names_set(setting)
    if names_set is None:  # by a loop, say: any name
        return None
    names = {name for step in sources for name in _names(app, step.what)}
    exports = [
        step
        for step in before
        if isinstance(step.what, Export)
        and not step.what.is_empty
        and step.what.name not in names_set
        and any(variable.name == step.what.name for variable in app.variables)
    ]
    names |= {step.what.name for step in exports if isinstance(step.what, Export)}
    lost = [variable for variable in app.variables if variable.name in names]
    if not lost:
        return None
    first = min((*exports, *sources), key=lambda step: step.at)
    may_be_used = sequence.steps if sequence.is_ci else [step for step in before if step.at > first.at]
    is_sure = (
        not _uses(may_be_used)
        and isinstance(first.what, (Export, Sourced))
        and bool(first.what.script)  # otherwise it is for all scripts of the file
        and (bool(exports) or not _may_be_set(app, lost))  # by another script
    )
    fix = _set_before(app, sequence, deploy, lost, [*exports, *sources]) if is_sure else None
    return _finding(deploy, first, lost, sources, exports, is_sure, fix)


def _finding(
    deploy: Step,
    first: Step,
    lost: list[Variable],
    sources: list[Step],
    exports: list[Step],
    is_sure: bool,
    fix: Fix | None,
) -> Finding:
    what = first.what
    shown = (
        f"`{what.file.rpartition('/')[2]}` is read" if isinstance(what, Sourced) else f"`{lost[0].name}` is exported"
    )
    lines = "\n".join(variable.setting for variable in lost[:_MOST_LINES])
    more = f"\n… and so on for {len(lost) - _MOST_LINES} more" if len(lost) > _MOST_LINES else ""
    return Finding(
        deploy.place,
        f"{shown} into the shell, but a deploy takes no values from there: they do not reach the worker",
        help=f"type before the deploy:\n{lines}{more}",
        related=(
            *(Related(step.place, "read into the shell here") for step in sources[:1]),
            *(Related(step.place, "exported here") for step in exports[:1]),
            Related(lost[0].span, "declared here"),
        ),
        fix=fix,
        subject=lost[0].name if not isinstance(what, Sourced) else what.file,
        severity=None if is_sure else Severity.HINT,
    )


def _set_before(app: App, sequence: Sequence, deploy: Step, lost: list[Variable], giving: list[Step]) -> Fix | None:
    """Set ``lost`` before the deploy, where the script surely has a value for each of them at that place."""
    path, command, typed = sequence.file.path, deploy.what, deploy.typed
    if not isinstance(command, Command) or typed is None or typed.is_open or path != sequence.script:
        return None
    is_plain = not typed.arguments and all(each.flag is not None and not each.flag.value for each in typed.flags)
    if not is_plain or not all(_is_for_all(app, each, path) and {*each.ways} <= {*deploy.ways} for each in giving):
        return None
    given = {name for step in giving for name in _values(app, step.what)}
    edits = put_before(app.sources[path], command, [each.setting for each in lost])
    if not edits or not {each.name for each in lost} <= given:
        return None
    names = ", ".join(f"`{each.name}`" for each in lost[:3]) + (", …" if len(lost) > 3 else "")
    return Fix(f"set {names} before the deploy", edits, safe=False)


def _is_for_all(app: App, step: Step, path: str) -> bool:
    """Say whether ``step`` is a line of the script ``path`` that gives values to everything behind it."""
    source, span = app.sources[path], step.what.span
    return (
        span.path == path
        and _FOR_ALL.match(source.data, source.line_starts[source.line_of(span.start) - 1]) is not None
    )


def _values(app: App, what: object) -> set[str]:
    """Return the names that an export or a file of the repository has a value for."""
    if isinstance(what, Export):
        return {what.name}
    files = [each for each in app.env_files if isinstance(what, Sourced) and each.path == what.file]
    return {entry.name for file in files for entry in file.entries if entry.content is Content.VALUE}


def _names(app: App, what: object) -> set[str]:
    """Return the names that a sourced file gives; of one that is not in the repository all without a default."""
    if not isinstance(what, Sourced) or not _is_env_file(what.file):
        return set()
    file = next((each for each in app.env_files if each.path == what.file), None)
    if file is not None:
        return {entry.name for entry in file.entries}
    return {variable.name for variable in app.variables if variable.default is None}


def _may_be_set(app: App, variables: Iterable[Variable]) -> bool:
    """Say whether scripts of the repository set all of ``variables``, or names that cannot be told."""
    addresses = {each.text for each in app.address_uses if each.use.verb == "set"}
    return app.supply.is_open or all(variable.address in addresses for variable in variables)


def _is_env_file(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith(".env") or name.startswith((".env", ".dev.vars"))


def _uses(steps: Iterable[Step]) -> bool:
    """Say whether any of ``steps`` may be what the values are for."""
    others = [step for step in steps if isinstance(step.what, Other)]
    return any(
        step.reach is Reach.UNKNOWN or (step.reach is Reach.PLAIN and not _is_idle(step.what)) for step in others
    )


def _is_idle(what: object) -> bool:
    if not isinstance(what, Other):
        return True
    if what.target is not None:
        return what.target.kind == "recipe" and not what.name  # a file that a recipe needs
    return what.name.lower() in _IDLE or what.name in _MANAGERS
