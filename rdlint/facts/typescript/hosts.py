"""Hosts that are written in the texts of a file, whatever becomes of them."""

from __future__ import annotations

import re

from rdlint.facts.typescript.code import Code
from rdlint.facts.worker import WrittenHost
from rdlint.span import Span

_SCHEMES = (b"https", b"http", b"wss", b"ws")
_HOST = re.compile(
    rb"://(?:[^\s/?#@\\'\"`<>${}]{1,128}@)?(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9][A-Za-z0-9.-]{0,252})"
)
_LIMIT = 2_000


def written_hosts(code: Code) -> tuple[WrittenHost, ...]:
    """Return the host of each URL in a string, a template or the text of JSX; not those in comments."""
    tree, kinds = code.tree, code.tree.kinds
    found: list[WrittenHost] = []
    at = tree.data.find(b"://")
    while at >= 0 and len(found) < _LIMIT:
        match = _HOST.match(tree.data, at) if tree.data[max(0, at - 5) : at].endswith(_SCHEMES) else None
        leaf = tree.leaf(at) if match is not None else None
        if match is not None and leaf is not None and leaf.kind_id in (kinds.string_fragment, kinds.jsx_text):
            host, start = match["host"].rstrip(b"."), match.start("host")
            found.append(WrittenHost(host.decode("ascii").lower(), Span(code.path, start, start + len(host))))
        at = tree.data.find(b"://", at + 1)
    return tuple(found)
