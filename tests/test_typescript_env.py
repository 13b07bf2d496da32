"""Who the environment is, where it goes, and what is read from it."""

from __future__ import annotations

import pytest

from rdlint.facts.callee import Callee
from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript import extract
from rdlint.facts.worker import EnvFlow, EnvRead, WorkerFile
from rdlint.source import Source

FRAMEWORK = "import { Service, Task, Actor, Each, Batch, Every } from '@liquidmetal-ai/raindrop-framework';\n"
HONO = "import { Hono, Context, MiddlewareHandler } from 'hono';\nimport { Env } from './raindrop.gen';\n"
APP = HONO + "const app = new Hono<{ Bindings: Env }>();\n"


def read(code: str, path: str = "src/api/index.ts") -> WorkerFile:
    return extract(Source(path, code.encode()))


def told(each: EnvRead) -> str:
    return f"{each.name} {each.root.certainty.name.lower()} {each.root.parameter}".strip()


def reads(code: str, path: str = "src/api/index.ts") -> list[str]:
    return [told(each) for each in read(code, path).env_reads]


def flows(code: str) -> set[tuple[str, int, str, bool]]:
    """Return each hand-over as module:name, position, parameter of the root, and whether it is a context."""
    return {
        (f"{each.callee.module}:{each.callee.name}", each.index, each.root.parameter, each.is_context)
        for each in read(code).env_flows
    }


@pytest.mark.parametrize(
    "base", ["Service<Env>", "Task<Env>", "Actor<Env>", "Each<Body, Env>", "Batch<B, Env>", "Every"]
)
def test_this_env_of_each_framework_class_is_the_environment(base: str) -> None:
    code = FRAMEWORK + f"export default class extends {base} {{ run() {{ return this.env.KEY; }} }}"
    assert reads(code) == ["KEY heritage"]


CLASSES = {
    "old framework namespaces": (
        "import { services } from '@liquidmetal-ai/raindrop-framework';\n"
        "export default class extends services.Service<Env> { f() { this.env.KEY } }",
        ["KEY heritage"],
    ),
    "a renamed import": (
        "import { Service as S } from '@liquidmetal-ai/raindrop-framework';\n"
        "class A extends S { f() { this.env.KEY } }",
        ["KEY heritage"],
    ),
    "a whole-module import": (
        "import * as rd from '@liquidmetal-ai/raindrop-framework';\n"
        "class A extends rd.Service { f() { this.env.KEY } }",
        ["KEY heritage"],
    ),
    "a class of the same name from elsewhere": (
        "import { Service } from './service';\nclass A extends Service { f() { this.env.KEY } }",
        ["KEY flow A.this.env"],
    ),
    "a local base class": (
        FRAMEWORK + "class Base extends Service {}\nclass A extends Base { f() { this.env.KEY } }",
        ["KEY heritage"],
    ),
    "a constructor parameter property": (
        "import type { Env } from './raindrop.gen';\n"
        "class A { constructor(private readonly env: Env) {} f() { this.env.KEY } }",
        ["KEY typed"],
    ),
    "an untyped constructor parameter property": (
        "class A { constructor(ctx: X, private env: any) {} f() { this.env.KEY } }",
        ["KEY flow A.constructor#1"],
    ),
    "a field with a type": ("class A { private bindings!: Env; f() { this.bindings.KEY } }", ["KEY typed"]),
    "a field with a type and another name": ("class A { private store!: Env; f() { this.store.KEY } }", ["KEY typed"]),
    "a field assigned in the constructor": (
        "class A { env; constructor(env) { this.env = env; } f() { this.env.KEY } }",
        ["KEY flow A.constructor#0"],
    ),
    "a field of another name assigned in the constructor": (
        "class A { constructor(env: Env) { this.store = env; } f() { this.store.KEY } }",
        ["KEY typed"],
    ),
    "a private name": ("class A { #env: Env; f() { return this.#env.KEY } }", ["KEY typed"]),
    "the constructor of a framework class": (
        FRAMEWORK + "class A extends Service { constructor(ctx, env) { super(ctx, env); this.k = env.KEY; } }",
        ["KEY heritage"],
    ),
    "a getter": (
        "class A { constructor(private c: any) {} get env(): Env { return this.c.env } f() { this.env.KEY } }",
        ["KEY typed"],
    ),
    "a getter without a type": (
        "class A { constructor(private c: any) {} get store() { return this.c.env } f() { this.store.KEY } }",
        ["KEY flow A.constructor#0.env"],
    ),
    "the constructor of another class": (
        "import { Base } from './base';\nclass A extends Base { constructor(ctx, env) { super(ctx, env); env.KEY } }",
        ["KEY flow A.constructor#1"],
    ),
    "self": (
        FRAMEWORK + "class A extends Service { f() { const self = this; return () => self.env.KEY } }",
        ["KEY heritage"],
    ),
    "an arrow function keeps this": (
        FRAMEWORK + "class A extends Service { f() { [1].map(() => this.env.KEY) } }",
        ["KEY heritage"],
    ),
    "a field that is an arrow function": (
        FRAMEWORK + "class A extends Service { f = () => this.env.KEY }",
        ["KEY heritage"],
    ),
    "a plain function has its own this": (
        FRAMEWORK + "class A extends Service { f() { g(function () { this.env.KEY }) } }",
        [],
    ),
    "a method of an object literal has its own this": (
        FRAMEWORK + "class A extends Service { f() { return { g() { this.env.KEY } } } }",
        [],
    ),
    "a static method has no instance": (FRAMEWORK + "class A extends Service { static f() { this.env.KEY } }", []),
    "a class of nothing": ("class A { f() { this.env.KEY } }", ["KEY name"]),
    "cloudflare's own classes": (
        "import { WorkerEntrypoint } from 'cloudflare:workers';\n"
        "class A extends WorkerEntrypoint { f() { this.env.KEY } }",
        ["KEY heritage"],
    ),
    "a context handed to a class": (
        "class A { constructor(private ctx: any) {} f() { return this.ctx.env.KEY } }",
        ["KEY flow A.constructor#0.env"],
    ),
}


