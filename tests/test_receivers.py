"""By which expression the environment can be had where the machine's is read, and whether it can take its place."""

from __future__ import annotations

import pytest

from rdlint.facts.python import extract as extract_python
from rdlint.facts.typescript import extract
from rdlint.source import Source

HEAD = (
    "import { Service } from '@liquidmetal-ai/raindrop-framework';\nimport { Hono, Context } from 'hono';\n"
    "import { Env } from './raindrop.gen';\n"
)
WORKER = "class A extends Service<Env> "
#: What stands there with each `P`, which is a read of the machine: an exclamation mark says that it can take its place.
PLACES = {
    "a method": (WORKER + "{ f() { P } }", ["this.env!"]),
    "an arrow function in a method": (WORKER + "{ f() { return () => P } }", ["this.env!"]),
    "a function of its own": (WORKER + "{ f() { return function () { return P } } }", [""]),
    "methods of an object": (
        WORKER + "{ f() { return { m() { P }, n: () => P, get g() { return P } } } }",
        ["", "this.env!", ""],
    ),
    "another class inside": (WORKER + "{ f() { class B { g() { P } } } }", [""]),
    "fields": (WORKER + "{ k = P; g = () => P; static s = P; }", ["this.env!", "this.env!", ""]),
    "static code": (WORKER + "{ static m() { P } static { P } }", ["", ""]),
    "names and decorators": (WORKER + "{ [P]() {} @d(P) x() {} }", ["", ""]),
    "a constructor": (WORKER + "{ constructor(c) { P; super(c, P); P; } }", ["", "", "this.env!"]),
    "a constructor that may call super": (WORKER + "{ constructor(c) { if (c) { super(c) } P } }", [""]),
    "a parameter that nobody gives": (WORKER + "{ async fetch(request: Request, env: Env) { P } }", ["this.env!"]),
    "a constant": (WORKER + "{ f() { const env = this.env; P; { const env = 1; P } } }", ["env!", "this.env!"]),
    "a constant that is not there yet": (WORKER + "{ f() { P; const env = this.env; } }", ["this.env!"]),
    "names of loops and errors": (
        WORKER + "{ f() { for (const env of []) P; try {} catch (env) { P } } }",
        ["this.env!"] * 2,
    ),
    "another case of a switch": (
        WORKER + "{ f() { switch (1) { case 1: const env = this.env; break; case 2: P } } }",
        ["env"],
    ),
    "parameters": ("function f(env: Env, x = P) { P }", ["env!", "env!"]),
    "a parameter inside its own default": ("function f(env: Env = make(P)) {}", [""]),
    "a parameter that may be missing": ("function f(env?: Env) { P }", ["env"]),
    "a parameter that may be nothing": ("function f(env: Env | undefined) { P }", ["env"]),
    "a parameter with a default": ("function f(env: Env = other) { P }", ["env"]),
    "a part of the environment": ("function f(env: Pick<Env, 'A'>) { P }", ["env"]),
    "a parameter that is set": ("function f(env: Env) { env = other; P }", ["env"]),
    "a pattern": ("function f({ env }: { env: Env }) { P }", ["env!"]),
    "a pattern that may take nothing": ("function f({ env }: { env?: Env }) { P }", ["env"]),
    "a variable inside its own value": ("const env: Env = make(P);", [""]),
    "a variable that is set later": ("let env: Env; P;", ["env"]),
    "a variable that is only declared": ("declare const env: Env; P;", ["env"]),
    "an import": ("import { env } from 'cloudflare:workers';\nconst x = P;", ["env!"]),
    "a context": ("const app = new Hono<{ Bindings: Env }>();\napp.get('/', (c) => P);", ["c.env!"]),
    "a typed context": ("function f(c: Context<{ Bindings: Env }>) { P }", ["c.env!"]),
    "a field that the constructor sets": (
        "class C { private env: Env; constructor(env: Env) { this.env = env; } f() { P } k = P; }",
        ["this.env!", "this.env"],
    ),
    "a field that is a parameter": (
        "class C { constructor(private env: Env) {} f() { P } k = P; }",
        ["this.env!", "this.env"],
    ),
    "a field that is set later": ("class C { env!: Env; init(env: Env) { this.env = env; } f() { P } }", ["this.env"]),
    "a field that may be missing": (
        "class C { env?: Env; constructor(env: Env) { this.env = env; } f() { P } }",
        ["this.env"],
    ),
}
#: Reads where nothing else may stand, whatever there is at hand.
KEPT = {
    "written": "P = 'x'",
    "added to": "P += 'x'",
    "counted": "P++",
    "deleted": "delete P",
    "beside the same variable": "return this.env.K || P",
    "before the same variable": "return P ?? this.env?.K",
    "a choice of the same variable": "return this.env.K ? this.env.K : (P)",
    "after a question for the machine": "if (typeof process === 'undefined') return ''; return P",
    "behind a question for its variables": "return process.env && P",
    "with a question for what is global": "return typeof globalThis.process === 'object' ? P : ''",
    "with more of the machine": "return P + process.cwd()",
    "of another machine": "return typeof Deno !== 'undefined' ? Deno.env.get('K') : ''",
}
MOVED = {
    "a method that is called process": "process() { return P }",
    "the word elsewhere": "f() { this.process(); log('process', { process: 1 }); /* process */ return P }",
    "other variables of the machine": "f() { return P + process.env.OTHER + process?.env?.THIRD }",
    "a text that has the name in it": "f() { return P || 'K_HERE' }",
}


