"""The commands in the jobs of a `.gitlab-ci.yml`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from rdlint.facts.commands import ScriptFile
from rdlint.facts.others import Job
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.syntax import shell, yaml
from rdlint.syntax.excerpt import join
from rdlint.syntax.shell.words import UNKNOWN, Value, literal

#: Keys at the top that are no jobs.
_NO_JOBS = frozenset(
    {"after_script", "before_script", "cache", "default", "image", "include", "services", "spec", "stages", "variables"}
)
_CONDITIONS = ("except", "only", "rules", "when")
#: As many lines of one file are read: aliases can make few lines into very many.
_MOST_LINES = 5000
_MOST_NEEDS = 200
_STAGES = ("build", "test", "deploy")


def extract(source: Source) -> ScriptFile:
    """Return the commands of the jobs; the lines of a job run one after the other in one shell."""
    transcript = Transcript(source)
    root = yaml.read(source)
    if root is None or root.kind != "mapping":
        return transcript.file()
    folder = posixpath.dirname(source.path)
    variables = _variables(transcript, root, "")
    before = root.get("before_script") or root.get("default", "before_script")
    jobs = [(name, job) for name, job in root.members if job.kind == "mapping" and name.text not in _NO_JOBS]
    stages = root.get("stages")
    order = [stage.text for stage in stages.items] if stages else list(_STAGES)
    stages_of = {name.text: _stage(job, order) for name, job in jobs}
    left = _MOST_LINES
    for name, job in jobs:
        lines = [*_lines(job.get("before_script") or before), *_lines(job.get("script"))][:left]
        left -= len(lines)
        if lines and not name.text.startswith("."):
            transcript.add_job(_job(name, job, stages_of))
        excerpts = [excerpt for line in lines if (excerpt := yaml.excerpt(source, line)) is not None]
        if excerpts:
            known = {**variables, **_variables(transcript, job, name.text), "CI_PROJECT_DIR": Value()}
            transcript.add(name.text, shell.read(join(excerpts, b"\n"), folder=folder, variables=known))
    return transcript.file()


def _job(name: yaml.Node, job: yaml.Node, stages: Mapping[str, int]) -> Job:
    """Return what is said of a job; without `needs` it waits for all jobs of the stages before its own.

    ``stages`` holds the number of each job's stage.
    """
    wanted = job.get("needs")
    if wanted is not None:
        needs = [each.text or _text(each.get("job")) for each in wanted.items]
    else:
        needs = [other for other, stage in stages.items() if stage < stages[name.text]][:_MOST_NEEDS]
    is_conditional = any(job.get(key) is not None for key in (*_CONDITIONS, "extends", "trigger"))
    return Job(name.text, name.span, tuple(needs), is_conditional, _text(job.get("resource_group")))


def _stage(job: yaml.Node, order: list[str]) -> int:
    stage = _text(job.get("stage")) or "test"
    return order.index(stage) if stage in order else len(order)


def _lines(node: yaml.Node | None, depth: int = 0) -> Iterator[yaml.Node]:
    """Yield the lines of a script, which may be lists in lists."""
    if node is None or depth > 10:
        return
    if node.kind == "scalar":
        yield node
    for each in node.items:
        yield from _lines(each, depth + 1)


def _variables(transcript: Transcript, owner: yaml.Node, script: str) -> dict[str, Value]:
    """Return the variables that ``owner`` sets, and add them as exports of ``script``."""
    found: dict[str, Value] = {}
    variables = owner.get("variables")
    for key, node in variables.members if variables else ():
        if node.kind == "scalar":
            value = UNKNOWN if "$" in node.text else literal(node.text, node.span)
            transcript.hide_assigned(key.text, value, node.span)
            transcript.add_export(key.text, key.span, value, script)
            found[key.text] = value
    return found


def _text(node: yaml.Node | None) -> str:
    return node.text if node is not None else ""
