"""Shell scripts: what their words become, what runs, and where it stands in the host file."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.source import Source
from rdlint.syntax import justfile, makefile, shell, yaml
from rdlint.syntax.excerpt import Excerpt, Rewriter, unix_lines

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def calls(script: str, folder: str = "", path: str = "run.sh") -> list[shell.Call]:
    source = Source(path, script.encode())
    return shell.read(Excerpt.of(source), folder=folder, path=path)


def texts(script: str) -> list[list[str | None]]:
    """The words of each command; ``None`` for a word that can be several texts or is not known."""
    return [
        [word.value.only.text if word.value.only else None for word in call.words]
        for call in calls(script)
        if call.words
    ]


def words(script: str) -> list[str | None]:
    """The words behind the name of the last command."""
    return texts(script)[-1][1:]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("p a b", ["a", "b"]),
        ("p 'a $b' \"c d\" e\\ f", ["a $b", "c d", "e f"]),
        ("p a\"b\"'c'd", ["abcd"]),
        (r"""p "\"\\\$\`\n" '\' """, ['"\\$`\\n', "\\"]),
        (r"p $'a\tb\x41\u00e9\'' $'\101'", ["a\tbAé'", "A"]),
        ('p $"x"', ["x"]),
        ("p \"\" ''", ["", ""]),
        ("p a\\\nb \\\n c", ["ab", "c"]),
        ("p a # b", ["a"]),
        ("p a#b", ["a#b"]),
        ("p a's'$A-x=", [None]),  # the grammar does not see the variable
        ("p é 'ü' \"日本 $\"", ["é", "ü", "日本 $"]),
        ("p *.ts 'a*' a\\* ~/x [a] ?", [None, "a*", "a*", None, None, None]),
        ("p {a,b} a{1..3} {} {x}", [None, None, "{}", "{x}"]),
        ('A=x; p $A "$A" \'$A\' ${A}y "a $A  b"', ["x", "x", "$A", "xy", "a x  b"]),
        ('A="x y"; p $A "$A"', ["x", "y", "x y"]),
        ("A=; p a $A b", ["a", "b"]),
        ("A='a b'; p x$A", [None]),
        ("p $UNSET ${UNSET:-x}", [None, None]),
        ("A=; p ${A:-d} ${A-d}z ${B-d}", ["d", "z", None]),
        ("A=lib/a.tar.gz; p ${A%.*} ${A%%.*} ${A#*/} ${A##*.}", ["lib/a.tar", "lib/a", "a.tar.gz", "gz"]),
        ("A=a-b-c; p ${A//-/_} ${A/-/_} ${A^^} ${A,,}", ["a_b_c", "a_b-c", "A-B-C", "a-b-c"]),
        ("A=ab; p ${A%[b]} ${A:0:1} ${#A} ${A@Q}", [None, None, None, None]),
        ('A=(x \'y z\'); p "${A[@]}" "${A[1]}" ${A[0]} $A', ["x", "y z", "y z", "x", "x"]),
        ("A=(x); A+=(y); p ${A[@]}", ["x", "y"]),
        ("A=a; A+=b; p $A", ["ab"]),
        ('declare -A M=([k]=v ["l"]="w x"); M[n]=o; p ${M[k]} "${M[l]}" ${M[n]}', ["v", "w x", "o"]),
        ("A=B; B=c; p ${!A}", ["c"]),
        ("p $(echo hi) `echo ho` \"$(printf '%s' x)\"", ["hi", "ho", "x"]),
        ("p $((1 + 2)) $? $$ $# <(x)", [None, None, None, None, None]),
        ("set -- a b; shift; p $1 $2", ["b"]),
        ("IFS=,; A=a,b; p $A", ["a", "b"]),
        ("A=x; unset A; p $A", [None]),
        ("A=x; readonly A; export A; p $A", ["x"]),
    ],
)
def test_words_become_what_the_shell_makes_of_them(script: str, expected: list[str | None]) -> None:
    assert words(script) == expected


QUOTED = st.sampled_from(
    [
        "a",
        "B",
        "-x=",
        "é",
        "'s t'",
        '"d q"',
        "x\\ y",
        "\\\\",
        '"\\""',
        "$'\\n\\''",
        "$A",
        '"$A"',
        "${C}",
        '"$A $B  x"',
        '"${A%%_*}"',
        "${A#*_}",
        '"${A//_/ }"',
        "${C^^}",
        '"${E:-d}"',
        "${E:-d}",
        '"$E"',
        "''",
        "%",
        "a,b",
        "{}",
    ]
)


