"""The environment of request contexts in one file, as the whole app sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import APP, HONO, MANIFEST, env_names, write

FORMS = {
    "Hono: on": (
        APP
        + (
            "app.on('GET', '/x', (c) => c.text(c.env.FIRST_KEY));\n"
            "app.on(['PUT', 'DELETE'], ['/a', '/b'], (c) => { c.env.SECOND_KEY; return c.body(null) });"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: route sub": (
        APP
        + (
            "const sub = new Hono<{ Bindings: Env }>();\n"
            "sub.get('/', (c) => c.text(c.env.FIRST_KEY));\n"
            "app.route('/sub', sub);"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: basepath": (
        APP + ("const api = app.basePath('/api');\napi.get('/', (c) => c.text(c.env.FIRST_KEY));"),
        ["FIRST_KEY"],
    ),
    "Hono: newbase": (
        HONO
        + (
            "const api = new Hono<{ Bindings: Env }>().basePath('/api');\napi.get('/', (c) => c.text(c.env.FIRST_KEY));"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: handlers by name": (
        APP
        + (
            "app.get('/', show);\n"
            "async function show(c) { return c.text(c.env.FIRST_KEY) }\n"
            "const list = async (c) => c.text(c.env.SECOND_KEY);\n"
            "app.get('/l', list);"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: handlers array": (
        APP
        + (
            "const one = (c) => c.text(c.env.FIRST_KEY);\n"
            "const all = [one, (c) => c.text(c.env.SECOND_KEY)];\n"
            "app.get('/', ...all);"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: middleware factory": (
        APP
        + (
            "const auth = (role: string) => async (c, next) => { c.env.FIRST_KEY; await next() };\n"
            "app.use('*', auth('x'));\n"
            "function other() { return async (c, next) => { c.env.SECOND_KEY; await next() } }\n"
            "app.use(other());"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: create middleware": (
        HONO
        + (
            "import { createMiddleware } from 'hono/factory';\n"
            "export const m = createMiddleware<{ Bindings: Env }>(async (c, next) => { c.env.FIRST_KEY; "
            "await next() });"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: create factory": (
        HONO
        + (
            "import { createFactory } from 'hono/factory';\n"
            "const factory = createFactory<{ Bindings: Env }>();\n"
            "export const m = factory.createMiddleware(async (c, next) => { c.env.FIRST_KEY; await next() "
            "});\n"
            "export const hs = factory.createHandlers(m, (ctx) => { return ctx.text(ctx.env.SECOND_KEY) });\n"
            "const app = factory.createApp();\n"
            "app.get('/', (x) => x.text(x.env.THIRD_KEY));"
        ),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
    "Hono: onerror notfound": (
        APP + "app.onError((err, c) => c.text(c.env.FIRST_KEY)); app.notFound((x) => x.text(x.env.SECOND_KEY));",
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: handler type": (
        HONO
        + (
            "import type { Handler, MiddlewareHandler, ErrorHandler } from 'hono';\n"
            "export const h: Handler<{ Bindings: Env }> = (x) => x.text(x.env.FIRST_KEY);\n"
            "export const m: MiddlewareHandler<{ Bindings: Env }> = async (x, next) => { x.env.SECOND_KEY; "
            "await next() };"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: returned handler type": (
        HONO
        + (
            "import type { MiddlewareHandler } from 'hono';\n"
            "export function auth(): MiddlewareHandler<{ Bindings: Env }> { return async (x, next) => { "
            "x.env.FIRST_KEY; await next() } }"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: nested function": (
        APP + "app.get('/', async (c) => { const load = () => c.env.FIRST_KEY; return c.text(load()) });",
        ["FIRST_KEY"],
    ),
    "Hono: context passed": (
        APP
        + (
            "app.get('/', async (c) => c.text(work(c, 1)));\n"
            "function work(ctx, n) { const { env } = ctx; inner(env); return ctx.env.FIRST_KEY }\n"
            "function inner(b) { b.SECOND_KEY }"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: env taken apart parameter": (
        APP
        + (
            "app.get('/', async ({ env, req }) => { env.FIRST_KEY; return new Response('') });\n"
            "app.get('/b', async ({ env: { SECOND_KEY } }) => new Response(SECOND_KEY));"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: vars not env": (
        APP
        + (
            "app.get('/', async (c) => { c.var.NO; c.get('NO'); c.executionCtx.NO; c.req.NO; c.event; return "
            "c.text('') });"
        ),
        [],
    ),
    "Hono: class field app": (
        HONO
        + (
            "export class Api { app = new Hono<{ Bindings: Env }>(); constructor() { this.app.get('/', (c) "
            "=> c.text(c.env.FIRST_KEY)) } }"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: class handler": (
        HONO
        + (
            "export class Api { app = new Hono<{ Bindings: Env }>(); constructor() { this.app.get('/', "
            "this.show) } show = (c) => c.text(c.env.FIRST_KEY) }"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: class handler bind": (
        HONO
        + (
            "export class Api { app = new Hono<{ Bindings: Env }>(); constructor() { this.app.get('/', "
            "this.show.bind(this)) } show(c) { return c.text(c.env.FIRST_KEY) } }"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: app function": (
        HONO
        + (
            "export function build() { const r = new Hono<{ Bindings: Env }>(); r.get('/', (c) => "
            "c.text(c.env.FIRST_KEY)); return r }"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: app function returned": (
        HONO
        + (
            "function build() { return new Hono<{ Bindings: Env }>() }\n"
            "const r = build(); r.get('/', (c) => c.text(c.env.FIRST_KEY));"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: generic env": (
        (
            "import { Hono } from 'hono';\n"
            "import { Env } from './raindrop.gen';\n"
            "type HonoEnv = { Bindings: Env; Variables: { user: string } };\n"
            "const app = new Hono<HonoEnv>();\n"
            "app.get('/', (c) => c.text(c.env.FIRST_KEY));"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: bindings context": (
        HONO + ("type SECOND_KEY = { Bindings: Env };\nexport const f = (c: Context<SECOND_KEY>) => c.env.FIRST_KEY;"),
        ["FIRST_KEY"],
    ),
    "Hono: middleware next array": (
        APP + "app.use('/x', ...[async (c, next) => { c.env.FIRST_KEY; await next() }]);",
        ["FIRST_KEY"],
    ),
    "Hono: adapter": (
        APP
        + (
            "import { env } from 'hono/adapter';\n"
            "app.get('/', (c) => { const { FIRST_KEY } = env<{ FIRST_KEY: string }>(c); return "
            "c.text(FIRST_KEY) });"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: zopenapi": (
        HONO
        + (
            "import { OpenAPIHono } from '@hono/zod-openapi';\n"
            "const app = new OpenAPIHono<{ Bindings: Env }>();\n"
            "app.openapi({} as any, (c) => c.text(c.env.FIRST_KEY));"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: chain new": (
        HONO
        + (
            "export default new Hono<{ Bindings: Env }>().get('/', (c) => "
            "c.text(c.env.FIRST_KEY)).post('/x', async (x) => x.text(x.env.SECOND_KEY));"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: factory handlers spread": (
        HONO
        + (
            "import { createFactory } from 'hono/factory';\n"
            "const f = createFactory<{ Bindings: Env }>();\n"
            "const hs = f.createHandlers(async (c) => c.text(c.env.FIRST_KEY));\n"
            "const app = new Hono<{ Bindings: Env }>();\n"
            "app.get('/', ...hs);"
        ),
        ["FIRST_KEY"],
    ),
    "Hono: mount all": (
        APP
        + ("app.all('*', (c) => c.text(c.env.FIRST_KEY));\napp.use((c, next) => { c.env.SECOND_KEY; return next() });"),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: module functions": (
        APP
        + (
            "function db(c: Context<{ Bindings: Env }>) { return c.env.FIRST_KEY }\n"
            "app.get('/', (c) => { db(c); return c.text('') });\n"
            "const helper = <E extends { Bindings: Env }>(c: Context<E>) => c.env.SECOND_KEY;"
        ),
        ["FIRST_KEY", "SECOND_KEY"],
    ),
    "Hono: set get": (
        APP
        + (
            "app.use('*', async (c, next) => { c.set('store', { env: { FIRST_KEY: 1 } }); await next() });\n"
            "app.get('/', (c) => c.json(c.get('store').env.FIRST_KEY));"
        ),
        [],
    ),
    "Hono: handler type own local": (
        (
            "type Handler = (x: { env: { FIRST_KEY: string } }) => string;\n"
            "export const h: Handler = (x) => x.env.FIRST_KEY;"
        ),
        [],
    ),
    "Hono: own env": (
        (
            "import { Hono, Context } from 'hono';\n"
            "import type { Env as Bindings } from './raindrop.gen';\n"
            "type Env = { Bindings: Bindings; Variables: { user: string } };\n"
            "const app = new Hono<Env>();\n"
            "app.get('/', (c) => c.text(c.env.FIRST_KEY));\n"
            "export const f = (c: Context<Env>) => c.env.SECOND_KEY;\n"
            "export const g = (e: Env['Bindings']) => e.THIRD_KEY;"
        ),
        ["FIRST_KEY", "SECOND_KEY", "THIRD_KEY"],
    ),
}


@pytest.mark.parametrize(("code", "expected"), FORMS.values(), ids=FORMS)
def test_reads_of_one_file(tmp_path: Path, code: str, expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": code})
    assert env_names(tmp_path) == expected
