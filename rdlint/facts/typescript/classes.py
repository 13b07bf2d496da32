"""Classes: what they extend, and what their fields are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.root import Certainty, Root
from rdlint.facts.type_name import TypeName
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Context, Env, Given, Imported, Instance, Local, Origin, Plain, Router, Shape
from rdlint.platform.base_classes import holds_environment
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

    from rdlint.facts.typescript.trace import Tracer

_BASES_LIMIT = 10


class Classes:
    """Reads the classes of one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._known: dict[tuple[int, str], Origin] = {}

    def around(self, node: Node) -> Node | None:
        """Return the class whose instance ``this`` is at ``node``; ``None`` when it is none's."""
        tree, kinds = self._tree, self._kinds
        inside = node
        for above in tree.ancestors(node):
            kind = above.kind_id
            if kind == kinds.class_body:
                if self._is_static(inside) or inside.kind_id == kinds.class_static_block:
                    return None
                return tree.parent(above)
            if kind in tree.functions and kind not in (kinds.arrow_function, kinds.method_definition):
                return None
            if kind == kinds.method_definition:
                body = tree.parent(above)
                if body is None or body.kind_id != kinds.class_body:
                    return None
            inside = above
        return None

    def base(self, node: Node) -> Callee | None:
        """Return what the class ``node`` extends, as records speak of it."""
        value = self.extended(node)
        if value is None:
            return None
        origin = self._tracer.of(value)
        if isinstance(origin, Imported):
            return Callee(origin.module, origin.name)
        if isinstance(origin, Local) and origin.node.kind_id in self._tree.classes:
            return Callee("", self._code.class_name(origin.node))
        is_name = value.kind_id in (self._kinds.identifier, self._kinds.member_expression)
        return Callee("", self._tree.text(value) if is_name else "")

    def extended(self, node: Node) -> Node | None:
        """Return what the class ``node`` extends; of ``Logged(Service)``, a mixin, the class inside."""
        return self._mixed(self._heritage(node))

    def is_mixed(self, node: Node) -> bool:
        """Say whether ``node`` extends what a function makes of a class, so that it may have any member."""
        return self._heritage(node) != self.extended(node)

    def payload(self, node: Node) -> TypeName | None:
        """Return the first type that the class ``node`` gives to its base, ``None`` when it is not a mere name."""
        clause = self._extends(node)
        given = clause.child_by_field_id(self._fields.type_arguments) if clause is not None else None
        first = self._tree.first(given) if given is not None else None
        is_name = first is not None and first.kind_id == self._kinds.type_identifier
        return self._code.type_name(given) if is_name else None

    def _heritage(self, node: Node) -> Node | None:
        """Return the expression after ``extends``."""
        clause = self._extends(node)
        return clause.child_by_field_id(self._fields.value) if clause is not None else None

    def _extends(self, node: Node) -> Node | None:
        """Return what stands from ``extends`` on, with the types that the base is given."""
        kinds = self._kinds
        for child in node.named_children:
            if child.kind_id == kinds.class_heritage:
                for clause in child.named_children:
                    if clause.kind_id == kinds.extends_clause:
                        return clause
        return None

    def _mixed(self, value: Node | None) -> Node | None:
        """Return the class that ``value`` is made of: that of ``Logged(Service)``, which a mixin extends."""
        for _ in range(_BASES_LIMIT):
            arguments = (
                self._tree.arguments(value)
                if value is not None and value.kind_id == self._kinds.call_expression
                else []
            )
            if not arguments:
                break
            value = self._tree.unwrapped(arguments[0])
            if value.kind_id == self._kinds.instantiation_expression:  # Logged(Service<Env>)
                value = self._tree.first(value)
        return value

    def is_framework(self, node: Node) -> bool:
        """Say whether the class ``node`` extends one of the framework, itself or through classes of this file."""
        at: Node | None = node
        for _ in range(_BASES_LIMIT):
            base = self.base(at) if at is not None else None
            if at is None or base is None:
                return False
            if is_framework_base(base):
                return True
            at = self.local_base(at)
        return False

    def local_base(self, node: Node) -> Node | None:
        """Return the class of this file that the class ``node`` extends."""
        value = self.extended(node)
        origin = self._tracer.of(value) if value is not None else None
        is_class = isinstance(origin, Local) and origin.node.kind_id in self._tree.classes
        return origin.node if isinstance(origin, Local) and is_class else None

    def members(self, node: Node) -> list[Node]:
        """Return the methods and fields of the class ``node``."""
        body = node.child_by_field_id(self._fields.body)
        return [] if body is None else body.named_children

    def member(self, node: Node, name: str, is_static: bool = False) -> Node | None:
        """Return the method (with a body) or field ``name`` of the class ``node`` itself."""
        kinds, fields = self._kinds, self._fields
        for each in self.members(node):
            if each.kind_id in (kinds.method_definition, kinds.public_field_definition):
                key = each.child_by_field_id(fields.name)
                named = self._tree.property_name(key) if key is not None else None
                if named == name and self._is_static(each) == is_static:
                    return each
        return None

    def static(self, node: Node, name: str) -> Origin:
        """Return what the static member ``name`` of the class ``node`` is."""
        found = self.member(node, name, is_static=True)
        return self._of_member(found) if found is not None else None

    def field(self, node: Node, name: str) -> Origin:
        """Return what the member ``name`` of instances of the class ``node`` is."""
        key = (node.id, name)
        if key not in self._known:
            self._known[key] = None  # while it is being found, should it depend on itself
            self._known[key] = self._field(node, name)
        return self._known[key]

    def _field(self, node: Node, name: str) -> Origin:
        at: Node | None = node
        for _ in range(_BASES_LIMIT):
            if at is None:
                break
            own = self._own(at, name)
            if own is not None:
                return own
            base = self.local_base(at)
            if base is None:
                return self._inherited(at, name)
            at = base
        return None

    def _inherited(self, top: Node, name: str) -> Origin:
        """Return what ``name`` is by the base of ``top``, which stands in another file or nowhere."""
        base = self.base(top)
        if base is None:
            return Env(Root(Certainty.NAME)) if name == "env" else None
        if name == "env" and is_framework_base(base):
            return Env(Root(Certainty.HERITAGE))
        if not base.module:
            return Env(Root(Certainty.NAME)) if name == "env" else None
        if is_environment_name(name):
            return Env(Root(Certainty.FLOW, f"{self._code.class_name(top)}.this.{name}"))
        return Imported(base.module, f"{base.name}.{name}")

    def _own(self, node: Node, name: str) -> Origin:
        """Return what the class ``node`` itself says of its member ``name``."""
        kinds, fields = self._kinds, self._fields
        constructor = self.member(node, "constructor")
        if constructor is not None:
            parameter = self._code.scopes.of(constructor).values.get(name)
            if parameter is not None and parameter.declares is Declares.PARAMETER and self._is_property(parameter):
                return self._tracer.binding(parameter)
        found = self.member(node, name)
        origin = self._of_member(found) if found is not None else None
        is_method = found is not None and found.kind_id == kinds.method_definition
        if is_method or (origin is not None and not isinstance(origin, Given)):
            return origin
        assigned = self._assigned(node, name)
        if assigned is not None or origin is not None:
            return assigned or origin
        if found is not None and name == "env" and found.child_by_field_id(fields.type) is not None:
            said = self._tracer.types.of(found.child_by_field_id(fields.type))
            return Env(Root(Certainty.NAME)) if said is Plain.ANY and self.extended(node) is None else None
        return None

    def _of_member(self, member: Node) -> Origin:
        kinds, fields = self._kinds, self._fields
        if member.kind_id == kinds.method_definition:
            return self._getter(member) if any(child.type == "get" for child in member.children[:4]) else Local(member)
        annotation = member.child_by_field_id(fields.type)
        said = self._tracer.types.of(annotation) if annotation is not None else Plain.ANY
        if isinstance(said, (Env, Context, Router, Instance)):
            return said
        value = member.child_by_field_id(fields.value)
        if value is not None:
            return self._tracer.of(value)
        return said if isinstance(said, (Given, Shape)) else None

    def _getter(self, method: Node) -> Origin:
        kinds, fields = self._kinds, self._fields
        for child in method.named_children:
            if child.kind_id == kinds.type_annotation:
                said = self._tracer.types.of(child)
                if isinstance(said, (Env, Context, Router)):
                    return said
        body = method.child_by_field_id(fields.body)
        last = body.named_children[-1] if body is not None and body.named_children else None
        is_return = last is not None and last.kind_id == kinds.return_statement
        return self._tracer.of(self._tree.first(last)) if last is not None and is_return else None

    def _assigned(self, node: Node, name: str) -> Origin:
        """Return what ``this.name`` is set to somewhere in the class ``node``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        for at in tree.words(name.encode(), node.start_byte, node.end_byte):
            leaf = tree.leaf(at)
            target = tree.parent(leaf) if leaf is not None else None
            if target is None or target.kind_id != kinds.member_expression:
                continue
            above = tree.parent(target)
            if above is None or above.kind_id != kinds.assignment_expression:
                continue
            if above.child_by_field_id(fields.left) != target:
                continue
            owner = target.child_by_field_id(fields.object)
            if owner is None or owner.kind_id != kinds.this or self.around(owner) != node:
                continue
            origin = self._tracer.of(above.child_by_field_id(fields.right))
            if isinstance(origin, (Env, Context, Given, Router, Instance, Imported)):
                return origin
        return None

    def _is_property(self, parameter: Binding) -> bool:
        """Say whether a constructor parameter declares a field: ``private env: Env``."""
        written = self._tree.text(parameter.owner)
        return written.startswith(("private", "public", "protected", "readonly", "override"))

    def _is_static(self, member: Node) -> bool:
        return any(child.type == "static" for child in member.children[:4])


def is_environment_name(name: str) -> bool:
    """Say whether a field called ``name`` is one that holds an environment by habit."""
    return "env" in name.lower() or name.lower() == "bindings"


def is_framework_base(base: Callee) -> bool:
    """Say whether ``base`` is a class of the framework: its instances have the environment."""
    return holds_environment(base.module, base.name)
