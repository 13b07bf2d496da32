"""Types, functions and constants of other files that have the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import APP, ENV, MANIFEST, env_names, service, write

FORMS = {
    "interface across": (
        {
            "index.ts": ("import type { Deps } from './deps';\nexport function f(d: Deps) { return d.env.FIRST_KEY }"),
            "deps.ts": ENV + "export interface Deps { env: Env }",
        },
        ["FIRST_KEY"],
    ),
    "interface across taken apart": (
        {
            "index.ts": (
                "import type { Deps } from './deps';\nexport function f({ env }: Deps) { return env.FIRST_KEY }"
            ),
            "deps.ts": ENV + "export interface Deps { env: Env }",
        },
        ["FIRST_KEY"],
    ),
    "type alias across": (
        {
            "index.ts": (
                "import type { Bindings } from './types';\nexport function f(b: Bindings) { return b.FIRST_KEY }"
            ),
            "types.ts": ENV + "export type Bindings = Env;",
        },
        ["FIRST_KEY"],
    ),
    "type alias across env": (
        {
            "index.ts": (
                "import type { Bindings } from './types';\nexport function f(env: Bindings) { return env.FIRST_KEY }"
            ),
            "types.ts": ENV + "export type Bindings = Env;",
        },
        ["FIRST_KEY"],
    ),
    "type extends across": (
        {
            "index.ts": (
                "import type { AppEnv } from './types';\nexport function f(env: AppEnv) { return env.FIRST_KEY }"
            ),
            "types.ts": ENV + "export interface AppEnv extends Env { X: string }",
        },
        ["FIRST_KEY"],
    ),
    "returns env typed across": (
        {
            "index.ts": ("import { load } from './load';\nexport const go = () => load().FIRST_KEY;"),
            "load.ts": ENV + "export function load(): Env { return null as any }",
        },
        ["FIRST_KEY"],
    ),
    "returns env const across": (
        {
            "index.ts": (
                "import { load } from './load';\nexport const go = () => { const env = load(); return env.FIRST_KEY };"
            ),
            "load.ts": ENV + "export function load(): Env { return null as any }",
        },
        ["FIRST_KEY"],
    ),
    "var env across": (
        {
            "index.ts": ("import { env } from './holder';\nexport const go = () => env.FIRST_KEY;"),
            "holder.ts": ENV + ("export let env: Env;\nexport const init = (x: Env) => { env = x };"),
        },
        ["FIRST_KEY"],
    ),
    "getter function module": (
        {
            "index.ts": ("import { getEnv } from './holder';\nexport const go = () => getEnv().FIRST_KEY;"),
            "holder.ts": ENV
            + (
                "let current: Env;\n"
                "export const init = (x: Env) => { current = x };\n"
                "export const getEnv = () => current;"
            ),
        },
        ["FIRST_KEY"],
    ),
    "three hops": (
        {
            "index.ts": service("one(this.env)") + "import { one } from './a';",
            "a.ts": ("import { two } from './b';\nexport const one = (env) => two(1, env);"),
            "b.ts": ("import three from './c';\nexport function two(n, e) { return three({ env: e }) }"),
            "c.ts": "export default function three({ env }) { return env.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "hidden: import config": (
        {
            "index.ts": ("import { env } from './env';\nexport const x = env.FIRST_KEY;"),
            "env.ts": "export const env = { FIRST_KEY: process.env.A_HOST };",
        },
        [],
    ),
    "hidden: load imported": (
        {
            "index.ts": (
                "import { loadConfig } from './c';\nconst env = loadConfig();\nexport const x = () => env.FIRST_KEY;"
            ),
            "c.ts": "export const loadConfig = () => ({ FIRST_KEY: 1 });",
        },
        [],
    ),
    "hidden: parse imported": (
        {
            "index.ts": APP
            + (
                "import { parseEnv } from './p';\n"
                "app.get('/', (c) => { const env = parseEnv(c.env); return c.text(env.FIRST_KEY) });"
            ),
            "p.ts": "export const parseEnv = (raw: any) => ({ FIRST_KEY: raw['A_RAW'] });",
        },
        [],
    ),
    "hidden: hono context other": (
        {
            "index.ts": ("import { Context } from './ctx';\nexport const f = (c: Context) => c.env.FIRST_KEY;"),
            "ctx.ts": "export class Context { env = { FIRST_KEY: 1 } }",
        },
        [],
    ),
    "local context interface": (
        {
            "index.ts": ("import { Context } from './ctx';\nexport const f = (c: Context) => c.env.FIRST_KEY;"),
            "ctx.ts": "export interface Context { env: { FIRST_KEY: string } }",
        },
        [],
    ),
    "reexported hono context": (
        {
            "index.ts": ("import { Context } from './ctx';\nexport const f = (c: Context) => c.env.FIRST_KEY;"),
            "ctx.ts": "export type { Context } from 'hono';",
        },
        ["FIRST_KEY"],
    ),
    "star hono context": (
        {
            "index.ts": ("import { Context } from './ctx';\nexport const f = (c: Context) => c.env.FIRST_KEY;"),
            "ctx.ts": "export * from 'hono';",
        },
        ["FIRST_KEY"],
    ),
    "type other env": (
        {
            "index.ts": ("import type { Deps } from './deps';\nexport function f(d: Deps) { return d.env.FIRST_KEY }"),
            "deps.ts": "export interface Deps { env: { FIRST_KEY: string } }",
        },
        [],
    ),
    "two types": (
        {
            "index.ts": ("import type { Deps } from './deps';\nexport function f(d: Deps) { return d.env.FIRST_KEY }"),
            "deps.ts": ("import type { Base } from './base';\nexport interface Deps extends Base { x: 1 }"),
            "base.ts": ENV + "export interface Base { env: Env }",
        },
        ["FIRST_KEY"],
    ),
    "cycle": (
        {
            "index.ts": ("import type { X } from './x';\nexport function f(d: X) { return d.env.FIRST_KEY }"),
            "x.ts": ("export * from './y';\nexport * from './z';"),
            "y.ts": "export * from './x';",
            "z.ts": ENV + "export interface X { env: Env }",
        },
        ["FIRST_KEY"],
    ),
    "cycle none": (
        {
            "index.ts": ("import type { X } from './x';\nexport function f(d: X) { return d.env.FIRST_KEY }"),
            "x.ts": "export * from './y';",
            "y.ts": "export * from './x';",
        },
        [],
    ),
    "factory types": (
        {
            "index.ts": ("import { mw } from './x';\nimport { app } from './app';\napp.use('*', mw({ role: 'x' }));"),
            "x.ts": (
                "export const mw = (opts: { role: string }) => { return async (c: any, next: any) => { "
                "c.env.FIRST_KEY } }"
            ),
            "app.ts": APP,
        },
        ["FIRST_KEY"],
    ),
    "config parameter": (
        {
            "index.ts": ENV + ("import { go } from './x';\nexport function f(env: Env) { go({ FIRST_KEY: 1 }) }"),
            "x.ts": "export function go(opts) { return opts.FIRST_KEY }",
        },
        [],
    ),
    "overloads": (
        {
            "index.ts": service("load(this.env)") + "import { load } from './h';",
            "h.ts": (
                "export function load(env: any): string;\n"
                "export function load(env: any, x?: number): string { return env.FIRST_KEY }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "async gen": (
        {
            "index.ts": service("for await (const x of load(this.env)) {}") + "import { load } from './h';",
            "h.ts": "export async function* load(env: any) { yield env.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "type env generic function": (
        {
            "index.ts": ("import type { Handler } from './t';\nexport const h: Handler = (env) => env.FIRST_KEY;"),
            "t.ts": ENV + "export type Handler = (env: Env) => string;",
        },
        ["FIRST_KEY"],
    ),
    "interface method across": (
        {
            "index.ts": (
                "import type { Job } from './t';\n"
                "export class Mine implements Job { run(env: any) { return env.FIRST_KEY } }\n"
                "export const job: Job = new Mine();\n"
                "import { go } from './go';\n"
                "go;"
            ),
            "t.ts": ENV + "export interface Job { run(env: Env): string }",
            "go.ts": (
                "import { job } from './index';\n"
                "import { Env } from './raindrop.gen';\n"
                "export const go = (env: Env) => job.run(env);"
            ),
        },
        ["FIRST_KEY"],
    ),
    "mutual import": (
        {
            "index.ts": (
                "import { b } from './b';\n"
                "import { Env } from './raindrop.gen';\n"
                "export function a(env, n) { env.FIRST_KEY; return n ? b(env, n - 1) : 0 }\n"
                "export const go = (env: Env) => a(env, 1);"
            ),
            "b.ts": ("import { a } from './index';\nexport function b(env, n) { env.SECOND_KEY; return a(env, n) }"),
        },
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "weird parameter names": (
        {
            "index.ts": service("go(this.env)") + "import { go } from './h';",
            "h.ts": "export const go = (bindings: any) => bindings.FIRST_KEY;",
        },
        ["FIRST_KEY"],
    ),
    "lower case member": (
        {
            "index.ts": service("go(this.env)") + "import { go } from './h';",
            "h.ts": "export const go = (env: any) => env.search_engine.fetch('x');",
        },
        ["search_engine"],
    ),
    "param object typed inline": (
        {
            "index.ts": service("go({ env: this.env, id: 'x' })") + "import { go } from './h';",
            "h.ts": "export const go = (o: { env: any; id: string }) => o.env.FIRST_KEY;",
        },
        ["FIRST_KEY"],
    ),
    "param object typed iface": (
        {
            "index.ts": service("go({ env: this.env, id: 'x' })") + "import { go } from './h';",
            "h.ts": (
                "interface Opts { env: any; id: string }\nexport const go = ({ env, id }: Opts) => env.FIRST_KEY + id;"
            ),
        },
        ["FIRST_KEY"],
    ),
    "param iface imported any": (
        {
            "index.ts": service("go({ env: this.env, id: 'x' })") + "import { go } from './h';",
            "h.ts": ("import type { Opts } from './t';\nexport const go = ({ env, id }: Opts) => env.FIRST_KEY + id;"),
            "t.ts": "export interface Opts { env: any; id: string }",
        },
        ["FIRST_KEY"],
    ),
    "partial env across": (
        {
            "index.ts": service("go(this.env)") + "import { go } from './h';",
            "h.ts": ("interface Needs { FIRST_KEY: string }\nexport const go = (env: Needs) => env.FIRST_KEY;"),
        },
        ["FIRST_KEY"],
    ),
    "unrelated same name": (
        {
            "index.ts": service("go({ FIRST_KEY: 1 })") + "import { go } from './h';",
            "h.ts": "export const go = (env: any) => env.FIRST_KEY;",
        },
        [],
    ),
    "hidden: type stage imported": (
        {
            "index.ts": ("import type { Env } from './t';\nexport const f = (env: Env) => env.FIRST_KEY;"),
            "t.ts": "export type Env = 'dev' | 'prod';",
        },
        [],
    ),
    "own env imported": (
        {
            "index.ts": ("import type { Env } from './t';\nexport const f = (e: Env) => e.FIRST_KEY;"),
            "t.ts": "export interface Env { FIRST_KEY: string }",
        },
        ["FIRST_KEY"],
    ),
    "own env reexported": (
        {
            "index.ts": ("import type { Env } from './t';\nexport const f = (e: Env) => e.FIRST_KEY;"),
            "t.ts": "export type { Env } from './raindrop.gen';",
        },
        ["FIRST_KEY"],
    ),
    "own env alias": (
        {
            "index.ts": ("import type { Env } from './t';\nexport const f = (e: Env) => e.FIRST_KEY;"),
            "t.ts": (
                "import type { Env as Generated } from './raindrop.gen';\nexport type Env = Generated & { X: string };"
            ),
        },
        ["FIRST_KEY"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FORMS.values(), ids=FORMS)
def test_reads_over_files(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert env_names(tmp_path) == expected
