"""What is known of the URLs that worker code asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rdlint.app.declaration import Module, Variable
from rdlint.app.definitions import Place
from rdlint.app.flows import Flows
from rdlint.app.model import Outbound, Url
from rdlint.facts.callee import Callee
from rdlint.facts.texts import Piece, Text
from rdlint.facts.worker import Request, WorkerFile
from rdlint.span import Span

#: Imports, parameters and variables are followed so many steps from a request.
_DEPTH = 6
#: So many values are kept of one URL, and so many steps are taken to find them.
_VALUES = 32
_STEPS = 600
#: A function that is called in more places than this may be given anything.
_CALLS = 64
_BASES = 8
#: A text that holds no host yet.
_HOSTLESS = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?/{0,2}")


@dataclass(frozen=True, slots=True)
class _Known:
    """The known beginning of a text. ``calls`` are the calls that hand it to where it is used."""

    text: str = ""
    span: Span | None = None
    env: str = ""
    is_whole: bool = True
    calls: tuple[Span, ...] = ()

    def then(self, more: _Known) -> _Known:
        """Return this text with ``more`` behind it; what holds the host says where it is written."""
        is_hostless = _HOSTLESS.fullmatch(self.text) is not None and not self.env
        return _Known(
            self.text + more.text,
            more.span if self.span is None or (is_hostless and more.span is not None) else self.span,
            more.env if is_hostless else self.env,
            more.is_whole,
            tuple(dict.fromkeys(self.calls + more.calls)),
        )


_UNKNOWN = _Known(is_whole=False)


class Values:
    """Resolves rows of pieces over imports, calls and the defaults of variables."""

    def __init__(
        self,
        files: Mapping[str, WorkerFile],
        flows: Flows,
        variables: Iterable[Variable],
        reaching: Mapping[str, tuple[Module, ...]],
    ) -> None:
        self._files = files
        self._flows = flows
        self._reaching = reaching
        self._variables: dict[str, list[Variable]] = {}
        for each in variables:
            self._variables.setdefault(each.name, []).append(each)
        self._constants = {path: dict(file.constants) for path, file in files.items() if file.constants}
        self._received = self._arguments()
        self._steps = 0

    def outbound(self, path: str, request: Request) -> Iterator[Outbound]:
        """Yield ``request`` of the file ``path`` with its possible URLs: once for each set of modules that make it.

        A URL that calls hand over is asked only by the modules that those calls are part of.
        """
        modules = self._reaching[path]
        found: dict[tuple[Module, ...], dict[Url, None]] = {}
        for known in self._all(path, request.urls, modules):
            asking = modules
            for call in known.calls:
                asking = tuple(each for each in asking if each in self._reaching.get(call.path, ()))
            if asking and (known.text or known.env):
                url = Url(known.text, known.span or request.url_span, known.env, known.is_whole, known.calls)
                found.setdefault(asking, {})[url] = None
        if not found:
            yield Outbound(request, (), modules)
        for asking, urls in found.items():
            yield Outbound(request, tuple(urls), asking)

    def texts(self, path: str, constant: Callee) -> tuple[str, ...]:
        """Return the texts that ``constant``, as the file ``path`` sees it, can be; none when not all are known."""
        found = self._all(path, ((Piece(Span(path, 0, 0), imported=constant),),), ())
        is_known = all(each.is_whole and not each.env for each in found)
        return tuple(dict.fromkeys(each.text for each in found)) if is_known else ()

    def _all(self, path: str, rows: Iterable[Text], modules: tuple[Module, ...]) -> list[_Known]:
        self._steps = 0
        found: dict[_Known, None] = {}
        for row in rows:
            found.update(dict.fromkeys(self._row(path, row, modules, _DEPTH)))
        return list(found)[:_VALUES]

    def _row(self, path: str, row: Text, modules: tuple[Module, ...], depth: int) -> list[_Known]:
        """Return the texts that ``row`` of the file ``path`` can be, as far as they are known."""
        found = [_Known()]
        for piece in row:
            if not any(each.is_whole for each in found):
                break
            more = self._piece(path, piece, modules, depth) or [_UNKNOWN]
            found = [
                joined
                for each in found
                for joined in ([each.then(other) for other in more] if each.is_whole else [each])
            ][:_VALUES]
        return found

    def _piece(self, path: str, piece: Piece, modules: tuple[Module, ...], depth: int) -> list[_Known]:
        self._steps += 1
        if depth < 0 or self._steps > _STEPS:
            return []
        if piece.literal:
            return [_Known(piece.literal, piece.span)]
        if piece.env:
            return self._variable(piece, modules)
        if piece.imported is not None:
            return self._imported(path, piece.imported, modules, depth)
        return self._parameter(path, piece.parameter, depth) if piece.parameter else []

    def _variable(self, piece: Piece, modules: tuple[Module, ...]) -> list[_Known]:
        """Return the defaults of a variable as ``modules`` see it: their own before the application's."""
        declared = self._variables.get(piece.env, [])
        found: dict[_Known, None] = {}
        for module in modules:
            own = [each for each in declared if each.module == module.name]
            for each in own or [each for each in declared if not each.module]:
                default = each.default
                address = default.address if default is not None else None
                text = default.text if default is not None and default.kind == "string" else ""
                is_whole = bool(text)
                if not text and address is not None:
                    text = f"{address.scheme}://{address.host}" + (f":{address.port}" if address.port else "")
                span = default.span if default is not None and text else piece.span
                found[_Known(text, span, piece.env, is_whole)] = None
        return list(found) or [_Known("", piece.span, piece.env, is_whole=False)]

    def _imported(self, path: str, callee: Callee, modules: tuple[Module, ...], depth: int) -> list[_Known]:
        """Return the texts of a constant of another file, or of what its function returns."""
        name, dot, members = callee.name.partition(".")
        call = "()" if name.endswith("()") else ""
        definition = self._flows.definition(path, Callee(callee.module, name.removesuffix("()")))
        if definition is None:
            return []
        target, local = definition
        constant = f"{local}{call}{dot}{members}"
        rows = self._constants.get(target, {}).get(constant, ())
        if constant.endswith("()") or call:  # what this call gives is not known, what others give is no answer
            own = f"{constant.partition('()')[0]}#"
            rows = tuple(tuple(_without(piece, own) for piece in row) for row in rows)
        return [known for row in rows for known in self._row(target, row, modules, depth - 1)]

    def _parameter(self, path: str, parameter: str, depth: int) -> list[_Known]:
        """Return what the calls of its function give to ``parameter`` of the file ``path``."""
        calls = self._received.get((path, parameter), [])
        whole, dot, member = parameter.partition("#")[2].partition(".")
        if dot:  # an object that is handed on as it is
            base = f"{parameter.partition('#')[0]}#{whole}"
            for caller, span, row in self._received.get((path, base), []):
                step = _taken(row, member)
                if step is not None:
                    calls = [*calls, (caller, span, step)]
        if len(calls) > _CALLS:
            return []
        return [
            replace(known, calls=(span, *known.calls))
            for caller, span, row in calls
            for known in self._row(caller, row, self._reaching.get(caller, ()), depth - 1)
        ]

    def _arguments(self) -> dict[Place, list[tuple[str, Span, Text]]]:
        """Return, by file and parameter, what calls give: the calling file, the place there and the text."""
        found: dict[Place, list[tuple[str, Span, Text]]] = {}
        for path, file in self._files.items():
            for argument in file.text_arguments:
                definition = self._flows.definition(path, argument.callee)
                if definition is not None:
                    target, function = self._constructor(*definition)
                    place = self._position(target, function, argument.place)
                    calls = found.setdefault((target, f"{function}#{place}"), [])
                    calls.extend((path, argument.span, text) for text in argument.texts)
        return found

    def _position(self, path: str, function: str, place: str) -> str:
        """Return ``place`` with the position of the parameter that it names."""
        name, sign, member = place.partition("=")
        file = self._files.get(path)
        if not sign or file is None:
            return place
        holder, _, method = function.rpartition(".")
        owners = (each.methods for each in file.classes if each.name == holder) if holder else (file.functions,)
        for parameters in (each.parameters for owner in owners for each in owner if each.name == method):
            for index, parameter in enumerate(parameters):
                if parameter.name == name:
                    return f"{index}{member}"
        return place

    def _constructor(self, path: str, function: str) -> Place:
        """Return where the constructor ``function`` stands: in its class, or in one that this extends."""
        name, _, method = function.rpartition(".")
        for _ in range(_BASES if method == "constructor" else 0):
            file = self._files.get(path)
            own = next((each for each in file.classes if each.name == name), None) if file is not None else None
            if own is None or own.base is None or any(each.name == method for each in own.methods):
                break
            definition = self._flows.definition(path, own.base)
            if definition is None:
                break
            path, name = definition
        return path, f"{name}.{method}" if name else method


def _without(piece: Piece, own: str) -> Piece:
    """Return ``piece``, not known when it is a parameter of the function ``own``."""
    return Piece(piece.span) if piece.parameter.startswith(own) else piece


def _taken(row: Text, member: str) -> Text | None:
    """Return the text that is the ``member`` of the object that ``row`` names, if it names one as a whole."""
    if len(row) != 1:
        return None
    (piece,) = row
    if piece.parameter:
        return (piece._replace(parameter=f"{piece.parameter}.{member}"),)
    if piece.imported is not None:
        return (piece._replace(imported=piece.imported._replace(name=f"{piece.imported.name}.{member}")),)
    return None
