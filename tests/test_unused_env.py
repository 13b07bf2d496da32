"""Which variables are called unused: never one that some code may read where nobody sees it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rdlint.engine import lint
from tests.apps import write

MANIFEST = """\
application "a" {
  env "SOME_NAME" {}
  service "api" {
    env "OWN_NAME" {}
  }
  service "web" {}
}
"""
HEAD = "import { Service } from '@liquidmetal-ai/raindrop-framework';\nimport { Env } from './raindrop.gen';\n"
ENTRY = HEAD + "%s\nexport default class extends Service<Env> {\n  async fetch() {\n    %s\n  }\n}\n"
BOTH = {"SOME_NAME", "OWN_NAME"}


def unused(tmp_path: Path, above: str = "", inside: str = "", **files: str) -> set[str]:
    """Return the variables that are called unused in an app with that code in `src/api/index.ts`."""
    shown = {"raindrop.manifest": MANIFEST, "src/web/index.ts": ENTRY % ("", "")}
    others = {path.replace("__", "/").replace("_ts", ".ts"): text for path, text in files.items()}
    write(tmp_path, {**shown, "src/api/index.ts": ENTRY % (above, inside), **others})
    report = lint([str(tmp_path)], adjust=lambda settings: replace(settings, select=("ALL",)))
    assert not report.has_failed_rule
    return {each.finding.subject for each in report.diagnostics if each.code == "RD106"}


def test_what_nobody_reads_is_unused(tmp_path: Path) -> None:
    assert unused(tmp_path) == BOTH


@pytest.mark.parametrize(
    ("above", "inside"),
    [
        ("", "// return this.env.SOME_NAME;"),
        ("", "/*\n * return this.env.SOME_NAME;\n */"),
        ("", "return process.env.SOME_NAME;"),
        ("interface Shape { SOME_NAME: string }", "return 'SOME_NAME';"),
        ("function log(env: Env) { return 1; }", "log(this.env);"),
        ("import { Hono } from 'hono';\nconst app = new Hono();", "return app.fetch(request, this.env);"),
        ("import styles from './styles.css';", "return styles;"),
        ("class Plain { constructor(private env: Env) {} }", "new Plain(this.env);"),
    ],
)
def test_what_is_no_use(tmp_path: Path, above: str, inside: str) -> None:
    assert unused(tmp_path, above, inside) == BOTH


@pytest.mark.parametrize(
    ("above", "inside"),
    [
        ("", "return this.env.SOME_NAME + this.env.OWN_NAME;"),
        ("import { client } from 'some-package';", "return client(this.env);"),
        ("import { client } from './client';", "return client(this.env);"),
        ("import { client } from './not-there';", "return client();"),
        ("import { client } from '@/not-there';", "return client();"),
        ("", "return this.env[request.url];"),
        ("", "return Object.keys(this.env);"),
        ("import { Far } from 'far';\nclass Near extends Far {}", "return new Near(this.env);"),
        ("import { get } from 'settings';", "return get().SOME_NAME + get()['OWN_NAME'];"),
        ("import { get } from 'settings';", "const { SOME_NAME, OWN_NAME: own } = get(); return own;"),
    ],
)
def test_what_may_be_a_use(tmp_path: Path, above: str, inside: str) -> None:
    assert unused(tmp_path, above, inside) == set()


def test_the_code_of_a_module_without_entry_may_be_elsewhere(tmp_path: Path) -> None:
    files = {"src/api/index.ts": ENTRY % ("", ""), "lib/web.ts": "export const name = (env) => env.SOME_NAME;"}
    write(tmp_path, {"raindrop.manifest": MANIFEST, **files})
    report = lint([str(tmp_path)], adjust=lambda settings: replace(settings, select=("ALL",)))
    assert {each.finding.subject for each in report.diagnostics if each.code == "RD106"} == {"OWN_NAME"}


def test_a_variable_that_only_another_module_reads_is_out_of_scope_rather_than_unused(tmp_path: Path) -> None:
    web = ENTRY % ("", "return this.env.OWN_NAME;")
    assert unused(tmp_path, src__web__index_ts=web) == {"SOME_NAME"}


def test_code_that_follows_the_environment_into_another_file(tmp_path: Path) -> None:
    client = "export function client(settings: any) { return settings.SOME_NAME; }"
    above = "import { client } from './client';"
    assert unused(tmp_path, above, "client(this.env);", src__api__client_ts=client) == {"OWN_NAME"}


def test_a_manifest_that_does_not_parse_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST + "}", "src/api/index.ts": ENTRY % ("", "")})
    report = lint([str(tmp_path)], adjust=lambda settings: replace(settings, select=("ALL",)))
    assert not [each for each in report.diagnostics if each.code == "RD106"]
