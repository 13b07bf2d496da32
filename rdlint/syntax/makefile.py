"""Makefiles: the shell lines of their recipes, and the variables, exports and includes around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.excerpt import Excerpt, Rewriter

_ASSIGNMENT = re.compile(
    rb"[ ]*((?:(?:export|override|private)[ \t]+)*)([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(\?|\+|!|:{0,3})=[ \t]*"
)
_DIRECTIVE = re.compile(
    rb"[ ]*(-?include|sinclude|export|unexport|define|endef|undefine|vpath|[a-z]*if[a-z]*|else)\b[ \t]*"
)
_TARGETS = re.compile(rb"([^:=#\t][^:=#]*?)[ \t]*(?:&:|::?)(?!=)")
_WORDS = re.compile(rb"[^ \t]+")
_PREFIX = re.compile(rb"[@+\- \t]*")
_COMMENT = re.compile(rb"(?:^|(?<=[ \t]))#")
_SIMPLE_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")


class Definition(NamedTuple):
    """``NAME = value``: ``span`` covers the name, ``value_span`` the value without quotes around it.

    ``value`` is its text, ``None`` when it is put together from others. Not ``is_fixed``: it only
    holds if the environment says nothing else.
    """

    name: str
    span: Span
    value: str | None
    value_span: Span
    is_exported: bool = False
    is_fixed: bool = True


class Word(NamedTuple):
    """A name or a path, and where it stands."""

    text: str
    span: Span


@dataclass(slots=True)
class Recipe:
    """The scripts that make ``target``, each of them run by a shell of its own.

    ``needs`` are the targets that are made before.
    """

    target: str
    scripts: list[Excerpt] = field(default_factory=list)
    needs: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Makefile:
    """What a Makefile (or a justfile) says. ``exports`` are names that `export` gives to recipes."""

    recipes: list[Recipe] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    exports: list[Word] = field(default_factory=list)
    includes: list[Word] = field(default_factory=list)


def read(source: Source) -> Makefile:
    """Read all of ``source``; never raises."""
    found = Makefile()
    lines: list[tuple[str, int, int]] = []  # of recipes: target, start, end
    needs: dict[str, list[Word]] = {}
    target, is_define, is_one_shell = "", False, False
    for start, end in logical_lines(source.data):
        line = source.data[start:end]
        if line.startswith(b"\t"):
            if target and not is_define:
                lines.append((target, start + 1, end))
            continue
        directive = _DIRECTIVE.match(line)
        if directive and directive[1] in (b"define", b"endef"):
            is_define = directive[1] == b"define"
        elif is_define or not line.strip() or line.lstrip().startswith(b"#"):
            continue
        elif assignment := _ASSIGNMENT.match(line):
            found.definitions.append(_definition(source, start, end, assignment))
        elif directive:
            _direct(found, source, directive[1], start + directive.end(), end)
        elif rule := _TARGETS.match(line):
            target = rule[1].decode("utf-8", "replace").strip(" \t&")
            is_one_shell = is_one_shell or target == ".ONESHELL"
            own = _ASSIGNMENT.match(line, rule.end())
            semicolon = line.find(b";", rule.end())
            if own:
                found.definitions.append(_definition(source, start, end, own)._replace(value=None))
            else:
                if semicolon >= 0:
                    lines.append((target, start + semicolon + 1, end))
                stop = start + semicolon if semicolon >= 0 else end
                if not target.startswith("."):  # what stands behind `.PHONY` is not needed
                    needs.setdefault(target, []).extend(_words(source, start + rule.end(), stop))
    _add_recipes(found, source, lines, is_one_shell)
    for recipe in found.recipes:
        recipe.needs = needs.pop(recipe.target, [])
    found.recipes += (Recipe(target, needs=words) for target, words in needs.items() if words)
    return found


def logical_lines(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where lines begin and end, without their ends; a line that ends with a backslash goes on."""
    start = at = 0
    while at < len(data):
        found = data.find(b"\n", at)
        end = len(data) if found < 0 else found
        at = end + 1
        end -= data[end - 1 : end] == b"\r" and end > start
        tail = data[max(start, end - 64) : end]
        if found < 0 or (len(tail) - len(tail.rstrip(b"\\"))) % 2 == 0:
            yield start, end
            start = at


