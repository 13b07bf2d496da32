"""What is known of the URLs that worker code asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdlint.app.flows import Flows
from rdlint.app.model import Url, Variable
from rdlint.facts.callee import Callee
from rdlint.facts.worker import Piece, WorkerFile
from rdlint.span import Span

_IMPORT_LIMIT = 4
_VALUES_LIMIT = 32


class Values:
    """Resolves rows of pieces over imports and the defaults of variables."""

    def __init__(self, files: dict[str, WorkerFile], flows: Flows, variables: Iterable[Variable]) -> None:
        self._files = files
        self._flows = flows
        self._variables = {each.name: each for each in variables}

    def urls(self, path: str, rows: Iterable[tuple[Piece, ...]]) -> tuple[Url, ...]:
        """Return the possible URLs that ``rows`` of pieces in the file ``path`` stand for."""
        found: dict[Url, None] = {}
        for row in rows:
            for pieces in self._without_imports(path, row, _IMPORT_LIMIT):
                url = self._url(pieces)
                if url is not None:
                    found[url] = None
                if len(found) >= _VALUES_LIMIT:
                    return tuple(found)
        return tuple(found)

    def texts(self, path: str, constant: Callee) -> tuple[str, ...]:
        """Return the texts that ``constant``, as the file ``path`` sees it, can be; none when not all are known."""
        rows = list(self._without_imports(path, (Piece(Span(path, 0, 0), imported=constant),), _IMPORT_LIMIT))
        is_known = all(piece.literal for row in rows for piece in row)
        return tuple(dict.fromkeys("".join(piece.literal for piece in row) for row in rows)) if is_known else ()

    def _without_imports(self, path: str, row: tuple[Piece, ...], depth: int) -> Iterator[tuple[Piece, ...]]:
        """Yield ``row`` with a leading imported constant replaced by each of its values."""
        if not row or row[0].imported is None:
            yield row
            return
        definition = self._flows.definition(path, row[0].imported) if depth else None
        if definition is None:
            return
        target, name = definition
        file = self._files.get(target)
        for constant, values in file.constants if file else ():
            if constant == name:
                for value in values:
                    yield from self._without_imports(target, value + row[1:], depth - 1)

    def _url(self, pieces: tuple[Piece, ...]) -> Url | None:
        """Return the known beginning of ``pieces``, ``None`` when nothing is known."""
        if not pieces:
            return None
        first = pieces[0]
        text = ""
        rest = pieces
        span = first.span
        if first.env:
            variable = self._variables.get(first.env)
            address = variable.default.address if variable and variable.default else None
            if variable is None or variable.default is None or address is None:
                return Url("", first.span, first.env)
            text = f"{address.scheme}://{address.host}" + (f":{address.port}" if address.port else "")
            return Url(text, variable.default.span, first.env)
        for piece in rest:
            if not piece.literal:
                break
            text += piece.literal
        return Url(text, span, "", all(piece.literal for piece in pieces)) if text else None
