"""What version control knows of an app's own files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdlint.git_ignore import ignoring
from rdlint.span import Span
from rdlint.tree import Tree


@dataclass(frozen=True, slots=True)
class Versioned:
    """Which of an app's own files git tracks, and which it is told to ignore, with the line that tells it.

    ``is_known``: there is a repository, and its index can be read.
    """

    is_known: bool = False
    tracked: frozenset[str] = frozenset()
    ignored: Mapping[str, Span] = field(default_factory=dict)


def versioned(tree: Tree, own: Iterable[str], others: Iterable[str]) -> Versioned:
    """Return which of the files ``own`` and ``others`` git tracks, and which of ``own`` it ignores.

    A file need not be there to be asked about.
    """
    own = tuple(own)
    tracked = tree.tracked_among((*own, *others))
    ignored: dict[str, Span] = {}
    for path in own:
        found = ignoring(tree, path)
        source = tree.read(found[0]) if found else None
        if found is not None and source is not None:
            ignored[path] = source.line_span(found[1])
    return Versioned(tracked is not None, tracked or frozenset(), ignored)
