"""Programs made by chance, whole and damaged: no crash, no failing rule, and nothing points out of its file."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rdlint.engine import lint
from rdlint.facts.python import extract as extract_python
from rdlint.facts.typescript import extract as extract_typescript
from rdlint.facts.worker import WorkerFile
from rdlint.run_report import Report
from rdlint.settings import Settings
from rdlint.source import Source
from rdlint.span import Span

FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

MANIFEST = """\
application "fuzz" {
  env "KEY" {
    secret = true
  }
  env "URL" {
    default = "https://api.example.com"
  }
  service "api" {
    visibility = "public"
    env "OWN" {
      default = "1"
    }
  }
  service "store" {}
  actor "room" {}
  queue "jobs" {}
  bucket "files" {}
  kv_cache "cache" {}
  smartsql "sql" {}
  observer "worker" {
    source {
      queue = "jobs"
    }
  }
  task "nightly" {
    type = "cron"
    cron = "0 3 * * *"
  }
  mcp_service "tools" {}
}
"""
PACKAGE = '{ "dependencies": { "@liquidmetal-ai/raindrop-framework": "0.10.0", "hono": "^4.0.0" } }\n'


def spans(value: object) -> Iterator[Span]:
    """Yield every span in a record, however deep."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, Span):
            yield each
        elif isinstance(each, (tuple, list, frozenset)):
            pending.extend(each)
        elif isinstance(each, Mapping):
            pending.extend(each.items())
        elif dataclasses.is_dataclass(each) and not isinstance(each, type):
            pending.extend(getattr(each, field.name) for field in dataclasses.fields(each))


def check_facts(data: bytes, path: str, extract: Callable[[Source], WorkerFile]) -> None:
    source = Source(path, data)
    for span in spans(extract(source)):
        assert span.path == path
        assert 0 <= span.start <= span.end <= len(source.data)


def check_run(files: Mapping[str, bytes]) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        report = lint([folder], adjust=_all_rules)
    assert not report.has_failed_rule, [each.finding.message for each in report.diagnostics]
    assert not report.unread
    for each in report.diagnostics:
        for span in spans(each):
            assert 0 <= span.start <= span.end <= len(report.sources[span.path].data)
    return report


def _all_rules(settings: Settings) -> Settings:
    return replace(settings, select=("ALL",))


# TypeScript.

NAMES = st.sampled_from("KEY URL OWN CACHE FILES SQL STORE API JOBS ROOM WORKER TOOLS KEYY MISSING_DB key ключ".split())
WORDS = st.sampled_from("env c ctx e store value message batch event request 名 a$ _b".split())
TEXTS = st.sampled_from(
    [
        "'https://api.example.com/v1'",
        "`https://${env.URL}/x`",
        "`http://10.0.0.1:${1}`",
        "'http://localhost:3000'",
        "'/relative'",
        "'KEY'",
        "'ü\\u{1F600}'",
        '"YOUR_KEY_HERE"',
        "`a${`b${env.KEY}`}`",
        "''",
        "123",
        "/re[/]x/g",
    ]
)
MEMBERS = st.sampled_from(["body", "id", "ack()", "event", "objectKey", "object.key", "messages.map((m) => m.data)"])
CALLS = st.sampled_from(
    "get put set send executeQuery fetch summary idFromName query search head list delete нет".split()
)


