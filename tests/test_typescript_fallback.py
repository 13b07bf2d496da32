"""Whether code goes on without a value, and reads of the machine's environment."""

from __future__ import annotations

import pytest

from rdlint.facts.typescript import extract
from rdlint.source import Source

GOES_ON = {
    "nullish": "const x = env.KEY ?? 'a'",
    "or": "const x = env.KEY || 'a'",
    "and": "env.KEY && f(1)",
    "optional member": "env.KEY?.length",
    "optional call": "env.KEY?.(1)",
    "optional index": "env.KEY?.[0]",
    "optional after a cast": "(env.KEY as any)?.foo",
    "tested by if": "if (env.KEY) { f() }",
    "tested by not": "const missing = !env.KEY",
    "twice not": "const has = !!env.KEY",
    "choice": "const x = env.KEY ? 1 : 2",
    "typeof": "if (typeof env.KEY === 'string') f()",
    "compared with undefined": "if (env.KEY === undefined) f()",
    "compared with null": "const x = env.KEY != null",
    "compared with nothing": "const x = env.KEY === ''",
    "Boolean": "const has = Boolean(env.KEY)",
    "converted, then or": "const n = Number(env.KEY) || 5",
    "part of a condition": "if (ready && env.KEY) f()",
    "one of several": "if (!env.KEY || !ready) f()",
    "the last of several": "if (a || env.KEY) f()",
    "default in a pattern": "const { KEY = 'a' } = env",
    "default in a renaming pattern": "const { KEY: key = 'a' } = env",
    "in": "if ('KEY' in env) f()",
    "assigned if absent": "env.KEY ??= 'a'",
    "as a cast": "const x = (env.KEY as string) || 'a'",
    "not null, then or": "const x = env.KEY! || 'a'",
    "in parentheses": "const x = (env.KEY) ? 1 : 2",
    "a choice, then or": "const x = (y ? env.KEY : y) || 'a'",
    "a while": "while (env.KEY) f()",
}


@pytest.mark.parametrize("code", GOES_ON.values(), ids=GOES_ON)
def test_code_that_goes_on_without_the_value(code: str) -> None:
    (read,) = extract(Source("a.ts", f"function f(env: Env) {{ {code} }}".encode())).env_reads
    assert read.has_fallback


NEEDS_IT = {
    "used": "g(env.KEY)",
    "a member": "env.KEY.length",
    "the environment is optional, the value is not": "env?.KEY.length",
    "the right of or": "const x = other || env.KEY",
    "the right of nullish": "const x = other ?? env.KEY",
    "compared with a text": "if (env.KEY === 'production') f()",
    "in a template": "const x = `${env.KEY}/x`",
    "in a call of a test": "if (check(env.KEY)) f()",
    "destructured": "const { KEY } = env",
    "destructured with another name": "const { KEY: key } = env",
    "not null": "env.KEY!.length",
    "in a choice": "const x = y ? env.KEY : 1",
    "within an unrelated if": "if (env2) { g(env.KEY) }",
    "written": "env.KEY = 'a'",
    "the object of a comparison": "if (env.KEY.length === 0) f()",
}


@pytest.mark.parametrize("code", NEEDS_IT.values(), ids=NEEDS_IT)
def test_code_that_needs_the_value(code: str) -> None:
    (read,) = extract(Source("a.ts", f"function f(env: Env, env2: any) {{ {code} }}".encode())).env_reads
    assert not read.has_fallback


LATER = {
    "inside the branch": ("if (env.KEY) { g(env.KEY) }", [True, True]),
    "inside the choice": ("const x = env.KEY ? g(env.KEY) : 1", [True, True]),
    "after and": ("env.KEY && g(env.KEY)", [True, True]),
    "in the other branch": ("if (!env.KEY) { h() } else { g(env.KEY) }", [True, True]),
    "in a callback of the branch": ("if (env.KEY) { list.map(() => env.KEY.x) }", [True, True]),
    "after a return": ("if (!env.KEY) return null; g(env.KEY)", [True, True]),
    "after a return in a block": ("if (!env.KEY) { log(); return }\ng(env.KEY)", [True, True]),
    "after one of several tests": ("if (!env.KEY || !x) return; g(env.KEY)", [True, True]),
    "after undefined": ("if (env.KEY === undefined) return; g(env.KEY)", [True, True]),
    "after a continue": ("for (;;) { if (!env.KEY) continue; g(env.KEY) }", [True, True]),
    "after a throw": ("if (!env.KEY) throw new Error('x'); g(env.KEY)", [True, False]),
    "after a throw in a block": ("if (!env.KEY) { throw new Error('x') } g(env.KEY)", [True, False]),
    "before the test": ("g(env.KEY); if (!env.KEY) return", [False, True]),
    "outside the block of the test": ("if (a) { if (!env.KEY) return } g(env.KEY)", [True, False]),
    "another name": ("if (!env.OTHER) return; g(env.KEY)", [True, False]),
    "a condition that needs the value itself": ("const x = env.KEY.startsWith('a') ? env.KEY : 1", [False, False]),
    "a name that contains it": ("if (env.KEY_2) { g(env.KEY) }", [True, False]),
}


