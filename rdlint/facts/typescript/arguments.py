"""What is given to the methods of bindings: values that can be copied to another worker, and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.argument import Argument, Kind
from rdlint.facts.callee import Callee
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import ForeignInstance, Instance, Local
from rdlint.facts.typescript.trace import Tracer
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_SOCKET, _PAIR = "WebSocket", "WebSocketPair"
#: Packages whose `WebSocket` is a socket as the global one is.
_SOCKET_PACKAGES = frozenset({"@cloudflare/workers-types", "ws"})
_NOTHING = frozenset({"null", "undefined"})
#: How far objects are looked into and constants are followed.
_DEPTH = 6
_PARTS_LIMIT = 64


class Arguments:
    """Reads the arguments of calls in one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer

    def of(self, call: Node) -> tuple[Argument, ...]:
        """Return the arguments of ``call``, in the order of the text."""
        return tuple(self._argument(each, _DEPTH) for each in self._tree.arguments(call))

    def _argument(self, node: Node, depth: int) -> Argument:
        kinds = self._kinds
        if node.kind_id == kinds.spread_element:
            return Argument(Kind.SPREAD, self._code.span(node))
        inside = self._tree.unwrapped(node)
        if inside.kind_id == kinds.object and depth:
            parts = (self._part(each, depth - 1) for each in inside.named_children[:_PARTS_LIMIT])
            live = next((part for part in parts if part is not None and part.kind is not Kind.OTHER), None)
            return live or Argument(Kind.OTHER, self._code.span(node))
        kind, made_by = self._kind(inside, depth)
        return Argument(kind, self._code.span(node), made_by)

    def _part(self, part: Node, depth: int) -> Argument | None:
        """Return what one property of an object literal holds."""
        kinds = self._kinds
        if part.kind_id == kinds.pair:
            value = part.child_by_field_id(self._fields.value)
            return self._argument(value, depth) if value is not None else None
        if part.kind_id == kinds.method_definition:
            return Argument(Kind.FUNCTION, self._code.span(part.child_by_field_id(self._fields.name) or part))
        return self._argument(part, depth) if part.kind_id == kinds.shorthand_property_identifier else None

    def _kind(self, node: Node, depth: int) -> tuple[Kind, Callee | None]:
        if self._is_socket(node, depth):
            return Kind.SOCKET, None
        kinds = self._kinds
        if node.kind_id not in (
            *self._tree.functions,
            kinds.identifier,
            kinds.shorthand_property_identifier,
            kinds.member_expression,
            kinds.new_expression,
        ) or self._may_change(node):
            return Kind.OTHER, None
        origin = self._tracer.of(node)
        if isinstance(origin, Local) and origin.node.kind_id in self._tree.functions:
            return Kind.FUNCTION, None
        if isinstance(origin, Instance) and self._is_made(node, depth):
            return Kind.INSTANCE, Callee("", self._code.class_name(origin.node))
        if isinstance(origin, ForeignInstance) and self._is_made(node, depth):
            return Kind.INSTANCE, origin.callee
        return Kind.OTHER, None

    def _is_made(self, node: Node, depth: int) -> bool:
        """Say whether ``node`` is a ``new`` or a constant that is one: a mere type may be that of a plain object."""
        if node.kind_id == self._kinds.new_expression or not depth:
            return node.kind_id == self._kinds.new_expression
        value = self._constant(node)
        return value is not None and self._is_made(value, depth - 1)

    # Sockets.

    def _is_socket(self, node: Node, depth: int) -> bool:
        kinds, fields = self._kinds, self._fields
        kind = node.kind_id
        if kind == kinds.new_expression:
            return self._makes(node, _SOCKET)
        if kind in (kinds.identifier, kinds.shorthand_property_identifier):
            binding = self._code.scopes.resolve(self._tree.text(node), node)
            return binding is not None and self._is_socket_name(binding, depth)
        if kind in (kinds.member_expression, kinds.subscript_expression):
            holder = node.child_by_field_id(fields.object)
            if holder is not None and holder.kind_id == kinds.this and kind == kinds.member_expression:
                return self._is_socket_field(node)
            return holder is not None and self._is_pair(self._tree.unwrapped(holder), depth)
        return False

    def _is_socket_name(self, binding: Binding, depth: int) -> bool:
        """Say whether a parameter or variable holds a socket: by its type, or as one of a pair."""
        steps = self._code.scopes.path(binding)
        if not steps and binding.declares in (Declares.PARAMETER, Declares.VARIABLE):
            annotation = binding.owner.child_by_field_id(self._fields.type)
            if annotation is not None:
                return self._is_socket_type(annotation)
        value = self._value(binding) if depth else None
        if value is None or len(steps) > 1:
            return False
        return self._is_pair(value, depth - 1) if steps else self._is_socket(value, depth - 1)

    def _is_socket_field(self, member: Node) -> bool:
        around = self._tracer.classes.around(member)
        key = member.child_by_field_id(self._fields.property)
        found = self._tracer.classes.member(around, self._tree.text(key)) if around is not None and key else None
        annotation = found.child_by_field_id(self._fields.type) if found is not None else None
        is_field = found is not None and found.kind_id == self._kinds.public_field_definition
        return is_field and annotation is not None and self._is_socket_type(annotation)

    def _is_socket_type(self, annotation: Node) -> bool:
        """Say whether ``annotation`` says ``WebSocket``, or that or nothing."""
        kinds = self._kinds
        said = self._tree.first(annotation)
        if said is not None and said.kind_id == kinds.union_type:
            parts = [part for part in said.named_children if self._tree.text(part) not in _NOTHING]
            said = parts[0] if len(parts) == 1 else None
        if said is None or said.kind_id != kinds.type_identifier or self._tree.text(said) != _SOCKET:
            return False
        binding = self._code.scopes.resolve_type(_SOCKET, said)
        return binding is None or (
            binding.declares is Declares.IMPORT and self._code.imported(binding)[0] in _SOCKET_PACKAGES
        )

    def _is_pair(self, node: Node, depth: int) -> bool:
        """Say whether ``node`` is a ``WebSocketPair``, or the two sockets of one in a list."""
        kinds, fields = self._kinds, self._fields
        if node.kind_id == kinds.new_expression:
            return self._makes(node, _PAIR)
        if node.kind_id == kinds.call_expression:
            function = node.child_by_field_id(fields.function)
            arguments = self._tree.arguments(node)
            is_list = function is not None and self._tree.text(function) == "Object.values" and len(arguments) == 1
            return is_list and self._is_pair(self._tree.unwrapped(arguments[0]), depth)
        value = self._constant(node) if depth else None
        return value is not None and self._is_pair(value, depth - 1)

    def _makes(self, node: Node, name: str) -> bool:
        """Say whether ``new`` at ``node`` is of the global class ``name``."""
        made = node.child_by_field_id(self._fields.constructor)
        if made is None or self._tree.text(made).rpartition(".")[2] != name:
            return False
        return made.kind_id != self._kinds.identifier or self._code.scopes.resolve(name, made) is None

    # Constants.

    def _constant(self, node: Node) -> Node | None:
        """Return the value of the constant that the name ``node`` means, when it takes the whole value."""
        if node.kind_id not in (self._kinds.identifier, self._kinds.shorthand_property_identifier):
            return None
        binding = self._code.scopes.resolve(self._tree.text(node), node)
        return None if binding is None or self._code.scopes.path(binding) else self._value(binding)

    def _value(self, binding: Binding) -> Node | None:
        """Return what the declaration of the constant ``binding`` gives it."""
        owner = binding.owner
        above = self._tree.parent(owner)
        is_constant = owner.kind_id == self._kinds.variable_declarator and above is not None
        if not is_constant or above is None or not self._tree.data.startswith(b"const", above.start_byte):
            return None
        value = owner.child_by_field_id(self._fields.value)
        return self._tree.unwrapped(value) if value is not None else None

    def _may_change(self, node: Node) -> bool:
        """Say whether the name ``node`` is a variable that something else can be put in."""
        if node.kind_id not in (self._kinds.identifier, self._kinds.shorthand_property_identifier):
            return False
        binding = self._code.scopes.resolve(self._tree.text(node), node)
        return binding is not None and binding.declares is Declares.VARIABLE and self._value(binding) is None
