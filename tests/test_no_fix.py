"""Findings whose mend is not certain have no fix."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rdlint.engine import lint
from tests.apps import service, write

READER = service("return new Response(this.env.REGIO);")
PROMISED = READER.replace("import { Env } from './raindrop.gen';", "interface Env { REGIO: string }")
OBSERVERS = """\
application "shop" {{
  {}
  observer "a" {{
    source {{ {} }}
  }}
  observer "b" {{
    source {{ {} }}
  }}
}}
"""
#: What a rule finds and leaves to people: its code, the files, and why.
NO_FIX = [
    (
        "RD106",
        {"raindrop.manifest": 'application "shop" {\n  env "OLD" {}\n  service "api" {}\n}\n'}
        | {"src/api/index.ts": service("return new Response();"), "set.sh": "raindrop build env set env:OLD x\n"},
        "a script sets it",
    ),
    (
        "RD106",
        {
            "raindrop.manifest": 'application "shop" {\n  env "REGION" {}\n  service "api" {}\n}\n',
            "src/api/index.ts": READER,
        },
        "a misspelt read means it",
    ),
    (
        "RD101",
        {"raindrop.manifest": 'application "shop" {\n  env "REGION" {}\n  service "api" {}\n}\n'}
        | {"src/api/index.ts": PROMISED},
        "a type has the other name",
    ),
    (
        "RD110",
        {"raindrop.manifest": 'application "shop" {\n  service "a" {\n    env "REGIO" {}\n  }\n  service "api" {}\n}\n'}
        | {"src/api/index.ts": READER, "set.sh": "raindrop build env set a:env:REGIO x\n"},
        "a script knows its address",
    ),
    (
        "RD602",
        {"raindrop.manifest": 'application "shop" {\n  kv_cache "x" {\n    ttl = 9 # days\n  }\n}\n'},
        "a comment says what it is for",
    ),
    (
        "RD602",
        {"raindrop.manifest": 'application "shop" {\n  observer "x" {\n    batch_size = 9\n  }\n}\n'},
        "a source of no queue is none",
    ),
    (
        "RD606",
        {"raindrop.manifest": OBSERVERS.format('queue "jobs" {}', 'queue = "jobs"', 'queue = "job"')},
        "the queue has its observer",
    ),
    (
        "RD607",
        {"raindrop.manifest": OBSERVERS.format('queue "jobs" {}', 'queue = "jobs"', 'bucket = "jobs"')},
        "the queue has its observer",
    ),
    (
        "RD601",
        {"raindrop.manifest": 'application "shop" {\n  sql "x" {\n    provider = "y"\n  }\n}\n'},
        "it does not fit",
    ),
    (
        "RD601",
        {"raindrop.manifest": 'application "shop" {\n  sql "x" {}\n  database "x" {}\n}\n'},
        "two would have one name",
    ),
    (
        "RD109",
        {"raindrop.manifest": 'application "shop" {\n  env "A-B" {}\n  env "A.B" {}\n}\n'},
        "two would have one name",
    ),
    (
        "RD109",
        {"raindrop.manifest": 'application "shop" {\n  env "A-B" {}\n  service "api" {}\n}\n'}
        | {"src/api/index.ts": service("return new Response(this.env['A-B']);")},
        "code reads it",
    ),
    (
        "RD603",
        {"raindrop.manifest": 'application "shop" {\n  env "A" {\n    default = region\n  }\n}\n'},
        "a word may be more than a text",
    ),
    (
        "RD605",
        {"raindrop.manifest": 'application "shop" {\n  env "A" {\n    default = "a"\n    default = "b"\n  }\n}\n'},
        "the two say different things",
    ),
]


@pytest.mark.parametrize(
    ("code", "files"), [each[:2] for each in NO_FIX], ids=[f"{code}-{why}" for code, _, why in NO_FIX]
)
def test_what_has_more_than_one_mend_has_no_fix(code: str, files: dict[str, str], tmp_path: Path) -> None:
    report = lint([str(write(tmp_path, files))], adjust=lambda each: replace(each, select=("ALL",)))
    found = [each for each in report.diagnostics if each.code == code]
    assert found
    assert not any(each.finding.fix for each in found)