def receivers(code: str, path: str = "src/api/index.ts") -> list[str]:
    code = HEAD + code.replace("P", "process.env.K").replace("process.env.Kick", "Pick")
    reads = [each for each in extract(Source(path, code.encode())).host_env_reads if each.name == "K"]
    return [each.receiver + "!" * each.is_replaceable for each in reads]


@pytest.mark.parametrize(("code", "expected"), PLACES.values(), ids=PLACES)
def test_what_is_at_hand(code: str, expected: list[str]) -> None:
    assert receivers(code) == expected


@pytest.mark.parametrize("code", KEPT.values(), ids=KEPT)
def test_what_must_stay(code: str) -> None:
    assert receivers(WORKER + f"{{ f() {{ {code} }} }}") == ["this.env"]


@pytest.mark.parametrize("code", MOVED.values(), ids=MOVED)
def test_what_can_go(code: str) -> None:
    assert receivers(WORKER + f"{{ {code} }}") == ["this.env!"]


PYTHON = {
    "an index": ("    os.environ['K']", "self.env!"),
    "getenv": ("    os.getenv('K')", "self.env!"),
    "get": ("    os.environ.get('K')", "self.env!"),
    "a default": ("    os.getenv('K', 'eu')", "self.env"),
    "a fallback": ("    os.environ.get('K') or 'eu'", "self.env"),
    "taken out": ("    os.environ.pop('K')", "self.env"),
    "a test": ("    'K' in os.environ", "self.env"),
    "an error that is waited for": ("    try:\n      os.environ['K']\n    except KeyError: pass", "self.env"),
    "beside the same variable": ("    return self.env.K or os.environ['K']", "self.env"),
    "a function inside": ("    def g(): return os.environ['K']", "self.env!"),
}
PYTHON_PLACES = {
    "before it is built": ("  def __init__(self, ctx, env):\n    self.k = os.environ['K']\n", "self.env"),
    "a default value": ("  def f(self, k=os.environ['K']): pass\n", ""),
    "the class": ("  k = os.environ['K']\n", ""),
    "a static method": ("  @staticmethod\n  def f(self): os.environ['K']\n", ""),
    "a handler": ("  pass\nasync def on_fetch(request, env):\n  os.environ['K']\n", "env!"),
    "a parameter that may be missing": ("  pass\ndef f(env: Env = None):\n  os.environ['K']\n", "env"),
}


def in_python(code: str) -> str:
    head = "import os\nfrom workers import WorkerEntrypoint\nclass Default(WorkerEntrypoint):\n"
    (read,) = extract_python(Source("src/api/index.py", (head + code).encode())).host_env_reads
    return read.receiver + "!" * read.is_replaceable


@pytest.mark.parametrize(("code", "expected"), PYTHON.values(), ids=PYTHON)
def test_forms_in_python(code: str, expected: str) -> None:
    assert in_python(f"  def f(self):\n{code}\n") == expected


@pytest.mark.parametrize(("code", "expected"), PYTHON_PLACES.values(), ids=PYTHON_PLACES)
def test_places_in_python(code: str, expected: str) -> None:
    assert in_python(code) == expected
