"""Which declaration a name means: a marker `/*d*/` stands before it, `/*u*/` before the use."""

from __future__ import annotations

import pytest

from rdlint.syntax.ecmascript import parse
from rdlint.syntax.ecmascript.scope import Binding, Declares, Scopes


def resolved(code: str, path: str = "a.ts", is_type: bool = False) -> tuple[Binding | None, int]:
    """Return what the name after ``/*u*/`` means, and where the name after ``/*d*/`` stands."""
    tree = parse(code.encode(), path)
    assert tree is not None
    leaf = tree.leaf(code.index("/*u*/") + 5)
    assert leaf is not None
    scopes = Scopes(tree)
    find = scopes.resolve_type if is_type else scopes.resolve
    return find(tree.text(leaf), leaf), code.find("/*d*/") + 5


FOUND = {
    "a constant": ("const /*d*/a = 1; /*u*/a", Declares.VARIABLE),
    "from a nested block": ("const /*d*/a = 1; { { /*u*/a } }", Declares.VARIABLE),
    "the nearest": ("const a = 1; { const /*d*/a = 2; /*u*/a }", Declares.VARIABLE),
    "a declaration further down hides the outer one": ("const a = 1; { /*u*/a; const /*d*/a = 2 }", Declares.VARIABLE),
    "not one of a block beside": ("const /*d*/a = 1; { const a = 2 } /*u*/a", Declares.VARIABLE),
    "a hoisted var": ("/*u*/a; if (x) { for (;;) { var /*d*/a = 1 } }", Declares.VARIABLE),
    "a hoisted var of a loop": ("function f() { /*u*/a; for (var /*d*/a of x) {} }", Declares.VARIABLE),
    "a var stays in its function": ("const /*d*/a = 1; function f() { var a = 2 } /*u*/a", Declares.VARIABLE),
    "a hoisted function": ("/*u*/a(); function /*d*/a() {}", Declares.FUNCTION),
    "the last of its overloads": (
        "function a(x: string): void;\nfunction /*d*/a(x: any) {}\n/*u*/a()",
        Declares.FUNCTION,
    ),
    "a parameter": ("function f(/*d*/a) { return () => /*u*/a }", Declares.PARAMETER),
    "a bare parameter": ("const f = /*d*/a => /*u*/a", Declares.PARAMETER),
    "a rest parameter": ("const f = (.../*d*/a) => /*u*/a", Declares.PARAMETER),
    "a destructured parameter": ("function f({ x: { /*d*/a } }) { /*u*/a }", Declares.PARAMETER),
    "a renamed one": ("function f({ x: /*d*/a = 1 }) { /*u*/a }", Declares.PARAMETER),
    "an optional one": ("function f(/*d*/a?: string) { /*u*/a }", Declares.PARAMETER),
    "a default sees the parameters": ("const a = 1; function f(/*d*/a, b = /*u*/a) {}", Declares.PARAMETER),
    "a default does not see the body": ("const /*d*/a = 1; function f(b = /*u*/a) { const a = 2 }", Declares.VARIABLE),
    "a parameter of a method": ("class C { m(/*d*/a) { /*u*/a } }", Declares.PARAMETER),
    "an array pattern": ("const [, /*d*/a] = x; /*u*/a", Declares.VARIABLE),
    "the rest of a pattern": ("const { b, .../*d*/a } = x; /*u*/a", Declares.VARIABLE),
    "a loop variable": ("for (const /*d*/a of x) { /*u*/a }", Declares.VARIABLE),
    "the variable of a for": ("for (let /*d*/a = 0; a < 1;) { /*u*/a }", Declares.VARIABLE),
    "what is caught": ("try {} catch (/*d*/a) { /*u*/a }", Declares.CAUGHT),
    "an import": ("import { /*d*/a } from 'x'; /*u*/a", Declares.IMPORT),
    "a renamed import": ("import { b as /*d*/a } from 'x'; /*u*/a", Declares.IMPORT),
    "a default import": ("import /*d*/a from 'x'; /*u*/a", Declares.IMPORT),
    "a whole module": ("import * as /*d*/a from 'x'; /*u*/a", Declares.IMPORT),
    "import require": ("import /*d*/a = require('x'); /*u*/a", Declares.IMPORT),
    "a class": ("class /*d*/A {} new /*u*/A()", Declares.CLASS),
    "an exported class": ("export default class /*d*/A {} new /*u*/A()", Declares.CLASS),
    "the own name of a function expression": ("const f = function /*d*/a() { /*u*/a }", Declares.FUNCTION),
    "an exported function": ("export default function /*d*/a() {} /*u*/a", Declares.FUNCTION),
    "an enum": ("export enum /*d*/A { B } /*u*/A", Declares.ENUM),
    "a namespace": ("namespace /*d*/A { } /*u*/A", Declares.NAMESPACE),
    "a case of a switch": ("switch (x) { case 1: let /*d*/a = 1; case 2: /*u*/a }", Declares.VARIABLE),
    "an ambient declaration": ("declare const /*d*/a: string; /*u*/a", Declares.VARIABLE),
    "a constant of a namespace": ("namespace N { const /*d*/a = 1; /*u*/a }", Declares.VARIABLE),
}


