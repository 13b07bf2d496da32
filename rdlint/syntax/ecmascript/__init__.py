"""TypeScript, TSX and JavaScript as trees: parsing, kinds of nodes by number, and what stands at a byte.

Files are read from their text towards the tree: a caller finds a word with ``bytes.find`` and asks
for the leaf at that byte. Nothing here walks a whole tree, and nothing recurses.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdlint.syntax.ecmascript.grammar import Grammar, Kinds, grammar
from rdlint.syntax.utf8 import valid_utf8

if TYPE_CHECKING:
    from tree_sitter import Language, Node

#: So many steps down the tree are taken in all for one file; programs that people write take far fewer.
_STEPS_LIMIT = 3_000_000
#: The parser reports its progress at most every 38 bytes, random ones included; it is stopped at four times that.
_BYTES_A_CALL = 10
_FIRST_CALLS = 1_000
_CHUNK = 65_536
_PATIENCE = 5_000_000  # microseconds
#: Deeper nesting than this is no program that people write: what stands there is not read.
MAX_DEPTH = 500

_TYPESCRIPT = (".ts", ".mts", ".cts")
_TSX = (".tsx", ".js", ".jsx", ".mjs", ".cjs")
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|\r\n|(.))", re.DOTALL)
#: For each byte, whether it can stand in a name; all of those beyond ASCII can.
_IN_NAME = tuple(byte >= 128 or chr(byte).isalnum() or byte in b"_$" for byte in range(256))
_SHORT_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r": ""}


class Tree:
    """One parsed file.

    ``data`` is the file as bytes, ``root`` its ``program`` node, ``kinds`` and ``fields`` the numbers
    to compare ``node.kind_id`` with. ``is_typescript`` tells whether types can stand in it.
    ``wrappers`` are the kinds that leave a value as it is (parentheses, ``as T``, ``!``, ``<T>x``),
    ``functions`` and ``classes`` the kinds that are one, ``scopes`` those that names can belong to,
    ``types`` those that hold a type.
    """

    __slots__ = (
        "_cursor",
        "_ended",
        "_parents",
        "_steps",
        "classes",
        "data",
        "fields",
        "functions",
        "is_typescript",
        "kinds",
        "root",
        "scopes",
        "types",
        "wrappers",
    )

    def __init__(self, data: bytes, root: Node, language: Grammar, is_typescript: bool) -> None:
        self.data = data
        self.root = root
        self.kinds = language.kinds
        self.fields = language.fields
        self.wrappers = language.wrappers
        self.functions = language.functions
        self.classes = language.classes
        self.scopes = language.scopes
        self.types = language.types
        self._cursor = root.walk()
        self.is_typescript = is_typescript
        self._parents: dict[int, Node | None] = {root.id: None}
        self._steps = 0
        self._ended = data + b" "  # with a byte that is in no name after the last, and so before the first

    def text(self, node: Node) -> str:
        """Return what stands at ``node``."""
        written = self.data[node.start_byte : node.end_byte]
        try:
            return written.decode()
        except UnicodeDecodeError:
            return written.decode("utf-8", "replace")

    def leaf(self, offset: int) -> Node | None:
        """Return the smallest node at byte ``offset``; ``None`` where the tree is too deep, or after too many calls."""
        cursor = self._cursor
        cursor.reset(self.root)
        descend = cursor.goto_first_child_for_byte
        for depth in range(MAX_DEPTH if self._steps < _STEPS_LIMIT else 0):
            if descend(offset) is None:
                self._steps += depth
                return cursor.node
        self._steps += MAX_DEPTH
        return None

    def first(self, node: Node) -> Node | None:
        """Return the first named child of ``node`` that is no comment."""
        comment = self.kinds.comment
        return next((child for child in node.named_children if child.kind_id != comment), None)

    def parent(self, node: Node) -> Node | None:
        """Return the node around ``node``, ``None`` for the root."""
        key = node.id
        try:
            return self._parents[key]
        except KeyError:
            above = self._parents[key] = node.parent
            return above

    def ancestors(self, node: Node) -> Iterator[Node]:
        """Yield the nodes around ``node``, inside out."""
        above = self.parent(node)
        for _ in range(MAX_DEPTH):
            if above is None:
                return
            yield above
            above = self.parent(above)

    def words(self, word: bytes, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield the offsets between bytes ``start`` and ``end`` at which ``word`` stands as a whole name."""
        find, data, in_name = self.data.find, self._ended, _IN_NAME
        end = len(self.data) if end is None else end
        at = find(word, start, end) if word else -1  # where a name is missing, its node is empty
        while at >= 0:
            after = at + len(word)
            if not in_name[data[after]] and not in_name[data[at - 1]]:
                yield at
            at = find(word, after, end)

    def unwrapped(self, node: Node) -> Node:
        """Return the value inside parentheses, casts and assertions."""
        kinds = self.kinds
        for _ in range(MAX_DEPTH):
            if node.kind_id not in self.wrappers:
                break
            inside = node.named_children[-1:] if node.kind_id == kinds.type_assertion else [self.first(node)]
            if not inside or inside[0] is None:
                break
            node = inside[0]
        return node

    def wrapped(self, node: Node) -> Node:
        """Return the outermost node that is ``node`` in parentheses, casts and assertions."""
        above = self.parent(node)
        while above is not None and above.kind_id in self.wrappers:
            node, above = above, self.parent(above)
        return node

    def sets(self, above: Node, node: Node) -> bool:
        """Say whether ``above`` is an assignment to ``node``, or a loop that gives it a value each time."""
        setting = (
            self.kinds.assignment_expression,
            self.kinds.augmented_assignment_expression,
            self.kinds.for_in_statement,
        )
        return above.kind_id in setting and above.child_by_field_id(self.fields.left) == node

    def string(self, node: Node) -> str | None:
        """Return the value of a string or of a template without substitutions, else ``None``."""
        kind = node.kind_id
        if kind == self.kinds.string:
            return unescape(self.data[node.start_byte + 1 : node.end_byte - 1].decode("utf-8", "replace"))
        if kind == self.kinds.template_string:
            if any(child.kind_id == self.kinds.template_substitution for child in node.named_children):
                return None
            return unescape(self.data[node.start_byte + 1 : node.end_byte - 1].decode("utf-8", "replace"))
        return None

    def property_name(self, node: Node) -> str | None:
        """Return the name that a key in an object, class, pattern or type stands for, if it is known."""
        kinds = self.kinds
        kind = node.kind_id
        if kind in (
            kinds.property_identifier,
            kinds.shorthand_property_identifier,
            kinds.shorthand_property_identifier_pattern,
            kinds.private_property_identifier,
            kinds.identifier,
            kinds.number,
        ):
            return self.text(node)
        if kind == kinds.computed_property_name:
            inside = node.named_children
            return self.string(inside[0]) if inside else None
        return self.string(node)

    def in_type(self, node: Node) -> bool:
        """Say whether the name, access or call ``node`` stands in a type: ``typeof x.y``, ``import("x").Y``."""
        kinds = self.kinds
        inside = node
        for above in self.ancestors(node):
            kind = above.kind_id
            if kind in (kinds.as_expression, kinds.satisfies_expression):
                return self.first(above) != inside
            if kind not in (
                kinds.member_expression,
                kinds.subscript_expression,
                kinds.call_expression,
                kinds.nested_identifier,
            ):
                return kind in self.types
            inside = above
        return False

    def is_optional(self, node: Node) -> bool:
        """Say whether a member access, index or call is written with ``?.``."""
        data = self.data
        return any(data[child.start_byte : child.end_byte] == b"?." for child in node.children[1:3])

    def operator(self, node: Node) -> bytes:
        """Return the operator of a unary or binary expression."""
        sign = node.child_by_field_id(self.fields.operator)
        return b"" if sign is None else self.data[sign.start_byte : sign.end_byte]

    def arguments(self, call: Node) -> list[Node]:
        """Return the arguments of a call or of ``new``, without comments."""
        arguments = call.child_by_field_id(self.fields.arguments)
        if arguments is None or arguments.kind_id != self.kinds.arguments:
            return []
        return [child for child in arguments.named_children if child.kind_id != self.kinds.comment]