@pytest.mark.parametrize(("code", "expected"), LATER.values(), ids=LATER)
def test_reads_that_a_test_guards(code: str, expected: list[bool]) -> None:
    file = extract(Source("a.ts", f"function f(env: Env, list: X[]) {{ {code} }}".encode()))
    assert [each.has_fallback for each in file.env_reads] == expected


HOST = {
    "member": ("process.env.KEY", "KEY", "process.env"),
    "brackets": ("process.env['KEY']", "KEY", "process.env"),
    "computed": ("process.env[name]", "", "process.env"),
    "cast": ("(process.env as any).KEY", "KEY", "process.env"),
    "the mode": ("process.env.NODE_ENV", "NODE_ENV", "process.env"),
    "alias": ("const env = process.env; env.KEY", "KEY", "process.env"),
    "alias of process": ("const p = process; p.env.KEY", "KEY", "process.env"),
    "through the global object": ("globalThis.process.env.KEY", "KEY", "process.env"),
    "destructured": ("const { KEY } = process.env", "KEY", "process.env"),
    "destructured with a name": ("const { KEY: key } = process.env", "KEY", "process.env"),
    "of process": ("const { env } = process; env.KEY", "KEY", "process.env"),
    "imported process": ("import process from 'node:process'; process.env.KEY", "KEY", "process.env"),
    "imported env": ("import { env } from 'process'; env.KEY", "KEY", "process.env"),
    "vite": ("import.meta.env.VITE_KEY", "VITE_KEY", "import.meta.env"),
    "deno": ("Deno.env.get('KEY')", "KEY", "Deno.env"),
    "bun": ("Bun.env.KEY", "KEY", "Bun.env"),
}


@pytest.mark.parametrize(("code", "name", "accessor"), HOST.values(), ids=HOST)
def test_the_environment_of_the_machine(code: str, name: str, accessor: str) -> None:
    file = extract(Source("a.ts", code.encode()))
    (read,) = file.host_env_reads
    assert (read.name, read.accessor) == (name, accessor)
    assert file.env_reads == ()


@pytest.mark.parametrize(
    "code",
    [
        "const process = { env: { KEY: 1 } }; process.env.KEY",
        "function f(process) { process.env.KEY }",
        "import process from './process'; process.env.KEY",
        "const env = process.env; function f(env: any) { env.KEY }",
        "// process.env.KEY",
        "const env = loadEnv(mode); env.KEY",
    ],
)
def test_what_is_not_the_environment_of_the_machine(code: str) -> None:
    assert extract(Source("a.ts", code.encode())).host_env_reads == ()


def test_a_host_read_covers_what_a_mend_replaces() -> None:
    source = Source("a.ts", b"fetch(`${process.env.HOST!}/x`); Deno.env.get('A') || 1; const { B = 2 } = process.env;")
    reads = extract(source).host_env_reads
    assert [source.text(each.span) for each in reads] == ["process.env.HOST", "Deno.env.get('A')", "B"]
    assert [each.has_fallback for each in reads] == [False, True, True]


RECEIVERS = {
    "this": (
        "import { Service } from '@liquidmetal-ai/raindrop-framework';\n"
        "class A extends Service { f() { process.env.K } }",
        "this.env",
    ),
    "a parameter": ("function f(settings: Env) { process.env.K }", "settings"),
    "a context": ("import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', (c) => process.env.K)", "c.env"),
    "an alias": ("class A { constructor(private env: Env) {} f() { const e = this.env; process.env.K } }", "e"),
    "a closure": ("function f(env: Env) { return () => process.env.K }", "env"),
    "nothing": ("function f(x: string) { process.env.K }", ""),
    "not sure": ("export function f(env: any) { process.env.K }", ""),
    "declared further down": (
        "class A { constructor(private env: Env) {} f() { process.env.K; const e = this.env } }",
        "this.env",
    ),
    "hidden": ("function f(env: Env) { { const env = 1; process.env.K } }", ""),
}


@pytest.mark.parametrize(("code", "receiver"), RECEIVERS.values(), ids=RECEIVERS)
def test_by_what_the_environment_can_be_had_instead(code: str, receiver: str) -> None:
    (read,) = extract(Source("a.ts", code.encode())).host_env_reads
    assert read.receiver == receiver
