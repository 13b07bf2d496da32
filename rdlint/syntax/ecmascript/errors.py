"""Syntax errors that are certain.

The grammar does not know all of TypeScript, so an error in its tree alone says nothing. Reported is
only what a scan of the tokens finds wrong (a bracket, quote or comment without its other end, a merge
conflict) and what is surely the cause: with that one place mended, the whole file parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rdlint.span import Span
from rdlint.syntax.ecmascript import Tree, parse
from rdlint.syntax.problem import Problem

#: Files beyond this many bytes are not parsed again and again.
_SIZE_LIMIT = 300_000
_OPENING = {b")": b"(", b"]": b"[", b"}": b"{"}
_CLOSING = {b"(": b")", b"[": b"]", b"{": b"}", b"${": b"}", b"`": b"`"}
_TOKEN = re.compile(
    rb"(?P<line>//[^\n\r]*)|(?P<block>/\*)|(?P<quote>['\"])|(?P<tick>`)|(?P<open>[({\[])|(?P<close>[)}\]])"
    rb"|(?P<word>[\w$\x80-\xff]+)|(?P<slash>/)|(?P<other>[^\s])"
)
_STRINGS = {
    b"'": re.compile(rb"'(?:[^'\\\n\r]|\\(?:\r\n|[\s\S]))*"),
    b'"': re.compile(rb'"(?:[^"\\\n\r]|\\(?:\r\n|[\s\S]))*'),
}
_TEMPLATE = re.compile(rb"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*")
_REGEX = re.compile(rb"/(?![*/])(?:[^/\\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+/[A-Za-z]*")
#: Words after which a slash begins a regular expression.
_BEFORE_REGEX = frozenset(
    b"return typeof case in of do else void delete throw new instanceof yield await default".split()
)
_CONFLICT = re.compile(
    rb"^<{7}(?: [^\n]*)?\n(?P<ours>(?:(?!={7}\s*$)[^\n]*\n)*?)={7}\r?\n(?P<theirs>(?:(?!>{7})[^\n]*\n)*?)>{7}[^\n]*\n?",
    re.MULTILINE,
)


class _Suspect(NamedTuple):
    """Something that the scan finds wrong, with the edits (start, end, text) that would each mend it."""

    start: int
    end: int
    message: str
    help: str
    edits: tuple[tuple[int, int, bytes], ...]


class _Open(NamedTuple):
    sign: bytes
    start: int


def problems(tree: Tree, path: str) -> tuple[Problem, ...]:
    """Return the certain syntax errors of the file ``path``; none for a file that is sound or too large."""
    if not tree.root.has_error or len(tree.data) > _SIZE_LIMIT:
        return ()
    conflict = _conflict(tree.data, path)
    if conflict is not None:
        return (conflict,)
    for suspect in _suspects(tree):
        for start, end, text in suspect.edits:
            if _is_sound(tree.data[:start] + text + tree.data[end:], path):
                return (Problem(Span(path, suspect.start, suspect.end), suspect.message, suspect.help),)
    return ()


def _is_sound(data: bytes, path: str) -> bool:
    tree = parse(data, path)
    return tree is not None and not tree.root.has_error


def _conflict(data: bytes, path: str) -> Problem | None:
    """Return the first of the merge conflicts in ``data``, if the file is sound with one side of each."""
    first = _CONFLICT.search(data)
    if first is None:
        return None
    sides = (_CONFLICT.sub(rb"\g<ours>", data), _CONFLICT.sub(rb"\g<theirs>", data))
    if not any(_is_sound(side, path) for side in sides):
        return None
    return Problem(
        Span(path, first.start(), first.start() + 7),
        "a merge conflict is left in the file",
        "keep one side and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`",
    )


def _suspects(tree: Tree) -> Iterator[_Suspect]:
    """Scan the tokens to the first thing that is wrong, and yield what it may be."""
    data = tree.data
    stack: list[_Open] = []
    before = b""  # the last token, to tell a regular expression from a division
    at = 0
    while at < len(data):
        if stack and stack[-1].sign == b"`":
            at = _scan_template(data, at, stack)
            before = b"`"
            continue
        match = _TOKEN.search(data, at)
        if match is None:
            break
        kind, start, token, at = match.lastgroup, match.start(), match.group(), match.end()
        if kind == "line":
            continue
        if kind == "block":
            at = data.find(b"*/", at) + 2
            if at < 2:
                yield _unclosed_comment(data, start)
                return
            continue
        if kind == "quote":
            leaf = tree.leaf(start)
            if leaf is not None and leaf.kind_id == tree.kinds.jsx_text:
                at = max(at, leaf.end_byte)
                continue
            at = _end_of_string(data, start, token)
            if data[at : at + 1] != token:
                yield _unclosed_string(data, start, at, token)
                return
            at += 1
        elif kind == "tick":
            stack.append(_Open(b"`", start))
        elif kind == "open":
            stack.append(_Open(token, start))
        elif kind == "close":
            top = stack.pop() if stack else None
            if top is not None and top.sign == b"${" and token == b"}":
                continue
            if top is None or top.sign != _OPENING[token]:
                yield from _mismatch(data, top, token, start)
                return
        elif kind == "slash" and _begins_regex(before):
            regex = _REGEX.match(data, start)
            at = regex.end() if regex is not None else at
        before = token
    if stack:
        yield from _never_closed(data, stack)


def _scan_template(data: bytes, at: int, stack: list[_Open]) -> int:
    """Go on inside a template to its end, or into its next ``${``."""
    match = _TEMPLATE.match(data, at)
    at = match.end() if match is not None else at
    if data.startswith(b"${", at):
        stack.append(_Open(b"${", at))
        return at + 2
    if data[at : at + 1] == b"`":
        stack.pop()
        return at + 1
    return len(data)


def _begins_regex(before: bytes) -> bool:
    if before in _BEFORE_REGEX:
        return True
    return not (before[-1:].isalnum() or before[-1:] in (b"_", b"$", b")", b"]", b"}", b"'", b'"', b"`"))


def _end_of_string(data: bytes, start: int, quote: bytes) -> int:
    match = _STRINGS[quote].match(data, start)
    return match.end() if match is not None else start + 1


def _unclosed_comment(data: bytes, start: int) -> _Suspect:
    line_end = _line_end(data, start)
    edits = ((len(data), len(data), b"*/"), (line_end, line_end, b"*/"))
    return _Suspect(start, start + 2, "this comment is never closed", "end it with `*/`", edits)


def _unclosed_string(data: bytes, start: int, end: int, quote: bytes) -> _Suspect:
    """Suspect a string that ends with its line, or before the brackets and commas there, or in another quote."""
    sign = quote.decode()
    inside = start + 1 + len(data[start + 1 : end].rstrip(b" \t);,]}"))
    edits = [(end, end, quote), (inside, inside, quote)]
    if data[inside - 1 : inside] in (b"'", b'"', b"`"):
        edits.append((inside - 1, inside, quote))
    return _Suspect(start, end, "this string has no closing quote", f"end it with `{sign}`", tuple(edits))


def _mismatch(data: bytes, top: _Open | None, token: bytes, start: int) -> Iterator[_Suspect]:
    sign = token.decode()
    if top is None:
        message, remedy = (
            f"this `{sign}` closes nothing",
            f"remove it, or open a `{_OPENING[token].decode()}` before it",
        )
        yield _Suspect(start, start + 1, message, remedy, ((start, start + 1, b" "),))
        return
    closing = _CLOSING[top.sign]
    opened, expected = top.sign.decode(), closing.decode()
    never = f"`{opened}` is never closed"
    edits = tuple((place, place, closing) for place in (start, *_ends_of_line(data, top.start)))
    yield _Suspect(top.start, top.start + len(top.sign), never, f"close it with `{expected}`", edits)
    wrong = f"`{expected}` is expected here, to close a `{opened}`"
    yield _Suspect(start, start + 1, wrong, f"put `{expected}` in place of `{sign}`", ((start, start + 1, closing),))
    yield _Suspect(start, start + 1, f"this `{sign}` closes nothing", "remove it", ((start, start + 1, b" "),))


def _never_closed(data: bytes, stack: list[_Open]) -> Iterator[_Suspect]:
    """Yield the innermost of what is open at the end of the file."""
    top = stack[-1]
    closers = b"".join(_CLOSING[each.sign] for each in reversed(stack))
    end = len(data)
    edits = [(end, end, closers), (end, end, b"\n" + closers)]
    if len(stack) == 1:
        edits += [(place, place, closers) for place in _ends_of_line(data, top.start)]
    names = {b"`": "template"}
    what = f"this {names[top.sign]}" if top.sign in names else f"`{top.sign.decode()}`"
    yield _Suspect(
        top.start,
        top.start + len(top.sign),
        f"{what} is never closed",
        f"close it with `{_CLOSING[top.sign].decode()}`",
        tuple(edits),
    )


def _ends_of_line(data: bytes, at: int) -> tuple[int, int]:
    """Return where the line of byte ``at`` ends: before a comma or semicolon there, and after it."""
    end = _line_end(data, at)
    return at + len(data[at:end].rstrip(b" \t\r;,")), end


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end
