"""Edits applied to bytes, as the fix engine does, for tests."""

from __future__ import annotations

from collections.abc import Iterable

from rdlint.diagnostic import Report
from rdlint.finding import Edit, Fix


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return ``data`` after ``edits``, all of one file; one that overlaps an earlier one is left out."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits):
        if edit.span.start >= at:
            parts += [data[at : edit.span.start], edit.text.encode()]
            at = edit.span.end
    return b"".join([*parts, data[at:]])


def mended(report: Report, fixes: Iterable[Fix]) -> dict[str, bytes]:
    """Return the content of every file that ``fixes`` change."""
    by_path: dict[str, list[Edit]] = {}
    for edit in (edit for fix in fixes for edit in fix.edits):
        by_path.setdefault(edit.span.path, []).append(edit)
    return {path: applied(report.sources[path].data, edits) for path, edits in by_path.items()}