@pytest.mark.parametrize(("code", "declares"), FOUND.values(), ids=FOUND)
def test_a_name_means_its_declaration(code: str, declares: Declares) -> None:
    binding, place = resolved(code)
    assert binding is not None
    assert (binding.node.start_byte, binding.declares) == (place, declares)


@pytest.mark.parametrize(
    "code",
    [
        "/*u*/a",
        "{ const a = 1 } /*u*/a",
        "function f(a) {} /*u*/a",
        "const f = function a() {}; /*u*/a",
        "let x: { a: 1 }; /*u*/a",
    ],
)
def test_a_name_that_nothing_declares_is_a_global(code: str) -> None:
    assert resolved(code)[0] is None


TYPES = {
    "an interface": "interface /*d*/A {} let x: /*u*/A",
    "an alias": "type /*d*/A = 1; let x: /*u*/A",
    "a class": "class /*d*/A {} let x: /*u*/A",
    "an import": "import type { /*d*/A } from 'x'; let x: /*u*/A",
    "an enum": "enum /*d*/A {} let x: /*u*/A",
    "a parameter of a function": "type A = 1; function f</*d*/A extends B>(x: /*u*/A) {}",
    "a parameter of a class": "class C</*d*/A> { x: /*u*/A }",
    "not a value of that name": "interface /*d*/A {} { const A = 1; let x: /*u*/A }",
}


@pytest.mark.parametrize("code", TYPES.values(), ids=TYPES)
def test_types_have_their_own_names(code: str) -> None:
    binding, place = resolved(code, is_type=True)
    assert binding is not None
    assert binding.node.start_byte == place


PATHS = {
    "const a = x": ((), False),
    "const { a } = x": (("a",), False),
    "const { b: a } = x": (("b",), False),
    "const { a = 1 } = x": (("a",), True),
    "const { b: a = 1 } = x": (("b",), True),
    "const { b: { c: a } } = x": (("b", "c"), False),
    "const { 'b-c': a } = x": (("b-c",), False),
    "const { [k]: a } = x": ((None,), False),
    "const [a] = x": ((None,), False),
    "const { b, ...a } = x": (("...",), False),
}


@pytest.mark.parametrize(("code", "expected"), PATHS.items(), ids=PATHS)
def test_the_way_through_a_pattern(code: str, expected: tuple[tuple[str | None, ...], bool]) -> None:
    tree = parse(f"{code}; use(a)".encode(), "a.ts")
    assert tree is not None
    scopes = Scopes(tree)
    leaf = tree.leaf(tree.data.rfind(b"a"))
    assert leaf is not None
    binding = scopes.resolve("a", leaf)
    assert binding is not None
    assert (scopes.path(binding), scopes.has_default(binding)) == expected
