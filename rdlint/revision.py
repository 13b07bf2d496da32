"""The files of a commit, read from the repository's objects: git itself is never run, and its settings never read.

Running git would run what an untrusted repository configures, and build machines often have none. What git is told
to ignore lies in no commit: such files count as they are on the disk now.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rdlint.app.discover import MANIFEST
from rdlint.git_ignore import ignoring
from rdlint.tree import Tree, join

if TYPE_CHECKING:
    from dulwich.object_store import DiskObjectStore
    from dulwich.objects import Commit as CommitObject
    from dulwich.objects import ObjectID, ShaFile
    from dulwich.repo import BaseRepo

_NAME = re.compile(r"(?!-)(?P<name>(?:(?!\.\.)[^\x00-\x20\x7f~^:?*\[\\{])+?)(?P<steps>(?:[~^][0-9]{0,4})*)")
_HASH = re.compile(r"[0-9A-Fa-f]{40}")
_STEP = re.compile(r"(?P<kind>[~^])(?P<count>[0-9]*)")
_POINTER_BYTES = 1 << 16  # of the files that lead to a repository
_FORMS = "name a branch, a tag or a commit's hash, with `~2` or `^` behind it where that is meant"
_WHOLE = "a clone may lack it: type `git fetch --unshallow`, or in a workflow set `fetch-depth: 0` for the checkout"

_T = TypeVar("_T", bound="ShaFile")


class RevisionError(Exception):
    """A commit that cannot be read; the text says why and what to type, and goes through `terminal.visible`."""


@contextmanager
def revision(now: Tree, name: str) -> Iterator[Tree]:
    """Open the commit ``name`` (a branch, a tag, a hash or its beginning, `HEAD~3`) of the repository of ``now``.

    The tree that is yielded can be read until the context ends. Raises `RevisionError`, also while it is read.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise RevisionError(f"`{name}` is no commit that rdlint can look up; {_FORMS}")
    git, common = _repository(now.root)
    from dulwich.object_store import DiskObjectStore

    store = DiskObjectStore(os.path.join(common, "objects"))
    try:
        commit = _stepped(store, _named(store, git, common, name, found["name"]), name, found["steps"])
        yield Tree(now.root, storage=Commit(store, commit.tree, name, now))
    finally:
        store.close()


def earlier_folders(old: Tree, folders: Collection[str], now: Tree, wanted: Iterable[str]) -> dict[str, str]:
    """Return where in the tree ``old``, which has apps in ``folders``, the app of each ``wanted`` folder was.

    An app is the same where it lies in the same folder, or has the same manifest as one that is not there any more.
    """
    found: dict[str, str] = {}
    for folder in wanted:
        if folder in folders:
            found[folder] = folder
            continue
        manifest = now.peek(_manifest(folder))
        gone = (each for each in folders if not now.is_file(_manifest(each)))
        same = next((each for each in gone if manifest and old.peek(_manifest(each)) == manifest), None)
        if same is not None:
            found[folder] = same
    return found


def _manifest(folder: str) -> str:
    return f"{folder}/{MANIFEST}" if folder else MANIFEST


def moves(old: Tree, now: Tree, paths: Iterable[str], folders: Mapping[str, str]) -> dict[str, str]:
    """Return where those ``paths`` of ``old`` are ``now`` that have been given another path.

    That is the same place in one of ``folders`` that was another one, or else where the same content is.
    """
    found: dict[str, str] = {}
    gone: dict[bytes, list[str]] = {}
    for path in sorted({path for path in paths if not now.is_file(path)}):
        along = (join(folder, posixpath.relpath(path, was or ".")) for folder, was in folders.items() if folder != was)
        place = next((each for each in along if each and now.is_file(each)), None)
        if place is not None:
            found[path] = place
        elif data := old.peek(path):
            gone.setdefault(data, []).append(path)
    for path in now.files if gone else ():
        same = [] if old.is_file(path) else gone.get(now.peek(path), [])
        if same:
            found[same.pop(0)] = path
    return found


