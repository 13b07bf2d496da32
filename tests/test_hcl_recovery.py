"""HCL that is damaged, half typed or no HCL at all: what is said about it, and what is still read."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.hcl import MAX_DEPTH, Attribute, Block, Expression, File, parse
from tests.manifests import DAMAGING, STYLES, Damage, Sketch, Style, applications, damages, lost, read, write

WORD = re.compile("«(.*?)»", re.DOTALL)


def parsed(text: str) -> tuple[Source, File]:
    source = Source("raindrop.manifest", text.encode("utf-8", "surrogatepass"))
    return source, parse(source)


def said(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return what is said about ``text`` with the text concerned, and what is read, in short."""
    source, file = parsed(text)
    problems = [(source.text(problem.span), problem.message) for problem in file.problems]
    return problems, [*map(short_attribute, file.attributes), *map(short_block, file.blocks)]


def short_block(block: Block) -> str:
    inner = [*map(short_attribute, block.attributes), *map(short_block, block.blocks)]
    return " ".join([block.kind, *(repr(label.text) for label in block.labels), f"{{{', '.join(inner)}}}"])


def short_attribute(attribute: Attribute) -> str:
    return f"{attribute.name}={short_value(attribute.value)}"


def short_value(value: Expression) -> str:
    if value.kind == "list":
        return f"[{', '.join(map(short_value, value.items))}]"
    if value.kind == "object":
        return f"{{{', '.join(map(short_attribute, value.entries))}}}"
    return repr(value.text) if value.kind == "string" else f"<{value.kind} {value.text}>".replace(" >", ">")


# What is said: «…» marks the span of the problem.

