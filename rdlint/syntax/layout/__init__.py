"""What of a file is comment, and where its lines end in plain code, as the readers of its language see it.

`syntax.comments` goes by the look of one line, so that it finds comments in any file. Whoever changes a
file has to know better: inside a string, a here-document or a template, what looks like a comment is text.
"""

from __future__ import annotations

import importlib
import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from rdlint.source import Source

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BY_SUFFIX = {
    **dict.fromkeys(("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"), "ecmascript"),
    **dict.fromkeys(("sh", "bash", "zsh"), "shell"),
    **dict.fromkeys(("yml", "yaml"), "yaml"),
    **dict.fromkeys(("makefile", "gnumakefile", "mk"), "makefile"),
    **dict.fromkeys(("dockerfile", "containerfile"), "dockerfile"),
    "py": "python",
    "manifest": "hcl",
    "sql": "sql",
}
_ENVIRONMENT = re.compile(r".*\.env|\.env\..*|\.dev\.vars.*")
_SHEBANG = re.compile(rb"#![^\n]*\b(?:ba|da|k|z)?sh\b")


class Ground(Enum):
    """What a line ends in."""

    CODE = "code"
    TEXT = "text"  # a string, a here-document, a comment that goes on: nothing can be put here
    CHILDREN = "children"  # of a JSX element


class Region(NamedTuple):
    """Bytes ``start`` to ``end`` are ``ground``, apart from regions inside them."""

    start: int
    end: int
    ground: Ground


@dataclass(frozen=True, slots=True)
class Layout:
    """``comments`` are the bytes of all comments, in order; ``grounds`` what 1-based lines end in that is no code.

    ``holds_behind``: a comment may stand behind code; otherwise only on a line of its own.
    ``opening`` and ``closing`` go around a comment there. ``starts_lines``: such a line has no indentation.
    """

    comments: tuple[tuple[int, int], ...]
    grounds: Mapping[int, Ground]
    opening: str = "#"
    closing: str = ""
    holds_behind: bool = True
    starts_lines: bool = False

    def comment_at(self, offset: int) -> tuple[int, int] | None:
        """Return first and last byte of the comment that byte ``offset`` stands in, ``None`` outside of all."""
        at = bisect_right(self.comments, offset, key=lambda comment: comment[0]) - 1
        return self.comments[at] if at >= 0 and offset < self.comments[at][1] else None

    def ground_behind(self, line: int) -> Ground:
        """Return what 1-based ``line`` ends in; before the first line there is code."""
        return self.grounds.get(line, Ground.CODE)


def is_known(source: Source) -> bool:
    """Say whether there is a reader for the language of ``source``."""
    return _kind(source) != ""


def layout(source: Source) -> Layout | None:
    """Return the layout of ``source``, ``None`` where no reader knows it or something does not parse."""
    kind = _kind(source)
    if not kind:
        return None
    found: Layout | None = importlib.import_module(f"{__name__}.{kind}").read(source)
    return found


def _kind(source: Source) -> str:
    """Return the name of the module that reads ``source``, empty when there is none."""
    name = posixpath.basename(source.path)
    kind = "environment" if _ENVIRONMENT.fullmatch(name) else _BY_SUFFIX.get(name.rpartition(".")[2].lower(), "")
    if kind:
        return kind
    if ("." not in name or "/.husky/" in f"/{source.path}") and _SHEBANG.match(source.data):
        return "shell"
    return "dockerfile" if name.lower().startswith(("dockerfile.", "containerfile.")) else ""


def grounds(data: bytes, regions: Iterable[Region]) -> dict[int, Ground]:
    """Return what lines of ``data`` end in that is no code; ``regions`` lie beside or inside one another."""
    found: dict[int, Ground] = {}
    around: list[Region] = []
    following = iter(sorted(regions, key=lambda region: (region.start, -region.end)))
    upcoming = next(following, None)
    for line, end in enumerate(_line_ends(data), 1):
        while upcoming is not None and upcoming.start <= end:
            while around and around[-1].end <= upcoming.start:
                around.pop()
            around.append(upcoming)
            upcoming = next(following, None)
        while around and around[-1].end <= end:
            around.pop()
        if around and around[-1].ground is not Ground.CODE:
            found[line] = around[-1].ground
    return found


def _line_ends(data: bytes) -> Iterator[int]:
    for found in _LINE_END.finditer(data):
        yield found.start()
    yield len(data)
