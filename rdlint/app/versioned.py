"""What version control knows of an app's own files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdlint.git_ignore import ignoring, place_to_ignore
from rdlint.git_index import tracked_among
from rdlint.span import Span
from rdlint.tree import Tree


@dataclass(frozen=True, slots=True)
class Versioned:
    """Which of an app's own files git tracks, and which it is told to ignore, with the line that tells it.

    ``is_known``: there is a repository, and its index can be read. ``to_ignore`` are what should be ignored and
    is not, the folder of the state file and env files that are tracked, with the place for a line that does.
    """

    is_known: bool = False
    tracked: frozenset[str] = frozenset()
    ignored: Mapping[str, Span] = field(default_factory=dict)
    to_ignore: Mapping[str, Span] = field(default_factory=dict)


def versioned(tree: Tree, manifest: str, state: str, env_files: Iterable[str]) -> Versioned:
    """Return what git does with the ``manifest``, the file ``state`` and the ``env_files``, all of them paths.

    A file need not be there to be asked about.
    """
    own = (manifest, state)
    env_files = tuple(env_files)
    tracked = tracked_among(tree.root, (*own, *env_files))
    ignored: dict[str, Span] = {}
    for path in own:
        found = ignoring(tree, path)
        source = tree.read(found[0]) if found else None
        if found is not None and source is not None:
            ignored[path] = source.line_span(found[1])
    if tracked is None:
        return Versioned(ignored=ignored)
    kept = posixpath.dirname(state)
    places = {} if state in ignored else {kept: place_to_ignore(tree, kept, posixpath.dirname(kept))}
    for path in env_files:
        if path in tracked and ignoring(tree, path) is None:
            places[path] = place_to_ignore(tree, path, "")
    return Versioned(True, tracked, ignored, {path: place for path, place in places.items() if place is not None})
