"""The environment of request contexts over files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import APP, ENV, HONO, MANIFEST, env_names, write

FORMS = {
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
    "Hono: middleware factory imported": (
        {
            "index.ts": APP + ("import { auth } from './mw';\napp.use('*', auth('x'));"),
            "mw.ts": "export const auth = (role: string) => async (c, next) => { c.env.FIRST_KEY; await next() };",
        },
        ["FIRST_KEY"],
    ),
    "Hono: middleware factory imported function": (
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
    "Hono: own env imported": (
        {
            "index.ts": (
                "import { Hono, Context } from 'hono';\n"
                "import type { Env } from './t';\n"
                "const app = new Hono<Env>();\n"
                "app.get('/', (c) => c.text(c.env.FIRST_KEY));\n"
                "export const f = (c: Context<Env>) => c.env.SECOND_KEY;"
            ),
            "t.ts": (
                "import type { Env as Bindings } from './raindrop.gen';\nexport type Env = { Bindings: Bindings };"
            ),
        },
        ["FIRST_KEY", "SECOND_KEY"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FORMS.values(), ids=FORMS)
def test_reads_over_files(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert env_names(tmp_path) == expected
