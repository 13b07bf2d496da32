"""What is known of a URL over files: constants, calls, constructors, fields, variables and their defaults."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rdlint.app.discover import discover
from rdlint.app.model import App
from rdlint.app.relate import relate
from rdlint.extraction import Extraction
from rdlint.settings import Settings
from tests.apps import write

MANIFEST = """\
application "shop" {
  env "API_URL" {
    default = "https://default.example"
  }
  env "API_HOST" {
    default = "host.example"
  }
  env "BARE" {}
  service "api" {
    env "OWN" {
      default = "https://own.example/base"
    }
  }
  service "other" {
    env "API_URL" {
      default = "https://other.example"
    }
  }
}
"""
A = "https://a.example"
B = "https://b.example"


def related(folder: Path, files: dict[str, str], manifest: str = MANIFEST) -> App:
    write(folder, {"raindrop.manifest": manifest, **files})
    return relate(Extraction(discover([str(folder)]).tree), "", [""], Settings(), time.time())


def urls(app: App) -> list[str]:
    """Return the URLs that the app may ask, ``…`` behind what goes on unknown."""
    found = {each.text + ("" if each.is_complete else "…") for outbound in app.outbound for each in outbound.urls}
    return sorted(found)


ONE_FILE = {
    "a template in the middle": ("const v = '2010'; fetch(`https://a.example/${v}/x`)", [f"{A}/2010/x"]),
    "a variable with a default": ("fetch(env.API_URL + '/x')", ["https://default.example/x"]),
    "a variable of the module": ("fetch(`${env.OWN}/x`)", ["https://own.example/base/x"]),
    "a host in a variable": ("fetch(`https://${env.API_HOST}/x`)", ["https://host.example/x"]),
    "a variable without a default": ("fetch(`${env.BARE}/x`)", ["…"]),
    "a variable or else": ("fetch(env.BARE ?? 'https://a.example')", ["…", A]),
    "or else, by ||": ("const u = env.BARE || 'https://a.example'; fetch(`${u}/x`)", ["…", f"{A}/x"]),
    "set if it is missing": ("let u = env.BARE; u ??= 'https://a.example'; fetch(u)", ["…", A]),
    "destructured with a default": ("const { BARE = 'https://a.example' } = env; fetch(BARE)", ["…", A]),
    "destructured": ("const { API_URL: u } = env; fetch(u)", ["https://default.example"]),
    "kept in an object": ("const c = { url: env.API_URL }; fetch(c.url)", ["https://default.example"]),
    "a wrapper": ("const call = (u: string) => fetch(u); call('https://a.example')", [A]),
    "two calls of a wrapper": (
        "async function call(u: string) { return fetch(u) } call('https://a.example'); call(`${B}/x`); "
        "const B = 'https://b.example'",
        [A, f"{B}/x"],
    ),
    "a wrapper of a wrapper": (
        "function send(u: string) { return fetch(u) } function get(p: string) { return send('https://a.example' + p) }"
        " get('/x'); get(`/y`)",
        [f"{A}/x", f"{A}/y"],
    ),
    "a wrapper that is given an object": (
        "function call(o: { url: string }) { return fetch(o.url) } call({ url: 'https://a.example' })",
        [A],
    ),
    "a wrapper that takes an object apart": (
        "function call({ url }: { url: string }) { return fetch(url) } call({ url: 'https://a.example' })",
        [A],
    ),
    "a wrapper that sets its parameter": (
        "function call(u: string) { if (u.startsWith('/')) u = 'https://a.example' + u; return fetch(u) } call(x)",
        [f"{A}…"],
    ),
    "a parameter with a default": (
        "function call(u = 'https://a.example') { return fetch(u) } call('https://b.example')",
        [A, B],
    ),
    "a method": (
        "class C { get(u: string) { return fetch(u) } all() { this.get('https://a.example') } }",
        [A],
    ),
    "a constructor argument": (
        "class C { constructor(private base: string) {} get() { return fetch(this.base + '/x') } }"
        " new C('https://a.example').get()",
        [f"{A}/x"],
    ),
    "a constructor that sets a field": (
        "class C { base: string; constructor(base: string) { this.base = base } get() { return fetch(this.base) } }"
        " const c = new C('https://a.example')",
        [A],
    ),
    "a constructor with options": (
        "class C { base: string; constructor(o: Options) { this.base = o.baseUrl } get() { return fetch(this.base) } }"
        " const c = new C({ baseUrl: 'https://a.example' })",
        [A],
    ),
    "options that are kept": (
        "class C { constructor(private o: Options) {} get() { return fetch(`${this.o.baseUrl}/x`) } }"
        " const c = new C({ baseUrl: 'https://a.example' })",
        [f"{A}/x"],
    ),
    "options or else": (
        "class C { base: string; constructor(o: Options) { this.base = o.baseUrl ?? 'https://b.example' }"
        " get() { return fetch(this.base) } } const c = new C({ baseUrl: 'https://a.example' })",
        [A, B],
    ),
    "a constructor that gets the environment's": (
        "class C { constructor(private base: string) {} get() { return fetch(this.base) } } new C(env.API_URL)",
        ["https://default.example"],
    ),
    "super": (
        "class P { constructor(protected base: string) {} get() { return fetch(this.base) } }"
        " class C extends P { constructor() { super('https://a.example') } }",
        [A],
    ),
    "a constructor that is inherited": (
        "class P { constructor(protected base: string) {} get() { return fetch(this.base) } }"
        " class C extends P {} new C('https://a.example')",
        [A],
    ),
    "a field that is inherited": (
        "class P { base = 'https://a.example' } class C extends P { get() { return fetch(this.base) } }",
        [A],
    ),
    "a field of an instance": ("class C { base = 'https://a.example' } const c = new C(); fetch(c.base)", [A]),
    "a getter of an instance": (
        "class C { get base() { return 'https://a.example' } } const c = new C(); fetch(c.base)",
        [A],
    ),
    "a method of an instance": (
        "class C { url(p: string) { return 'https://a.example' + p } } const c = new C(); fetch(c.url('/x'))",
        [f"{A}/x"],
    ),
    "a static method": ("class C { static url() { return 'https://a.example' } } fetch(C.url())", [A]),
    "a method of an object": ("const api = { url() { return 'https://a.example' } }; fetch(api.url())", [A]),
    "an arrow function of an object": (
        "const api = { url: (p: string) => `https://a.example${p}` }; fetch(api.url('/x'))",
        [f"{A}/x"],
    ),
    "what a function is given": (
        "function url(base: string, path: string) { return `${base}${path}` } fetch(url('https://a.example', '/x'));"
        " url('https://b.example', '/y')",
        [f"{A}/x"],
    ),
    "a function in itself": (
        "const j = (a: string, b: string) => a + b; fetch(j(j('https://a.example', '/x'), '/y'))",
        [f"{A}/x/y"],
    ),
    "a function without its argument": (
        "function url(base = 'https://a.example') { return base + '/x' } fetch(url())",
        [f"{A}/x"],
    ),
    "a function that returns an object": (
        "function config() { return { url: 'https://a.example' } } const c = config(); fetch(c.url)",
        [A],
    ),
    "a function that asks the environment": (
        "function config(env: Env) { return { url: env.API_URL || 'https://a.example' } } fetch(config(env).url)",
        [A, "https://default.example"],
    ),
    "a spread object": (
        "const BASE = { url: 'https://a.example' }; const C = { ...BASE, n: 1 }; fetch(C.url)",
        [A],
    ),
    "any of an object": (
        "const URLS = { a: 'https://a.example', b: 'https://b.example' }; fetch(URLS[region])",
        [A, B],
    ),
    "any of an array": ("for (const u of ['https://a.example', 'https://b.example']) fetch(u)", [A, B]),
    "joined": ("fetch(['https://a.example', 'x', id].join('/'))", [f"{A}/x/…"]),
    "replaced": ("fetch('https://a.example/{id}'.replace('{id}', '7'))", [f"{A}/7"]),
    "the scheme replaced": ("fetch('http://a.example'.replace('http:', 'https:'))", [A]),
    "the end replaced": (r"fetch('https://a.example/'.replace(/\/$/, '') + '/x')", [f"{A}//x"]),
    "something else replaced": ("fetch('http://a.example'.replace(/^http:/, 'https:'))", []),
    "the origin of a URL": ("const u = new URL('https://a.example/x?y'); fetch(u.origin + '/z')", [f"{A}/z"]),
    "and": ("fetch(live && 'https://a.example')", [A]),
    "set from itself": ("let u = 'https://a.example'; u = u + '/x'; fetch(u)", [A]),
    "one that calls itself": ("function f(n: number): string { return f(n - 1) } fetch(f(3))", []),
    "a parameter that nobody gives": ("function call(u: string) { return fetch(u) }", []),
    "the environment is no address": (
        "function call(e: Env) { return fetch(e.API_URL) } call(env)",
        ["https://default.example"],
    ),
}


@pytest.mark.parametrize(("code", "expected"), ONE_FILE.values(), ids=ONE_FILE)
def test_in_one_file(code: str, expected: list[str], tmp_path: Path) -> None:
    app = related(tmp_path, {"src/api/index.ts": f"export default async function main(env: Env) {{ {code} }}"})
    assert urls(app) == sorted(expected)


TWO_FILES = {
    "a constant in the middle": (
        "import { V } from './x'; fetch(`https://a.example/${V}/x`)",
        "export const V = 'v1';",
        [f"{A}/v1/x"],
    ),
    "two constants": (
        "import { BASE, PATH } from './x'; fetch(BASE + '/' + PATH)",
        "export const BASE = 'https://a.example'; export const PATH = 'p';",
        [f"{A}/p"],
    ),
    "a constant of constants": (
        "import { URLS } from './x'; fetch(URLS.api.users)",
        "const B = 'https://a.example'; export const URLS = { api: { users: `${B}/users` } } as const;",
        [f"{A}/users"],
    ),
    "an enum": ("import { E } from './x'; fetch(E.Api)", "export enum E { Api = 'https://a.example' }", [A]),
    "a default": ("import B from './x'; fetch(B)", "export default 'https://a.example';", [A]),
    "a default object": ("import c from './x'; fetch(c.url)", "export default { url: 'https://a.example' };", [A]),
    "a whole module": ("import * as x from './x'; fetch(x.BASE)", "export const BASE = 'https://a.example';", [A]),
    "a function": (
        "import { base } from './x'; fetch(`${base()}/x`)",
        "export function base() { return 'https://a.example' }",
        [f"{A}/x"],
    ),
    "a function with a parameter": (
        "import { url } from './x'; fetch(url('/x')); url('https://b.example')",
        "export const url = (p: string) => `https://a.example${p}`;",
        [f"{A}…"],
    ),
    "a function that gives its parameter": (
        "import { url } from './x'; fetch(url('https://a.example')); url('https://b.example')",
        "export const url = (p: string) => p;",
        [],
    ),
    "a function that returns an object": (
        "import { config } from './x'; const c = config(env); fetch(c.url)",
        "export function config(env: Env) { return { url: env.API_URL || 'https://a.example' } }",
        ["https://default.example", A],
    ),
    "a wrapper": (
        "import { call } from './x'; call('https://a.example')",
        "export async function call(url: string) { return fetch(url) }",
        [A],
    ),
    "a wrapper that is the default": (
        "import call from './x'; call('https://a.example')",
        "export default async function (url: string) { return fetch(url) }",
        [A],
    ),
    "a class": (
        "import { C } from './x'; const c = new C('https://a.example')",
        "export class C { constructor(private base: string) {} get(p: string) { return fetch(this.base + p) } }",
        [f"{A}…"],
    ),
    "a class and its method": (
        "import { C } from './x'; const c = new C('https://a.example'); c.get('/x')",
        "export class C { constructor(private base: string) {} get(p: string) { return fetch(this.base + p) } }",
        [f"{A}/x"],
    ),
    "a class with options": (
        "import { C } from './x'; const c = new C({ base: env.API_URL })",
        "export class C { base: string; constructor(o: O) { this.base = o.base } get() { return fetch(this.base) } }",
        ["https://default.example"],
    ),
    "options that are handed on": (
        "import { make } from './x'; make({ base: 'https://a.example' })",
        "class C { constructor(private o: O) {} get() { return fetch(this.o.base) } }"
        " export function make(o: O) { return new C(o) }",
        [A],
    ),
    "a constant as options": (
        "import { C } from './x'; const OPTIONS = { base: 'https://a.example' }; new C(OPTIONS)",
        "export class C { constructor(private o: O) {} get() { return fetch(this.o.base) } }",
        [A],
    ),
    "a class that is extended": (
        "import { P } from './x'; class C extends P { constructor() { super('https://a.example') } } new C()",
        "export class P { constructor(protected base: string) {} get() { return fetch(this.base) } }",
        [A],
    ),
    "a field of a class that is extended": (
        "import { P } from './x'; class C extends P { get() { return fetch(this.base) } } new C()",
        "export class P { base = 'https://a.example' }",
        [A],
    ),
    "a field of an instance": (
        "import { C } from './x'; const c = new C(); fetch(c.base)",
        "export class C { base = 'https://a.example' }",
        [A],
    ),
    "a static field": (
        "import { C } from './x'; fetch(C.BASE)",
        "export class C { static readonly BASE = 'https://a.example' }",
        [A],
    ),
    "a method of an instance": (
        "import { C } from './x'; const c = new C(); fetch(c.url())",
        "export class C { url() { return 'https://a.example' } }",
        [A],
    ),
    "an instance": (
        "import { c } from './x'; fetch(c.base)",
        "class C { base = 'https://a.example' } export const c = new C();",
        [A],
    ),
    "a type": (
        "import type { C } from './x'; fetch(C.base)",
        "export class C { static base = 'https://a.example' }",
        [],
    ),
    "nothing": ("import { gone } from './x'; fetch(gone)", "export const other = 'https://a.example';", []),
}


@pytest.mark.parametrize(("code", "other", "expected"), TWO_FILES.values(), ids=TWO_FILES)
def test_over_two_files(code: str, other: str, expected: list[str], tmp_path: Path) -> None:
    imports, _, rest = code.partition("; ")
    index = f"{imports};\nexport default async function main(env: Env) {{ {rest} }}"
    app = related(tmp_path, {"src/api/index.ts": index, "src/api/x.ts": other})
    assert urls(app) == sorted(expected)


PYTHON = {
    "a wrapper": (
        "async def call(url):\n  await fetch(url)\nasync def f(env):\n  await call('https://a.example')\n",
        "",
        [A],
    ),
    "a wrapper by name": (
        "async def call(client, url: str):\n  await fetch(url + '/x')\ncall(None, url='https://a.example')\n",
        "",
        [f"{A}/x"],
    ),
    "a method": (
        "class C:\n  def get(self, path):\n    return fetch(f'https://a.example{path}')\nC().get('/x')\n",
        "",
        [f"{A}/x"],
    ),
    "a constructor": (
        "class C:\n  def __init__(self, base):\n    self.base = base\n  def get(self):\n    return fetch(self.base)\n"
        "C('https://a.example')\n",
        "",
        [A],
    ),
    "a constructor of another file, by name": (
        "from x import C\nC(base='https://a.example')\n",
        "from js import fetch\nclass C:\n  def __init__(self, base: str):\n    self.base = base\n"
        "  def get(self):\n    return fetch(self.base)\n",
        [A],
    ),
    "a dictionary": (
        "def call(o):\n  return fetch(o['url'])\ncall({'url': 'https://a.example'})\n",
        "",
        [A],
    ),
    "what a function is given": (
        "def url(base, path):\n  return base + path\nfetch(url('https://a.example', path='/x'))\n"
        "url('https://b.example', '/y')\n",
        "",
        [f"{A}/x"],
    ),
    "a constant in the middle": ("from x import V\nfetch(f'https://a.example/{V}/x')\n", "V = 'v1'\n", [f"{A}/v1/x"]),
    "a function of another file": (
        "from x import base\nfetch(base() + '/x')\n",
        "def base():\n  return 'https://a.example'\n",
        [f"{A}/x"],
    ),
    "an attribute of another file's class": (
        "from x import C\nc = C()\nfetch(c.base)\n",
        "class C:\n  def __init__(self):\n    self.base = 'https://a.example'\n",
        [A],
    ),
    "a wrapper of another file": (
        "from x import call\nasync def f(env):\n  await call(env.API_URL)\n",
        "from js import fetch\nasync def call(url: str):\n  return await fetch(url)\n",
        ["https://default.example"],
    ),
}


@pytest.mark.parametrize(("code", "other", "expected"), PYTHON.values(), ids=PYTHON)
def test_in_python(code: str, other: str, expected: list[str], tmp_path: Path) -> None:
    files = {"src/api/index.py": f"from js import fetch\n{code}", "src/x.py": other}
    assert urls(related(tmp_path, files)) == sorted(expected)


HOSTILE = {
    "a wrapper that calls itself": (
        "async function call(u: string) { await call(u + '/x'); return fetch(u) } call('https://a.example')"
    ),
    "wrappers of wrappers": "function f0(u) { return fetch(u) }"
    + "".join(f"function f{i + 1}(u) {{ f{i}(u + '/a'); f{i}(u + '/b') }}" for i in range(200))
    + "f200('https://a.example')",
    "an object handed round": (
        "function f(o) { f(o); f({ o }); f({ o: o.o }); return fetch(o.o.o.o) } f({ o: 'https://a.example' })"
    ),
    "many calls": "function f(u) { return fetch(u) }" + "".join(f"f('https://a{i}.example');" for i in range(500)),
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_what_goes_round_comes_to_an_end(code: str, tmp_path: Path) -> None:
    app = related(tmp_path, {"src/api/index.ts": f"export default function main(env: Env) {{ {code} }}"})
    assert len(urls(app)) <= 32


SHARED = """\
application "shop" {
  service "api" {}
  service "pay-proxy" {}
}
"""


def test_a_url_is_asked_by_the_modules_that_hand_it_over(tmp_path: Path) -> None:
    call = "import {{ call }} from '../shared/call';\nexport const f = () => call('https://{}.example');\n"
    app = related(
        tmp_path,
        {
            "src/shared/call.ts": "export const call = (url: string) => fetch(url);\n",
            "src/api/index.ts": call.format("a"),
            "src/pay-proxy/index.ts": call.format("b"),
        },
        SHARED,
    )
    found = {url.text: [module.name for module in each.modules] for each in app.outbound for url in each.urls}
    assert found == {A: ["api"], B: ["pay-proxy"]}


def test_the_places_of_a_url_are_the_call_and_the_constant(tmp_path: Path) -> None:
    code = (
        "const BASE = 'https://a.example';\nconst call = (u: string) => fetch(u);\nexport const f = () => call(BASE);\n"
    )
    app = related(tmp_path, {"src/api/index.ts": code})
    (outbound,) = app.outbound
    (url,) = outbound.urls
    places = [app.sources[each.path].text(each) for each in outbound.places(url)]
    assert places == ["BASE", A]
