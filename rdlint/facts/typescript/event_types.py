"""Which framework type of a message or event a type annotation or a handler's parameter names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.trace import Tracer
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.events import BUCKET_OBJECT, MEMBERS, RECEIVED
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_DEPTH = 10
_KEEP_MEMBERS = frozenset({"Readonly", "NonNullable", "Required"})
_LISTS = frozenset({"Array", "ReadonlyArray", "Iterable"})
_NOTHING = frozenset({"undefined", "null"})


class Known(NamedTuple):
    """A value of the framework type ``name``, or with ``is_list`` a list of them.

    ``argument`` is its type argument, the type of a message's body. ``is_typed``: the compiler knows.
    ``is_mistaken``: it takes the value for one of another type.
    """

    name: str
    argument: Node | None = None
    is_list: bool = False
    is_typed: bool = True
    is_mistaken: bool = False


class EventTypes:
    """Reads the types of one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer

    def of(self, node: Node | None, depth: int = 0) -> Known | None:
        """Return what the type ``node``, or the annotation around it, says; ``None`` for any other type."""
        if node is None or depth > _DEPTH:
            return None
        tree, kinds, fields = self._tree, self._kinds, self._fields
        kind = node.kind_id
        if kind in (kinds.type_annotation, kinds.parenthesized_type):
            return self.of(tree.first(node), depth + 1)
        if kind == kinds.type_identifier:
            return self._named(node, (), depth)
        if kind == kinds.generic_type:
            name, given = node.child_by_field_id(fields.name), node.child_by_field_id(fields.type_arguments)
            arguments = tuple(given.named_children) if given is not None else ()
            return self._named(name, arguments, depth) if name is not None else None
        if kind == kinds.array_type:
            return self._list(tree.first(node), depth)
        if node.type == "readonly_type":
            return self.of(tree.first(node), depth + 1)
        if kind == kinds.union_type:
            parts = [part for part in node.named_children if tree.text(part) not in _NOTHING]
            return self.of(parts[0], depth + 1) if len(parts) == 1 else None
        return None

    def handed(self, method: Node) -> Known | None:
        """Return what the platform hands to ``method`` if that is a handler of a class on a framework base (B.5)."""
        tree, fields = self._tree, self._fields
        key, body = method.child_by_field_id(fields.name), tree.parent(method)
        around = tree.parent(body) if body is not None else None
        if key is None or around is None or around.kind_id not in tree.classes:
            return None
        base = self._tracer.classes.base(around)
        if base is None or base.module != FRAMEWORK or base.name not in RECEIVED:
            return None
        handler, received = RECEIVED[base.name]
        if tree.text(key) != handler:
            return None
        arguments = self._base_arguments(around)
        return Known(received, arguments[0] if len(arguments) > 1 else None, is_typed=False)

    def step(self, known: Known, name: str) -> Known | None:
        """Return what the member ``name`` of ``known`` is."""
        if known.is_list:
            return None
        if known.name == "MessageBatch" and name == "messages":
            return Known("Message", known.argument, is_list=True, is_typed=known.is_typed)
        if known.name == "Message" and name == "body":
            body = self.of(known.argument)
            return body._replace(is_typed=known.is_typed) if body is not None else None
        if known.name == "BucketEventNotification" and name == "object":
            return Known(BUCKET_OBJECT, is_typed=known.is_typed)
        return None

    def is_of_body(self, known: Known, name: str) -> bool:
        """Say whether the type of the body of the message ``known`` surely has the member ``name``."""
        body = self.of(known.argument)
        if body is not None:
            return not body.is_list and name in MEMBERS[body.name]
        at = known.argument
        for _ in range(_DEPTH):
            if at is None or at.kind_id != self._kinds.type_identifier:
                break
            binding = self._code.scopes.resolve_type(self._tree.text(at), at)
            owner = binding.owner if binding is not None else None
            is_alias = owner is not None and owner.kind_id == self._kinds.type_alias_declaration
            at = owner.child_by_field_id(self._fields.value) if owner is not None and is_alias else owner
        shapes = (self._kinds.interface_declaration, self._kinds.object_type)
        return at is not None and at.kind_id in shapes and self._tracer.types.member(at, name) is not None

    def _named(self, name: Node, arguments: tuple[Node, ...], depth: int) -> Known | None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        text = tree.text(name)
        binding = self._code.scopes.resolve_type(text, name)
        if binding is None:
            if text in _KEEP_MEMBERS and len(arguments) == 1:
                return self.of(arguments[0], depth + 1)
            return self._list(arguments[0], depth) if text in _LISTS and len(arguments) == 1 else None
        if binding.owner.kind_id == kinds.type_alias_declaration:
            is_plain = binding.owner.child_by_field_id(fields.type_parameters) is None
            return self.of(binding.owner.child_by_field_id(fields.value), depth + 1) if is_plain else None
        exported = self._of_framework(binding)
        return Known(exported, arguments[0] if arguments else None) if exported in MEMBERS else None

    def _list(self, element: Node | None, depth: int) -> Known | None:
        known = self.of(element, depth + 1)
        return known._replace(is_list=True) if known is not None and not known.is_list else None

    def _of_framework(self, binding: Binding) -> str:
        if binding.declares is not Declares.IMPORT:
            return ""
        module, exported = self._code.imported(binding)
        return exported if module == FRAMEWORK else ""

    def _base_arguments(self, node: Node) -> tuple[Node, ...]:
        """Return the type arguments of what the class ``node`` extends."""
        kinds, fields = self._kinds, self._fields
        for heritage in node.named_children:
            if heritage.kind_id == kinds.class_heritage:
                for clause in heritage.named_children:
                    given = clause.child_by_field_id(fields.type_arguments)
                    if clause.kind_id == kinds.extends_clause and given is not None:
                        return tuple(given.named_children)
        return ()
