"""Programs that judge what rdlint hands to others, from this environment; a test is skipped where one is missing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest


def tool(name: str) -> str:
    """Return the path of the program ``name``."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"`{name}` is not installed")
    return found
