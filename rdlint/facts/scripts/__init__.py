"""The files that type commands, each read by what its name says it is."""

from __future__ import annotations

import importlib
import posixpath
import re

from rdlint.facts.commands import ScriptFile
from rdlint.source import Source

_SHELL_ENDINGS = (".sh", ".bash", ".zsh")
_WINDOWS_ENDINGS = (".ps1", ".bat", ".cmd")
_DOCUMENT_ENDINGS = (".md", ".mdx", ".markdown")
_MAKE_NAMES = frozenset({"makefile", "gnumakefile", "justfile", ".justfile"})
_MAKE_ENDINGS = (".mk", ".just")
_ACTIONS = frozenset({"action.yml", "action.yaml"})
_WORKFLOW = re.compile(r"(?:.*/)?\.github/workflows/[^/]+\.ya?ml")
_GITLAB = re.compile(r"(?:.*/)?(?:\.gitlab-ci|[^/]+\.gitlab-ci)\.ya?ml")
_CIRCLE = re.compile(r"(?:.*/)?\.circleci/config\.ya?ml")
_DOCKERFILE = re.compile(
    r"(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?|[\w.-]+\.(?:dockerfile|containerfile)", re.IGNORECASE
)
#: Names without an ending that are surely no scripts.
_NO_SCRIPTS = re.compile(
    r"(?:AUTHORS|CHANGELOG|CNAME|CODEOWNERS|CONTRIBUTING|COPYING|Gemfile|LICEN[CS]E|NOTICE|Procfile|README|TODO)",
    re.IGNORECASE,
)
_SHEBANG = re.compile(rb"#![^\n]*\b(?:ba|da|k|z)?sh\b")


def is_script(path: str) -> bool:
    """Say whether ``path`` may type commands, by its name alone: a file without an ending may."""
    return _kind(path) != "" or (
        "." not in posixpath.basename(path) and not _NO_SCRIPTS.fullmatch(posixpath.basename(path))
    )


def is_ci(path: str) -> bool:
    """Say whether a service runs the jobs of ``path``, by its name alone."""
    return _kind(path) in ("workflow", "gitlab", "circleci")


def is_document(path: str) -> bool:
    """Say whether ``path`` is Markdown, whose shell blocks people type."""
    return path.endswith(_DOCUMENT_ENDINGS)


def extract(source: Source, *, is_asked: bool = False) -> ScriptFile:
    """Return the commands of ``source``, chosen by its name; never raises.

    A file that does not say `raindrop` is not read, unless it ``is_asked`` for.
    """
    if b"raindrop" not in source.data and not is_asked:
        return ScriptFile(source.path)
    kind = "document" if is_document(source.path) else _kind(source.path)
    if not kind and ("/.husky/" in f"/{source.path}" or _SHEBANG.match(source.data)):
        kind = "shell"
    if not kind:
        return ScriptFile(source.path)
    reader = importlib.import_module(f"{__name__}.{kind}")
    found: ScriptFile = reader.extract(source)
    return found


def _kind(path: str) -> str:
    """Return the name of the module that reads ``path``, empty when its name does not tell."""
    name = posixpath.basename(path)
    if name == "package.json":
        return "package"
    if name.lower() in _MAKE_NAMES or name.endswith(_MAKE_ENDINGS):
        return "makefile"
    if name.endswith(_SHELL_ENDINGS):
        return "shell"
    if name.lower().endswith(_WINDOWS_ENDINGS):
        return "windows"
    if name.endswith((".yml", ".yaml")):
        if _WORKFLOW.fullmatch(path) or name in _ACTIONS:
            return "workflow"
        return "gitlab" if _GITLAB.fullmatch(path) else "circleci" if _CIRCLE.fullmatch(path) else ""
    return "dockerfile" if _DOCKERFILE.fullmatch(name) else ""
