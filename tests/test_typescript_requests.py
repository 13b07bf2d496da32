"""Outgoing requests and the texts of their URLs."""

from __future__ import annotations

import pytest

from rdlint.facts.texts import Piece
from rdlint.facts.typescript import extract
from rdlint.facts.worker import Request
from rdlint.source import Source


def shown(piece: Piece) -> str:
    """Return a piece as text: ``{NAME}`` of the environment, ``[module:name]`` of another file, ``?`` unknown.

    ``<f#0>`` is the first parameter of ``f``.
    """
    if piece.parameter:
        return f"<{piece.parameter}>"
    if piece.env:
        return f"{{{piece.env}}}"
    if piece.imported:
        return f"[{piece.imported.module}:{piece.imported.name}]"
    return piece.literal or "?"


def urls(request: Request) -> list[str]:
    return ["".join(shown(piece) for piece in row) for row in request.urls]


def requests(code: str) -> tuple[Request, ...]:
    return extract(Source("src/api/index.ts", code.encode())).requests


URLS = {
    "a literal": ("fetch('https://a.example/x')", ["https://a.example/x"]),
    "a template": ("fetch(`https://a.example/${id}/x`)", ["https://a.example/?/x"]),
    "joined": ("fetch('https://a.example' + '/x/' + id)", ["https://a.example/x/?"]),
    "a constant": ("const BASE = 'https://a.example'; fetch(`${BASE}/x`)", ["https://a.example/x"]),
    "a constant of a constant": (
        "const A = 'https://a.example'; const B = A + '/v1'; fetch(B)",
        ["https://a.example/v1"],
    ),
    "an object of constants": (
        "const CONFIG = { api: { url: 'https://a.example' } } as const; fetch(`${CONFIG.api.url}/x`)",
        ["https://a.example/x"],
    ),
    "brackets": ("const C = { 'a-b': 'https://a.example' }; fetch(C['a-b'])", ["https://a.example"]),
    "a frozen object": ("const C = Object.freeze({ url: 'https://a.example' }); fetch(C.url)", ["https://a.example"]),
    "taken from an object": ("const { url } = { url: 'https://a.example' }; fetch(url)", ["https://a.example"]),
    "an enum": ("enum Hosts { A = 'https://a.example' } fetch(Hosts.A)", ["https://a.example"]),
    "a field": ("class C { base = 'https://a.example'; f() { fetch(this.base + '/x') } }", ["https://a.example/x"]),
    "a static field": ("class C { static BASE = 'https://a.example'; f() { fetch(C.BASE) } }", ["https://a.example"]),
    "a field set by the constructor": (
        "class C { base: string; constructor() { this.base = 'https://a.example' } f() { fetch(this.base) } }",
        ["https://a.example"],
    ),
    "a default of the constructor": (
        "class C { constructor(private base = 'https://a.example') {} f() { fetch(`${this.base}/x`) } }",
        ["https://a.example/x", "<C.constructor#0>/x"],
    ),
    "a field of an object in a field": (
        "class C { config = { base: 'https://a.example' }; f() { fetch(this.config.base) } }",
        ["https://a.example"],
    ),
    "a default of a parameter": (
        "function f(base = 'https://a.example') { fetch(base) }",
        ["https://a.example", "<f#0>"],
    ),
    "the environment": ("function f(env: Env) { fetch(`${env.API_URL}/x`) }", ["{API_URL}/x"]),
    "the environment, or else": (
        "function f(env: Env) { const url = env.API_URL || 'https://a.example'; fetch(`${url}/x`) }",
        ["{API_URL}/x", "https://a.example/x"],
    ),
    "taken from the environment": ("function f(env: Env) { const { API_URL } = env; fetch(API_URL) }", ["{API_URL}"]),
    "the machine's environment, or else": (
        "const url = process.env.URL ?? 'https://a.example'; fetch(`${url}/x`)",
        ["?/x", "https://a.example/x"],
    ),
    "a choice": ("fetch(live ? 'https://a.example' : 'https://b.example')", ["https://a.example", "https://b.example"]),
    "an imported constant": ("import { BASE } from './config'; fetch(`${BASE}/x`)", ["[./config:BASE]/x"]),
    "a member of an imported object": (
        "import { CONFIG } from './config'; fetch(CONFIG.api.url)",
        ["[./config:CONFIG.api.url]"],
    ),
    "a member of a whole module": ("import * as config from './config'; fetch(config.BASE)", ["[./config:BASE]"]),
    "new URL": ("fetch(new URL('/x', 'https://a.example/old?y'))", ["https://a.example/x"]),
    "new URL with an absolute path": ("fetch(new URL('https://b.example/x', base))", ["https://b.example/x"]),
    "new URL in a constant": ("const u = new URL('https://a.example/x'); fetch(u.toString())", ["https://a.example/x"]),
    "its href": ("const u = new URL('https://a.example/x'); fetch(u.href)", ["https://a.example/x"]),
    "trimmed": ("const b = 'https://a.example'; fetch(b.replace(/x$/, '') + '/y')", ["https://a.example/y"]),
    "a function": ("function base() { return 'https://a.example' } fetch(`${base()}/x`)", ["https://a.example/x"]),
    "an arrow function": ("const base = () => 'https://a.example'; fetch(base())", ["https://a.example"]),
    "a method": ("class C { base() { return 'https://a.example' } f() { fetch(this.base()) } }", ["https://a.example"]),
    "a getter": (
        "class C { get base() { return 'https://a.example' } f() { fetch(this.base) } }",
        ["https://a.example"],
    ),
    "set again": (
        "let u = 'https://a.example'; if (x) u = 'https://b.example'; fetch(u)",
        ["https://a.example", "https://b.example"],
    ),
    "added to": ("let u = 'https://a.example'; u += id; fetch(u)", ["https://a.example?"]),
    "a cast": ("fetch(('https://a.example' as string)!)", ["https://a.example"]),
    "an escape": (r"fetch('https:\x2f\u002fa.example')", ["https://a.example"]),
    "a parameter": ("function f(url: string) { fetch(url) }", ["<f#0>"]),
    "a request": ("function f(request: Request) { fetch(request) }", ["<f#0>"]),
    "itself": ("const a = b; const b = a; fetch(a)", []),
    "a shadowed constant": ("const u = 'https://a.example'; function f(u: string) { fetch(u) }", ["<f#0>"]),
    "nothing": ("fetch()", []),
}