@pytest.mark.parametrize(("code", "expected"), CLASSES.values(), ids=CLASSES)
def test_the_environment_of_classes(code: str, expected: list[str]) -> None:
    assert reads(code) == expected


PARAMETERS = {
    "Env": ("import { Env } from './raindrop.gen';\nfunction f(e: Env) { e.KEY }", ["KEY typed"]),
    "a renamed Env": (
        "import type { Env as WorkerEnv } from './raindrop.gen';\nfunction f(e: WorkerEnv) { e.KEY }",
        ["KEY typed"],
    ),
    "Env of a namespace": ("import * as gen from './raindrop.gen';\nfunction f(e: gen.Env) { e.KEY }", ["KEY typed"]),
    "a local interface Env": ("interface Env { KEY: string }\nfunction f(e: Env) { e.KEY }", ["KEY typed"]),
    "a local type Env": ("type Env = { KEY: string };\nfunction f(e: Env) { e.KEY }", ["KEY typed"]),
    "an alias of Env": ("type Bindings = Env;\nfunction f(e: Bindings) { e.KEY }", ["KEY typed"]),
    "an interface that extends Env": (
        "interface More extends Env { X: string }\nfunction f(e: More) { e.KEY }",
        ["KEY typed"],
    ),
    "Pick": ("function f(e: Pick<Env, 'KEY'>) { e.KEY }", ["KEY typed"]),
    "Partial": ("function f(e: Partial<Env>) { e.KEY }", ["KEY typed"]),
    "Readonly of Partial": ("function f(e: Readonly<Partial<Env>>) { e.KEY }", ["KEY typed"]),
    "a union with undefined": ("function f(e: Env | undefined) { e!.KEY }", ["KEY typed"]),
    "an intersection": ("function f(e: Env & { X: string }) { e.KEY }", ["KEY typed"]),
    "a constrained type parameter": ("function f<T extends Env>(e: T) { e.KEY }", ["KEY typed"]),
    "optional": ("function f(e?: Env) { e?.KEY }", ["KEY typed"]),
    "one member of Env is none": ("function f(db: Env['DB']) { db.KEY }", []),
    "keyof is none": ("function f(name: keyof Env) { name.KEY }", []),
    "a member of an object type": ("function f({ env, x }: { env: Env; x: number }) { env.KEY }", ["KEY typed"]),
    "a member of an interface": ("interface Deps { env: Env }\nfunction f(deps: Deps) { deps.env.KEY }", ["KEY typed"]),
    "taken apart": ("function f({ KEY, OTHER = 1 }: Env) { KEY }", ["KEY typed", "OTHER typed"]),
    "any": ("export function f(x: string, env: any) { env.KEY }", ["KEY flow f#1"]),
    "no type": ("export const f = async (env) => env.KEY;", ["KEY flow f#0"]),
    "an unknown type": (
        "import { Environment } from './types';\nfunction f(env: Environment) { env.KEY }",
        ["KEY flow f#0"],
    ),
    "an own interface": ("interface Keys { KEY: string }\nfunction f(env: Keys) { env.KEY }", ["KEY flow f#0"]),
    "a record": ("function f(env: Record<string, any>) { env.KEY }", ["KEY flow f#0"]),
    "any with another name, a member in capitals": (
        "export function f(config: any) { config.API_KEY }",
        ["API_KEY flow f#0"],
    ),
    "a string": ("function f(env: string) { env.length }", []),
    "the host's type": ("function f(env: NodeJS.ProcessEnv) { env.KEY }", ["KEY flow f#0"]),
    "a context of unknown type": ("export function f(c: any) { c.env.KEY }", ["KEY flow f#0.env"]),
    "a nested function": ("function f() { function g(env) { env.KEY } }", ["KEY flow f.g#0"]),
    "a function in an object": ("export const db = { find(env, id) { env.KEY } };", ["KEY flow db.find#0"]),
    "a default": (FRAMEWORK + "class A extends Service { f(e = this.env) { e.KEY } }", ["KEY heritage"]),
    "an anonymous callback": ("list.forEach((env) => env.KEY)", []),
    "called where it stands": ("function f(e: Env) { ((x) => x.API_KEY)(e) }", ["API_KEY typed"]),
    "a test double": ("const env = { KEY: 'x' } as Env;\nenv.KEY", []),
    "a typed test double": ("const env: Env = { KEY: 'x' };\nenv.KEY", []),
    "a cast of something unknown": ("function f(x: Foo) { (x.stuff as Env).KEY }", ["KEY typed"]),
    "imported from the runtime": ("import { env } from 'cloudflare:workers';\nenv.KEY", ["KEY typed"]),
    "imported from another file": ("import { env } from './env';\nenv.KEY", ["KEY flow env@./env"]),
    "a global": ("env.KEY", ["KEY name"]),
    "hono's adapter": (
        "import { env } from 'hono/adapter';\nfunction f(c) { const { KEY } = env<{ KEY: string }>(c); }",
        ["KEY flow"],
    ),
}


