"""What files offer to other modules, and what calls of bindings are given."""

from __future__ import annotations

import pytest

from rdlint.facts.argument import Kind
from rdlint.facts.default import Form
from rdlint.facts.python import extract as extract_python
from rdlint.facts.type_name import TypeName
from rdlint.facts.typescript import extract
from rdlint.facts.worker import Access, Class, WorkerFile
from rdlint.platform.handlers import actor_class
from rdlint.source import Source

FRAMEWORK = "import { Service } from '@liquidmetal-ai/raindrop-framework';\n"


def read(code: str, path: str = "src/api/index.ts") -> WorkerFile:
    return extract(Source(path, code.encode()))


def only_class(code: str, path: str = "a.ts") -> Class:
    (found,) = read(code, path).classes
    return found


def accesses(body: str, before: str = "", fields: str = "") -> list[Access]:
    """Return what is done with the members that ``body``, in a method of a service, reads from `this.env`."""
    code = (
        f"{FRAMEWORK}{before}\nexport default class extends Service<Env> {{ {fields}\nasync f(x: any) {{ {body} }} }}"
    )
    return [access for use in read(code).env_reads for access in (use.access, *use.later) if access is not None]


def kinds(argument: str, **more: str) -> list[Kind]:
    (access,) = accesses(f"this.env.A.m({argument});", **more)
    assert access.arguments is not None
    return [each.kind for each in access.arguments]


DEFAULTS = {
    "export default class {}": Form.CLASS,
    "export default abstract class A {}": Form.CLASS,
    "class A {}\nexport { A as default }": Form.CLASS,
    "const A = class {};\nexport default A": Form.CLASS,
    "module.exports = class extends A {}": Form.CLASS,
    "export default (server: McpServer) => {}": Form.FUNCTION,
    "export default async function () {}": Form.FUNCTION,
    "export default { fetch() {} }": Form.OBJECT,
    "const o = { fetch() {} };\nexport default o satisfies Handler": Form.OBJECT,
    "import { Hono } from 'hono';\nconst app = new Hono();\nexport default app": Form.ROUTER,
    "import { Hono } from 'hono';\nexport default new Hono().get('/', (c) => c.text('a'))": Form.ROUTER,
    "export default traced(class {})": Form.OTHER,
    "import A from './a';\nexport default A": Form.OTHER,
}


@pytest.mark.parametrize(("code", "form"), DEFAULTS.items(), ids=DEFAULTS)
def test_the_default_export_has_a_form(code: str, form: Form) -> None:
    found = read(code, "a.js" if "module" in code else "a.ts").default
    assert found is not None
    assert found.form is form


@pytest.mark.parametrize(
    "code", ["export const a = 1", "export { default } from './a'", "export default interface A {}"]
)
def test_what_is_passed_on_or_a_type_is_no_default_export_of_this_file(code: str) -> None:
    assert read(code).default is None


def test_methods_say_what_others_may_call() -> None:
    found = only_class(
        "class A extends B { constructor(public made: X, plain: Y) { super() } a() {} private b() {} protected c() {}"
        " #d() {} static e() {} get f() { return 1 } set f(x) {} g = () => {}; h: string; 'i-j'() {}"
        " k(x: string): void; k(x: number): void; k(x: any) {} l(x: X): void; }"
    )
    methods = {each.name: each for each in found.methods}
    assert list(methods) == ["constructor", "a", "b", "c", "#d", "e", "g", "i-j", "k"]
    assert [name for name, each in methods.items() if each.is_hidden] == ["b", "c", "#d"]
    assert [name for name, each in methods.items() if each.is_static] == ["e"]
    assert [name for name, each in methods.items() if each.is_overloaded] == ["k"]
    assert found.properties == ("f", "h", "l", "made")
    assert found.is_complete


def test_an_abstract_class_and_its_abstract_methods_are_marked() -> None:
    found = only_class("abstract class A { abstract a(): void; b() {} }")
    assert found.is_abstract
    assert [(each.name, each.is_abstract) for each in found.methods] == [("a", True), ("b", False)]


def test_javascript_declares_fields_by_assigning_them() -> None:
    code = "class A { constructor() { this.a = () => 1; this.b += 1; if (this.c == 1) {} } }"
    assert only_class(code, "a.js").properties == ("a",)
    assert only_class(code, "a.ts").properties == ()