PROBLEMS = [
    # brackets
    (
        'a "b" {\n  c {\n    d = «1»\n}\n',
        "expected `}` to close `c`, opened on line 2",
        "a 'b' {c {d=<number 1>}}",
    ),
    (
        'a {\n  b "x" {\n    c = «1»\n  b "y" {\n    c = 2\n  }\n}\n',
        'expected `}` to close `b "x"`, opened on line 2',
        "a {b 'x' {c=<number 1>}, b 'y' {c=<number 2>}}",
    ),
    ('a "b" «{»', 'expected `}` to close `a "b"`, opened on line 1', "a 'b' {}"),
    ("a {\n  b = 1\n}\n«}»\n", "this `}` closes nothing", "a {b=<number 1>}"),
    ("a {\n  b = 1\n  «]»\n}\n", "this `]` closes nothing", "a {b=<number 1>}"),
    (
        "a {\n  b {\n    c = 1\n    «}»\n    d = 2\n  }\n}\n",
        "this `}` closes nothing",
        "a {b {c=<number 1>, d=<number 2>}}",
    ),
    ("a {\n  «{»\n    b = 1\n  }\n}\n", "this `{` belongs to no block", "a {b=<number 1>}"),
    ('a {\n  b «"c"»\n    d = 1\n  }\n}\n', 'expected `{` after `b "c"`', "a {b 'c' {d=<number 1>}}"),
    ('b "c" {}\nb «"d"»\n', 'expected `{` after `b "d"`', "b 'c' {} b 'd' {}"),
    (
        'a {\n  b = ["x", «"y"»\n  c = 1\n}\n',
        "expected `]` to close the list opened on line 2",
        "a {b=['x', 'y'], c=<number 1>}",
    ),
    (
        "a {\n  b = f(«1»\n  c = 1\n}\n",
        "expected `)` to close the parenthesis opened on line 2",
        "a {b=<reference f(1>, c=<number 1>}",
    ),
    (
        "a {\n  b = {\n    c = «1»\n  d = 2\n}\n",
        "expected `}` to close the object opened on line 2",
        "a {b={c=<number 1>}, d=<number 2>}",
    ),
    # strings
    ('a = «"b»\nc = 1\n', 'expected `"` to close this string before the line ends', "a='b' c=<number 1>"),
    ('a { b = «"c» }\nd = 1\n', 'expected `"` to close this string before the line ends', "d=<number 1> a {b='c'}"),
    ('a «"b» {\n  c = 1\n}\n', 'expected `"` to close this string before the line ends', "a 'b' {c=<number 1>}"),
    ('a = [«"b, 1»]\n', 'expected `"` to close this string before the line ends', "a=['b, 1']"),
    ("a = «'b'»\n", "strings take double quotes, not single ones", "a='b'"),
    ("a «'b'» {}\n", "strings take double quotes, not single ones", "a 'b' {}"),
    ('a = "b«\\q»"\n', "strings have no such escape", "a='b\\\\q'"),
    ('a = "«\\u12»"\n', "strings have no such escape", "a='\\\\u12'"),
    ('a = "«\\UFFFFFFFF»"\n', "strings have no such escape", "a='\\\\UFFFFFFFF'"),
    ('a = «"${b"»\nc = 1\n', "expected `}` to close the template in this string", "a=<template ${b> c=<number 1>"),
    ("a {\n  b = «<<EOF»\n    x\n}\nc = 1\n", "expected a line `EOF` to end this text", "c=<number 1> a {b='    x'}"),
    # attributes
    ('a «:» "b"\n', "expected `=` after `a`, found `:`", "a='b'"),
    ('a «==» "b"\n', "expected `=` after `a`, found `==`", "a='b'"),
    ('«a» "b"\n', "expected `=` after `a`", "a='b'"),
    ("«a» 12\n", "expected `=` after `a`", "a=<number 12>"),
    ("«a» true\n", "expected `=` after `a`", "a=<bool true>"),
    ("«a» [1]\n", "expected `=` after `a`", "a=[<number 1>]"),
    ("a «=»\nb = 1\n", "expected a value after `a =`", "a=<missing> b=<number 1>"),
    ("a { b «=» }\n", "expected a value after `b =`", "a {b=<missing>}"),
    ("«a»\n", "expected `=` or `{` after this name", ""),
    ('«"a"» = 1\n', "attribute names take no quotes", "a=<number 1>"),
    ("a = 1«,»\nb = 2\n", "attributes are not separated by `,`", "a=<number 1> b=<number 2>"),
    ("a = 1«;» b = 2\n", "attributes are not separated by `;`", "a=<number 1> b=<number 2>"),
    ('a = "b" «c»\nd = 1\n', "unexpected text after the value of `a`", 'a=<reference "b" c> d=<number 1>'),
    ("a = 30«s»\n", "unexpected text after the value of `a`", "a=<reference 30s>"),
    ("a = 1 «+»\nb = 2\n", "expected a value behind this", "a=<reference 1 +> b=<number 2>"),
    ('a «=» "b" {\n  c = 1\n}\n', "a block takes no `=` in its header", "a 'b' {c=<number 1>}"),
    # lists and objects
    ('a = ["b" «"c"»]\n', "expected `,` between the elements of this list", "a=['b', 'c']"),
    ('a = ["b", «,» "c"]\n', "expected a value before this `,`", "a=['b', 'c']"),
    ("a = { «b», c = 1 }\n", "expected `=` after this key", "a={c=<number 1>}"),
    # characters and lines
    ("a = 1\n«@»b = 2\n", "unexpected character `@`", "a=<number 1> b=<number 2>"),
    ("a =«\u00a0»1\n", "unexpected character U+00A0", "a=<number 1>"),
    ("a «@» {\n  b = 1\n}\n", "unexpected character `@`", "a {b=<number 1>}"),
    ('a = 1\n«/ an old comment, "quoted"»\nb = 2\n', "expected an attribute or a block", "a=<number 1> b=<number 2>"),
    ("a = 1\n«An old comment»\nb = 2\n", "expected an attribute or a block", "a=<number 1> b=<number 2>"),
    ("a = 1\n«/* never closed»\nb = 2\n", "expected `*/` to close this comment", "a=<number 1> b=<number 2>"),
    (
        '«/* never closed»\na = "*/5"\nb = 2 /* closed */\n',
        "expected `*/` to close this comment",
        "a='*/5' b=<number 2>",
    ),
]


@pytest.mark.parametrize(("text", "message", "read_as"), PROBLEMS)
def test_a_problem_is_said_at_its_place_and_the_rest_is_read(text: str, message: str, read_as: str) -> None:
    [place] = WORD.findall(text)
    problems, nodes = said(text.replace("«", "").replace("»", ""))
    assert problems == [(place, message)]
    assert " ".join(nodes) == read_as
    [problem] = parsed(text.replace("«", "").replace("»", ""))[1].problems
    assert problem.span.start == len(text[: text.index("«")].encode())
    assert problem.help


