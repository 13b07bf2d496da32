"""The JSON Schemas of what rdlint reads and writes, for editors and other programs; all are draft 7."""

from __future__ import annotations

import json
import os
from typing import Any

_FILES = {"settings": "settings.schema.json", "output": os.path.join("report", "output.schema.json")}
#: What there is a schema of: the settings, and the output in the format `json`.
SCHEMAS = tuple(_FILES)


def text(name: str) -> str:
    """Return the schema ``name``, one of `SCHEMAS`, as it lies in its file."""
    with open(os.path.join(os.path.dirname(__file__), _FILES[name]), encoding="utf-8") as file:
        return file.read()


def settings(_tool: str = "rdlint") -> dict[str, Any]:
    """Return the schema of `rdlint.toml`, which is also that of the table `tool.rdlint` in a `pyproject.toml`.

    The argument is what `validate-pyproject` hands to the functions that it finds by their entry points.
    """
    schema: dict[str, Any] = json.loads(text("settings"))
    return schema
