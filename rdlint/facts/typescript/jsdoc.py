"""Types that JavaScript says in comments: ``@param {Env} env``, ``@type {import("./raindrop.gen").Env}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rdlint.facts.root import Certainty, Root
from rdlint.facts.typescript.origin import Context, Env
from rdlint.syntax.ecmascript import Tree

if TYPE_CHECKING:
    from tree_sitter import Node

_ENV = re.compile(r"(?:^|[.<|\s])Env\b")
_CONTEXT = re.compile(r"(?:^|[.\s])Context\b")
_TYPE = re.compile(r"@type\s*\{([^{}\n]{1,200})\}")
#: A comment belongs to what begins at most so many bytes after it, or to one of so many nodes in that.
_NEAR, _LEVELS = 80, 5


def parameter(tree: Tree, function: Node, name: str) -> Env | Context | None:
    """Return what the comment before ``function`` says of its parameter ``name``."""
    comment = _comment(tree, function, b"@param")
    found = re.search(r"@param\s*\{([^{}\n]{1,200})\}\s*\[?" + re.escape(name) + r"(?![\w$])", comment)
    return _of(found[1]) if found else None


def variable(tree: Tree, declarator: Node) -> Env | Context | None:
    """Return what the comment before a variable says of it."""
    found = _TYPE.search(_comment(tree, declarator, b"@type"))
    return _of(found[1]) if found else None


def _of(written: str) -> Env | Context | None:
    if _ENV.search(written.strip()) and "[" not in written:
        return Env(Root(Certainty.TYPED))
    return Context(Root(Certainty.TYPED)) if _CONTEXT.search(written) and "hono" in written else None


def _comment(tree: Tree, node: Node, tag: bytes) -> str:
    """Return the comment before ``node``, or before what it begins; empty for TypeScript, which has types."""
    if tree.is_typescript or tag not in tree.data:
        return ""
    at: Node | None = node
    for _ in range(_LEVELS):
        if at is None:
            break
        before = at.prev_named_sibling
        if before is not None and before.kind_id == tree.kinds.comment and at.start_byte - before.end_byte <= _NEAR:
            return tree.text(before) if tree.data.startswith(b"/**", before.start_byte) else ""
        if before is not None and at != node and before.kind_id != tree.kinds.comment:
            break
        at = tree.parent(at)
    return ""