@pytest.mark.parametrize(("code", "expected"), PARAMETERS.values(), ids=PARAMETERS)
def test_the_environment_as_parameter(code: str, expected: list[str]) -> None:
    assert reads(code) == expected


ROUTES = {
    "inline": (APP + "app.get('/', (c) => c.text(c.env.KEY))", ["KEY typed"]),
    "a chain": (APP + "app.get('/a', (c) => c.env.A).post('/b', async (c) => { c.env.B })", ["A typed", "B typed"]),
    "a sub-router": (APP + "const api = app.basePath('/api');\napi.get('/', (x) => x.env.KEY)", ["KEY typed"]),
    "middleware": (APP + "app.use('/api/*', async (c, next) => { c.env.KEY; await next() })", ["KEY typed"]),
    "errors come first": (APP + "app.onError((err, c) => { err.env.NO; return c.text(c.env.KEY) })", ["KEY typed"]),
    "not found": (APP + "app.notFound((c) => c.text(c.env.KEY))", ["KEY typed"]),
    "a context typed any": (APP + "app.get('/', (c: any) => c.env.KEY)", ["KEY typed"]),
    "an app without types": (
        "import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', c => c.env.KEY)",
        ["KEY flow"],
    ),
    "an app as parameter": (
        HONO + "export function routes(app: Hono<{ Bindings: Env }>) { app.get('/', (c) => c.env.KEY) }",
        ["KEY typed"],
    ),
    "an app of unknown type": ("export function routes(app) { app.get('/', (c) => c.env.KEY) }", ["KEY flow"]),
    "a declared function": (
        APP + "app.get('/', show);\nfunction show(c: Context<{ Bindings: Env }>) { c.env.KEY }",
        ["KEY typed"],
    ),
    "a context alone": (HONO + "function show(c: Context) { c.env.KEY }", ["KEY flow"]),
    "a context of another library": (
        "import { Context } from 'telegraf';\nfunction f(c: Context) { c.env.KEY }",
        ["KEY flow f#0.env"],
    ),
    "a handler type": (HONO + "export const auth: MiddlewareHandler = async (c, next) => { c.env.KEY }", ["KEY typed"]),
    "a wrapped handler": (APP + "app.get('/', wrap(async (c) => c.env.KEY))", ["KEY flow"]),
    "destructured from the context": (APP + "app.get('/', (c) => { const { env } = c; env.KEY })", ["KEY typed"]),
    "renamed from the context": (APP + "app.get('/', (c) => { const { env: e } = c; e.KEY })", ["KEY typed"]),
    "destructured in the parameter": (APP + "app.get('/', ({ env, req }) => env.KEY)", ["KEY typed"]),
    "renamed in the parameter": (APP + "app.get('/', ({ env: e }) => e.KEY)", ["KEY typed"]),
    "express has requests, not contexts": (
        "import express from 'express';\nconst app = express();\napp.get('/', (req, res) => { req.env.KEY })",
        [],
    ),
    "what looks like a route": ("const cache = new Map();\ncache.get('/', (c) => c.env.KEY)", ["KEY flow"]),
    "a path that looks like a comment": (
        APP + "app.use('/api/*', cors());\napp.get('/', (c) => c.env.KEY)",
        ["KEY typed"],
    ),
}


