"""LibCST's tree of one Python text, with the bytes and the parent of each node.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import NamedTuple, TypeVar, cast

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper

#: Fields that hold no part of the program: spaces, brackets, signs between parts.
_LAYOUT = re.compile(
    r"whitespace|lines|header|footer|indent|newline|encoding|operator|asynchronous|"
    r"^(?:[lr](?:par|bracket|brace)|comma|trailing_comma|semicolon|equal|colon|(?:first|second)_colon|dot|separator)$"
)

_PLACE = re.compile(r"error at (\d{1,9}):(\d{1,9})")
_Node = TypeVar("_Node", bound=cst.CSTNode)
_ESCAPE_OR_QUOTE = re.compile(r'\\.|"', re.DOTALL)


class Failure(NamedTuple):
    """LibCST's complaint: 1-based ``line`` and 0-based ``column`` in code points, if it names a place.

    It names the end of the token that it stumbles over, which for a line end is in the next line.
    """

    line: int | None
    column: int


class Tree:
    """The nodes of one text, each after the node that it is part of.

    Spans are pairs of byte offsets into the text as UTF-8. They leave out the brackets around an expression and the
    comments and spaces beside it.
    """

    def __init__(self, module: cst.Module, data: bytes, spans: dict[cst.CSTNode, tuple[int, int]]) -> None:
        self.module = module
        self.data = data
        self.nodes: list[cst.CSTNode] = []
        self._spans = spans
        self._parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self._by_kind: dict[type[cst.CSTNode], list[cst.CSTNode]] = {}
        pending: list[cst.CSTNode] = [module]
        while pending:
            node = pending.pop()
            self.nodes.append(node)
            self._by_kind.setdefault(type(node), []).append(node)
            inside = list(parts(node))
            self._parents.update(dict.fromkeys(inside, node))
            pending.extend(reversed(inside))

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return the bytes ``(start, end)`` at which ``node`` stands."""
        return self._spans[node]

    def text(self, node: cst.CSTNode) -> str:
        """Return ``node`` as it is written."""
        start, end = self._spans[node]
        return self.data[start:end].decode("utf-8", "replace")

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return what ``node`` is part of, ``None`` for the module."""
        return self._parents.get(node)

    def all(self, kind: type[_Node]) -> list[_Node]:
        """Return every node of exactly this class."""
        return cast("list[_Node]", self._by_kind.get(kind, []))

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield what ``node`` is part of, from the inside out."""
        above = self._parents.get(node)
        while above is not None:
            yield above
            above = self._parents.get(above)


def read(text: str) -> Tree | Failure:
    """Parse ``text``, which must be no deeper than ``syntax.python.depth`` allows and end with a statement.

    The failure is without a place for what LibCST reads but does not give back: then its positions are wrong.
    """
    try:
        module = cst.parse_module(text)
        found = MetadataWrapper(module, unsafe_skip_copy=True).resolve(ByteSpanPositionProvider)
    except cst.ParserSyntaxError as error:
        place = _PLACE.search(error.message)
        return Failure(int(place[1]), max(0, int(place[2]) - 2)) if place else Failure(None, 0)
    except (cst.CSTValidationError, RecursionError, ValueError):
        return Failure(None, 0)
    spans = {node: (span.start, span.start + span.length) for node, span in found.items()}
    data = text.encode()
    if data and spans[module][1] != len(data) + len(module.default_newline):  # it adds the last line end
        places = _places(module.code.encode(), data)
        if places is None:
            return Failure(None, 0)
        last = len(places) - 1
        spans = {node: (places[min(start, last)], places[min(end, last)]) for node, (start, end) in spans.items()}
    return Tree(module, data, spans)


def _places(code: bytes, data: bytes) -> list[int] | None:
    """Return, for each byte of ``code`` and for its end, where it stands in ``data``.

    LibCST loses some spaces, as before the colon of `except (A, B) :`. ``None``: it has lost more.
    """
    places: list[int] = []
    at = 0
    for byte in code:
        while at < len(data) and data[at] != byte and data[at] in b" \t\x0c\r\n\\":
            at += 1
        if at == len(data) or data[at] != byte:
            return None
        places.append(at)
        at += 1
    return [*places, at]


def parts(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield the nodes that ``node`` directly consists of; layout and the names in imports are left out."""
    for name in _part_names(type(node)):
        value = getattr(node, name)
        if isinstance(value, cst.CSTNode):
            yield value
        elif isinstance(value, (list, tuple)):
            for each in value:
                if isinstance(each, cst.CSTNode):
                    yield each


@cache
def _part_names(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    if issubclass(kind, cst.ImportAlias):
        return ()
    names = (field.name for field in fields(kind) if not _LAYOUT.search(field.name))
    return tuple(name for name in names if name == "names" or not issubclass(kind, cst.ImportFrom))


def string(node: cst.CSTNode | None) -> str | None:
    """Return the value of a string literal without fields, ``None`` for anything else, bytes too."""
    if not isinstance(node, cst.SimpleString) or "b" in node.prefix.lower():
        return None
    return node.raw_value if "r" in node.prefix.lower() else unescaped(node.raw_value)


def unescaped(text: str) -> str | None:
    """Return what ``text`` means between the quotes of a string literal, ``None`` where it means nothing."""
    if "\\" not in text:
        return text
    quoted = _ESCAPE_OR_QUOTE.sub(lambda found: '\\"' if found[0] == '"' else found[0], text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an unknown escape is no business of ours
        try:
            value = ast.literal_eval(f'"""{quoted}"""')
        except (ValueError, SyntaxError, MemoryError):
            return None
    return value if isinstance(value, str) else None


def dotted(node: cst.CSTNode | None) -> str:
    """Return ``a.b.c`` as text, an empty string for anything that is not names and dots."""
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return ""
    return ".".join([node.value, *reversed(names)])
