"""Lines put before a command that is a statement of a shell script by itself."""

from __future__ import annotations

import re

from rdlint.facts.commands import Command
from rdlint.finding import Edit
from rdlint.fixes.lines import line_bytes
from rdlint.source import Source

_SHELL_FILE = re.compile(r".*\.(?:sh|bash|zsh)")
#: What runs an npm package, and then is before each command of it.
_RUNNER = re.compile(r"(?:(?:npx|bunx|pnpx)\s+)?")
#: A comment, and not the end of a text that only looks like one.
_COMMENT = re.compile(rb"#[^\"'`]*")
#: A line that the next one goes on with, or that opens something else than a list of statements.
_OPEN = (b"\\", b"&&", b"||", b"|", b"(", b"<<")


def before(source: Source, command: Command, lines: list[str]) -> tuple[Edit, ...]:
    """Return the edit that puts ``lines``, calls of `raindrop`, before ``command``, and before the comments above it.

    They are called as the command is: by `npx`, say. Empty where it does not begin a line of a shell script.
    """
    if command.inlet is None or not _SHELL_FILE.fullmatch(source.path) or command.span.path != source.path:
        return ()
    runner = source.data[command.inlet.start : command.span.start].decode("utf-8", "replace")
    line = source.line_of(command.inlet.start)
    indent = source.data[source.line_starts[line - 1] : command.inlet.start].decode("utf-8", "replace")
    while _COMMENT.fullmatch(line_bytes(source, line - 1).strip()):
        line -= 1
    is_open = line_bytes(source, line - 1).strip().endswith(_OPEN)
    if indent.strip() or is_open or not _RUNNER.fullmatch(runner) or "\n" in runner:
        return ()
    start = source.line_starts[line - 1]
    called = [re.sub(r"\braindrop\b", f"{runner}raindrop", each, count=1) for each in lines]
    return (Edit(source.span(start, start), "".join(f"{indent}{each}\n" for each in called)),)