@needs_bash
@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(QUOTED, min_size=1, max_size=5).map("".join), min_size=1, max_size=4))
def test_words_are_those_that_bash_makes(written: list[str]) -> None:
    script = "A=one_two_three B='x  y' C=ab E=\nprintf '%s\\0' " + " ".join(written)
    real = subprocess.run(["bash", "-c", script], capture_output=True, check=True, timeout=20).stdout
    found = [word.value for word in calls(script)[-1].words[2:]]
    if all(value.only for value in found):
        shown = [value.only.text for value in found if value.only]
        assert shown == [each.decode() for each in real.split(b"\0")[:-1]] or (not shown and real == b"\0")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a && b || c; d & e", ["a", "b", "c", "d", "e"]),
        ("! a | b |& c", ["a", "b", "c"]),
        ("if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]),
        ("while a; do b; done; until c; do d; done", ["a", "b", "c", "d"]),
        ("for x in 1 2; do a; done; for ((i=0;i<2;i++)); do b; done", ["a", "b"]),
        ("case $x in a) b;; *) c;; esac", ["b", "c"]),
        ("(a; { b; })", ["a", "b"]),
        ('a $(b `c`) <(d) "$(e)"', ["c", "b", "d", "e", "a"]),
        ("X=$(a) b", ["a", "b"]),
        ('[ -n "$(a)" ] && b', ["a", "b"]),
        ("f() { a; }; b; f; f", ["b", "f", "a", "f", "a"]),
        ("f() { a; }; g() { f; }; g", ["g", "f", "a"]),
        ("f() { a; }; g() { f; }", ["f", "a"]),  # nobody calls g here
        ("f() { f; a; }; f", ["f", "f", "a"]),
        ("cat <<E | a && b\nx $(c)\nE", ["c", "cat", "a", "b"]),
        ("a 2>&1 | b && c > d | e", ["a", "b", "c", "e"]),
        ("a && b 2>&1 | c && d", ["a", "b", "c", "d"]),
        ("eval 'a'; sh -c \"b; c\"; bash -ec 'd'", ["eval", "a", "sh", "b", "c", "bash", "d"]),
        ("echo 'a' # b\ncat <<'E'\nc\nE", ["echo", "cat"]),
        ("if a; then", ["a"]),
        ("time a", ["time"]),
    ],
)
def test_commands_run_in_this_order(script: str, expected: list[str]) -> None:
    assert [words[0] for words in texts(script)] == expected


def test_words_that_the_grammar_misplaces_are_words_of_their_command() -> None:
    assert texts("a x - <<E\nv\nE") == [["a", "x", "-"]]
    assert texts("a x <<E y -\nv\nE") == [["a", "x", "y", "-"]]
    assert texts("a < in x y") == [["a", "x", "y"]]


def test_what_is_set_lasts_as_long_as_in_a_shell() -> None:
    assert words("A=1; (A=2); p $A") == ["1"]
    assert words("A=1; true | A=2; p $A") == ["1"]
    assert words("A=1; f() { local A=2; B=$A; }; f; p $A $B") == ["1", "2"]
    assert words("A=1; A=2 q; p $A") == ["1"]


def test_both_ways_of_a_branch_are_taken() -> None:
    last = calls("A=1; if x; then A=2; fi; p $A")[-1]
    assert [text.text for text in last.words[1].value.texts] == ["1", "2"]
    assert words("A=1; if x; then A=2; exit; fi; p $A") == ["1"]
    assert words("A=1; x || A=2; p $A") == [None]


def test_nothing_is_known_of_what_a_loop_changes() -> None:
    assert words("A=1; while x; do p $A; A=$A$A; done") == [None]
    assert words("f() { A=2; }; A=1; while x; do f; p $A; done") == ["2"]
    assert ["p", None] in texts("f() { A=2; }; A=1; while x; do p $A; f; done")
    assert words("A=1; while x; do p $A; B=2; done") == ["1"]


