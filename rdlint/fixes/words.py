"""Places inside a word of a script, as its file writes it: with the shell's quotes, plain or escaped by the host."""

from __future__ import annotations

import re

from rdlint.facts.commands import Command, Word
from rdlint.source import Source
from rdlint.span import Span

#: A quote of the shell: as it is, behind the backslash of JSON, or doubled by YAML.
_QUOTE = rb"\\\"|''|\"|'"
_OPENING = re.compile(_QUOTE)
_PLAIN = re.compile(rb"(?P<quote>%b|)(?P<text>[A-Za-z0-9_.:/@+=-]+)(?P=quote)" % _QUOTE)
#: ``NAME=value``, or an address and a value, of which the value is surely one word when it stands alone, and no flag.
_ASSIGNED = re.compile(
    rb"(?P<quote>%b|)(?P<name>(?:(?:[\w.-]+:)?env:)?[A-Za-z_]\w*)="
    rb"(?:(?P<value>[^-\"'\\\s][^\"'\\]*)(?P=quote)|(?P<inner>%b)[^-\"'\\\s][^\"'\\]*(?P=inner))" % (_QUOTE, _QUOTE)
)
_WITHOUT_QUOTES = re.compile(rb"[\w./:@+,-]+")


def is_own(command: Command, word: Word) -> bool:
    """Say whether ``word`` is written in ``command`` itself, not where it is called, and is one word of it."""
    return command.span.contains(word.span) and sum(each.span == word.span for each in command.words) == 1


def is_apart(source: Source, word: Span) -> bool:
    """Say whether a blank stands before ``word``, as it does not in an array of words in JSON."""
    return source.data[word.start - 1 : word.start] in (b" ", b"\t", b"\n")


def beginning(source: Source, word: Span) -> Span:
    """Return the empty place where the text of ``word`` begins: behind its quote, if it has one."""
    opening = _OPENING.match(source.data, word.start, word.end)
    at = opening.end() if opening else word.start
    return source.span(at, at)


def literal(source: Source, word: Span, text: str) -> Span | None:
    """Return where ``text`` stands in ``word``, which is nothing else; ``None`` where it is written in another way."""
    found = _PLAIN.fullmatch(source.data, word.start, word.end)
    is_it = found is not None and found["text"] == text.encode("utf-8")
    return source.span(*found.span("text")) if found is not None and is_it else None


def head(source: Source, word: Span, text: str) -> Span | None:
    """Return where ``text`` stands at the beginning of ``word``; ``None`` where something else does."""
    at = beginning(source, word)
    end = at.start + len(text.encode("utf-8"))
    return source.span(at.start, end) if source.data[at.start : min(end, word.end)] == text.encode("utf-8") else None


def assigned(source: Source, word: Span) -> tuple[Span, str] | None:
    """Return where the name and ``=`` of the ``NAME=value`` in ``word`` stand, and the quote that the value then needs.

    The place begins with the word, so that it holds the quote before the name. ``None`` where the value could
    be several words, or a flag, when it stands alone, and where a blank makes no words.
    """
    found = _ASSIGNED.fullmatch(source.data, word.start, word.end)
    if found is None or not is_apart(source, word):
        return None
    if not found["quote"] and not found["inner"] and not _WITHOUT_QUOTES.fullmatch(found["value"]):
        return None
    return source.span(word.start, found.end("name") + 1), found["quote"].decode("ascii")
