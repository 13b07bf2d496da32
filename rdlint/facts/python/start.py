"""What a Python file does while it is loaded, before any request.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from rdlint.facts.python.code import Code
from rdlint.facts.python.origin import Imported
from rdlint.facts.python.trace import Tracer
from rdlint.facts.start import Loading, StartWork, Work
from rdlint.facts.worker import Request
from rdlint.platform.startup import PYTHON_RANDOM
from rdlint.syntax.python.tree import dotted

#: Clients that send a request when they are called; those of the others are sent when something awaits them.
_SENDING = frozenset({"requests", "httpx", "urllib", "urllib3", "open_url", "fetch"})
_CONDITIONAL = (cst.If, cst.IfExp, cst.Try, cst.TryStar, cst.For, cst.While, cst.BooleanOperation, cst.Match)


def start_work(code: Code, tracer: Tracer, requests: Iterable[Request]) -> tuple[StartWork, ...]:
    """Return what the file does at its top level, in the order of the text; what functions do is left out."""
    sent = {each.span for each in requests if each.client in _SENDING}
    found: list[StartWork] = []
    for call in code.tree.all(cst.Call):
        span = code.span(call)
        origin = tracer.of(call.func) if isinstance(call.func, (cst.Name, cst.Attribute)) else None
        is_random = isinstance(origin, Imported) and origin.path in PYTHON_RANDOM
        if not is_random and span._replace(end=span.end - 1) not in sent:
            continue
        loading = _loading(code, call)
        if loading is not Loading.NEVER:
            name = origin.path if isinstance(origin, Imported) else code.tree.text(call.func)
            work = Work.RANDOM if is_random else Work.REQUEST
            end = code.span(call.func).end
            found.append(StartWork(work, name, span._replace(end=end), loading))
    return tuple(sorted(found, key=lambda each: each.span))


def _loading(code: Code, call: cst.Call) -> Loading:
    """Return how surely ``call`` is made while the file is loaded."""
    if code.scopes.function_around(call) is not None:
        return Loading.NEVER
    loading = Loading.ALWAYS
    for above in code.tree.ancestors(call):
        if isinstance(above, cst.If) and _asks_for_name(above.test):
            return Loading.NEVER
        if isinstance(above, _CONDITIONAL):
            loading = Loading.MAYBE
    return loading


def _asks_for_name(test: cst.BaseExpression) -> bool:
    """Say whether ``test`` is `__name__ == "__main__"`, which a worker never is."""
    return isinstance(test, cst.Comparison) and dotted(test.left) == "__name__"
