"""The commands in the shell blocks of a Markdown file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from rdlint.facts.commands import ScriptFile
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.syntax import shell
from rdlint.syntax.excerpt import Excerpt, Rewriter

_FENCE = re.compile(rb"^[ \t>]{0,12}(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[A-Za-z]*)[^`\n]*$", re.MULTILINE)
_LANGUAGES = frozenset({b"bash", b"console", b"sh", b"shell", b"terminal", b"zsh"})
_PROMPT = re.compile(rb"^[ \t]*(?:\$|%|>)[ \t]+", re.MULTILINE)
#: What readers are to fill in: ``<name>``, ``[options]``, ``...``.
_PLACEHOLDER = re.compile(rb"<[A-Za-z][^<>\n]*>|(?<=[ \t])\[[A-Za-z-][^\]\n]*\]|(?<=[ \t])\.\.\.")
_LINE = re.compile(rb"[^\n]*\n?")


def extract(source: Source) -> ScriptFile:
    """Return the commands of the shell blocks, each of them a script; they run in the folder of the file."""
    transcript = Transcript(source)
    for number, (start, end) in enumerate(_blocks(source.data), 1):
        if b"raindrop" in source.data[start:end]:
            script = _without_prompts(Excerpt.of(source, start, end))
            transcript.add(f"block {number}", shell.read(script, folder=posixpath.dirname(source.path)))
    return transcript.file(is_document=True)


def _blocks(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the text of each fenced shell block begins and ends."""
    fence, start, is_shell = b"", 0, False
    for match in _FENCE.finditer(data):
        if not fence:
            fence, start = match["fence"], match.end()
            is_shell = match["language"].lower() in _LANGUAGES
        elif match["fence"].startswith(fence) and not match["language"]:
            if is_shell:
                yield start, match.start()
            fence = b""


def _without_prompts(script: Excerpt) -> Excerpt:
    """Return what a reader types: of a block with prompts the lines behind them; placeholders are not known."""
    has_prompts = re.search(rb"^[ \t]*\$[ \t]+\S", script.data, re.MULTILINE) is not None
    writer = Rewriter(script)
    is_continued = False
    for line in _LINE.finditer(script.data):
        start, end = line.span()
        prompt = _PROMPT.match(script.data, start, end)
        if has_prompts and not (prompt or is_continued):
            continue  # what the command answers
        is_continued = line[0].rstrip().endswith(b"\\")
        writer.replace(_PLACEHOLDER, lambda _: b'"$_"', prompt.end() if prompt else start, end)
    return writer.excerpt()
