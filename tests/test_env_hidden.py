"""What is called environment and is none, as the whole app sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import APP, ENV, MANIFEST, env_names, service, write

FORMS = {
    "hidden: process": (("const env = process.env;\nexport const x = env.FIRST_KEY;"), []),
    "hidden: process parameter": ("export function f(env = process.env) { return env.FIRST_KEY }", []),
    "hidden: load": (
        (
            "const env = loadConfig();\n"
            "export const x = () => env.FIRST_KEY;\n"
            "function loadConfig() { return { FIRST_KEY: 1 } }"
        ),
        [],
    ),
    "hidden: the runtime's own": (
        ("import { env } from 'cloudflare:workers';\nexport const x = env.FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
    "hidden: zod": (
        (
            "import { z } from 'zod';\n"
            "import { Hono, Context } from 'hono';\n"
            "import { Env } from './raindrop.gen';\n"
            "export const app = new Hono<{ Bindings: Env }>();\n"
            "const schema = z.object({ FIRST_KEY: z.string() });\n"
            "app.get('/', (c) => { const env = schema.parse(c.env); return c.text(env.FIRST_KEY) });"
        ),
        [],
    ),
    "hidden: zod safe": (
        (
            "import { z } from 'zod';\n"
            "import { Hono, Context } from 'hono';\n"
            "import { Env } from './raindrop.gen';\n"
            "export const app = new Hono<{ Bindings: Env }>();\n"
            "const schema = z.object({ FIRST_KEY: z.string() });\n"
            "app.get('/', (c) => { const { data: env } = schema.safeParse(c.env); return "
            "c.text(env.FIRST_KEY) });"
        ),
        [],
    ),
    "hidden: hoist function": (
        ENV
        + (
            "export function g(env: Env) { return inner(); function inner() { env; var env = { FIRST_KEY: 1 "
            "}; return env.FIRST_KEY } }"
        ),
        [],
    ),
    "hidden: block": (
        ENV
        + ("export function g(env: Env) { { const env = { SECOND_KEY: 1 }; env.SECOND_KEY } return env.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "hidden: for": (
        ENV
        + (
            "export function g(env: Env, list: any[]) { for (const env of list) env.FIRST_KEY; for (let env "
            "= list[0]; env; env = null) env.SECOND_KEY; }"
        ),
        [],
    ),
    "hidden: class field": (
        ENV + "export class THIRD_KEY { env = { FIRST_KEY: 1 }; f() { return this.env.FIRST_KEY } }",
        [],
    ),
    "hidden: string env": ("export function pick(env: 'dev' | 'prod') { return env.length }", []),
    "hidden: named only": (("declare const env: any;\nexport const x = env.FIRST_KEY;"), []),
    "hidden: global": ("export const x = env.FIRST_KEY;", []),
    "hidden: catch": (ENV + "export function g(env: Env) { try {} catch (env) { env.FIRST_KEY } }", []),
    "hidden: method parameter": (service("return this.go({ FIRST_KEY: 1 }) } go(env) { return env.FIRST_KEY"), []),
    "hidden: object member": (ENV + "export const f = (cfg: { env: { FIRST_KEY: string } }) => cfg.env.FIRST_KEY;", []),
    "hidden: type of other": (
        ENV + ("type Env2 = { FIRST_KEY: string };\nexport const f = (env: Env2) => env.FIRST_KEY;"),
        [],
    ),
    "hidden: import meta": ("export const x = (import.meta as any).env.FIRST_KEY;", []),
    "hidden: config from env": (
        APP
        + (
            "const makeConfig = (e: Env) => ({ env: e.FIRST_KEY, url: 1 });\n"
            "app.get('/', (c) => { const config = makeConfig(c.env); return c.text(config.env.length + "
            "config.url) });"
        ),
        ["FIRST_KEY"],
    ),
    "hidden: promise env": (
        "export async function f(p: Promise<any>) { const env = await p; return env.FIRST_KEY }",
        [],
    ),
    "hidden: function named env": (
        ("function env(name: string) { return name }\nexport const x = env('FIRST_KEY').FIRST_KEY;"),
        [],
    ),
    "hidden: default parameters object": ("export const f = ({ env = { FIRST_KEY: 1 } } = {}) => env.FIRST_KEY;", []),
    "hidden: type stage": (("type Env = 'dev' | 'prod';\nexport const f = (env: Env) => env.FIRST_KEY;"), []),
    "hidden: type infer": (
        (
            "import { z } from 'zod';\n"
            "const schema = z.object({ FIRST_KEY: z.string() });\n"
            "type Env = z.infer<typeof schema>;\n"
            "const read = (c: any): Env => schema.parse(c);\n"
            "export const f = (x: any) => { const env: Env = schema.parse(x); return env.FIRST_KEY };"
        ),
        [],
    ),
}


@pytest.mark.parametrize(("code", "expected"), FORMS.values(), ids=FORMS)
def test_reads_of_one_file(tmp_path: Path, code: str, expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": code})
    assert env_names(tmp_path) == expected