def _many(pattern: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Fill the ``%s`` of ``pattern`` with ``parts``."""
    return st.tuples(*parts).map(lambda given: pattern % given)


ENVS = st.sampled_from(
    ["env", "this.env", "c.env", "(env as any)", "this.env!", "ctx.env", "globalThis.env", "process.env", "e"]
)
ATOMS = st.one_of(
    WORDS,
    TEXTS,
    _many("%s.%s", ENVS, NAMES),
    _many("%s?.%s", ENVS, NAMES),
    _many("%s['%s']", ENVS, NAMES),
    _many("%s[%s]", ENVS, WORDS),
    _many("'%s' in %s", NAMES, ENVS),
    _many("%s.%s", st.sampled_from(["message", "message.body", "batch.messages[0]", "event.object"]), MEMBERS),
)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        _many("(%s)", inner),
        _many("%s ?? %s", inner, inner),
        _many("%s || %s", inner, inner),
        _many("(%s ? %s : %s)", inner, inner, inner),
        _many("await fetch(%s, { headers: { a: %s } })", inner, inner),
        _many("new URL(%s, %s)", inner, inner),
        _many("%s.%s.%s(%s)", ENVS, NAMES, CALLS, inner),
        _many("helper(%s, %s)", ENVS, inner),
        _many("{ a: %s, ...%s }", inner, inner),
        _many("[%s, ...%s]", inner, inner),
        _many("(%s as unknown as Env)", inner),
        _many("((%s) => %s)", WORDS, inner),
        _many("`${%s}/${%s}`", inner, inner),
        _many("<b title={%s}>&{%s}</b>", inner, inner),
    )


EXPRESSIONS = st.recursive(ATOMS, _larger, max_leaves=3)
BLOCKS: st.SearchStrategy[str] = st.deferred(
    lambda: st.lists(STATEMENTS, max_size=2).map(lambda lines: "{\n" + "\n".join(lines) + "\n}")
)
STATEMENTS: st.SearchStrategy[str] = st.one_of(
    _many("const %s = %s;", WORDS, EXPRESSIONS),
    _many("let { %s: %s = %s, ...rest } = %s;", NAMES, WORDS, EXPRESSIONS, ENVS),
    _many("const { env: { %s }, %s } = this;", NAMES, WORDS),
    _many("%s = %s;", WORDS, EXPRESSIONS),
    _many("return %s;", EXPRESSIONS),
    _many("%s;", EXPRESSIONS),
    _many("if (%s) %s else %s", EXPRESSIONS, BLOCKS, BLOCKS),
    _many("for (const %s of %s) %s", WORDS, EXPRESSIONS, BLOCKS),
    _many("try %s catch (%s) %s", BLOCKS, WORDS, BLOCKS),
    _many("function %s(%s: any, %s = %s) %s", WORDS, WORDS, WORDS, EXPRESSIONS, BLOCKS),
    _many("// %s", EXPRESSIONS),
    _many("/* %s */", WORDS),
)
TYPES = st.sampled_from(
    [
        "",
        ": Env",
        ": any",
        ": Context<{ Bindings: Env }>",
        ": Message<Body>",
        ": MessageBatch<Body>",
        ": Pick<Env, 'KEY'>",
        ": BucketEventNotification",
        ": Message<BucketEventNotification>[]",
        ": { env: Env }",
        ": Event | undefined",
        ": (",
    ]
)
HANDLERS = st.sampled_from("fetch process handle constructor summary get #hidden [computed] 'quoted' метод".split())
METHODS = st.one_of(
    _many("async %s(%s%s, %s?%s) %s", HANDLERS, WORDS, TYPES, WORDS, TYPES, BLOCKS),
    _many("static %s = (%s%s) => %s;", HANDLERS, WORDS, TYPES, EXPRESSIONS),
    _many("private %s%s = %s;", WORDS, TYPES, EXPRESSIONS),
    _many("get %s()%s %s", WORDS, TYPES, BLOCKS),
)
BASES = st.sampled_from(
    [
        "Service<Env>",
        "Each<Body, Env>",
        "Batch<Body, Env>",
        "Task<Env>",
        "Actor<Env>",
        "Each<BucketEventNotification, Env>",
        "Base",
        "mixin(Service)",
        "fw.Service",
        "Room",
    ]
)
CLASSES = _many(
    "%s class %s extends %s {\n%s\n}",
    st.sampled_from(["export default", "export", ""]),
    st.sampled_from(["", "Room", "Base", "Api"]),
    BASES,
    st.lists(METHODS, max_size=2).map("\n".join),
)
ROUTES = _many(
    "app.%s('/x/:id', %s);",
    st.sampled_from("get post use on all route onError notFound".split()),
    st.one_of(
        _many("async (c%s) => %s", TYPES, EXPRESSIONS),
        _many("function (%s, next) %s", WORDS, BLOCKS),
        WORDS,
    ),
)
IMPORTS = st.sampled_from(
    [
        "import { Service, Each, Batch, Task, Actor, Event, Message, MessageBatch, BucketEventNotification }"
        " from '@liquidmetal-ai/raindrop-framework';",
        "import * as fw from '@liquidmetal-ai/raindrop-framework';",
        "import { Hono, type Context } from 'hono'; const app = new Hono<{ Bindings: Env }>();",
        "import { Env } from './raindrop.gen';",
        "import helper, { value as store } from '../shared/helper';",
        "export * from '../shared/helper';",
        "export { default as Room } from './room';",
        "const pg = require('pg');",
        "import { corsAllowAll, createCorsHandler } from '@liquidmetal-ai/raindrop-framework/core/cors';",
        "import { verifyIssuer } from '@liquidmetal-ai/raindrop-framework/core/auth';",
        "export const cors = createCorsHandler({ origin: ['*', `http://${a}`], ...b, credentials: !0 });",
        "export const verify = cors(), authorize = { cors };",
        "export const implementation = { name: 'x', version: '1' };",
        "export default (server: McpServer, env: Env) => { server.tool('x', () => env.KEY); };",
        "export interface Body { id: string }",
        "export interface Env { KEY: string; readonly OTHER?: Ai }",
        "type Notice = Readonly<BucketEventNotification> | null;",
        "export enum Kind { A = 'https://a.example', B = A }",
        "declare module 'x' { interface Y { env: Env } }",
    ]
)
BROKEN = st.sampled_from(
    ["}", "((", "class {", "`${", "'", "/*", "<a", "import {", "@", "=> =>", "const = ;", "\ufeff", "\\u"]
)
FUNCTIONS = _many("export async function %s(%s%s, { %s }%s) %s", WORDS, WORDS, TYPES, WORDS, TYPES, BLOCKS)
PARTS = st.one_of(IMPORTS, CLASSES, CLASSES, FUNCTIONS, ROUTES, STATEMENTS, BROKEN)
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r\n", "\r", "\u2028", " "])
PROGRAMS = st.tuples(
    ENDS,
    st.lists(IMPORTS, min_size=2, max_size=5, unique=True),
    st.lists(PARTS, max_size=2),
    st.lists(CLASSES, min_size=1, max_size=2),
    st.lists(st.one_of(FUNCTIONS, ROUTES), min_size=1, max_size=2),
    st.lists(PARTS, max_size=2),
).map(lambda given: given[0].join(part for parts in given[1:] for part in parts).replace("\n", given[0]))
ENDINGS = st.sampled_from(["ts", "tsx", "js", "mts"])


@FUZZ
@given(PROGRAMS, ENDINGS)
def test_any_program_is_read(program: str, ending: str) -> None:
    check_facts(program.encode(), f"src/api/index.{ending}", extract_typescript)


PLACES = (
    "src/api/index",
    "src/store/index",
    "src/room/index",
    "src/worker/index",
    "src/nightly/index",
    "src/tools/index",
)


@FEW
@given(st.lists(PROGRAMS, min_size=3, max_size=3), ENDINGS, st.integers(0, len(PLACES) - 1))
def test_any_programs_are_judged_together(programs: list[str], ending: str, first: int) -> None:
    paths = [f"{PLACES[first]}.{ending}", "src/shared/helper.ts", "src/_app/cors.ts"]
    files = {path: program.encode() for path, program in zip(paths, programs)}  # noqa: B905
    check_run({"raindrop.manifest": MANIFEST.encode(), "package.json": PACKAGE.encode(), **files})


# Programs that somebody could have written, damaged.

SERVICE = """\
import { Service } from '@liquidmetal-ai/raindrop-framework';
import { Hono } from 'hono';
import { Env } from './raindrop.gen';
import { load, type Row } from '../shared/helper';

const app = new Hono<{ Bindings: Env }>();
const ORIGINS = ['https://a.example', "http://localhost:3000"] as const;

app.use('/api/*', async (c, next) => {
  if (!c.env.KEY) return c.json({ error: `no ${'key'}` }, 500);
  await next();
});
app.get('/rows/:id', async (c) => {
  const { URL: base = 'https://b.example', ...rest } = c.env;
  const rows: Row[] = await load(c.env, c.req.param('id'));
  const answer = await fetch(`${base}/rows/${rows.length}?k=${encodeURIComponent(c.env['OWN'])}`);
  return c.json({ rows, rest, answer: await answer.json() });
});

export default class extends Service<Env> {
  async fetch(request: Request): Promise<Response> {
    await this.env.JOBS.send({ id: crypto.randomUUID(), größe: 1 });
    await this.env.STORE.summary?.('day');
    return app.fetch(request, this.env, this.ctx);
  }
}
"""
OBSERVER = """\
import { BucketEventNotification, Each, Message } from '@liquidmetal-ai/raindrop-framework';
import { Env } from './raindrop.gen';
import { load } from '../shared/helper';

export interface Body { id: string; files: string[] }

export default class Worker extends Each<BucketEventNotification, Env> {
  async process(message: Message<BucketEventNotification>): Promise<void> {
    const { object: { key }, objectKey } = message.body;
    this.env.logger.info(`${message.body.contentType} → ${key}`);
    await load(this.env, objectKey ?? message.event);
    const found = await this.env.FILES.get(key);
    if (found === null) { message.retry({ delaySeconds: 3 }); return; }
    message.ack();
  }
}
"""
HELPER = """\
export interface Row { id: string }
const BASE = 'https://rows.example/v1';
export async function load(env: any, id: string): Promise<Row[]> {
  const { KEY, SQL } = env;
  const url = new URL(`/rows/${id}`, env.URL || BASE);
  await SQL.executeQuery({ sqlQuery: "SELECT 'ä'" });
  return (await fetch(url, { headers: { authorization: `Bearer ${KEY}` } })).json();
}
"""
HOOK = """\
import { corsAllowAll, createCorsHandler } from '@liquidmetal-ai/raindrop-framework/core/cors';
const origin = ['https://a.example', 'https://*.b.example'];
export const cors = createCorsHandler({ origin, credentials: true, maxAge: 86_400 });
export const other = corsAllowAll();
"""
WRITTEN = {
    "src/api/index.ts": SERVICE,
    "src/worker/index.ts": OBSERVER,
    "src/shared/helper.ts": HELPER,
    "src/_app/cors.ts": HOOK,
}
PIECES = [
    "",
    " ",
    "{",
    "}",
    "(",
    ")",
    "'",
    "`",
    "${",
    "/*",
    "*/",
    "//",
    "\r\n",
    "=>",
    "env",
    ".env",
    "class ",
    "ü",
    "\0",
    "<",
]


@pytest.mark.parametrize("path", sorted(WRITTEN))
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_beginning_of_a_program_is_read(path: str, ends: str) -> None:
    data = WRITTEN[path].replace("\n", ends).encode()
    for end in range(0, len(data), 5):
        check_facts(data[:end], path, extract_typescript)


@FUZZ
@given(st.sampled_from(sorted(WRITTEN)), st.data())
def test_any_damaged_program_is_read(path: str, data: st.DataObject) -> None:
    check_facts(_damaged(WRITTEN[path].encode(), data), path, extract_typescript)


@FEW
@given(st.sampled_from(sorted(WRITTEN)), st.data())
def test_an_app_with_one_damaged_file_is_judged(path: str, data: st.DataObject) -> None:
    files = {each: text.encode() for each, text in WRITTEN.items()}
    files[path] = _damaged(files[path], data)
    check_run({"raindrop.manifest": MANIFEST.encode(), "package.json": PACKAGE.encode(), **files})


def test_the_app_without_damage_says_what_it_should() -> None:
    files = {each: text.encode() for each, text in WRITTEN.items()}
    report = check_run({"raindrop.manifest": MANIFEST.encode(), "package.json": PACKAGE.encode(), **files})
    found = {(each.code, each.finding.subject) for each in report.diagnostics}
    assert {
        ("RD708", "https://*.b.example"),
        ("RD709", "contentType"),
        ("RD709", "event"),
        ("RD709", "objectKey"),
    } <= found


def _damaged(data: bytes, draw: st.DataObject) -> bytes:
    """Return ``data`` with a few pieces taken out, doubled, moved or put in."""
    for _ in range(draw.draw(st.integers(1, 4))):
        start = draw.draw(st.integers(0, len(data)))
        end = min(len(data), start + draw.draw(st.integers(0, 40)))
        piece = draw.draw(st.sampled_from([each.encode() for each in PIECES]))
        at = draw.draw(st.integers(0, len(data)))
        moved = data[start:end] if draw.draw(st.booleans()) else b""
        data = data[:start] + piece + data[end:]
        data = data[:at] + moved + data[at:]
    return data


# Python.

PYTHON = """\
from __future__ import annotations
import os
import httpx
from workers import Response, WorkerEntrypoint, fetch
from .helper import load as read

BASE = f"https://api.example/{'v1'}"


class Default(WorkerEntrypoint):
    async def fetch(self, request):
        env = self.env
        key, url = env.KEY, getattr(env, "URL", None)
        if not env.OWN:
            return Response("größe", status=500)
        async with httpx.AsyncClient() as client:
            found = await client.get(f"{url or BASE}/rows/{key}", headers={"a": os.environ["TOKEN"]})
        await self.env.STORE.summary("day")
        return Response(await read(env, found.text))


async def on_fetch(request, env):
    return await fetch(f"http://10.0.0.1/{env.MISSING}")
"""
PYTHON_LINES = st.sampled_from(
    [
        *PYTHON.splitlines(),
        "    def f(self, env=None, *args, **rest):",
        "        return env.KEY",
        "try:",
        "except* E as env:",
        "match env:",
        "    case {'env': e}: e.KEY",
        "x = lambda env: env.KEY",
        "@f(env.KEY)",
        "if (env := self.env).KEY: pass",
        "\tpass",
        "f'''{env!r:>{env.X}}'''",
        "del env",
        "class (",
        "'''",
        "async def",
        "print(*env, **env)",
        "é = env.ключ",
    ]
)


@FEW
@given(st.lists(PYTHON_LINES, max_size=14), ENDS)
def test_any_lines_of_python_are_read(lines: list[str], end: str) -> None:
    check_facts(end.join(lines).encode(), "src/api/index.py", extract_python)


@FEW
@given(st.data())
def test_any_damaged_python_is_read(data: st.DataObject) -> None:
    check_facts(_damaged(PYTHON.encode(), data), "src/api/index.py", extract_python)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PYTHON_LINES, max_size=10), st.data())
def test_an_app_in_python_is_judged(lines: list[str], data: st.DataObject) -> None:
    files = {"src/api/index.py": _damaged(PYTHON.encode(), data), "src/api/helper.py": "\n".join(lines).encode()}
    check_run({"raindrop.manifest": MANIFEST.encode(), **files})
