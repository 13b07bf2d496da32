"""The layout of shell scripts."""

from __future__ import annotations

from rdlint.source import Source
from rdlint.syntax.layout import Ground, Layout, Region, grounds
from rdlint.syntax.shell.tree import parse
from rdlint.syntax.walk import all_nodes

_GROUNDS = {
    **dict.fromkeys(
        ("ansi_c_string", "comment", "expansion", "heredoc_body", "heredoc_redirect", "raw_string", "string", "word"),
        Ground.TEXT,
    ),
    **dict.fromkeys(("command_substitution", "process_substitution"), Ground.CODE),
}


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` when it does not parse."""
    return read_script(source.data)


def read_script(data: bytes) -> Layout | None:
    """Return the layout of a script, ``None`` when it does not parse or has line ends that no shell knows."""
    if b"\r" in data.replace(b"\r\n", b"\n"):
        return None
    root = parse(data)
    if root.has_error:
        return None
    comments: list[tuple[int, int]] = []
    regions: list[Region] = []
    for node in all_nodes(root):
        if node.type == "comment":
            comments.append((node.start_byte, node.end_byte))
        ground = _GROUNDS.get(node.type)
        if ground is not None:
            regions.append(Region(node.start_byte, node.end_byte, ground))
    return Layout(tuple(comments), {**grounds(data, regions), **_continued(data)})


def _continued(data: bytes) -> dict[int, Ground]:
    """Return the lines that go on because of a backslash at their end."""
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    return {number: Ground.TEXT for number, line in enumerate(lines, 1) if line.endswith(b"\\")}
