"""What a run knows about itself once the rules about apps have spoken: for rules that judge the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdlint.known import Comparison


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. ``baselines`` are those of its apps, by their folders, each beside what was found."""

    baselines: Mapping[str, Comparison]
