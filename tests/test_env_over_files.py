"""Types, classes and routers of other files that have the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import APP, ENV, FRAMEWORK, HONO, MANIFEST, env_names, service, write

FORMS = {
    "base across files": (
        {
            "index.ts": FRAMEWORK
            + ("import { Base } from './base';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"),
            "base.ts": FRAMEWORK
            + ("export class Base extends Service<Env> { g() { return this.env.SECOND_KEY } fetch(r: Request) {} }"),
        },
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "base reexported": (
        {
            "index.ts": (
                "import { Base } from './re';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "re.ts": "export * from './base';",
            "base.ts": FRAMEWORK + "export abstract class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base reexported named": (
        {
            "index.ts": (
                "import { Root } from './re';\nexport default class extends Root { f() { this.env.FIRST_KEY; } }"
            ),
            "re.ts": "export { Base as Root } from './base';",
            "base.ts": FRAMEWORK + "export abstract class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base imported then exported": (
        {
            "index.ts": (
                "import { Base } from './re';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "re.ts": ("import { Base } from './base';\nexport { Base };"),
            "base.ts": FRAMEWORK + "export abstract class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base default": (
        {
            "index.ts": (
                "import Base from './base';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "base.ts": FRAMEWORK + "export default class extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "base default named": (
        {
            "index.ts": (
                "import Base from './base';\nexport default class extends Base { f() { this.env.FIRST_KEY; } }"
            ),
            "base.ts": FRAMEWORK + ("class Base extends Service<Env> { fetch(r: Request) {} }\nexport default Base;"),
        },
        ["FIRST_KEY"],
    ),
    "base namespace": (
        {
            "index.ts": (
                "import * as b from './base';\nexport default class extends b.Base { f() { this.env.FIRST_KEY; } }"
            ),
            "base.ts": FRAMEWORK + "export class Base extends Service<Env> { fetch(r: Request) {} }",
        },
        ["FIRST_KEY"],
    ),
    "framework reexported": (
        {
            "index.ts": (
                "import { Service } from './fw';\n"
                "import { Env } from './raindrop.gen';\n"
                "export default class extends Service<Env> { f() { this.env.FIRST_KEY; } fetch(r: Request) {} }"
            ),
            "fw.ts": "export * from '@liquidmetal-ai/raindrop-framework';",
        },
        ["FIRST_KEY"],
    ),
    "framework reexported named": (
        {
            "index.ts": (
                "import { Svc } from './fw';\n"
                "import { Env } from './raindrop.gen';\n"
                "export default class extends Svc<Env> { f() { this.env.FIRST_KEY; } fetch(r: Request) {} }"
            ),
            "fw.ts": "export { Service as Svc } from '@liquidmetal-ai/raindrop-framework';",
        },
        ["FIRST_KEY"],
    ),
    "framework reexported imported": (
        {
            "index.ts": (
                "import { Service } from './fw';\n"
                "import { Env } from './raindrop.gen';\n"
                "export default class extends Service<Env> { f() { this.env.FIRST_KEY; } fetch(r: Request) {} }"
            ),
            "fw.ts": ("import { Service } from '@liquidmetal-ai/raindrop-framework';\nexport { Service };"),
        },
        ["FIRST_KEY"],
    ),
    "mixin across": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Logged } from './mix';\n"
                "export default class extends Logged(Service) { f() { this.env.FIRST_KEY; } }"
            ),
            "mix.ts": "export function Logged(Base: any) { return class extends Base {}; }",
        },
        ["FIRST_KEY"],
    ),
    "inherited field across": (
        {
            "index.ts": ENV
            + ("import { Repo } from './repo';\nexport class Users extends Repo { f() { this.env.FIRST_KEY } }"),
            "repo.ts": ENV + "export class Repo { constructor(protected env: Env) {} g() { this.env.SECOND_KEY } }",
        },
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "inherited other field across": (
        {
            "index.ts": ENV
            + ("import { Repo } from './repo';\nexport class Users extends Repo { f() { this.bindings.FIRST_KEY } }"),
            "repo.ts": ENV + "export class Repo { constructor(protected bindings: Env) {} }",
        },
        ["FIRST_KEY"],
    ),
    "inherited untyped field across": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Users } from './users';\n"
                "export default class extends Service<Env> { async fetch(request: Request) { new "
                "Users(this.env).f() } }"
            ),
            "users.ts": (
                "import { Repo } from './repo';\nexport class Users extends Repo { f() { this.env.FIRST_KEY } }"
            ),
            "repo.ts": "export class Repo { constructor(env: any) { this.env = env; } env: any }",
        },
        ["FIRST_KEY"],
    ),
    "instance across": (
        {
            "index.ts": ENV
            + (
                "import { Repo } from './repo';\n"
                "export function f(env: Env) { const r = new Repo(env); return r.env.FIRST_KEY }"
            ),
            "repo.ts": ENV + "export class Repo { constructor(public env: Env) {} }",
        },
        ["FIRST_KEY"],
    ),
    "instance type across": (
        {
            "index.ts": ("import type { Repo } from './repo';\nexport function f(r: Repo) { return r.env.FIRST_KEY }"),
            "repo.ts": ENV + "export class Repo { constructor(public env: Env) {} }",
        },
        ["FIRST_KEY"],
    ),
    "interface across": (
        {
            "index.ts": ("import type { Deps } from './deps';\nexport function f(d: Deps) { return d.env.FIRST_KEY }"),
            "deps.ts": ENV + "export interface Deps { env: Env }",
        },
        ["FIRST_KEY"],
    ),
    "interface across taken apartuctured": (
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
    "Hono: env across": (
        {
            "index.ts": (
                "import { Hono } from 'hono';\n"
                "import type { AppEnv } from './types';\n"
                "const app = new Hono<AppEnv>();\n"
                "app.get('/', (c) => c.text(c.env.FIRST_KEY));\n"
                "export function g(e: AppEnv['Bindings']) { return e.SECOND_KEY }"
            ),
            "types.ts": ENV + "export interface AppEnv { Bindings: Env }",
        },
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: context across": (
        {
            "index.ts": (
                "import type { AppContext } from './types';\n"
                "export function g(c: AppContext) { return c.env.FIRST_KEY }"
            ),
            "types.ts": ENV
            + ("import type { Context } from 'hono';\nexport type AppContext = Context<{ Bindings: Env }>;"),
        },
        ["FIRST_KEY"],
    ),
    "Hono: app across": (
        {
            "index.ts": (
                "import type { App } from './types';\n"
                "export function g(app: App) { app.get('/', (c) => c.text(c.env.FIRST_KEY)) }"
            ),
            "types.ts": ENV + ("import type { Hono } from 'hono';\nexport type App = Hono<{ Bindings: Env }>;"),
        },
        ["FIRST_KEY"],
    ),
    "super constructor across": (
        {
            "index.ts": ENV
            + (
                "import { Repo } from './repo';\n"
                "export class Users extends Repo { constructor(env: Env) { super(env) } }"
            ),
            "repo.ts": (
                "export class Repo { store; constructor(store: any) { this.store = store; } f() { return "
                "this.store.A_KEY, this.store.FIRST_KEY } }"
            ),
        },
        ["A_KEY", "FIRST_KEY"],
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
    "Hono: handlers imported": (
        {
            "index.ts": APP
            + (
                "import { show } from './h';\n"
                "import * as hs from './h';\n"
                "import def from './h';\n"
                "app.get('/', show);\n"
                "app.get('/b', hs.list);\n"
                "app.get('/c', def);"
            ),
            "h.ts": (
                "export async function show(c) { return c.text(c.env.FIRST_KEY) }\n"
                "export const list = async (c) => c.text(c.env.SECOND_KEY);\n"
                "export default (c) => c.text(c.env.THIRD_KEY);"
            ),
        },
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "Hono: handlers object": (
        {
            "index.ts": APP + ("import { handlers } from './h';\napp.get('/', handlers.show);"),
            "h.ts": "export const handlers = { show: (c) => c.text(c.env.FIRST_KEY) };",
        },
        ["FIRST_KEY"],
    ),
    "Hono: middleware faconstructory imported": (
        {
            "index.ts": APP + ("import { auth } from './mw';\napp.use('*', auth('x'));"),
            "mw.ts": "export const auth = (role: string) => async (c, next) => { c.env.FIRST_KEY; await next() };",
        },
        ["FIRST_KEY"],
    ),
    "Hono: middleware faconstructory imported function": (
        {
            "index.ts": APP + ("import { auth } from './mw';\napp.use('*', auth('x'));"),
            "mw.ts": (
                "export function auth(role: string) { return async (c, next) => { c.env.FIRST_KEY; await next() } }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "Hono: context passed import": (
        {
            "index.ts": APP + ("import { work } from './w';\napp.get('/', async (c) => c.text(work(1, c)));"),
            "w.ts": "export function work(n, ctx) { return ctx.env.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "Hono: app imported": (
        {"index.ts": ("import { app } from './app';\napp.get('/', (x) => x.text(x.env.FIRST_KEY));"), "app.ts": APP},
        ["FIRST_KEY"],
    ),
    "Hono: register function": (
        {
            "index.ts": APP + ("import { register } from './reg';\nregister(app);"),
            "reg.ts": "export function register(router) { router.get('/', (c) => c.text(c.env.FIRST_KEY)) }",
        },
        ["FIRST_KEY"],
    ),
    "Hono: register function x": (
        {
            "index.ts": APP + ("import { register } from './reg';\nregister(app);"),
            "reg.ts": "export function register(router) { router.get('/', (x) => x.text(x.env.FIRST_KEY)) }",
        },
        ["FIRST_KEY"],
    ),
    "hops3": (
        {
            "index.ts": service("one(this.env)") + "import { one } from './a';",
            "a.ts": ("import { two } from './b';\nexport const one = (env) => two(1, env);"),
            "b.ts": ("import three from './c';\nexport function two(n, e) { return three({ env: e }) }"),
            "c.ts": "export default function three({ env }) { return env.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "jsx": (
        {
            "index.ts": ENV + ("import { page } from './p';\nexport const go = (env: Env) => page(env);"),
            "p.tsx": "export const page = (env) => <div title={env.FIRST_KEY} />;",
        },
        ["FIRST_KEY"],
    ),
    "mts": (
        {
            "index.ts": ("import { go } from './p.mjs';\nexport const x = go;"),
            "p.mts": ENV + "export const go = (env: Env) => env.FIRST_KEY;",
        },
        ["FIRST_KEY"],
    ),
    "JavaScript: jsdoc": (
        {
            "index.ts": ("import { go } from './p.js';\nexport const x = go;"),
            "p.js": (
                "/** @param {import('./raindrop.gen').Env} env */\n"
                "export const go = (env) => env.FIRST_KEY;\n"
                "/**\n"
                " * @param {string} x\n"
                " * @param {import('./raindrop.gen').Env} e\n"
                " */\n"
                "export function two(x, e) { return e.SECOND_KEY }\n"
                "/** @typedef {import('./raindrop.gen').Env} Env */\n"
                "/** @param {Env} v */\n"
                "export const three = (v) => v.THIRD_KEY;"
            ),
        },
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "JavaScript: jsdoc type": (
        {
            "index.ts": ("import { go } from './p.js';\nexport const x = go;"),
            "p.js": ("/** @type {import('./raindrop.gen').Env} */\nlet e;\nexport const go = () => e.FIRST_KEY;"),
        },
        ["FIRST_KEY"],
    ),
    "JavaScript: jsdoc class": (
        {
            "index.ts": ("import { X } from './p.js';\nexport const x = X;"),
            "p.js": (
                "/** @typedef {import('./raindrop.gen').Env} Env */\n"
                "export class X {\n"
                "  /** @param {Env} store */\n"
                "  constructor(store) { this.store = store; }\n"
                "  f() { return this.store.FIRST_KEY }\n"
                "}"
            ),
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
    "faconstructory types": (
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
    "Hono: class controller": (
        {
            "index.ts": APP
            + ("import { Users } from './users';\nconst users = new Users();\napp.get('/', (c) => users.list(c));"),
            "users.ts": "export class Users { async list(c) { return c.text(c.env.FIRST_KEY) } }",
        },
        ["FIRST_KEY"],
    ),
    "Hono: class controller bound": (
        {
            "index.ts": APP
            + (
                "import { Users } from './users';\n"
                "const users = new Users();\n"
                "app.get('/', users.list.bind(users));\n"
                "app.get('/b', users.list);"
            ),
            "users.ts": "export class Users { async list(c) { return c.text(c.env.FIRST_KEY) } }",
        },
        ["FIRST_KEY"],
    ),
    "Hono: class controller arrow": (
        {
            "index.ts": APP + ("import { Users } from './users';\napp.get('/', Users.list);"),
            "users.ts": "export class Users { static list = async (c) => c.text(c.env.FIRST_KEY) }",
        },
        ["FIRST_KEY"],
    ),
    "Hono: exported sub": (
        {
            "index.ts": APP + ("import users from './users';\napp.route('/users', users);"),
            "users.ts": HONO
            + (
                "const users = new Hono<{ Bindings: Env }>();\n"
                "users.get('/', (c) => c.text(c.env.FIRST_KEY));\n"
                "export default users;"
            ),
        },
        ["FIRST_KEY"],
    ),
    "Hono: untyped sub": (
        {
            "index.ts": APP + ("import users from './users';\napp.route('/users', users);"),
            "users.ts": (
                "import { Hono } from 'hono';\n"
                "const users = new Hono();\n"
                "users.get('/', (c) => c.text((c.env as any).FIRST_KEY));\n"
                "export default users;"
            ),
        },
        ["FIRST_KEY"],
    ),
    "Hono: context service": (
        {
            "index.ts": APP
            + (
                "import { Store } from './store';\n"
                "app.get('/', (c) => { const s = new Store(c.env); return c.text(s.get()) });"
            ),
            "store.ts": (
                "export class Store { private readonly env; constructor(env) { this.env = env } get() { return "
                "this.env.FIRST_KEY } }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "Hono: context service context": (
        {
            "index.ts": APP
            + (
                "import { Store } from './store';\n"
                "app.get('/', (c) => { const s = new Store(c); return c.text(s.get()) });"
            ),
            "store.ts": "export class Store { constructor(private c: any) {} get() { return this.c.env.FIRST_KEY } }",
        },
        ["FIRST_KEY"],
    ),
    "commonjs handler": (
        {
            "index.ts": service("const { load } = require('./h'); load(this.env)"),
            "h.js": "exports.load = (env) => env.FIRST_KEY;",
        },
        ["FIRST_KEY"],
    ),
    "commonjs object": (
        {
            "index.ts": service("const h = require('./h'); h.load(this.env)"),
            "h.js": "module.exports = { load(env) { return env.FIRST_KEY } };",
        },
        ["FIRST_KEY"],
    ),
    "export assignment": (
        {
            "index.ts": service("load(this.env)") + "import load = require('./h');",
            "h.ts": ("function load(env) { return env.FIRST_KEY }\nexport = load;"),
        },
        ["FIRST_KEY"],
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
    "two hop class": (
        {
            "index.ts": service("new Outer(this.env).go()") + "import { Outer } from './o';",
            "o.ts": (
                "import { Inner } from './i';\n"
                "export class Outer { inner; constructor(env) { this.inner = new Inner(env) } go() { return "
                "this.inner.get() } }"
            ),
            "i.ts": (
                "export class Inner { env; constructor(env) { this.env = env } get() { return this.env.FIRST_KEY } }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "class from this": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Helper } from './h';\n"
                "export default class X extends Service<Env> { h = new Helper(this); fetch(r: Request) { return "
                "this.h.go() } }"
            ),
            "h.ts": "export class Helper { constructor(private svc: any) {} go() { return this.svc.env.FIRST_KEY } }",
        },
        ["FIRST_KEY"],
    ),
    "class from this env": (
        {
            "index.ts": FRAMEWORK
            + (
                "import { Helper } from './h';\n"
                "export default class X extends Service<Env> { h = new Helper(this.env); fetch(r: Request) { "
                "return this.h.go() } }"
            ),
            "h.ts": "export class Helper { constructor(private e: any) {} go() { return this.e.FIRST_KEY } }",
        },
        ["FIRST_KEY"],
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
    "Hono: handler type across": (
        {
            "index.ts": (
                "import type { AppHandler } from './t';\nexport const h: AppHandler = (x) => x.text(x.env.FIRST_KEY);"
            ),
            "t.ts": ENV
            + ("import type { Handler } from 'hono';\nexport type AppHandler = Handler<{ Bindings: Env }>;"),
        },
        ["FIRST_KEY"],
    ),
    "Hono: handler type reexported": (
        {
            "index.ts": (
                "import type { Handler } from './t';\nexport const h: Handler = (x) => x.text(x.env.FIRST_KEY);"
            ),
            "t.ts": "export type { Handler } from 'hono';",
        },
        ["FIRST_KEY"],
    ),
    "Hono: handler type own": (
        {
            "index.ts": ("import type { Handler } from './t';\nexport const h: Handler = (x) => x.env.FIRST_KEY;"),
            "t.ts": "export type Handler = (x: { env: { FIRST_KEY: string } }) => string;",
        },
        [],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FORMS.values(), ids=FORMS)
def test_reads_over_files(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert env_names(tmp_path) == expected
