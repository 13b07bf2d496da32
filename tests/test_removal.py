"""What is left of a file when a suppression is taken out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.directive import find_directives
from rdlint.fix import apply
from rdlint.removal import Removals
from rdlint.source import Source
from rdlint.syntax.ecmascript import parse
from rdlint.syntax.walk import all_nodes


def without(path: str, text: str, names: str = "") -> str:
    """Return ``text`` without its first directive, or without the ``names`` in its list."""
    source = Source(path, text.encode())
    directive = find_directives(source)[0]
    removals = Removals(source)
    assert not removals.is_doubtful(directive)
    going = [name for name in directive.rules if name.text in names.split()]
    edits = [removals.of_name(directive, name, going) for name in going] if names else [removals.of_all(directive)]
    return apply(source.data, [edit for edit in edits if edit is not None]).decode()


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.ts", "f(); // rdlint: ignore[RD101] -- why\ng();\n", "f();\ng();\n"),
        ("a.ts", "f();\t/* rdlint: ignore[RD101] -- why */  \ng();\n", "f();\ng();\n"),
        ("a.ts", "  // rdlint: ignore[RD101]\n  g();\n", "  g();\n"),
        ("a.ts", "  // rdlint: ignore[RD101]\r\n  g();\r\n", "  g();\r\n"),
        ("a.ts", "f();\n// rdlint: ignore-file[RD101]", "f();\n"),
        ("a.ts", "/* rdlint: ignore[RD101] */ g();\n", "g();\n"),
        ("a.ts", "  /* rdlint: ignore[RD101] */ g();\n", "  g();\n"),
        ("a.ts", "f( /* rdlint: ignore[RD101] */ 1);\n", "f( 1);\n"),
        ("a.ts", "return/* rdlint: ignore[RD101] */x\n", "return x\n"),
        ("a.ts", "f(); // eslint-disable-line // rdlint: ignore[RD101] -- a\n", "f(); // eslint-disable-line\n"),
        ("a.ts", "f(); // rdlint: ignore[RD101] // eslint-disable-line\n", "f(); // eslint-disable-line\n"),
        ("a.ts", "f(); // rdlint: ignore[RD101] -- a // eslint-disable-line\n", "f(); // eslint-disable-line\n"),
        ("a.ts", "  // rdlint: ignore[RD101] // eslint-disable-next-line\n", "  // eslint-disable-next-line\n"),
        ("a.ts", "f(); // rdlint: ignore[RD101] -- see https://a.b/c and #d\n", "f();\n"),
        ("a.ts", "f(); // rdlint: ignore[RD101] # d\n", "f();\n"),
        ("a.ts", "/* rdlint: ignore[RD101] // b */ f();\n", "/* // b */ f();\n"),
        ("a.ts", "/* rdlint: ignore[RD101] -- a\n   b */\nf();\n", "/*\n   b */\nf();\n"),
        ("a.ts", "/**\n * rdlint: ignore[RD101] -- a\n * b\n */\nf();\n", "/**\n * b\n */\nf();\n"),
        ("a.ts", "/* b\n * rdlint: ignore[RD101] -- a */\nf();\n", "/* b\n */\nf();\n"),
        ("a.ts", "/* a // rdlint: ignore[RD101] -- why */ f();\n", "/* a */ f();\n"),
        ("a.ts", "/* a /* rdlint: ignore[RD101] */ f();\n", "/* a */ f();\n"),
        ("a.ts", "f(); // a /* rdlint: ignore[RD101] */\n", "f(); // a\n"),
        ("a.ts", "f(); // rdlint: ignore[RD101] until=2027-01-31 -- why\n", "f();\n"),
        ("a.tsx", "a = <p>\n  {/* rdlint: ignore[RD101] */}\n  <b/>\n</p>;\n", "a = <p>\n  <b/>\n</p>;\n"),
        ("a.tsx", "a = <p>\n  b\n  {/* rdlint: ignore[RD101] */}\n  c\n</p>;\n", "a = <p>\n  b\n  { }\n  c\n</p>;\n"),
        ("a.tsx", "a = <p> {/* rdlint: ignore[RD101] */} b</p>;\n", "a = <p> { } b</p>;\n"),
        ("a.ts", "if (x)\n{/* rdlint: ignore[RD101] */}\n", "if (x)\n{ }\n"),
        ("a.py", "f()  # rdlint: ignore[RD101]  # noqa: S105\n", "f()  # noqa: S105\n"),
        ("a.py", 'f("""é\né""", "é")  # rdlint: ignore[RD101]\n', 'f("""é\né""", "é")\n'),
        ("a.py", "f()  # noqa: S105  # rdlint: ignore[RD101] -- issue #12\n", "f()  # noqa: S105\n"),
        ("a.ts", "f(); /// rdlint: ignore[RD101]\n", "f();\n"),
        ("a.ts", "///* rdlint: ignore[RD101] */f();\n", "// f();\n"),
        ("a.sh", "if f; then\n  # rdlint: ignore[RD101]\n  g\nfi\n", "if f; then\n  g\nfi\n"),
        ("raindrop.manifest", 'a "b" {} # rdlint: ignore[RD101] // c\n', 'a "b" {} # // c\n'),
        ("raindrop.manifest", 'a "b" {\n  // rdlint: ignore[RD101]\n}\n', 'a "b" {\n}\n'),
        (".env", "# rdlint: ignore[RD101]\nA=1\n", "A=1\n"),
        (".env", "A=1 # rdlint: ignore[RD101]\n", "A=1\n"),
        ("Makefile", "a:\n# rdlint: ignore[RD101]\n\tf # rdlint: ignore[RD102]\n", "a:\n\tf # rdlint: ignore[RD102]\n"),
        ("Makefile", "a:\n\tf # rdlint: ignore[RD101]\n", "a:\n\tf\n"),
        ("Dockerfile", "# rdlint: ignore[RD101]\nRUN f\n", "RUN f\n"),
        ("a.sql", "/* rdlint: ignore[RD101] */\nSELECT 1;\n", "SELECT 1;\n"),
        ("a.yml", "a: b # rdlint: ignore[RD101]\n", "a: b\n"),
        (
            ".github/workflows/a.yml",
            "jobs:\n a:\n  steps:\n  - run: |\n     f ${{ b }} # rdlint: ignore[RD101]\n",
            "jobs:\n a:\n  steps:\n  - run: |\n     f ${{ b }}\n",
        ),
    ],
)
def test_the_comment_goes_and_the_code_stays(path: str, before: str, after: str) -> None:
    assert without(path, before) == after


@pytest.mark.parametrize(
    ("names", "after"),
    [("a1", "b2, c3"), ("b2", "a1, c3"), ("c3", "a1, b2"), ("a1 b2", "c3"), ("b2 c3", "a1"), ("a1 c3", "b2")],
)
def test_names_go_with_their_commas(names: str, after: str) -> None:
    text = "f(); // rdlint: ignore[{}] -- why\n"
    assert without("a.ts", text.format("a1, b2, c3"), names) == text.format(after)


def test_one_name_can_go_without_the_others_that_could() -> None:
    source = Source("a.ts", b"f(); // rdlint: ignore[ a1 ,b2,, c3 ]\n")
    [directive] = find_directives(source)
    going = directive.rules[:2]
    for name, left in zip(going, (b"[ b2,, c3 ]", b"[ a1 ,c3 ]"), strict=True):
        edit = Removals(source).of_name(directive, name, going)
        assert edit is not None
        assert left in apply(source.data, [edit])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "const help = `\nread(); // rdlint: ignore[RD101]\n`;\n"),
        ("a.tsx", "const a = <p>\n// rdlint: ignore[RD101]\n</p>;\n"),
        ("a.py", 'HELP = """\n# rdlint: ignore[RD101]\n"""\n'),
        ("a.sh", "cat <<EOF\n# rdlint: ignore[RD101]\nEOF\n"),
        ("a.sh", "a='\n# rdlint: ignore[RD101]\n'\n"),
        ("raindrop.manifest", "a = <<EOF\n# rdlint: ignore[RD101]\nEOF\n"),
        ("a.yml", "a: |\n  # rdlint: ignore[RD101]\n"),
        (".env", "A='\n# rdlint: ignore[RD101]\n'\n"),
        ("Makefile", "define a\n# rdlint: ignore[RD101]\nendef\n"),
        ("a.ts", "f( // rdlint: ignore[RD101]\n"),
        ("a.ts", "/*//// rdlint: ignore[RD101]\nf();\n"),
        ("a.py", "f( # rdlint: ignore[RD101]\n"),
        ("a.sh", "if # rdlint: ignore[RD101]\n"),
        ("raindrop.manifest", 'a "b { # rdlint: ignore[RD101]\n'),
        ("a.sql", "SELECT '\n/* rdlint: ignore[RD101] */\n';\n"),
    ],
)
def test_what_only_looks_like_a_comment_or_stands_in_broken_code_is_left_alone(path: str, text: str) -> None:
    source = Source(path, text.encode())
    [directive] = find_directives(source)
    assert Removals(source).is_doubtful(directive)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("justfile", "# rdlint: ignore[RD101]\n"),
        ("page.html", "<p> <!-- rdlint: ignore[RD101] -->\n"),
        ("a.ts", f"f(); // rdlint: ignore[RD101] -- {'why ' * 400}\n"),
    ],
)
def test_where_no_reader_knows_the_file_or_it_is_too_long_nothing_is_taken_out(path: str, text: str) -> None:
    source = Source(path, text.encode())
    [directive] = find_directives(source)
    assert not Removals(source).is_doubtful(directive)
    assert Removals(source).of_all(directive) is None


