"""Outgoing requests of Python code: which client is called, and for what URL.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

import re

import libcst as cst

from rdlint.facts.python.clients import CALLS, METHODS, SESSIONS, Client
from rdlint.facts.python.code import Code
from rdlint.facts.python.origin import Imported, Made, Member
from rdlint.facts.python.texts import Texts
from rdlint.facts.python.trace import Tracer
from rdlint.facts.texts import Piece, Text
from rdlint.facts.worker import Request
from rdlint.syntax.python.format import call_arguments

_ABSOLUTE = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")
_ALTERNATIVES = 16


class Requests:
    """Finds the outgoing requests of one file."""

    def __init__(self, code: Code, tracer: Tracer, texts: Texts) -> None:
        self._code = code
        self._tracer = tracer
        self._texts = texts

    def find(self) -> tuple[Request, ...]:
        """Return the requests, in the order of the text."""
        calls = self._code.tree.all(cst.Call)
        bound = {node for call in calls if self._is_on_binding(call) for node in self._requests_given(call)}
        found = (self._request(call, call in bound) for call in calls)
        return tuple(sorted((each for each in found if each is not None), key=lambda each: each.span))

    def _is_on_binding(self, call: cst.Call) -> bool:
        """Say whether ``call`` is `env.OTHER.fetch(…)`."""
        func = call.func
        is_fetch = isinstance(func, cst.Attribute) and func.attr.value == "fetch"
        return is_fetch and isinstance(func, cst.Attribute) and isinstance(self._tracer.of(func.value), Member)

    def _requests_given(self, call: cst.Call) -> list[cst.CSTNode]:
        """Return the calls that make what is given to ``call``: `env.OTHER.fetch(Request.new(url))`."""
        given: list[cst.CSTNode] = []
        for argument in call.args:
            given.append(argument.value)
            if isinstance(argument.value, cst.Name):
                bindings = self._code.scopes.resolve(argument.value.value, argument.value)
                given.extend(each.value for each in bindings if each.value is not None)
        return given

    def _request(self, call: cst.Call, is_bound: bool) -> Request | None:
        func = call.func
        if self._is_on_binding(call):
            return self._made(call, Client("fetch"), (), via_binding=True)
        if isinstance(func, cst.Attribute):
            owner = self._tracer.of(func.value)
            if isinstance(owner, Made) and owner.maker.path in SESSIONS and func.attr.value in METHODS:
                name, base = SESSIONS[owner.maker.path]
                client = Client(name, METHODS[func.attr.value])
                return self._made(call, client, self._base(owner, base))
        origin = self._tracer.of(func)
        known = CALLS.get(origin.path) if isinstance(origin, Imported) else None
        return self._made(call, known, (), via_binding=is_bound) if known is not None else None

    def _base(self, session: Made, keyword: str) -> tuple[Text, ...] | None:
        """Return the possible beginnings of the URLs of ``session``, ``None`` if they are not known."""
        if not keyword:
            return ()
        if session.call is None:
            return None
        arguments = call_arguments(session.call)
        given = arguments.get(keyword, arguments.get(0) if session.maker.module == "aiohttp" else None)
        return self._texts.of(given) or None if given is not None else ()

    def _made(
        self,
        call: cst.Call,
        client: Client,
        base: tuple[Text, ...] | None,
        *,
        via_binding: bool = False,
    ) -> Request:
        arguments = call_arguments(call)
        keywords = (arguments[each] for each in client.keywords if each in arguments)
        url = arguments.get(client.index) or next(keywords, None)
        span = self._code.span(call)
        end = span.end - 1
        urls = self._texts.of(url) if url is not None else ()
        return Request(
            client=client.name,
            span=span._replace(end=end),
            url_span=self._code.span(url) if url is not None else span._replace(start=end, end=end),
            urls=_under(base, urls),
            via_binding=via_binding,
            function=self._code.place(call),
        )


def _under(bases: tuple[Text, ...] | None, urls: tuple[Text, ...]) -> tuple[Text, ...]:
    """Put each beginning before each URL that is not absolute; ``None``: the beginning is not known.

    A URL that begins with something unknown may be absolute, so it stays as it is.
    """
    found: dict[Text, None] = {}
    for url in urls:
        if bases == () or (url and (_ABSOLUTE.match(url[0].literal) or not url[0].literal)):
            found[url] = None
            continue
        for base in bases or ():
            found[_joined(base, url)] = None
    return tuple(found)[:_ALTERNATIVES]


def _joined(base: Text, url: Text) -> Text:
    """Join with one slash between the two, as clients do."""
    if not url:
        return base
    first = url[0]
    last = base[-1] if base else None
    if last is not None and last.literal:
        base = (*base[:-1], last._replace(literal=last.literal.rstrip("/")))
    slash = Piece(first.span._replace(end=first.span.start), literal="/")
    path = first._replace(literal=first.literal.lstrip("/"))
    return (*base, slash, *([path] if path.literal else []), *url[1:])
