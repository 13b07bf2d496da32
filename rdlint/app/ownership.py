"""Which app of the tree a file or a command belongs to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import replace

from rdlint.app.discover import MANIFEST
from rdlint.facts.commands import Command, ScriptFile
from rdlint.tree import Tree


def app_around(at: str, app_folders: tuple[str, ...], *, is_certain: bool = True) -> str | None:
    """Return the folder of the app around the folder ``at``, or of the only one."""
    around = [each for each in app_folders if each == "" or at == each or at.startswith(each + "/")]
    if around and is_certain:
        return max(around, key=len)
    return app_folders[0] if len(app_folders) == 1 else None


def outer_app(tree: Tree, folder: str, app_folders: Iterable[str]) -> str | None:
    """Return the nearest folder around ``folder`` that has a manifest and does not leave ``folder`` out.

    What a `.raindropignore` says is not documented; naming the folder at the beginning of a line is taken to do.
    """
    around = [each for each in app_folders if each != folder and (not each or folder.startswith(each + "/"))]
    for each in sorted(around, key=len, reverse=True):
        if tree.is_file(posixpath.join(each, MANIFEST)):
            source = tree.read(posixpath.join(each, ".raindropignore"))
            inner = posixpath.relpath(folder, each or ".")
            lines = source.data.decode("utf-8", "replace").splitlines() if source else []
            names = [line.strip().strip("/").removesuffix("/**") for line in lines]
            return None if any(inner == name or inner.startswith(name + "/") for name in names if name) else each
    return None


def owned(file: ScriptFile | None, folder: str, app_folders: tuple[str, ...]) -> ScriptFile | None:
    """Return ``file`` with those of its commands that work on the app in ``folder``."""
    if file is None:
        return None
    own = tuple(command for command in file.commands if _app_of(command, file.path, app_folders) == folder)
    is_around = app_around(posixpath.dirname(file.path), app_folders) in (None, folder)
    if len(own) == len(file.commands) and (own or is_around):
        return file
    return replace(file, commands=own) if own else None


def _app_of(command: Command, path: str, app_folders: tuple[str, ...]) -> str | None:
    """Return the folder of the app that ``command`` works on: around its folder, or the only one."""
    at = posixpath.dirname(path) if command.folder is None else command.folder
    return app_around(at, app_folders, is_certain=not command.folder_is_unknown)