@pytest.mark.parametrize(
    ("path", "script", "folder", "has_moved"),
    [
        ("s/x.sh", "p", "s", False),
        ("s/x.sh", "cd a/b; p", "s/a/b", True),
        ("s/x.sh", "cd a; cd ..; p", "s", False),
        ("s/x.sh", 'cd "$(dirname "$0")"; p', "s", True),
        ("s/x.sh", 'cd "$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/w"; p', "w", True),
        ("s/x.sh", 'D=$(realpath "$(dirname $0)"); cd $D/../../..; p', None, True),
        ("s/x.sh", "cd ${0%/*}/..; p", "", True),
        ("s/x.sh", "cd ${0:A:h}; p", "s", True),
        ("s/x.sh", "pushd a; p", "s/a", True),
        ("s/x.sh", "pushd a; popd; p", "s", False),
        ("s/x.sh", "(cd a); p", "s", False),
        ("s/x.sh", "f() { cd a; }; f; p", "s/a", True),
        ("s/x.sh", "cd $X; p", None, True),
        ("s/x.sh", "cd /opt; p", None, True),
        ("s/x.sh", "cd; p", None, True),
        ("s/x.sh", "cd a || exit; p", "s/a", True),
        ("s/x.sh", "[ -d a ] && cd a; p", None, True),
        ("s/x.sh", "cd a && x 2>&1 | tee log\np", "s/a", True),
    ],
)
def test_the_folder_is_followed(path: str, script: str, folder: str | None, has_moved: bool) -> None:
    last = calls(script, "s", path)[-1]
    assert (last.folder, last.has_moved) == (folder, has_moved)


def test_a_broken_script_is_uncertain_from_where_it_breaks() -> None:
    found = calls("a\nif b; then\n c x\nd y")
    assert [(call.words[0].value.prefix, call.is_certain) for call in found] == [
        ("a", True),
        ("b", False),
        ("c", False),
        ("d", False),
    ]


@pytest.mark.parametrize(
    "script",
    [
        "(" * 3000 + "a" + ")" * 3000,
        "a " + "${x:-" * 3000,
        "$(" * 3000 + "a",
        "a " + " && a" * 3000,
        "if a; then " * 3000,
        "".join(f"f{i}() {{ f{i + 1}; f{i + 1}; }}\n" for i in range(60)) + "f0",
        "X=a\n" + 'X="$X$X"\n' * 100 + "a $X",
        "f() { a; }\n" + "for i in 1 2; do f; A=1; done\n" * 1000,
        "set -- " + "a " * 3000 + "\n" + "shift\n" * 3000,
    ],
)
def test_hostile_scripts_are_read_within_bounds(script: str) -> None:
    assert len(calls(script)) < 40_000


# where text of a host file stands


def test_an_excerpt_leads_back_to_its_file() -> None:
    source = Source("host", "x «é\\n» y".encode())
    writer = Rewriter(source)
    writer.copy(2, 6)
    writer.put(b"\n", 6, 8)
    inner = writer.excerpt()
    assert inner.data == "«é\n".encode()
    assert source.text(inner.span(2, 4)) == "é"
    assert source.text(inner.span(4, 5)) == "\\n"
    assert source.text(inner.span(2, 5)) == "é\\n"
    assert inner.span(5, 5) == source.span(8, 8)
    outer = Rewriter(inner)
    outer.copy(2, 5)
    assert outer.excerpt().span(0, 2) == inner.span(2, 4)


@given(st.binary(max_size=60))
def test_unix_lines_keep_their_places(data: bytes) -> None:
    source = Source("host", b"-" + data)
    changed = unix_lines(Excerpt.of(source))
    assert changed.data == source.data.replace(b"\r\n", b"\n")
    for at, byte in enumerate(changed.data):
        span = changed.span(at, at + 1)
        assert source.data[span.start : span.end] == bytes([byte])


YAML_SCALARS = [
    ("|\n    one é\n     two\n\n    three\n", "one é\n two\n\nthree\n"),
    ("|2-\n      one\n    two\n", "    one\n  two"),
    ("| # c\n    one\n", "one\n"),
    (">-\n    one\n    two\n\n    three\n      four\n", "one two\nthree\n  four"),
    (">+\n    one\n\n", "one\n\n"),
    ('"one \\"two\\" \\u00e9\\x41\\\n      three\n      four\\n five"\n', 'one "two" éAthree four\n five'),
    ("'it''s\n      two'\n", "it's two"),
    ("one two\n      three # c\n", "one two three"),
    ("&anchor !!str 'one'\n", "one"),
    ("|\r\n    one\r\n    two\r\n", "one\ntwo\n"),
    ('""\n', ""),
]


@pytest.mark.parametrize(("written", "meant"), YAML_SCALARS)
def test_a_yaml_scalar_leads_back_to_its_characters(written: str, meant: str) -> None:
    source = Source("w.yml", f"ü: 1\nrun: {written}".encode())
    root = yaml.read(source)
    scalar = root.get("run") if root else None
    assert scalar is not None
    excerpt = yaml.excerpt(source, scalar)
    assert excerpt is not None
    assert excerpt.data == scalar.text.encode() == meant.encode()
    for word in ("one", "two", "three", "four", "five"):
        at = excerpt.data.find(word.encode())
        if at >= 0:
            assert source.text(excerpt.span(at, at + len(word))) == word


