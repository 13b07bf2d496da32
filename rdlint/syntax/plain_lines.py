"""Scripts of PowerShell and of the Windows command prompt, as far as their lines are plain.

A line is plain when it is one command, or several with ``;``, ``&&`` and ``|`` between, that a reader
understands without knowing the language. Of everything else nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rdlint.syntax.excerpt import Excerpt, Rewriter


class Token(NamedTuple):
    """A word with its ``text``, ``None`` when that is not known, and ``prefix``, its known beginning."""

    start: int
    end: int
    text: str | None
    prefix: str


class Line(NamedTuple):
    """A plain command: its ``words``, whether something is piped into it, the block or label it stands in.

    ``block`` is 0 outside of all blocks, ``is_function`` says that it is one that runs when it is
    called. ``assigned`` is a variable of the environment that it sets; then the words are those of
    its value.
    """

    words: tuple[Token, ...]
    is_fed: bool
    block: int
    is_function: bool = False
    assigned: Token | None = None


class Dialect(NamedTuple):
    """What tells the two languages apart."""

    is_prompt: bool  # the Windows command prompt, otherwise PowerShell
    continued: re.Pattern[bytes]
    token: re.Pattern[bytes]
    unknown: bytes


PROMPT = Dialect(
    True,
    re.compile(rb"\^[ \t]*\r?\n"),
    re.compile(
        rb"(?P<op>&&|\|\||[&|])|(?P<redirect>[0-9]?>>?(?:&[0-9])?|<)|(?P<other>[()])|(?P<word>(?:\"[^\"\n]*\"?|[^\s\"&|<>()])+)"
    ),
    b"%!^",
)
POWERSHELL = Dialect(
    False,
    re.compile(rb"`[ \t]*\r?\n"),
    re.compile(
        rb"(?P<op>;|&&|\|\||\||&(?=[ \t]*[\"'A-Za-z.]))|(?P<redirect>[0-9*]?>>?(?:&[0-9])?)|(?P<other>[(){}@,<&])"
        rb"|(?P<word>(?:\"(?:[^\"`\n]|`.)*\"?|'[^'\n]*'?|`.|[^\s\"'`;|&<>(){},@])+)"
    ),
    b"$`",
)
_COMMENT_BLOCK = re.compile(rb"<#.*?(?:#>|\Z)|@(?P<quote>[\"'])[ \t]*\r?\n.*?(?:\n(?P=quote)@|\Z)", re.DOTALL)
_LINE = re.compile(rb"[^\n]+")
_PROMPT_SKIP = re.compile(rb"(?:rem\b|::|if\b|for\b|else\b|goto\b|start\b|setlocal\b|endlocal\b)", re.IGNORECASE)
_SET = re.compile(rb"set[ \t]+\"?(?P<name>[A-Za-z_][A-Za-z0-9_]*)=(?P<value>[^\"\r\n]*)", re.IGNORECASE)
_ENV = re.compile(rb"\$env:(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?P<value>[^;\r\n]*)", re.IGNORECASE)
_POWERSHELL_SKIP = re.compile(
    rb"(?:#|\$(?!env:)|\[|function\b|param\b|if\b|elseif\b|foreach\b|for\b|while\b|switch\b|return\b)", re.IGNORECASE
)


def joined(script: Excerpt, dialect: Dialect) -> Excerpt:
    """Return ``script`` with its continued lines in one, and without blocks that hold no commands."""
    writer = Rewriter(script)
    at = 0
    blank = _COMMENT_BLOCK if not dialect.is_prompt else None
    spans = [match.span() for match in dialect.continued.finditer(script.data)]
    spans += [match.span() for match in blank.finditer(script.data)] if blank else []
    for start, end in sorted(spans):
        if start >= at:
            writer.copy(at, start)
            writer.put(b" ", start, end)
            at = end
    writer.copy(at, len(script.data))
    return writer.excerpt()


def read(script: Excerpt, dialect: Dialect) -> Iterator[Line]:
    """Yield the plain commands of ``script``, which `joined` has made; never raises."""
    block = number = depth = 0
    is_function = False
    for match in _LINE.finditer(script.data):
        start, end = match.span()
        while start < end and script.data[start : start + 1] in (b" ", b"\t", b"@", b"}", b")"):
            depth -= script.data[start : start + 1] == b"}"
            start += 1
        text = script.data[start:end]
        if dialect.is_prompt and text.startswith(b":") and not text.startswith(b"::"):
            number += 1
            block = number
            continue
        skips = (_PROMPT_SKIP if dialect.is_prompt else _POWERSHELL_SKIP).match(text)
        if not dialect.is_prompt:
            if depth <= 0:
                block, is_function = 0, text[:8].lower() == b"function"
            if not skips:
                yield from _commands(script.data, start, end, dialect, block, is_function)
            opened = text.count(b"{") - text.count(b"}")
            if depth <= 0 < opened:
                number += 1
                block = number
            depth = max(0, depth) + opened
        elif not skips:
            yield from _commands(script.data, start, end, dialect, block, False)


def _commands(data: bytes, start: int, end: int, dialect: Dialect, block: int, is_function: bool) -> Iterator[Line]:
    """Yield the commands between ``start`` and ``end``, a line."""
    assignment = (_SET if dialect.is_prompt else _ENV).match(data, start, end)
    if assignment:
        name = Token(*assignment.span("name"), assignment["name"].decode("ascii"), "")
        value = assignment["value"].strip()
        at = assignment.start("value") + len(assignment["value"]) - len(assignment["value"].lstrip())
        yield Line((_token(data, at, at + len(value), dialect),), False, block, is_function, name)
        start = assignment.end()
    words: list[Token] = []
    is_fed = skips_next = False
    is_plain = True
    for match in dialect.token.finditer(data, start, end):
        if match["op"] is not None:
            if words and is_plain:
                yield Line(tuple(words), is_fed, block, is_function)
            words, is_plain, is_fed = [], True, match["op"] == b"|"
        elif match["redirect"] is not None:
            skips_next = b"&" not in match["redirect"]
        elif match["other"] is not None:
            if words:  # the rest of the command is an expression: one word that is not known
                words.append(Token(*match.span(), None, ""))
            is_plain = is_plain and bool(words)
        elif skips_next:
            skips_next = False
        elif not dialect.is_prompt and match["word"].startswith(b"#"):
            break
        else:
            words.append(_token(data, *match.span(), dialect))
    if words and is_plain:
        yield Line(tuple(words), is_fed, block, is_function)


def _token(data: bytes, start: int, end: int, dialect: Dialect) -> Token:
    raw = data[start:end]
    is_literal = not dialect.is_prompt and raw[:1] == b"'"
    cut = min((at for mark in dialect.unknown for at in [raw.find(mark)] if at >= 0), default=-1)
    shown = raw if is_literal or cut < 0 else raw[:cut]
    text = shown.replace(b'"', b"").decode("utf-8", "replace")
    if not dialect.is_prompt:
        text = text.replace("'", "")
    return Token(start, end, text if is_literal or cut < 0 else None, text)
