"""Texts that calls hand to functions, as far as a request of this file or of another may go to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rdlint.facts.texts import Piece, Text, TextArgument, may_be_address
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Context, Env, Given
from rdlint.facts.typescript.texts import Texts
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.worker import Import
from rdlint.syntax.ecmascript import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

#: How specifiers of an app's own files begin: relative ones, and the usual aliases.
_OWN = (".", "/", "@/", "~", "#", "$", "src/")
_PLACES_LIMIT = 2_000
_FUNCTIONS_LIMIT = 200
_ARGUMENTS_LIMIT = 8


class TextArguments:
    """Finds the texts of one file that are handed on."""

    def __init__(self, code: Code, tracer: Tracer, texts: Texts) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._texts = texts
        self._found: dict[tuple[int, str], TextArgument] = {}
        self._places = 0

    @property
    def found(self) -> tuple[TextArgument, ...]:
        """The arguments, in the order of the text."""
        return tuple(self._found[key] for key in sorted(self._found))

    def find(self, imports: Iterable[Import], known: Iterable[Text]) -> None:
        """Look at the calls of imported functions, and of those whose parameters are in the texts ``known``."""
        names = [
            local for each in imports if each.specifier.startswith(_OWN) and each.is_value for local, _ in each.names
        ]
        for name in dict.fromkeys(names):
            self._look_for(name)
        if b"super(" in self._tree.data:
            self._look_for("super")
        wanted = dict.fromkeys(_functions(known))
        seen: set[str] = set()
        while wanted and len(seen) < _FUNCTIONS_LIMIT:
            function = next(iter(wanted))
            del wanted[function]
            if function not in seen:
                seen.add(function)
                before = len(self._found)
                self._look_for(_written_name(function))
                if len(self._found) > before:
                    handed = (text for each in list(self._found.values())[before:] for text in each.texts)
                    wanted.update(dict.fromkeys(_functions(handed)))

    def _look_for(self, name: str, is_made: bool = False) -> None:
        """Look at every call that ``name`` stands in, and at those on objects that are made with it."""
        tree = self._tree
        made: list[str] = []
        for at in tree.words(name.encode()):
            self._places += 1
            if self._places > _PLACES_LIMIT:
                return
            leaf = tree.leaf(at)
            if leaf is not None and leaf.kind_id in _names(tree):
                self._look_at(leaf, made)
        if not is_made:
            for each in dict.fromkeys(made):
                self._look_for(each, is_made=True)

    def _look_at(self, leaf: Node, made: list[str]) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = leaf
        above = tree.parent(leaf)
        while above is not None and above.kind_id == kinds.member_expression:
            function, above = above, tree.parent(above)
        if above is not None and above.kind_id == kinds.extends_clause:
            self._look_at_heir(above, made)
        if above is None or above.kind_id not in (kinds.call_expression, kinds.new_expression):
            return
        is_new = above.kind_id == kinds.new_expression
        if above.child_by_field_id(fields.constructor if is_new else fields.function) != function:
            return
        self._add(above)
        if is_new:
            holder = tree.parent(tree.wrapped(above))
            target = self._target(holder) if holder is not None else None
            if target is not None:
                made.append(tree.text(target))

    def _look_at_heir(self, clause: Node, made: list[str]) -> None:
        """Note the class that ``clause`` makes extend another: without a constructor of its own it has that one's."""
        tree = self._tree
        heritage = tree.parent(clause)
        heir = tree.parent(heritage) if heritage is not None else None
        name = heir.child_by_field_id(self._fields.name) if heir is not None else None
        if name is not None:
            made.append(tree.text(name))

    def _target(self, holder: Node) -> Node | None:
        """Return the name that the object made in ``holder`` is given."""
        kinds, fields = self._kinds, self._fields
        if holder.kind_id in (kinds.variable_declarator, kinds.public_field_definition):
            name = holder.child_by_field_id(fields.name)
        elif holder.kind_id == kinds.assignment_expression:
            left = holder.child_by_field_id(fields.left)
            is_member = left is not None and left.kind_id == kinds.member_expression
            name = left.child_by_field_id(fields.property) if left is not None and is_member else left
        else:
            return None
        return name if name is not None and name.kind_id in (kinds.identifier, kinds.property_identifier) else None

    def _add(self, call: Node) -> None:
        tree, kinds = self._tree, self._kinds
        callee = self._tracer.callee(call)
        if callee is None:
            return
        for index, argument in enumerate(tree.arguments(call)[:_ARGUMENTS_LIMIT]):
            if argument.kind_id == kinds.spread_element:
                return
            for place, node in self._parts(str(index), argument):
                if self._may_be_text(node):
                    texts = tuple(text for text in self._texts.of(node) if text and may_be_address(text[0]))
                    if texts and not isinstance(self._tracer.of(node), (Env, Context)):
                        found = TextArgument(callee, place, self._code.span(node), texts)
                        self._found.setdefault((node.start_byte, place), found)

    def _may_be_text(self, node: Node) -> bool:
        """Say, without looking further, whether ``node`` may be an address."""
        kinds, data = self._kinds, self._tree.data
        if node.kind_id == kinds.string:
            return may_be_address(Piece(self._code.span(node), literal=self._tree.string(node) or " "))
        return node.kind_id not in (kinds.array, kinds.object, kinds.number) and not data.startswith(
            (b"true", b"false", b"null", b"undefined"), node.start_byte
        )

    def _parts(self, place: str, argument: Node) -> Iterator[tuple[str, Node]]:
        """Yield ``argument``, or the members of the object that it is, with their places."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        inside: Node | None = tree.unwrapped(argument)
        if inside is not None and inside.kind_id == kinds.identifier:
            binding = self._code.scopes.resolve(tree.text(inside), inside)
            value = self._texts.values.constants.value(binding) if binding is not None else None
            value = tree.unwrapped(value) if value is not None else None
            inside = value if value is not None and value.kind_id == kinds.object else inside
        if inside is None or inside.kind_id != kinds.object:
            if inside is not None and inside.kind_id not in tree.functions and not self._is_environment(inside):
                yield place, argument
            return
        for each in inside.named_children:
            if each.kind_id == kinds.pair:
                key, value = each.child_by_field_id(fields.key), each.child_by_field_id(fields.value)
                name = tree.property_name(key) if key is not None else None
                if name and value is not None and value.kind_id not in tree.functions:
                    yield f"{place}.{name}", value
            elif each.kind_id == kinds.shorthand_property_identifier:
                yield f"{place}.{tree.text(each)}", each

    def _is_environment(self, node: Node) -> bool:
        origin = self._tracer.of(node)
        is_given = isinstance(origin, Given) and origin.parameter.endswith(".env")
        return isinstance(origin, (Env, Context)) or is_given


def _names(tree: Tree) -> tuple[int, int, int]:
    return (tree.kinds.identifier, tree.kinds.property_identifier, tree.kinds.super_)


def _functions(texts: Iterable[Text]) -> Iterator[str]:
    """Yield the functions whose parameters are in ``texts``."""
    for text in texts:
        for piece in text:
            if piece.parameter:
                yield piece.parameter.partition("#")[0]


def _written_name(function: str) -> str:
    """Return the name by which ``function`` is called: that of the class for a constructor."""
    parts = function.split(".")
    return parts[-2] if parts[-1] == "constructor" and len(parts) > 1 else parts[-1]
