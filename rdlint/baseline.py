"""Findings that a project has when it adopts rdlint, and does not want to see until somebody mends them.

The file holds, for each rule, file and subject, how many findings there are: no line numbers, which move, and no
text of files. Its paths begin at its own folder. Entries stand sorted, one on a line, so that it merges as code does.
"""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from rdlint.diagnostic import Diagnostic
from rdlint.platform.credentials import credential_shape, find_credentials, looks_generated
from rdlint.settings import Settings, SettingsError
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax import jsonc
from rdlint.syntax.jsonc import Node, shown
from rdlint.tree import MAX_BYTES, Tree

NAME = "rdlint-baseline.json"
VERSION = 1
_LIST = "rdlint-baseline"  # the key of the entries, by which other readers know the file, too
WRITE = "rdlint --write-baseline"
_REPLACE = f"take it away and type `{WRITE}`"


class BaselineError(SettingsError):
    """A baseline that is none, or that cannot be read or written, with the place in it."""


class Key(NamedTuple):
    """What findings of a baseline have in common: ``path`` of the tree, name of the ``rule``, and ``subject``.

    Of a subject that may be a secret only a digest is kept.
    """

    path: str
    rule: str
    subject: str

    @property
    def about(self) -> str:
        """Which file and what in it, for a message; without what may be a secret."""
        return f"{shown(self.subject, 'this')} in {shown(self.path, 'its file')}"


class Entry(NamedTuple):
    """So many ``findings`` are known; ``span`` is where the baseline says so."""

    findings: int
    span: Span


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline in the file ``path`` of the tree.

    ``source`` is ``None`` while there is no such file. ``is_named``: a person has said where it is.
    """

    path: str
    entries: Mapping[Key, Entry]
    source: Source | None = None
    is_named: bool = False

    @property
    def folder(self) -> str:
        """The folder of the tree ("" for its root) that the paths in the file begin at."""
        return posixpath.dirname(self.path)

    def key(self, diagnostic: Diagnostic) -> Key | None:
        """Return what stands for ``diagnostic``; ``None`` where its file lies outside of the baseline's folder."""
        _, path, subject = diagnostic.identity
        start = f"{self.folder}/" if self.folder else ""
        return Key(path, diagnostic.name, _told(subject)) if path.startswith(start) else None

    def text(self, counts: Mapping[Key, int]) -> bytes:
        """Return the file that says ``counts``."""
        start = len(self.folder) + 1 if self.folder else 0
        lines = [
            json.dumps({"path": key.path[start:], "rule": key.rule, "subject": key.subject, "count": counts[key]})
            for key in sorted(counts)
        ]
        listed = "\n    " + ",\n    ".join(lines) + "\n  " if lines else ""
        return f'{{\n  "version": {VERSION},\n  "{_LIST}": [{listed}]\n}}\n'.encode("ascii")


def baseline_of(tree: Tree, folder: str, settings: Settings) -> Baseline:
    """Return the baseline of the app in ``folder``: the one that ``settings`` name, or else the nearest.

    That is the first file `rdlint-baseline.json` from ``folder`` up to the tree's root; where there is none, an empty
    baseline at the root. Raises `BaselineError`.
    """
    is_named = settings.baseline is not None
    if settings.baseline is not None:
        path = _inside(tree, os.path.normpath(os.path.join(os.path.dirname(settings.file), settings.baseline)))
    else:
        at = folder
        while at and not _is_there(tree, posixpath.join(at, NAME)):
            at = posixpath.dirname(at)
        path = posixpath.join(at, NAME)
    file = tree.absolute(path)
    source = tree.read(path)
    if source is None and path in tree.unread:
        raise BaselineError(file, 1, 1, f"this baseline cannot be read: {tree.unread[path]}")
    if source is None and _is_there(tree, path):
        raise BaselineError(file, 1, 1, "this baseline is no regular file inside the tree")
    if source is None:
        return Baseline(path, {}, is_named=is_named)
    source.secrets = tuple(source.span(each.start, each.end) for each in find_credentials(source.data))
    return Baseline(path, read(source, file), source, is_named)


