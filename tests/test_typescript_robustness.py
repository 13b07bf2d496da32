"""Whatever the bytes: no exception, spans inside the file, time that does not run away, no secret in a record."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.facts.typescript import extract
from rdlint.facts.worker import WorkerFile
from rdlint.source import Source
from rdlint.span import Span

PROGRAM = """\
import { Service } from '@liquidmetal-ai/raindrop-framework';
import { Hono, type Context } from 'hono';
import type { Env } from './raindrop.gen';
import * as helpers from '../shared/helpers';
import { v4 } from 'uuid';
let user: string | null = null;
const id = v4() ?? crypto.randomUUID();
class Limiter { static { setTimeout(() => {}, 1); } timer = setInterval(() => eval('1'), 1); }
const limiter = new Limiter();
const app = new Hono<{ Bindings: Env }>();
const BASE = 'https://api.example/v1';
app.get('/a/*', async (c) => {
  const { KEY, OTHER: other = 'x', ...rest } = c.env;
  if (!c.env.TOKEN) return c.json({ error: `no ${KEY}` }, 500);
  await helpers.run(c.env, { env: c.env });
  return fetch(`${c.env.BASE_URL ?? BASE}/x/${encodeURIComponent(other)}`, { method: 'POST' });
});
app.post('/b', show).onError((err, c) => c.text(c.env.MESSAGE));
async function show(c: Context) { const { env: e } = c; return (e as any)['NAME']?.get(1); }
export class Store<T extends Env> {
  #env: T;
  constructor(private readonly env: T, base = BASE) { this.#env = env; }
  private ws: WebSocket | null = null;
  get url() { return `${this.#env.URL}/` + process.env.PATH; }
  static of(env: any) { return new Store(env); }
}
export default class extends Service<Env> {
  async fetch(request: Request): Promise<Response> {
    const key = this.env.API_KEY || 'none';
    for (const name in this.env) { this.env[name]; }
    user = request.headers.get('user');
    const { 0: client, 1: server } = new WebSocketPair();
    await this.env.OTHER.send(server, { done() {}, ws: [client], at: new Store(1) }, ...key, (x) => x);
    const room = this.env.ROOM.get(key) as any; room.join?.(this.ws, this.fetch);
    return app.fetch(request, this.env);
  }
}
"""
TOKENS = (
    "env Env this . .env c.env ( ) { } [ ] < > => = ; , : ? ?. ! | || ?? && + ... ` ${ ' \" / // /* */ \n class extends"
    " Service constructor private const let var function async await return if else for of in new Hono app get fetch"
    " setTimeout crypto .randomUUID Date .now static Promise eval Function try catch user request Request"
    " import export default from type interface as any typeof process KEY 'x' `y` 1 a b #a @ fetch(a)"
    " fetch(this.a) this.a=b C('https://x.example') super(a) `${a}/x` ...a ??= += .join('/') .replace('a','b')"
    " <<<<<<< ======= >>>>>>>"
).split(" ")


def spans(value: object) -> Iterator[Span]:
    """Yield every span in a record, however deep."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, Span):
            yield each
        elif isinstance(each, tuple):
            pending.extend(each)
        elif dataclasses.is_dataclass(each) and not isinstance(each, type):
            pending.extend(getattr(each, field.name) for field in dataclasses.fields(each))


def check(data: bytes, path: str) -> WorkerFile:
    source = Source(path, data)
    file = extract(source)
    for span in spans(file):
        assert span.path == path
        assert 0 <= span.start <= span.end <= len(source.data)
    return file


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=60), st.sampled_from(["a.ts", "a.tsx", "a.js", "src/_app/auth.ts"]))
def test_any_row_of_tokens_is_read(tokens: list[str], path: str) -> None:
    check(" ".join(tokens).encode(), path)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.ts", "a.tsx", "a.js"]))
def test_any_bytes_are_read(data: bytes, path: str) -> None:
    check(data, path)
    check(b"const env = this.env; env." + data, path)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(PROGRAM)), st.integers(0, 12), st.sampled_from(TOKENS), st.sampled_from(["a.ts", "a.tsx"]))