PIECES = st.sampled_from(
    [
        *("f();", "return", "x", "(1)", "`", "'s'", "{", "}", "/*", "*/", "//", " * ", "eslint-disable-line", "<p>"),
        *(" ", "\n", "\r\n", "\t", "rdlint: ignore[RD101]", "rdlint: ignore[RD101, RD102] -- why", " -- ", "</p>"),
        *("// rdlint: ignore[RD101]\n", " // rdlint: ignore[RD102]", "/* rdlint: ignore[RD101] */", "{/* ", " */}"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["a.ts", "a.tsx"]))
def test_taking_out_never_changes_the_code(text: str, path: str) -> None:
    source = Source(path, text.encode())
    for directive in find_directives(source):
        removals = Removals(source)
        edit = None if removals.is_doubtful(directive) else removals.of_all(directive)
        if edit is not None:
            assert code(apply(source.data, [edit]), path) == code(source.data, path)


def code(data: bytes, path: str) -> list[bytes]:
    """Return the tokens of a file that are no comments."""
    tree = parse(data, path)
    assert tree is not None
    assert not tree.root.has_error
    leaves = (node for node in all_nodes(tree.root) if not node.children and node.type != "comment")
    return [data[node.start_byte : node.end_byte] for node in leaves if node.start_byte < node.end_byte]