@pytest.mark.parametrize(("code", "expected"), URLS.values(), ids=URLS)
def test_what_is_known_of_a_url(code: str, expected: list[str]) -> None:
    (request,) = requests(code)
    assert urls(request) == expected


CLIENTS = {
    "fetch": ("fetch('https://a.example')", "fetch", "https://a.example"),
    "global fetch": ("globalThis.fetch('https://a.example')", "fetch", "https://a.example"),
    "awaited": ("const r = await (fetch('https://a.example'))", "fetch", "https://a.example"),
    "Request": ("const r = new Request('https://a.example')", "Request", "https://a.example"),
    "WebSocket": ("const s = new WebSocket('wss://a.example')", "WebSocket", "wss://a.example"),
    "axios": ("import axios from 'axios'; axios('https://a.example')", "axios", "https://a.example"),
    "axios.get": ("import axios from 'axios'; axios.get('https://a.example')", "axios", "https://a.example"),
    "axios.post": ("import axios from 'axios'; axios.post('https://a.example', {})", "axios", "https://a.example"),
    "axios with settings": (
        "import axios from 'axios'; axios({ url: 'https://a.example' })",
        "axios",
        "https://a.example",
    ),
    "axios with a base": (
        "import axios from 'axios'; const api = axios.create({ baseURL: 'https://a.example' }); api.get('/x')",
        "axios",
        "https://a.example/x",
    ),
    "axios with a base in a field": (
        "import axios from 'axios'; class C { api = axios.create({ baseURL: 'https://a.example/' "
        "}); f() { this.api.get('x') } }",
        "axios",
        "https://a.example/x",
    ),
    "axios with a base and an absolute URL": (
        "import axios from 'axios'; const api = axios.create({ baseURL: 'https://a.example' }); "
        "api.get('https://b.example')",
        "axios",
        "https://b.example",
    ),
    "ky": ("import ky from 'ky'; ky.get('https://a.example').json()", "ky", "https://a.example"),
    "got": ("import got from 'got'; got('https://a.example')", "got", "https://a.example"),
    "undici": ("import { request } from 'undici'; request('https://a.example')", "undici", "https://a.example"),
    "undici as a whole": (
        "import * as undici from 'undici'; undici.fetch('https://a.example')",
        "undici",
        "https://a.example",
    ),
    "node-fetch": ("import fetch from 'node-fetch'; fetch('https://a.example')", "fetch", "https://a.example"),
    "node-fetch by another name": (
        "import go from 'node-fetch'; go('https://a.example')",
        "fetch",
        "https://a.example",
    ),
    "required": ("const axios = require('axios'); axios.get('https://a.example')", "axios", "https://a.example"),
    "ws": ("import WebSocket from 'ws'; const s = new WebSocket('wss://a.example')", "WebSocket", "wss://a.example"),
}


