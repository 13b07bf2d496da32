"""Whether a piece of code runs while its file is loaded, before any request."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rdlint.facts.start import Loading
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import Global
from rdlint.facts.typescript.trace import Tracer

if TYPE_CHECKING:
    from tree_sitter import Node

#: So many places of one name are looked at for calls.
_CALLS_LIMIT = 500
#: The text is searched for so many names; beyond, a function counts as not called.
_NAMES_LIMIT = 200
#: Through so many functions, each called by the next, a piece of code is followed to the top level.
_DEPTH = 4
_SHORT_CIRCUITS = frozenset({b"&&", b"||", b"??", b"&&=", b"||=", b"??="})


class Run(NamedTuple):
    """How surely code runs while the file is loaded, and the call at the top level that it runs by, if by one."""

    loading: Loading
    through: Node | None = None


_NEVER = Run(Loading.NEVER)


class Loadings:
    """Judges the code of one file."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._called: dict[tuple[int, str], Run] = {}
        self._calls: dict[str, dict[str, list[Node]]] = {}
        self._depth = 0

    def of(self, node: Node) -> Run:
        """Return how surely ``node`` runs while the file is loaded."""
        tree, kinds = self._tree, self._kinds
        loading = Loading.ALWAYS
        inside = statement = node
        above = tree.parent(node)
        while above is not None:
            kind = above.kind_id
            if kind in tree.functions:
                loading = max(loading, self._inside_function(above, statement))
                outer = self._called_where_it_stands(above)
                if outer is None:
                    return self._further(loading, self._of_function(above))
                if outer.kind_id == kinds.new_expression:  # what a promise's executor throws, the promise fails with
                    loading = max(loading, Loading.ASYNC)
                above = outer
            elif kind == kinds.class_body:
                run = self._of_member(inside, above)
                if run is not None:
                    return self._further(loading, run)
            elif kind == kinds.statement_block:
                statement = inside
            elif self._is_conditional(above, inside):
                loading = max(loading, Loading.MAYBE)
            inside = above
            above = tree.parent(above)
        return Run(loading)

    def _further(self, loading: Loading, run: Run) -> Run:
        return Run(max(loading, run.loading), run.through)

    def _is_conditional(self, above: Node, inside: Node) -> bool:
        """Say whether ``inside``, a part of ``above``, may be passed over."""
        kinds, fields = self._kinds, self._fields
        kind = above.kind_id
        if kind in (kinds.if_statement, kinds.while_statement, kinds.ternary_expression):
            return above.child_by_field_id(fields.condition) != inside
        if kind == kinds.for_in_statement:
            return above.child_by_field_id(fields.right) != inside
        if kind in (kinds.binary_expression, kinds.augmented_assignment_expression):
            is_right = above.child_by_field_id(fields.right) == inside
            return is_right and self._tree.operator(above) in _SHORT_CIRCUITS
        return kind in (kinds.for_statement, kinds.switch_body, kinds.try_statement)

    def _inside_function(self, function: Node, statement: Node) -> Loading:
        """Return how surely ``statement``, of the body of ``function``, runs when that is called."""
        tree, kinds = self._tree, self._kinds
        if function.kind_id in (kinds.generator_function, kinds.generator_function_declaration):
            return Loading.NEVER
        marks = {tree.text(child) for child in function.children[:5] if not child.is_named}
        if "*" in marks:
            return Loading.NEVER
        body = function.child_by_field_id(self._fields.body)
        start, end = function.start_byte, statement.start_byte
        is_block = body is not None and body.kind_id == kinds.statement_block
        if is_block and any(True for word in (b"return", b"throw") for _ in tree.words(word, start, end)):
            return Loading.MAYBE
        return Loading.ASYNC if "async" in marks else Loading.ALWAYS

    def _called_where_it_stands(self, function: Node) -> Node | None:
        """Return the call of ``function`` in its place: ``(() => { … })()``, ``new Promise(() => { … })``."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        value = tree.wrapped(function)
        above = tree.parent(value)
        if above is None:
            return None
        if above.kind_id == kinds.call_expression:
            return above if above.child_by_field_id(fields.function) == value else None
        made = tree.parent(above) if above.kind_id == kinds.arguments else None
        if made is None or made.kind_id != kinds.new_expression:
            return None
        is_promise = self._tracer.of(made.child_by_field_id(fields.constructor)) == Global("Promise")
        return made if is_promise else None

    def _of_member(self, member: Node, body: Node) -> Run | None:
        """Return when the field ``member`` of a class is set; ``None``: when the class is."""
        tree, kinds = self._tree, self._kinds
        if member.kind_id == kinds.class_static_block:
            return None
        if member.kind_id != kinds.public_field_definition:
            return _NEVER
        if any(tree.text(child) == "static" for child in member.children[:4]):
            return None
        owner = tree.parent(body)
        name = self._code.class_name(owner) if owner is not None else ""
        return self._of_called(body, f"{name}.constructor") if name else _NEVER

    def _of_function(self, function: Node) -> Run:
        name = self._code.function_name(function)
        return self._of_called(function, name) if name else _NEVER

    def _of_called(self, function: Node, name: str) -> Run:
        """Return how surely the function ``name`` of this file is called while it is loaded."""
        key = (function.id, name)
        if key not in self._called:
            if self._depth >= _DEPTH:
                return _NEVER
            self._called[key] = _NEVER  # while it is being found, should it call itself
            self._depth += 1
            self._called[key] = self._first_call(name)
            self._depth -= 1
        return self._called[key]

    def _first_call(self, name: str) -> Run:
        """Return the surest of the calls of the function ``name``."""
        owner, _, word = name.rpartition(".")
        if word == "constructor":
            word = owner.rpartition(".")[2]
        best = _NEVER
        for call in self._calls_by(word).get(name, ()):
            run = self.of(call)
            if run.loading < best.loading:
                best = Run(run.loading, run.through or call)
            if best.loading == Loading.ALWAYS:
                break
        return best

    def _calls_by(self, word: str) -> dict[str, list[Node]]:
        """Return the calls of functions of this file that end with ``word``, by the function's name."""
        tree = self._tree
        if word not in self._calls and len(self._calls) < _NAMES_LIMIT:
            found = self._calls[word] = {}
            for count, at in enumerate(tree.words(word.encode())):
                leaf = tree.leaf(at) if count < _CALLS_LIMIT else None
                if leaf is None:
                    break
                call = self.call_of(leaf)
                callee = self._tracer.callee(call) if call is not None else None
                if call is not None and callee is not None and not callee.module:
                    found.setdefault(callee.name, []).append(call)
        return self._calls.get(word, {})

    def call_of(self, leaf: Node) -> Node | None:
        """Return the call or ``new`` that ``leaf``, a name or the last of ``a.b.c``, says what to call of."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        function = leaf
        above = tree.parent(leaf)
        if above is not None and above.kind_id == kinds.member_expression:
            if above.child_by_field_id(fields.property) != leaf:
                return None
            function = above
        elif leaf.kind_id != kinds.identifier:
            return None
        function = tree.wrapped(function)
        call = tree.parent(function)
        if call is None or call.kind_id not in (kinds.call_expression, kinds.new_expression):
            return None
        called = call.child_by_field_id(fields.function) or call.child_by_field_id(fields.constructor)
        return call if called == function else None
