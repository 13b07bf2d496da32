"""What the exported names of a file are said to be."""

from __future__ import annotations

import pytest

from rdlint.facts.callee import Callee
from rdlint.facts.definition import Definition, Nature
from rdlint.facts.typescript import extract
from rdlint.facts.worker import WorkerFile
from rdlint.source import Source


def read(code: str, path: str = "a.ts") -> WorkerFile:
    return extract(Source(path, code.encode()))


def only(code: str) -> Definition:
    (each,) = read(code).definitions.found
    return each


NATURES = {
    "a function": ("export function x(a: A, b) {}", Nature.FUNCTION),
    "an arrow": ("export const x = async (a: A, b) => {}", Nature.FUNCTION),
    "a function under another name": ("const f = (a: A, b) => 1; export { f as x }", Nature.FUNCTION),
    "a function behind two names": ("function f(a: A, b) {} const g = f; export const x = g", Nature.FUNCTION),
    "a declared function": ("export declare function x(a: A, b): void", Nature.FUNCTION),
    "a class": ("export class x {}", Nature.CLASS),
    "an abstract class": ("export abstract class x {}", Nature.CLASS),
    "a call": ("export const x = f()", Nature.CALL),
    "a call in parentheses with a cast": ("export const x = (f() as any)!", Nature.CALL),
    "an import": ("import { f } from 'p'; export const x = f", Nature.IMPORTED),
    "an import that is handed on": ("import { f as x } from 'p'; export { x }", Nature.IMPORTED),
    "an object": ("export const x = {}", Nature.OBJECT),
    "an array": ("export const x = [] as const", Nature.OBJECT),
    "an enum": ("export enum x { A }", Nature.OBJECT),
    "a text": ("export const x = 'a'", Nature.LITERAL),
    "a template": ("export const x = `a${b}`", Nature.LITERAL),
    "true": ("export const x = true", Nature.LITERAL),
    "undefined": ("export const x = undefined", Nature.LITERAL),
    "one of two": ("export const x = a ? () => 1 : () => 2", Nature.UNKNOWN),
    "set again": ("export let x = {}; x = f", Nature.UNKNOWN),
    "awaited": ("export const x = await f()", Nature.UNKNOWN),
    "an instance": ("export const x = new C()", Nature.UNKNOWN),
    "a name that is nowhere": ("export const x = f", Nature.UNKNOWN),
    "itself": ("export const x = x", Nature.UNKNOWN),
}


@pytest.mark.parametrize(("code", "nature"), NATURES.values(), ids=NATURES)
def test_natures(code: str, nature: Nature) -> None:
    each = only(code)
    assert (each.name, each.nature) == ("x", nature)
    if nature is Nature.FUNCTION:
        assert each.parameters == (("a", "A"), ("b", ""))
    if nature is Nature.IMPORTED:
        assert each.callee == Callee("p", "f")


def test_spans_cover_the_exported_name_and_the_value() -> None:
    source = Source("a.ts", b"const made = make({}); export { made as x };")
    (each,) = extract(source).definitions.found
    assert (source.text(each.span), source.text(each.value)) == ("x", "make({})")


def test_a_type_and_what_another_file_defines_are_left_out() -> None:
    file = read("export type T = 1; export { x } from './y'; export interface I {}")
    assert file.definitions.found == ()
    assert file.definitions.is_whole


@pytest.mark.parametrize("code", ["export * from './y'", "module.exports = { ...x }", "export const x = (;"])
def test_other_names_may_be_exported(code: str) -> None:
    assert not read(code).definitions.is_whole


def test_options_of_a_call() -> None:
    each = only(
        "import { make } from 'p'; const LIST = ['a', `b`]; const max = 3;"
        "export const x = make({ LIST, max, yes: true, mixed: ['c', f()], 'by-key': g(), run() {}, [`k`]: null })"
    )
    assert each.callee == Callee("p", "make")
    assert each.arguments == 1
    assert [(o.name, [i.text for i in o.literals], o.is_list, o.is_whole, o.is_true) for o in each.options or ()] == [
        ("LIST", ["a", "b"], True, True, False),
        ("max", ["3"], False, True, False),
        ("yes", ["true"], False, True, True),
        ("mixed", ["c"], True, False, False),
        ("by-key", [], False, False, False),
        ("run", [], False, False, False),
        ("k", ["null"], False, True, False),
    ]


@pytest.mark.parametrize(
    ("call", "arguments"),
    [("f({ ...rest })", 1), ("f({ [key]: 1 })", 1), ("f(...all)", -1), ("f()", 0), ("f(1, 2)", 2)],
)
def test_options_that_are_not_known(call: str, arguments: int) -> None:
    each = only(f"export const x = {call}")
    assert (each.options, each.arguments) == (None, arguments)


def test_a_list_that_grows_is_not_whole() -> None:
    each = only("const LIST = ['a']; LIST.push(f()); export const x = make({ LIST })")
    assert [option.is_whole for option in each.options or ()] == [False]


def test_a_credential_among_options_is_no_literal() -> None:
    key = "sk_" + "live_" + "a1B2c3D4e5F6g7H8i9J0k1L2"
    each = only(f"export const x = make({{ key: '{key}' }})")
    assert key not in repr(each)
