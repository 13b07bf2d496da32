"""Justfiles: the shell lines of their recipes, and the variables around them, as of a Makefile."""

from __future__ import annotations

import re

from rdlint.source import Source
from rdlint.syntax.excerpt import Rewriter
from rdlint.syntax.makefile import Definition, Makefile, Recipe, Word

_LINE = re.compile(rb"[^\r\n]*")
_ASSIGNMENT = re.compile(rb"(export[ \t]+)?([A-Za-z_][A-Za-z0-9_-]*)[ \t]*:=[ \t]*")
_TEXT = re.compile(rb"\"([^\"\\]*)\"|'([^']*)'")
_RECIPE = re.compile(rb"@?([A-Za-z_][A-Za-z0-9_-]*)(?:[ \t][^:]*)?:(?!=)")
_NEED = re.compile(rb"\(([A-Za-z_][A-Za-z0-9_-]*)[^)]*\)|([A-Za-z_][A-Za-z0-9_-]*)")
_DOTENV = re.compile(rb"set[ \t]+dotenv-(?:load|filename|path)[ \t]*(?::=[ \t]*)?")
_PREFIX = re.compile(rb"[ \t]*[@-]{0,2}")
_INSERTED = re.compile(rb"\{\{\{\{|\{\{([^{}\r\n]*)\}\}")
_NAME = re.compile(rb"([A-Za-z_][A-Za-z0-9_]*)|env(?:_var)?\([\"']([A-Za-z_][A-Za-z0-9_]*)[\"']\)")
_SHELL = re.compile(rb"#!.*\b(?:ba|z|da|k)?sh\b")


def read(source: Source) -> Makefile:
    """Read all of ``source``; never raises."""
    found = Makefile()
    body: list[tuple[int, int]] = []
    for match in _LINE.finditer(source.data):
        start, end = match.span()
        line = match[0]
        if line[:1] in (b" ", b"\t"):
            body.append((start, end))
            continue
        if not line or line.startswith(b"#"):
            continue
        _close(found, source, body)
        if dotenv := _DOTENV.match(line):
            file = _TEXT.match(line, dotenv.end())
            name = (file[1] or file[2] or b"").decode("utf-8", "replace") if file else ""
            if not line.endswith(b"false"):
                found.includes.append(Word(name or ".env", source.span(start, end)))
        elif assignment := _ASSIGNMENT.match(line):
            found.definitions.append(_definition(source, start, assignment))
        elif recipe := _RECIPE.match(line):
            needs = _NEED.finditer(line.partition(b"&&")[0].partition(b"#")[0], recipe.end())
            places = ((each[1] or each[2], *each.span(1 if each[1] else 2)) for each in needs)
            words = [Word(name.decode(), source.span(start + first, start + last)) for name, first, last in places]
            found.recipes.append(Recipe(recipe[1].decode(), needs=words))
    _close(found, source, body)
    return found


def _definition(source: Source, start: int, match: re.Match[bytes]) -> Definition:
    line = match.string
    text = _TEXT.match(line, match.end())
    rest = line[text.end() :].lstrip() if text else b"x"
    is_text = text is not None and (not rest or rest.startswith(b"#"))
    first, last = (text.start() + 1, text.end() - 1) if text and is_text else (match.end(), len(line))
    return Definition(
        match[2].decode(),
        source.span(start + match.start(2), start + match.end(2)),
        line[first:last].decode("utf-8", "replace") if is_text else None,
        source.span(start + first, start + last),
        is_exported=match[1] is not None,
    )


def _close(found: Makefile, source: Source, body: list[tuple[int, int]]) -> None:
    """Give the last recipe the lines of its body."""
    if body and found.recipes and not found.recipes[-1].scripts:
        scripts = found.recipes[-1].scripts
        first = source.data[slice(*body[0])].lstrip()
        if first.startswith(b"#!"):
            if _SHELL.match(first):
                writer = Rewriter(source)
                for start, end in body[1:]:
                    _write(writer, start, end)
                    writer.put(b"\n", end, end)
                scripts.append(writer.excerpt())
        else:
            at = 0
            while at < len(body):
                writer = Rewriter(source)
                prefix = _PREFIX.match(source.data, *body[at])
                _write(writer, prefix.end() if prefix else body[at][0], body[at][1])
                while source.data[body[at][0] : body[at][1]].endswith(b"\\") and at + 1 < len(body):
                    at += 1
                    writer.put(b"\n", body[at][0], body[at][0])
                    _write(writer, *body[at])
                scripts.append(writer.excerpt())
                at += 1
    body.clear()


def _write(writer: Rewriter, start: int, end: int) -> None:
    """Write a line as the shell gets it: what is inserted becomes a variable of the shell, or unknown."""
    writer.replace(_INSERTED, _inserted, start, end)


def _inserted(match: re.Match[bytes]) -> bytes:
    if match[1] is None:
        return b"{{"
    name = _NAME.fullmatch(match[1].strip())
    return b"${" + (name[1] or name[2]) + b"}" if name else b"$?"
