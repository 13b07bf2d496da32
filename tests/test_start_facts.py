"""What worker code does while it is loaded, code that it makes from texts, and state that requests share."""

from __future__ import annotations

import pytest

from rdlint.facts.start import Loading, Work
from rdlint.facts.worker import WorkerFile
from rdlint.source import Source


def read(code: str, path: str = "src/api/index.ts") -> tuple[Source, WorkerFile]:
    source = Source(path, code.encode())
    if path.endswith(".py"):
        from rdlint.facts.python import extract as extract_python

        return source, extract_python(source)
    from rdlint.facts.typescript import extract

    return source, extract(source)


def work(code: str, path: str = "src/api/index.ts") -> list[str]:
    """Return what is done while the file is loaded: how surely, what is called, as it is written, and by which call."""
    source, file = read(code, path)
    return [
        f"{each.loading.name.lower()} {each.call} «{source.text(each.span)}»"
        + (f" by «{source.text(each.through)}»" if each.through else "")
        for each in file.start_work
    ]


START = {
    "a timer": ("setInterval(() => {}, 100);", ["always setInterval «setInterval»"]),
    "a request": ("const a = fetch('https://a.example');", ["always fetch «fetch»"]),
    "a request that is awaited": ("const a = await fetch('https://a.example');", ["always fetch «fetch»"]),
    "a client": ("import axios from 'axios'; axios.get('https://a.example');", ["always axios «axios.get»"]),
    "a random value": ("const a = crypto.randomUUID();", ["always crypto.randomUUID «crypto.randomUUID»"]),
    "by the global object": ("globalThis.setTimeout(f, 1);", ["always setTimeout «globalThis.setTimeout»"]),
    "an optional call": (
        "const a = globalThis.crypto?.randomUUID?.();",
        ["always crypto.randomUUID «globalThis.crypto?.randomUUID»"],
    ),
    "of a package": ("import { v4 as id } from 'uuid'; const a = id();", ["always uuid.v4 «id»"]),
    "of a package as a whole": ("import * as u from 'uuid'; const a = u.v4();", ["always uuid.v4 «u.v4»"]),
    "a socket": (
        "import { connect } from 'cloudflare:sockets'; const a = connect('a.example:1');",
        ["always cloudflare:sockets.connect «connect»"],
    ),
    "a cache": ("const a = await caches.open('a');", ["always caches.open «caches.open»"]),
    "a signal": ("const a = AbortSignal.timeout(10);", ["always AbortSignal.timeout «AbortSignal.timeout»"]),
    "in an object": ("export const a = { id: crypto.randomUUID() };", ["always crypto.randomUUID «crypto.randomUUID»"]),
    "a static field": ("class A { static id = crypto.randomUUID() }", ["always crypto.randomUUID «crypto.randomUUID»"]),
    "a static block": ("class A { static { setTimeout(f, 1) } }", ["always setTimeout «setTimeout»"]),
    "called where it stands": ("(() => { setTimeout(f, 1) })();", ["always setTimeout «setTimeout»"]),
    "async, called where it stands": ("(async () => { await fetch('x') })();", ["async fetch «fetch»"]),
    "in a promise": ("await new Promise((done) => setTimeout(done, 1));", ["async setTimeout «setTimeout»"]),
    "in a function that is called": (
        "function start() { setInterval(f, 1) }\nstart();",
        ["always setInterval «setInterval» by «start»"],
    ),
    "in one of the other below": (
        "b();\nconst a = () => setInterval(f, 1);\nfunction b() { a() }",
        ["always setInterval «setInterval» by «b»"],
    ),
    "in a constructor": (
        "class A { constructor() { setInterval(f, 1) } }\nexport const a = new A();",
        ["always setInterval «setInterval» by «new A»"],
    ),
    "in a field of an object that is made": (
        "class A { timer = setInterval(f, 1) }\nexport const a = new A();",
        ["always setInterval «setInterval» by «new A»"],
    ),
    "in a method that the constructor calls": (
        "class A { constructor() { this.go() } go() { setInterval(f, 1) } }\nexport const a = new A();",
        ["always setInterval «setInterval» by «new A»"],
    ),
    "in an async function": ("async function a() { await fetch('x') }\nvoid a();", ["async fetch «fetch» by «a»"]),
    "under a condition": ("if (DEV) setInterval(f, 1);", ["maybe setInterval «setInterval»"]),
    "as a condition": ("if (crypto.randomUUID()) a();", ["always crypto.randomUUID «crypto.randomUUID»"]),
    "in a try": ("try { setInterval(f, 1) } catch {}", ["maybe setInterval «setInterval»"]),
    "in a loop": ("for (const a of b) setInterval(f, 1);", ["maybe setInterval «setInterval»"]),
    "when something is missing": (
        "const a = b ?? crypto.randomUUID();",
        ["maybe crypto.randomUUID «crypto.randomUUID»"],
    ),
    "one of two": ("const a = b ? crypto.randomUUID() : '';", ["maybe crypto.randomUUID «crypto.randomUUID»"]),
    "after a return": (
        "function a() { if (b) return ''; return crypto.randomUUID() }\nconst c = a();",
        ["maybe crypto.randomUUID «crypto.randomUUID» by «a»"],
    ),
    "the time": ("const a = Date.now(), b = new Date();", ["always Date.now «Date.now»", "always new Date «new Date»"]),
    "a die": ("const a = Math.random();", ["always Math.random «Math.random»"]),
}


