"""The files by which a project starts with rdlint: settings, a hook for pre-commit, a workflow for GitHub.

Nothing that is there is changed. Where a file is there already, the lines to put into it are said.
"""

from __future__ import annotations

import contextlib
import json
import os
import posixpath
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from rdlint import __version__
from rdlint.app.discover import MANIFEST, STATE, discover
from rdlint.report.terminal import visible
from rdlint.run_report import Report
from rdlint.schema import settings
from rdlint.settings import load
from rdlint.transaction import Change, WriteError, commit

if TYPE_CHECKING:
    from rdlint.tree import Tree

_REPOSITORY = "https://github.com/rdlint/rdlint"
#: The settings that a new project is asked about, all with their defaults: the findings stay as they are.
_CHOICES = ("fail-on", "extend-select", "exclude", "egress", "allowed-hosts")
_HOOK = f"""\
  - repo: {_REPOSITORY}
    rev: v{__version__}
    hooks:
      - id: rdlint
"""
_HAS_HOOK = re.compile(rb"""\bid:\s*["']?rdlint\b""")
_STEP = f"      - uses: rdlint/rdlint@v{__version__}\n"
_WORKFLOW = f"""\
name: rdlint

on: [push, pull_request]

permissions:
  contents: read

jobs:
  rdlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
        with:
          persist-credentials: false
{_STEP}"""


class Step(NamedTuple):
    """What becomes of one file: its ``path`` in the tree, and what is ``said`` about it.

    ``content`` is to be written, ``lines`` are for a person to put into the file that is there; either may be empty.
    """

    path: str
    said: str
    content: str = ""
    lines: str = ""


def scaffold(folder: str, *, with_hook: bool = True, with_workflow: bool = True) -> list[str]:
    """Write the files that the repository of ``folder`` lacks, all or none; return lines that say what is done.

    Raises `NoAppError`, ``FileNotFoundError``, `SettingsError` for settings that are wrong already, and `WriteError`.
    """
    discovery = discover((folder,))
    tree = discovery.tree
    apps = [target.folder for target in discovery.targets]
    steps = [_settings(tree, apps)]
    if with_hook:
        steps.append(_hook(tree))
    if with_workflow:
        steps.append(_workflow(tree))
    _write(tree, steps)
    report, lines = Report(tree.root), []
    for app in apps:
        manifest, state = posixpath.join(app, MANIFEST), posixpath.join(app, STATE)
        lines.append(visible(f"{report.shown_path(manifest if tree.is_file(manifest) else state)}: an app"))
    for step in steps:
        lines.append(visible(f"{report.shown_path(step.path)}: {step.said}"))
        if step.lines:
            lines.append(f"\n{step.lines}")
    return lines


def _write(tree: Tree, steps: Iterable[Step]) -> None:
    changes = [Change(tree.absolute(step.path), None, step.content.encode()) for step in steps if step.content]
    with contextlib.ExitStack() as stack:
        for change in changes:
            _make_folder(os.path.dirname(change.path), tree.root, stack)
        commit(changes, inside=tree.root)


def _settings(tree: Tree, apps: Iterable[str]) -> Step:
    used = {load(tree, app).file for app in apps}
    if "" not in used:
        return Step(os.path.relpath(min(used), tree.root).replace(os.sep, "/"), "holds settings already")
    described = settings()["properties"]
    lines = [
        "# Settings of rdlint. These are the defaults: change what shall be otherwise, delete the rest.",
        f"# All of them: {_REPOSITORY}#settings",
    ]
    for key in _CHOICES:
        choices = ", ".join(map(json.dumps, described[key].get("enum", ())))
        lines += ["", f"# {described[key]['description']}" + (f" ({choices})" if choices else "")]
        lines.append(f"{key} = {json.dumps(described[key]['default'])}")
    return Step("rdlint.toml", "is written", "\n".join(lines) + "\n")


def _hook(tree: Tree) -> Step:
    path = ".pre-commit-config.yaml"
    if not os.path.lexists(tree.absolute(".git")):
        return Step(path, "is left out: this is no git repository")
    if not os.path.lexists(tree.absolute(path)):
        return Step(path, "is written; type `pre-commit install` to have it run before each commit", f"repos:\n{_HOOK}")
    if _HAS_HOOK.search(tree.peek(path)):
        return Step(path, "has the hook already")
    return Step(path, "is there already: put this into its `repos`", lines=_HOOK)


def _workflow(tree: Tree) -> Step:
    path = ".github/workflows/rdlint.yml"
    if not os.path.isdir(tree.absolute(".github")):
        return Step(path, "is left out: there is no folder `.github`")
    for workflow in tree.files_below(".github/workflows"):
        if b"rdlint" in tree.peek(workflow):
            return Step(workflow, "runs rdlint already")
    if os.path.lexists(tree.absolute(path)):
        return Step(path, "is there already: put this into the `steps` of a job", lines=_STEP)
    return Step(path, "is written", _WORKFLOW)


def _make_folder(folder: str, root: str, stack: contextlib.ExitStack) -> None:
    """Make ``folder`` where it is missing inside of ``root``; at the end it goes again if nothing lies in it."""
    if os.path.lexists(folder) or not os.path.realpath(folder).startswith(root.rstrip(os.sep) + os.sep):
        return  # what cannot be written there, `commit` refuses
    try:
        os.mkdir(folder)
    except OSError as error:
        raise WriteError(folder, f"cannot be made: {(error.strerror or type(error).__name__).lower()}") from None
    stack.callback(_remove_empty, folder)


def _remove_empty(folder: str) -> None:
    with contextlib.suppress(OSError):
        os.rmdir(folder)
