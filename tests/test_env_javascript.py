"""The environment in JavaScript, CommonJS and other kinds of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import ENV, MANIFEST, env_names, service, write

FORMS = {
    "handed on: js": (
        {
            "index.ts": service("work(this.env)") + "import { work } from './a.js';",
            "a.js": "export function work(environment) { const { FIRST_KEY } = environment; return FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: require": (
        {
            "index.ts": service("const m = require('./a'); m.work(this.env); "),
            "a.js": "module.exports.work = function (e) { return e.FIRST_KEY }",
        },
        ["FIRST_KEY"],
    ),
    "handed on: require taken apart": (
        {
            "index.ts": service("const { work } = require('./a'); work(this.env); "),
            "a.js": ("function work(e) { return e.FIRST_KEY }\nmodule.exports = { work };"),
        },
        ["FIRST_KEY"],
    ),
    "handed on: require class": (
        {
            "index.ts": service("const W = require('./a'); new W(this.env); "),
            "a.js": (
                "class W { constructor(env) { this.env = env } f() { return this.env.FIRST_KEY } }\nmodule.exports = W;"
            ),
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
}


@pytest.mark.parametrize(("files", "expected"), FORMS.values(), ids=FORMS)
def test_reads_over_files(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert env_names(tmp_path) == expected