def _definition(source: Source, start: int, end: int, match: re.Match[bytes]) -> Definition:
    line = source.data[start:end]
    raw = line[match.end() :]
    comment = _COMMENT.search(raw)
    raw = (raw[: comment.start()] if comment else raw).rstrip(b" \t")
    first = start + match.end()
    if len(raw) > 1 and raw[:1] == raw[-1:] and raw[:1] in (b'"', b"'"):
        raw, first = raw[1:-1], first + 1
    is_text = not re.search(rb"[$\"'\\`\n]", raw)
    return Definition(
        match[2].decode(),
        source.span(start + match.start(2), start + match.end(2)),
        raw.decode("utf-8", "replace") if is_text and match[3] not in (b"+", b"!") else None,
        source.span(first, first + len(raw)),
        is_exported=b"export" in match[1],
        is_fixed=match[3] != b"?",
    )


def _direct(found: Makefile, source: Source, directive: bytes, start: int, end: int) -> None:
    if directive == b"export":
        words = found.exports
    elif directive.endswith(b"include"):
        words = found.includes
    else:
        return
    words += _words(source, start, end)


def _words(source: Source, start: int, end: int) -> Iterator[Word]:
    """Yield the words up to a comment."""
    for match in _WORDS.finditer(source.data, start, end):
        if match[0].startswith(b"#"):
            break
        yield Word(match[0].decode("utf-8", "replace"), source.span(*match.span()))


def _add_recipes(found: Makefile, source: Source, lines: list[tuple[str, int, int]], is_one_shell: bool) -> None:
    recipes: dict[str, Recipe] = {}
    writers: dict[str, Rewriter] = {}
    for target, start, end in lines:
        if target not in recipes:
            recipes[target] = Recipe(target)
            writers[target] = Rewriter(source)
        writer = writers[target] if is_one_shell else Rewriter(source)
        _write_recipe_line(writer, start, end)
        if is_one_shell:
            writer.put(b"\n", end, end)
        else:
            recipes[target].scripts.append(writer.excerpt())
    if is_one_shell:
        for target, recipe in recipes.items():
            recipe.scripts.append(writers[target].excerpt())
    found.recipes = list(recipes.values())


def _write_recipe_line(writer: Rewriter, start: int, end: int) -> None:
    """Write a recipe line as the shell gets it: references to make's variables become the shell's own."""
    data = writer.base.data
    prefix = _PREFIX.match(data, start, end)
    at = copied = prefix.end() if prefix else start
    is_quoted = is_single = False
    while at < end:
        byte = data[at : at + 1]
        if byte == b"\\" and not is_single:
            at += 2
            if data[at - 1 : at] == b"\n" and data[at : at + 1] == b"\t":
                writer.copy(copied, at)
                at = copied = at + 1
            continue
        if byte == b'"' and not is_single:
            is_quoted = not is_quoted
        elif byte == b"'" and not is_quoted:
            is_single = not is_single
        elif byte == b"$" and at + 1 < end:
            writer.copy(copied, at)
            stop, text = _reference(data, at, end)
            writer.put(b"'\"" + text + b"\"'" if is_single and text != b"$" else text, at, stop)
            at = copied = stop
            continue
        at += 1
    writer.copy(copied, end)


def _reference(data: bytes, at: int, end: int) -> tuple[int, bytes]:
    """Return the end of the reference that begins at ``at``, and what stands for it in the shell."""
    opening = data[at + 1 : at + 2]
    if opening == b"$":
        return at + 2, b"$"
    if opening not in (b"(", b"{"):
        return at + 2, b"$?"
    closing = b")" if opening == b"(" else b"}"
    depth, stop = 1, at + 2
    while stop < end and depth:
        depth += (data[stop : stop + 1] == opening) - (data[stop : stop + 1] == closing)
        stop += 1
    name = data[at + 2 : stop - 1]
    return stop, b"${" + name + b"}" if _SIMPLE_NAME.fullmatch(name) else b"$?"
