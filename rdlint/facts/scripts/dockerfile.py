"""The commands in the `RUN`, `CMD` and `ENTRYPOINT` instructions of a Dockerfile."""

from __future__ import annotations

import posixpath
import re

from rdlint.facts.commands import ScriptFile
from rdlint.facts.scripts.shell import Transcript
from rdlint.source import Source
from rdlint.syntax import dockerfile, shell
from rdlint.syntax.excerpt import Excerpt, Rewriter
from rdlint.syntax.shell.words import UNKNOWN, literal

_RUNNING = frozenset({"RUN", "CMD", "ENTRYPOINT"})
_LIST = re.compile(rb"\s*\[\s*(?:\"(?:[^\"\\]|\\.)*\"\s*,?\s*)*\]\s*")
_ITEM = re.compile(rb"\"((?:[^\"\\]|\\.)*)\"")
_PLAIN = re.compile(rb"[A-Za-z0-9_@./:=-]+")
_PAIR = re.compile(rb"([A-Za-z_][A-Za-z0-9_]*)=(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^ \t\r\n\\]*)")


def extract(source: Source) -> ScriptFile:
    """Return the commands of the instructions; they run on what was copied from the folder of the file."""
    transcript = Transcript(source)
    folder = posixpath.dirname(source.path)
    for each in dockerfile.read(source):
        if each.name in _RUNNING:
            text = each.text if each.is_script else _as_shell(each.text)
            transcript.add(source.path, shell.read(text, folder=folder))
        elif each.name == "ENV":
            for pair in _PAIR.finditer(each.text.data):
                name, span = pair[1].decode("ascii"), each.text.span(*pair.span(1))
                place = each.text.span(*pair.span(2))
                text_ = pair[2].decode("utf-8", "replace").strip("\"'")
                value = UNKNOWN if "$" in text_ else literal(text_, place)
                transcript.hide_assigned(name, value, place)
                transcript.add_export(name, span, value, source.path)
    return transcript.file()


def _as_shell(text: Excerpt) -> Excerpt:
    """Return an instruction in the form of a list, ``["a", "b"]``, as the shell would write it."""
    if not _LIST.fullmatch(text.data):
        return text
    writer = Rewriter(text)
    for item in _ITEM.finditer(text.data):
        is_plain = _PLAIN.fullmatch(item[1]) is not None
        quote = b"" if is_plain else b"'"
        writer.put(quote, item.start(), item.start() + 1)
        if is_plain or (b"'" not in item[1] and b"\\" not in item[1]):
            writer.copy(*item.span(1))
        writer.put(quote + b" ", item.end() - 1, item.end())
    return writer.excerpt()
