"""What a file takes from others and offers to them, and what it declares."""

from __future__ import annotations

import pytest

from rdlint.facts.callee import Callee
from rdlint.facts.typescript import extract
from rdlint.facts.worker import WorkerFile
from rdlint.source import Source


def read(code: str, path: str = "a.ts") -> WorkerFile:
    return extract(Source(path, code.encode()))


FORMS = {
    "names": ("import { a, b as c } from './x'; a(c)", [("a", "a"), ("c", "b")]),
    "default": ("import a from './x'; a()", [("a", "default")]),
    "default and names": ("import a, { b } from './x'; a(b)", [("a", "default"), ("b", "b")]),
    "all": ("import * as a from './x'; a.b()", [("a", "*")]),
    "nothing": ("import './x'", []),
    "require": ("import a = require('./x'); a()", [("a", "*")]),
    "double quotes": ('import { a } from "./x"; a()', [("a", "a")]),
    "renamed default": ("import { default as a } from './x'; a()", [("a", "default")]),
}


@pytest.mark.parametrize(("code", "names"), FORMS.values(), ids=FORMS)
def test_forms_of_imports(code: str, names: list[tuple[str, str]]) -> None:
    source = Source("a.ts", code.encode())
    (each,) = extract(source).imports
    assert (each.specifier, each.is_value, list(each.names), each.is_dynamic) == ("./x", True, names, False)
    assert source.text(each.span) == "./x"


USED = {
    "called": "a()",
    "a member": "a.b",
    "an argument": "f(a)",
    "a property by its name": "const o = { a }",
    "extended": "class C extends a {}",
    "made": "new a()",
    "a decorator": "@a class C {}",
    "exported as default": "export default a",
    "exported": "export { a }",
    "in a template": "`${a}`",
    "in a default": "function f(x = a) {}",
    "in a cast": "(a as B)",
    "where another one hides it elsewhere": "function f(a) { return a } a()",
    "as a value and a type": "let x: a; a()",
    "in a nested function": "function f() { return () => a }",
    "an enum in a condition": "if (x === a.B) f()",
    "a computed key": "const o = { [a]: 1 }",
    "typeof as an operator": "typeof a",
}


@pytest.mark.parametrize("code", USED.values(), ids=USED)
def test_an_import_that_is_used_as_a_value_is_kept(code: str) -> None:
    (each,) = read(f"import {{ a }} from './x'; {code}").imports
    assert each.is_value


LEFT_OUT = {
    "not used": "",
    "a type": "let x: a",
    "a type argument": "let x: Map<string, a>",
    "implemented": "class C implements a {}",
    "an interface that extends it": "interface I extends a {}",
    "a cast to it": "x as a",
    "typeof as a type": "let x: typeof a",
    "a member of typeof": "let x: typeof a.b",
    "a type in a namespace": "let x: a.B",
    "deeper in a namespace": "let x: a.B.C<string>",
    "a return type": "function f(): Promise<a> {}",
    "a type predicate": "function f(x): x is a {}",
    "hidden by a parameter": "function f(a: string) { return a }",
    "hidden by a constant": "{ const a = 1; a }",
    "hidden in a pattern": "const f = ({ a }) => a",
    "hidden by a bare parameter": "const f = a => a + 1",
    "hidden by a rest parameter": "const f = (...a) => a.length",
    "hidden by a loop": "for (const a of list) a()",
    "hidden by a renaming pattern": "function f({ b: a }) { return a }",
    "a key": "const o = { a: 1 }; o.a",
    "a string": "'a'",
    "a comment": "// a()",
    "exported as a type": "export type { a }",
    "exported as a type by a mark": "export { type a }",
}


@pytest.mark.parametrize("code", LEFT_OUT.values(), ids=LEFT_OUT)
def test_an_import_that_no_value_uses_is_left_out_in_typescript(code: str) -> None:
    (each,) = read(f"import {{ a }} from './x'; {code}").imports
    assert not each.is_value
    (same,) = read(f"import {{ a }} from './x'; {code}", "a.tsx").imports if "as a" not in code else (each,)
    assert not same.is_value


def test_javascript_leaves_nothing_out() -> None:
    (each,) = read("import { a } from './x'", "a.js").imports
    assert each.is_value


