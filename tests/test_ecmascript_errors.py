"""Syntax errors that are certain, and silence about all others."""

from __future__ import annotations

import pytest

from rdlint.facts.typescript import extract
from rdlint.source import Source

HEAD = "import a from './a';\n\nexport class A {\n  run(x: string) {\n    return a(x);\n  }\n}\n\n"

CERTAIN = {
    "a brace": ("function f() {\n  if (x) {\n    g();\n}\n", "{", "`{` is never closed"),
    "a file that ends too early": ("function f() {\n  g(", "(", "`(` is never closed"),
    "a parenthesis": ("const a = f(1, g(2);\n", "(", "`(` is never closed"),
    "a parenthesis before a brace": ("function f() {\n  g(1\n}\n", "(", "`(` is never closed"),
    "a bracket": ("const a = [1, 2;\nconst b = 3;\n", "[", "`[` is never closed"),
    "one brace too many": ("function f() {\n  g();\n}\n}\n", "}", "this `}` closes nothing"),
    "one parenthesis too many": ("g(1));\n", ")", "this `)` closes nothing"),
    "a string": ("const a = 'x;\nconst b = 1;\n", "'x;", "this string has no closing quote"),
    "a string before a bracket": ('f("x);\nconst b = 1;\n', '"x);', "this string has no closing quote"),
    "two kinds of quotes": ("const a = 'x`;\n", "'x`;", "this string has no closing quote"),
    "a template": ("const a = 1;\nconst b = `x", "`", "this template is never closed"),
    "a comment": ("const a = 1;\n/* the end", "/*", "this comment is never closed"),
    "a brace in a template": ("const a = `x ${b(1}`;\n", "(", "`(` is never closed"),
}


@pytest.mark.parametrize(("code", "place", "message"), CERTAIN.values(), ids=CERTAIN)
def test_what_lacks_its_other_end(code: str, place: str, message: str) -> None:
    source = Source("a.ts", (HEAD + code).encode())
    (problem,) = extract(source).problems
    assert (source.text(problem.span), problem.message) == (place, message)
    assert problem.span.start >= len(HEAD)
    assert problem.help


def test_a_merge_conflict() -> None:
    code = HEAD + "<<<<<<< HEAD\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> main\nconst b = 3;\n"
    source = Source("a.ts", code.encode())
    (problem,) = extract(source).problems
    assert (source.text(problem.span), problem.message) == ("<<<<<<<", "a merge conflict is left in the file")


SOUND = {
    "brackets in strings": "const a = '}' + \"(\" + `[`;",
    "brackets in a regular expression": "const a = /[}(]/.test(x) ? /\\// : x / y / z;",
    "brackets in comments": "// }\n/* ( [ */ const a = 1;",
    "nested templates": "const a = `${`${b}}`}`;",
    "a route that looks like a comment": "app.use('/api/*', f); /* x */",
    "a conflict in a template": "const help = `\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n`;",
    "what the grammar does not know": "export type * as ns from './x';\nconst a = '}';",
    "an escape at the end of a line": "const a = 'x\\\ny';",
    "an apostrophe in a comment": "// don't\nconst a = 1;",
}


@pytest.mark.parametrize("code", SOUND.values(), ids=SOUND)
def test_sound_code_has_no_problem(code: str) -> None:
    assert extract(Source("a.ts", (HEAD + code).encode())).problems == ()


@pytest.mark.parametrize("text", ["Don't & won't", "it's {x} & `y`", "a & b > c", "5 o'clock & all"])
def test_text_in_jsx_has_no_problem(text: str) -> None:
    assert extract(Source("a.tsx", f"export const A = () => <p>{text}</p>;".encode())).problems == ()


@pytest.mark.parametrize("code", ["const = 1;", "a b c;", "if x then y", "let a: ;"])
def test_other_errors_are_left_to_the_compiler(code: str) -> None:
    assert extract(Source("a.ts", (HEAD + code).encode())).problems == ()


def test_a_broken_file_still_gives_what_can_be_read() -> None:
    code = "import { g } from './g';\nexport function f(env: Env) {\n  g(env.KEY);\n  if (x) {\n"
    file = extract(Source("a.ts", code.encode()))
    assert file.problems
    assert [each.specifier for each in file.imports] == ["./g"]
    assert [each.name for each in file.env_reads] == ["KEY"]
