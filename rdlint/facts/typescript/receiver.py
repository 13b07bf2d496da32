"""By which expression the environment can be had at a place: ``this.env``, ``c.env``, a name in scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Context, Env
from rdlint.syntax.ecmascript.constants import Constants
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer

#: Types of which a value surely has the whole environment.
_WHOLE = frozenset({"Env", "Context"})


class Receiver(NamedTuple):
    """An expression for the environment, and where that comes from.

    ``is_certain``: it is there, and whole, whenever the code at this place runs.
    """

    text: str = ""
    root: Root | None = None
    is_certain: bool = False


class Receivers:
    """Finds the receivers in one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._constants = Constants(code.tree, code.scopes)

    def at(self, node: Node) -> Receiver:
        """Return by what the environment can be had at ``node``; without a text when there is nothing.

        A parameter counts less than the ``env`` of a framework class: who calls may hand over something else.
        """
        named, declares = self._named(node)
        own = self._of_instance(node)
        if own.root is not None and own.root.certainty is Certainty.HERITAGE and declares is Declares.PARAMETER:
            return own
        return named if named.text else own

    def _named(self, node: Node) -> tuple[Receiver, Declares | None]:
        """Return the innermost name in scope that is, or holds, the environment, and what declares it."""
        scope = self._code.scopes.around(node)
        hidden: set[str] = set()
        while scope is not None:
            for name, binding in scope.values.items():
                if name in hidden:
                    continue
                hidden.add(name)
                is_there = binding.node.start_byte < node.start_byte and not _contains(binding.owner, node)
                if not is_there or not self._may_hold_env(binding):
                    continue
                origin = self._tracer.binding(binding)
                if isinstance(origin, (Env, Context)) and _is_sure(origin.root):
                    text = name if isinstance(origin, Env) else f"{name}.env"
                    return Receiver(text, origin.root, self._is_certain(binding)), binding.declares
            scope = scope.outer
        return Receiver(), None

    def _may_hold_env(self, binding: Binding) -> bool:
        """Say whether ``binding`` is worth tracing: a parameter, or a variable whose text speaks of an environment."""
        if binding.declares is Declares.VARIABLE:
            return self._tree.data.find(b"nv", binding.owner.start_byte, binding.owner.end_byte) >= 0
        return binding.declares in (Declares.PARAMETER, Declares.IMPORT)

    def _is_certain(self, binding: Binding) -> bool:
        """Say whether the name has a value when it is read, of a type with all members, and keeps it."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if binding.declares is Declares.IMPORT:
            return True
        owner = binding.owner
        annotation = owner.child_by_field_id(fields.type)
        if annotation is not None and not self._is_whole(annotation, binding):
            return False
        if binding.scope.node.kind_id == kinds.switch_body or self._code.scopes.has_default(binding):
            return False
        if binding.declares is Declares.PARAMETER:
            is_given = owner.kind_id != kinds.optional_parameter and owner.child_by_field_id(fields.value) is None
            return is_given and not self._constants.assignments(binding)
        statement = tree.parent(owner)
        word = statement.child_by_field_id(fields.kind) if statement is not None else None
        is_const = word is not None and tree.text(word) == "const"
        return is_const and owner.child_by_field_id(fields.value) is not None

    def _is_whole(self, annotation: Node, binding: Binding | None = None) -> bool:
        """Say whether a type is that of a whole environment or context that is surely there.

        A type written out, ``{ env: Env }``, says it of the name that a pattern takes.
        """
        if self._tracer.types.name(annotation) in _WHOLE:
            return True
        inside = self._tree.first(annotation)
        path = self._code.scopes.path(binding) if binding is not None else ()
        if inside is None or inside.kind_id != self._kinds.object_type or len(path) != 1:
            return False
        for each in inside.named_children:
            key = each.child_by_field_id(self._fields.name) if each.kind_id == self._kinds.property_signature else None
            if key is not None and self._tree.property_name(key) == path[0]:
                said = each.child_by_field_id(self._fields.type)
                return said is not None and not _is_optional(each) and self._is_whole(said)
        return False

    # ``this.env``.

    def _of_instance(self, node: Node) -> Receiver:
        """Return ``this.env`` where ``this`` is an instance that has it."""
        around = self._tracer.classes.around(node)
        held = self._tracer.classes.field(around, "env") if around is not None else None
        if around is None or not isinstance(held, Env) or not _is_sure(held.root):
            return Receiver()
        member, is_later = self._member_around(node)
        if member is None:
            return Receiver()
        is_inherited = held.root.certainty is Certainty.HERITAGE
        if self._is_constructor(member):
            if not is_inherited or not self._is_built(member, node):
                return Receiver()
            return Receiver("this.env", held.root, is_certain=True)
        is_certain = is_inherited or (is_later and self._is_set_at_once(around))
        return Receiver("this.env", held.root, is_certain)

    def _member_around(self, node: Node) -> tuple[Node | None, bool]:
        """Return the member of a class that ``node`` stands in, and whether it runs only when that is called.

        ``None`` in a name or decorator, where ``this`` is no instance.
        """
        tree, kinds = self._tree, self._kinds
        inside, is_later = node, False
        for above in tree.ancestors(node):
            if above.kind_id == kinds.class_body:
                is_member = inside.kind_id in (kinds.method_definition, kinds.public_field_definition)
                return (inside if is_member else None), is_later
            if above.kind_id in (kinds.computed_property_name, kinds.decorator):
                return None, False
            is_later = is_later or above.kind_id in tree.functions
            inside = above
        return None, False

    def _is_constructor(self, member: Node) -> bool:
        key = member.child_by_field_id(self._fields.name)
        return member.kind_id == self._kinds.method_definition and (
            key is not None and self._tree.text(key) == "constructor"
        )

    def _is_built(self, constructor: Node, node: Node) -> bool:
        """Say whether ``node`` comes after the call of ``super``, a statement of ``constructor`` itself."""
        body = constructor.child_by_field_id(self._fields.body)
        for statement in body.named_children if body is not None else ():
            call = self._tree.first(statement)
            if call is not None and call.kind_id == self._kinds.call_expression:
                function = call.child_by_field_id(self._fields.function)
                if function is not None and function.kind_id == self._kinds.super_:
                    return statement.end_byte <= node.start_byte
        return False

    def _is_set_at_once(self, around: Node) -> bool:
        """Say whether a constructor gives the class ``around`` a whole environment as its field ``env``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        classes = self._tracer.classes
        constructor = classes.member(around, "constructor")
        if constructor is None:
            return False
        given = self._code.scopes.of(constructor).values.get("env")
        field = classes.member(around, "env")
        if field is None:
            is_there = given is not None and given.owner.kind_id == kinds.required_parameter
            annotation = given.owner.child_by_field_id(fields.type) if given is not None else None
            return is_there and annotation is not None and self._is_whole(annotation)
        annotation = field.child_by_field_id(fields.type)
        if annotation is None or not self._is_whole(annotation) or _is_optional(field):
            return False
        body = constructor.child_by_field_id(fields.body)
        for statement in body.named_children if body is not None else ():
            setting = tree.first(statement)
            target = setting.child_by_field_id(fields.left) if setting is not None else None
            if target is not None and tree.text(target) == "this.env":
                return True
        return False


def _contains(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def _is_optional(member: Node) -> bool:
    """Say whether a field or a property of a type is declared with ``?``."""
    return any(child.type == "?" for child in member.children)


def _is_sure(root: Root) -> bool:
    """Say whether an object with this ``root`` is the environment whatever other files say, or by its type."""
    return root.certainty is Certainty.TYPED or (root.certainty > Certainty.NAME and not root.parameter)