@pytest.mark.parametrize(("code", "expected"), ROUTES.values(), ids=ROUTES)
def test_the_environment_of_request_contexts(code: str, expected: list[str]) -> None:
    assert reads(code) == expected


PLATFORM = {
    "an object with handlers": ("export default { async fetch(request, env, ctx) { env.KEY } }", ["KEY flow"]),
    "its other handlers": (
        "export default { queue: async (batch, env) => env.A, scheduled(event, env: any) { env.B } }",
        ["A flow", "B flow"],
    ),
    "a named object": ("const worker = { fetch(request, env) { env.KEY } };\nexport default worker;", ["KEY flow"]),
    "an object that is not exported": (
        "const worker = { fetch(request, env) { env.KEY } };",
        ["KEY flow worker.fetch#1"],
    ),
    "an mcp module": ("export default (server: McpServer, env, state) => { env.KEY }", ["KEY flow"]),
    "an mcp module by name": ("export default function setup(server, env) { env.KEY }", ["KEY flow"]),
    "another default export": ("export default function setup(options, env) { env.KEY }", ["KEY flow setup#1"]),
}


@pytest.mark.parametrize(("code", "expected"), PLATFORM.values(), ids=PLATFORM)
def test_functions_that_the_platform_calls(code: str, expected: list[str]) -> None:
    assert reads(code) == expected


@pytest.mark.parametrize("hook", ["cors", "verify", "authorize"])
def test_the_hooks_of_an_app_get_the_environment_second(hook: str) -> None:
    code = f"export const {hook} = async (request: Request, env: any) => env.KEY;"
    assert reads(code, "src/_app/auth.ts") == ["KEY flow"]
    assert reads(code, "src/api/auth.ts") == [f"KEY flow {hook}#1"]


