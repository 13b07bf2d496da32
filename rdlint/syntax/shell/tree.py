"""The syntax tree of a shell script: parsing it, and reading it where the grammar's tree is not the shell's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdlint.syntax.walk import all_nodes

if TYPE_CHECKING:
    from tree_sitter import Language, Node

_LISTS = frozenset({"list", "pipeline", "redirected_statement"})
#: Statements, apart from those whose names end with `_statement`, and what stands between them.
_WHOLE = frozenset(
    "command comment declaration_command function_definition list negated_command pipeline subshell test_command "
    "unset_command variable_assignment variable_assignments".split()
)
_BETWEEN = frozenset({"\n", ";", "&"})
#: Lists that stand right of an operator are taken apart this deep.
_DEEPEST = 20
_TESTS = frozenset({b"[", b"[[", b"command", b"egrep", b"false", b"grep", b"hash", b"test", b"type", b"which"})
_READING = frozenset({"getopts", "mapfile", "read", "readarray"})
#: How many entries may be gone through to learn what loops change.
_MOST_ENTRIES = 200_000


class Element(NamedTuple):
    """One command of a pipeline, and the `redirected_statement` nodes whose redirections are its own."""

    node: Node
    outer: tuple[Node, ...] = ()


class Step(NamedTuple):
    """One pipeline of a list, with the operator before it (`&&`, `||` or nothing)."""

    operator: str
    elements: tuple[Element, ...]


@dataclass
class Survey:
    """What stands where in a script.

    ``broken_at`` is the first byte where the text does not fit the grammar, or its length. ``names``
    are the variables that are set and the commands that are named, in order.
    """

    broken_at: int
    functions: list[tuple[str, Node]] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    names: list[tuple[str, bool]] = field(default_factory=list)  # the name, whether it is a command's
    _budget: int = _MOST_ENTRIES

    def changed_in(self, node: Node) -> set[str]:
        """Return the variables that ``node`` may set, itself or by the functions that it calls.

        With `shift` among them the name ``"$@"`` is there too.
        """
        found: set[str] = set()
        pending = [node]
        entered: set[str] = set()
        while pending:
            each = pending.pop()
            first, last = (bisect_left(self.offsets, at) for at in (each.start_byte, each.end_byte))
            self._budget -= last - first + 1
            if self._budget < 0:
                return self._changed_anywhere
            for name, is_command in self.names[first:last]:
                if not is_command:
                    found.add(name)
                elif name == "shift":
                    found.add("$@")
                elif name in self._bodies and name not in entered:
                    entered.add(name)
                    pending.append(self._bodies[name])
        return found

    @cached_property
    def called(self) -> set[str]:
        """The names of all commands."""
        return {name for name, is_command in self.names if is_command}

    @cached_property
    def _changed_anywhere(self) -> set[str]:
        return {"$@", *(name for name, is_command in self.names if not is_command)}

    @cached_property
    def _bodies(self) -> dict[str, Node]:
        return dict(self.functions)


def parse(data: bytes, start: int = 0, end: int | None = None) -> Node:
    """Return the root of the script that bytes ``start`` to ``end`` of ``data`` are; offsets count from ``data``."""
    from tree_sitter import Parser, Point, Range

    parser = Parser(_language())
    if end is not None:
        parser.included_ranges = [Range(Point(0, start), Point(0, end), start, end)]
    return parser.parse(data).root_node


def survey(root: Node, data: bytes) -> Survey:
    """Go through the whole tree once."""
    found = Survey(len(data))

    def note(node: Node | None, *, is_command: bool = False) -> None:
        if node is not None:
            name = data[node.start_byte : node.end_byte].decode("utf-8", "replace")
            found.offsets.append(node.start_byte)
            found.names.append((name, is_command))

    for node in all_nodes(root):
        kind = node.type
        if kind == "ERROR" or node.is_missing:
            found.broken_at = min(found.broken_at, _broken_at(node))
        elif kind == "command":
            name = node.child_by_field_name("name")
            note(name, is_command=True)
            if name and found.names[-1][0] in _READING:
                for argument in node.children_by_field_name("argument"):
                    note(argument)
        elif kind == "variable_assignment":
            name = node.child_by_field_name("name")
            note(name.child_by_field_name("name") if name and name.type == "subscript" else name)
        elif kind == "for_statement":
            note(node.child_by_field_name("variable"))
        elif kind == "declaration_command" or kind.endswith("_expression"):
            for child in node.children:
                if child.type == "variable_name":
                    note(child)
        elif kind == "function_definition":
            name = node.child_by_field_name("name")
            if name:
                found.functions.append((data[name.start_byte : name.end_byte].decode("utf-8", "replace"), node))
    return found


def is_test(step: Step, data: bytes) -> bool:
    """Say whether ``step`` ends with a test, and not with a command that people expect to succeed."""
    node = step.elements[-1].node
    name = node.child_by_field_name("name") if node.type == "command" else None
    named = data[name.start_byte : name.end_byte] if name else b""
    return named in _TESTS or node.type in ("negated_command", "test_command")


def command_words(command: Node, data: bytes) -> list[list[Node]]:
    """Return the words of a command node, its name first, each as nodes that touch each other."""
    name = command.child_by_field_name("name")
    return touching([*([name] if name else []), *command.children_by_field_name("argument")], data)


def stray_words(outer: Node, data: bytes) -> list[list[Node]]:
    """Return the words of a command that the grammar has put into its redirections: ``cmd < file word``."""
    words: list[list[Node]] = []
    for redirect in outer.children_by_field_name("redirect"):
        if redirect.type == "file_redirect":
            words += touching(redirect.children_by_field_name("destination"), data)[1:]
        else:
            words += touching(redirect.children_by_field_name("argument"), data)
    return words


def stray_dash(outer: Node, data: bytes) -> int:
    """Return where the word `-` stands that the grammar drops before ``<<``, -1 where there is none."""
    body, redirects = outer.child_by_field_name("body"), outer.children_by_field_name("redirect")
    if body is None or not redirects or data[body.end_byte : redirects[0].start_byte].strip(b" \t\\\n") != b"-":
        return -1
    return data.index(b"-", body.end_byte)


def touching(nodes: Iterable[Node], data: bytes) -> list[list[Node]]:
    """Group ``nodes`` into words: those with nothing between them, or only the end of a line escaped, are one."""
    words: list[list[Node]] = []
    for node in nodes:
        if node.type == "comment":
            continue
        gap = data[words[-1][-1].end_byte : node.start_byte] if words else b" "
        if not gap.replace(b"\\\n", b""):
            words[-1].append(node)
        else:
            words.append([node])
    return words


def steps(node: Node, depth: int = 0) -> list[Step]:
    """Return the pipelines of a list (a single command is a list, too).

    The grammar binds redirections and pipes too loosely (``a && b > log | c`` is to it a pipeline of
    a list), and puts what follows the name of a here-document inside the here-document.
    """
    spine: list[Node] = []
    inner = node
    while inner.type in _LISTS and (depth < _DEEPEST or not spine):
        first = inner.child_by_field_name("body") if inner.type == "redirected_statement" else inner.children[0]
        if first is None:
            break
        spine.append(inner)
        inner = first
    found = [Step("", (Element(inner),))]
    for outer in reversed(spine):
        if outer.type == "redirected_statement":
            last = found[-1].elements[-1]
            _replace_last(found, last._replace(outer=(*last.outer, outer)))
            for redirect in outer.children_by_field_name("redirect"):
                _add_behind_heredoc(found, redirect, depth)
        elif outer.type == "pipeline":
            for part in outer.named_children[1:]:
                _pipe(found, _right(part, depth))
        else:
            operator = next((child.type for child in outer.children if child.type in ("&&", "||")), "")
            _follow(found, operator, _right(outer.children[-1], depth))
    return found


def _broken_at(node: Node) -> int:
    """Return where an error begins: behind the whole statements that the parser has put into it."""
    for child in node.children:
        is_whole = child.type in _WHOLE or child.type.endswith("_statement")
        if child.has_error or not (is_whole or child.type in _BETWEEN):
            return child.start_byte
    return node.start_byte


def _right(node: Node, depth: int) -> list[Step]:
    if node.type in _LISTS and depth < _DEEPEST:
        return steps(node, depth + 1)
    return [Step("", (Element(node),))]


def _pipe(found: list[Step], right: list[Step]) -> None:
    """Let the last pipeline of ``found`` go on with the first of ``right``."""
    found[-1] = found[-1]._replace(elements=(*found[-1].elements, *right[0].elements))
    found += right[1:]


def _follow(found: list[Step], operator: str, right: list[Step]) -> None:
    found += [right[0]._replace(operator=operator), *right[1:]]


def _replace_last(found: list[Step], element: Element) -> None:
    found[-1] = found[-1]._replace(elements=(*found[-1].elements[:-1], element))


def _add_behind_heredoc(found: list[Step], redirect: Node, depth: int) -> None:
    for child in redirect.named_children:
        if child.type == "pipeline":
            for part in child.named_children:
                _pipe(found, _right(part, depth))
    operator, following = redirect.child_by_field_name("operator"), redirect.child_by_field_name("right")
    if operator and following:
        _follow(found, operator.type, _right(following, depth))


@lru_cache(maxsize=1)
def _language() -> Language:
    import tree_sitter_bash
    from tree_sitter import Language

    return Language(tree_sitter_bash.language())
