"""What other files can have the environment from: types, fields, variables and functions that a file exports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.holding import Alias, Holding
from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript.classes import is_environment_name
from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.origin import (
    Context,
    Env,
    ForeignInstance,
    Given,
    Imported,
    Instance,
    Local,
    Origin,
    Router,
    Shape,
)
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.typescript.types import is_file
from rdlint.facts.worker import Export
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_FIELD = re.compile(rb"[eE]nv|bindings")
_BEFORE, _AFTER = re.compile(rb"[\w$#]*$"), re.compile(rb"[\w$]*")
_NAME_LIMIT = 40
_CLASSES_LIMIT = 2_000
#: The fields that a class can have from a base class of another file.
_INHERITED = ("env", "bindings")


class Holdings:
    """Collects them for one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._found: dict[Holding, None] = {}
        self._aliases: dict[Alias, None] = {}

    @property
    def found(self) -> tuple[Holding, ...]:
        """What is the environment, and under which condition."""
        return tuple(self._found)

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """What is another name for something."""
        return tuple(self._aliases)

    def find(self, exports: tuple[Export, ...]) -> None:
        """Look at everything that ``exports`` names, at every class, and at the parameters read so far."""
        scope = self._code.scopes.of(self._tree.root)
        for export in exports:
            if export.module:
                continue
            declared = scope.types.get(export.local)
            if declared is not None and declared.declares is Declares.TYPE:
                self._look_at_type(declared)
            binding = scope.values.get(export.local)
            if binding is not None:
                self._look_at(export.local, self._tracer.binding(binding), self._value(binding))
            elif export.local == DEFAULT and export.span is not None:
                value = self._default(export.span.start)
                self._look_at(DEFAULT, self._tracer.of(value), value)
        self._look_at_classes()
        for parameter, given in self._tracer.callbacks.typed.items():
            self._hold(parameter, given, Certainty.TYPED)

    def pass_function(self, callee: Callee, index: int, function: Callee) -> None:
        """Note that ``function`` is handed to ``callee``, which may call it with the environment."""
        self._aliases[Alias(f"{callee.name}#{index}" + (f"@{callee.module}" if callee.module else ""), function)] = None

    def _value(self, binding: Binding) -> Node | None:
        is_variable = binding.owner.kind_id == self._kinds.variable_declarator
        return binding.owner.child_by_field_id(self._fields.value) if is_variable else None

    def _default(self, at: int) -> Node | None:
        """Return the value of the `export default` or `module.exports =` whose name stands at byte ``at``."""
        leaf = self._tree.leaf(at)
        for above in self._tree.ancestors(leaf) if leaf is not None else ():
            if above.kind_id == self._kinds.export_statement:
                return above.child_by_field_id(self._fields.value)
            if above.kind_id == self._kinds.assignment_expression:
                return above.child_by_field_id(self._fields.right)
        return None

    def _look_at(self, name: str, origin: Origin, value: Node | None) -> None:
        """Note what the exported thing ``name`` is, which is ``value`` where it is a variable."""
        self._hold(name, origin)
        inside = self._tree.unwrapped(value) if value is not None else None
        if isinstance(origin, Local) and origin.node.kind_id in self._tree.functions:
            self._look_at_result(name, origin.node)
        other = self._other(origin)
        if other is not None and other.name != name:
            self._aliases[Alias(name, other)] = None
        elif inside is not None and inside.kind_id == self._kinds.object:
            self._look_at_members(name, inside)

    def _look_at_result(self, name: str, function: Node) -> None:
        returned = self._tracer.returned(function)
        if isinstance(returned, Given) and returned.parameter.startswith(f"{name}#"):
            return  # it gives back what it gets, which differs from call to call
        self._hold(f"{name}()", returned)
        other = self._other(returned)
        if other is not None and other.name != f"{name}()":
            self._aliases[Alias(f"{name}()", other)] = None

    def _look_at_members(self, name: str, holder: Node) -> None:
        tree, fields = self._tree, self._fields
        for each in holder.named_children:
            value: Node | None = each
            key = tree.text(each)
            if each.kind_id == self._kinds.pair:
                named = each.child_by_field_id(fields.key)
                key = (tree.property_name(named) or "") if named is not None else ""
                value = each.child_by_field_id(fields.value)
            elif each.kind_id != self._kinds.shorthand_property_identifier:
                continue
            other = self._other(self._tracer.of(value))
            if key and other is not None and other.name != f"{name}.{key}":
                self._aliases[Alias(f"{name}.{key}", other)] = None

    def _other(self, origin: Origin) -> Callee | None:
        """Return the function or class that ``origin`` is, or whose object it is."""
        if isinstance(origin, ForeignInstance):
            return origin.callee
        if isinstance(origin, Instance):
            name = self._code.class_name(origin.node)
            return Callee("", name) if name else None
        if isinstance(origin, Local) and origin.node.kind_id in self._tree.classes:
            name = self._code.class_name(origin.node)
            return Callee("", name) if name else None
        return self._tracer.callable(origin) if isinstance(origin, (Imported, Local)) else None

    def _hold(self, place: str, origin: Origin, certainty: Certainty = Certainty.FLOW) -> None:
        """Note that what stands at ``place`` is ``origin``."""
        if isinstance(origin, Env):
            self._add(place, origin.root)
        elif isinstance(origin, Given):
            self._add(place, Root(certainty, origin.parameter))
            if not origin.is_held:
                self._add(f"{place}.env", Root(certainty, origin.held))
        elif isinstance(origin, Router):
            self._add(f"{place}.env", origin.root)
        elif isinstance(origin, (Context, Instance, Shape)):
            held = origin if isinstance(origin, Context) else self._tracer.step(origin, "env")
            if isinstance(held, (Env, Context)):
                self._add(f"{place}.env", held.root)

    def _add(self, place: str, root: Root) -> None:
        if root.certainty > Certainty.NAME and root.parameter != place:
            self._found[Holding(place, root)] = None

    def _look_at_type(self, binding: Binding) -> None:
        said = self._tracer.types.declared(binding)
        shape = said if isinstance(said, Shape) else None
        for name in self._tracer.types.members(shape) if shape is not None else ():
            if is_environment_name(name):
                self._hold(f"{binding.name}.this.{name}", self._tracer.step(shape, name), Certainty.TYPED)
        self._hold(f"{binding.name}.this", self._tracer.typed(said), Certainty.TYPED)
        handled = self._tracer.types.handler(binding.owner.child_by_field_id(self._fields.value))
        if handled is not None:
            self._add(f"{binding.name}.this#{handled}.env", Root(Certainty.TYPED))
        function = self._tracer.types.function(binding.owner.child_by_field_id(self._fields.value))
        parameters = function.child_by_field_id(self._fields.parameters) if function is not None else None
        for index, each in enumerate(parameters.named_children if parameters is not None else ()):
            given = self._tracer.types.of(each.child_by_field_id(self._fields.type))
            self._hold(f"{binding.name}.this#{index}", self._tracer.typed(given), Certainty.TYPED)

    def _look_at_classes(self) -> None:
        tree = self._tree
        for count, at in enumerate(tree.words(b"class")):
            leaf = tree.leaf(at)
            node = tree.parent(leaf) if leaf is not None and leaf.type == "class" else None
            if node is None or node.kind_id not in tree.classes or count > _CLASSES_LIMIT:
                continue
            name = self._code.class_name(node)
            if not name:
                continue
            for field in self._fields_of(node):
                if is_environment_name(field):
                    self._hold(f"{name}.this.{field}", self._tracer.classes.field(node, field))
            base = self._tracer.classes.base(node)
            if base is not None and is_file(base.module):
                for field in _INHERITED:
                    self._add(f"{name}.this.{field}", Root(Certainty.FLOW, f"{base.name}.this.{field}@{base.module}"))

    def _fields_of(self, node: Node) -> list[str]:
        """Return the names in the class ``node`` that say environment, once each."""
        data = self._tree.data
        found: dict[str, None] = {}
        for match in _FIELD.finditer(data, node.start_byte, node.end_byte):
            before = _BEFORE.search(data, max(0, match.start() - _NAME_LIMIT), match.start())
            after = _AFTER.match(data, match.end())
            name = (before[0] if before else b"") + match[0] + (after[0] if after else b"")
            found[name.decode("utf-8", "replace")] = None
        return list(found)