@pytest.mark.parametrize(
    ("damaged", "read_as"),
    [
        # a bracket too many
        ("a {\n  b {\n    c = 1\n  }\n}\n  d {\n    e = 2\n  }\n}\n", "a {b {c=1}, d {e=2}}"),
        ("a {\n  b {\n    c = 1\n  }}\n  d {}\n}\n", "a {b {c=1}, d {}}"),
        ("a {\n}  b {\n    c = 1\n  }\n  d {}\n}\n", "a {b {c=1}, d {}}"),
        ("a {\n  b {}\n    c = 1\n  }\n  d {}\n}\n", "a {b {c=1}, d {}}"),
        ("a {\n  b { }c = 1 }\n  d = 2\n}\n", "a {d=2, b {c=1}}"),
        ("a {\n  b 'x' }{\n    c = 1\n  }\n  d {}\n}\n", "a {b 'x' {c=1}, d {}}"),
        ("a {\n  b = 'x' {\n  c = 1\n  d {}\n}\n", "a {b='x', c=1, d {}}"),
        ("a {\n  {b {\n    c = 1\n  }\n  d {}\n}\n", "a {b {c=1}, d {}}"),
        # one that is missing, or something else in its place
        ("a {\n  b {\n    c = 1\n  {\n  d {\n    e = 2\n  }\n}\n", "a {b {c=1}, d {e=2}}"),
        ("a {\n  b 'x' {}\n  b 'y' {\n  b 'z' {\n    c = 1\n  }\n}\n", "a {b 'x' {}, b 'y' {}, b 'z' {c=1}}"),
        ("  b {\n    c = 1\n  d {\n    e = 1\n  }\n", "b {c=1} d {e=1}"),
        ("a {\n  b\n    c = 1\n  }\n  d {}\n}\n", "a {b {c=1}, d {}}"),
        ("a {\n  b 'x'\n  }\n  d {}\n}\n", "a {b 'x' {}, d {}}"),
        ("a {\n  b 'x' [\n    c = 1\n  }\n  d {}\n}\n", "a {b 'x' {c=1}, d {}}"),
        ("a {\n  b 'x' =\n    c = 1\n  }\n  d {}\n}\n", "a {b 'x' {c=1}, d {}}"),
        ("a {\n  b 'x' }\n    c = 1\n  }\n  d {}\n}\n", "a {b 'x' {c=1}, d {}}"),
        ("a {\n  b 7\n    c = 1\n  }\n  d {}\n}\n", "a {b {c=1}, d {}}"),
        ("a {\n  b  c = 1 }\n  d {}\n}\n", "a {b {c=1}, d {}}"),
        ("a {\n  b 'x' }\n  d {}\n}\n", "a {b 'x' {}, d {}}"),
        ("a {\n  b = [\n    'x',\n  {  'y'\n  ]\n  d {}\n}\n", "a {b=['x', {}], d {}}"),
        (
            "a {\n  b {\n    c = [\n      'x',\n{    'y'\n    ]\n    d {}\n  }\n  e {}\n}\n",
            "a {b {c=['x', {}], d {}}, e {}}",
        ),
        # quotes
        ("a {\n  b { c = x' }\n  d = 2\n}\n", "a {d=2, b {c=x'}}"),
        ("a {\n  b { c = 'x\\' }\n  d {}\n}\n", "a {b {c='x\"'}, d {}}"),
        ("a {\n  b 'x\ny' {\n    c = 1\n  }\n  d {}\n}\n", "a {b='x', y '' {c=1}, d {}}"),
        ("a {\n  b {\n    c = [x', 'y']  // 'z' {\n    d {}\n  }\n  e {}\n}\n", "a {b {c=[…], d {}}, e {}}"),
        ("a {\n  b { c = 'x\ny' }\n  d {}\n}\n", "a {b {c='x', y=''}, d {}}"),
        ("a {\n  b\nc' { d = 'e' }\n  f {}\n  g {}\n}\n", "a {c ' { d = ' 'e' '' {}, f {}, g {}}"),
        # comments and heredocs
        ("a {\n  b {\n    c = 1\n  }\n  # joined  d {\n    e = 2\n  }\n}\n", "a {e=2, b {c=1}}"),
        ("a {\n  b {\n    # \nq 'r' {\n    c = 1\n  }\n  d {}\n}\n", "a {b {q 'r' {c=1}}, d {}}"),
        ("/*/ a comment\na {\n  b = '*/5'\n}\n", "a {b='*/5'}"),
        ("a = 1 /* one\nb = 2 /* two */\n", "a=1 b=2"),
        ("a = <<E\n  x\nb = <<E\n  y\nE\n", "a='  x' b='  y\\n'"),
        # a file whose columns are not quite right
        ("a {\n   b {\n    c = 1\n  }\n   d {\n    e = 2\n  }\n}\n}\n", "a {b {c=1}, d {e=2}}"),
    ],
)
def test_the_columns_tell_where_blocks_begin_and_end(damaged: str, read_as: str) -> None:
    problems, nodes = said(damaged.replace("'", '"'))
    assert problems
    read = re.sub(r"<\w+ (.*?)>", r"\1", " ".join(nodes)).replace('"', "'")
    if "…" in read_as:
        read = re.sub(r"\[.*\]", "[…]", read)
    assert read == read_as.replace('"', "'")


