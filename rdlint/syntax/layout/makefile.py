"""The layout of a Makefile.

A comment begins its line: behind a value blanks would become a part of it, and behind the tab of a recipe
the shell would be given it.
"""

from __future__ import annotations

from rdlint.source import Source
from rdlint.syntax.layout import Ground, Layout
from rdlint.syntax.makefile import logical_lines
from rdlint.syntax.shell.tree import parse
from rdlint.syntax.walk import all_nodes


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` when it has line ends that make does not know."""
    data = source.data
    if b"\r" in data.replace(b"\r\n", b"\n"):
        return None
    comments: list[tuple[int, int]] = []
    grounds: dict[int, Ground] = {}
    in_define = False
    for start, end in logical_lines(data):
        line = data[start:end]
        words = line.split(maxsplit=2)[:2]
        if not line.startswith(b"\t"):
            in_define = (in_define or b"define" in words) and words[:1] != [b"endef"]
            if not in_define and line.lstrip().startswith(b"#"):
                comments.append((start, end))
        elif b"#" in line and not in_define:
            nodes = all_nodes(parse(data, start, end))
            comments += ((node.start_byte, node.end_byte) for node in nodes if node.type == "comment")
        first, last = source.line_of(start), source.line_of(end)
        grounds.update(dict.fromkeys(range(first, last + in_define), Ground.TEXT))
    return Layout(tuple(comments), grounds, holds_behind=False, starts_lines=True)