INCOMPLETE = {
    "a computed name": "class A { [name]() {} }",
    "an index signature": "class A { [name: string]: any }",
    "a decorator": "@traced class A {}",
    "a decorator before export": "@traced() export class A {}",
    "a merged interface": "class A {} interface A { a(): void }",
    "a prototype that is added to": "class A {} A.prototype.a = () => 1",
    "an assigned mixin": "class A {} Object.assign( A.prototype, more)",
    "the mixins of the handbook": "class A {} applyMixins(A, [B])",
    "a decorated method": "class A { @traced a() {} }",
    "a proxy": "class A { constructor() { return new Proxy(this, {}) } }",
    "defined members": "class A {} Object.defineProperty(A.prototype, 'a', {})",
    "members of the object": "class A { constructor() { Object.assign(this, more) } }",
    "a computed assignment": "class A { constructor() { this[name] = () => 1 } }",
    "broken code": "class A { a() { if ( } }",
}


@pytest.mark.parametrize("code", INCOMPLETE.values(), ids=INCOMPLETE)
def test_a_class_whose_body_does_not_say_all_members_is_not_complete(code: str) -> None:
    assert not read(code).classes[0].is_complete


@pytest.mark.parametrize(
    "code",
    [
        "class A { *[Symbol.iterator]() {} }",
        "class A {} interface Ab { a(): void }",
        "class A { a() { this[i] == 1 } }",
    ],
)
def test_what_adds_no_member_leaves_a_class_complete(code: str) -> None:
    assert only_class(code).is_complete


def test_parameters_say_their_types_and_whether_they_may_be_left_out() -> None:
    (method,) = only_class(
        "import { Event as E } from 'pkg';\ninterface Own {}\n"
        "class A { a(b: Event, c: E, d: Own, e: string[], f: void, g: string | void, h: () => void, i: Promise<X>) {} }"
    ).methods
    assert [each.type for each in method.parameters] == [
        TypeName("Event", is_global=True),
        TypeName("E", "pkg"),
        TypeName("Own"),
        None,
        TypeName("void", is_global=True),
        None,
        None,
        TypeName("Promise", is_global=True),
    ]
    assert [each.name for each in method.parameters if each.is_optional] == ["f", "g"]


def test_handlers_tell_which_parameters_they_use() -> None:
    found = only_class("class A { fetch(request, env, ctx) { return this.env.X + ctx.y } other(a) {} }")
    assert [each.unused for each in found.methods] == [frozenset({"request", "env"}), frozenset()]


def test_a_file_with_an_error_is_not_whole() -> None:
    assert read("export const a = 1").is_whole
    assert read("").is_whole
    assert not read("export defualt class A {").is_whole


SOCKETS = {
    "a new one": ("new WebSocket('wss://a.example')", {}),
    "one of a pair": ("pair[0]", {"before": "const pair = new WebSocketPair();"}),
    "one taken by name": ("server", {"before": "const { 0: client, 1: server } = new WebSocketPair();"}),
    "one of a list": ("server", {"before": "const [client, server] = Object.values(new WebSocketPair());"}),
    "one of a list of a name": ("s", {"before": "const p = new WebSocketPair();\nconst [c, s] = Object.values(p);"}),
    "a field": ("this.ws", {"fields": "private ws?: WebSocket;"}),
    "a field that may be null": ("this.ws!", {"fields": "ws: WebSocket | null = null;"}),
    "a typed variable": ("ws", {"before": "let ws: WebSocket;"}),
    "an alias": ("b", {"before": "const a = new WebSocketPair();\nconst b = a[1];"}),
    "inside objects": ("{ a: { b: ws } }", {"before": "declare const ws: WebSocket;"}),
    "of the package ws": ("ws", {"before": "import type { WebSocket } from 'ws';\ndeclare const ws: WebSocket;"}),
}


@pytest.mark.parametrize(("argument", "more"), SOCKETS.values(), ids=SOCKETS)
def test_a_socket_is_known(argument: str, more: dict[str, str]) -> None:
    assert kinds(argument, **more) == [Kind.SOCKET]


NO_SOCKETS = {
    "a class of this file": ("new WebSocket()", {"before": "class WebSocket extends Other {}"}),
    "a type of this file": ("ws", {"before": "interface WebSocket {}\ndeclare const ws: WebSocket;"}),
    "one of several types": ("ws", {"before": "declare const ws: WebSocket | string;"}),
    "what it has": ("ws.url", {"before": "declare const ws: WebSocket;"}),
    "a variable of no type": ("ws", {"before": "let ws = new WebSocket('wss://a.example');"}),
    "a key of that name": ("{ ws: 1 }", {"before": "declare const ws: WebSocket;"}),
    "an unknown object": ("pair[0]", {}),
    "something deeper": ("x", {"before": "const { a: { b: x } } = new WebSocketPair();"}),
}


