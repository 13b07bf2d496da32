"""The outcome of a whole run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdlint.diagnostic import Diagnostic
from rdlint.known import Comparison
from rdlint.source import Source


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run.

    ``tree`` is the absolute path that all span paths are relative to, ``sources`` the files that
    were read, by that relative path. ``suppressed`` counts findings that a comment or the settings
    silenced, ``baselined`` those that ``baselines`` hide, ``older`` the others that the commit has which
    the run compares with. ``unread`` are files that should have been read and could not be, with the
    reason: the analysis is then incomplete, as it is when a rule failed. ``problems`` counts by path what
    does not parse, whether a rule reports it or not. ``is_focused``: it is about some files of an app
    only. ``fixed`` are the findings that a fix has ended in this run.
    """

    tree: str
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    apps: tuple[str, ...] = ()
    suppressed: int = 0
    baselined: int = 0
    older: int = 0
    baselines: tuple[Comparison, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    has_failed_rule: bool = False
    is_focused: bool = False
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

    def absolute(self, path: str) -> str:
        """Return where ``path`` lies on this machine."""
        return os.path.join(self.tree, *path.split("/"))

    def shown_path(self, path: str) -> str:
        """Return ``path`` relative to the working directory, with forward slashes."""
        absolute = self.absolute(path)
        try:
            shown = os.path.relpath(absolute)
        except ValueError:  # another drive
            shown = absolute
        return shown.replace(os.sep, "/")
