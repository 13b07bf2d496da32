"""What tests share: where the corpus is, when there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpus_manifests() -> list[Path]:
    """Real manifests, from `RDLINT_CORPUS` or beside the checkout; the test is skipped without them."""
    folder = Path(os.environ.get("RDLINT_CORPUS") or ROOT.parent / "shared" / "corpus")
    manifests = sorted((folder / "manifests").glob("*.manifest"))
    if not manifests:
        pytest.skip(f"no corpus of real manifests in {folder}; set RDLINT_CORPUS")
    return manifests