def test_a_yaml_scalar_that_cannot_be_followed_has_no_places() -> None:
    source = Source("w.yml", b"!t # c\n  one")
    root = yaml.read(source)
    assert root is not None
    assert (root.text, yaml.excerpt(source, root)) == ("one", None)


@pytest.mark.parametrize(
    "text", ["a: [", "\x00", "a: b\n- c", "- " * 100_000, "[" * 100_000, "{a: " * 50_000, "[" * 200 + "]" * 200, "%"]
)
def test_yaml_that_is_none_or_too_deep_is_not_read(text: str) -> None:
    assert yaml.read(Source("w.yml", text.encode())) is None


def test_yaml_aliases_stand_for_their_node() -> None:
    root = yaml.read(Source("w.yml", b"a: &x {k: v}\nb: *x\nc: &y [*y]\n"))
    assert root is not None
    value = root.get("b", "k")
    assert value is not None
    assert value.text == "v"


@given(st.text(max_size=80))
def test_every_yaml_scalar_that_has_places_has_its_own_text(text: str) -> None:
    source = Source("w.yml", text.encode("utf-8", "replace"))
    root = yaml.read(source)
    pending = [root] if root else []
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        pending += [each for member in node.members for each in member] + node.items
        assert 0 <= node.span.start <= node.span.end <= len(source.data)
        excerpt = yaml.excerpt(source, node) if node.kind == "scalar" else None
        if excerpt is not None:
            assert excerpt.data == node.text.encode()


def recipes(file: makefile.Makefile, source: Source) -> list[tuple[str, str, str]]:
    """Target, shell text and the text that it stands for of each script."""
    return [
        (recipe.target, script.data.decode(), source.text(script.span(0, len(script.data))))
        for recipe in file.recipes
        for script in recipe.scripts
    ]


def test_makefile_recipes_become_shell() -> None:
    source = Source(
        "Makefile",
        b"APP = demo # c\nexport KEY := 'v'\nexport OTHER\n-include .env\n\nall: deps; first\n"
        b"\t@-a $$X $(APP) ${K} '$(APP)' $@ $(shell x (y)) \\\n\t  b\n\nifdef X\nelse\nendif\n"
        b"define no\n\tnot this\nendef\n%.o: %.c\n\tc\nLATE += x\n",
    )
    file = makefile.read(source)
    assert recipes(file, source) == [
        ("all", "first", "first"),
        (
            "all",
            "a $X ${APP} ${K} ''\"${APP}\"'' $? $? \\\n  b",
            "a $$X $(APP) ${K} '$(APP)' $@ $(shell x (y)) \\\n\t  b",
        ),
        ("%.o", "c", "c"),
    ]
    assert [(each.name, each.value, each.is_exported) for each in file.definitions] == [
        ("APP", "demo", False),
        ("KEY", "v", True),
        ("LATE", None, False),
    ]
    assert [each.text for each in file.exports] == ["OTHER"]
    assert [each.text for each in file.includes] == [".env"]


def test_one_shell_makes_one_script_of_a_recipe() -> None:
    source = Source("Makefile", b".ONESHELL:\nall:\n\tcd x\n\ta\n")
    assert [text for _, text, _ in recipes(makefile.read(source), source)] == ["cd x\na\n"]


def test_justfile_recipes_become_shell() -> None:
    source = Source(
        "justfile",
        b"set dotenv-load\napp := 'demo'\nexport KEY := \"v\" # c\nnow := `date`\n\ndeploy target='x': build\n"
        b"    @a {{app}} {{ target }} {{{{ {{env('HOME')}} {{a / b}}\n    b \\\n      c\n\n"
        b"bash:\n  #!/usr/bin/env bash\n  cd x\n  d\npy:\n  #!/usr/bin/env python3\n  e\n",
    )
    file = justfile.read(source)
    assert [(target, text) for target, text, _ in recipes(file, source)] == [
        ("deploy", "a ${app} ${target} {{ ${HOME} $?"),
        ("deploy", "b \\\n      c"),
        ("bash", "  cd x\n  d\n"),
    ]
    assert [(each.name, each.value, each.is_exported) for each in file.definitions] == [
        ("app", "demo", False),
        ("KEY", "v", True),
        ("now", None, False),
    ]
    assert [each.text for each in file.includes] == [".env"]


@given(st.binary(max_size=120))
def test_build_files_of_any_bytes_are_read(data: bytes) -> None:
    source = Source("Makefile", data)
    for file in (makefile.read(source), justfile.read(source)):
        for recipe in file.recipes:
            for script in recipe.scripts:
                span = script.span(0, len(script.data))
                assert 0 <= span.start <= span.end <= len(source.data)