ALIASES = {
    "const": ("const e = env; e.KEY", ["KEY"]),
    "of an alias": ("const a = env; const b = a; b.KEY", ["KEY"]),
    "destructured": ("const { A, B: renamed, C = 'x', ...rest } = env; rest.D", ["A", "B", "C", "D"]),
    "a quoted key": ("const { 'A-B': x } = env;", ["A-B"]),
    "assigned later": ("let A; ({ A } = env);", ["A"]),
    "brackets": ("env['KEY']", ["KEY"]),
    "brackets with a template": ("env[`KEY`]", ["KEY"]),
    "brackets with a constant": ("const NAME = 'KEY'; env[NAME]", ["KEY"]),
    "brackets with one of two": ("env[x ? 'A' : 'B']", ["A", "B"]),
    "as any": ("(env as any).KEY", ["KEY"]),
    "as unknown as": ("(env as unknown as Record<string, string>).KEY", ["KEY"]),
    "not null": ("env!.KEY", ["KEY"]),
    "angle brackets": ("(<any>env).KEY", ["KEY"]),
    "optional": ("env?.KEY", ["KEY"]),
    "optional brackets": ("env?.['KEY']", ["KEY"]),
    "parentheses": ("((env)).KEY", ["KEY"]),
    "in": ("'KEY' in env", ["KEY"]),
    "with another one": ("const e = env ?? other; e.KEY", ["KEY"]),
    "an object that holds it": ("const deps = { env }; deps.env.KEY", ["KEY"]),
    "a function that returns it": ("function getEnv() { return env } getEnv().KEY", ["KEY"]),
    "inside a closure": ("const f = () => () => env.KEY;", ["KEY"]),
    "a shadowing parameter": ("const f = (env: string) => env.KEY;", []),
    "a shadowing constant": ("{ const env = { KEY: 1 }; env.KEY }", []),
    "a shadowing constant further down": ("{ env.KEY; const env = {}; }", []),
    "a hoisted var": ("env.KEY; if (x) { var env = {}; }", []),
    "a shadowing catch": ("try {} catch (env) { env.KEY }", []),
    "a shadowing loop": ("for (const env of list) { env.KEY }", []),
    "outside the block that shadows": ("{ const env = {}; } env.KEY", ["KEY"]),
    "a comment": ("// env.KEY\n/* env.KEY */", []),
    "a string": ("'env.KEY'; `env.KEY`", []),
    "a type": ("type T = typeof env.KEY; let x: typeof env;", []),
    "a property of another object": ("config.env.KEY", []),
    "a label": ("env: for (;;) { break env }", []),
}


@pytest.mark.parametrize(("code", "expected"), ALIASES.values(), ids=ALIASES)
def test_names_for_the_environment(code: str, expected: list[str]) -> None:
    file = read(f"function f(env: Env, config: Config, other: Other) {{ {code} }}")
    assert [each.name for each in file.env_reads] == expected
    assert all(each.root == Root(Certainty.TYPED) for each in file.env_reads)


def test_javascript_is_read_as_well() -> None:
    assert reads("export default { async fetch(request, env) { return env.KEY } }", "src/api/index.js") == ["KEY flow"]
    assert reads("export const App = ({ env }) => <p title={env.KEY}>a & b</p>;", "src/api/index.jsx") == [
        "KEY flow App#0.env"
    ]


def test_a_read_says_where_the_name_and_the_object_stand() -> None:
    code = "function f(c: { env: Env }) { return (c.env as any)['KEY'].get(1) }"
    source = Source("a.ts", code.encode())
    (each,) = extract(source).env_reads
    assert source.text(each.span) == "KEY"
    assert source.text(each.object) == "(c.env as any)"
    assert each.by_index
    assert each.function == "f"


def test_positions_count_bytes_in_a_file_with_other_letters() -> None:
    source = Source("a.ts", "// žluťoučký\nfunction f(env: Env) { env.KEY }".encode())
    (each,) = extract(source).env_reads
    assert source.text(each.span) == "KEY"


ACCESSES = {
    "called": ("env.DB.query('x')", ("query", True)),
    "through casts": ("(env.DB as any)!.query('x')", ("query", True)),
    "optional call": ("env.DB?.query?.('x')", ("query", True)),
    "read": ("env.DB.size", ("size", False)),
    "brackets": ("env.DB['query']('x')", ("query", True)),
    "passed on": ("f(env.DB)", None),
    "handed over as a method": ("f(env.DB.query)", ("query", False)),
}


