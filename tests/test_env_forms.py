"""Classes, parameters and types by which a file gets hold of the environment, as the whole app sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import ENV, FRAMEWORK, MANIFEST, env_names, service, write

FORMS = {
    "mixin untyped": (
        FRAMEWORK
        + (
            "function Logged(Base: any) { return class extends Base {}; }\n"
            "export default class extends Logged(Service) { f() { this.env.FIRST_KEY; } }"
        ),
        ["FIRST_KEY"],
    ),
    "class expression": (
        FRAMEWORK
        + (
            "const Api = class extends Service<Env> { f() { this.env.FIRST_KEY } fetch(r: Request) {} };\n"
            "export default Api;"
        ),
        ["FIRST_KEY"],
    ),
    "base variable": (
        FRAMEWORK
        + (
            "const Base = Service;\n"
            "export default class extends Base<Env> { f() { this.env.FIRST_KEY } fetch(r: Request) {} }"
        ),
        ["FIRST_KEY"],
    ),
    "class field env alias": (
        FRAMEWORK
        + ("export default class extends Service<Env> { e = this.env; f() { this.e.FIRST_KEY } fetch(r: Request) {} }"),
        ["FIRST_KEY"],
    ),
    "an actor": (
        FRAMEWORK
        + (
            "export class Room extends Actor<Env> { constructor(state: any, env: Env) { super(state, env); } "
            "f() { this.env.FIRST_KEY } }"
        ),
        ["FIRST_KEY"],
    ),
    "constructor untyped framework": (
        FRAMEWORK
        + (
            "export class Room extends Actor<Env> { constructor(state, env) { super(state, env); "
            "env.FIRST_KEY } f() { this.env.SECOND_KEY } }"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "fields typed env": (
        ENV
        + (
            "export class S { private env: Env; constructor(e: Env) { this.env = e; } f() { "
            "this.env.FIRST_KEY } }\n"
            "export class S2 { constructor(private readonly bindings: Env) {} f() { this.bindings.SECOND_KEY "
            "} }\n"
            "export class S3 { #e!: Env; f() { return this.#e.THIRD_KEY } }"
        ),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "field optional": (
        ENV + "export class S { env?: Env; f() { this.env?.FIRST_KEY; this.env!.SECOND_KEY } }",
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "static field": (ENV + "export class S { static env: Env; static f() { S.env.FIRST_KEY } }", ["FIRST_KEY"]),
    "singleton": (
        ENV
        + (
            "class S { constructor(public env: Env) {} }\n"
            "let s: S | undefined;\n"
            "export function get(env: Env) { if (!s) s = new S(env); return s.env.FIRST_KEY }"
        ),
        ["FIRST_KEY"],
    ),
    "interface env field": (
        ENV
        + (
            "interface Deps { env: Env }\n"
            "export class S { constructor(private deps: Deps) {} f() { this.deps.env.FIRST_KEY } }"
        ),
        ["FIRST_KEY"],
    ),
    "pick": (
        ENV + "export function f(env: Pick<Env, 'FIRST_KEY' | 'SECOND_KEY'>) { env.FIRST_KEY; env.SECOND_KEY }",
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "generic": (ENV + "export function f<E extends Env>(env: E) { env.FIRST_KEY }", ["FIRST_KEY"]),
    "generic class": (
        ENV + "export class R<E extends Env> { constructor(private env: E) {} f() { this.env.FIRST_KEY } }",
        ["FIRST_KEY"],
    ),
    "generic service": (
        FRAMEWORK
        + ("export abstract class SECOND_KEY<E extends Env> extends Service<E> { f() { this.env.FIRST_KEY } }"),
        ["FIRST_KEY"],
    ),
    "readonly env": (ENV + "export function f(env: Readonly<Env>) { env.FIRST_KEY }", ["FIRST_KEY"]),
    "omit": (ENV + "export function f(env: Omit<Env, 'SECOND_KEY'>) { env.FIRST_KEY }", ["FIRST_KEY"]),
    "env and": (ENV + "export function f(env: Env & { Z: string }) { env.FIRST_KEY }", ["FIRST_KEY"]),
    "env or null": (ENV + "export function f(env: Env | null) { env?.FIRST_KEY }", ["FIRST_KEY"]),
    "typeof parameter": (
        ENV + ("declare const real: Env;\nexport function f(e: typeof real) { e.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "conditional generic": (ENV + "export const f = <E extends Env = Env>(e: E) => e.FIRST_KEY;", ["FIRST_KEY"]),
    "function type": (
        ENV + ("type Fn = (env: Env) => string;\nexport const f: Fn = (e) => e.FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
    "satisfies handler": (
        ENV
        + (
            "const h = { async fetch(request: Request, env: Env) { return env.FIRST_KEY } } satisfies { "
            "fetch(r: Request, e: Env): any };\n"
            "export default h;\n"
            " export const k = (x: any) => (x satisfies Env).SECOND_KEY;"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "callback typed": (
        ENV
        + (
            "function withEnv(fn: (env: Env) => void, env: Env) { fn(env) }\n"
            "export const go = (e: Env) => withEnv((x) => { x.FIRST_KEY }, e);"
        ),
        ["FIRST_KEY"],
    ),
    "promise env": (
        ENV
        + (
            "async function load(): Promise<Env> { return null as any }\n"
            "export const go = async () => (await load()).FIRST_KEY;"
        ),
        ["FIRST_KEY"],
    ),
    "returns env typed": (
        ENV + ("function load(): Env { return null as any }\nexport const go = () => load().FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
    "var typed later": (
        ENV + ("let e: Env;\nexport const init = (x: Env) => { e = x };\nexport const go = () => e.FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
    "let any assigned": (
        ENV + ("let e: any;\nexport const init = (x: Env) => { e = x };\nexport const go = () => e.FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
    "getter function local": (
        ENV + ("let current: Env;\nexport const getEnv = () => current;\nexport const go = () => getEnv().FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
    "mcp default": (
        ENV
        + (
            "export default (server: any, env: Env, state: any) => { env.FIRST_KEY; helper(env) };\n"
            "function helper(e) { e.SECOND_KEY }"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "mcp untyped": (
        (
            "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\n"
            "export default function (server: McpServer, env, state) { server.registerTool('x', {}, async () "
            "=> { env.FIRST_KEY }) }"
        ),
        ["FIRST_KEY"],
    ),
    "mcp expression": (
        ("const setup = (server, env, { session }) => { env.FIRST_KEY };\nexport default setup;"),
        ["FIRST_KEY"],
    ),
    "enum key": (
        service("this.env[K.One]; this.env[K['Two']]") + "enum K { One = 'FIRST_KEY', Two = 'SECOND_KEY' }",
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "const enum key": (service("this.env[K.One]") + "const enum K { One = 'FIRST_KEY' }", ["FIRST_KEY"]),
    "module const key": (service("this.env[KEY]") + "const KEY = 'FIRST_KEY';", ["FIRST_KEY"]),
    "static key": (
        FRAMEWORK
        + (
            "export default class X extends Service<Env> { static KEY = 'FIRST_KEY'; fetch(r: Request) { "
            "return this.env[X.KEY] } }"
        ),
        ["FIRST_KEY"],
    ),
    "keyof of literals": (
        service("for (const k of ['FIRST_KEY', 'SECOND_KEY'] as (keyof Env)[]) { this.env[k] }"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "keyof dynamic": (service("for (const k of Object.keys(x) as (keyof Env)[]) { this.env[k] }"), []),
    "for of literals": (
        service("for (const k of ['FIRST_KEY', 'SECOND_KEY'] as const) { this.env[k] }"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "identity other": (
        ENV
        + (
            "const id = (x) => x;\n"
            "export function f(env: Env) { id(env); const cfg = id({ FIRST_KEY: 1 }); return cfg.FIRST_KEY }"
        ),
        [],
    ),
    "identity same": (
        ENV + ("const id = (x) => x;\nexport function f(env: Env) { const e = id(env); return e.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "two assignments": (
        ENV + ("export function f(env: Env, load: any) { let cfg; cfg = env; cfg = load(); return cfg.FIRST_KEY }"),
        [],
    ),
    "class declare": (
        FRAMEWORK
        + (
            "class X extends Service<Env> { declare env: Env; f() { this.env.FIRST_KEY } fetch(r: Request) "
            "{} }\n"
            "abstract class Y { protected abstract env: Env; f() { this.env.SECOND_KEY } }\n"
            "class Z { protected readonly env!: Env; f() { this.env.THIRD_KEY } }"
        ),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "class accessor": (
        ENV
        + (
            "class X { #e: Env; constructor(e: Env) { this.#e = e } get bindings() { return this.#e } f() { "
            "return this.bindings.FIRST_KEY } }"
        ),
        ["FIRST_KEY"],
    ),
    "class context type": (
        ENV
        + (
            "class X { constructor(private readonly ctx: { env: Env; id: string }) {} f() { return "
            "this.ctx.env.FIRST_KEY } }"
        ),
        ["FIRST_KEY"],
    ),
    "class nested function": (
        service("const run = async () => { const inner = () => this.env.FIRST_KEY; return inner() }; await run()"),
        ["FIRST_KEY"],
    ),
    "class in function": (
        ENV + "export function make(env: Env) { return class { f() { return env.FIRST_KEY } } }",
        ["FIRST_KEY"],
    ),
    "class generic parameter": (
        ENV
        + (
            "export class R<E extends Env = Env> { constructor(protected env: E) {} f() { return this.env.FIRST_KEY } }"
        ),
        ["FIRST_KEY"],
    ),
    "class implements": (
        ENV
        + (
            "interface HasEnv { env: Env }\n"
            "export class R implements HasEnv { env: Env; constructor(o: HasEnv) { this.env = o.env } f() { "
            "return this.env.FIRST_KEY } }"
        ),
        ["FIRST_KEY"],
    ),
    "class static block": (
        ENV
        + (
            "export class R { static env = { FIRST_KEY: 1 }; static { R.env.FIRST_KEY } f() { return "
            "R.env.FIRST_KEY } }"
        ),
        [],
    ),
    "decorated": (
        FRAMEWORK
        + (
            "function log(t: any, c: any) {}\n"
            "export default class X extends Service<Env> { @log f() { return this.env.FIRST_KEY } fetch(r: "
            "Request) {} }"
        ),
        ["FIRST_KEY"],
    ),
    "namespace function": (
        ENV + ("namespace Util { export function load(env: Env) { return env.FIRST_KEY } }\nexport const x = Util;"),
        ["FIRST_KEY"],
    ),
    "module state": (
        ENV
        + (
            "let state: { env?: Env } = {};\n"
            "export const init = (env: Env) => { state.env = env };\n"
            "export const go = () => state.env!.FIRST_KEY;"
        ),
        ["FIRST_KEY"],
    ),
    "local storage": (
        (
            "import { AsyncLocalStorage } from 'node:async_hooks';\n"
            "import { Env } from './raindrop.gen';\n"
            "const als = new AsyncLocalStorage<Env>();\n"
            "export const go = () => als.getStore()!.FIRST_KEY;"
        ),
        [],
    ),
    "own env missing file": (
        ("import type { Env } from './nowhere';\nexport const f = (e: Env) => e.FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
}


@pytest.mark.parametrize(("code", "expected"), FORMS.values(), ids=FORMS)
def test_reads_of_one_file(tmp_path: Path, code: str, expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": code})
    assert env_names(tmp_path) == expected
