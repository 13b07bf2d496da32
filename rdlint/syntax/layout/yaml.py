"""The layout of YAML; in the scripts of workflows it is the shell's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.source import Source
from rdlint.syntax.excerpt import Excerpt
from rdlint.syntax.layout import Ground, Layout, Region, grounds
from rdlint.syntax.layout.shell import read_script
from rdlint.syntax.yaml import Node, excerpt
from rdlint.syntax.yaml import read as read_yaml

_COMMENT = re.compile(rb"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)
_DOCUMENT = re.compile(rb"^---", re.MULTILINE)
_EXPRESSION = re.compile(rb"\$\{\{[^{}\n]*\}\}")
_SHELL = re.compile(r"(?:/\S*/)?(?:ba|z|da|k)?sh\b.*")
#: What GitLab and CircleCI call a script; an action of GitHub may mean JavaScript by it.
_SCRIPTS = frozenset({"after_script", "before_script", "command", "script"})


def read(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` when it is no YAML or holds more than one document."""
    root = read_yaml(source)
    if root is None or _DOCUMENT.search(source.data, root.span.end) or b"\r" in source.data.replace(b"\r\n", b"\n"):
        return None
    found = sorted(_scalars(root, source.path), key=lambda each: each[0].span)
    comments: list[tuple[int, int]] = []
    at = 0
    for _, start, end in (*(node.span for node, _ in found), source.span(len(source.data), len(source.data))):
        comments += (each.span() for each in _COMMENT.finditer(source.data, at, start))
        at = end
    lines = grounds(source.data, (Region(node.span.start, node.span.end, Ground.TEXT) for node, _ in found))
    for node, is_script in found:
        text = excerpt(source, node) if is_script and node.style == "|" else None
        script = text and read_script(_EXPRESSION.sub(lambda match: b"x" * len(match[0]), text.data))
        if text and script:
            comments += (text.span(start, end)[1:] for start, end in script.comments)
            for number, line in enumerate(_lines(source, text), 1):
                if script.ground_behind(number) is Ground.CODE:
                    lines.pop(line, None)
    return Layout(tuple(sorted(comments)), lines)


def _scalars(root: Node, path: str) -> Iterator[tuple[Node, bool]]:
    """Yield every scalar once, with whether it is a script for a shell."""
    pending = [(root, False)]
    seen: set[int] = set()
    while pending:
        node, is_script = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.kind == "scalar":
            yield node, is_script
        pending += ((item, is_script) for item in node.items)
        shell = node.get("shell") if node.kind == "mapping" else None
        for key, value in node.members:
            is_run = key.text == "run" and (shell is None or _SHELL.fullmatch(shell.text) is not None)
            pending += [(key, False), (value, is_run or (key.text in _SCRIPTS and ".github/" not in path))]


def _lines(source: Source, text: Excerpt) -> Iterator[int]:
    """Yield the line of the file that each line of ``text`` stands on."""
    at = 0
    for part in text.data.splitlines(keepends=True):
        at += len(part)
        yield source.line_of(text.span(at - 1, at - 1).start)
