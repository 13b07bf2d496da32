"""What is taken from messages and events, and where they are followed."""

from __future__ import annotations

import pytest

from rdlint.facts.event import EventRead
from rdlint.facts.typescript import extract
from rdlint.source import Source

IMPORT = (
    "import { Batch, BucketEventNotification as Notice, Each, Event, Message, MessageBatch, Task }"
    " from '@liquidmetal-ai/raindrop-framework';"
)


def reads(code: str, path: str = "src/a/index.ts") -> tuple[EventRead, ...]:
    return extract(Source(path, (IMPORT + code).encode())).event_reads


def taken(code: str, path: str = "src/a/index.ts") -> list[tuple[str, str]]:
    return [(each.type, each.name) for each in reads(code, path)]


MESSAGE, NOTICE, OBJECT = "Message", "BucketEventNotification", "BucketEventNotification.object"
FORMS = {
    "a member": ("function f(m: Message<B>) { m.x }", [(MESSAGE, "x")]),
    "optional": ("function f(m?: Message<B>) { m?.x }", [(MESSAGE, "x")]),
    "by index": ("function f(m: Message<B>) { m['x'] }", [(MESSAGE, "x")]),
    "with an assertion": ("function f(m: Message<B> | undefined) { (m!).x }", [(MESSAGE, "x")]),
    "taken apart": ("function f(m: Message<B>) { const { x, y: z = 1 } = m }", [(MESSAGE, "x"), (MESSAGE, "y")]),
    "as a parameter": (
        "const f = ({ x, body: { y } }: Message<Notice>) => 1",
        [(MESSAGE, "x"), (MESSAGE, "body"), (NOTICE, "y")],
    ),
    "an alias": ("function f(m: Message<B>) { const n = m; n.x }", [(MESSAGE, "x")]),
    "the body": ("function f(m: Message<Notice>) { m.body.x }", [(MESSAGE, "body"), (NOTICE, "x")]),
    "the object": ("function f(n: Notice) { const { object } = n; object.x }", [(NOTICE, "object"), (OBJECT, "x")]),
    "a type alias": ("type T = Readonly<Notice>; function f(n: T) { n.x }", [(NOTICE, "x")]),
    "a cast to it": ("function f(n: Notice) { (n as Message<B>).x; (n as any).y }", [(MESSAGE, "x")]),
    "a variable": ("const m: Message<B> = make(); m.x", [(MESSAGE, "x")]),
    "a loop": (
        "function f(b: MessageBatch<B>) { for (const m of b.messages) m.x }",
        [("MessageBatch", "messages"), (MESSAGE, "x")],
    ),
    "a loop over an array": ("function f(all: readonly Notice[]) { for (const n of all) { n.x } }", [(NOTICE, "x")]),
    "a callback": ("function f(all: Array<Notice>) { all.filter(Boolean).map(async (n) => n.x) }", [(NOTICE, "x")]),
    "the second parameter of a callback": (
        "function f(all: Notice[]) { all.reduce((o, n) => n.x, o.y) }",
        [(NOTICE, "x")],
    ),
    "an element": ("function f(all: Notice[]) { all[0]?.x; const [n] = all; n.y }", [(NOTICE, "x"), (NOTICE, "y")]),
    "of a task": ("class T extends Task<Env> { handle(event: Event) { event.x } }", [("Event", "x")]),
    "of a handler without a type": ("class C extends Each<B, Env> { process(m) { m.x } }", [(MESSAGE, "x")]),
    "of a handler of any": ("class C extends Batch<B, Env> { process(b: any) { b.x } }", [("MessageBatch", "x")]),
    "of a handler with the wrong type": (
        "class C extends Each<Notice, Env> { process(n: Notice) { n.x } }",
        [(MESSAGE, "x")],
    ),
}


@pytest.mark.parametrize(("code", "expected"), FORMS.values(), ids=FORMS)
def test_forms(code: str, expected: list[tuple[str, str]]) -> None:
    assert taken(code) == expected


SILENT = {
    "another type of that name": "function f() { interface Message { x: 1 } const g = (m: Message) => m.x }",
    "a type that extends it": "interface Own extends Notice { x: 1 } function f(n: Own) { n.x }",
    "joined with another": "function f(n: Notice & { x: 1 }) { n.x }",
    "one of two": "function f(n: Notice | Other) { n.x }",
    "any": "function f(m: Message<B>) { const n: any = m; n.x }",
    "a shadowed name": "function f(m: Message<B>) { { const m = g(); m.x } }",
    "a tested member": "function f(m: Message<B>) { if ('x' in m) m.x }",
    "a body of one's own": "function f({ body }: Message<B>) { body.x }",
    "in a type": "function f(m: Message<B>) { let y: typeof m.x }",
    "a handler of another class": "class C extends Other { process(m) { m.x } }",
    "a handler with a type of one's own": "class C extends Each<B, Env> { process(m: Own) { m.x } }",
    "another method": "class C extends Each<B, Env> { other(m) { m.x } }",
    "a variable that is set again": "class C extends Each<B, Env> { process(m) { let n = m; n = g(); n.x } }",
    "an augmented type": "declare module '@liquidmetal-ai/raindrop-framework' { interface Message { x: 1 } }"
    " function f(m: Message<B>) { m.x }",
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silence(code: str) -> None:
    assert [name for _, name in taken(code) if name in ("x", "y")] == []


def test_another_package_has_messages_too() -> None:
    code = "import { Message } from 'pubsub'; function f(m: Message<B>) { m.x }"
    base = "import { Each } from '@liquidmetal-ai/raindrop-framework';"
    handler = "class C extends Each<B, Env> { process(m: Message<B>) { m.x } }"
    for each in (code, base + code, base + code + handler):
        assert extract(Source("a.ts", each.encode())).event_reads == ()


@pytest.mark.parametrize(
    ("code", "path", "is_typed"),
    [
        ("function f(m: Message<B>) { m.x }", "a.ts", True),
        ("function f(m: Message<B>) { // @ts-ignore\n m.x }", "a.ts", False),
        ("class C extends Each<B, Env> { process(m: any) { m.x } }", "a.ts", False),
        ("class C extends Each { process(m) { m.x } }", "a.js", False),
        ("class C extends Each<Notice, Env> { process(n: Notice) { n.x } }", "a.ts", True),
    ],
)
def test_whether_the_compiler_knows(code: str, path: str, is_typed: bool) -> None:
    (each,) = reads(code, path)
    assert each.is_typed is is_typed


@pytest.mark.parametrize(
    ("code", "is_of_body"),
    [
        ("interface B { x: 1 } function f(m: Message<B>) { m.x }", True),
        ("type B = { x: 1 }; function f(m: Message<B>) { m.x }", True),
        ("function f(m: Message<{ x: 1 }>) { m.x }", True),
        ("interface B { y: 1 } function f(m: Message<B>) { m.x }", False),
        ("import type { B } from './b'; function f(m: Message<B>) { m.x }", False),
        ("function f(m: Message<Notice>) { m.object }", True),
    ],
)
def test_whether_the_body_has_it(code: str, is_of_body: bool) -> None:
    (each,) = reads(code)
    assert each.is_of_body is is_of_body