def test_curly_quotes_are_called_by_name() -> None:
    problems, nodes = said("a = “b”\nc = 1\n")
    assert problems == [("“", "unexpected character `“`"), ("”", "unexpected text after the value of `a`")]
    assert nodes == ["a=<reference b”>", "c=<number 1>"]
    assert "straight double quotes" in parsed("a = “b”")[1].problems[0].help


def test_one_error_does_not_hide_the_next() -> None:
    problems, nodes = said(
        """application "shop" {
  service "api {
    visibility : "public"
  }
  env "A" { default = 'x' }
  queue "jobs" {}
  ]
  env "B" {
    secret true
  task "nightly" {
    cron = "0 2 * * *
  }
}
"""
    )
    assert [message for _, message in problems] == [
        'expected `"` to close this string before the line ends',
        "expected `=` after `visibility`, found `:`",
        "strings take double quotes, not single ones",
        "this `]` closes nothing",
        "expected `=` after `secret`",
        'expected `}` to close `env "B"`, opened on line 8',
        'expected `"` to close this string before the line ends',
    ]
    assert nodes == [
        "application 'shop' {service 'api' {visibility='public'}, env 'A' {default='x'}, queue 'jobs' {}, "
        "env 'B' {secret=<bool true>}, task 'nightly' {cron='0 2 * * *'}}"
    ]


@pytest.mark.parametrize(
    ("half", "read_as"),
    [
        ('a "b" {\n  c = 1\n  d', "a 'b' {c=<number 1>}"),
        ('a "b" {\n  c = 1\n  d =', "a 'b' {c=<number 1>, d=<missing>}"),
        ('a "b" {\n  c = 1\n  d = "e', "a 'b' {c=<number 1>, d='e'}"),
        ('a "b" {\n  c "d" {}\n  c "e', "a 'b' {c 'd' {}, c 'e' {}}"),
        ('a "b" {\n  c "d" {}\n  e "f"', "a 'b' {c 'd' {}, e 'f' {}}"),
        ('b "x" {}\nc {\n  d = 1\n  b "y"\n}', "b 'x' {} c {d=<number 1>, b 'y' {}}"),
        ('a "b" {\n  c =\n  d = 1\n}', "a 'b' {c=<missing>, d=<number 1>}"),
        ('a "b" {\n  c = [1, 2', "a 'b' {c=[<number 1>, <number 2>]}"),
    ],
)
def test_what_is_half_typed_is_read_as_far_as_it_goes(half: str, read_as: str) -> None:
    problems, nodes = said(half)
    assert problems
    assert " ".join(nodes) == read_as


def test_a_flat_file_is_read_by_its_braces() -> None:
    problems, nodes = said('a "x" {\nb "y" {\nc = 1\n}\nb "z" {\nc = 2\n}\n')
    assert nodes == ["a 'x' {b 'y' {c=<number 1>}, b 'z' {c=<number 2>}}"]
    assert [message for _, message in problems] == ['expected `}` to close `a "x"`, opened on line 1']


@pytest.mark.parametrize(
    "opening", ["a {", "a {\n", "a = [", "a = {", "a = (", "a = f([{", 'a = "${', "/*", "a = <<E\n"]
)
def test_endless_nesting_is_read_to_a_depth_and_no_further(opening: str) -> None:
    _, file = parsed(opening * 20_000)
    assert file.problems


def test_what_lies_too_deep_is_said_once_and_passed_over() -> None:
    deep = MAX_DEPTH + 20
    _, file = parsed("a {\n" * deep + "}\n" * deep + "b {}\n")
    assert [problem.message for problem in file.problems] == [
        f"this is nested deeper than {MAX_DEPTH} levels and was not read"
    ]
    assert [block.kind for block in file.blocks] == ["a", "b"]


# Whatever the bytes are