def test_a_damaged_program_is_read(at: int, length: int, token: str, path: str) -> None:
    check((PROGRAM[:at] + token + PROGRAM[at + length :]).encode(), path)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PROGRAM)))
def test_a_program_that_ends_early_keeps_its_beginning(end: int) -> None:
    whole = check(PROGRAM.encode(), "a.ts")
    cut = check(PROGRAM[:end].encode(), "a.ts")
    assert [each.specifier for each in cut.imports] == [
        each.specifier for each in whole.imports if each.span.end < end
    ][: len(cut.imports)]


def test_the_whole_program_is_understood() -> None:
    file = check(PROGRAM.encode(), "a.ts")
    assert sorted({each.name for each in file.env_reads}) == [
        "API_KEY", "BASE_URL", "KEY", "MESSAGE", "NAME", "OTHER", "ROOM", "TOKEN", "URL",
    ]  # fmt: skip
    assert [each.name for each in file.host_env_reads] == ["PATH"]
    assert file.problems == ()


HOSTILE = {
    "deep brackets": "[" * 20_000 + "env.A" + "]" * 20_000,
    "deep brackets around many": "[" * 5_000 + "env.A," * 5_000 + "]" * 5_000,
    "a long sum": "env.A + " * 20_000 + "1",
    "a long sum in a request": "fetch(" + "'a' + " * 20_000 + "b)",
    "a long chain": "env" + ".a" * 20_000,
    "long calls": "app" + ".get('/', (c) => c.env.A)" * 3_000,
    "nested functions": "function f(env) {" * 2_000 + "env.A" + "}" * 2_000,
    "nested objects": "const a = " + "{ a: " * 2_000 + "() => env.A" + "}" * 2_000,
    "nested calls": "f(" * 5_000 + "env" + ")" * 5_000,
    "nested choices": "fetch(" + "a ? 'b' : " * 5_000 + "'c')",
    "aliases of aliases": "const a0 = env;" + "".join(f"const a{i + 1} = a{i};" for i in range(2_000)) + "a2000.KEY",
    "aliases of a known one": "function f(env: Env) { const a0 = env;"
    + "".join(f"const a{i + 1} = a{i};" for i in range(2_000))
    + "a2000.KEY }",
    "aliases of the machine's": "const a0 = process.env;" + "".join(f"const a{i + 1} = a{i};" for i in range(2_000)),
    "classes of classes": "".join(f"class A{i} extends A{i + 1} {{ f() {{ this.env.X }} }}\n" for i in range(300)),
    "types of types": "".join(f"type T{i} = T{i + 1};\n" for i in range(1_000)) + "function f(e: T0) { e.env.KEY }",
    "constants of constants": "".join(f"const u{i} = `${{u{i + 1}}}${{u{i + 1}}}`;\n" for i in range(200))
    + "fetch(u0)",
    "sockets of sockets": "".join(f"const s{i} = s{i + 1};\n" for i in range(2_000)) + "env.A.m(s0, s0[0], [s0])",
    "many classes": "".join(
        f"class A{i} {{ m() {{ env.B.m(new A{i}()) }} }} interface A{i} {{}}\n" for i in range(1_500)
    ),
    "deep arguments": "env.A.m(" + "{ a: " * 2_000 + "1" + "}" * 2_000 + ")",
    "many arguments": "env.A.m(" + "{ a: () => 1 }, " * 5_000 + "1)",
    "functions of functions": "".join(
        f"export function f{i}(a) {{ return f{i + 1}(a) + f{i + 1}(a) + '://' }}\n" for i in range(200)
    )
    + "fetch(f0('https://a.example'))",
    "wrappers of wrappers": "function f0(u) { fetch(u) }\n"
    + "".join(f"function f{i + 1}(u) {{ f{i}(u) }}\n" for i in range(1_000))
    + "f1000('https://a.example')",
    "many calls of a wrapper": "function f(u) { fetch(u) }\n" + "f('https://a.example');" * 5_000,
    "many calls of what is imported": "import { f } from './f';\n" + "f('https://a.example', x.y.z, { a, b });" * 3_000,
    "many values of a field": "class A { f() { fetch(this.a);" + "this.a = this.a + 'x';" * 2_000 + "} }",
    "fields of fields": "class A {" + "".join(f"a{i} = this.a{i + 1} + this.a{i + 1};" for i in range(500)) + "}"
    "fetch(new A().a0)",
    "heirs of heirs": "class A0 { constructor(private u) { fetch(this.u) } }"
    + "".join(f"class A{i + 1} extends A{i} {{ constructor(u) {{ super(u) }} }}" for i in range(500))
    + "new A500('https://a.example')",
    "spread objects": "".join(f"const a{i} = {{ ...a{i + 1}, ...a{i + 1} }};" for i in range(300)) + "fetch(a0.url)",
    "a spread that is itself": "const a = { ...b }; const b = { ...a }; fetch(a.url)",
    "a parameter that is its own": "function f(u = f()) { return f(u) } fetch(f(f(f())))",
    "an object handed on": "function f(o) { f(o); f(o.a); f({ a: o }); fetch(o.a.a.a) } f({ a: { a: '/' } })",
    "elements of elements": "".join(f"const a{i} = [a{i + 1}, a{i + 1}];" for i in range(100)) + "fetch(a0[i][i])",
    "a type that is itself": "type A = A | B; type B = A; function f(e: A) { e.KEY; e.env.KEY }",
    "a class that is itself": "class A extends A { f() { this.env.KEY } }",
    "a base that is its own": "const A = class extends A {}; new A().env.KEY",
    "a pattern that takes from itself": "const { KEY: x } = x; const [{ a }] = a; fetch(x.y + a)",
    "patterns that take from patterns": "".join(f"const {{ a{i} }} = a{i + 1};" for i in range(800)) + "fetch(a0)",
    "messages of messages": "import { Message } from '@liquidmetal-ai/raindrop-framework'; function f(a0: Message) {"
    + "".join(f"const a{i + 1} = a{i};" for i in range(2_000))
    + "a2000.x }",
    "lists in lists": "import { Message } from '@liquidmetal-ai/raindrop-framework';"
    + f"function f({'[' * 800}a{']' * 800}: Message{'[]' * 800}) {{ a.x }}",
    "exports of exports": "".join(f"const a{i} = a{i + 1}; export {{ a{i} }};" for i in range(600)),
    "open templates": "`${" * 5_000 + "env.A",
    "a field without a name": "class A extends Service { = env",
    "many names": "".join(f"function f{i}(env) {{ env.KEY_{i} }}\n" for i in range(3_000)),
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", ["a.ts", "a.tsx"])
def test_hostile_programs_are_read(code: str, path: str) -> None:
    check(code.encode(), path)


def test_files_that_nobody_writes_say_nothing() -> None:
    assert extract(Source("a.ts", b"env.A;" + b"\0" * 10)) == WorkerFile("a.ts", is_whole=False)
    assert extract(Source("a.ts", b"env.A;" * 200_000)) == WorkerFile("a.ts", is_whole=False)


def test_what_stands_for_a_credential_is_masked() -> None:
    source = Source(
        "a.ts", b"const apiKey = process.env.KEY || 'q8Zk2Lm9Xc4Vb6Nn';\nconst token: string = 'q8Zk2Lm9Xc4Vb6Nn';\n"
    )
    source.secrets = extract(source).secrets
    assert "q8Zk" not in source.snippet(source.span(0, len(source.data)))


@pytest.mark.parametrize(
    "code",
    [
        "const key = 'name'",
        "const tokenUrl = 'https://a.example/1/token'",
        "f({ token: 'YOUR_TOKEN_HERE_1' })",
        "el.key === 'Enter12345'",
    ],
)
def test_what_is_no_credential_is_shown(code: str) -> None:
    assert extract(Source("a.ts", code.encode())).secrets == ()


def test_a_byte_order_mark_moves_nothing() -> None:
    source = Source("a.ts", b"\xef\xbb\xbfenv.KEY")
    (read,) = extract(source).env_reads
    assert source.text(read.span) == "KEY"


def test_other_line_ends_are_read() -> None:
    file = extract(Source("a.ts", b"// env.A\r\nfunction f(env: Env) {\r\n  env.B;\r\n}\r\n"))
    assert [each.name for each in file.env_reads] == ["B"]
