"""Python read by LibCST: exact places in any encoding, what is left of broken files, and no end of the process."""

from __future__ import annotations

import ast
import io
import sysconfig
import tokenize
from pathlib import Path

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.source import Source
from rdlint.syntax.python import Parsed, parse
from rdlint.syntax.python.classes import Classes
from rdlint.syntax.python.depth import DEPTH_LIMIT, Flaw, scan
from rdlint.syntax.python.scope import Declares, Scopes
from rdlint.syntax.python.tree import Tree, string, unescaped
from rdlint.syntax.python.values import Values


def source_of(text: str | bytes) -> Source:
    return Source("src/api/index.py", text if isinstance(text, bytes) else text.encode())


def tree_of(text: str | bytes) -> Tree:
    parsed = parse(source_of(text))
    assert parsed.tree is not None
    return parsed.tree


def names(parsed: Parsed) -> set[str]:
    assert parsed.tree is not None
    return {each.value for each in parsed.tree.all(cst.Name)}


# Places.

ENCODINGS = {
    "plain": b"alpha = beta\n",
    "two bytes": "alpha = 'é' + beta\n".encode(),
    "four bytes": "alpha = f'😀{beta}😀' + gamma\n".encode(),
    "names": "größe = ſ\n".encode(),
    "CR LF": b"alpha = (\r\n  beta,\r\n)\r\ngamma = 1\r\n",
    "CR": b"alpha = 1\rbeta = 2\r",
    "all line ends": b"alpha = 1\r\nbeta = 2\ngamma = 3\rdelta = 4",
    "a byte order mark": b"\xef\xbb\xbfalpha = beta\n",
    "UTF-16": b"\xff\xfe" + "alpha = 'é' + beta\r\n".encode("utf-16-le"),
    "a form feed": b"alpha = 1\n\x0c\nbeta = 2\n",
    "a form feed before code": b"alpha = 1\n\x0cdef beta():\n  \x0c    gamma\n",
    "several form feeds": b"alpha = 1\n\x0c\x0c \x0cbeta = 2\n  \x0c\x0c\ngamma = 3\n",
    "a form feed inside a line": b"alpha = 1 \x0c + beta\n",
    "tabs": b"if alpha:\n\tif beta:\n\t\tgamma\n",
    "Latin-1": b"# -*- coding: latin-1 -*-\nalpha = '\xe9\xe8' + beta\n",
    "Latin-1 in a comment": b"alpha = 1  # \xe9\nbeta = 2\n",
    "an unknown encoding": b"# coding: nonsense\nalpha = '\xe9' + beta\n",
    "no last line end": b"alpha = beta",
    "blank lines with spaces at the end": b"alpha = beta\n\n   \n",
    "a comment at the end": b"def alpha():\n    beta\n\n  # x\n\n \n# y",
    "continued lines": b"alpha = beta + \\\n  gamma \\\r\n  + delta\n",
    "spaces that LibCST loses": b"try: alpha\nexcept (beta, gamma) : f'{delta!r }{epsilon}'\n\\\nzeta = 1\n",
    "spaces everywhere": b"alpha  [ beta ] . gamma ( * delta , key = ( epsilon ) )\n",
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_name_and_literal_stands_where_it_is_written(data: bytes) -> None:
    source = source_of(data)
    parsed = parse(source)
    assert parsed.problem is None
    assert parsed.tree is not None
    found: list[cst.Name | cst.Integer] = [*parsed.tree.all(cst.Name), *parsed.tree.all(cst.Integer)]
    assert len(found) >= 2
    for each in found:
        assert source.text(source.span(*parsed.tree.span(each))) == each.value


def ast_places(tree: ast.Module, source: Source) -> set[tuple[str, int, int]]:
    """Return kind, start and end of each attribute, call and subscript, those in f-strings left out."""
    inside = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    starts = source.line_starts
    return {
        (type(node).__name__, starts[node.lineno - 1] + node.col_offset, starts[end - 1] + last)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)) and node not in inside
        if (end := node.end_lineno) is not None and (last := node.end_col_offset) is not None
    }


