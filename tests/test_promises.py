"""An `Env` that was written by hand is named where it promises what the manifest does not declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from rdlint.engine import lint

MANIFEST = 'application "a" {\n  service "api" {}\n}\n'
CODE = """\
import { Service } from '@liquidmetal-ai/raindrop-framework';
%s
export default class extends Service<Env> {
  async fetch(): Promise<Response> {
    await this.env.CACHE.get('a');
    return new Response(this.env.API_KEY + this.env.OTHER);
  }
}
"""
TYPE = "export interface Env {\n  API_KEY: string;\n  CACHE: KVNamespace;\n  OTHER?: string;\n}\n"
PLACES = {
    "in the file": (TYPE, {}),
    "imported as a type": ("import type { Env } from '../types';", {"src/types.ts": TYPE}),
    "renamed and handed on": (
        "import { WorkerEnv as Env } from '../types';",
        {"src/types.ts": "export type { Env as WorkerEnv } from './env';", "src/env.ts": TYPE},
    ),
}


def promised(tmp_path: Path, head: str, files: dict[str, str]) -> dict[str, set[str]]:
    """Return, by subject, the files in which a promise of it stands."""
    for path, text in {"raindrop.manifest": MANIFEST, "src/api/index.ts": CODE % head, **files}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = [each.finding for each in lint([str(tmp_path)]).diagnostics if each.code in ("RD101", "RD201")]
    return {
        each.subject: {place.span.path for place in each.related if "written by hand" in place.message}
        for each in found
    }


@pytest.mark.parametrize("place", PLACES)
def test_the_promise_is_named_wherever_the_type_stands(tmp_path: Path, place: str) -> None:
    head, files = PLACES[place]
    where = {"in the file": "src/api/index.ts", "imported as a type": "src/types.ts"}.get(place, "src/env.ts")
    assert promised(tmp_path, head, files) == {"API_KEY": {where}, "CACHE": {where}, "OTHER": set()}


def test_a_generated_type_promises_nothing(tmp_path: Path) -> None:
    head = "import { Env } from './raindrop.gen';"
    found = promised(tmp_path, head, {"src/api/raindrop.gen.ts": TYPE})
    assert found == {"API_KEY": set(), "CACHE": set(), "OTHER": set()}


def test_types_that_import_each_other_end_somewhere(tmp_path: Path) -> None:
    files = {"src/one.ts": "export type { Env } from './two';", "src/two.ts": "export type { Env } from './one';"}
    assert promised(tmp_path, "import type { Env } from '../one';", files)["API_KEY"] == set()
