"""The files that type commands, each read by what its name says it is."""

from __future__ import annotations

import posixpath
import re

from rdlint.facts.commands import ScriptFile
from rdlint.source import Source

_SHELL_ENDINGS = (".sh", ".bash", ".zsh")
_MAKE_NAMES = frozenset({"makefile", "gnumakefile", "justfile", ".justfile"})
_MAKE_ENDINGS = (".mk", ".just")
_ACTIONS = frozenset({"action.yml", "action.yaml"})
_WORKFLOW = re.compile(r"(?:.*/)?\.github/workflows/[^/]+\.ya?ml")
#: Names without an ending that are surely no scripts.
_NO_SCRIPTS = re.compile(
    r"(?:AUTHORS|CHANGELOG|CNAME|CODEOWNERS|CONTRIBUTING|COPYING|Dockerfile|Gemfile|LICEN[CS]E|NOTICE|Procfile|README|TODO)",
    re.IGNORECASE,
)
_SHEBANG = re.compile(rb"#![^\n]*\b(?:ba|da|k|z)?sh\b")


def is_script(path: str) -> bool:
    """Say whether ``path`` may type commands, by its name alone: a file without an ending may."""
    name = posixpath.basename(path)
    if name.endswith(_SHELL_ENDINGS) or _is_build_file(name) or name == "package.json" or _is_workflow(path):
        return True
    return "." not in name and not _NO_SCRIPTS.fullmatch(name)


def extract(source: Source) -> ScriptFile:
    """Return the commands of ``source``, chosen by its name; never raises.

    A file that does not say `raindrop` is not read.
    """
    name = posixpath.basename(source.path)
    if b"raindrop" not in source.data:
        return ScriptFile(source.path)
    if name == "package.json":
        from rdlint.facts.scripts import package

        return package.extract(source)
    if _is_build_file(name):
        from rdlint.facts.scripts import makefile

        return makefile.extract(source)
    if _is_workflow(source.path):
        from rdlint.facts.scripts import workflow

        return workflow.extract(source)
    if name.endswith(_SHELL_ENDINGS) or "/.husky/" in f"/{source.path}" or _SHEBANG.match(source.data):
        from rdlint.facts.scripts import shell

        return shell.extract(source)
    return ScriptFile(source.path)


def _is_build_file(name: str) -> bool:
    return name.lower() in _MAKE_NAMES or name.endswith(_MAKE_ENDINGS)


def _is_workflow(path: str) -> bool:
    return _WORKFLOW.fullmatch(path) is not None or posixpath.basename(path) in _ACTIONS
