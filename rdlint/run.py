"""What a rule about the run itself is given beside the app."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.known import Comparison


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands when all rules about apps have spoken: the app's baseline beside what they found."""

    comparison: Comparison