def cst_places(tree: Tree) -> set[tuple[str, int, int]]:
    found = [each for kind in (cst.Attribute, cst.Call, cst.Subscript) for each in tree.all(kind)]
    return {
        (type(each).__name__, *tree.span(each))
        for each in found
        if not any(isinstance(above, (cst.FormattedString, cst.MatchPattern)) for above in tree.ancestors(each))
    }


@pytest.mark.parametrize("name", ["bisect", "shlex", "textwrap", "fnmatch", "contextlib", "colorsys", "sched"])
def test_places_are_those_that_cpython_gives(name: str) -> None:
    path = Path(sysconfig.get_path("stdlib")) / f"{name}.py"
    source = source_of(path.read_bytes())
    assert cst_places(tree_of(source.data)) == ast_places(ast.parse(source.data), source)


def test_strings_give_their_values() -> None:
    tree = tree_of(
        """x = ["a", 'b"c', r"\\d", "\\u00e9", "\\d", "a\\"b", 'it\\'s "', '''q"''', "\\\\",\n"""
        """     b"n", f"{n}", "\\N{BULLET}"]"""
    )
    texts = [string(each.value) for each in tree.all(cst.Element)]
    assert texts == ["a", 'b"c', r"\d", "é", r"\d", 'a"b', "it's \"", 'q"', "\\", None, None, "•"]
    assert unescaped("\\x") is None


# Depth.

FLAWS = {
    "an open string": ("a = 1\nb = 'x\nc = 2\n", Flaw.OPEN_STRING, "'"),
    "an open long string": ('a = """x\nc = 2\n', Flaw.OPEN_STRING, '"""'),
    "an open f-string": ('a = f"{b} x\n', Flaw.OPEN_STRING, "f"),
    "an open field": ('a = f"{b:x\n', Flaw.OPEN_STRING, "f"),
    "an open bracket": ("a = f(b,\nc = 2\n", Flaw.OPEN_BRACKET, "("),
    "the inner of two open brackets": ("a = (b[c\n", Flaw.OPEN_BRACKET, "["),
    "an open brace in a field": ('a = f"{b({c"\n', Flaw.OPEN_STRING, '"'),
    "a bracket that closes nothing": ("a = b)\n", Flaw.STRAY_BRACKET, ")"),
    "a brace that closes nothing": ('a = f"}"\n', Flaw.STRAY_BRACKET, "}"),
    "the wrong bracket": ("a = (b]\n", Flaw.WRONG_BRACKET, "]"),
}


@pytest.mark.parametrize(("text", "flaw", "at"), FLAWS.values(), ids=FLAWS.keys())
def test_a_flaw_is_found_where_it_stands(text: str, flaw: Flaw, at: str) -> None:
    found = scan(text.encode())
    assert (found.flaw, text[found.start : found.end]) == (flaw, at)


WHOLE = [
    r"""a = "x(" + 'y[' + '''z{''' + "\"(" + '\'[' + r"\"(" + "\\" + b")" """,
    r'''a = f"{b}{{(}}" + f"{b['c']}" + f"{b:>{c}}" + f"{b!r:x}" + f"{'('}" + f"{b:%H:%M(}"''',
    r'''a = f"{b["c("]}" + f"{f"{f"{1}"}"}" + rf"\{b}\"(" + f"\N{LEFT PARENTHESIS}("''',
    'a = f"""{\nb  # (\n}("""',
    "a = t'{b}(' + T'''{c}('''",
    "a = 1  # ( [ {\n",
    "a = b \\\n  + c  # \\(\n",
    "ab = rb'(' + Br\"[\" + u'{' + bf\n",
    "a = '\\\n('\n",
]


@pytest.mark.parametrize("text", WHOLE)
def test_brackets_in_strings_and_comments_are_no_brackets(text: str) -> None:
    assert scan(text.encode()).flaw is None


def test_statements_are_found_with_their_ends() -> None:
    data = b'a = (1,\n  2)  # x\n\n# c\nif b: c; d\n    \n    e = """\nf"""\n@g\nclass H: pass'
    found = [data[start:end] for start, end in scan(data).statements]
    assert found == [b"a = (1,\n  2)  # x", b"if b: c; d", b'e = """\nf"""', b"@g", b"class H: pass"]


