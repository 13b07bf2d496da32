"""What a file does while it is loaded, and where it makes code of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rdlint.facts.start import Evaluation, Loading, StartWork, Work
from rdlint.facts.typescript.code import DEFAULT, Code
from rdlint.facts.typescript.loading import Loadings, Run
from rdlint.facts.typescript.origin import Global, Imported
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.worker import Import, Request
from rdlint.platform.startup import CLOCKS, DICE, EVALUATIONS, RANDOM, REQUESTS, TIMERS
from rdlint.span import Span
from rdlint.syntax.ecmascript.scope import Declares

if TYPE_CHECKING:
    from tree_sitter import Node

_PLACES_LIMIT = 2_000
_CALLS = {
    **dict.fromkeys(TIMERS, Work.TIMER),
    **dict.fromkeys(REQUESTS, Work.REQUEST),
    **dict.fromkeys(RANDOM, Work.RANDOM),
    **dict.fromkeys(DICE, Work.DICE),
    **dict.fromkeys(CLOCKS, Work.CLOCK),
}
_PACKAGES = frozenset(name.rpartition(".")[0] for name in RANDOM if not name.startswith("crypto."))
_PACKAGES |= {"cloudflare:sockets"}
#: Calls of globals by the first and the last of their words, as both stand in the text.
_GLOBALS = sorted(
    (name.partition(".")[0].encode(), name.rpartition(".")[2].encode())
    for name in _CALLS
    if name.rpartition(".")[0] not in _PACKAGES
)
_FIRST_WORDS = sorted({first for first, _ in _GLOBALS})
_EVALUATING = sorted({name.rpartition(".")[2].encode() for name in EVALUATIONS})
#: These take a function, and elsewhere also a text.
_TIMERS = (b"setTimeout", b"setInterval")


class Start:
    """Finds the work of one file that matters before the first request."""

    def __init__(self, code: Code, tracer: Tracer) -> None:
        self._code = code
        self._tree, self._kinds, self._fields = code.tree, code.tree.kinds, code.tree.fields
        self._tracer = tracer
        self._loadings = Loadings(code, tracer)

    def work(self, imports: Iterable[Import], requests: Iterable[Request]) -> tuple[StartWork, ...]:
        """Return what is done while the file is loaded, in the order of the text."""
        found: dict[int, StartWork] = {}
        packages = {each.specifier for each in imports if each.is_value} & _PACKAGES
        for name, call in self._named_calls(packages):
            work = _CALLS.get(name)
            if work is not None:
                self._add(found, work, name, call)
        for call in self._clocks():
            self._add(found, Work.CLOCK, "new Date", call)
        for request in requests:
            leaf = self._tree.leaf(request.span.start) if request.client != "Request" else None
            if leaf is not None:
                run = self._loadings.of(leaf)
                called = self._tree.data[request.span.start : request.url_span.start].decode("utf-8", "replace")
                end = request.span.start + len(called.rstrip("( \t\r\n").encode())
                self._note(found, Work.REQUEST, request.client, Span(self._code.path, request.span.start, end), run)
        return tuple(found[key] for key in sorted(found))

    def evaluations(self) -> tuple[Evaluation, ...]:
        """Return where code is made of texts or of bytes, in the order of the text."""
        tree, kinds = self._tree, self._kinds
        found: dict[int, Evaluation] = {}
        for word in (*_EVALUATING, *_TIMERS):
            for leaf in self._leaves(word):
                call = self._loadings.call_of(leaf)
                name = self._called(call) if call is not None else ""
                if (
                    call is None
                    or (word in _TIMERS and name not in TIMERS)
                    or (word not in _TIMERS and name not in EVALUATIONS)
                ):
                    continue
                first = next(iter(tree.arguments(call)), None)
                if word in _TIMERS and (first is None or first.kind_id not in (kinds.string, kinds.template_string)):
                    continue
                if name == "Function" and first is None:  # an empty function is allowed
                    continue
                shown = "new Function" if name == "Function" else name
                loading = self._loadings.of(call).loading
                found[call.start_byte] = Evaluation(shown, self._called_span(call), loading, self._code.is_tried(call))
        return tuple(found[key] for key in sorted(found))

    def _add(self, found: dict[int, StartWork], work: Work, name: str, call: Node) -> None:
        self._note(found, work, name, self._called_span(call), self._loadings.of(call))

    def _note(self, found: dict[int, StartWork], work: Work, name: str, span: Span, run: Run) -> None:
        if run.loading != Loading.NEVER:
            through = self._called_span(run.through) if run.through is not None else None
            found.setdefault(span.start, StartWork(work, name, span, run.loading, through))

    def _named_calls(self, packages: set[str]) -> Iterator[tuple[str, Node]]:
        """Yield the calls of globals, and of what is imported from ``packages``, with their full names."""
        said = {first for first in _FIRST_WORDS if first in self._tree.data}
        words = {last: None for first, last in _GLOBALS if first in said}
        for name in _CALLS if packages else ():
            module, _, last = name.rpartition(".")
            if module in packages:
                words[last.encode()] = None
        for binding in self._code.scopes.of(self._tree.root).values.values() if packages else ():
            if binding.declares is Declares.IMPORT and self._code.imported(binding)[0] in packages:
                words[binding.name.encode()] = None
        for word in words:
            for leaf in self._leaves(word):
                call = self._loadings.call_of(leaf)
                name = self._called(call) if call is not None else ""
                if call is not None and name:
                    yield name, call

    def _called(self, call: Node) -> str:
        """Return the full name of the global or imported function that is called, empty for any other."""
        fields = self._fields
        function = call.child_by_field_id(fields.function) or call.child_by_field_id(fields.constructor)
        function = self._tree.unwrapped(function) if function is not None else None
        origin = self._tracer.of(function)
        if isinstance(origin, Global):
            return origin.name
        if isinstance(origin, Imported) and origin.module in _PACKAGES:
            name = origin.name.removeprefix(f"{DEFAULT}.")
            return f"{origin.module}.{name}"
        return ""

    def _clocks(self) -> Iterator[Node]:
        """Yield each ``new Date()`` that asks for the time."""
        for leaf in self._leaves(b"Date"):
            call = self._loadings.call_of(leaf)
            is_made = call is not None and call.kind_id == self._kinds.new_expression
            if call is not None and is_made and not self._tree.arguments(call) and self._called(call) == "Date":
                yield call

    def _leaves(self, word: bytes) -> Iterator[Node]:
        tree, kinds = self._tree, self._kinds
        for count, at in enumerate(tree.words(word)):
            if count > _PLACES_LIMIT:
                return
            leaf = tree.leaf(at)
            if leaf is not None and leaf.kind_id in (kinds.identifier, kinds.property_identifier):
                yield leaf

    def _called_span(self, call: Node) -> Span:
        """Return where ``call`` stands, without its arguments."""
        arguments = call.child_by_field_id(self._fields.arguments)
        if arguments is None:
            return self._code.span(call)
        written = self._tree.data[call.start_byte : arguments.start_byte].rstrip(b" \t\r\n?.")
        return Span(self._code.path, call.start_byte, call.start_byte + len(written))