@pytest.mark.parametrize(("argument", "more"), NO_SOCKETS.values(), ids=NO_SOCKETS)
def test_what_may_be_no_socket_is_none(argument: str, more: dict[str, str]) -> None:
    assert kinds(argument, **more) != [Kind.SOCKET]


def test_functions_and_objects_of_classes_are_known() -> None:
    before = (
        "import { B } from './b';\nclass A {}\nfunction f() {}\n"
        "const a = new A();\nlet b = new A();\nconst g = () => 1;"
    )
    assert kinds("f, g, () => 1, this.f, { on() {} }", before=before) == [Kind.FUNCTION] * 5
    (access,) = accesses("this.env.A.m(a, new B(), b, x, new Map(), A, typed);", before + "\ndeclare const typed: A;")
    found = access.arguments or ()
    assert kinds("h, this.own", before=before + "\nlet h = () => 1;", fields="own: A;") == [Kind.OTHER] * 2
    assert [each.kind for each in found] == [Kind.INSTANCE] * 2 + [Kind.OTHER] * 5
    assert [(each.made_by.module, each.made_by.name) for each in found if each.made_by] == [("", "A"), ("./b", "B")]


def test_the_part_of_an_object_that_matters_is_the_place() -> None:
    code = FRAMEWORK + "class A extends Service { f() { this.env.B.m({ a: 1, done: () => 2 }) } }"
    access = read(code).env_reads[0].access
    assert access is not None
    assert access.arguments is not None
    span = access.arguments[0].span
    assert code[span.start : span.end] == "() => 2"


def test_calls_say_how_they_are_made() -> None:
    found = accesses("this.env.A.b?.(1); (this.env.A as any).c(); this.env.A.d(...x); this.env.A.e;")
    assert [(each.member, each.called, each.is_optional, each.is_cast) for each in found] == [
        ("b", True, True, False),
        ("c", True, False, True),
        ("d", True, False, False),
        ("e", False, False, False),
    ]
    assert [each.arguments and each.arguments[0].kind for each in found] == [Kind.OTHER, (), Kind.SPREAD, None]


def test_a_constant_with_a_type_of_its_own_counts_as_cast() -> None:
    (access,) = accesses("const a: any = this.env.A; a.b();")
    assert access.is_cast


def test_a_variable_that_changes_is_not_followed() -> None:
    assert accesses("let a = this.env.A; a = x; a.b();") == []
    assert [each.member for each in accesses("let a = this.env.A; a.b();")] == ["b"]


def test_what_is_done_with_the_stub_of_an_actor_is_known() -> None:
    at_once, later = accesses("this.env.A.get(x).b(1); const s = this.env.C.get(x); s.d(); s.e;")
    assert [(each.member, each.called) for each in at_once.then] == [("b", True)]
    assert [(each.member, each.called) for each in later.results] == [("d", True), ("e", False)]
    (other,) = accesses("this.env.A.fetch(x).b();")
    assert other.results == ()


def test_actors_are_named_by_words() -> None:
    assert actor_class("product-search-actor") == "ProductSearchActor"
    assert actor_class("cart") == "Cart"
    assert [actor_class(label) for label in ("my_actor", "Cart", "1st", "a--b", "")] == [None] * 5


def test_python_says_the_same_of_its_classes() -> None:
    file = extract_python(
        Source(
            "src/api/index.py",
            b"from workers import WorkerEntrypoint\n\n\nclass Default(WorkerEntrypoint):\n    kind = 'a'\n"
            b"    async def fetch(self, request): ...\n    @property\n    def size(self): ...\n"
            b"    def __own(self): ...\n    @staticmethod\n    def make(): ...\n\n\n"
            b"class Open:\n    def __getattr__(self, name): ...\n",
        )
    )
    assert file.default is not None
    assert (file.default.form, file.default.local) == (Form.CLASS, "Default")
    first, second = file.classes
    assert [(each.name, each.is_hidden, each.is_static) for each in first.methods] == [
        ("fetch", False, False),
        ("__own", True, False),
        ("make", False, True),
    ]
    assert first.properties == ("kind", "size")
    assert [first.is_complete, second.is_complete] == [True, False]
