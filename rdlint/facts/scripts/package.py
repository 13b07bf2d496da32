"""The commands in the scripts of a `package.json`."""

from __future__ import annotations

import posixpath

from rdlint.facts.commands import ScriptFile
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.syntax import jsonc, jsonlex, shell
from rdlint.syntax.excerpt import Excerpt, Rewriter


def extract(source: Source) -> ScriptFile:
    """Return the commands of the scripts; they run in the folder of the file."""
    transcript = Transcript(source)
    folder = posixpath.dirname(source.path)
    root = jsonc.read(source).root
    scripts = root.get("scripts") if root else None
    for member in scripts.members if scripts else ():
        if member.value.kind == "string":
            transcript.add(member.name, shell.read(_excerpt(source, member.value), folder=folder))
    return transcript.file()


def _excerpt(source: Source, string: jsonc.Node) -> Excerpt:
    """Return what a string means, with the places of its characters."""
    writer = Rewriter(source)
    for piece in jsonlex.pieces(source.data[string.inner.start : string.inner.end], string.inner.start):
        writer.write(piece.text.encode("utf-8", "replace"), piece.start, piece.end)
    return writer.excerpt()
