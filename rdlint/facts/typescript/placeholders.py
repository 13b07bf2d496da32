"""Stand-ins in TypeScript and JavaScript, where a program uses them as values."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from rdlint.facts.placeholder import Placeholder, is_settings, is_shown, is_value, judged, places, stands_in
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.fallback import COMPARISONS
from rdlint.facts.worker import EnvRead, HostEnvRead
from rdlint.span import Span
from rdlint.syntax.ecmascript.scope import Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_LIMIT = 500
_USES_LIMIT = 200
_TESTS = frozenset({"endsWith", "has", "includes", "indexOf", "match", "startsWith", "test"})
#: Classes that are given texts for people, or sets of them.
_NO_CLIENTS = ("Error", "Exception", "Response", "RegExp", "Set", "Map", "Date", "Blob", "File")
#: Classes and functions that send what they are given.
_SENDING = frozenset({"fetch", "Request", "Headers", "axios", "ky", "got"})


class Placeholders:
    """Finds the stand-ins of one file. ``reads`` are its reads of any environment."""

    def __init__(self, code: Code, reads: Iterable[EnvRead | HostEnvRead]) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._reads = tuple(reads)
        self._compared: list[str] = []
        self._found: dict[int, Placeholder] = {}

    def find(self) -> tuple[Placeholder, ...]:
        """Return them, in the order of the text."""
        seen: set[int] = set()
        for at in islice(places(self._tree.data), _LIMIT):
            literal = self._literal(at)
            if literal is not None and literal.start_byte not in seen:
                seen.add(literal.start_byte)
                self._look_at(literal)
        return judged(self._found.values(), self._compared)

    def _literal(self, at: int) -> Node | None:
        """Return the string or template without substitutions that byte ``at`` stands in."""
        leaf = self._tree.leaf(at)
        if leaf is not None and leaf.kind_id == self._kinds.string_fragment:
            leaf = self._tree.parent(leaf)
        is_literal = leaf is not None and leaf.kind_id in (self._kinds.string, self._kinds.template_string)
        return leaf if is_literal else None

    def _look_at(self, literal: Node) -> None:
        text = self._tree.string(literal)
        if text is None:
            return
        if self._is_compared(literal):
            self._compared.append(text)
        elif stands_in(text):
            self._judge(literal, text)

    def _is_compared(self, node: Node) -> bool:
        """Say whether ``node`` is only held against another value."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(node)
        above = tree.parent(value)
        if above is None:
            return False
        if above.kind_id == kinds.binary_expression:
            return tree.operator(above) in COMPARISONS
        if above.kind_id == kinds.arguments:
            call = tree.parent(above)
            function = call.child_by_field_id(fields.function) if call is not None else None
            key = function.child_by_field_id(fields.property) if function is not None else None
            return key is not None and tree.text(key) in _TESTS
        return above.type == "switch_case"

    def _judge(self, literal: Node, text: str) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(literal)
        above = tree.parent(value)
        if above is None:
            return
        kind = above.kind_id
        is_default = kind in (kinds.object_assignment_pattern, kinds.assignment_pattern)
        if kind == kinds.augmented_assignment_expression:
            is_default = tree.operator(above) in (b"??=", b"||=")
        if kind == kinds.binary_expression and tree.operator(above) in (b"??", b"||"):
            self._fall_back(literal, text, above.child_by_field_id(fields.left), above)
        elif is_default:
            self._fall_back(literal, text, above.child_by_field_id(fields.left), None)
        elif kind in (kinds.required_parameter, kinds.optional_parameter):
            self._give(literal, text, above.child_by_field_id(fields.pattern), is_fallback=True)
        elif kind == kinds.variable_declarator:
            name = above.child_by_field_id(fields.name)
            if name is not None and self._is_used(name):
                self._give(literal, text, name)
        elif kind == kinds.assignment_expression:
            self._give(literal, text, above.child_by_field_id(fields.left))
        elif kind == kinds.public_field_definition:
            self._give(literal, text, above.child_by_field_id(fields.name))
        elif kind == kinds.pair:
            if self._is_sent(above):
                self._give(literal, text, above.child_by_field_id(fields.key))
        elif kind == kinds.arguments and self._is_sent(literal) and is_value(text, ""):
            self._add(literal, text, "")

    def _fall_back(self, literal: Node, text: str, left: Node | None, choice: Node | None) -> None:
        """Judge ``left ?? literal``; what the machine's or the worker's environment lacks is surely used."""
        if left is None or (choice is not None and self._is_compared(choice)):
            return
        span = self._code.span(left)
        name = next((each.name for each in self._reads if _is_within(each.span, span)), "")
        if name or is_value(text, self._name(left)):
            self._add(literal, text, name or self._name(left), is_fallback=True)

    def _give(self, literal: Node, text: str, target: Node | None, is_fallback: bool = False) -> None:
        name = self._name(target) if target is not None else ""
        if name and is_value(text, name):
            self._add(literal, text, name, is_fallback)

    def _add(self, literal: Node, text: str, name: str, is_fallback: bool = False) -> None:
        self._found[literal.start_byte] = Placeholder(self._code.inner_span(literal), text, name, is_fallback)

    def _name(self, node: Node) -> str:
        """Return the last name of an expression, or the key that a pattern or an object has."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        inside = tree.unwrapped(node)
        if inside.kind_id == kinds.member_expression:
            key = inside.child_by_field_id(fields.property)
            return tree.text(key) if key is not None else ""
        if inside.kind_id == kinds.subscript_expression:
            key = inside.child_by_field_id(fields.index)
            return (tree.string(key) or "") if key is not None else ""
        return tree.property_name(inside) or ""

    def _is_used(self, name: Node) -> bool:
        """Say whether the constant ``name`` is used other than to compare with it."""
        tree = self._tree
        binding = self._code.scopes.resolve(tree.text(name), name) if name.kind_id == self._kinds.identifier else None
        if binding is None or binding.declares is not Declares.VARIABLE:
            return False
        statement = tree.parent(tree.parent(binding.owner) or binding.owner)
        if statement is not None and statement.kind_id == self._kinds.export_statement:
            return True
        scope = binding.scope.node
        for count, at in enumerate(tree.words(binding.name.encode(), scope.start_byte, scope.end_byte)):
            leaf = tree.leaf(at)
            if count > _USES_LIMIT or leaf is None:
                break
            if self._code.is_use_of(leaf, binding) and not self._is_compared(leaf):
                return True
        return False

    def _is_sent(self, node: Node) -> bool:
        """Say whether the object or text around ``node`` is handed to a client, or is a constant of its own."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        for above in tree.ancestors(node):
            kind = above.kind_id
            if kind in (kinds.object, kinds.pair, kinds.arguments) or kind in tree.wrappers:
                key = above.child_by_field_id(fields.key) if kind == kinds.pair else None
                if key is not None and is_shown(self._name(key)):
                    return False
                continue
            if kind == kinds.new_expression:
                made = above.child_by_field_id(fields.constructor)
                name = self._name(made) if made is not None else ""
                return bool(name) and not name.endswith(_NO_CLIENTS)
            if kind == kinds.call_expression:
                called = above.child_by_field_id(fields.function)
                return called is not None and bool(_SENDING.intersection(tree.text(called)[:80].split(".")))
            if kind == kinds.variable_declarator and node.kind_id == kinds.pair:
                name_node = above.child_by_field_id(fields.name)
                return name_node is not None and is_settings(self._name(name_node))
            return False
        return False


def _is_within(span: Span, around: Span) -> bool:
    return around.start <= span.start and span.end <= around.end
