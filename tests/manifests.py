"""Made-up manifests for tests: as they are meant, as they are written, and as they are damaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import NamedTuple

from hypothesis import strategies as st

from rdlint.source import Source
from rdlint.syntax.hcl import Block, parse


class Sketch(NamedTuple):
    """A block as it is meant; attributes are names and values as written."""

    kind: str
    labels: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    blocks: tuple[Sketch, ...]


class Style(NamedTuple):
    """How a manifest is written: its indentation and what stands between its lines."""

    unit: str
    fillers: tuple[str, ...]
    line_end: str


KINDS = ("service", "env", "queue", "smartbucket", "observer", "task", "kv_cache", "actor")
PARTS = ("domain", "source", "rule", "env")
FILLERS = (
    "",
    "",
    "",
    " ",
    "// an ordinary comment",
    '# with "quotes" and { a brace',
    "/* on one line */",
    '// env "OLD" {',
    '#   default = "x" }',
    "# it's here: a, b (c)",
)
VALUES = (
    '"public"',
    '"https://api.example.com/a?b=c#d"',
    '"*/5 * * * *"',
    '"say \\"hi\\""',
    '"a # b // c"',
    '"{x}"',
    '""',
    "true",
    "null",
    "1024",
    "-1.5",
    '["a", "b"]',
    "[]",
    '[\n"a",\n"b"\n]',
    '{ a = "b" }',
)
NAMES = st.from_regex(r"[a-h][a-h_]{0,7}", fullmatch=True)
LABELS = st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True)


@st.composite
def sketches(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS, depth: int = 0) -> Sketch:
    """Draw a block with up to three attributes and a few blocks in it."""
    attributes = draw(st.lists(st.tuples(NAMES, st.sampled_from(VALUES)), max_size=3))
    labels = (draw(LABELS),) if kinds is KINDS or draw(st.booleans()) else ()
    inner = st.lists(sketches(PARTS, depth + 1), max_size=2) if depth < 2 else st.just([])
    return Sketch(draw(st.sampled_from(kinds)), labels, tuple(attributes), tuple(draw(inner)))


@st.composite
def applications(draw: st.DrawFn) -> Sketch:
    """Draw an application with ten blocks or a few more."""
    blocks = draw(st.lists(sketches(), min_size=10, max_size=13))
    return Sketch("application", ("app",), (), tuple(blocks))


STYLES = st.builds(
    Style,
    st.sampled_from(["  ", "    ", "\t"]),
    st.lists(st.sampled_from(FILLERS), min_size=1, max_size=7).map(
        lambda fillers: tuple(each or "" for each in fillers)
    ),
    st.just("\n"),
)


def write(sketch: Sketch, style: Style) -> str:
    """Write ``sketch`` as people do."""
    lines = list(_lines(sketch, "", style, cycle(style.fillers)))
    return style.line_end.join(lines) + style.line_end


def _lines(sketch: Sketch, indent: str, style: Style, fillers: Iterator[str]) -> Iterator[str]:
    header = indent + " ".join([sketch.kind, *(f'"{label}"' for label in sketch.labels)])
    if not sketch.attributes and not sketch.blocks:
        yield header + " {}"
        return
    if len(sketch.attributes) == 1 and not sketch.blocks and "\n" not in sketch.attributes[0][1]:
        yield header + " { " + " = ".join(sketch.attributes[0]) + " }"
        return
    yield header + " {"
    inner = indent + style.unit
    for name, value in sketch.attributes:
        yield from _filler(inner, fillers)
        parts = value.split("\n")
        yield f"{inner}{name} = {parts[0]}"
        for part in parts[1:]:
            yield inner + (style.unit if part != "]" else "") + part
    for block in sketch.blocks:
        yield from _filler(inner, fillers)
        yield from _lines(block, inner, style, fillers)
    yield indent + "}"


def _filler(indent: str, fillers: Iterator[str]) -> Iterator[str]:
    filler = next(fillers)
    if filler:
        yield indent + filler


def sketch_of(source: Source, block: Block) -> Sketch:
    """Return what was read as a sketch, values as written but for their blanks."""
    return Sketch(
        block.kind,
        tuple(label.text for label in block.labels),
        tuple((each.name, unspaced(source.text(each.value.span))) for each in block.attributes),
        tuple(sketch_of(source, each) for each in block.blocks),
    )


def unspaced(value: str) -> str:
    """Return ``value`` without line ends and the indentation behind them."""
    return "\n".join(line.strip() for line in value.splitlines())


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield all blocks, outer ones first."""
    for block in blocks:
        yield block
        yield from walk(block.blocks)


class Reading(NamedTuple):
    """One block as it was read: what it says, whose block it is, and where it stands."""

    head: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    parent: tuple[str, ...]
    start: int
    end: int


def read(data: bytes) -> list[Reading]:
    """Read the blocks of a manifest with our reader."""
    source = Source("raindrop.manifest", data)
    found: list[Reading] = []
    work: list[tuple[Block, tuple[str, ...]]] = [(block, ()) for block in parse(source).blocks]
    while work:
        block, parent = work.pop()
        head = (block.kind, *(label.text for label in block.labels))
        attributes = tuple((each.name, source.text(each.value.span)) for each in block.attributes)
        found.append(Reading(head, attributes, parent, block.span.start, block.span.end))
        work.extend((each, head) for each in block.blocks)
    return found


class Damage(NamedTuple):
    """One character at ``at`` (0-based) deleted (``new`` is empty), or ``new`` put in its place or before it."""

    at: int
    new: str
    inserts: bool

    def apply(self, text: str) -> str:
        return text[: self.at] + self.new + text[self.at + (not self.inserts) :]


def lost(text: str, damage: Damage) -> tuple[int, int]:
    """Say how many blocks a one-character damage does not hit, and how many of them are lost.

    It hits the innermost block around it, and the block whose header stands behind it on its line,
    or on the next line when a line end goes. A block survives when it is read with the same header
    and attributes, in the same block (whatever it is called, if that one was hit).
    """
    before = read(text.encode())
    after = read(damage.apply(text).encode())
    at = len(text[: damage.at].encode())
    around = [each for each in before if each.start <= at <= each.end]
    innermost = max(around, key=lambda each: each.start, default=None)
    line = text.rfind("\n", 0, damage.at) + 1
    joins = text[damage.at : damage.at + 1] == "\n" and not damage.inserts
    line_end = (text + "\n").index("\n", damage.at + joins)
    first, last = len(text[: max(line, damage.at)].encode()), len(text[:line_end].encode())
    hit = [each for each in before if each is innermost or first <= each.start < last]
    others = [each for each in before if each not in hit]
    exact = Counter(each[:3] for each in after)
    loose = Counter(each[:2] for each in after)
    missing = 0
    for each in others:
        if any(each.parent == block.head and block.start < each.start and each.end <= block.end for block in hit):
            loose[each[:2]] -= 1
            missing += loose[each[:2]] < 0
        else:
            exact[each[:3]] -= 1
            missing += exact[each[:3]] < 0
    return len(others), missing


DAMAGING = "{}\"[]()=:,#/*<'\\$%.-;@ \n\t|?!&x7é"


@st.composite
def damages(draw: st.DrawFn, text: str) -> Damage:
    """Draw a damage of ``text``, half of the time to a character that means something."""
    telling = [at for at, letter in enumerate(text) if letter in '{}"=#/\n[]']
    at = draw(st.sampled_from(telling) | st.integers(0, len(text) - 1))
    new = draw(st.sampled_from(["", *DAMAGING]))
    return Damage(at, new, bool(new) and draw(st.booleans()))