class Commit:
    """The files of one commit, and beside them what git ignores in the tree ``now``; links are left out.

    ``name`` is what the commit was called, for messages.
    """

    def __init__(self, store: DiskObjectStore, root: ObjectID, name: str, now: Tree) -> None:
        self._store = store
        self._name = name
        self._now = now
        self._folders: dict[str, Mapping[str, _Entry]] = {"": self._listed(root)}
        self._ignored = frozenset(path for path in now.files if not self._entry(path) and ignoring(now, path))

    def entries(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield what lies in ``folder``: each name, and whether it is a folder."""
        start = f"{folder}/" if folder else ""
        names = {name: each.is_folder for name, each in self._folder(folder).items() if each.is_folder or each.is_file}
        for path in self._ignored:
            if path.startswith(start):
                name, slash, _ = path[len(start) :].partition("/")
                names.setdefault(name, bool(slash))
        yield from names.items()

    def is_file(self, path: str) -> bool:
        """Say whether ``path`` is a regular file."""
        entry = self._entry(path)
        return path in self._ignored or (entry is not None and entry.is_file)

    def modified(self, path: str) -> float | None:
        """Return when the file was written that is there now: a commit does not say, and ages shall not differ."""
        return self._now.modified(path)

    def read(self, path: str, at_most: int) -> bytes:
        """Return up to ``at_most`` bytes of a file. Raises `RevisionError`."""
        from dulwich.objects import Blob

        if path in self._ignored:
            return self._now.peek(path, at_most)
        entry = self._entry(path)
        return self._object(entry.sha, Blob).data[:at_most] if entry is not None and entry.is_file else b""

    def peek(self, path: str, at_most: int) -> bytes:
        """Return the bytes of a file, nothing of a larger one. Raises `RevisionError`."""
        data = self.read(path, at_most + 1)
        return data if len(data) <= at_most else b""

    def tracked_among(self, paths: Iterable[str]) -> frozenset[str]:
        """Return which of ``paths`` lie in the commit."""
        return frozenset(path for path in paths if self._entry(path))

    def _entry(self, path: str) -> _Entry | None:
        folder, name = posixpath.split(path)
        return self._folder(folder).get(name)

    def _folder(self, path: str) -> Mapping[str, _Entry]:
        """Return what lies in the folder ``path``, nothing when the commit has no such folder."""
        known = path
        while known not in self._folders:
            known = posixpath.dirname(known)
        for name in path[len(known) :].strip("/").split("/") if path != known else ():
            entry = self._folders[known].get(name)
            known = posixpath.join(known, name)
            self._folders[known] = self._listed(entry.sha) if entry and entry.is_folder else {}
        return self._folders[path]

    def _listed(self, sha: ObjectID) -> Mapping[str, _Entry]:
        from dulwich.objects import Tree as TreeObject

        try:
            items = [(os.fsdecode(each.path), each) for each in self._object(sha, TreeObject).items()]
        except (ValueError, TypeError) as error:
            raise _unreadable(self._name) from error
        return {
            name: _Entry(each.mode, each.sha)
            for name, each in items
            if name not in ("", ".", "..") and "/" not in name and each.mode is not None and each.sha is not None
        }

    def _object(self, sha: ObjectID, kind: type[_T]) -> _T:
        return _object(self._store, sha, kind, self._name)


class _Entry(NamedTuple):
    """What a folder of a commit says of one name in it."""

    mode: int
    sha: ObjectID

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.mode)

    @property
    def is_file(self) -> bool:
        return stat.S_ISREG(self.mode)


def _repository(root: str) -> tuple[str, str]:
    """Return where the repository at ``root`` keeps what is its own (`HEAD`), and what its worktrees share."""
    git = os.path.join(root, ".git")
    try:
        if os.path.isfile(git):  # a worktree or a submodule
            git = os.path.join(root, _pointer(git).removeprefix("gitdir:").strip())
        shared = os.path.join(git, "commondir")
        common = os.path.join(git, _pointer(shared).strip()) if os.path.isfile(shared) else git
    except (OSError, ValueError) as error:
        raise RevisionError(f"the repository of `{root}` cannot be found by its `.git`") from error
    if not os.path.isdir(os.path.join(common, "objects")):
        raise RevisionError(f"a commit to compare with needs a git repository, and `{root}` is none")
    return git, common


def _pointer(path: str) -> str:
    with open(path, "rb") as file:
        return os.fsdecode(file.read(_POINTER_BYTES))


def _named(store: DiskObjectStore, git: str, common: str, name: str, base: str) -> CommitObject:
    """Return the commit that ``base`` is, by the references of the repository or as a hash."""
    from dulwich.refs import DiskRefsContainer
    from dulwich.repo import BaseRepo

    repository = BaseRepo(store, DiskRefsContainer(common, git))
    given = "HEAD" if base == "@" else base.lower() if _HASH.fullmatch(base) else base
    for each in dict.fromkeys((given, given.lower())):  # hashes are written in lower case
        commit = _looked_up(repository, each)
        if commit is not None:
            return commit
    if os.path.isdir(os.path.join(common, "reftable")):
        raise RevisionError(f"there is no commit `{name}`: branches kept as `reftable` are not read; type its hash")
    raise _missing(name, common)


def _looked_up(repository: BaseRepo, name: str) -> CommitObject | None:
    from dulwich.objectspec import AmbiguousShortId, parse_commit

    try:
        return parse_commit(repository, os.fsencode(name))
    except KeyError:
        return None
    except AmbiguousShortId:
        raise RevisionError(f"several hashes of commits begin with `{name}`; type more of it") from None
    except ValueError:
        raise RevisionError(f"`{name}` is no commit, but another kind of object; {_FORMS}") from None
    except Exception as error:  # whatever a broken store makes of it
        raise _unreadable(name) from error


def _stepped(store: DiskObjectStore, commit: CommitObject, name: str, steps: str) -> CommitObject:
    """Return the commit that `~2` or `^` behind a name lead to."""
    for step in _STEP.finditer(steps):
        count = int(step["count"] or 1)
        for _ in range(count if step["kind"] == "~" else min(count, 1)):
            which = 0 if step["kind"] == "~" else count - 1
            if which >= len(commit.parents):
                raise RevisionError(f"there is no commit `{name}`: history begins before it; {_FORMS}")
            commit = _parent(store, commit, which, name)
    return commit


def _parent(store: DiskObjectStore, commit: CommitObject, which: int, name: str) -> CommitObject:
    from dulwich.objects import Commit as CommitObject

    if commit.parents[which] not in store:
        raise _missing(name, os.path.dirname(store.path))
    return _object(store, commit.parents[which], CommitObject, name)


def _object(store: DiskObjectStore, sha: ObjectID, kind: type[_T], name: str) -> _T:
    """Return the object ``sha``, which must be of ``kind``. Raises `RevisionError`."""
    try:
        found = store[sha]
    except KeyError:
        raise RevisionError(f"the repository does not have all of the commit `{name}`; {_WHOLE}") from None
    except Exception as error:  # whatever a broken store makes of it
        raise _unreadable(name) from error
    if not isinstance(found, kind):
        raise _unreadable(name)
    return found


def _missing(name: str, common: str) -> RevisionError:
    is_shallow = os.path.isfile(os.path.join(common, "shallow"))
    return RevisionError(f"there is no commit `{name}` in this repository; {_WHOLE if is_shallow else _FORMS}")


def _unreadable(name: str) -> RevisionError:
    return RevisionError(f"the commit `{name}` cannot be read: the repository's objects are broken; type `git fsck`")
