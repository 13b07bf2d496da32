"""Declarations of worker code made known to other files."""

from __future__ import annotations

import re

from rdlint.app.model import App
from rdlint.facts.worker import Class
from rdlint.finding import Edit
from rdlint.fixes.lines import line_bytes
from rdlint.span import Span

#: How a class begins that stands by itself and is not exported.
_CLASS = re.compile(rb"class[ \t]+")
_ANY_CLASS = re.compile(rb"(?:export[ \t]+(?:default[ \t]+)?)?(?:abstract[ \t]+)?class\b")
#: What belongs to the class below it: comments and decorators.
_ABOVE = re.compile(rb"[ \t]*(?://|/\*|\*|@)")


def export(app: App, declared: Class, word: str) -> tuple[Edit, ...]:
    """Return the edits that write ``word``, such as ``export default``, before a class.

    Empty where it does not begin its line, or something stands before it already.
    """
    source, name = app.sources[declared.span.path], declared.span
    line = source.line_span(source.line_of(name.start)).start
    if source.text(name) != declared.name or not _CLASS.fullmatch(source.data, line, name.start):
        return ()
    return (Edit(source.span(line, line), f"{word} "),)


def put_above(app: App, declared: Class, text: str) -> tuple[Edit, ...]:
    """Return the edits that put the line ``text`` and an empty one above a class, its comments and decorators.

    Empty where it does not begin its line, or other code stands right above it.
    """
    source = app.sources[declared.span.path]
    line = source.line_of(declared.span.start)
    if not _ANY_CLASS.match(source.data, source.line_span(line).start):
        return ()
    while _ABOVE.match(line_bytes(source, line - 1)):
        line -= 1
    if line_bytes(source, line - 1).strip():
        return ()
    at = source.line_span(line).start
    return (Edit(Span(source.path, at, at), f"{text}\n\n"),)


def put_last(app: App, path: str, text: str) -> tuple[Edit, ...]:
    """Return the edits that put the line ``text`` at the end of a file, with an empty line between."""
    source = app.sources[path]
    is_ended = source.data.endswith((b"\n", b"\r"))
    at = len(source.data)
    return (Edit(Span(path, at, at), f"\n{text}\n" if is_ended else f"\n\n{text}"),)
