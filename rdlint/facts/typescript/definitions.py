"""What the exported names of a file are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.callee import Callee
from rdlint.facts.definition import Definition, Definitions, Literal, Nature, Option, TypedName
from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.origin import Imported
from rdlint.facts.typescript.texts import Texts
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.worker import Export
from rdlint.span import Span
from rdlint.syntax.ecmascript.scope import Binding, Declares

if TYPE_CHECKING:
    from tree_sitter import Node

#: So many names are followed from an export to its value, and so many members or elements read of an object.
_NAMES_LIMIT = 10
_MEMBERS_LIMIT = 200
#: In a file with more exports than this the further ones are not looked at.
_EXPORTS_LIMIT = 500
_PLAIN = frozenset({"string", "template_string", "number", "true", "false", "null", "undefined", "regex"})
_WRITTEN = frozenset({"number", "true", "false", "null"})


def definitions(code: Code, exports: tuple[Export, ...], tracer: Tracer, texts: Texts) -> Definitions:
    """Return what each exported value of the file is; those that other files define are left out."""
    read = _Definitions(code, tracer, texts)
    own = [each for each in exports[:_EXPORTS_LIMIT] if not each.module and not each.is_type]
    found = [each for export in own if (each := read.of(export)) is not None]
    is_whole = not code.tree.root.has_error and all(each.name != "*" for each in exports)
    return Definitions(tuple(found), is_whole and b"module.exports" not in code.tree.data)


class _Definitions:
    """Reads the definitions of one file."""

    def __init__(self, code: Code, tracer: Tracer, texts: Texts) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._texts = texts

    def of(self, export: Export) -> Definition | None:
        """Return what ``export`` is, ``None`` where its declaration is not found."""
        if export.span is None:
            return None
        binding = self._code.scopes.of(self._tree.root).values.get(export.local)
        if binding is not None:
            value = self._declared(binding)
        elif export.local == DEFAULT:
            value = self._default(export.span)
        else:
            value = None
        if value is None:
            return None
        return self._definition(export, self._followed(value), self._type(binding))

    def _definition(self, export: Export, value: Node, declared: str) -> Definition:
        tree, kinds = self._tree, self._kinds
        span = export.span or self._code.span(value)
        kind, place = value.kind_id, self._code.span(value)
        if kind in tree.functions or kind == kinds.function_signature:
            parameters = tuple(self._parameters(value))
            return Definition(export.name, span, place, Nature.FUNCTION, None, declared, parameters)
        if kind in tree.classes:
            return Definition(export.name, span, place, Nature.CLASS, type=declared)
        if kind == kinds.call_expression:
            callee, given = self._tracer.callee(value), tree.arguments(value)
            is_spread = any(each.kind_id == kinds.spread_element for each in given)
            options = self._options(self._followed(given[0])) if given else None
            arguments = -1 if is_spread else len(given)
            return Definition(export.name, span, place, Nature.CALL, callee, declared, (), arguments, options)
        if kind in (kinds.object, kinds.array, kinds.enum_declaration):
            return Definition(export.name, span, place, Nature.OBJECT, type=declared)
        if value.type in _PLAIN:
            return Definition(export.name, span, place, Nature.LITERAL, type=declared)
        origin = self._tracer.of(value) if kind in (kinds.identifier, kinds.member_expression) else None
        if isinstance(origin, Imported) and origin.module:
            callee = Callee(origin.module, origin.name)
            return Definition(export.name, span, place, Nature.IMPORTED, callee, declared)
        return Definition(export.name, span, place, Nature.UNKNOWN, type=declared)

    def _declared(self, binding: Binding) -> Node | None:
        """Return the value that ``binding`` always has, the declaration of a function or class, or its name."""
        if binding.declares in (Declares.FUNCTION, Declares.CLASS, Declares.ENUM):
            return binding.owner
        if binding.declares is Declares.VARIABLE:
            return self._texts.values.constants.value(binding) or binding.node
        return binding.node

    def _default(self, span: Span) -> Node | None:
        """Return what `export default` exports without a name."""
        tree, fields = self._tree, self._fields
        leaf = tree.leaf(span.start)
        statement = tree.parent(leaf) if leaf is not None else None
        if statement is None or statement.kind_id != self._kinds.export_statement:
            return None
        return statement.child_by_field_id(fields.value) or statement.child_by_field_id(fields.declaration)

    def _followed(self, value: Node) -> Node:
        """Return the expression that ``value`` always stands for."""
        tree = self._tree
        for _ in range(_NAMES_LIMIT):
            value = tree.unwrapped(value)
            if value.kind_id != self._kinds.identifier:
                break
            binding = self._code.scopes.resolve(tree.text(value), value)
            found = self._declared(binding) if binding is not None else None
            if found is None or (binding is not None and found == binding.node):
                break
            value = found
        return value

    def _type(self, binding: Binding | None) -> str:
        declared = binding is not None and binding.owner.kind_id == self._kinds.variable_declarator
        annotation = binding.owner.child_by_field_id(self._fields.type) if binding is not None and declared else None
        return self._tracer.types.name(annotation) if annotation is not None else ""

    def _parameters(self, function: Node) -> list[TypedName]:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        single = function.child_by_field_id(fields.parameter)
        if single is not None:
            return [TypedName(tree.text(single))]
        found: list[TypedName] = []
        parameters = function.child_by_field_id(fields.parameters)
        for each in parameters.named_children if parameters is not None else ():
            pattern = each.child_by_field_id(fields.pattern)
            if pattern is None or pattern.kind_id == kinds.this:
                continue
            annotation = each.child_by_field_id(fields.type)
            name = tree.text(pattern) if pattern.kind_id == kinds.identifier else ""
            found.append(TypedName(name, self._tracer.types.name(annotation) if annotation is not None else ""))
        return found

    def _options(self, given: Node) -> tuple[Option, ...] | None:
        """Return the members of the object literal ``given``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if given.kind_id != kinds.object:
            return None
        found: list[Option] = []
        for each in given.named_children[:_MEMBERS_LIMIT]:
            if each.kind_id == kinds.comment:
                continue
            key: Node | None = each
            value: Node | None = None
            if each.kind_id == kinds.pair:
                key, value = each.child_by_field_id(fields.key), each.child_by_field_id(fields.value)
            elif each.kind_id == kinds.method_definition:
                key = each.child_by_field_id(fields.name)
            elif each.kind_id == kinds.shorthand_property_identifier:
                value = each
            name = tree.property_name(key) if key is not None and each.kind_id != kinds.spread_element else None
            if key is None or name is None:
                return None
            found.append(self._option(name, key, value))
        return tuple(found)

    def _option(self, name: str, key: Node, value: Node | None) -> Option:
        kinds = self._kinds
        span = self._code.inner_span(key)
        if value is None:
            return Option(name, span)
        value = self._named(value)
        if value.kind_id != kinds.array:
            literals = self._literals(value)
            return Option(name, span, literals, is_whole=bool(literals))
        elements = [each for each in value.named_children if each.kind_id != kinds.comment]
        read = [self._literals(self._named(each)) for each in elements[:_MEMBERS_LIMIT]]
        is_whole = all(read) and len(read) == len(elements) and not self._grows(value)
        return Option(name, span, tuple(each for literals in read for each in literals), True, is_whole)

    def _grows(self, value: Node) -> bool:
        """Say whether the array ``value`` has a name by which elements are added later."""
        named = self._tree.parent(self._tree.wrapped(value))
        name = named.child_by_field_id(self._fields.name) if named is not None else None
        text = self._tree.text(name).encode() if name is not None else b""
        return any(text + method in self._tree.data for method in (b".push(", b".unshift(", b".splice("))

    def _named(self, value: Node) -> Node:
        """Follow ``value``, also when it is the short form of a member: ``{ origin }``."""
        if value.kind_id == self._kinds.shorthand_property_identifier:
            binding = self._code.scopes.resolve(self._tree.text(value), value)
            found = self._declared(binding) if binding is not None else None
            return self._followed(found) if found is not None else value
        return self._followed(value)

    def _literals(self, value: Node) -> tuple[Literal, ...]:
        """Return the one plain value that ``value`` is, or nothing."""
        if value.type in _WRITTEN:
            return (Literal(self._tree.text(value), self._code.span(value)),)
        rows = self._texts.of(value)
        if len(rows) != 1 or not all(piece.literal for piece in rows[0]):
            return ()
        return (Literal("".join(piece.literal for piece in rows[0]), self._code.inner_span(value)),)
