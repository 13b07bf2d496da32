"""Names of variables that the platform refuses or keeps for itself, and those that only look so."""

from __future__ import annotations

from pathlib import Path

import pytest

from rdlint.engine import lint


def judged(tmp_path: Path, manifest: str) -> dict[str, str]:
    """Return the names that `invalid-env-name` finds, with the severity."""
    (tmp_path / "raindrop.manifest").write_text(f'application "a" {{\n{manifest}\n}}\n')
    return {
        each.finding.subject: each.severity.label for each in lint([str(tmp_path)]).diagnostics if each.code == "RD109"
    }


@pytest.mark.parametrize(
    ("variable", "others"),
    [
        ("CACHE", 'kv_cache "cache" {}'),  # a collision, for another rule to judge
        ("jwt", 'service "api" { visibility = "public" }'),
        ("AI_MODEL", ""),
        ("LMS_URL", ""),
    ],
)
def test_names_that_are_free(tmp_path: Path, variable: str, others: str) -> None:
    assert judged(tmp_path, f'env "{variable}" {{}}\n{others}') == {}


@pytest.mark.parametrize(
    ("variable", "others"),
    [
        ("_raindrop", ""),
        ("jwt", 'service "api" { visibility = "protected" }'),
        ("AI", ""),
        ("2FA", ""),
    ],
)
def test_names_that_are_kept_or_cannot_be_set(tmp_path: Path, variable: str, others: str) -> None:
    assert judged(tmp_path, f'env "{variable}" {{}}\n{others}') == {variable: "error"}