def read(source: Source, file: str = "") -> dict[Key, Entry]:
    """Return what the baseline ``source`` says; ``file`` is its absolute path, for messages.

    Raises `BaselineError` at the first thing that is wrong.
    """
    return _Reader(source, file or source.path).read()


class _Reader:
    """One reading of one baseline."""

    def __init__(self, source: Source, file: str) -> None:
        self.source = source
        self.file = file
        self.folder = posixpath.dirname(source.path)

    def fail(self, span: Span, message: str, help_: str = _REPLACE) -> NoReturn:
        raise BaselineError(self.file, *self.source.position(span.start), message, help_)

    def read(self) -> dict[Key, Entry]:
        document = jsonc.read(self.source)
        if document.problems:
            self.fail(document.problems[0].span, document.problems[0].message, document.problems[0].help)
        for twice in document.duplicates:
            self.fail(twice.span, "this key stands twice")
        root = document.root
        version, entries = (root.get("version"), root.get(_LIST)) if root else (None, None)
        if root is None or version is None or entries is None or entries.kind != "array" or len(root.members) != 2:
            self.fail(root.span if root else self.source.span(0, 0), "this is no baseline of rdlint")
        if version.kind != "number" or version.value != VERSION:
            self.fail(version.span, f"this baseline is of another version than {VERSION}", "update rdlint")
        found: dict[Key, Entry] = {}
        for item in entries.items:
            key, entry = self.entry(item)
            if key in found:
                line = self.source.line_of(found[key].span.start)
                self.fail(item.span, f"this entry stands in line {line}, too", "keep the higher count of the two")
            found[key] = entry
        return found

    def entry(self, item: Node) -> tuple[Key, Entry]:
        """Return one entry of the list."""
        path, rule, subject = (self.words(item, name) for name in ("path", "rule", "subject"))
        count = item.get("count")
        if count is None or not isinstance(count.value, int) or isinstance(count.value, bool) or count.value < 1:
            self.fail((count or item).span, "an entry has a `count`, a whole number from 1")
        if len(item.members) != 4:
            self.fail(item.span, "an entry has `path`, `rule`, `subject` and `count`, and nothing else")
        if path != posixpath.normpath(path) or path.startswith(("/", "../")) or path in (".", ".."):
            where = item.get("path") or item
            self.fail(where.span, "the path of an entry leads from the folder of the baseline to a file below it")
        return Key(posixpath.join(self.folder, path), rule, subject), Entry(count.value, item.span)

    def words(self, item: Node, name: str) -> str:
        """Return the text that an entry has under ``name``."""
        node = item.get(name)
        if node is None or not isinstance(node.value, str) or not node.value:
            self.fail((node or item).span, f"an entry has a `{name}`, a text in quotes")
        return node.value


def _told(subject: str) -> str:
    """Return ``subject``, or what stands for it in a file that is committed."""
    if not credential_shape(subject) and not looks_generated(subject):
        return subject
    import hashlib  # few runs need it

    return "sha256:" + hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _inside(tree: Tree, file: str) -> str:
    """Return the absolute path ``file`` as the tree sees it."""
    real = os.path.join(os.path.realpath(os.path.dirname(file)), os.path.basename(file))
    start = tree.root.rstrip(os.sep) + os.sep
    if not real.startswith(start):
        raise BaselineError(file, 1, 1, f"a baseline lies inside the tree `{tree.root}`, and this does not")
    return real[len(start) :].replace(os.sep, "/")


def _is_there(tree: Tree, path: str) -> bool:
    return path in tree.overlay or os.path.lexists(tree.absolute(path))


def check_size(file: str, content: bytes) -> None:
    """Raise `BaselineError` for ``content`` that could not be read again."""
    if len(content) > MAX_BYTES:
        raise BaselineError(
            file, 1, 1, f"this baseline would be larger than {MAX_BYTES >> 20} MiB", "ignore the loudest rules first"
        )
