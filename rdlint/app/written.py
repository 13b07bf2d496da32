"""When a file was written, as far as its time tells."""

from __future__ import annotations

from rdlint.tree import Tree

#: Files compared, files needed, and seconds between them, to tell that a tree was unpacked at once.
_SAMPLE, _FEW, _UNPACKING = 50, 3, 10.0


def written_at(tree: Tree, path: str, folder: str) -> float | None:
    """Return when ``path`` was last written, ``None`` when that is only when the tree was unpacked.

    Copies, checkouts and archives give all files the same time, so it tells nothing about one of them.
    """
    written = tree.modified(path)
    others = [other for other in tree.files_below(folder) if other != path]
    times = [time for other in others[:_SAMPLE] if (time := tree.modified(other)) is not None]
    if written is None or (len(times) >= _FEW and all(abs(time - written) < _UNPACKING for time in times)):
        return None
    return written
