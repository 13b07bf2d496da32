"""The schemas that editors and other programs get: the shape that SchemaStore takes, the same keys as the reader."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from rdlint.schema import SCHEMAS, settings, text
from tests.apps import SHOP, write
from tests.test_cli import ROOT, rdlint
from tests.test_settings import error_of
from tests.tools import tool

SETTINGS = settings()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_printed_as_it_is(name: str, tmp_path: Path) -> None:
    run = rdlint(tmp_path, "schema", name)
    assert run.returncode == 0
    assert json.loads(run.stdout) == json.loads(text(name))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_says_what_it_is(name: str, tmp_path: Path) -> None:
    schema = json.loads(text(name))
    assert list(schema)[:4] == ["$schema", "$id", "title", "description"]
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["$id"].startswith("https://json.schemastore.org/rdlint")
    file = write(tmp_path, {"schema.json": text(name)}) / "schema.json"
    done = subprocess.run([tool("check-jsonschema"), "--check-metaschema", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_settings_have_the_keys_that_are_read_and_no_others() -> None:
    assert SETTINGS["additionalProperties"] is False
    assert error_of("zzzzzzzz = 1").help == f"the settings are {', '.join(SETTINGS['properties'])}"


@pytest.mark.parametrize("key", SETTINGS["properties"])
def test_each_setting_is_described(key: str) -> None:
    described = SETTINGS["properties"][key]
    assert described["description"][-1] not in ".:"
    assert "default" in described or key == "select", "without `select` all rules run, which no value says"


def subschemas(schema: Any) -> list[dict[str, Any]]:
    """Return every part of ``schema`` that is a schema, and what only looks like one."""
    below = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    found = [each for part in below for each in subschemas(part)]
    return [schema, *found] if isinstance(schema, dict) else found


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_part_that_speaks_of_members_says_that_it_is_an_object(name: str) -> None:
    """What the strict mode of Ajv asks for, and SchemaStore with it."""
    for part in subschemas(json.loads(text(name))):
        if isinstance(part.get("required"), list):
            assert part["type"] == "object"
            assert set(part["required"]) <= part["properties"].keys()


def test_what_init_writes_is_valid_by_the_schema(tmp_path: Path) -> None:
    assert rdlint(write(tmp_path, SHOP), "init").returncode == 0
    (tmp_path / "schema.json").write_text(text("settings"))
    check = [tool("check-jsonschema"), "--schemafile", str(tmp_path / "schema.json"), str(tmp_path / "rdlint.toml")]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_validate_pyproject_knows_the_table() -> None:
    api = pytest.importorskip("validate_pyproject.api")
    errors = pytest.importorskip("validate_pyproject.errors")
    plugins = pytest.importorskip("validate_pyproject.plugins")
    tomllib = pytest.importorskip("tomllib")
    group = "validate_pyproject.tool_schema"
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"][group]
    function = EntryPoint("rdlint", named["rdlint"], group).load()
    validator = api.Validator(plugins=[plugins.PluginWrapper("rdlint", function)])
    validator({"tool": {"rdlint": {"fail-on": "error"}}})
    with pytest.raises(errors.ValidationError, match="slect"):
        validator({"tool": {"rdlint": {"slect": ["ALL"]}}})
