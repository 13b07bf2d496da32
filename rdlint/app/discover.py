"""From the paths that a person names to the apps they belong to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdlint.tree import Tree

MANIFEST = "raindrop.manifest"
STATE = ".raindrop/config.json"


class NoAppError(Exception):
    """No app belongs to a path; the text says what was looked for and where."""


@dataclass(frozen=True, slots=True)
class Target:
    """An app to lint: its folder in the tree ("" for the root), and what is asked about.

    ``focus`` holds paths of the tree (files or folders): only findings that involve one of them are
    wanted; empty means all.
    """

    folder: str
    focus: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Discovery:
    """The tree that the paths lie in, the folders of all apps in it, and those to lint."""

    tree: Tree
    folders: tuple[str, ...]
    targets: tuple[Target, ...]


def discover(paths: Iterable[str], overlay: Mapping[str, bytes] | None = None) -> Discovery:
    """Find the apps of ``paths`` (files or folders, as typed).

    ``overlay`` maps absolute paths to content that stands in for the disk. The tree is the
    repository that the paths lie in, or else the folder of the app. Raises ``NoAppError``, and
    ``FileNotFoundError`` for a path that does not exist.
    """
    given = {os.path.abspath(path): path for path in paths}
    overlay = {os.path.realpath(path): data for path, data in (overlay or {}).items()}
    absolute = []
    for path, typed in given.items():
        real = os.path.realpath(path)
        if not os.path.exists(real) and real not in overlay:
            raise FileNotFoundError(typed)
        absolute.append((real, typed))
    root = os.path.commonpath([_root_of(path) for path, _ in absolute])
    inside = {_relative(path, root): data for path, data in overlay.items() if _is_inside(path, root)}
    tree = Tree(root, inside)
    apps = app_folders(tree)
    focus: dict[str, set[str] | None] = {}
    for path, typed in absolute:
        for folder, asked in _targets(tree, apps, _relative(path, root), os.path.isdir(path), typed):
            wanted = focus.setdefault(folder, set())
            if asked is None:
                focus[folder] = None
            elif wanted is not None:
                wanted.add(asked)
    targets = tuple(Target(folder, frozenset(wanted or ())) for folder, wanted in sorted(focus.items()))
    return Discovery(tree, apps, targets)


def _targets(tree: Tree, apps: tuple[str, ...], path: str, is_folder: bool, typed: str) -> list[tuple[str, str | None]]:
    """Return the apps that ``path`` belongs to, each with the focus it sets there."""
    if is_folder:
        below = [app for app in apps if _is_below(app, path)]
        if below:
            return [(app, None) for app in below]
    around = [app for app in apps if _is_below(path, app)]
    if around:
        return [(max(around, key=len), path)]
    if not is_folder and apps:  # a script or workflow beside the apps
        return [(app, path) for app in apps]
    place = "in this folder, below it and above it" if is_folder else "in the folders around it"
    raise NoAppError(
        f"no Raindrop app belongs to `{typed}`: looked for `{MANIFEST}` and `{STATE}` {place}, up to `{tree.root}`"
    )


def app_folders(tree: Tree) -> tuple[str, ...]:
    """Return the folders of all apps, those with a manifest and those with a state file alone."""
    found = set()
    for path in tree.files:
        for marker in (MANIFEST, STATE):
            if (path == marker or path.endswith("/" + marker)) and tree.is_file(path):
                found.add(path[: -len(marker)].rstrip("/"))
    return tuple(sorted(found))


def _root_of(path: str) -> str:
    """Return the repository around ``path``, or the folder of the app around it, or its own folder."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    app = None
    at = folder
    while True:
        if os.path.lexists(os.path.join(at, ".git")):
            return at
        if app is None and any(os.path.lexists(os.path.join(at, *marker.split("/"))) for marker in (MANIFEST, STATE)):
            app = at
        above = os.path.dirname(at)
        if above == at:
            return app or folder
        at = above


def _is_below(path: str, folder: str) -> bool:
    return folder == "" or path == folder or path.startswith(folder + "/")


def _is_inside(path: str, root: str) -> bool:
    return path.startswith(root.rstrip(os.sep) + os.sep)


def _relative(path: str, root: str) -> str:
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    return "" if relative == "." else relative
