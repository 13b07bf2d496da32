"""Texts that are put together in Python: which values an expression can have, as far as the file tells.

Followed are literals, f-strings, `+`, `%`, `.format`, `or`, conditional expressions, names and
attributes, entries of constant dictionaries, functions that return a text, and calls with a default.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import libcst as cst

from rdlint.syntax.python.classes import Classes, decorators
from rdlint.syntax.python.format import Place, brace_places, call_arguments, percent_arguments, percent_places
from rdlint.syntax.python.scope import Binding, Declares, Scopes
from rdlint.syntax.python.tree import Tree, dotted, string, unescaped

_DEPTH = 24
_ALTERNATIVES = 8
_PARTS = 64
#: A name that is bound more often is not followed.
_BINDINGS = 32
#: Methods that leave the beginning of a text as it is, and its end if nothing is to be cut there.
_KEEPING = frozenset({"strip", "rstrip", "removesuffix", "lower", "geturl", "unicode_string"})
#: Calls that give their argument back as text.
_TEXT_CALLS = frozenset({"str", "URL", "URL.new", "httpx.URL", "yarl.URL", "js.URL.new", "urlparse", "urlsplit"})
#: What is sure to stay of a URL that a path is put after.
#: Methods and functions whose last argument is what comes if there is nothing else, by the number of arguments.
_ORIGIN = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_WITH_DEFAULT = {"get": 2, "pop": 2, "setdefault": 2, "getenv": 2, "getattr": 3}


class Part(NamedTuple):
    """A part of a text: ``literal`` at the bytes ``start`` to ``end``, or what the expression ``node`` gives."""

    start: int
    end: int
    literal: str
    node: cst.CSTNode | None


#: One possible text.
Row = tuple[Part, ...]


class Values:
    """Works out texts in one file."""

    def __init__(self, tree: Tree, scopes: Scopes, classes: Classes) -> None:
        self._tree = tree
        self._scopes = scopes
        self._classes = classes
        self._known: dict[cst.CSTNode, tuple[Row, ...]] = {}
        self._level = 0
        self._returns: dict[cst.CSTNode, list[cst.BaseExpression]] | None = None

    def of(self, node: cst.CSTNode) -> tuple[Row, ...]:
        """Return the possible texts of ``node``, at most eight; a part that is not known keeps its node."""
        if node not in self._known:
            if self._level > _DEPTH:
                return (self._unknown(node),)
            self._known[node] = (self._unknown(node),)  # while it is being found, should it depend on itself
            self._level += 1
            self._known[node] = tuple(dict.fromkeys(self._of(node)))[:_ALTERNATIVES]
            self._level -= 1
        return self._known[node]

    def returned(self, function: cst.CSTNode) -> list[cst.BaseExpression]:
        """Return the expressions that ``function`` returns."""
        if self._returns is None:
            self._returns = {}
            for node in self._tree.all(cst.Return):
                around = self._scopes.function_around(node)
                if around is not None and node.value is not None:
                    self._returns.setdefault(around, []).append(node.value)
        return self._returns.get(function, [])

    def _unknown(self, node: cst.CSTNode) -> Row:
        return (Part(*self._tree.span(node), "", node),)

    def _of(self, node: cst.CSTNode) -> tuple[Row, ...]:
        if isinstance(node, cst.SimpleString):
            return self._literal(node)
        if isinstance(node, cst.Integer):
            return ((Part(*self._tree.span(node), node.value, None),),)
        if isinstance(node, cst.FormattedString):
            return self._template(node)
        if isinstance(node, cst.ConcatenatedString):
            return self._joined(self._strings(node))
        if isinstance(node, cst.BinaryOperation):
            return self._operation(node)
        if isinstance(node, cst.BooleanOperation):
            options = (node.left, node.right) if isinstance(node.operator, cst.Or) else (node.right,)
            return self._choice(options)
        if isinstance(node, cst.IfExp):
            return self._choice((node.body, node.orelse))
        if isinstance(node, cst.NamedExpr):
            return self.of(node.value)
        if isinstance(node, cst.Await):
            return self.of(node.expression)
        if isinstance(node, cst.Name):
            return self._name(node)
        if isinstance(node, cst.Attribute):
            return self._attribute(node)
        if isinstance(node, cst.Subscript):
            entry = self._constant(node)
            return (self._unknown(node),) if entry is None else self.of(entry)
        if isinstance(node, cst.Call):
            return self._call(node)
        return (self._unknown(node),)

    # Literals.

    def _literal(self, node: cst.SimpleString) -> tuple[Row, ...]:
        text = string(node)
        if text is None:
            return (self._unknown(node),)
        start, end = self._tree.span(node)
        before, after = len(node.prefix) + len(node.quote), len(node.quote)
        return ((Part(start + before, end - after, text, None),),) if text else ((),)

    def _template(self, node: cst.FormattedString) -> tuple[Row, ...]:
        is_raw = "r" in node.prefix.lower()
        rows: list[tuple[Row, ...]] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                doubled = part.value.replace("{{", "{").replace("}}", "}")
                text = doubled if is_raw else unescaped(doubled)
                rows.append((self._unknown(part) if text is None else (Part(*self._tree.span(part), text, None),),))
            elif isinstance(part, cst.FormattedStringExpression):
                is_plain = part.format_spec is None and part.conversion in (None, "s")
                rows.append(self.of(part.expression) if is_plain else (self._unknown(part),))
        return _product(rows)

    def _strings(self, node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
        """Yield the literals of `"a" "b" "c"`."""
        at = node
        while isinstance(at, cst.ConcatenatedString):
            yield at.left
            at = at.right
        yield at

    def _joined(self, nodes: Iterator[cst.BaseExpression] | Sequence[cst.BaseExpression]) -> tuple[Row, ...]:
        return _product([self.of(node) for node in nodes])

    def _choice(self, nodes: Sequence[cst.CSTNode]) -> tuple[Row, ...]:
        return tuple(row for node in nodes for row in self.of(node))

    # Operators.

    def _operation(self, node: cst.BinaryOperation) -> tuple[Row, ...]:
        """Read a chain of `+` from its left end, without recursion, and `%`."""
        if isinstance(node.operator, cst.Modulo):
            return self._filled(node, node.left, percent_places, percent_arguments(node.right))
        terms: list[cst.BaseExpression] = []
        at: cst.BaseExpression = node
        while isinstance(at, cst.BinaryOperation) and isinstance(at.operator, cst.Add):
            terms.append(at.right)
            at = at.left
        if not terms:
            return (self._unknown(node),)
        return self._joined([at, *reversed(terms)][:_PARTS])

    def _filled(
        self,
        node: cst.CSTNode,
        template: cst.CSTNode,
        places: Callable[[str, int], Iterator[Place]],
        arguments: dict[str | int, cst.BaseExpression],
    ) -> tuple[Row, ...]:
        """Put ``arguments`` into the places of the text ``template``."""
        found: list[Row] = []
        for row in self.of(template):
            pieces: list[tuple[Row, ...]] = []
            count = 0
            for part in row:
                at = 0
                for place in places(part.literal, count):
                    pieces.append((_slice(part, at, place.start),))
                    at = place.end
                    argument = arguments.get(place.key) if place.key is not None else None
                    if place.literal:
                        pieces.append(((Part(part.start, part.end, place.literal, None),),))
                    else:
                        pieces.append((self._unknown(node),) if argument is None else self.of(argument))
                        count += 1
                pieces.append((_slice(part, at, len(part.literal)),) if part.node is None else ((part,),))
            found.extend(_product(pieces))
        return tuple(found)

    # Names, attributes and entries.

    def _name(self, node: cst.Name) -> tuple[Row, ...]:
        if node.value == "None":
            return ()
        return self.bound(self._scopes.resolve(node.value, node), node)

    def bound(self, bindings: Sequence[Binding], node: cst.CSTNode) -> tuple[Row, ...]:
        """Return what a name is bound to anywhere; a `+=` makes the end unknown."""
        rows: list[Row] = []
        grows = False
        if len(bindings) > _BINDINGS:
            return (self._unknown(node),)
        for binding in bindings:
            if binding.declares is Declares.GROWN:
                grows = True
            elif binding.declares is Declares.VARIABLE:
                rows.extend(self.of(binding.value) if binding.value is not None else ())
            elif binding.declares is Declares.PARAMETER:
                rows.extend(self.of(binding.value) if binding.value is not None else ())
                rows.append(self._unknown(node))
            elif binding.declares is Declares.ITEM:
                rows.extend(self._items(binding.value, node))
            else:
                rows.append(self._unknown(node))
        if not bindings:
            rows.append(self._unknown(node))
        return _product([tuple(rows), (self._unknown(node),)]) if grows else tuple(rows)

    def _items(self, node: cst.CSTNode | None, name: cst.CSTNode) -> tuple[Row, ...]:
        """Return what a loop over ``node`` gives its variable."""
        holder = self._constant(node)
        if isinstance(holder, (cst.List, cst.Tuple, cst.Set)) and len(holder.elements) <= _ALTERNATIVES:
            return self._choice([element.value for element in holder.elements])
        return (self._unknown(name),)

    def _attribute(self, node: cst.Attribute) -> tuple[Row, ...]:
        """Read `self.name`, `Class.NAME` and `Enum.MEMBER.value`."""
        if node.attr.value == "value" and isinstance(node.value, cst.Attribute):
            member = self._member(node.value)
            return self._choice(member) if member else (self._unknown(node),)
        values = self._member(node)
        return self._choice(values) if values else (self._unknown(node),)

    def _member(self, node: cst.Attribute) -> list[cst.BaseExpression]:
        """Return the values that a class of this file gives the attribute ``node``, the nearest class first."""
        held = self._classes.held(node.value) or self._classes.local(node.value)
        if held is None and isinstance(node.value, cst.Call):  # Config().name
            held = self._classes.local(node.value.func)
        if held is None and isinstance(node.value, cst.Name) and self._level <= _DEPTH:  # config = Config()
            self._level += 1
            made = self._constant(node.value)
            self._level -= 1
            held = self._classes.local(made.func) if isinstance(made, cst.Call) else None
        for each in self._classes.line(held) if held is not None else ():
            values = [value for value, _ in self._classes.assigned(each, node.attr.value)]
            for binding in self._classes.own(each, node.attr.value):
                if binding.declares is Declares.VARIABLE and binding.value is not None:
                    values.append(binding.value)
                elif isinstance(binding.owner, cst.FunctionDef) and "property" in decorators(binding.owner):
                    values.extend(self.returned(binding.owner))
            if values:
                return values if len(values) <= _BINDINGS else []
        return []

    def _constant(self, node: cst.CSTNode | None) -> cst.CSTNode | None:
        """Return the one expression that a name, attribute or entry of a dictionary stands for."""
        keys: list[str] = []
        for _ in range(_DEPTH):
            if isinstance(node, cst.Name):
                bindings = self._scopes.resolve(node.value, node)
                is_set_once = len(bindings) == 1 and bindings[0].declares is Declares.VARIABLE
                node = bindings[0].value if is_set_once else None
            elif isinstance(node, cst.Attribute):
                values = self._member(node)
                node = values[0] if len(values) == 1 else None
            elif isinstance(node, cst.Subscript) and (key := subscript_text(node)) is not None:
                keys.append(key)
                node = node.value
            elif isinstance(node, cst.Dict) and keys:
                key = keys.pop()
                pairs = (each for each in node.elements if isinstance(each, cst.DictElement))
                node = next((each.value for each in pairs if string(each.key) == key), None)
            else:
                return None if keys else node
        return None

    # Calls.

    def _call(self, node: cst.Call) -> tuple[Row, ...]:
        arguments = call_arguments(node)
        first = arguments.get(0)
        method = node.func.attr.value if isinstance(node.func, cst.Attribute) else ""
        name = dotted(node.func)
        default = arguments.get(_WITH_DEFAULT.get(method or name, 0) - 1, arguments.get("default"))
        if default is not None:
            return (self._unknown(node), *self.of(default))
        if isinstance(node.func, cst.Attribute) and method == "format":
            return self._filled(node, node.func.value, brace_places, arguments)
        if isinstance(node.func, cst.Attribute) and method in _KEEPING:
            return tuple(_trimmed(row, method, string(first) or "") for row in self.of(node.func.value))
        if isinstance(node.func, cst.Attribute) and method == "join" and first is not None:
            return self._separated(node, node.func.value, first)
        if name in _TEXT_CALLS and first is not None and 1 not in arguments:
            return self.of(first)
        if name.rpartition(".")[2] == "urljoin" and first is not None and 1 in arguments:
            return self._based(node, self.of(first), self.of(arguments[1]))
        return self._result(node)

    def _separated(self, node: cst.Call, separator: cst.BaseExpression, texts: cst.BaseExpression) -> tuple[Row, ...]:
        """Read `"/".join([a, b])`."""
        if not isinstance(texts, (cst.List, cst.Tuple)) or len(texts.elements) > _ALTERNATIVES:
            return (self._unknown(node),)
        terms = [each for element in texts.elements for each in (separator, element.value)]
        return self._joined(terms[1:])

    def _result(self, node: cst.Call) -> tuple[Row, ...]:
        """Return what a function or method of this file returns."""
        function: cst.CSTNode | None = None
        if isinstance(node.func, cst.Name):
            bindings = self._scopes.resolve(node.func.value, node.func)
            function = bindings[0].owner if len(bindings) == 1 else None
        elif isinstance(node.func, cst.Attribute):
            held = self._classes.held(node.func.value) or self._classes.local(node.func.value)
            function = self._classes.method(held, node.func.attr.value) if held is not None else None
        returned = self.returned(function) if isinstance(function, cst.FunctionDef) else []
        if not returned or not isinstance(function, cst.FunctionDef):
            return (self._unknown(node),)
        given = self._given(function, node)
        rows = self._choice(returned[:_ALTERNATIVES])
        return tuple(found for row in rows for found in _product([self._received(part, given) for part in row]))

    def _given(self, function: cst.FunctionDef, call: cst.Call) -> dict[cst.CSTNode, cst.BaseExpression]:
        """Return what ``call`` gives to the parameters of ``function``."""
        arguments = call_arguments(call)
        parameters = [*function.params.posonly_params, *function.params.params]
        if self._scopes.class_of(function) is not None and "staticmethod" not in decorators(function):
            parameters = parameters[1:]
        found: dict[cst.CSTNode, cst.BaseExpression] = {}
        for index, parameter in enumerate([*parameters, *function.params.kwonly_params]):
            argument = arguments.get(parameter.name.value, arguments.get(index))
            if argument is not None:
                found[parameter] = argument
        return found

    def _received(self, part: Part, given: dict[cst.CSTNode, cst.BaseExpression]) -> tuple[Row, ...]:
        """Return the texts of ``part``, which may be a parameter that is ``given`` something."""
        if isinstance(part.node, cst.Name):
            for binding in self._scopes.resolve(part.node.value, part.node):
                if binding.owner in given:
                    return self.of(given[binding.owner])
        return ((part,),)

    def _based(self, node: cst.Call, bases: tuple[Row, ...], paths: tuple[Row, ...]) -> tuple[Row, ...]:
        """Read `urljoin(base, path)`: of the base, scheme and host are sure to stay."""
        found: list[Row] = []
        for path in paths:
            if path and "://" in path[0].literal[:12]:
                found.append(path)
                continue
            rest = path if path and path[0].literal.startswith("/") else self._unknown(node)
            for base in bases:
                origin = _ORIGIN.match(base[0].literal) if base else None
                found.append((*_slice(base[0], 0, origin.end()), *rest) if origin else self._unknown(node))
        return tuple(found)


def subscript_text(node: cst.Subscript) -> str | None:
    """Return the one literal text between the brackets of ``node``."""
    index = node.slice[0].slice if len(node.slice) == 1 else None
    return string(index.value) if isinstance(index, cst.Index) else None


def _slice(part: Part, start: int, end: int) -> Row:
    """Return the characters ``start`` to ``end`` of a literal; it has its own place if it holds no escapes."""
    text = part.literal[start:end]
    if not text:
        return ()
    if len(part.literal.encode("utf-8", "replace")) != part.end - part.start:
        return (Part(part.start, part.end, text, None),)
    first = part.start + len(part.literal[:start].encode("utf-8", "replace"))
    return (Part(first, first + len(text.encode("utf-8", "replace")), text, None),)


def _trimmed(row: Row, method: str, what: str) -> Row:
    """Cut the end of a literal end as `rstrip` and `removesuffix` do."""
    if not row or row[-1].node is not None:
        return row
    text = row[-1].literal
    kept = text.removesuffix(what) if method == "removesuffix" else text.rstrip(what or None)
    return row if method == "lower" else (*row[:-1], *_slice(row[-1], 0, len(kept)))


def _product(alternatives: Sequence[tuple[Row, ...]]) -> tuple[Row, ...]:
    """Put each row of the first alternatives before each of the next."""
    rows: list[Row] = [()]
    for each in alternatives:
        rows = [(*before, *after)[:_PARTS] for before in rows for after in each][:_ALTERNATIVES]
    return tuple(rows)