@pytest.mark.parametrize(("code", "expected"), ACCESSES.values(), ids=ACCESSES)
def test_what_is_done_with_a_value(code: str, expected: tuple[str, bool] | None) -> None:
    (each,) = read(f"function f(env: Env) {{ {code} }}").env_reads
    assert (each.access and (each.access.member, each.access.called)) == expected


LATER = {
    "a constant": ("const db = env.DB; db.query('x'); db.size", [("query", True), ("size", False)]),
    "a cast": ("const db = env.DB as any; db?.query('x')", [("query", True)]),
    "a pattern": ("const { DB } = env; DB.query('x')", [("query", True)]),
    "a renaming pattern": ("const { DB: db } = env; db.query('x')", [("query", True)]),
    "not another one of that name": ("const db = env.DB; { const db = other; db.query('x') }", []),
    "not when passed on": ("const db = env.DB; f(db)", []),
}


@pytest.mark.parametrize(("code", "expected"), LATER.values(), ids=LATER)
def test_what_is_done_later_with_a_value(code: str, expected: list[tuple[str, bool]]) -> None:
    (each,) = read(f"function f(env: Env, other: any) {{ {code} }}").env_reads
    assert [(access.member, access.called) for access in each.later] == expected


@pytest.mark.parametrize(
    "code", ["env.KEY = 1", "env.KEY += 1", "delete env.KEY", "env['KEY'] = 1", "env.KEY++", "(env as any).KEY = 1"]
)
def test_writes_are_told_from_reads(code: str) -> None:
    (each,) = read(f"function f(env: Env) {{ {code} }}").env_reads
    assert each.is_write


def test_the_value_of_an_assignment_is_a_read() -> None:
    (each,) = read("function f(env: Env) { x = env.KEY }").env_reads
    assert not each.is_write


DYNAMIC = {
    "a name that is not known": ("env[name]", 1),
    "a name that is known in part": ("env[`KEY_${n}`]", 1),
    "spread": ("g({ ...env })", 1),
    "all keys": ("Object.keys(env)", 1),
    "a loop": ("for (const key in env) {}", 1),
    "an unknown function": ("callback(env)", 1),
    "returned": ("return { env }", 1),
    "handed to a binding": ("env.OTHER.fetch(request, env)", 0),
    "printed": ("console.log(env)", 0),
    "tested": ("if (!env) return", 0),
    "a known name": ("env['KEY']", 0),
}


@pytest.mark.parametrize(("code", "count"), DYNAMIC.values(), ids=DYNAMIC)
def test_uses_that_may_read_anything(code: str, count: int) -> None:
    assert len(read(f"function f(env: Env, name: string, callback: Function) {{ {code} }}").dynamic_reads) == count