def parse(data: bytes, path: str) -> Tree | None:
    """Parse ``data`` by the grammar that the ending of ``path`` asks for.

    ``None`` for other endings, and for the rare bytes on which tree-sitter would go on for ever.

    A bare ``&`` in the text of JSX is valid and unknown to the grammar (tree-sitter-typescript issue
    366): such a file is parsed again with a space in its place, which moves no byte.
    """
    suffix = path[path.rfind(".") :].lower()
    if suffix not in _TYPESCRIPT and suffix not in _TSX:
        return None
    tsx = suffix in _TSX
    known = grammar(tsx)
    data = valid_utf8(data)
    root = _parsed(data, known.language)
    if root is None:
        return None
    if tsx and root.has_error:
        mended = _without_bare_ampersands(data, root, known.kinds)
        again = _parsed(mended, known.language) if mended is not None else None
        if again is not None and not again.has_error:
            root = again
    return Tree(data, root, known, suffix in _TYPESCRIPT or suffix == ".tsx")


def _parsed(data: bytes, language: Language) -> Node | None:
    """Return the root of ``data``, ``None`` if the parser takes more steps than any text of this length needs."""
    from tree_sitter import Parser

    parser = Parser(language)
    limit = _FIRST_CALLS + len(data) // _BYTES_A_CALL
    calls = 0

    def read(offset: int, _: object) -> bytes:
        return data[offset : offset + _CHUNK]

    def is_over(_: int, __: bool) -> bool:
        nonlocal calls
        calls += 1
        return calls > limit

    try:
        if hasattr(Parser, "timeout_micros"):  # before tree-sitter 0.26
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                parser.timeout_micros = _PATIENCE  # type: ignore[attr-defined]
            tree = parser.parse(data)
        else:
            tree = parser.parse(read, progress_callback=is_over)
    except ValueError:
        return None
    return None if tree is None else tree.root_node


def unescape(text: str) -> str:
    """Return what the inside of a string literal stands for."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return "" if match[4] is None else _SHORT_ESCAPES.get(match[4], match[4])


def _without_bare_ampersands(data: bytes, root: Node, kinds: Kinds) -> bytes | None:
    """Return ``data`` with a space for each ``&`` in the text of a broken JSX element."""
    at = data.find(b"&")
    mended: bytearray | None = None
    while at >= 0:
        if data[max(0, at - 40) : at].rstrip().endswith(b">") or _is_in_broken_text(root, at, kinds):
            mended = mended or bytearray(data)
            mended[at] = 32
        at = data.find(b"&", at + 1)
    return None if mended is None else bytes(mended)


def _is_in_broken_text(root: Node, at: int, kinds: Kinds) -> bool:
    """Say whether byte ``at`` stands in a broken JSX element, but not in code between braces there."""
    node: Node | None = root.descendant_for_byte_range(at, at + 1)
    for _ in range(MAX_DEPTH):
        if node is None or node.kind_id == kinds.jsx_expression:
            return False
        if node.kind_id == kinds.jsx_element:
            return node.has_error
        node = node.parent
    return False
