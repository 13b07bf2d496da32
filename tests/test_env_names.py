"""Names of variables that something else on `env` has, and those that only look so."""

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
        ("TOOLS", 'mcp_service "tools" {}'),
        ("NIGHTLY", 'task "nightly" {}'),
        ("CONSUMER", 'observer "consumer" { source { queue = "jobs" } }'),
        ("ORDERS", 'queue "orders" {}'),  # no observer, so nothing else has that name
        ("jwt", 'service "api" { visibility = "public" }'),
        ("AI_MODEL", ""),
        ("LMS_URL", ""),
    ],
)
def test_names_that_nothing_on_env_has(tmp_path: Path, variable: str, others: str) -> None:
    assert judged(tmp_path, f'env "{variable}" {{}}\n{others}') == {}


@pytest.mark.parametrize(
    ("variable", "others"),
    [
        ("JOBS", 'queue "jobs" {}\nobserver "consumer" { source { queue = "jobs" } }'),
        ("ROOM", 'actor "room" {}'),
        ("API", 'service "api" {}\nservice "web" {}'),
        ("jwt", 'service "api" { visibility = "protected" }'),
        ("AI", ""),
        ("2FA", ""),
    ],
)
def test_names_that_collide_or_cannot_be_set(tmp_path: Path, variable: str, others: str) -> None:
    assert judged(tmp_path, f'env "{variable}" {{}}\n{others}') == {variable: "error"}


def test_a_module_does_not_see_itself_but_an_actor_does(tmp_path: Path) -> None:
    assert judged(tmp_path, 'service "api" { env "API" {} }') == {}
    assert judged(tmp_path, 'actor "room" { env "ROOM" {} }') == {"ROOM": "error"}
    assert judged(tmp_path, 'service "api" { env "ROOM" {} }\nactor "room" {}') == {"ROOM": "error"}