PARTS = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    '"',
    "'",
    "=",
    ":",
    ",",
    ".",
    "a",
    "env ",
    '"x"',
    "\n",
    "\n  ",
    "#",
    "//",
    "/*",
    "*/",
]
PARTS += [
    "<<E\n",
    "E\n",
    "<<-E\n",
    "${",
    "%{",
    "$${",
    "\\",
    "\\u0041",
    "1",
    "-",
    "?",
    "true",
    "for ",
    "é",
    "“",
    "\r",
    "\0",
]
PARTS += ["\ud800", "\n    ", 'service "a" {', "secret = true"]


@given(
    st.lists(st.sampled_from(PARTS), max_size=50).map("".join).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.binary()
)
@example(b"a {\n    b {\n        c {\n          x {\n            }\n      z }\n        d { e = 1 }\n    }\n  g {}\n")
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_and_every_span_lies_where_it_should(data: bytes) -> None:
    source = Source("raindrop.manifest", data)
    file = parse(source)
    whole = source.span(0, len(source.data))
    assert len(set(file.problems)) == len(file.problems)
    assert sorted(file.problems, key=lambda problem: problem.span) == list(file.problems)
    for problem in file.problems:
        assert whole.contains(problem.span)
        assert problem.span.start < problem.span.end
        assert problem.message[:1].islower()
    check_in_order([*file.attributes, *file.blocks], whole)
    for attribute in file.attributes:
        check_attribute(source, attribute)
    for block in file.blocks:
        check_block(source, block)


def check_in_order(nodes: Sequence[Attribute | Block | Expression], parent: Span) -> None:
    end = parent.start
    for node in sorted(nodes, key=lambda node: node.span):
        assert end <= node.span.start <= node.span.end <= parent.end
        end = node.span.end


def check_block(source: Source, block: Block) -> None:
    assert source.text(block.kind_span) == block.kind
    assert block.span.contains(block.header)
    assert block.header.contains(block.kind_span)
    assert block.span.contains(block.body)
    assert block.header.end <= block.body.start
    for label in block.labels:
        assert block.header.contains(label.span)
        assert source.text(label.span) == label.text or set(label.text + source.text(label.span)) & set("\\$%")
    check_in_order([*block.attributes, *block.blocks], block.body)
    for attribute in block.attributes:
        check_attribute(source, attribute)
    for inner in block.blocks:
        check_block(source, inner)


def check_attribute(source: Source, attribute: Attribute) -> None:
    assert attribute.span.contains(attribute.name_span)
    assert attribute.span.contains(attribute.value.span)
    assert attribute.name_span.end <= attribute.value.span.start
    check_value(source, attribute.value)


def check_value(source: Source, value: Expression) -> None:
    assert value.span.contains(value.inner)
    if value.kind in ("number", "bool", "null", "reference"):
        assert source.text(value.span) == value.text
    check_in_order(value.items, value.span)
    check_in_order(value.entries, value.span)
    for item in value.items:
        check_value(source, item)
    for entry in value.entries:
        check_attribute(source, entry)


# What survives


@given(st.data(), applications(), STYLES)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_nine_of_ten_other_blocks_survive_one_damaged_character(
    data: st.DataObject, application: Sketch, style: Style
) -> None:
    text = write(application, style)
    for damage in data.draw(st.lists(damages(text), min_size=8, max_size=8)):
        others, missing = lost(text, damage)
        assert missing * 10 <= others, damage.apply(text)


def test_hardly_a_block_of_real_manifests_is_lost_to_one_damaged_character(corpus_manifests: list[Path]) -> None:
    chance = random.Random(7)
    total = total_missing = 0
    for path in corpus_manifests:
        text = path.read_text(encoding="utf-8")
        for _ in range(20):
            new = chance.choice(["", *DAMAGING])
            others, missing = lost(text, Damage(chance.randrange(len(text)), new, bool(new) and chance.random() < 0.5))
            total, total_missing = total + others, total_missing + missing
    assert total_missing <= 0.002 * total


@given(st.data(), applications(), STYLES)
@settings(max_examples=30, deadline=None)
def test_every_beginning_of_a_file_keeps_the_blocks_that_are_complete(
    data: st.DataObject, application: Sketch, style: Style
) -> None:
    text = write(application, style)
    whole = read(text.encode())
    for cut in data.draw(st.lists(st.integers(0, len(text)), min_size=5, max_size=5)):
        complete = Counter(each[:3] for each in whole if each.end <= cut)
        assert not complete - Counter(each[:3] for each in read(text[:cut].encode()))
