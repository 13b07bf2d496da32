"""What `.raindrop/config.json` says: the version that commands act on, and who holds its lock."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.span import Span
from rdlint.syntax.problem import Problem


@dataclass(frozen=True, slots=True)
class Lock:
    """``"lock": "user:deploy:user_<ULID>:<uuid>"``.

    ``span`` covers the string without its quotes, ``property`` key and value. ``operation`` and
    ``user`` are empty when the text has another form.
    """

    text: str
    span: Span
    property: Span
    operation: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class StateFile:
    """The state file. ``deployed_at`` is the time in the version's ULID: seconds since 1970, UTC.

    ``problems`` are errors of JSON itself, ``violations`` departures from the file's schema.
    """

    path: str
    version_id: str = ""
    version_span: Span | None = None
    deployed_at: float | None = None
    sandbox: bool | None = None
    lock: Lock | None = None
    problems: tuple[Problem, ...] = ()
    violations: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