def nested(count: int) -> dict[str, str]:
    """Return texts that each nest ``count`` deep in another way."""
    return {
        "brackets": "x = " + "(" * count + ")" * count,
        "calls": "x = " + "f(" * count + ")" * count,
        "subscripts": "x = " + "a[" * count + "1" + "]" * count,
        "mappings": "x = " + "{1:" * count + "1" + "}" * count,
        "open brackets": "x = " + "(" * count,
        "sums": "x = " + "a+" * count + "a",
        "words": "x = " + "not " * count + "a",
        "signs": "x = " + "-" * count + "a",
        "attributes": "x = a" + ".b" * count,
        "chained calls": "x = a" + "()" * count,
        "strings": "x = " + "'a' " * count,
        "functions": "x = " + "lambda a, b: " * count + "1",
        "choices": "x = " + "a if b else " * count + "1",
        "elif": "if a:\n pass\n" + "elif a:\n pass\n" * count,
        "loops": "x = [a " + "for a, b in c " * count + "]",
        "fields": 'x = f"' + "{a:" * count + "}" * count + '"',
        "brackets in a field": 'x = f"{' + "(" * count + ")" * count + '}"',
        "blocks": "".join(" " * level + "if a:\n" for level in range(min(count, 3000))) + " " * min(count, 3000) + "b",
        "patterns": "match a:\n case " + "[" * count + "]" * count + ": pass",
        "more patterns": "match a:\n case "
        + "C(k={1: (" * (count // 8 + 1)
        + "b"
        + ")})" * (count // 8 + 1)
        + ": pass",
        "awaits": "async def f():\n x = " + "await " * count + "a",
        "targets": "for " + "(" * count + "a" + ")" * count + " in b: pass",
    }


@pytest.mark.parametrize("kind", nested(1))
@pytest.mark.parametrize("count", [1000, 20_000])
def test_what_is_nested_too_deeply_is_not_parsed(kind: str, count: int) -> None:
    assert parse(source_of(nested(count)[kind])).tree is None


@pytest.mark.parametrize("kind", sorted(nested(1).keys() - {"open brackets"}))
def test_what_people_write_is_not_too_deep(kind: str) -> None:
    assert parse(source_of(nested(4)[kind])).tree is not None


@pytest.mark.parametrize("kind", sorted(nested(1)))
def test_the_deepest_text_that_is_let_through_can_be_parsed(kind: str) -> None:
    counts = [count for count in range(2, 320, 3) if scan(nested(count)[kind].encode()).flaw is not Flaw.TOO_DEEP]
    parsed = parse(source_of(nested(counts[-1])[kind]))
    assert parsed.tree is not None or kind == "open brackets"
    assert DEPTH_LIMIT < 1000, "each level may take a frame, of which there are a thousand"


def test_many_tokens_in_brackets_cost_too_much() -> None:
    assert parse(source_of("x = " + "[" * 40 + "1," * 20_000 + "]" * 40)).tree is None
    assert parse(source_of("x = [" + "1," * 10_000 + "]")).tree is not None


# Problems.

PROBLEMS = {
    "an open bracket": ("def f():\n    x = foo(1,\n    y = 2\n\nz = 3\n", (2, 12), "this bracket is never closed"),
    "an open string": ("x = 'é' + 'abc\ny = 1\n", (1, 11), "this string is never closed"),
    "half an attribute": ("def f(env):\n    env.\n    return 1\n", (2, 9), "invalid syntax"),
    "no colon": ("if x\n    pass\n", (1, 5), "expected `:`"),
    "Python 2": ('print "x"\n', (1, 1), "missing parentheses in call to `print`"),
    "after other letters": ("x = 'é' $ 1\n", (1, 9), "invalid syntax"),
    "beside texts that end in t": ("x = ['-t', 't'] + = 1\n", (1, 19), "invalid syntax"),
    "indentation": ("def f():\n        a\n    b\n", (3, 6), "unindent does not match any outer indentation level"),
    "NUL": ("x = 1\0\n", (1, 6), "a NUL character cannot stand in Python source"),
    "a merge conflict": ("x = 1\n<<<<<<< HEAD\ny = 2\n=======\n", (2, 1), "invalid syntax"),
}


@pytest.mark.parametrize(("text", "place", "message"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_syntax_error_is_told_where_it_is(text: str, place: tuple[int, int], message: str) -> None:
    source = source_of(text)
    problem = parse(source).problem
    assert problem is not None
    assert (source.position(problem.span.start), problem.message) == (place, message)
    assert problem.span.end <= len(source.data)


def test_an_interpreter_older_than_the_syntax_does_not_mislead() -> None:
    source = source_of("x = f'{a['b']}'\n" + "y = 1\n" * 3 + "z = = 2\n")
    problem = parse(source).problem
    assert problem is not None
    assert source.line_of(problem.span.start) == 5


def test_a_byte_that_is_not_utf8_is_told_unless_another_encoding_is_named() -> None:
    problem = parse(source_of(b"x = '\xe9'\n")).problem
    assert problem is not None
    assert (problem.span.start, problem.span.end) == (5, 6)
    assert parse(source_of(b"#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nx = '\xe9'\n")).problem is None


NEWER = {
    "quotes in fields": 'x = f"{a["b"]}"\n',
    "type aliases": "type X[T] = list[T]\n",
    "type parameters with defaults": "def f[T: int = str, *U, **V](a: T) -> T: ...\n",
    "groups of exceptions": "try:\n  pass\nexcept* A:\n  pass\n",
    "exceptions without brackets": "try:\n  pass\nexcept A, B:\n  pass\n",
    "template strings": "x = t'a{b}c'\n",
    "raw template strings": "x = tr'a{b}c'\n",
    "patterns": "match match:\n case case: pass\n case [a, *b] | {'c': d, **e} | C(f=g) as h if i: pass\n",
}


@pytest.mark.parametrize("text", NEWER.values(), ids=NEWER.keys())
def test_syntax_newer_than_the_interpreter_is_no_problem(text: str) -> None:
    assert parse(source_of(text)).problem is None


def test_warnings_of_the_interpreter_are_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    tree = tree_of("x = '\\d'\nif x is 'y': pass\n")
    assert string(tree.all(cst.SimpleString)[0]) == "\\d"
    parse(source_of("x = '\\d' is 'y' (\n"))
    assert not recwarn.list


# What is left of a broken file.

BROKEN = {
    "half an attribute": "def f(env):\n    env.\n    kept(1)\n",
    "an open bracket": "def f():\n    x = foo(1,\n    y = 2\n\nkept = 3\n",
    "an open bracket in a header": "def f(\n    kept(1)\n",
    "a header without a body": "def f():\n\nkept = 1\n",
    "a header without a colon": "while x\n    kept(1)\n",
    "an open string": "x = 'abc\nkept = 1\n",
    "a stray bracket": "x = 1)\nkept = 1\n",
    "an else without a colon": "if x:\n    pass\nelse\n    pass\nkept = 1\n",
    "an except that is not finished": "try:\n    kept(1)\nexcept Foo as\n    pass\n",
    "a line that is indented too far": "x = 1\n    y = 2\nkept = 1\n",
    "two broken lines": "x = = 1\ny = ]\nkept = 1\n",
    "a notebook's command": "!pip install x\n%matplotlib inline\nkept = 1\n",
    "a NUL": "x = 'a\0b'\nkept = 1\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_not_broken_is_read(text: str) -> None:
    parsed = parse(source_of(text))
    assert parsed.problem is not None
    assert "kept" in names(parsed)


def test_what_is_read_of_a_broken_file_keeps_its_place() -> None:
    text = "x = 'é' (\nkept = 1\n"
    tree = tree_of(text)
    kept = next(each for each in tree.all(cst.Name) if each.value == "kept")
    assert tree.span(kept) == (len("x = 'é' (\n".encode()), len("x = 'é' (\nkept".encode()))


# Scopes.

SCOPES = {
    "a module's name in a function": ("name = 1\ndef f():\n    return ·name\n", ["module"]),
    "a local name": ("name = 1\ndef f():\n    name = 2\n    return ·name\n", ["f"]),
    "a name that is bound later in the function": ("name = 1\ndef f():\n    ·name\n    name = 2\n", ["f"]),
    "a parameter": ("name = 1\ndef f(name): return ·name\n", ["f"]),
    "a default": ("name = 1\ndef f(name=·name): pass\n", ["module"]),
    "an annotation": ("name = 1\ndef f(name: ·name): pass\n", ["module"]),
    "a lambda's default": ("name = 1\ng = lambda name=·name: 1\n", ["module"]),
    "a lambda's body": ("name = 1\ng = lambda name: ·name\n", ["lambda"]),
    "a decorator": ("name = 1\ndef f(name):\n  pass\n@·name\ndef g(name): pass\n", ["module"]),
    "a closure": ("def f(name):\n    def g():\n        return ·name\n", ["f"]),
    "a class body": ("name = 1\nclass C:\n    name = 2\n    x = ·name\n", ["C"]),
    "a method does not see the class": (
        "name = 1\nclass C:\n    name = 2\n    def m(self): return ·name\n",
        ["module"],
    ),
    "global": ("def f():\n    global name\n    name = 1\ndef g(): ·name\n", ["module"]),
    "global in the function itself": ("def f():\n    global name\n    name = 1\n    ·name\n", ["module"]),
    "nonlocal": ("def f():\n    name = 1\n    def g():\n        nonlocal name\n        ·name = 2\n", ["f", "f"]),
    "a comprehension": ("name = 1\nx = [·name for name in y]\n", ["comprehension"]),
    "a comprehension's first iterable": ("name = 1\nx = [1 for name in ·name]\n", ["module"]),
    "a comprehension's second iterable": ("name = 1\nx = [1 for name in y for z in ·name]\n", ["comprehension"]),
    "after a comprehension": ("name = 1\nx = [name for name in y]\n·name\n", ["module"]),
    "a comprehension in a class": ("class C:\n    name = 1\n    x = [·name for y in z]\n", []),
    "its first iterable in a class": ("class C:\n    name = 1\n    x = [y for y in ·name]\n", ["C"]),
    "a walrus in a comprehension": ("def f():\n    [(name := y) for y in z]\n    ·name\n", ["f"]),
    "a loop": ("for name in y: ·name\n", ["module"]),
    "a loop over pairs": ("for a, (b, [c, name]) in y: ·name\n", ["module"]),
    "with": ("with x as (a, name): ·name\n", ["module"]),
    "except": ("try: pass\nexcept E as name: ·name\n", ["module"]),
    "a pattern": ("match x:\n    case [1, name]: ·name\n", ["module"]),
    "an import": ("import name.inner\n·name\n", ["module"]),
    "an import with another name": ("from x import y as name\n·name\n", ["module"]),
    "several bindings": ("name = 1\nname: int = 2\nname += 3\n·name\n", ["module"] * 3),
    "a builtin": ("·name\n", []),
}


@pytest.mark.parametrize(("text", "expected"), SCOPES.values(), ids=SCOPES.keys())
def test_names_mean_what_they_mean_to_python(text: str, expected: list[str]) -> None:
    at = text.index("·")
    tree = tree_of(text.replace("·", ""))
    scopes = Scopes(tree)
    node = next(each for each in tree.all(cst.Name) if tree.span(each)[0] == at)
    kinds = (cst.Module, cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.ListComp)
    made = [scopes.of(each) for kind in kinds for each in tree.all(kind)]
    found = [
        _scope_name(scope.node)
        for binding in scopes.resolve(node.value, node)
        for scope in made
        if binding in scope.bindings.get(node.value, [])
    ]
    assert found == expected


def _scope_name(node: cst.CSTNode) -> str:
    if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
        return node.name.value
    return {cst.Module: "module", cst.Lambda: "lambda"}.get(type(node), "comprehension")


def test_bindings_say_how_a_name_is_bound() -> None:
    tree = tree_of(
        "import a\ndef b(c): pass\nclass d: pass\ne = 1\ne += 2\nwith f as g: pass\nfor h in i: pass\nj, k = 1, 2\n"
    )
    scopes = Scopes(tree)
    found = {name: [each.declares for each in bindings] for name, bindings in scopes.module.bindings.items()}
    assert found == {
        "a": [Declares.IMPORT],
        "b": [Declares.FUNCTION],
        "d": [Declares.CLASS],
        "e": [Declares.VARIABLE, Declares.GROWN],
        "g": [Declares.ENTERED],
        "h": [Declares.ITEM],
        "j": [Declares.VARIABLE],
        "k": [Declares.VARIABLE],
    }


# Texts.

TEXTS = {
    "a literal": ("x = 'a'", ["a"]),
    "side by side": ("x = 'a' f'b{1}' r'\\c'", ["ab1\\c"]),
    "a sum": ("x = 'a' + 'b' + 'c'", ["abc"]),
    "an f-string": ("y = 'b'\nx = f'a{y}{{c}}{y!s}{y:>3}'", ["ab{c}b?"]),
    "escapes in an f-string": ("x = f'\\x41{{\\n'", ["A{\n"]),
    "percent": ("x = '%s/%d%%/%5s' % ('a', 1, 'b')", ["a/1%/?"]),
    "percent with names": ("x = '%(b)s%(a)s' % {'a': 'x', 'b': 'y'}", ["yx"]),
    "percent with one": ("x = 'a%s' % 'b'", ["ab"]),
    "percent side by side": ("x = '%s' '-%s' '-%s' % ('a', 'b', 'c')", ["a-b-c"]),
    "format side by side": ("x = '{}' '-{}' '-{}'.format('a', 'b', 'c')", ["a-b-c"]),
    "format": ("x = '{}/{b}/{0}/{c.d}{{'.format('a', b='y')", ["a/y/a/?{"]),
    "join": ("x = '/'.join(['a', 'b', y])", ["a/b/?"]),
    "or": ("x = y or 'b'", ["?", "b"]),
    "and": ("x = y and 'b'", ["b"]),
    "a choice": ("x = 'a' if y else 'b'", ["a", "b"]),
    "a walrus": ("(x := 'a')", ["a"]),
    "a default": ("x = os.environ.get('A', 'b')", ["?", "b"]),
    "getattr": ("x = getattr(y, 'A', 'b')", ["?", "b"]),
    "set twice": ("x = 'a'\nx = 'b'", ["a", "b"]),
    "None": ("x = None\nx = 'b'", ["b"]),
    "grown": ("x = 'a'\nx += y", ["a?"]),
    "a parameter": ("def f(y='a'): return y\nx = f()", ["a", "?"]),
    "a loop": ("for x in ['a', 'b']: pass", ["a", "b"]),
    "a dictionary": ("y = {'a': {'b': 'c'}}\nx = y['a']['b']", ["c"]),
    "another key": ("y = {'a': 'b'}\nx = y['c']", ["?"]),
    "a class": ("class C:\n    Y = 'a'\nx = C.Y", ["a"]),
    "an object": ("class C:\n    def __init__(self): self.y = 'a'\nc = C()\nx = c.y", ["a"]),
    "a property": ("class C:\n    @property\n    def y(self): return 'a'\nx = C().y", ["a"]),
    "an enum": ("class C(Enum):\n    Y = 'a'\nx = C.Y.value", ["a"]),
    "a base class": ("class B:\n    Y = 'a'\nclass C(B): pass\nx = C.Y", ["a"]),
    "a function": ("def f():\n    if y: return 'a'\n    return 'b'\nx = f()", ["a", "b"]),
    "a method": ("class C:\n    def f(self): return 'a'\nx = C.f()", ["a"]),
    "trimmed": ("x = 'a//'.rstrip('/') + 'b/'.removesuffix('/') + str('c ').strip()", ["abc"]),
    "joined URLs": ("x = urljoin('https://a.b/c/d', '/e')", ["https://a.b/e"]),
    "joined URLs, relative": ("x = urljoin('https://a.b/c/d', 'e')", ["https://a.b?"]),
    "a chain": ("a = 'v'\nb = a\nc = b\nx = c", ["v"]),
    "a circle": ("a = b\nb = a\nx = a", ["?"]),
    "itself": ("x = x + 'a'", ["?a"]),
    "bytes": ("x = b'a'", ["?"]),
    "a call": ("x = f('a')", ["?"]),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_texts_are_followed_as_far_as_the_file_tells(text: str, expected: list[str]) -> None:
    tree = tree_of(text)
    scopes = Scopes(tree)
    values = Values(tree, scopes, Classes(tree, scopes))
    bindings = scopes.module.bindings["x"]
    rows = values.bound(bindings, bindings[0].node)
    assert ["".join("?" if part.node else part.literal for part in row) for row in rows] == expected


def test_texts_stand_where_they_are_written() -> None:
    text = "é = 'ab/%s/c' % f'd{1}'\n"
    tree = tree_of(text)
    scopes = Scopes(tree)
    (row,) = Values(tree, scopes, Classes(tree, scopes)).of(tree.all(cst.BinaryOperation)[0])
    found = [(part.literal, tree.data[part.start : part.end].decode()) for part in row]
    assert found == [("ab/", "ab/"), ("d", "d"), ("1", "1"), ("/c", "/c")]


# Any bytes.

PIECES = st.sampled_from(
    [
        *'( ) [ ] { } " \' """ f" f"{ }" {{ }} !r % : , ; = := @ * ** - . ... -> 1 a é 😀 rb\' tr\' bf"'.split(),
        *"if else elif for in lambda def class return import from as with try except match case global".split(),
        *"nonlocal await async not and or self env".split(),
        *("\n", "\r", "\\", "#", "\t", "\x0c", "\0", "\\N{", "\\{", "\ufeff", "\u00a0", "    ", "\n    ", "\n        "),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=25).map(lambda parts: " ".join(parts).encode())))
def test_any_bytes_are_read_or_not_but_never_raise(data: bytes) -> None:
    source = source_of(data)
    parsed = parse(source)
    size = len(source.data)
    if parsed.problem is not None:
        assert 0 <= parsed.problem.span.start <= parsed.problem.span.end <= size
    for node in parsed.tree.nodes if parsed.tree else ():
        start, end = parsed.tree.span(node) if parsed.tree else (0, 0)
        assert 0 <= start <= end <= size + 2


STATEMENTS = st.sampled_from(
    [
        "a = b",
        "é.ü(ä)[1]",
        "f'{x!r:>{w}}😀{y}'",
        "x = {**a, 'k': [1, *b]}",
        "(yield)",
        "lambda *a, k=1, **b: (a, b)",
        "a if b else c",
        "[x async for x in y if z]",
        "print(*a, k=v, **o)",
        "del (a), b[1:2, ::3]",
        "x: int = 3",
        "assert a < b <= c is not d",
        '"""doc\n  string"""',
        "from . import (a as b,\n  c,)",
        "x = (  # comment\n  1 +\n\n  2)",
    ]
)
LAYOUT = st.sampled_from(["\n", "\r\n", "  \n", "\n\n", "\n   # c\n", "\n\x0c\n", "; "])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STATEMENTS, LAYOUT), min_size=1, max_size=8), st.booleans())
def test_every_place_in_a_whole_program_is_exact(lines: list[tuple[str, str]], is_in_block: bool) -> None:
    text = "".join(statement + layout for statement, layout in lines if "\n" not in statement or layout != "; ")
    if is_in_block:
        text = (
            "if x:\n" + "".join(f"    {statement}\n" for statement, _ in lines if "\n" not in statement) + "    pass\n"
        )
    parsed = parse(source_of(text))
    assert parsed.tree is not None
    data = text.encode()
    tree = parsed.tree
    found: list[cst.Name | cst.Integer | cst.SimpleString] = []
    found += [*tree.all(cst.Name), *tree.all(cst.Integer), *tree.all(cst.SimpleString)]
    for each in found:
        start, end = tree.span(each)
        assert data[start:end].decode() == each.value


@settings(max_examples=60, deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=6))
def test_statements_end_where_the_tokenizer_ends_them(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    newlines = sum(token.type == tokenize.NEWLINE for token in tokens)
    assert len(scan(text.encode()).statements) == newlines
