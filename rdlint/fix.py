"""Fixes applied: in memory, pass after pass until none is left, each pass judged before the next.

Nothing is written here. What comes out is the tree as it should be, for `transaction.commit` or `diff`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Edit, Fix
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.transaction import Change

#: Judges the tree with content, by absolute path, that stands in for the disk.
Judge = Callable[[Mapping[str, bytes]], Report]
#: Whether the fix of a diagnostic is wanted.
Wanted = Callable[[Diagnostic, Fix], bool]

PASSES = 100
_SURROGATE = re.compile("[\ud800-\udfff]")  # stands for no character, so it cannot be written
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """A tree with its fixes applied.

    ``before`` judges it as it is on disk, ``after`` as it will be. ``changes`` lead from one to the other,
    ``fixed`` are the diagnostics whose fixes they hold. ``refused`` have a fix after which a file would no
    longer parse, which is a defect of rdlint: it is left out.
    """

    before: Report
    after: Report
    changes: tuple[Change, ...] = ()
    fixed: tuple[Diagnostic, ...] = ()
    refused: tuple[Diagnostic, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths of all changed files, relative to the tree."""
        return tuple(os.path.relpath(each.path, self.after.tree).replace(os.sep, "/") for each in self.changes)


def mend(judge: Judge, wanted: Wanted) -> Mended:
    """Apply all fixes that are ``wanted``, until none is left or the tree has been like this before.

    A fix is applied whole or not at all. Of fixes that touch each other the first is applied, the others wait
    for the next pass, where the tree is judged again. Raises what ``judge`` raises.
    """
    before = judge({})
    state = _State(before)
    for _ in range(PASSES):
        batch = state.batch(wanted)
        if not batch.edits:
            break
        state.take(judge, batch)
    return Mended(before, state.report, tuple(state.changes()), tuple(state.fixed), tuple(state.refused.values()))


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return what ``edits`` make of ``data``, the bytes of a file; insertions at one place stay in order."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda each: (each.span.start, each.span.end)):
        parts += (data[at : edit.span.start], edit.text.encode("utf-8"))
        at = edit.span.end
    return b"".join([*parts, data[at:]])


@dataclass
class _Batch:
    """Fixes that can be applied together: their edits by path, and whose they are."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    fixes: list[Diagnostic] = field(default_factory=list)

    def admits(self, edits: Iterable[Edit]) -> bool:
        """Say whether ``edits`` touch none that are here; the same edit may be shared by several fixes."""
        return not any(
            _collide(edit, other) for edit in edits for other in self.edits.get(edit.span.path, ()) if edit != other
        )

    def add(self, diagnostic: Diagnostic, edits: Iterable[Edit]) -> None:
        """Take the fix of ``diagnostic``, which is ``edits``."""
        self.fixes.append(diagnostic)
        for edit in edits:
            known = self.edits.setdefault(edit.span.path, [])
            if edit not in known:
                known.append(edit)


class _State:
    """The tree between two passes."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.fixed: list[Diagnostic] = []
        self.refused: dict[_Key, Diagnostic] = {}
        self._files: dict[str, Change] = {}  # by path of the tree
        self._seen: set[frozenset[Change]] = {frozenset()}
        self._is_careful = False  # one fix a pass, since a pass with several has broken a file

    def changes(self) -> Iterator[Change]:
        """Yield what is to be written, by path."""
        return (change for _, change in sorted(self._files.items()) if change.before != change.after)

    def batch(self, wanted: Wanted) -> _Batch:
        """Return the fixes of the next pass."""
        batch = _Batch()
        for diagnostic in self.report.diagnostics:
            fix = diagnostic.finding.fix
            if fix is None or not wanted(diagnostic, fix) or _key(diagnostic, fix) in self.refused:
                continue
            if batch.admits(fix.edits) and all(map(self._can_edit, fix.edits)):
                batch.add(diagnostic, fix.edits)
            if self._is_careful and batch.fixes:
                break
        return batch

    def take(self, judge: Judge, batch: _Batch) -> None:
        """Apply ``batch`` if the tree is sound afterwards; otherwise be careful, and refuse what is at fault."""
        files = self._files | {path: self._change(path, edits) for path, edits in batch.edits.items()}
        tree = frozenset(files.values())
        report = self.report if tree in self._seen else judge({change.path: change.after for change in files.values()})
        if tree not in self._seen and _is_sound(self.report, report):
            self._seen.add(tree)
            self._files, self.report = files, report
            self.fixed += batch.fixes
        elif self._is_careful:
            self.refused |= {_key(each, each.finding.fix): each for each in batch.fixes}
            self._is_careful = False
        else:
            self._is_careful = True

    def _can_edit(self, edit: Edit) -> bool:
        """Say whether there is such a place, in a file that can be written as it was read, or in one that is new."""
        source = self._source(edit.span.path)
        is_whole = source.encoded(source.data) is not None and edit.span.end <= len(source.data)
        is_free = edit.span.path in self.report.sources or not os.path.lexists(self._absolute(source))
        return is_whole and is_free and _SURROGATE.search(edit.text) is None

    def _change(self, path: str, edits: Iterable[Edit]) -> Change:
        source = self._source(path)
        if path in self._files:
            before = self._files[path].before
        else:
            before = source.raw if path in self.report.sources else None
        return Change(self._absolute(source), before, source.encoded(apply(source.data, edits)) or b"")

    def _source(self, path: str) -> Source:
        """Return a file, an empty one where none was read."""
        return self.report.sources.get(path) or Source(path, b"")

    def _absolute(self, source: Source) -> str:
        return os.path.join(self.report.tree, *source.path.split("/"))


def _key(diagnostic: Diagnostic, fix: Fix | None) -> _Key:
    """Return what tells the fix of a diagnostic from all others, wherever its lines move."""
    return (*diagnostic.identity, tuple((edit.span.path, edit.text) for edit in fix.edits) if fix else ())


def _collide(one: Edit, other: Edit) -> bool:
    """Say whether two different edits of one file touch; insertions of two texts at one place do not."""
    if one.span.start == one.span.end == other.span.start == other.span.end:
        return False
    if one.span.start == one.span.end or other.span.start == other.span.end:
        return one.span.start <= other.span.end and other.span.start <= one.span.end
    return one.span.start < other.span.end and other.span.start < one.span.end


def _is_sound(before: Report, after: Report) -> bool:
    """Say whether everything that could be read and judged before still can be."""
    if after.has_failed_rule > before.has_failed_rule or not {*after.unread} <= {*before.unread}:
        return False
    counts = before.problems
    return all(count <= counts.get(path, 0) for path, count in after.problems.items())
