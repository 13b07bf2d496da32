"""Whether any name may be read: then nothing is claimed about names that nobody reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import FRAMEWORK, MANIFEST, app_in, service, write

CALLS = {
    "an unknown name": ("return this.env[request.url]", True),
    "a key of the type": ("for (const name of names() as (keyof Env)[]) this.env[name]", True),
    "all names": ("Object.keys(this.env)", True),
    "a loop": ("for (const name in this.env) { name }", True),
    "an unknown constant of another file": ("return this.env[UNKNOWN]", True),
    "a known constant of another file": ("return this.env[KNOWN]", False),
    "a package": ("connect(this.env)", True),
    "a package, as property": ("connect({ env: this.env })", True),
    "a function of another file": ("load(this.env)", False),
    "a function of another file that reads any": ("loadAll(this.env)", True),
    "a known name": ("return this.env.KEY", False),
    "a print": ("console.log(this.env)", False),
}
OTHER = (
    "export const KNOWN = 'KEY';\nexport const UNKNOWN = String(Math.random());\n"
    "export const load = (env) => env.KEY;\nexport const loadAll = (env) => Object.values(env);\n"
)
IMPORTS = "import { connect } from 'connector';\nimport { KNOWN, UNKNOWN, load, loadAll } from './other';\n"


@pytest.mark.parametrize(("code", "is_dynamic"), CALLS.values(), ids=CALLS)
def test_what_may_read_any_name(tmp_path: Path, code: str, is_dynamic: bool) -> None:
    files = {"src/api/index.ts": IMPORTS + service(code), "src/api/other.ts": OTHER}
    write(tmp_path, {"raindrop.manifest": MANIFEST, **files})
    assert bool(app_in(tmp_path).unseen) is is_dynamic


def test_the_constructor_of_the_framework_reads_nothing(tmp_path: Path) -> None:
    code = FRAMEWORK + "export class Room extends Actor<Env> { constructor(state, env) { super(state, env); } }"
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": code})
    assert not app_in(tmp_path).unseen


def test_what_only_its_name_calls_an_environment_is_handed_to_nobody(tmp_path: Path) -> None:
    code = "import { load } from './other';\nload(env);"
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": code, "src/api/other.ts": OTHER})
    assert app_in(tmp_path).env_uses == ()


def test_a_file_of_types_is_no_worker_code(tmp_path: Path) -> None:
    index = "import type { Deps } from './types';\nexport const run = ({ env }: Deps) => env.KEY;"
    types = (
        "import { Env } from './raindrop.gen';\nexport interface Deps { env: Env }\nexport const f = (e: Env) => e.NO;"
    )
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": index, "src/api/types.ts": types})
    app = app_in(tmp_path)
    assert [use.read.name for use in app.env_uses] == ["KEY"]
    assert set(app.worker_files) == {"src/api/index.ts"}
