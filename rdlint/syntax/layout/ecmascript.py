"""The layout of TypeScript and JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdlint.source import Source
from rdlint.syntax.ecmascript import parse
from rdlint.syntax.layout import Ground, Layout, Region, grounds
from rdlint.syntax.walk import all_nodes

if TYPE_CHECKING:
    from tree_sitter import Node

_GROUNDS = {
    **dict.fromkeys(("comment", "html_comment", "jsx_text", "regex", "string", "template_string"), Ground.TEXT),
    **dict.fromkeys(("jsx_expression", "template_substitution"), Ground.CODE),
}


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` when it does not parse."""
    tree = parse(source.data, source.path)
    if tree is None or tree.root.has_error:
        return None
    comments: list[tuple[int, int]] = []
    regions: list[Region] = []
    for node in all_nodes(tree.root):
        if node.type == "comment":
            comments.append((node.start_byte, node.end_byte))
        elif source.data.startswith(b"/*", node.start_byte - 1) and node.start_byte:
            return None  # a comment without an end, which the grammar takes for signs or a regular expression
        regions += _regions(node)
    return Layout(tuple(comments), grounds(source.data, regions), opening="//")


def _regions(node: Node) -> Iterator[Region]:
    ground = _GROUNDS.get(node.type)
    if ground is not None:
        yield Region(node.start_byte, node.end_byte, ground)
    elif node.type == "jsx_element":
        opening = node.child_by_field_name("open_tag")
        closing = node.child_by_field_name("close_tag")
        if opening is not None and closing is not None:
            yield Region(opening.end_byte, closing.start_byte, Ground.CHILDREN)
    elif node.type in ("jsx_opening_element", "jsx_closing_element", "jsx_self_closing_element"):
        yield Region(node.start_byte, node.end_byte, Ground.CODE)