@pytest.mark.parametrize(("code", "client", "url"), CLIENTS.values(), ids=CLIENTS)
def test_clients(code: str, client: str, url: str) -> None:
    (request,) = requests(code)
    assert (request.client, urls(request), request.via_binding) == (client, [url], False)


@pytest.mark.parametrize(
    "code",
    [
        "function fetch(x) {} fetch('https://a.example')",
        "const fetch = other; fetch('https://a.example')",
        "function f(fetch: Fetcher) { fetch('https://a.example') }",
        "cache.fetch('https://a.example')",
        "class C { fetch(url: string) { return this.fetch('https://a.example') } }",
        "import { fetch } from './own'; fetch('https://a.example')",
        "import { Request } from 'express'; new Request('https://a.example')",
        "class A extends Service { async fetch(request: Request) { return new Response('x') } }",
        "// fetch('https://a.example')",
        "const x = \"fetch('https://a.example')\"",
        "type F = typeof fetch; let x: Request;",
        "import axios from 'axios'; axios.isAxiosError(e); axios.defaults.timeout = 1",
        "import { WebSocketServer } from 'ws'; new WebSocketServer({ port: 1 })",
        "const axios = { get() {} }; axios.get('https://a.example')",
    ],
)
def test_what_is_no_request(code: str) -> None:
    assert requests(code) == ()


BINDINGS = {
    "a binding": "env.OTHER.fetch('http://internal/x')",
    "a request for a binding": "env.OTHER.fetch(new Request('http://internal/x'))",
    "a request in a name": "const r = new Request('http://internal/x'); await env.OTHER.fetch(r)",
    "an alias": "const other = env.OTHER; other.fetch('http://internal/x')",
    "taken apart": "const { OTHER } = env; OTHER.fetch('http://internal/x')",
    "an actor": "const id = env.ACTOR.idFromName('a'); const stub = env.ACTOR.get(id); stub.fetch('http://internal/x')",
}


@pytest.mark.parametrize("code", BINDINGS.values(), ids=BINDINGS)
def test_requests_to_bindings_do_not_leave_the_platform(code: str) -> None:
    found = requests(f"async function f(env: Env) {{ {code} }}")
    assert found
    assert all(each.via_binding for each in found)


def test_a_request_for_the_own_app_does_not_leave_either() -> None:
    (request,) = requests("import { Hono } from 'hono'; const app = new Hono(); app.fetch(new Request('http://x/y'))")
    assert request.via_binding


@pytest.mark.parametrize(
    "code", ["send(new Request('https://a.example'))", "const r = new Request('https://a.example'); send(r)"]
)
def test_a_request_that_goes_elsewhere_may_leave(code: str) -> None:
    (request,) = requests(code)
    assert not request.via_binding


def test_a_request_that_is_fetched_is_an_outgoing_one() -> None:
    found = requests("fetch(new Request('https://a.example'))")
    assert [(each.client, each.via_binding) for each in found] == [("fetch", False), ("Request", False)]


