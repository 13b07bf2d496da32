"""Rule pages as tests: their examples, and what each must give.

An example is a run of fenced blocks, each with a line such as `src/api/index.ts`: above it. A finding
is expected where a comment of that language says so, at the end of the line it stands on:

    const key = this.env.KEY  // error: RD101 "KEY"

The comment is taken out before the file is written. The text in quotes must stand in the message. A line
that says ``Tracked by git: `a`, `b`.`` makes the folder a repository that tracks these files.

Under the heading *Fixed* stands what the rule's own fixes, unsafe ones included, make of the *Bad* example of the same
title: the files that differ, with the findings that are left in them, and others in which the rule's own are left.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEADING = re.compile(r"^(#{2,3}) (.+)$")
_FILE = re.compile(r"^`([^`]+)`:$")
_TRACKED = re.compile(r"^Tracked by git: (`[^`]+`(?:, `[^`]+`)*)\.$")
_FENCE = re.compile(r"^(`{3,}|~{3,})")
_MARKER = re.compile(r"\s*(?://|#|/\*|<!--|--)\s*((?:error|warning|hint): RD\d{3}.*?)\s*(?:\*/|-->)?\s*$")
_EXPECTED = re.compile(r'(error|warning|hint): (RD\d{3})(?: "([^"]*)")?')


@dataclass(frozen=True)
class Expected:
    """A finding that an example must give."""

    path: str
    line: int
    severity: str
    code: str
    text: str


@dataclass
class Example:
    """Files, and exactly what rdlint must say about them."""

    page: str
    title: str
    files: dict[str, str] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    tracked: list[str] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The heading that it stands under: `Bad`, `Good`, `Fixed` or one of a page of cases."""
        return self.title.partition(": ")[0]

    def after(self, fixed: Example, own: str) -> Example:
        """Return this example once the rule with the code ``own`` has fixed what ``fixed`` shows.

        In a file that ``fixed`` does not show, all but the rule's own findings are left.
        """
        left = [each for each in self.expected if each.path not in fixed.files and each.code != own]
        return Example(self.page, fixed.title, {**self.files, **fixed.files}, [*left, *fixed.expected], self.tracked)

    def write(self, folder: Path) -> None:
        for path, text in self.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        if self.tracked:
            subprocess.run(["git", "init", "-q", str(folder)], check=True)
            subprocess.run(["git", "-C", str(folder), "add", "-f", *self.tracked], check=True)


def examples(page: Path) -> Iterator[Example]:
    """Yield the examples of a page: one for each `##` or `###` heading that has files."""
    section = title = ""
    example: Example | None = None
    path = fence = ""
    lines: list[str] = []
    for line in page.read_text(encoding="utf-8").splitlines():
        if fence:
            if line.startswith(fence):
                if example is not None and path:
                    _add_file(example, path, lines)
                fence = path = ""
            else:
                lines.append(line)
        elif heading := _HEADING.match(line):
            if example is not None and example.files:
                yield example
            section = heading[2] if heading[1] == "##" else section
            title = section if heading[1] == "##" else f"{section}: {heading[2]}"
            example = Example(page.stem, title)
        elif name := _FILE.match(line):
            path = name[1]
        elif (names := _TRACKED.match(line)) and example is not None:
            example.tracked = names[1].strip("`").split("`, `")
        elif opening := _FENCE.match(line):
            fence, lines = opening[1], []
    if example is not None and example.files:
        yield example


def _add_file(example: Example, path: str, lines: list[str]) -> None:
    kept = []
    for number, line in enumerate(lines, start=1):
        marker = _MARKER.search(line)
        if marker:
            line = line[: marker.start()]
            example.expected += [
                Expected(path, number, severity, code, text) for severity, code, text in _EXPECTED.findall(marker[1])
            ]
        kept.append(line)
    example.files[path] = "\n".join(kept) + "\n"
