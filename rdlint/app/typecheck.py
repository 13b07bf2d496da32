"""What the type check of a deploy takes in: `tsc --noEmit` in the app's folder (platform reference C.3)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from rdlint.app.tsconfig import configuration
from rdlint.extraction import Extraction
from rdlint.globs import matches
from rdlint.span import Span

_ENDINGS = (".ts", ".tsx", ".mts", ".cts")


@dataclass(frozen=True, slots=True)
class Typecheck:
    """The files of the check, by path, and whether it knows browsers.

    ``place`` is where its configuration leaves files out, or could. ``has_dom``: the DOM is among its
    libraries, or the compiler's own choice, which has it.
    """

    place: Span
    files: tuple[str, ...]
    has_dom: bool


def is_typescript(path: str) -> bool:
    """Say whether the compiler checks the types in the file ``path``."""
    return path.endswith(_ENDINGS)


def typecheck(extraction: Extraction, folder: str) -> Typecheck | None:
    """Return what the check of the app in ``folder`` takes in; ``None`` where that cannot be told."""
    config = configuration(extraction, folder)
    if not config.is_whole:
        return None
    own, chain = config.files[0], config.files
    include, base = next(((each.include, each) for each in chain if each.include is not None), (None, own))
    exclude, from_base = next(((each.exclude, each) for each in chain if each.exclude is not None), ((), own))
    listed = next((each.files for each in chain if each.files is not None), None)
    lib = next((each.lib for each in chain if each.lib is not None), None)
    if include is None and listed is not None:
        return None  # named one by one: whoever does so knows what they check
    found = [
        path
        for path in extraction.tree.files_below(folder)
        if path.endswith(_ENDINGS)
        and _is_in(path, include if include is not None else ("**/*",), posixpath.dirname(base.path))
        and not _is_in(path, exclude or (), posixpath.dirname(from_base.path))
    ]
    return Typecheck(own.place, tuple(found), lib is None or any(each.lower().startswith("dom") for each in lib))


def _is_in(path: str, patterns: tuple[str, ...], folder: str) -> bool:
    """Say whether one of ``patterns``, relative to ``folder``, names ``path`` or a folder around it."""
    inside = posixpath.relpath(path, folder or ".")
    return any(matches(_anchored(pattern), inside) for pattern in patterns)


def _anchored(pattern: str) -> str:
    """Return ``pattern`` as a glob that begins at the folder: a bare name means one there, not at any depth."""
    plain = pattern.removeprefix("./").rstrip("/")
    return plain if "/" in plain else f"./{plain}" if plain not in ("", ".") else "./**"
