"""Calls that wait for connections on a port: ``app.listen(3000)``."""

from __future__ import annotations

import re

from rdlint.facts.typescript.code import Code
from rdlint.span import Span

_LISTEN = b"listen"
#: What the first argument of such a call is or names; others listen to something else.
_PORT = re.compile(r"\d{2,5}$|(?i:.*port)")
_PLACES_LIMIT = 200


def listens(code: Code) -> tuple[Span, ...]:
    """Return where the file waits on a port: each call without its arguments, in the order of the text."""
    tree, kinds, fields = code.tree, code.tree.kinds, code.tree.fields
    found: list[Span] = []
    for count, at in enumerate(tree.words(_LISTEN)):
        leaf = tree.leaf(at) if count < _PLACES_LIMIT else None
        member = tree.parent(leaf) if leaf is not None and leaf.kind_id == kinds.property_identifier else None
        call = tree.parent(member) if member is not None and member.kind_id == kinds.member_expression else None
        if member is None or call is None or call.kind_id != kinds.call_expression:
            continue
        arguments = tree.arguments(call) if call.child_by_field_id(fields.function) == member else []
        if arguments and _PORT.match(tree.text(arguments[0])):
            found.append(code.span(member))
    return tuple(found)
