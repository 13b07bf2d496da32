"""The shells that are offered completion, and the variable by which they ask for it.

Every run asks whether that is set, so nothing of click's completion is imported here.
"""

from __future__ import annotations

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_RDLINT_COMPLETE"
