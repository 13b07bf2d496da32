"""Files written all or none: each is whole at every moment, and a failure leaves all as they were."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from typing import NamedTuple

_PREFIX = ".rdlint-"


class Change(NamedTuple):
    """The content of the file at the absolute ``path`` and what it shall be; ``before`` is ``None`` for a new file."""

    path: str
    before: bytes | None
    after: bytes


class WriteError(Exception):
    """Nothing was written, because of ``path``; ``reason`` says why, in lower case."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    @classmethod
    def of(cls, path: str, error: Exception) -> WriteError:
        """Return the error for ``path`` where ``error`` kept it from being written."""
        text = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        return cls(path, f"cannot be written: {text.lower()}")

    def __str__(self) -> str:
        return f"nothing was written: `{self.path}` {self.reason}"


def commit(changes: Iterable[Change], *, inside: str | None = None) -> None:
    """Write all ``changes``, or none of them.

    New content goes to a file beside the old one first, which then takes its place with the old one's mode: who
    reads meanwhile sees either. A link stays, what it points to is written. ``inside`` is the absolute folder that
    nothing may be written outside of.

    Raises `WriteError` when a file is not what ``before`` says, may not be written, or cannot be.
    """
    with contextlib.ExitStack() as stack:
        staged = [(change, *_stage(change, inside, stack)) for change in changes]
        for change, target, _ in staged:  # once more: writing may have taken a while
            _demand_unchanged(change, target)
        done: list[tuple[str, str]] = []
        try:
            for change, target, ready in staged:
                done.append((target, "" if change.before is None else _keep(change, target, stack)))
                _take_place(change, target, ready)
        except BaseException:
            _undo(done)
            raise


def _stage(change: Change, inside: str | None, stack: contextlib.ExitStack) -> tuple[str, str]:
    """Return the file that is to be written, and one beside it that holds what it shall be."""
    try:
        target = os.path.realpath(change.path)
        if inside is not None and not target.startswith(os.path.realpath(inside).rstrip(os.sep) + os.sep):
            raise WriteError(change.path, f"lies outside of `{inside}`")
        _demand_unchanged(change, target)
        status = os.stat(target) if change.before is not None else None
        if status is not None and not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise WriteError(change.path, "is read-only")
        return target, _written(target, change.after, status, stack)
    except (OSError, ValueError) as error:
        raise WriteError.of(change.path, error) from None


def _demand_unchanged(change: Change, target: str) -> None:
    """Raise `WriteError` when the file is no longer what it was."""
    try:
        if change.before is None:
            if os.path.lexists(target):
                raise WriteError(change.path, "is there by now: run rdlint again")
            return
        with open(target, "rb") as file:
            if file.read(len(change.before) + 1) != change.before:
                raise WriteError(change.path, "has changed since it was read: run rdlint again")
    except (OSError, ValueError) as error:
        raise WriteError.of(change.path, error) from None


def _written(target: str, content: bytes, status: os.stat_result | None, stack: contextlib.ExitStack) -> str:
    """Write ``content`` to a new file beside ``target``, with the mode and owner of ``status``; return its path."""
    import tempfile  # most runs write nothing

    descriptor, path = tempfile.mkstemp(prefix=_PREFIX, dir=os.path.dirname(target))
    stack.callback(_remove, path)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(path, stat.S_IMODE(status.st_mode) if status else 0o666 & ~_umask())
    if status is not None and hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only root may give files away
            os.chown(path, status.st_uid, status.st_gid)
            os.chmod(path, stat.S_IMODE(status.st_mode))  # a change of owner takes some bits away
    return path


def _keep(change: Change, target: str, stack: contextlib.ExitStack) -> str:
    """Return another name of the file ``target``, by which it can be put back; this takes no space where it can."""
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(prefix=_PREFIX, dir=os.path.dirname(target)) as free:
            kept = free.name
        try:
            os.link(target, kept)
        except (OSError, NotImplementedError):  # the file system has no second names
            return _written(target, change.before or b"", os.stat(target), stack)
    except OSError as error:
        raise WriteError.of(change.path, error) from None
    stack.callback(_remove, kept)
    return kept


def _take_place(change: Change, target: str, ready: str) -> None:
    try:
        os.replace(ready, target)
    except OSError as error:
        raise WriteError.of(change.path, error) from None


def _undo(done: Iterable[tuple[str, str]]) -> None:
    """Put back what was there; a file that was not there goes."""
    for target, kept in done:
        with contextlib.suppress(OSError):
            if kept:
                os.replace(kept, target)
            else:
                os.unlink(target)


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _umask() -> int:
    """Return the mask of new files' modes, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
