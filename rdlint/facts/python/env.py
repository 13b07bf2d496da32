"""Where the environment goes in Python code, and what is read from it.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import sys
from functools import cached_property

import libcst as cst

from rdlint.facts.callee import Callee
from rdlint.facts.python.code import Code
from rdlint.facts.python.fallback import Fallbacks
from rdlint.facts.python.origin import Env, Given, Instance, Local, Origin
from rdlint.facts.python.texts import Texts
from rdlint.facts.python.trace import Tracer
from rdlint.facts.root import Certainty, Root
from rdlint.facts.worker import Access, DynamicRead, EnvFlow, EnvRead
from rdlint.platform.python_workers import LISTING_MEMBERS, PROXY_MEMBERS
from rdlint.span import Span
from rdlint.syntax.python.format import call_arguments
from rdlint.syntax.python.tree import string
from rdlint.syntax.python.values import subscript_text

#: So many steps of `env.DB.prepare(q).bind(x).first()` are read.
_CHAIN_LIMIT = 8
#: In a file with more names than this that hold members, the further ones are not followed.
_STORED_LIMIT = 200
_MEMBER_CALLS = ("getattr", "hasattr", "setattr", "delattr")
#: Builtins that read no member of what they are given.
_IGNORING = ("bool", "callable", "hash", "id", "isinstance", "print", "repr", "super", "type")


class EnvUses:
    """Finds the uses of the environment in one file."""

    def __init__(self, code: Code, tracer: Tracer, texts: Texts, fallbacks: Fallbacks) -> None:
        self._code = code
        self._tracer = tracer
        self._texts = texts
        self._fallbacks = fallbacks
        self._stored_count = 0
        self._reads: list[EnvRead] = []
        self._dynamic: list[DynamicRead] = []
        self._flows: dict[EnvFlow, None] = {}

    @property
    def reads(self) -> tuple[EnvRead, ...]:
        """Every read and write of a member, in the order of the text."""
        return tuple(sorted(self._fallbacks.guarded(self._reads), key=lambda read: (read.span, read.root.parameter)))

    @property
    def dynamic_reads(self) -> tuple[DynamicRead, ...]:
        """Every use of an environment that may read any member."""
        return tuple(sorted(set(self._dynamic), key=lambda read: (read.span, read.root)))

    @property
    def flows(self) -> tuple[EnvFlow, ...]:
        """Every hand-over to a function."""
        return tuple(self._flows)

    def find(self) -> None:
        """Look at every expression that an environment can stand in."""
        tree = self._code.tree
        for attribute in tree.all(cst.Attribute):
            self._look_at_attribute(attribute)
        for subscript in tree.all(cst.Subscript):
            self._look_at_subscript(subscript)
        for call in tree.all(cst.Call):
            self._look_at_call(call)
        for comparison in tree.all(cst.Comparison):
            self._look_at_comparison(comparison)
        for assignment in tree.all(cst.Assign):
            self._look_at_assignment(assignment)
        going_on = (
            *(each.iter for each in tree.all(cst.For)),
            *(each.iter for each in tree.all(cst.CompFor)),
            *(each.value for each in tree.all(cst.Element)),
            *(each.value for each in tree.all(cst.StarredElement)),
            *(each.value for each in tree.all(cst.DictElement)),
            *(each.value for each in tree.all(cst.StarredDictElement)),
            *(each.value for each in tree.all(cst.Return) if each.value is not None),
        )
        for value in going_on:
            self._escape(value)

    # Reads.

    def _look_at_attribute(self, node: cst.Attribute) -> None:
        name = node.attr.value
        origin = self._tracer.of(node.value)
        root = self._tracer.root(origin, name)
        if root is None or (isinstance(origin, Given) and name == "env"):
            return
        if name in LISTING_MEMBERS:
            self._dynamic.append(DynamicRead(self._code.span(node), root))
        elif name not in PROXY_MEMBERS:
            self._add(name, self._code.span(node.attr), node.value, node, root)

    def _look_at_subscript(self, node: cst.Subscript) -> None:
        origin = self._tracer.of(node.value)
        name = subscript_text(node)
        root = self._tracer.root(origin, name or "")
        if root is None:
            return
        index = node.slice[0].slice if len(node.slice) == 1 else None
        key = index.value if isinstance(index, cst.Index) else None
        named = self._texts.name(key)
        if named is None:
            self._dynamic.append(DynamicRead(self._code.span(node), root))
        else:
            self._add(*named, node.value, node, root, by_index=True)

    def _look_at_comparison(self, node: cst.Comparison) -> None:
        """Read `"NAME" in env`."""
        for each in node.comparisons:
            root = self._tracer.root(self._tracer.of(each.comparator), string(node.left) or "")
            if root is not None and isinstance(each.operator, (cst.In, cst.NotIn)):
                named = self._texts.name(node.left)
                if named is None:
                    self._dynamic.append(DynamicRead(self._code.span(node), root))
                else:
                    self._add(*named, each.comparator, node, root, has_fallback=True, by_index=True)

    def _look_at_member_call(self, node: cst.Call, function: str) -> None:
        """Read `getattr(env, "NAME")` and its kin."""
        arguments = call_arguments(node)
        owner, key = arguments.get(0), arguments.get(1)
        root = self._tracer.root(self._tracer.of(owner), string(key) or "") if owner is not None else None
        if owner is None or key is None or root is None:
            return
        named = self._texts.name(key)
        if named is None:
            self._dynamic.append(DynamicRead(self._code.span(node), root))
            return
        has_fallback = function == "hasattr" or (function == "getattr" and 2 in arguments)
        is_write = function in ("setattr", "delattr")
        self._add(*named, owner, node, root, has_fallback=has_fallback, is_write=is_write)

    def _add(
        self,
        name: str,
        span: Span,
        owner: cst.CSTNode,
        expression: cst.BaseExpression,
        root: Root,
        *,
        has_fallback: bool = False,
        is_write: bool = False,
        by_index: bool = False,
    ) -> None:
        self._reads.append(
            EnvRead(
                name=name,
                span=span,
                object=self._code.span(owner),
                root=root,
                has_fallback=self._fallbacks.is_tested(expression, name) or has_fallback,
                is_write=is_write or self._is_written(expression),
                by_index=by_index,
                access=self._access(expression),
                function=self._code.place(expression),
                later=self._later(expression),
            )
        )

    def _is_written(self, expression: cst.CSTNode) -> bool:
        above = self._code.tree.parent(expression)
        if isinstance(above, (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.Del)):
            return above.target is expression
        return False

    def _access(self, expression: cst.CSTNode) -> Access | None:
        """Return what is done with the value of ``expression``: the member taken from it."""
        first = self._member(expression)
        if first is None:
            return None
        chain: list[Access] = []
        step = self._member(first[1])
        while step is not None and len(chain) < _CHAIN_LIMIT:
            chain.append(step[0])
            step = self._member(step[1])
        return first[0]._replace(then=tuple(chain))

    def _later(self, expression: cst.CSTNode) -> tuple[Access, ...]:
        """Return what is done with the name that alone is given the value of ``expression``, and nothing else."""
        above = self._code.tree.parent(expression)
        if not isinstance(above, cst.Assign) or len(above.targets) != 1 or self._stored_count >= _STORED_LIMIT:
            return ()
        target = above.targets[0].target
        bindings = self._code.scopes.resolve(target.value, target) if isinstance(target, cst.Name) else ()
        if not isinstance(target, cst.Name) or len(bindings) != 1:
            return ()
        self._stored_count += 1
        found: list[Access] = []
        for name in self._owners.get(target.value, ()):
            access = self._access(name) if self._code.scopes.resolve(name.value, name) == bindings else None
            if access is not None:
                found.append(access)
        return tuple(found)

    @cached_property
    def _owners(self) -> dict[str, list[cst.Name]]:
        """The names that a member is taken from, in the order of the text."""
        found: dict[str, list[cst.Name]] = {}
        for attribute in self._code.tree.all(cst.Attribute):
            if isinstance(attribute.value, cst.Name):
                found.setdefault(attribute.value.value, []).append(attribute.value)
        return found

    def _member(self, expression: cst.CSTNode) -> tuple[Access, cst.CSTNode] | None:
        """Return the member taken from ``expression``, and the expression that it or its call is."""
        above = self._code.tree.parent(expression)
        key: cst.CSTNode
        if isinstance(above, cst.Attribute) and above.value is expression:
            name, key = above.attr.value, above.attr
        elif isinstance(above, cst.Subscript) and above.value is expression:
            index = above.slice[0].slice
            text = subscript_text(above)
            if text is None or not isinstance(index, cst.Index):
                return None
            name, key = text, index.value
        else:
            return None
        call = self._code.tree.parent(above)
        is_called = isinstance(call, cst.Call) and call.func is above
        is_sure = not (self._fallbacks.is_tested(above, name) or self._is_written(above))
        access = Access(name, self._code.inner_span(key), is_called, is_sure)
        return access, call if is_called and call is not None else above

    # Hand-overs.

    def _look_at_call(self, node: cst.Call) -> None:
        if isinstance(node.func, cst.Name) and self._tracer.is_builtin(node.func, *_MEMBER_CALLS):
            self._look_at_member_call(node, node.func.value)
            return
        if self._tracer.is_builtin(node.func, *_IGNORING):
            return
        callee = self._tracer.callee(node)
        shift = 0
        if callee == Callee("functools", "partial") and node.args:
            callee, shift = self._tracer.callable(self._tracer.of(node.args[0].value)), 1
        for position, argument in enumerate(node.args[shift:]):
            origin = self._tracer.of(argument.value)
            if origin is None or argument.star:
                self._escape(argument.value)
                continue
            index: int | None = position
            keyword = ""
            if argument.keyword is not None:
                index = self._index(node, argument.keyword.value) if not shift else None
                keyword = argument.keyword.value if callee is not None and callee.module else ""
            if callee is None or (index is None and not keyword):
                self._escape(argument.value)
            else:
                self._hand_over(callee, -1 if index is None else index, origin, keyword)

    def _index(self, call: cst.Call, keyword: str) -> int | None:
        """Return the position of the parameter ``keyword`` of the function of this file that ``call`` goes to."""
        origin = self._tracer.of(call.func)
        function = origin.node if isinstance(origin, Local) else None
        if isinstance(function, cst.ClassDef):
            function = self._code.classes.method(function, "__init__")
        if not isinstance(function, cst.FunctionDef):
            return None
        names = [each.name.value for each in self._code.positional(function)]
        return names.index(keyword) if keyword in names else None

    def _hand_over(self, callee: Callee, index: int, origin: Origin, keyword: str) -> None:
        if isinstance(origin, Env):
            self._flow(EnvFlow(callee, index, origin.root, keyword=keyword))
        elif isinstance(origin, Instance):
            root = self._tracer.held_root(origin)
            if root is not None:
                self._flow(EnvFlow(callee, index, root, is_context=True, keyword=keyword))
        elif isinstance(origin, Given) and callee.module.partition(".")[0] not in sys.stdlib_module_names:
            self._flow(EnvFlow(callee, index, Root(Certainty.FLOW, origin.parameter), keyword=keyword))
            if not origin.parameter.endswith(".env"):
                root = Root(Certainty.FLOW, f"{origin.parameter}.env")
                self._flow(EnvFlow(callee, index, root, is_context=True, keyword=keyword))

    def _flow(self, flow: EnvFlow) -> None:
        self._flows.setdefault(flow)

    def _look_at_assignment(self, node: cst.Assign) -> None:
        """Note an environment that is put into an object that is not followed: `app.state.env = env`."""
        for each in node.targets:
            target = each.target
            is_held = isinstance(target, cst.Attribute) and self._code.classes.held(target.value) is not None
            if isinstance(target, (cst.Attribute, cst.Subscript)) and not is_held:
                self._escape(node.value)

    def _escape(self, value: cst.CSTNode) -> None:
        """Note that the environment goes where it cannot be followed."""
        root = self._tracer.root(self._tracer.of(value))
        if root is not None and root.certainty > Certainty.NAME:
            self._dynamic.append(DynamicRead(self._code.span(value), root))