FLOWS = {
    "a function of this file": ("function g(x) {}\nfunction f(env: Env) { g(env) }", (":g", 0, "", False)),
    "an imported function": ("import { g } from './g';\nfunction f(env: Env) { g(1, env) }", ("./g:g", 1, "", False)),
    "a default import": ("import g from './g';\nfunction f(env: Env) { g(env) }", ("./g:default", 0, "", False)),
    "a renamed import": ("import { a as g } from './g';\nfunction f(env: Env) { g(env) }", ("./g:a", 0, "", False)),
    "a namespace": ("import * as g from './g';\nfunction f(env: Env) { g.run(env) }", ("./g:run", 0, "", False)),
    "a dynamic import": (
        "async function f(env: Env) { const { run } = await import('./g'); run(env) }",
        ("./g:run", 0, "", False),
    ),
    "a class": (
        "import { Router } from './r';\nfunction f(c: { env: Env }) { new Router(c.env) }",
        ("./r:Router.constructor", 0, "", False),
    ),
    "a class of this file": (
        "class A { constructor(e) {} }\nfunction f(env: Env) { new A(env) }",
        (":A.constructor", 0, "", False),
    ),
    "super": (
        "import { B } from './b';\nclass A extends B { constructor(ctx, env: Env) { super(ctx, env) } }",
        ("./b:B.constructor", 1, "", False),
    ),
    "a method of this": (
        "class A { constructor(private env: Env) {} g(e) {} f() { this.g(this.env) } }",
        (":A.g", 0, "", False),
    ),
    "a method of an instance": (
        "class A { g(e) {} }\nfunction f(env: Env) { const a = new A(); a.g(env) }",
        (":A.g", 0, "", False),
    ),
    "a method of an imported instance": (
        "import { A } from './a';\nfunction f(env: Env) { const a = new A(); a.g(env) }",
        ("./a:A.g", 0, "", False),
    ),
    "a static method": ("class A { static g(e) {} }\nfunction f(env: Env) { A.g(env) }", (":A.g", 0, "", False)),
    "a method of an imported object": (
        "import { db } from './db';\nfunction f(env: Env) { db.find(env) }",
        ("./db:db.find", 0, "", False),
    ),
    "a context": (HONO + "import { g } from './g';\nfunction f(c: Context) { g(c) }", ("./g:g", 0, "", True)),
    "an object that holds it": (
        "import { g } from './g';\nfunction f(env: Env) { g({ env, a: 1 }) }",
        ("./g:g", 0, "", True),
    ),
    "an object that holds it, by key": (
        "import { g } from './g';\nfunction f(e: Env) { g({ env: e }) }",
        ("./g:g", 0, "", True),
    ),
    "an instance": (
        FRAMEWORK + "import { g } from './g';\nclass A extends Service { f() { g(this) } }",
        ("./g:g", 0, "", True),
    ),
    "a parameter handed on": (
        "import { g } from './g';\nexport function f(env: any) { g(env) }",
        ("./g:g", 0, "f#0", False),
    ),
    "a parameter's environment handed on": (
        "import { g } from './g';\nexport function f(c: any) { g(c.env) }",
        ("./g:g", 0, "f#0.env", False),
    ),
    "a handler by name": (APP + "app.get('/', show);\nfunction show(c) {}", (":show", -1, "", True)),
    "an imported handler": (
        APP + "import { show } from './show';\napp.post('/x', check, show)",
        ("./show:show", -1, "", True),
    ),
    "a handler of an object": (
        APP + "import * as users from './users';\napp.get('/', users.list)",
        ("./users:list", -1, "", True),
    ),
    "a bound method": (
        APP + "class A { show(c) {} }\nconst a = new A();\napp.get('/', a.show.bind(a))",
        (":A.show", -1, "", True),
    ),
}


@pytest.mark.parametrize(("code", "expected"), FLOWS.values(), ids=FLOWS)
def test_hand_overs(code: str, expected: tuple[str, int, str, bool]) -> None:
    assert expected in flows(code)


def test_a_parameter_that_may_be_either_is_handed_on_as_both() -> None:
    code = "import { g } from './g';\nexport function f(env: any) { g(env) }"
    assert flows(code) == {("./g:g", 0, "f#0", False), ("./g:g", 0, "f#0.env", True)}


def test_an_app_that_is_handed_the_environment_reads_nothing_itself() -> None:
    file = read(
        FRAMEWORK + APP + "export default class extends Service<Env> { fetch(r) { return app.fetch(r, this.env) } }"
    )
    assert (file.env_reads, file.env_flows, file.dynamic_reads) == ((), (), ())


def test_an_imported_app_is_handed_the_environment() -> None:
    code = (
        FRAMEWORK + "import app from './app';\nclass A extends Service { fetch(r) { return app.fetch(r, this.env) } }"
    )
    (flow,) = read(code).env_flows
    assert flow == EnvFlow(Callee("./app", "default.fetch"), 1, Root(Certainty.HERITAGE))


def test_a_generated_type_file_declares_and_reads_nothing() -> None:
    file = read(
        "import { Ai } from 'x';\nexport interface Env {\n  AI: Ai;\n  'a-b'?: string;\n}\n", "src/api/raindrop.gen.ts"
    )
    assert file.env_reads == ()
    (declared,) = file.env_types
    assert [(each.name, each.type, each.is_optional) for each in declared.members] == [
        ("AI", "Ai", False),
        ("a-b", "string", True),
    ]


def test_a_handler_of_an_object_hands_over_its_context() -> None:
    code = APP + "import { check } from './check';\napp.get('/', async (c) => { await check(c); })"
    assert ("./check:check", 0, "", True) in flows(code)
