"""Texts that calls of Python code hand to functions, as far as they may be addresses.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from rdlint.facts.python.code import Code
from rdlint.facts.python.texts import Texts, is_own
from rdlint.facts.python.trace import Tracer
from rdlint.facts.texts import TextArgument, may_be_address
from rdlint.syntax.python.format import call_arguments
from rdlint.syntax.python.tree import string

_LIMIT = 500


def text_arguments(code: Code, tracer: Tracer, texts: Texts) -> tuple[TextArgument, ...]:
    """Return the texts that calls hand to functions of the app, in the order of the text."""
    found: list[TextArgument] = []
    for call in code.tree.all(cst.Call):
        callee = tracer.callee(call) if call.args and len(found) < _LIMIT else None
        if callee is None or (callee.module and not is_own(callee.module)):
            continue
        for key, argument in call_arguments(call).items():
            place = str(key) if isinstance(key, int) else f"{key}="
            for inner, value in _parts(place, argument):
                known = tuple(text for text in texts.of(value) if text and may_be_address(text[0]))
                if known:
                    found.append(TextArgument(callee, inner, code.span(value), known))
    return tuple(sorted(found, key=lambda each: each.span))


def _parts(place: str, argument: cst.BaseExpression) -> Iterator[tuple[str, cst.BaseExpression]]:
    """Yield ``argument``, or the entries of the dictionary that it is, with their places."""
    if not isinstance(argument, cst.Dict):
        yield place, argument
        return
    for each in argument.elements:
        key = string(each.key) if isinstance(each, cst.DictElement) else None
        if key:
            yield f"{place}.{key}", each.value
