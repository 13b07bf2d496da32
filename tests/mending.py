"""Fixes of chosen rules, applied in memory to an app in a folder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from rdlint.engine import lint
from rdlint.fix import Mended, mend


def mended_by(folder: Path, *names: str, now: float | None = None) -> Mended:
    """Apply all fixes of the rules ``names`` to the app in ``folder``, which only these rules judge."""
    return mend(
        lambda overlay: lint([str(folder)], adjust=lambda each: replace(each, select=names), overlay=overlay, now=now),
        lambda *_: True,
    )


def content(mended: Mended, folder: Path, path: str) -> bytes:
    """Return what ``path`` of ``folder`` holds once it is ``mended``."""
    target = os.path.join(os.path.realpath(folder), path)
    return next((each.after for each in mended.changes if each.path == target), b"") or (folder / path).read_bytes()
