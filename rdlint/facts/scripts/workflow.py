"""The commands in the steps of GitHub workflows and actions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from rdlint.facts.commands import ScriptFile
from rdlint.facts.others import Job
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax import shell, yaml
from rdlint.syntax.excerpt import Excerpt, Rewriter
from rdlint.syntax.shell.scope import inside
from rdlint.syntax.shell.ways import AROUND, Way
from rdlint.syntax.shell.words import Text, Value, literal

#: As many steps of one file are read: aliases can make few lines into very many.
_MOST_STEPS = 2000
_MOST_CONDITIONS = 60
_EXPRESSION = re.compile(rb"\$\{\{([^{}\n]*)\}\}")
_QUOTE = re.compile(rb"\\.|['\"]", re.DOTALL)
_FROM_ENV = re.compile(rb"env\.([A-Za-z_][A-Za-z0-9_]*)")
_WORKSPACE = re.compile(r"(?:\$\{\{ *github\.workspace *\}\}|\$GITHUB_WORKSPACE)/?|\./")
_SHELL = re.compile(r"(?:/\S*/)?(?:ba|z|da|k)?sh\b.*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class _Step(NamedTuple):
    """A step that runs a script, in a job, and the nodes around it that it takes settings from."""

    job: str
    run: yaml.Node
    around: tuple[yaml.Node, ...]  # from the inside out: the step, its job, the workflow


def extract(source: Source) -> ScriptFile:
    """Return the commands of the steps; a script is a job, the steps of which run one after the other."""
    transcript = Transcript(source)
    root = yaml.read(source)
    count = 0  # of steps with a condition
    told: set[tuple[str, Span]] = set()  # whose `env` has been added, to which script
    for step in _steps(root) if root else ():
        excerpt = yaml.excerpt(source, step.run)
        if excerpt is None or not _is_shell(step):
            continue
        root_folder = _root(source.path)
        folder, is_known = _folder(root_folder, step)
        variables: dict[str, Value] = {}
        for node, script in zip(step.around[::-1], ("", step.job, step.job)[-len(step.around) :], strict=True):
            for key, value, place in _environment(node):
                variables[key.text] = value
                if (script, key.span) not in told and b"raindrop" in excerpt.data:
                    told.add((script, key.span))
                    transcript.hide_assigned(key.text, value, place)
                    transcript.add_export(key.text, key.span, value, script)
        workspace = Text("/" + root_folder, Span("", 0, 0), in_tree=True)
        variables["GITHUB_WORKSPACE"] = Value((workspace,))
        start = (root_folder if folder is None else folder) if is_known else None
        calls = shell.read(_without_expressions(excerpt), folder=start, variables=variables)
        if step.around[0].get("if") is not None:  # conditions of steps often exclude each other
            count += 1
            calls = [replace(call, ways=(*call.ways, Way(AROUND, 1 << min(count, _MOST_CONDITIONS)))) for call in calls]
        transcript.add(step.job, calls, folder, folder_is_unknown=not is_known)
    for job in _jobs(root) if root else ():
        transcript.add_job(job)
    return transcript.file()


def _jobs(root: yaml.Node) -> Iterator[Job]:
    jobs = root.get("jobs")
    for name, job in jobs.members if jobs else ():
        needs = job.get("needs")
        names = (
            [needs.text] if needs and needs.kind == "scalar" else [each.text for each in needs.items] if needs else []
        )
        group = job.get("concurrency", "group") or job.get("concurrency")
        steps = job.get("steps")
        is_conditional = any(each.get("if") is not None for each in (job, *(steps.items if steps else ())))
        yield Job(name.text, name.span, tuple(names), is_conditional, group.text if group else "")


def _steps(root: yaml.Node) -> Iterator[_Step]:
    """Yield the steps that run scripts."""
    runs = root.get("runs")
    owners: list[tuple[str, tuple[yaml.Node, ...]]] = [("runs", (runs,))] if runs else []
    jobs = root.get("jobs")
    owners += [(name.text, (job, root)) for name, job in jobs.members] if jobs else []
    count = 0
    for job, around in owners:
        steps = around[0].get("steps")
        for step in steps.items if steps else ():
            count += 1
            run = step.get("run")
            if count <= _MOST_STEPS and run and run.kind == "scalar":
                yield _Step(job, run, (step, *around))


def _setting(step: _Step, name: str) -> str:
    """Return what the step, its job or the workflow sets ``name`` to, or an empty string."""
    for node in step.around:
        found = node.get(name) if node is step.around[0] else node.get("defaults", "run", name)
        if found and found.text:
            return found.text
    return ""


def _is_shell(step: _Step) -> bool:
    """Say whether a POSIX shell runs the step: on Windows only when the workflow says so."""
    name = _setting(step, "shell")
    machine = step.around[1].get("runs-on")
    on_windows = machine is not None and "windows" in machine.text
    return _SHELL.fullmatch(name) is not None if name else not on_windows


def _folder(root: str, step: _Step) -> tuple[str | None, bool]:
    """Return the folder that the step says it runs in (``None``: it does not), and whether that is known."""
    text = _setting(step, "working-directory")
    if not text:
        return None, True
    text = _WORKSPACE.sub("", text, count=1)
    path = None if "$" in text or text.startswith("/") else inside(posixpath.join(root, text))
    return path, path is not None


def _root(path: str) -> str:
    """Return the folder that steps start in: the one around `.github`."""
    return path.partition(".github/")[0].rstrip("/") if ".github/" in path else ""


def _environment(node: yaml.Node) -> Iterator[tuple[yaml.Node, Value, Span]]:
    """Yield the names that ``node`` sets by ``env:``, with their values and where these stand."""
    env = node.get("env")
    for key, value in env.members if env else ():
        if _NAME.fullmatch(key.text) and value.kind == "scalar":
            is_null = not value.style and value.text in ("~", "null")
            is_known = "${{" not in value.text
            yield key, literal("" if is_null else value.text, value.span) if is_known else Value(), value.span


def _without_expressions(script: Excerpt) -> Excerpt:
    """Return ``script`` with ``${{ … }}`` as what the shell can read: a variable, or nothing known."""
    writer = Rewriter(script)
    at = 0
    is_single = False
    for match in _EXPRESSION.finditer(script.data):
        writer.copy(at, match.start())
        is_single = _ends_in_quotes(script.data[at : match.start()], is_single)
        name = _FROM_ENV.fullmatch(match[1].strip())
        text = b"${" + name[1] + b"}" if name else b"$?"
        writer.put(b"'\"" + text + b"\"'" if is_single else text, *match.span())
        at = match.end()
    writer.copy(at, len(script.data))
    return writer.excerpt()


def _ends_in_quotes(text: bytes, is_single: bool) -> bool:
    """Say whether a line that holds ``text`` is between single quotes behind it."""
    line = text.rpartition(b"\n")
    is_single = is_single and not line[1]
    is_double = False
    for mark in _QUOTE.findall(line[2]):
        if mark == b"'" and not is_double:
            is_single = not is_single
        elif mark == b'"' and not is_single:
            is_double = not is_double
    return is_single
