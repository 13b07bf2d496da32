"""Which files git is told to ignore, by the `.gitignore` files of the repository; git itself is never run.

What a person's own settings ignore (`core.excludesFile`, `.git/info/exclude`) holds on one machine only, and is
not looked at. Format: git's documentation, gitignore.
"""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatchcase

from rdlint.span import Span
from rdlint.tree import Tree

_NAME = ".gitignore"
#: What makes a pattern more than a name or a path.
_SPECIAL = re.compile(r"[*?\[\\!]")


def ignoring(tree: Tree, path: str) -> tuple[str, int] | None:
    """Return the `.gitignore` that makes git ignore ``path``, and the 1-based line that does; ``None`` when none does.

    The last pattern that matches decides, a nearer file before a farther one.
    What lies in an ignored folder is ignored.
    """
    parts = path.split("/")
    for depth in range(1, len(parts) + 1):
        found = _deciding(tree, "/".join(parts[:depth]), is_folder=depth < len(parts))
        if found is not None:
            return found
    return None


def place_to_ignore(tree: Tree, path: str, otherwise: str) -> Span | None:
    """Return the empty place where a line with the name of ``path``, a file or folder, makes git ignore it.

    It is the end of the nearest `.gitignore`, whose last line decides; where there is none, the beginning of a new
    one in the folder ``otherwise``. ``None`` where git would not read the file as it is, or nobody could write it.
    """
    at = posixpath.dirname(path)
    while True:
        where = posixpath.join(at, _NAME)
        source = tree.read(where)
        if source is not None:
            # git follows no link here, reads nothing but UTF-8, and knows no lines that end with CR alone
            is_plain = tree.peek(where) == source.raw and source.encoding.startswith("utf-8")
            return source.span(len(source.data), len(source.data)) if is_plain and source.line_end != "\r" else None
        if where in tree.files:
            return None
        if not at:
            return Span(posixpath.join(otherwise, _NAME), 0, 0)
        at = posixpath.dirname(at)


def _deciding(tree: Tree, path: str, *, is_folder: bool) -> tuple[str, int] | None:
    """Return what ignores ``path`` itself, whatever is said of the folders around it."""
    at = posixpath.dirname(path)
    while True:
        where = posixpath.join(at, _NAME)
        source = tree.read(where)
        if source is not None:
            inside = path[len(at) :].lstrip("/")
            line, ignores = _last_match(source.data.decode("utf-8", "replace"), inside, is_folder)
            if line:
                return (where, line) if ignores else None
        if not at:
            return None
        at = posixpath.dirname(at)


def _last_match(text: str, path: str, is_folder: bool) -> tuple[int, bool]:
    """Return the 1-based line whose pattern decides about ``path``, and whether it ignores it; line 0 for none."""
    for number, pattern in reversed(list(enumerate(text.splitlines(), start=1))):
        if _may_match(pattern, path):
            ignores = _ignores(pattern, path, is_folder)
            if ignores is not None:
                return number, ignores
    return 0, False


def _ignores(pattern: str, path: str, is_folder: bool) -> bool | None:
    """Say whether ``pattern`` ignores ``path`` or takes it back; ``None`` when it does not match ``path`` itself."""
    if not _SPECIAL.search(pattern):  # most patterns; pathspec takes longer to import than they to be compared
        plain = pattern.strip().rstrip("/")
        is_same = path == plain.lstrip("/") if "/" in plain else posixpath.basename(path) == plain
        return True if is_same and (is_folder or not pattern.strip().endswith("/")) else None
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    compiled = GitIgnoreSpecPattern(pattern)
    is_inside = pattern.rstrip().endswith("/**")  # which matches what a folder holds, not the folder
    asked = path + "/" * (is_folder and not is_inside)
    found = compiled.match_file(asked) if compiled.include is not None else None
    if found is None:
        return None
    slash = found.match.groupdict().get("ps_d")  # the slash behind the folder by which ``asked`` was matched
    if slash is not None and found.match.end("ps_d") != len(asked):
        return None
    return bool(compiled.include)


def _may_match(pattern: str, path: str) -> bool:
    """Say whether ``pattern`` is worth compiling: its last part has to match a part of ``path``."""
    plain = pattern.strip().lstrip("!").rstrip("/")
    if not plain or plain.startswith("#"):
        return False
    last = plain.rpartition("/")[2]
    return last == "**" or any(fnmatchcase(part, last) for part in path.split("/"))
