"""HCL that is right: what it says, where each thing stands, and that other readers of HCL agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.hcl import Block, Expression, File, parse
from tests.manifests import STYLES, Sketch, Style, applications, sketch_of, unspaced, walk, write


def source_of(text: str) -> Source:
    return Source("raindrop.manifest", text.encode())


def value_of(text: str) -> Expression:
    """Return the value of the one attribute in ``text``, which must be without problems."""
    file = parse(source_of(text))
    assert file.problems == ()
    assert len(file.attributes) == 1
    return file.attributes[0].value


# What it says


def test_blocks_nest_and_keep_their_order() -> None:
    file = parse(
        source_of(
            """
application "shop" {
  service "api" {
    visibility = "public"
    domain {
      cname = "shop"
    }
  }
  queue "jobs" {}
  env "LIMIT" { default = "5" }
}
"""
        )
    )
    assert file.problems == ()
    kinds = [(block.kind, [label.text for label in block.labels]) for block in walk(file.blocks)]
    assert kinds == [
        ("application", ["shop"]),
        ("service", ["api"]),
        ("domain", []),
        ("queue", ["jobs"]),
        ("env", ["LIMIT"]),
    ]
    [application] = file.blocks
    assert [(each.name, each.value.text) for each in application.blocks[2].attributes] == [("default", "5")]


def test_a_label_without_quotes_is_a_label() -> None:
    [block] = parse(source_of('resource bucket "photos" {}')).blocks
    assert [(label.text, label.is_quoted) for label in block.labels] == [("bucket", False), ("photos", True)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r'"plain"', "plain"),
        (r'""', ""),
        (r'"a\nb\rc\td"', "a\nb\rc\td"),
        (r'"\"quoted\" \\ back"', '"quoted" \\ back'),
        (r'"\u00e9\U0001F600"', "é😀"),
        (r'"\uD800"', "�"),
        (r'"$${a} %%{b}"', "${a} %{b}"),
        (r'"cost: $5, 10%"', "cost: $5, 10%"),
        (r'"http://x/#a{b}"', "http://x/#a{b}"),
        (r'"naïve ☃"', "naïve ☃"),
        ("<<EOF\n  one\n two\nEOF", "  one\n two\n"),
        ("<<-EOF\n    one\n\n   two\n  EOF", " one\n\ntwo\n"),
        ("<<EOF\nEOF", ""),
        ('<<END\n"a" } // no\nEND', '"a" } // no\n'),
        ('<<"', None),
    ],
)
def test_strings_mean_what_their_escapes_say(written: str, meant: str | None) -> None:
    if meant is None:
        assert parse(source_of(f"a = {written}\n")).problems
        return
    value = value_of(f"a = {written}\n")
    assert (value.kind, value.text) == ("string", meant)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("0", "number"),
        ("-12.5e+3", "number"),
        ("true", "bool"),
        ("false", "bool"),
        ("null", "null"),
        ("var.region", "reference"),
        ("module.a[0].b", "reference"),
        ('upper("x", [1, { a = 2 }])', "reference"),
        ("a && !b || (c == -1) ? 1 + 2 : x % 3", "reference"),
        ("[for s in names : upper(s) if s != 1]", "reference"),
        ("{ for k, v in m : k => v... }", "reference"),
        ("(\n  1 +\n  2\n)", "reference"),
        ("true ? 1 : 2", "reference"),
    ],
)
def test_other_values_keep_their_text(written: str, kind: str) -> None:
    value = value_of(f"a = {written}\n")
    assert (value.kind, value.text) == (kind, written)


@pytest.mark.parametrize(
    "written", ['"${a}"', '"x-${f("}", { b = "}" })}-y"', '"%{ if a }b%{ endif }"', '"$${a} ${b}"']
)
def test_a_template_is_kept_as_written(written: str) -> None:
    value = value_of(f"a = {written}\n")
    assert (value.kind, value.text) == ("template", written[1:-1])


def test_a_heredoc_with_a_template_is_a_template() -> None:
    value = value_of("a = <<EOF\nx ${b}\nEOF\n")
    assert (value.kind, value.text) == ("template", "x ${b}\n")


def test_lists_hold_their_elements() -> None:
    value = value_of('a = ["x", 1, # one\n  [true], { b = null },\n  c.d,\n]')
    assert [each.kind for each in value.items] == ["string", "number", "list", "object", "reference"]
    assert value.items[2].items[0].text == "true"
    assert value.items[3].entries[0].value.kind == "null"


def test_an_objects_entries_may_be_written_in_all_ways_of_hcl() -> None:
    value = value_of('a = { b = 1, "c d": 2\n  e = "x" f = [3]\n  (g) = 4, 5 = 6 }')
    entries = [(each.name, each.value.kind) for each in value.entries]
    assert entries == [
        ("b", "number"),
        ("c d", "number"),
        ("e", "string"),
        ("f", "list"),
        ("(g)", "number"),
        ("5", "number"),
    ]


def test_comments_say_nothing() -> None:
    text = """# a = 1
