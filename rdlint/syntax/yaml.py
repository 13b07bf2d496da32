"""YAML with places: a tree of nodes, and the text of each scalar with the way back to the file.

PyYAML is asked for events, not for a composed tree: its composer recurses, and on deeply nested
input that ends in an error, or with the C parser in a crash of the whole process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, Protocol

from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.excerpt import Excerpt, Rewriter

if TYPE_CHECKING:
    import yaml

#: Nothing that people write is nested deeper, or has more nodes; beyond that a file is not read.
_DEEPEST = 100
_MOST_NODES = 200_000

_BLANK = rb"[ \t\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]"
_NO_BLANK = rb"\xc2(?!\x85)|\xe2(?!\x80[\xa8\xa9])"
_ESCAPE = rb"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r\n|[^\xc2\xe2]|\xc2\x85|\xe2\x80[\xa8\xa9])"
_BLANKS = re.compile(rb"(?:" + _BLANK + rb")*")
_PROPERTIES = re.compile(rb"(?:[&!][^ \t\r\n]*(?:" + _BLANK + rb")*)*")
_HEADER = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: The parts of a scalar by style: blanks, what is written otherwise than it is meant, and text as it is meant.
_PARTS = {
    "'": re.compile(rb"((?:" + _BLANK + rb")+)|('')|(?:[^ \t\r\n\xc2\xe2']|" + _NO_BLANK + rb")+"),
    '"': re.compile(rb"((?:" + _BLANK + rb")+)|(" + _ESCAPE + rb")|(?:[^ \t\r\n\xc2\xe2\\]|" + _NO_BLANK + rb")+"),
    "": re.compile(rb"((?:" + _BLANK + rb")+)|(?!)()|(?:[^ \t\r\n\xc2\xe2]|" + _NO_BLANK + rb")+"),
}
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
    "\n": "",
    "\r": "",
    "\r\n": "",
    "\x85": "",
    "\u2028": "",
    "\u2029": "",
}


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """One value. ``span`` covers it as written; ``text`` is what a scalar means.

    ``style`` is how a scalar is written: in ``"`` or ``'``, as a block with ``|`` or ``>``, or plain
    (empty). By aliases nodes may stand in several places, and even in themselves.
    """

    kind: Literal["mapping", "sequence", "scalar"]
    span: Span
    text: str = ""
    style: str = ""
    members: list[tuple[Node, Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    def get(self, *path: str) -> Node | None:
        """Return what stands at the end of ``path``, a row of keys, or ``None``."""
        node: Node | None = self
        for key in path:
            node = next((value for name, value in node.members if name.text == key), None) if node else None
        return node


class _Mark(Protocol):
    """A place as PyYAML's parsers tell it."""

    index: int


def read(source: Source) -> Node | None:
    """Return the first document of ``source``, ``None`` when it is no YAML, or too deep or too large."""
    import yaml

    try:
        text = source.data.decode("utf-8")
        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        return _compose(source, text, yaml.parse(text, Loader=loader))
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return None


def excerpt(source: Source, scalar: Node) -> Excerpt | None:
    """Return the text of ``scalar`` with its places in ``source``, ``None`` when they cannot be told.

    Blanks have a place of their own only where they are written as they are meant.
    """
    meant = scalar.text.encode("utf-8", "replace")
    writer = Rewriter(source)
    at = 0
    blanks: tuple[int, int] | None = None
    for start, end, text in _parts(source.data, scalar):
        if text is None:
            blanks = (blanks[0] if blanks else start, end)
            continue
        at = _write_blanks(writer, meant, at, blanks)
        blanks = None
        if not meant.startswith(text, at):
            return None
        writer.write(text, start, end)
        at += len(text)
    at = _write_blanks(writer, meant, at, blanks)
    return writer.excerpt() if at == len(meant) else None


def _write_blanks(writer: Rewriter, meant: bytes, at: int, written: tuple[int, int] | None) -> int:
    """Write the blanks of ``meant`` from ``at`` on, which are made of those ``written``; return their end."""
    if written is None:
        return at
    end = _end_of_blanks(meant, at)
    writer.write(meant[at:end], *written)
    return end


def _parts(data: bytes, scalar: Node) -> Iterator[tuple[int, int, bytes | None]]:
    """Yield the parts of a scalar as written: first and last byte, and what they mean (``None`` for blanks)."""
    start, end = scalar.span.start, scalar.span.end
    if scalar.style in ("|", ">"):
        start = _end(_HEADER.match(data, start, end))
    elif scalar.style:
        start, end = start + 1, end - 1
    parts = _PARTS["" if scalar.style in ("|", ">") else scalar.style]
    for part in parts.finditer(data, start, end):
        if part[1]:
            yield part.start(), part.end(), None
        elif part[2]:
            text = b"'" if scalar.style == "'" else _unescape(part[2].decode("utf-8"))
            yield part.start(), part.end(), text if text and _end_of_blanks(text, 0) == 0 else None
        else:
            yield part.start(), part.end(), part[0]


def _end_of_blanks(text: bytes, at: int) -> int:
    return _end(_BLANKS.match(text, at))


def _end(match: re.Match[bytes] | None) -> int:
    return match.end() if match else 0


def _unescape(escape: str) -> bytes:
    """Return what an escape of a double-quoted scalar means."""
    body = escape[1:]
    if len(body) > 2:
        number = int(body[1:], 16)
        return (chr(number) if number < 0x110000 else "�").encode("utf-8", "replace")
    return _ESCAPED.get(body, body).encode("utf-8")


def _compose(source: Source, text: str, events: Iterator[yaml.Event]) -> Node | None:
    """Make nodes of the events of the first document."""
    import yaml

    offset = _byte_offsets(source.data, text)
    root = Node("sequence", source.span(0, len(source.data)))
    anchors: dict[str, Node] = {}
    open_nodes = [root]
    keys: list[Node | None] = [None]
    count = 0
    for event in events:
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node, _ = open_nodes.pop(), keys.pop()
            node.span = source.span(node.span.start, offset(event.end_mark))
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        count += 1
        if count > _MOST_NODES or len(open_nodes) > _DEEPEST:
            return None
        if isinstance(event, yaml.AliasEvent):
            node = anchors.get(event.anchor or "") or Node("scalar", source.span(0, 0))
        else:
            end = offset(event.end_mark)
            start = min(_end(_PROPERTIES.match(source.data, offset(event.start_mark), end)), end)
            node = _node(source.span(start, end), event)
            if event.anchor:
                anchors[event.anchor] = node
        if open_nodes[-1].kind == "sequence":
            open_nodes[-1].items.append(node)
        elif keys[-1] is None:
            keys[-1] = node
        else:
            open_nodes[-1].members.append((keys[-1], node))
            keys[-1] = None
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append(node)
            keys.append(None)
    return root.items[0] if root.items else None


def _node(span: Span, event: yaml.NodeEvent) -> Node:
    import yaml

    if isinstance(event, yaml.ScalarEvent):
        return Node("scalar", span, event.value, event.style or "")
    return Node("mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence", span)


def _byte_offsets(data: bytes, text: str) -> Callable[[_Mark | None], int]:
    """Return the way from the parser's marks, which count characters, to bytes."""
    ends: Sequence[int] = range(len(data) + 1)
    if len(data) != len(text):
        ends = [0, *accumulate(len(character.encode()) for character in text)]
    return lambda mark: ends[min(mark.index, len(text))] if mark else 0