@pytest.mark.parametrize(("code", "expected"), START.values(), ids=START)
def test_what_is_done_at_the_start(code: str, expected: list[str]) -> None:
    assert work(code) == expected


@pytest.mark.parametrize(
    "code",
    [
        "export const a = () => fetch('https://a.example');",
        "function a() { setInterval(f, 1) }",
        "function a() { setInterval(f, 1) }\napp.get('/', a);",
        "function a() { setInterval(f, 1) }\nfunction b() { a() }",
        "export default { async fetch() { setTimeout(f, 1); return fetch('https://a.example') } };",
        "app.get('/', async (c) => { await fetch('x'); setTimeout(f, 1) });",
        "class A { id = crypto.randomUUID(); constructor() { setInterval(f, 1) } }",
        "class A { id = crypto.randomUUID() }\nconst make = () => new A();",
        "class A extends B { static make() { return crypto.randomUUID() } }",
        "function* a() { setTimeout(f, 1) }\na();",
        "const a = b(() => crypto.randomUUID());",
        "const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));",
        "function a(id = crypto.randomUUID()) {}",
        "const a = z.string().default(() => crypto.randomUUID());",
        "function fetch(x) {}\nfetch('https://a.example');",
        "import { setTimeout } from './own';\nsetTimeout(f, 1);",
        "const a = new Date(0), b = new Request('https://a.example');",
        "const a = { setInterval(f: () => void) {} }; a.setInterval(f);",
        "import { nanoid } from './ids'; const a = nanoid();",
        "import axios from 'axios'; const a = axios.create({ baseURL: 'https://a.example' });",
        "type A = typeof fetch; // setInterval(f, 1)",
        "function a() { a(); setInterval(f, 1) }",
    ],
)
def test_what_is_done_later_or_by_others(code: str) -> None:
    assert work(code) == []


def test_a_long_row_of_calls_is_not_followed_for_ever() -> None:
    code = (
        "".join(f"function f{n}() {{ f{n + 1}() }}\n" for n in range(60))
        + "function f60() { setInterval(g, 1) }\nf0();"
    )
    assert work(code) == []


PYTHON = {
    "a request": (
        "import requests\nA = requests.get('https://a.example').json()",
        ["always requests.get «requests.get»"],
    ),
    "a random value": ("import random\nA = random.random()", ["always random.random «random.random»"]),
    "by another name": ("from secrets import token_hex as t\nA = t(4)", ["always secrets.token_hex «t»"]),
    "in a class": ("import uuid\nclass A:\n    id = uuid.uuid4()", ["always uuid.uuid4 «uuid.uuid4»"]),
    "as a default": ("import uuid\ndef f(a=uuid.uuid4()): ...", ["always uuid.uuid4 «uuid.uuid4»"]),
    "in a try": (
        "import os\ntry:\n    A = os.urandom(4)\nexcept OSError:\n    pass",
        ["maybe os.urandom «os.urandom»"],
    ),
    "in a function": ("import random\ndef f():\n    return random.random()", []),
    "in a lambda": ("import random\nf = lambda: random.random()", []),
    "as a program": ("import random\nif __name__ == '__main__':\n    random.random()", []),
    "a generator of its own": ("import random\nA = random.Random(4)", []),
    "something that waits": ("from pyodide.http import pyfetch\nA = pyfetch('https://a.example')", []),
}


