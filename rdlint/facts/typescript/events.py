"""What is taken from messages and events: followed from the parameters that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdlint.facts.event import EventRead
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.event_types import EventTypes, Known
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.worker import Import
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.events import MEMBERS, RECEIVED
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

#: More places and names than people write in one file.
_PLACES_LIMIT = 2_000
_NAMES_LIMIT = 1_000
#: Methods of lists that hand each element to a function, with the position of its parameter.
_EACH = dict.fromkeys(("forEach", "map", "filter", "find", "findIndex", "some", "every", "flatMap"), 0) | {"reduce": 1}
#: Methods of lists that give a list of the same, and those that give one of its elements.
_SAME = frozenset({"filter", "slice", "reverse", "concat", "toReversed", "toSorted", "sort"})
_ONE = frozenset({"find", "at", "pop", "shift"})
#: A test that shows the compiler, and the program, a member that the type does not have.
_TESTED = re.compile(rb"['\"]([\w$]+)['\"]\s+in\b")


def event_reads(code: Code, tracer: Tracer, imports: tuple[Import, ...]) -> tuple[EventRead, ...]:
    """Return every member that is taken from a message, a batch or an event of the framework."""
    names = [names for each in imports if each.specifier == FRAMEWORK for names in each.names]
    wanted = {local for local, exported in names if exported in MEMBERS}
    bases = {exported for _, exported in names if exported in RECEIVED}
    if not (wanted or bases) or f"declare module '{FRAMEWORK}".encode() in code.tree.data:
        return ()
    reads = _EventReads(code, tracer)
    reads.run(wanted, {RECEIVED[each][0] for each in bases})
    return tuple(sorted(reads.found.values(), key=lambda read: read.span))


class _EventReads:
    """Follows messages and events through one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._types = EventTypes(code, tracer)
        self._is_checked = b"@ts-" not in code.tree.data and code.tree.is_typescript
        self._tested = {match[1].decode() for match in _TESTED.finditer(code.tree.data)}
        self._pending: list[tuple[Node, Known]] = []
        self._followed: set[int] = set()
        self.found: dict[int, EventRead] = {}

    def run(self, types: set[str], handlers: set[str]) -> None:
        """Look at the parameters of ``handlers`` and at everything that is declared with one of ``types``."""
        for name in sorted(handlers):
            for leaf in self._leaves(name):
                method = self._tree.parent(leaf)
                if method is not None and method.kind_id == self._kinds.method_definition:
                    self._handler(method)
        names = sorted(types)
        for name in names:  # aliases are added while it runs
            for leaf in self._leaves(name):
                alias = self._alias(leaf)
                if alias and alias not in names and len(names) < _NAMES_LIMIT:
                    names.append(alias)
                self._annotated(leaf)
        while self._pending:
            self._use(*self._pending.pop())

    def _leaves(self, name: str) -> Iterator[Node]:
        for count, at in enumerate(self._tree.words(name.encode())):
            leaf = self._tree.leaf(at) if count < _PLACES_LIMIT else None
            if leaf is not None:
                yield leaf

    # Where they come from.

    def _handler(self, method: Node) -> None:
        """Follow the first parameter of a handler, which gets what it gets whatever its type says."""
        known = self._types.handed(method)
        parameters = method.child_by_field_id(self._fields.parameters)
        first = self._tree.first(parameters) if parameters is not None and known is not None else None
        if first is None or known is None:
            return
        annotation = first.child_by_field_id(self._fields.type)
        written = self._tree.first(annotation) if annotation is not None else None
        said = self._types.of(written)
        if said is not None and said.name == known.name:
            known = said
        elif said is not None:
            # a class whose method takes another type is refused as well
            known = known._replace(is_typed=True, is_mistaken=True)
        elif written is not None and self._tree.text(written) not in ("any", "unknown"):
            return
        self._bind(first.child_by_field_id(self._fields.pattern), known)

    def _alias(self, leaf: Node) -> str:
        """Return the name of the type alias that the type name ``leaf`` stands in, if it names such a value."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if leaf.kind_id != kinds.type_identifier:
            return ""
        aliases = (above for above in tree.ancestors(leaf) if above.kind_id == kinds.type_alias_declaration)
        alias = next(aliases, None)
        name = alias.child_by_field_id(fields.name) if alias is not None else None
        if alias is None or name is None or self._types.of(alias.child_by_field_id(fields.value)) is None:
            return ""
        return tree.text(name)

    def _annotated(self, leaf: Node) -> None:
        """Follow the parameter or variable in whose annotation the type name ``leaf`` stands."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if leaf.kind_id != kinds.type_identifier:
            return
        annotation = next((above for above in tree.ancestors(leaf) if above.kind_id == kinds.type_annotation), None)
        owner = tree.parent(annotation) if annotation is not None else None
        if annotation is None or owner is None:
            return
        if owner.kind_id in (kinds.required_parameter, kinds.optional_parameter):
            pattern = owner.child_by_field_id(fields.pattern)
            is_rest = pattern is not None and pattern.kind_id == kinds.rest_pattern
        elif owner.kind_id == kinds.variable_declarator:
            pattern, is_rest = owner.child_by_field_id(fields.name), False
        else:
            return
        known = self._types.of(annotation)
        if known is not None and not is_rest:
            self._bind(pattern, known)

    # Where they go.

    def _bind(self, pattern: Node | None, known: Known) -> None:
        """Follow what ``pattern`` takes from a value that is ``known``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if pattern is None:
            return
        if pattern.kind_id == kinds.identifier:
            binding = self._code.scopes.resolve(tree.text(pattern), pattern)
            if binding is not None and binding.node == pattern:
                self._follow(binding, known)
            return
        if pattern.kind_id == kinds.array_pattern and known.is_list:
            for each in pattern.named_children:
                self._bind(each, known._replace(is_list=False))
        for each in pattern.named_children if pattern.kind_id == kinds.object_pattern else ():
            key, inner = each, None
            if each.kind_id == kinds.object_assignment_pattern:
                key = each.child_by_field_id(fields.left) or each
                inner = key
            elif each.kind_id == kinds.pair_pattern:
                key = each.child_by_field_id(fields.key) or each
                inner = each.child_by_field_id(fields.value)
            elif each.kind_id == kinds.shorthand_property_identifier_pattern:
                inner = each
            name = tree.property_name(key) if inner is not None else None
            if name is not None and inner is not None:
                self._read(name, key, pattern, known)
                self._bind_member(inner, self._types.step(known, name))

    def _bind_member(self, inner: Node, known: Known | None) -> None:
        if known is None:
            return
        if inner.kind_id == self._kinds.shorthand_property_identifier_pattern:
            binding = self._code.scopes.resolve(self._tree.text(inner), inner)
            if binding is not None and binding.node == inner:
                self._follow(binding, known)
        else:
            self._bind(inner, known)

    def _follow(self, binding: Binding, known: Known) -> None:
        """Look at every use of the name ``binding``."""
        if binding.node.id in self._followed or len(self._followed) > _NAMES_LIMIT:
            return
        self._followed.add(binding.node.id)
        scope = binding.scope.node
        leaves = (
            self._tree.leaf(at) for at in self._tree.words(binding.name.encode(), scope.start_byte, scope.end_byte)
        )
        uses = [leaf for leaf in leaves if leaf is not None and self._code.is_use_of(leaf, binding)]
        is_const = binding.declares is not Declares.VARIABLE or known.is_typed
        if not is_const and any(self._is_set(leaf) for leaf in uses):
            return
        self._pending.extend((leaf, known) for leaf in uses)

    def _is_set(self, leaf: Node) -> bool:
        above = self._tree.parent(leaf)
        is_assignment = above is not None and above.kind_id == self._kinds.assignment_expression
        return above is not None and is_assignment and above.child_by_field_id(self._fields.left) == leaf

    def _use(self, node: Node, known: Known) -> None:
        """Say what is done with the expression ``node``, whose value is ``known``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        above = tree.parent(node)
        while above is not None and above.kind_id in (
            kinds.parenthesized_expression,
            kinds.non_null_expression,
            kinds.satisfies_expression,
            kinds.await_expression,
        ):
            node, above = above, tree.parent(above)
        if above is None:
            return
        kind = above.kind_id
        if kind in (kinds.as_expression, kinds.type_assertion):
            parts = above.named_children
            said = self._types.of(parts[-1] if kind == kinds.as_expression else tree.first(parts[0])) if parts else None
            if said is not None:
                self._pending.append((above, said))
        elif kind == kinds.member_expression and above.child_by_field_id(fields.object) == node:
            key = above.child_by_field_id(fields.property)
            if key is not None and key.kind_id == kinds.property_identifier:
                self._take(tree.text(key), key, above, node, known)
        elif kind == kinds.subscript_expression and above.child_by_field_id(fields.object) == node:
            self._index(above, node, known)
        elif kind == kinds.variable_declarator and above.child_by_field_id(fields.value) == node:
            if above.child_by_field_id(fields.type) is None:
                self._bind(above.child_by_field_id(fields.name), known)
        elif kind == kinds.for_in_statement and above.child_by_field_id(fields.right) == node:
            word = above.child_by_field_id(fields.operator)
            if known.is_list and word is not None and tree.text(word) == "of":
                self._bind(above.child_by_field_id(fields.left), known._replace(is_list=False))

    def _take(self, name: str, key: Node, member: Node, node: Node, known: Known) -> None:
        """Go on with ``node.name``."""
        if known.is_list:
            self._call(name, member, known)
            return
        self._read(name, key, node, known)
        following = self._types.step(known, name)
        if following is not None:
            self._pending.append((member, following))

    def _index(self, subscript: Node, node: Node, known: Known) -> None:
        index = subscript.child_by_field_id(self._fields.index)
        if index is None:
            return
        if known.is_list:
            if index.kind_id == self._kinds.number:
                self._pending.append((subscript, known._replace(is_list=False)))
            return
        name = self._tree.string(index)
        if name is not None:
            self._take(name, index, subscript, node, known)

    def _call(self, method: str, member: Node, known: Known) -> None:
        """Go on with what a method of a list hands on: ``batch.messages.forEach((message) => …)``."""
        tree = self._tree
        call = tree.parent(member)
        if call is None or call.kind_id != self._kinds.call_expression:
            return
        arguments = tree.arguments(call)
        if method in _EACH and arguments and arguments[0].kind_id in tree.functions:
            self._bind_parameter(arguments[0], _EACH[method], known._replace(is_list=False))
        if method in _SAME or method in _ONE:
            self._pending.append((call, known._replace(is_list=method in _SAME)))

    def _bind_parameter(self, function: Node, index: int, known: Known) -> None:
        fields = self._fields
        single = function.child_by_field_id(fields.parameter)
        if single is not None and index == 0:
            self._bind(single, known)
        parameters = function.child_by_field_id(fields.parameters)
        named = parameters.named_children if parameters is not None else []
        each = [parameter for parameter in named if parameter.kind_id != self._kinds.comment]
        if index < len(each) and each[index].child_by_field_id(fields.type) is None:
            self._bind(each[index].child_by_field_id(fields.pattern), known)

    def _read(self, name: str, key: Node, node: Node, known: Known) -> None:
        if known.is_list or name in self._tested or self._tree.in_type(key):
            return
        span = self._code.inner_span(key)
        is_message = known.name == "Message"
        body = self._tree.text(known.argument) if is_message and known.argument is not None else ""
        self.found.setdefault(
            span.start,
            EventRead(
                type=known.name,
                name=name,
                span=span,
                object=self._code.span(node),
                is_typed=known.is_typed and self._is_checked,
                is_mistaken=known.is_mistaken,
                is_of_body=is_message and self._types.is_of_body(known, name),
                body=body,
                is_shorthand=key.kind_id == self._kinds.shorthand_property_identifier_pattern,
            ),
        )
