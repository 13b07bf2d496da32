"""Names, members and callbacks of the environment inside a service, as the whole app sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import MANIFEST, env_names, service, write

FORMS = {
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
    "not null": (
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
    "hasOwn": (
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
    "a callback beside it": (
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
    "helper class of a whole object": (
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
}


@pytest.mark.parametrize(("code", "expected"), FORMS.values(), ids=FORMS)
def test_reads_of_one_file(tmp_path: Path, code: str, expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, "src/api/index.ts": code})
    assert env_names(tmp_path) == expected
