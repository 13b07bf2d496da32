"""Every form in which a file gets hold of the environment, as the whole app sees it."""

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
    "aconstructor": (
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
    "this taken apart": (service("const { env } = this; env.FIRST_KEY"), ["FIRST_KEY"]),
    "self": (service("const self = this; setTimeout(function () { self.env.FIRST_KEY }, 1)"), ["FIRST_KEY"]),
    "this taken apart nested": (
        service("const { env: { FIRST_KEY, SECOND_KEY: b = 1 } } = this; return FIRST_KEY"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "this taken apart nested rest": (
        service("const { env: { FIRST_KEY, ...rest } } = this; rest.SECOND_KEY"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "rest": (
        service("const { FIRST_KEY, ...rest } = this.env; rest.SECOND_KEY; rest['THIRD_KEY']"),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "rest of rest": (
        service("const { FIRST_KEY, ...rest } = this.env; const { SECOND_KEY, ...more } = rest; more.THIRD_KEY"),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "rename default": (
        service("const { FIRST_KEY: a = 'x', SECOND_KEY = 'y' } = this.env; return a + SECOND_KEY"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "assign pattern": (
        service("let FIRST_KEY; let b; ({ FIRST_KEY, SECOND_KEY: b } = this.env); return FIRST_KEY"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "assign let": (service("let e; e = this.env; e.FIRST_KEY"), ["FIRST_KEY"]),
    "assign any let": (service("let e: any; if (request) { e = this.env } e.FIRST_KEY"), ["FIRST_KEY"]),
    "element const": (
        service("const K = 'FIRST_KEY' as const; this.env[K]; const L = `SECOND_KEY`; this.env[L]"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "element object": (
        service("const K = { a: 'FIRST_KEY', b: 'SECOND_KEY' } as const; this.env[K.a]; this.env[K['b']]"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "element concat": (service("this.env['FIRST_KEY' + '_B']"), ["FIRST_KEY_B"]),
    "as any": (
        service(
            "(this.env as any).FIRST_KEY; (this as any).env.SECOND_KEY; (<any>this.env).THIRD_KEY; (this.env "
            "as unknown as { FOURTH_KEY: string }).FOURTH_KEY"
        ),
        ["FIRST_KEY", "FOURTH_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "nonnull": (
        service("this.env!.FIRST_KEY; this.env!['SECOND_KEY']; this!.env.THIRD_KEY"),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "optional": (
        service("this.env?.FIRST_KEY; this.env?.['SECOND_KEY']; this?.env?.THIRD_KEY"),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "in": (service("if ('FIRST_KEY' in this.env) {}"), ["FIRST_KEY"]),
    "reflect get": (
        service("Reflect.get(this.env, 'FIRST_KEY'); Reflect.has(this.env, 'SECOND_KEY')"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "hasown": (
        service(
            "Object.hasOwn(this.env, 'FIRST_KEY'); Object.prototype.hasOwnProperty.call(this.env, "
            "'SECOND_KEY'); this.env.hasOwnProperty('THIRD_KEY')"
        ),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "await env": (service("(await this.env).FIRST_KEY"), ["FIRST_KEY"]),
    "ternary": (service("(request ? this.env : this.env).FIRST_KEY"), ["FIRST_KEY"]),
    "or process": (service("const e = this.env ?? process.env; e.FIRST_KEY"), ["FIRST_KEY"]),
    "arrow parameter default": (service("const f = (e = this.env) => e.FIRST_KEY; f()"), ["FIRST_KEY"]),
    "iife": (service("((e) => e.FIRST_KEY)(this.env)"), ["FIRST_KEY"]),
    "iife function": (service("(function (e) { return e.FIRST_KEY })(this.env)"), ["FIRST_KEY"]),
    "map callback": (service("[1].map(() => this.env.FIRST_KEY)"), ["FIRST_KEY"]),
    "object wrap": (service("const ctx = { env: this.env, x: 1 }; ctx.env.FIRST_KEY"), ["FIRST_KEY"]),
    "object wrap spread": (
        service("const base = { env: this.env }; const ctx = { ...base, x: 1 }; ctx.env.FIRST_KEY"),
        ["FIRST_KEY"],
    ),
    "template": (service("return `${this.env.FIRST_KEY}`"), ["FIRST_KEY"]),
    "typeof env": (service("type K = keyof typeof this.env; const k: keyof Env = 'FIRST_KEY'; return 1"), []),
    "delete": (
        service(
            "delete (this.env as any).FIRST_KEY; (this.env as any).SECOND_KEY = 1; (this.env as any).THIRD_KEY ??= 1"
        ),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "private local function": (service("function load(e) { return e.FIRST_KEY } return load(this.env)"), ["FIRST_KEY"]),
    "closure": (
        service("const e = this.env; const load = () => { return () => e.FIRST_KEY }; load()()"),
        ["FIRST_KEY"],
    ),
    "bind": (
        service("const f = work.bind(null, this.env); function work(e, x) { return e.FIRST_KEY } f(1)"),
        ["FIRST_KEY"],
    ),
    "call apply": (service("work.call(this, this.env); function work(e) { return e.FIRST_KEY }"), ["FIRST_KEY"]),
    "object parameter": (
        service("work({ env: this.env, n: 1 }); function work({ env, n }) { return env.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "object parameter var": (
        service("const opts = { env: this.env, n: 1 }; work(opts); function work({ env }) { return env.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "object parameter whole": (
        service("work({ env: this.env }); function work(o) { return o.env.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "opts default": (
        service("work({ env: this.env }); function work({ env } = {} as any) { return env.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "callback callback": (
        service("withEnv(this.env, (e) => e.FIRST_KEY); function withEnv(env, fn) { return fn(env) }"),
        ["FIRST_KEY"],
    ),
    "this method": (service("this.work(this.env); return null } work(e) { return e.FIRST_KEY"), ["FIRST_KEY"]),
    "this private method": (
        service("this.#work(this.env); return null } #work(e) { return e.FIRST_KEY"),
        ["FIRST_KEY"],
    ),
    "generator": (service("function* g(e) { yield e.FIRST_KEY } g(this.env)"), ["FIRST_KEY"]),
    "helper class": (
        service("class H { constructor(e) { this.b = e } b; f() { return this.b.FIRST_KEY } } new H(this.env).f()"),
        ["FIRST_KEY"],
    ),
    "helper class object": (
        service(
            "class H { env; constructor({ env }) { this.env = env } f() { return this.env.FIRST_KEY } } new "
            "H({ env: this.env }).f()"
        ),
        ["FIRST_KEY"],
    ),
    "helper class object2": (
        service(
            "class H { env; constructor(o) { this.env = o.env } f() { return this.env.FIRST_KEY } } new H({ "
            "env: this.env }).f()"
        ),
        ["FIRST_KEY"],
    ),
    "helper class this": (
        service("class H { constructor(private svc) {} f() { return this.svc.env.FIRST_KEY } } new H(this).f()"),
        ["FIRST_KEY"],
    ),
    "setter method": (
        service(
            "class H { b; init(e) { this.b = e } f() { return this.b.FIRST_KEY } } const h = new H(); h.init(this.env)"
        ),
        ["FIRST_KEY"],
    ),
    "returned env function": (service("const getEnv = () => this.env; getEnv().FIRST_KEY"), ["FIRST_KEY"]),
    "returned other function": (
        service(
            "const bindings = () => this.env; bindings().FIRST_KEY; const give = () => { return this.env }; "
            "give().SECOND_KEY"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "returned object": (service("const make = () => ({ env: this.env }); make().env.FIRST_KEY"), ["FIRST_KEY"]),
    "switch key": (
        service("let k = 'FIRST_KEY'; if (request) k = 'SECOND_KEY'; this.env[k]"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "comma decl": (service("const e = this.env, k = e.FIRST_KEY"), ["FIRST_KEY"]),
    "labelled template": (service("tag`${this.env.FIRST_KEY}`; function tag(...x) {}"), ["FIRST_KEY"]),
    "jsdoc like comment": (service("/** this.env.NO */ this.env. /* x */ FIRST_KEY"), ["FIRST_KEY"]),
    "multi line": (service("this\n  .env\n  .FIRST_KEY"), ["FIRST_KEY"]),
    "unicode": (service("const é = this.env; é.FIRST_KEY"), ["FIRST_KEY"]),
    "number key": (service("this.env[0]; this.env['a-b']"), ["0", "a-b"]),
    "while assign": (service("let e; while ((e = this.env)) { e.FIRST_KEY; break }"), ["FIRST_KEY"]),
    "try finally": (service("var e; try { e = this.env } finally { e.FIRST_KEY }"), ["FIRST_KEY"]),
    "structured": (
        service("const { FIRST_KEY } = this.env, { SECOND_KEY } = this.env; return FIRST_KEY + SECOND_KEY"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "computed pattern": (service("const k = 'FIRST_KEY'; const { [k]: v } = this.env; return v"), ["FIRST_KEY"]),
    "nested member pattern": (service("const { FIRST_KEY: { get } } = this.env; return get"), ["FIRST_KEY"]),
    "env method pattern": (service("const { FIRST_KEY: store } = this.env; store.put('x', 1)"), ["FIRST_KEY"]),
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
    "keyof dynamic": (service("for (const k of ['FIRST_KEY', 'SECOND_KEY'] as (keyof Env)[]) { this.env[k] }"), []),
    "for of literals": (service("for (const k of ['FIRST_KEY', 'SECOND_KEY'] as const) { this.env[k] }"), []),
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
    "rename this": (service("const { env: e } = this; e.FIRST_KEY"), ["FIRST_KEY"]),
    "rename nested default": (
        service("const { env: { FIRST_KEY: a = 'd', SECOND_KEY } = {} as any, ...rest } = this; return a + SECOND_KEY"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "rest this": (service("const { ...all } = this; return all.env.FIRST_KEY"), []),
    "key cast": (service("return this.env['FIRST_KEY' as keyof Env]; "), ["FIRST_KEY"]),
    "key paren": (service("return this.env[('FIRST_KEY')]"), ["FIRST_KEY"]),
    "key dyn cast": (service("const k = request.url as keyof Env; return this.env[k]"), []),
    "record cast": (service("return (this.env as unknown as Record<string, string>)['FIRST_KEY']"), ["FIRST_KEY"]),
    "entries": (service("for (const [k, v] of Object.entries(this.env)) { k }"), []),
    "json": (service("return JSON.stringify(this.env)"), []),
    "log": (service("console.log(this.env); console.error('x', this.env)"), []),
    "truthy": (service("if (this.env) { return 1 } return !this.env"), []),
    "typeof value": (service("if (typeof this.env.FIRST_KEY === 'string') return 1"), ["FIRST_KEY"]),
    "void assert": (service("void this.env.FIRST_KEY"), ["FIRST_KEY"]),
    "non null chain": (service("return this.env.FIRST_KEY!.trim()"), ["FIRST_KEY"]),
    "opt call": (service("return this.env.FIRST_KEY?.get?.('x')"), ["FIRST_KEY"]),
    "nested template": (service("return `x ${`y ${this.env.FIRST_KEY}`}`"), ["FIRST_KEY"]),
    "async iife": (service("await (async () => { this.env.FIRST_KEY })()"), ["FIRST_KEY"]),
    "async iife parameter": (service("await (async (env) => { env.FIRST_KEY })(this.env)"), ["FIRST_KEY"]),
    "promise all": (
        service(
            "await Promise.all([this.env.FIRST_KEY.get('x'), load(this.env)]); async function load(env) { "
            "return env.SECOND_KEY }"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "hoisted function": (
        service("return load(this.env); function load(env: any) { return env.FIRST_KEY }"),
        ["FIRST_KEY"],
    ),
    "fn expr": (service("const load = function (env) { return env.FIRST_KEY }; return load(this.env)"), ["FIRST_KEY"]),
    "recursive": (
        service("const walk = (env, n) => n ? walk(env, n - 1) : env.FIRST_KEY; return walk(this.env, 3)"),
        ["FIRST_KEY"],
    ),
    "default after": (service("const load = (n, env = this.env) => env.FIRST_KEY; return load(1)"), ["FIRST_KEY"]),
    "object method": (
        service("const api = { env: this.env, load() { return this.env.FIRST_KEY } }; return api.load()"),
        [],
    ),
    "object arrow": (service("const api = { load: (env) => env.FIRST_KEY }; return api.load(this.env)"), ["FIRST_KEY"]),
    "shadow inner": (
        service(
            "const env = this.env; const f = (env: { FIRST_KEY: string }) => env.FIRST_KEY; return f({ "
            "FIRST_KEY: '' }) + env.SECOND_KEY"
        ),
        ["SECOND_KEY"],
    ),
    "shadow var": (
        service("var env = this.env; { let env = { FIRST_KEY: 1 }; env.FIRST_KEY } return env.SECOND_KEY"),
        ["SECOND_KEY"],
    ),
    "shadow after": (
        service("{ const env = { FIRST_KEY: 1 }; env.FIRST_KEY } const env = this.env; return env.SECOND_KEY"),
        ["SECOND_KEY"],
    ),
    "switch scope": (
        service(
            "switch (request.method) { case 'x': { const { FIRST_KEY } = this.env; return FIRST_KEY } "
            "default: return this.env.SECOND_KEY }"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "catch scope": (service("try { this.env.FIRST_KEY } catch (env) { return env.SECOND_KEY }"), ["FIRST_KEY"]),
    "loop scope": (service("for (const e of [1]) { const env = this.env; env.FIRST_KEY }"), ["FIRST_KEY"]),
    "label scope": (service("outer: for (;;) { this.env.FIRST_KEY; break outer }"), ["FIRST_KEY"]),
    "comma pattern": (service("const { FIRST_KEY } = this.env, e = FIRST_KEY"), ["FIRST_KEY"]),
    "assign chain": (
        service("const a = this.env; const b = a as any; const d = b!; return d.FIRST_KEY"),
        ["FIRST_KEY"],
    ),
    "logical assign": (service("let e; e ??= this.env; return e.FIRST_KEY"), ["FIRST_KEY"]),
    "nullish default": (service("const e = (request as any).env ?? this.env; return e.FIRST_KEY"), ["FIRST_KEY"]),
    "in not": (service("return !('FIRST_KEY' in this.env) || 'SECOND_KEY' in this.env"), ["FIRST_KEY", "SECOND_KEY"]),
    "string escape": (service("return this.env['\\x4bEY']"), ["KEY"]),
    "class in": (
        service("class In { f(env: Env) { return env.FIRST_KEY } } return new In().f(this.env)"),
        ["FIRST_KEY"],
    ),
    "spread call": (service("const args = [this.env] as const; load(...args); function load(env) { return 1 }"), []),
    "delete in": (service("const { env } = this; return [env].map(({ FIRST_KEY }) => FIRST_KEY)"), []),
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
    "als": (
        (
            "import { AsyncLocalStorage } from 'node:async_hooks';\n"
            "import { Env } from './raindrop.gen';\n"
            "const als = new AsyncLocalStorage<Env>();\n"
            "export const go = () => als.getStore()!.FIRST_KEY;"
        ),
        [],
    ),
}


@pytest.mark.parametrize(("code", "expected"), FORMS.values(), ids=FORMS)
def test_reads_of_one_file(tmp_path: Path, code: str, expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": code})
    assert env_names(tmp_path) == expected