@pytest.mark.parametrize(
    "code",
    [
        "import type { a } from './x'; a()",
        "import type a from './x'",
        "import type * as a from './x'",
        "import { type a, type b } from './x'; a(b)",
        "import type a = require('./x')",
        "export type { a } from './x'",
        "export type * from './x'",
        "export { type a } from './x'",
    ],
)
def test_imports_of_types_alone(code: str) -> None:
    (each,) = read(code).imports
    assert not each.is_value


def test_an_import_is_kept_for_one_of_its_names() -> None:
    (each,) = read("import { type A, b } from './x'; b()").imports
    assert each.is_value


def test_a_name_like_the_keyword_type_is_no_mark() -> None:
    (each,) = read("import { type } from './x'; type()").imports
    assert each.is_value


def test_jsx_uses_what_it_names() -> None:
    used, member, text = read(
        "import A from './a'; import B from './b'; import C from './c';\nexport const x = <A><B.Item />C</A>;", "a.tsx"
    ).imports
    assert (used.is_value, member.is_value, text.is_value) == (True, True, False)


DYNAMIC = {
    "awaited": ("const m = await import('./x')", [("m", "*")]),
    "taken apart": ("const { a, b: c } = await import('./x')", [("a", "a"), ("c", "b")]),
    "alone": ("import('./x').then(f)", []),
    "required": ("const m = require('./x')", [("m", "*")]),
    "required in parts": ("const { a } = require('./x')", [("a", "a")]),
    "a template": ("import(`./x`)", []),
}


@pytest.mark.parametrize(("code", "names"), DYNAMIC.values(), ids=DYNAMIC)
def test_imports_by_call(code: str, names: list[tuple[str, str]]) -> None:
    (each,) = read(f"async function f() {{ {code} }}").imports
    assert (each.specifier, each.is_value, each.is_dynamic, list(each.names)) == ("./x", True, True, names)


@pytest.mark.parametrize(
    "code",
    [
        "import(name)",
        "require(name)",
        "function f(require) { require('./x') }",
        "let x: typeof import('./x')",
        "let x: import('./x').A",
        "// import('./x')",
        "loader.require('./x')",
    ],
)
def test_what_is_no_import(code: str) -> None:
    assert read(code).imports == ()


EXPORTS = {
    "const": ("export const a = 1, b = 2", [("a", "a", ""), ("b", "b", "")]),
    "a pattern": ("export const { a, b: c } = o", [("a", "a", ""), ("c", "c", "")]),
    "a function": ("export function a() {}", [("a", "a", "")]),
    "an async function": ("export async function a() {}", [("a", "a", "")]),
    "a class": ("export class A {}", [("A", "A", "")]),
    "an abstract class": ("export abstract class A {}", [("A", "A", "")]),
    "an enum": ("export enum A { B }", [("A", "A", "")]),
    "a list": ("const a = 1; export { a, a as b }", [("a", "a", ""), ("b", "a", "")]),
    "default class": ("export default class A {}", [("default", "A", "")]),
    "default class without a name": ("export default class {}", [("default", "default", "")]),
    "default function": ("export default function a() {}", [("default", "a", "")]),
    "default arrow": ("export default async (a) => 1", [("default", "default", "")]),
    "default name": ("const a = 1; export default a", [("default", "a", "")]),
    "default object": ("export default { fetch() {} }", [("default", "default", "")]),
    "default cast": ("const a = {}; export default a satisfies B", [("default", "a", "")]),
    "list as default": ("const a = 1; export { a as default }", [("default", "a", "")]),
    "from": ("export { a, b as c } from './x'", [("a", "a", "./x"), ("c", "b", "./x")]),
    "default from": (
        "export { default } from './x'; export { default as y } from './y'",
        [("default", "default", "./x"), ("y", "default", "./y")],
    ),
    "all from": ("export * from './x'", [("*", "*", "./x")]),
    "all from as": ("export * as ns from './x'", [("ns", "*", "./x")]),
    "export =": ("const a = 1; export = a", [("default", "a", "")]),
    "module.exports": (
        "module.exports = { a, b: c, d() {} }",
        [("default", "default", ""), ("a", "a", ""), ("b", "c", ""), ("d", "default.d", "")],
    ),
    "exports.name": ("exports.a = b; module.exports.c = () => 1", [("a", "b", ""), ("c", "c", "")]),
}