@pytest.mark.parametrize(("code", "expected"), PYTHON.values(), ids=PYTHON)
def test_what_python_does_at_the_start(code: str, expected: list[str]) -> None:
    assert work(code, "src/api/index.py") == expected


def test_kinds_of_work() -> None:
    _, file = read("fetch('x'); setTimeout(f, 1); crypto.randomUUID(); Math.random(); Date.now();")
    assert [each.work for each in file.start_work] == [Work.REQUEST, Work.TIMER, Work.RANDOM, Work.DICE, Work.CLOCK]


EVALUATIONS = {
    "eval": ("function f() { eval(a) }", ["eval never"]),
    "of the global object": ("function f() { globalThis.eval(a) }", ["eval never"]),
    "a function": ("function f() { new Function('a', b) }", ["new Function never"]),
    "a function without new": ("function f() { Function('a') }", ["new Function never"]),
    "a timer": (
        "function f() { setTimeout('a()', 1); setInterval(`b()`, 1) }",
        ["setTimeout never", "setInterval never"],
    ),
    "bytes": ("async function f() { await WebAssembly.compile(a) }", ["WebAssembly.compile never"]),
    "at the start": ("const f = new Function('a');", ["new Function always"]),
    "in a try": ("function f() { try { new Function('') } catch {} }", ["new Function maybe tried"]),
    "an empty function": ("function f() { new Function() }", []),
    "a name of this file": ("function eval(a) {}\nfunction f() { eval(a) }", []),
    "a parameter": ("function f(eval) { eval(a) }", []),
    "a method": ("function f() { db.eval(a); this.eval(a) }", []),
    "a type": ("function f(a: Function) { return a instanceof Function }", []),
    "a timer with a function": ("function f() { setTimeout(() => {}, 1); setTimeout(a, 1) }", []),
    "a text": ("const a = 'eval(a)'; // eval(a)", []),
}


@pytest.mark.parametrize(("code", "expected"), EVALUATIONS.values(), ids=EVALUATIONS)
def test_code_from_texts(code: str, expected: list[str]) -> None:
    _, file = read(code)
    found = [
        f"{each.call} {each.loading.name.lower()}{' tried' if each.is_guarded else ''}" for each in file.evaluations
    ]
    assert [each.replace("never tried", "maybe tried") for each in found] == expected


HONO = "import { Hono } from 'hono';\nconst app = new Hono<{ Bindings: Env }>();\n"
SHARED = {
    "of a request": ("let a; async function f(request: Request) { a = request.headers.get('x') }", ["a"]),
    "by a constant": (
        "let a; async function f(request: Request) { const { user } = await request.json(); a = user }",
        ["a"],
    ),
    "of a context": (HONO + "let a; app.get('/', (c) => { a = c.req.header('x') })", ["a"]),
    "of the environment": (HONO + "let a; app.get('/', (c) => { a = new Client(c.env.KEY) })", []),
    "kept": ("let a; function f(request: Request) { if (!a) a = new URL(request.url).origin }", []),
    "kept in short": ("let a; function f(request: Request) { a ??= new URL(request.url).origin }", []),
    "counted": ("let a = 0; function f(request: Request) { a = a + 1 }", []),
    "a variable of the function": ("function f(request: Request) { let a; a = request.url }", []),
    "hidden by one": ("let a; function f(request: Request) { let a; a = request.url }", []),
    "a parameter of no known type": ("let a; function f(request) { a = request.url }", []),
    "a function of it": ("let a; function f(request: Request) { a = () => request.url }", []),
}


@pytest.mark.parametrize(("code", "expected"), SHARED.values(), ids=SHARED)
def test_state_that_requests_share(code: str, expected: list[str]) -> None:
    source, file = read(code)
    assert [each.name for each in file.shared_state] == expected
    assert [source.text(each.span) for each in file.shared_state] == expected


def test_what_is_never_done_at_the_start_is_no_work_of_it() -> None:
    _, file = read("function f() { setTimeout(g, 1) }\nsetTimeout(g, 1);")
    assert [each.loading for each in file.start_work] == [Loading.ALWAYS]


def test_of_many_functions_some_are_followed() -> None:
    code = "".join(f"function f{n}() {{ setInterval(g, 1) }}\nf{n}();\n" for n in range(1_000))
    assert 0 < len(work(code)) < 1_000
