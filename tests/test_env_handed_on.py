"""Ways of the environment from function to function over files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import MANIFEST, env_names, service, write

FORMS = {
    "imported const key": (
        {
            "index.ts": "import { KEY } from './k';\n" + service("this.env[KEY]"),
            "k.ts": "export const KEY = 'FIRST_KEY' as const;",
        },
        ["FIRST_KEY"],
    ),
    "imported object key": (
        {
            "index.ts": "import { KEYS } from './k';\n" + service("this.env[KEYS.a]"),
            "k.ts": "export const KEYS = { a: 'FIRST_KEY' } as const;",
        },
        ["FIRST_KEY"],
    ),
    "imported enum key": (
        {
            "index.ts": "import { Keys } from './k';\n" + service("this.env[Keys.a]"),
            "k.ts": "export enum Keys { a = 'FIRST_KEY' }",
        },
        ["FIRST_KEY"],
    ),
    "imported unknown key": (
        {
            "index.ts": "import { KEY } from './k';\n" + service("this.env[KEY]"),
            "k.ts": "export const KEY = Math.random().toString();",
        },
        [],
    ),
    "handed on: object whole": (
        {
            "index.ts": service("one({ env: this.env })") + "import { one } from './a';",
            "a.ts": ("import { two } from './b';\nexport const one = (opts) => two(opts);"),
            "b.ts": "export function two({ env }) { return env.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: object var": (
        {
            "index.ts": service("const deps = { env: this.env, n: 1 }; one(deps)") + "import { one } from './a';",
            "a.ts": "export function one(deps) { return deps.env.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: class static": (
        {
            "index.ts": service("Util.load(this.env)") + "import { Util } from './a';",
            "a.ts": "export class Util { static load(e) { return e.FIRST_KEY } }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: object method": (
        {
            "index.ts": service("util.load(this.env)") + "import { util } from './a';",
            "a.ts": "export const util = { load(e) { return e.FIRST_KEY } };",
        },
        ["FIRST_KEY"],
    ),
    "handed on: namespace reexport": (
        {
            "index.ts": service("util.load(this.env)") + "import { util } from './x';",
            "x.ts": "export * as util from './a';",
            "a.ts": "export function load(e) { return e.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: default object": (
        {
            "index.ts": service("util.load(this.env)") + "import util from './a';",
            "a.ts": "export default { load(e) { return e.FIRST_KEY } };",
        },
        ["FIRST_KEY"],
    ),
    "handed on: default object named": (
        {
            "index.ts": service("util.load(this.env)") + "import util from './a';",
            "a.ts": ("function load(e) { return e.FIRST_KEY }\nexport default { load };"),
        },
        ["FIRST_KEY"],
    ),
    "handed on: instance method": (
        {
            "index.ts": service("const u = new Util(); u.load(this.env)") + "import { Util } from './a';",
            "a.ts": "export class Util { load(e) { return e.FIRST_KEY } }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: instance exported": (
        {
            "index.ts": service("util.load(this.env)") + "import { util } from './a';",
            "a.ts": ("class Util { load(e) { return e.FIRST_KEY } }\nexport const util = new Util();"),
        },
        ["FIRST_KEY"],
    ),
    "handed on: factory": (
        {
            "index.ts": service("const u = createUtil(this.env); u.load()") + "import { createUtil } from './a';",
            "a.ts": "export const createUtil = (e) => ({ load: () => e.FIRST_KEY });",
        },
        ["FIRST_KEY"],
    ),
    "handed on: factory class": (
        {
            "index.ts": service("createUtil(this.env).load()") + "import { createUtil } from './a';",
            "a.ts": (
                "class Util { constructor(private e) {} load() { return this.e.FIRST_KEY } }\n"
                "export const createUtil = (env) => new Util(env);"
            ),
        },
        ["FIRST_KEY"],
    ),
    "handed on: env returned": (
        {
            "index.ts": service("const e = same(this.env); e.FIRST_KEY") + "import { same } from './a';",
            "a.ts": "export const same = (e) => e;",
        },
        [],
    ),
    "handed on: callback": (
        {
            "index.ts": service("withEnv(this.env, cb)")
            + ("import { withEnv } from './a';\nimport { cb } from './b';"),
            "a.ts": "export const withEnv = (env, fn) => fn(env);",
            "b.ts": "export const cb = (e) => e.FIRST_KEY;",
        },
        ["FIRST_KEY"],
    ),
    "handed on: default parameter": (
        {
            "index.ts": service("one(this.env)") + "import { one } from './a';",
            "a.ts": "export function one(e = {}) { return (e as any).FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: bindings": (
        {
            "index.ts": service("new Client(this.env).go()") + "import { Client } from './a';",
            "a.ts": (
                "export class Client { bindings: any; constructor(bindings: any) { this.bindings = bindings } "
                "go() { return this.bindings.FIRST_KEY } }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "handed on: bindings parameter prop": (
        {
            "index.ts": service("new Client(this.env).go()") + "import { Client } from './a';",
            "a.ts": (
                "export class Client { constructor(private bindings: any) {} go() { return this.bindings.FIRST_KEY } }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "handed on: subclass super": (
        {
            "index.ts": service("new Client(this.env).go()") + "import { Client } from './a';",
            "a.ts": (
                "import { Base } from './b';\n"
                "export class Client extends Base { constructor(e) { super(e) } go() { return this.env.FIRST_KEY "
                "} }"
            ),
            "b.ts": "export class Base { env; constructor(e) { this.env = e } }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: subclass implicit super": (
        {
            "index.ts": service("new Client(this.env).go()") + "import { Client } from './a';",
            "a.ts": (
                "class Base { env; constructor(e) { this.env = e } }\n"
                "export class Client extends Base { go() { return this.env.FIRST_KEY } }"
            ),
        },
        ["FIRST_KEY"],
    ),
    "handed on: lower case env parameter": (
        {
            "index.ts": service("work(this.env)") + "import { work } from './a';",
            "a.ts": "export function work(environment) { const { FIRST_KEY } = environment; return FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: dynamic import": (
        {
            "index.ts": service("const { work } = await import('./a'); work(this.env); "),
            "a.ts": "export function work(e) { return e.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: dynamic import namespace": (
        {
            "index.ts": service("const m = await import('./a'); m.work(this.env); "),
            "a.ts": "export function work(e) { return e.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: renamed": (
        {
            "index.ts": service("go(this.env)") + "import { work as go } from './a';",
            "a.ts": ("const w = (e) => e.FIRST_KEY;\nexport { w as work };"),
        },
        ["FIRST_KEY"],
    ),
    "handed on: two stars": (
        {
            "index.ts": service("work(this.env)") + "import { work } from './i';",
            "i.ts": ("export * from './z';\nexport * from './a';"),
            "z.ts": "export const z = 1;",
            "a.ts": "export const work = (e) => e.FIRST_KEY;",
        },
        ["FIRST_KEY"],
    ),
    "handed on: const alias": (
        {
            "index.ts": service("go(this.env)") + ("import { work } from './a';\nconst go = work;"),
            "a.ts": "export const work = (e) => e.FIRST_KEY;",
        },
        ["FIRST_KEY"],
    ),
    "handed on: export const alias": (
        {
            "index.ts": service("go(this.env)") + "import { go } from './a';",
            "a.ts": ("const work = (e) => e.FIRST_KEY;\nexport const go = work;"),
        },
        ["FIRST_KEY"],
    ),
    "namespace key": (
        {
            "index.ts": "import * as K from './k';\n" + service("return this.env[K.KEY]"),
            "k.ts": "export const KEY = 'FIRST_KEY';",
        },
        ["FIRST_KEY"],
    ),
    "default key": (
        {
            "index.ts": "import KEY from './k';\n" + service("return this.env[KEY]"),
            "k.ts": ("const KEY = 'FIRST_KEY';\nexport default KEY;"),
        },
        ["FIRST_KEY"],
    ),
    "reexported key": (
        {
            "index.ts": "import { KEY } from './i';\n" + service("return this.env[KEY]"),
            "i.ts": "export * from './k';",
            "k.ts": "export const KEY = 'FIRST_KEY';",
        },
        ["FIRST_KEY"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FORMS.values(), ids=FORMS)
def test_reads_over_files(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert env_names(tmp_path) == expected
