"""The commands in the jobs and reusable commands of a CircleCI configuration."""

from __future__ import annotations

import posixpath
import re

from rdlint.facts.commands import ScriptFile
from rdlint.facts.others import Job
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.syntax import shell, yaml
from rdlint.syntax.excerpt import Excerpt, Rewriter
from rdlint.syntax.shell.scope import inside

#: As many steps of one file are read: aliases can make few lines into very many.
_MOST_STEPS = 2000
_EXPRESSION = re.compile(rb"<<[^<>\n]*>>")


def extract(source: Source) -> ScriptFile:
    """Return the commands of the steps; a script is a job, the steps of which run one after the other.

    Which jobs run at once stands in the workflows, with conditions; nothing is told of it.
    """
    transcript = Transcript(source)
    root = yaml.read(source)
    root_folder = posixpath.dirname(posixpath.dirname(source.path))
    count = 0
    for section in ("jobs", "commands"):
        owners = root.get(section) if root else None
        for name, owner in owners.members if owners else ():
            if section == "jobs":
                transcript.add_job(Job(name.text, name.span, is_conditional=True))
            steps = owner.get("steps")
            for step in steps.items if steps else ():
                count += 1
                run = step.get("run")
                command = run.get("command") if run is not None and run.kind == "mapping" else run
                if count > _MOST_STEPS or command is None or command.kind != "scalar":
                    continue
                excerpt = yaml.excerpt(source, command)
                if excerpt is None:
                    continue
                moved = (run.get("working_directory") if run else None) or owner.get("working_directory")
                folder = _folder(root_folder, moved.text) if moved else root_folder
                calls = shell.read(_without_expressions(excerpt), folder=folder)
                transcript.add(name.text, calls, folder if moved else None, folder_is_unknown=folder is None)
    return transcript.file()


def _folder(root: str, text: str) -> str | None:
    if "<<" in text or "$" in text or text.startswith(("/", "~")):
        return None
    return inside(posixpath.join(root, text))


def _without_expressions(script: Excerpt) -> Excerpt:
    """Return ``script`` with ``<< … >>`` as a variable that is not known."""
    writer = Rewriter(script)
    writer.replace(_EXPRESSION, lambda _: b"$?", 0, len(script.data))
    return writer.excerpt()
