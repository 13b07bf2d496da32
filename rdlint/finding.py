"""What a rule says about the app: a place, a sentence, a mend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from rdlint.span import Span


class Severity(IntEnum):
    """How much a finding matters; a higher number matters more."""

    HINT = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that people type and read: ``hint``, ``warning`` or ``error``."""
        return self.name.lower()


class Related(NamedTuple):
    """Another place that belongs to a finding, with its own label."""

    span: Span
    message: str


class Edit(NamedTuple):
    """Replace the bytes at ``span`` with ``text``; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A mend as edits to one or more files, applied all or none.

    ``safe`` means that the program afterwards surely does what was meant.
    """

    message: str
    edits: tuple[Edit, ...]
    safe: bool

    @classmethod
    def of(cls, message: str, edits: tuple[Edit, ...], *, safe: bool) -> Fix | None:
        """Return the fix that makes ``edits``, ``None`` where there are none."""
        return cls(message, edits, safe) if edits else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule has found at one place.

    ``message`` is one lower-case sentence that names the thing in backticks. ``help`` says what to
    type. ``subject`` is the name or host concerned: with rule and path it identifies the finding
    when lines move. ``severity`` is set only where this finding differs from its rule's severity.
    """

    span: Span
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    subject: str = ""
    severity: Severity | None = None
