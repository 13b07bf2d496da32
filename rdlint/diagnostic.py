"""Findings as the engine has judged them, and the outcome of a whole run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdlint.finding import Finding, Severity
from rdlint.source import Source


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with the rule that made it and the severity it has in this run."""

    code: str
    name: str
    severity: Severity
    finding: Finding

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """What reports sort by: path, start, end, code, message."""
        span = self.finding.span
        return (span.path, span.start, span.end, self.code, self.finding.message)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What it is about, wherever its lines move: code, path, and the name or host concerned."""
        return (self.code, self.finding.span.path, self.finding.subject or self.finding.message)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    ``tree`` is the absolute path that all span paths are relative to, ``sources`` the files that
    were read, by that relative path. ``suppressed`` counts findings that a comment or the settings
    silenced. ``unread`` are files that should have been read and could not be, with the reason: the
    analysis is then incomplete, as it is when a rule failed. ``problems`` counts by path what does not
    parse, whether a rule reports it or not. ``fixed`` are the findings that a fix has ended in this run.
    """

    tree: str
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    apps: tuple[str, ...] = ()
    suppressed: int = 0
    unread: tuple[tuple[str, str], ...] = ()
    has_failed_rule: bool = False
    problems: Mapping[str, int] = field(default_factory=dict)
    fixed: tuple[Diagnostic, ...] = ()

    @property
    def is_incomplete(self) -> bool:
        """Say whether something kept rdlint from judging everything."""
        return bool(self.unread) or self.has_failed_rule

    @property
    def ordered(self) -> list[Diagnostic]:
        """The diagnostics in the order in which every format gives them."""
        return sorted(self.diagnostics, key=lambda each: each.order)

    def shown_path(self, path: str) -> str:
        """Return ``path`` relative to the working directory, with forward slashes."""
        absolute = os.path.join(self.tree, *path.split("/"))
        try:
            shown = os.path.relpath(absolute)
        except ValueError:  # another drive
            shown = absolute
        return shown.replace(os.sep, "/")
