"""Trees of TypeScript and JavaScript: parsing, leaves, wrappers, names."""

from __future__ import annotations

import pytest

from rdlint.syntax.ecmascript import MAX_DEPTH, Tree, parse, unescape
from rdlint.syntax.utf8 import valid_utf8


def tree_of(code: str, path: str = "a.ts") -> Tree:
    tree = parse(code.encode(), path)
    assert tree is not None
    return tree


@pytest.mark.parametrize("path", ["a.ts", "a.mts", "a.cts", "a.tsx", "a.js", "a.jsx", "a.mjs", "a.cjs", "A.TS"])
def test_every_ending_of_the_language_is_parsed(path: str) -> None:
    assert not tree_of("const a = (x) => x + 1;", path).root.has_error


@pytest.mark.parametrize("path", ["a.py", "a.json", "a", "ts"])
def test_other_files_are_not(path: str) -> None:
    assert parse(b"const a = 1", path) is None


def test_types_can_stand_in_typescript_only() -> None:
    assert [tree_of("1", path).is_typescript for path in ("a.ts", "a.tsx", "a.js", "a.jsx")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text",
    ["Salt & Pepper", "& first", "last &", "a &amp; b & c", "<b>x</b> & <i>y</i>", "a && b", "R&D", "{a} & {b}"],
)
def test_a_bare_ampersand_in_jsx_is_no_error_and_moves_nothing(text: str) -> None:
    tree = tree_of(f"export const A = () => <h1>{text}</h1>;\nconst after = 1;", "a.tsx")
    assert not tree.root.has_error
    leaf = tree.leaf(tree.data.find(b"after"))
    assert leaf is not None
    assert tree.text(leaf) == "after"


def test_a_bitwise_and_in_jsx_stays_one() -> None:
    tree = tree_of("const A = () => <p>x & y{f(a & b)}</p>;", "a.tsx")
    leaf = tree.leaf(tree.data.find(b"a & b"))
    assert leaf is not None
    assert next(above.type for above in tree.ancestors(leaf)) == "binary_expression"


def test_the_leaf_at_a_byte() -> None:
    tree = tree_of("const ž = a.b;")
    leaf = tree.leaf(tree.data.find(b"b;"))
    assert leaf is not None
    assert (tree.text(leaf), leaf.kind_id == tree.kinds.property_identifier) == ("b", True)


def test_nesting_beyond_the_limit_has_no_leaf() -> None:
    depth = 2 * MAX_DEPTH
    tree = tree_of("[" * depth + "env" + "]" * depth)
    assert tree.leaf(depth + 1) is None
    assert tree.leaf(1) is not None


@pytest.mark.parametrize("broken", [b"\xff", b"\xc3", b"\xe2\x82", b"\x80", b"\xed\xa0\x80"])
def test_bytes_that_are_no_utf8_move_nothing_and_end(broken: bytes) -> None:
    tree = parse(b"priv'" + broken + b" *{v:y){}c.v ", "a.tsx")  # tree-sitter itself does not end on this
    assert tree is not None
    assert len(tree.data) == 18 + len(broken)
    assert valid_utf8(b"\xc5\xbe" + broken + b"a") == b"\xc5\xbe" + b"?" * len(broken) + b"a"


def test_a_text_on_which_the_parser_would_not_end_is_given_up() -> None:
    assert parse(b"<n v=<x f\"'{v f?(<v d.t()}v>v> ", "a.tsx") is None


def test_words_are_whole_names() -> None:
    data = "env envy myenv $env env_ ženv .env env"
    tree = tree_of(data)
    assert [tree.data[at - 1 : at + 4] for at in tree.words(b"env")] == [b"", b".env ", b" env"]
    assert list(tree.words(b"")) == []
    assert list(tree.words(b"env", 4)) == [at for at in tree.words(b"env") if at >= 4]


@pytest.mark.parametrize("code", ["(a)", "a!", "(a as any)", "(<any>a)", "a satisfies B", "((a as B)!)", "(/* c */ a)"])
def test_a_value_is_found_in_its_wrappers_and_back(code: str) -> None:
    tree = tree_of(f"x = {code};")
    assignment = tree.first(tree.root.named_children[0])
    outer = assignment.child_by_field_id(tree.fields.right) if assignment is not None else None
    assert outer is not None
    assert tree.text(tree.unwrapped(outer)) == "a"
    assert tree.wrapped(tree.unwrapped(outer)) == outer


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\nb", "a\nb"),
        (r"\x41\u0042\u{43}", "ABC"),
        (r"\'\"\\", "'\"\\"),
        ("a\\\nb", "ab"),
        (r"\u{110000}", "\ufffd"),
        (r"\ud800", "\ufffd"),
        ("plain", "plain"),
        ("\\", "\\"),
    ],
)
def test_escapes(written: str, meant: str) -> None:
    assert unescape(written) == meant


@pytest.mark.parametrize(
    ("code", "name"), [("a", "a"), ("'a-b'", "a-b"), ("['c']", "c"), ("[d]", None), ("1", "1"), ("#e", "#e")]
)
def test_names_of_properties(code: str, name: str | None) -> None:
    tree = tree_of(f"class A {{ {code} = 1 }}")
    field = next(child for child in tree.root.named_children[0].named_children[1].named_children)
    key = field.child_by_field_id(tree.fields.name)
    assert key is not None
    assert tree.property_name(key) == name


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("let x: typeof a.b;", True),
        ("let x: a.B;", True),
        ("x as typeof a;", True),
        ("f(a as B);", False),
        ("a.b();", False),
        ("let x = typeof a;", False),
    ],
)
def test_places_for_types(code: str, expected: bool) -> None:
    tree = tree_of(code)
    leaf = tree.leaf(next(tree.words(b"a")))
    assert leaf is not None
    assert tree.in_type(leaf) is expected
