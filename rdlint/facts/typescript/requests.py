"""Outgoing requests: which client is called, and for what URL."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rdlint.facts.texts import Piece, Text
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.origin import ForeignInstance, Global, Imported, Instance, Local, Member, Router
from rdlint.facts.typescript.texts import Texts
from rdlint.facts.typescript.trace import GLOBAL_OBJECTS, Tracer
from rdlint.facts.worker import Request
from rdlint.span import Span

if TYPE_CHECKING:
    from tree_sitter import Node


#: Packages that send requests, and what to call them.
_CLIENTS = {
    "axios": "axios",
    "ky": "ky",
    "ky-universal": "ky",
    "got": "got",
    "undici": "undici",
    "node-fetch": "fetch",
    "cross-fetch": "fetch",
    "isomorphic-fetch": "fetch",
    "ofetch": "ofetch",
    "ws": "WebSocket",
    "isomorphic-ws": "WebSocket",
}
_METHODS = frozenset("get post put patch delete head options request stream".split())
_UNDICI = frozenset({"fetch", "request", "stream", "connect", "pipeline"})
_MAKERS = frozenset({"create", "extend"})
_PLACES_LIMIT = 5_000


class Requests:
    """Finds the outgoing requests of one file."""

    def __init__(self, code: Code, tracer: Tracer, texts: Texts) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._texts = texts
        self._found: dict[int, Request] = {}

    @property
    def found(self) -> tuple[Request, ...]:
        """The requests, in the order of the text."""
        return tuple(self._found[key] for key in sorted(self._found))

    def find(self, modules: frozenset[str]) -> None:
        """Look for requests; ``modules`` are the packages that the file imports."""
        self._find(b"fetch", self._look_at_fetch)
        self._find(b"Request", self._look_at_new)
        self._find(b"WebSocket", self._look_at_new)
        for module in sorted(modules & _CLIENTS.keys()):
            self._find_client(module)

    def _find(self, word: bytes, look: Callable[[Node], None]) -> None:
        tree = self._tree
        for count, at in enumerate(tree.words(word)):
            leaf = tree.leaf(at)
            if leaf is None or count > _PLACES_LIMIT:
                continue
            if leaf.kind_id in (tree.kinds.identifier, tree.kinds.property_identifier):
                look(leaf)

    def _find_client(self, module: str) -> None:
        """Look at every use of the names that are imported from ``module``, and of clients made with them."""
        tree = self._tree
        names = [
            binding.name
            for binding in self._code.scopes.of(tree.root).values.values()
            if (origin := self._tracer.binding(binding)) is not None
            and isinstance(origin, (Imported, ForeignInstance))
            and (origin.module if isinstance(origin, Imported) else origin.callee.module) == module
        ]
        made: list[str] = []
        for name in names:
            for at in tree.words(name.encode()):
                self._look_at_client(tree.leaf(at), _CLIENTS[module], made)
        for name in made:
            for at in tree.words(name.encode()):
                self._look_at_client(tree.leaf(at), _CLIENTS[module], [])

    def _look_at_client(self, leaf: Node | None, client: str, made: list[str]) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        if leaf is None or leaf.kind_id not in (kinds.identifier, kinds.property_identifier):
            return
        above = tree.parent(leaf)
        if above is None:
            return
        if above.kind_id == kinds.new_expression and above.child_by_field_id(fields.constructor) == leaf:
            origin = self._tracer.of(leaf)
            if client == "WebSocket" and isinstance(origin, Imported) and origin.name in ("default", "*", "WebSocket"):
                self._add(client, above, ())
            return
        function = leaf
        method = ""
        if above.kind_id == kinds.member_expression:
            if above.child_by_field_id(fields.property) == leaf:  # this.client
                function = above
                outer = tree.parent(above)
                if outer is None or outer.kind_id != kinds.member_expression:
                    return
                above = outer
            key = above.child_by_field_id(fields.property)
            method = tree.text(key) if key is not None else ""
            function = above
        call = tree.parent(tree.wrapped(function))
        if call is None or call.kind_id != kinds.call_expression or call.child_by_field_id(fields.function) != function:
            return
        if method in _MAKERS:
            self._note_made(call, made)
            return
        base = self._base_of(leaf, client)
        if client == "undici":
            origin = self._tracer.of(function)
            if isinstance(origin, Imported) and origin.name in _UNDICI:
                self._add(client, call, ())
        elif method in _METHODS or not method:
            self._add(client, call, base or ())

    def _note_made(self, call: Node, made: list[str]) -> None:
        """Remember the name that a client made with ``axios.create({ … })`` is given."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        above = tree.parent(tree.wrapped(call))
        if above is None:
            return
        target = None
        if above.kind_id in (kinds.variable_declarator, kinds.public_field_definition):
            target = above.child_by_field_id(fields.name)
        elif above.kind_id == kinds.assignment_expression:
            left = above.child_by_field_id(fields.left)
            is_member = left is not None and left.kind_id == kinds.member_expression
            target = left.child_by_field_id(fields.property) if left is not None and is_member else left
        if target is not None:
            made.append(tree.text(target))

    def _base_of(self, leaf: Node, client: str) -> tuple[Text, ...] | None:
        """Return the base URL of the client that ``leaf`` names, ``None`` when it is none that was made."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        binding = self._code.scopes.resolve(tree.text(leaf), leaf) if leaf.kind_id == kinds.identifier else None
        value = self._texts.values.constants.value(binding) if binding is not None else None
        if leaf.kind_id == kinds.property_identifier:
            value = self._texts.values.constants.field(leaf, tree.text(leaf))
        if value is None or value.kind_id != kinds.call_expression:
            return None
        options = tree.arguments(value)
        wanted = "baseURL" if client == "axios" else "prefixUrl"
        for option in options[:1]:
            for each in option.named_children:
                key = each.child_by_field_id(fields.key)
                base = each.child_by_field_id(fields.value)
                if key is not None and base is not None and tree.property_name(key) == wanted:
                    return self._texts.of(base)
        return None

    def _look_at_fetch(self, leaf: Node) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        above = tree.parent(leaf)
        if above is None:
            return
        function = leaf
        owner: Node | None = None
        if above.kind_id == kinds.member_expression and above.child_by_field_id(fields.property) == leaf:
            function, owner = above, above.child_by_field_id(fields.object)
        function = tree.wrapped(function)
        call = tree.parent(function)
        if call is None or call.kind_id != kinds.call_expression:
            return
        if call.child_by_field_id(fields.function) != function:
            return
        if owner is None:
            origin = self._tracer.of(leaf)
            if origin == Global("fetch"):
                self._add("fetch", call, ())
            return
        receiver = self._tracer.of(owner)
        if isinstance(receiver, Member):
            self._add("fetch", call, (), via_binding=True)
        elif isinstance(receiver, Global) and receiver.name in GLOBAL_OBJECTS:
            self._add("fetch", call, ())

    def _look_at_new(self, leaf: Node) -> None:
        tree, kinds, fields = self._tree, self._kinds, self._fields
        above = tree.parent(leaf)
        if above is None or leaf.kind_id != kinds.identifier or above.kind_id != kinds.new_expression:
            return
        if above.child_by_field_id(fields.constructor) != leaf or self._tracer.of(leaf) != Global(tree.text(leaf)):
            return
        self._add(tree.text(leaf), above, (), via_binding=self._is_for_binding(above))

    def _is_for_binding(self, made: Node) -> bool:
        """Say whether the request ``made`` is given to the ``fetch`` of a binding, an app or another object."""
        tree, kinds, fields = self._tree, self._kinds, self._fields
        above = tree.parent(tree.wrapped(made))
        if above is None:
            return False
        if above.kind_id == kinds.arguments:
            call = tree.parent(above)
            function = call.child_by_field_id(fields.function) if call is not None else None
            function = tree.unwrapped(function) if function is not None else None
            if function is None or function.kind_id != kinds.member_expression:
                return False
            receiver = self._tracer.of(function.child_by_field_id(fields.object))
            return isinstance(receiver, (Member, Router, Local, Instance, Imported, ForeignInstance)) or (
                receiver is None and tree.text(function).endswith(".fetch")
            )
        if above.kind_id == kinds.variable_declarator:
            name = above.child_by_field_id(fields.name)
            scope = self._code.scopes.around(above)
            if name is None or scope is None or name.kind_id != kinds.identifier:
                return False
            passed = b".fetch(" + tree.text(name).encode()
            at = tree.data.find(passed, scope.node.start_byte, scope.node.end_byte)
            if at < 0:
                return False
            leaf = tree.leaf(at + 1)
            member = tree.parent(leaf) if leaf is not None else None
            receiver = self._tracer.of(member.child_by_field_id(fields.object)) if member is not None else None
            return not isinstance(receiver, Global)
        return False

    def _add(self, client: str, call: Node, base: tuple[Text, ...], via_binding: bool = False) -> None:
        tree = self._tree
        arguments = tree.arguments(call)
        first = arguments[0] if arguments else None
        last = call.child_by_field_id(tree.fields.arguments)
        end = (
            last.end_byte - 1
            if last is not None and tree.data[last.end_byte - 1 : last.end_byte] == b")"
            else call.end_byte
        )
        self._found.setdefault(
            call.start_byte,
            Request(
                client=client,
                span=Span(self._code.path, call.start_byte, end),
                url_span=self._code.span(first) if first is not None else Span(self._code.path, end, end),
                urls=_under(base, self._urls(first, client)),
                via_binding=via_binding,
                function=self._code.place(call),
                is_upgrade=client == "fetch" and len(arguments) > 1 and self._is_upgrade(arguments[1]),
            ),
        )

    def _is_upgrade(self, options: Node) -> bool:
        """Say whether ``options`` ask for a WebSocket: ``{ headers: { Upgrade: "websocket" } }``."""
        if b"pgrade" not in self._tree.data:
            return False
        constants = self._texts.values.constants
        headers = constants.member(options, "headers")
        values = [constants.member(headers, name) for name in ("Upgrade", "upgrade")] if headers is not None else []
        return any((self._tree.string(each) or "").lower() == "websocket" for each in values if each is not None)

    def _urls(self, first: Node | None, client: str) -> tuple[Text, ...]:
        """Return the possible URLs of the first argument: a text, or an object with ``url`` and ``baseURL``."""
        tree, fields = self._tree, self._fields
        if first is None:
            return ()
        if tree.unwrapped(first).kind_id != tree.kinds.object:
            return self._texts.of(first)
        known: dict[str, tuple[Text, ...]] = {}
        for each in tree.unwrapped(first).named_children:
            key, value = each.child_by_field_id(fields.key), each.child_by_field_id(fields.value)
            if key is not None and value is not None:
                name = tree.property_name(key)
                if name in ("url", "baseURL"):
                    known[name] = self._texts.of(value)
        return _under(known.get("baseURL", ()), known.get("url", ())) if client == "axios" else ()


def _under(base: tuple[Text, ...], urls: tuple[Text, ...]) -> tuple[Text, ...]:
    """Put each base URL before each URL that is not absolute itself."""
    if not base:
        return urls
    found: list[Text] = []
    for url in urls or ((),):
        if url and "://" in url[0].literal[:12]:
            found.append(url)
        else:
            found.extend((*each, *_slashed(each, url)) for each in base)
    return tuple(found[:8])


def _slashed(base: Text, url: Text) -> Text:
    """Return ``url`` with a slash before it, unless there is one between it and ``base``."""
    if not url or not base or base[-1].literal.endswith("/") or url[0].literal.startswith("/"):
        return url
    return (Piece(Span(url[0].span.path, url[0].span.start, url[0].span.start), literal="/"), *url)