// b = 2 {
a /* c = 3 */ = /* } */ 1 # d = 4
/* e = 5
   " }
*/ f = 6 // "
"""
    file = parse(source_of(text))
    assert file.problems == ()
    assert [(each.name, each.value.text) for each in file.attributes] == [("a", "1"), ("f", "6")]


@pytest.mark.parametrize(
    "text",
    [
        'a { b = "x" c = 1 }',
        "a { b {} c {} }",
        "a { b = 1\n}",
        "a\n{\n}",
        'a "b"\n{ c = 1 }',
        "a {} b {}",
        "a =\n  1",
        "\n\n",
        "",
        "a = 1",
        "a {\n\t\n \t}\n\n  ",
    ],
)
def test_layout_on_which_readers_differ_is_no_problem(text: str) -> None:
    assert parse(source_of(text)).problems == ()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_no_part_of_anything(line_end: str) -> None:
    text = 'a "b" {\n  c = "d"\n  e = 1\n}\n# x\nf = [\n  1,\n  2\n]\n'.replace("\n", line_end)
    source = source_of(text)
    file = parse(source)
    assert file.problems == ()
    [block] = file.blocks
    assert [each.value.text for each in block.attributes] == ["d", "1"]
    assert source.text(block.header) == 'a "b"'
    assert [each.text for each in file.attributes[0].value.items] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_gives_the_same(encoding: str) -> None:
    source = Source("raindrop.manifest", 'a "bé" { c = "d" }'.encode(encoding))
    [block] = parse(source).blocks
    assert (block.kind, block.labels[0].text, block.attributes[0].value.text) == ("a", "bé", "d")
    assert source.text(block.labels[0].span) == "bé"


# Where it stands


def test_spans_cover_exactly_the_thing() -> None:
    source = source_of('x = 0\nservice "api" "v2" {\n  tags = ["a", "b"] # no\n}\n')
    [block] = parse(source).blocks
    [tags] = block.attributes
    spans = {
        "block": block.span,
        "kind": block.kind_span,
        "header": block.header,
        "labels": Span(source.path, block.labels[0].span.start, block.labels[1].span.end),
        "body": block.body,
        "attribute": tags.span,
        "name": tags.name_span,
        "value": tags.value.span,
        "element": tags.value.items[1].span,
        "inner": tags.value.items[1].inner,
    }
    assert {name: source.text(span) for name, span in spans.items()} == {
        "block": 'service "api" "v2" {\n  tags = ["a", "b"] # no\n}',
        "kind": "service",
        "header": 'service "api" "v2"',
        "labels": 'api" "v2',
        "body": '\n  tags = ["a", "b"] # no\n',
        "attribute": 'tags = ["a", "b"]',
        "name": "tags",
        "value": '["a", "b"]',
        "element": '"b"',
        "inner": "b",
    }


def test_the_inner_span_of_a_heredoc_covers_its_lines() -> None:
    source = source_of("a = <<-EOF\n  one\n  two\n  EOF\nb = 1\n")
    value = parse(source).attributes[0].value
    assert source.text(value.span) == "<<-EOF\n  one\n  two\n  EOF"
    assert source.text(value.inner) == "  one\n  two\n"


@given(applications(), STYLES, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read(application: Sketch, style: Style, line_end: str) -> None:
    source = source_of(write(application, style._replace(line_end=line_end)))
    file = parse(source)
    assert file.problems == ()
    assert [sketch_of(source, block) for block in file.blocks] == [unwritten(application)]


def unwritten(sketch: Sketch) -> Sketch:
    """Return ``sketch`` with its values as `sketch_of` gives them."""
    attributes = tuple((name, unspaced(value)) for name, value in sketch.attributes)
    return sketch._replace(attributes=attributes, blocks=tuple(unwritten(block) for block in sketch.blocks))


# What other readers say

Outline = tuple[tuple[str, ...], tuple[tuple[str, Any], ...]]


def outline(source: Source, file: File) -> Counter[Outline]:
    """Return the path of each block with its plain attributes."""
    found: Counter[Outline] = Counter()
    work: list[tuple[tuple[str, ...], Block]] = [((), block) for block in file.blocks]
    while work:
        path, block = work.pop()
        path = (*path, block.kind, *(source.text(label.span) for label in block.labels))
        found[path, tuple(sorted((each.name, plain(source, each.value)) for each in block.attributes))] += 1
        work.extend((path, each) for each in block.blocks)
    return found


def plain(source: Source, value: Expression) -> str:
    """Return a value in one form for all readers."""
    if value.kind == "list":
        return f"[{', '.join(plain(source, each) for each in value.items)}]"
    if value.kind == "object":
        return f"{{{', '.join(f'{each.name}: {plain(source, each.value)}' for each in value.entries)}}}"
    if value.kind == "number":
        return f"{float(value.text):g}"
    return source.text(value.span)


@cache
def tree_sitter_parser() -> Any:
    tree_sitter, grammar = pytest.importorskip("tree_sitter"), pytest.importorskip("tree_sitter_hcl")
    return tree_sitter.Parser(tree_sitter.Language(grammar.language()))


def tree_sitter_outline(data: bytes) -> Counter[Outline]:
    tree = tree_sitter_parser().parse(data)
    assert not tree.root_node.has_error
    found: Counter[Outline] = Counter()
    work: list[tuple[tuple[str, ...], Any]] = [((), tree.root_node)]
    while work:
        path, node = work.pop()
        if node.type != "block":
            work.extend((path, each) for each in node.children)
            continue
        head = [each.text.decode() for each in node.children if each.type in ("identifier", "string_lit")]
        path = (*path, head[0], *(each[1:-1] for each in head[1:]))
        [body] = [each for each in node.children if each.type == "body"] or [None]
        attributes = [each for each in body.children if each.type == "attribute"] if body else []
        pairs = [(each.children[0].text.decode(), tree_sitter_plain(each.children[2])) for each in attributes]
        found[path, tuple(sorted(pairs))] += 1
        if body:
            work.extend((path, each) for each in body.children if each.type == "block")
    return found


def tree_sitter_plain(node: Any) -> str:
    inner = [each for each in node.children if each.is_named and each.type not in ("comment",)]
    if node.type == "tuple":
        return f"[{', '.join(tree_sitter_plain(each) for each in inner if each.type == 'expression')}]"
    if node.type == "object":
        pairs = [each.children for each in inner if each.type == "object_elem"]
        return f"{{{', '.join(f'{each[0].text.decode()}: {tree_sitter_plain(each[2])}' for each in pairs)}}}"
    if node.type in ("expression", "collection_value", "literal_value") and len(inner) == 1:
        return tree_sitter_plain(inner[0])
    text: str = node.text.decode()
    return f"{float(text):g}" if re.fullmatch(r"-?[0-9.]+", text) else text


def python_hcl2_outline(text: str) -> Counter[Outline]:
    hcl2 = pytest.importorskip("hcl2")
    found: Counter[Outline] = Counter()

    def blocks(path: tuple[str, ...], content: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        """Yield blocks: the labels are keys around the content, which says of itself that it is one."""
        if "__is_block__" in content:
            yield path, content
            return
        for label, inner in content.items():
            yield from blocks((*path, label.strip('"')), inner)

    work: list[tuple[tuple[str, ...], dict[str, Any]]] = [((), hcl2.loads(text))]
    while work:
        path, content = work.pop()
        pairs: list[tuple[str, str]] = []
        for name, value in content.items():
            if name.startswith("__"):
                continue
            if isinstance(value, list) and value and all(holds_block(each) for each in value):
                work.extend(block for each in value for block in blocks((*path, name), each))
            else:
                pairs.append((name, python_hcl2_plain(value)))
        if path:
            found[path, tuple(sorted(pairs))] += 1
    return found


def holds_block(value: Any) -> bool:
    return isinstance(value, dict) and ("__is_block__" in value or any(holds_block(each) for each in value.values()))


def python_hcl2_plain(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(python_hcl2_plain(each) for each in value)}]"
    if isinstance(value, dict):
        items = [(name, each) for name, each in value.items() if not name.startswith("__")]
        return f"{{{', '.join(f'{name}: {python_hcl2_plain(each)}' for name, each in items)}}}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{float(value):g}" if isinstance(value, (int, float)) else str(value)


def test_real_manifests_have_no_problems(corpus_manifests: list[Path]) -> None:
    problems = {path.name: parse(Source(path.name, path.read_bytes())).problems for path in corpus_manifests}
    assert {name: found for name, found in problems.items() if found} == {}


def test_tree_sitter_reads_the_same_in_real_manifests(corpus_manifests: list[Path]) -> None:
    for path in corpus_manifests:
        source = Source(path.name, path.read_bytes())
        assert outline(source, parse(source)) == tree_sitter_outline(source.data), path.name


def test_python_hcl2_reads_the_same_in_real_manifests(corpus_manifests: list[Path]) -> None:
    for path in corpus_manifests:
        source = Source(path.name, path.read_bytes())
        assert outline(source, parse(source)) == python_hcl2_outline(source.data.decode()), path.name


@given(applications(), STYLES)
@settings(max_examples=30, deadline=None)
def test_tree_sitter_reads_the_same_in_made_up_manifests(application: Sketch, style: Style) -> None:
    source = source_of(write(with_unique_names(application), style))
    assert outline(source, parse(source)) == tree_sitter_outline(source.data)


@given(applications(), STYLES)
@settings(max_examples=8, deadline=None, phases=[Phase.generate])  # shrinking would take minutes
def test_python_hcl2_reads_the_same_in_made_up_manifests(application: Sketch, style: Style) -> None:
    source = source_of(write(with_unique_names(application), style))
    assert outline(source, parse(source)) == python_hcl2_outline(source.data.decode())


def with_unique_names(sketch: Sketch) -> Sketch:
    """Return ``sketch`` without attributes that its own blocks or attributes name too: not all readers keep both."""
    kinds = {block.kind for block in sketch.blocks}
    attributes = {name: value for name, value in sketch.attributes if name not in kinds}
    blocks = tuple(with_unique_names(block) for block in sketch.blocks)
    return sketch._replace(attributes=tuple(attributes.items()), blocks=blocks)