def test_spans_point_to_where_the_text_stands() -> None:
    code = b"const BASE = 'https://a.example';\nfunction f() { return fetch(`${BASE}/x`, { method: 'GET' }) }"
    source = Source("a.ts", code)
    (request,) = extract(source).requests
    assert [source.text(piece.span) for piece in request.urls[0]] == ["https://a.example", "/x"]
    assert source.text(request.span) == "fetch(`${BASE}/x`, { method: 'GET' }"
    assert source.text(request.url_span) == "`${BASE}/x`"
    assert request.function == "f"


def test_a_credential_in_a_url_is_kept_out_of_the_record() -> None:
    key = "sk-" + "ant-" + "api03-Zk7Qw2Lm9Xc4Vb6Nn1Pp5Rr8Tt3Yy0Uu"
    source = Source("a.ts", f"fetch('https://a.example/v1?key={key}&x=1')".encode())
    file = extract(source)
    assert file.secrets
    assert key not in repr(file)
    assert urls(file.requests[0])[0].startswith("https://a.example/v1?key=")


def test_many_choices_stay_few() -> None:
    choice = "(x ? 'a' : 'b')"
    (request,) = requests(f"fetch({' + '.join([choice] * 40)})")
    assert len(request.urls) <= 8


CONSTANTS = {
    "a text": ("export const A = 'https://a.example';", {"A": ["https://a.example"]}),
    "joined": ("const H = 'https://a.example'; export const A = `${H}/v1`;", {"A": ["https://a.example/v1"]}),
    "an object": (
        "export const C = { api: { url: 'https://a.example' }, n: 1 };",
        {"C.api.url": ["https://a.example"], "C.n": ["1"]},
    ),
    "an enum": ("export enum E { A = 'https://a.example', B = 2 }", {"E.A": ["https://a.example"], "E.B": ["2"]}),
    "exported below": ("const A = 'https://a.example';\nexport { A as B };", {"A": ["https://a.example"]}),
    "default": ("const A = 'https://a.example';\nexport default A;", {"A": ["https://a.example"]}),
    "not exported": ("const A = 'https://a.example';", {}),
    "a function": ("export const f = () => 'https://a.example';", {"f()": ["https://a.example"]}),
    "a function without an address": ("export const f = () => 'text';", {}),
    "a function that returns an object": (
        "export function f() { if (x) return { url: 'https://a.example' }; return { url: 'https://b.example' } }",
        {"f().url": ["https://a.example", "https://b.example"]},
    ),
    "a class": (
        "export class C { base = 'https://a.example'; static BASE = 'https://b.example'; "
        "url(p) { return this.base + p } }",
        {"C.base": ["https://a.example"], "C.BASE": ["https://b.example"], "C.url()": ["https://a.example<C.url#0>"]},
    ),
    "a class with a constructor": (
        "export class C { constructor(private base: string) {} }",
        {"C.base": ["<C.constructor#0>"]},
    ),
    "set again": ("export let A = 'https://a.example'; A = 'https://b.example';", {}),
}


@pytest.mark.parametrize(("code", "expected"), CONSTANTS.values(), ids=CONSTANTS)
def test_constants_for_other_files(code: str, expected: dict[str, list[str]]) -> None:
    found = extract(Source("a.ts", code.encode())).constants
    assert {name: ["".join(shown(piece) for piece in row) for row in rows] for name, rows in found} == expected


def test_hosts_are_found_wherever_they_are_written() -> None:
    code = (
        "// https://comment.example\nconst a = 'see https://A.example:8080/x, or wss://b.example.';\n"
        "const b = `<a href=\"http://10.0.0.1/x\">${'https://user:pw@c.example'}</a> http://[::1]/ ftp://d.example`;\n"
        "const c = 'https://' + host; const d = `https://${host}/x`;\n"
    )
    source = Source("a.ts", code.encode())
    found = extract(source).hosts
    assert [each.host for each in found] == ["a.example", "b.example", "10.0.0.1", "c.example", "[::1]"]
    assert [source.text(each.span).lower() for each in found] == [each.host for each in found]