@pytest.mark.parametrize(("code", "expected"), EXPORTS.values(), ids=EXPORTS)
def test_exports(code: str, expected: list[tuple[str, str, str]]) -> None:
    found = read(code).exports
    assert [(each.name, each.local, each.module) for each in found] == expected
    assert not any(each.is_type for each in found)


@pytest.mark.parametrize(
    "code",
    [
        "export interface A {}",
        "export type A = string",
        "interface A {}\nexport { A }",
        "interface A {}\nexport type { A }",
        "export type { A } from './x'",
        "export { type A } from './x'",
        "export default interface A {}",
        "export declare type A = string",
    ],
)
def test_exported_types_are_marked(code: str) -> None:
    (each,) = read(code).exports
    assert each.is_type


def test_what_is_reexported_is_imported_too() -> None:
    (each,) = read("export * from './x'").imports
    assert (each.specifier, each.is_value, each.is_reexport) == ("./x", True, True)


def test_classes_say_what_they_extend_and_what_they_can_do() -> None:
    code = (
        "import { Service as S } from 'pkg';\n"
        "export default class extends S<Env> {\n"
        "  static make() {}\n"
        "  async fetch(request: Request, other?: string, ...rest: string[]): Promise<Response> {}\n"
        "  run = async ({ a }, b = 1) => {};\n"
        "  field = 1;\n"
        "  get value() { return 1 }\n"
        "}\n"
        "class B extends A {}\nclass A { constructor(private env: Env) {} }\nconst C = class {};\n"
    )
    source = Source("a.ts", code.encode())
    first, second, third, fourth = extract(source).classes
    assert (first.name, first.base) == ("default", Callee("pkg", "S".replace("S", "Service")))
    assert [(each.name, each.is_static) for each in first.methods] == [
        ("make", True),
        ("fetch", False),
        ("run", False),
    ]
    assert first.properties == ("field", "value")
    fetch, run = first.methods[1:3]
    assert [(each.name, each.is_optional, each.is_rest) for each in fetch.parameters] == [
        ("request", False, False),
        ("other", True, False),
        ("rest", False, True),
    ]
    assert [(each.name, each.is_optional) for each in run.parameters] == [("", False), ("b", True)]
    assert source.text(fetch.span) == "fetch"
    assert (second.name, second.base) == ("B", Callee("", "A"))
    assert [each.name for each in third.methods] == ["constructor"]
    assert third.properties == ("env",)
    assert (fourth.name, fourth.base) == ("C", None)


FUNCTIONS = {
    "a declaration": ("export async function cors(request, env) {}", "cors", ["request", "env"]),
    "an arrow function": ("export const cors = (request: Request, env: any) => {}", "cors", ["request", "env"]),
    "with a type": ("export const cors: Hook = async (c, next) => {}", "cors", ["c", "next"]),
    "exported below": ("function cors(a) {}\nexport { cors }", "cors", ["a"]),
    "default": ("export default (server, env) => {}", "default", ["server", "env"]),
    "default with a name": ("export default function run(server) {}", "run", ["server"]),
}


@pytest.mark.parametrize(("code", "name", "parameters"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_exported_functions(code: str, name: str, parameters: list[str]) -> None:
    source = Source("a.ts", code.encode())
    (function,) = extract(source).functions
    assert (function.name, [each.name for each in function.parameters]) == (name, parameters)
    assert source.text(function.span) == name


def test_a_value_or_an_inner_function_is_no_exported_function() -> None:
    assert read("export const cors = make();\nfunction inner() {}\nexport class A {}").functions == ()


def test_declared_environment_types_list_their_members() -> None:
    code = (
        "export interface Env extends Base { A: string; readonly 'B-C'?: Ai; d(): void; [key: string]: any }\n"
        "type Env2 = { X: 1 };"
    )
    source = Source("a.ts", code.encode())
    (declared,) = extract(source).env_types
    assert [(each.name, each.type, each.is_optional) for each in declared.members] == [
        ("A", "string", False),
        ("B-C", "Ai", True),
        ("d", "", False),
    ]
    assert not declared.is_complete
    assert source.text(declared.members[1].span) == "B-C"
    (plain,) = read("type Env = { A: string }").env_types
    assert plain.is_complete
    (joined,) = read("type Env = Base & { A: string }").env_types
    assert not joined.is_complete
