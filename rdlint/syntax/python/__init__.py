"""Python source to LibCST's tree, whatever the bytes are.

A statement that LibCST cannot read is written over, byte for byte, and the rest is read: a half-typed
line costs that line. LibCST is imported with the first file.
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from rdlint.source import Source
from rdlint.syntax.problem import Problem
from rdlint.syntax.python.depth import Flaw, Scan, scan

if TYPE_CHECKING:
    from rdlint.syntax.python.tree import Failure, Tree

#: How often something is written over before a file is given up, and how many bytes are read for it.
_REPAIRS = 12
_REPAIR_BYTES = 1 << 20

_COOKIE = re.compile(
    rb"\A(?:[ \t\x0c]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))?[ \t\x0c]*#[^\r\n]*?coding[:=][ \t]*([-_.A-Za-z0-9]+)"
)
_UTF8 = frozenset({b"utf-8", b"utf8", b"utf-8-sig", b"utf_8", b"u8"})
_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_FEED = re.compile(rb"^([ \t\x0c]*)\x0c", re.MULTILINE)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
#: What CPython before 3.14 says of `except A, B:`, which LibCST before 1.9 does not know either.
_BARE_EXCEPTIONS = "multiple exception types must be parenthesized"
#: What may stand in for the first line of a block.
_HEADERS = {
    **dict.fromkeys((b"async", b"class", b"def", b"for", b"if", b"match", b"while", b"with"), b"if 1:"),
    b"case": b"case 1:",
    b"elif": b"elif 1:",
    b"else": b"else:",
    b"except": b"except:",
    b"finally": b"finally:",
    b"try": b"try:",
}
_WORD = re.compile(rb"[a-z]*")
_QUOTED = re.compile(r"'([^']{1,20})'")


class Parsed(NamedTuple):
    """``tree`` is ``None`` for a text that cannot be read. ``problem`` is the first certain syntax error."""

    tree: Tree | None
    problem: Problem | None = None


class _Complaint(NamedTuple):
    """What is wrong at the bytes ``start`` to ``end``. ``is_certain``: CPython does not read it either."""

    start: int
    end: int
    message: str
    help: str
    is_certain: bool


def parse(source: Source) -> Parsed:
    """Read the Python file ``source``; offsets in the tree are those of ``Source.data``."""
    data = _readable(source.data)
    problem: Problem | None = None
    tried: dict[int, int] = {}
    for repair in range(min(_REPAIRS, 1 + _REPAIR_BYTES // (len(data) + 1))):
        found = scan(data)
        if found.flaw is Flaw.TOO_DEEP:
            break
        if repair == 0 and found.flaw is None:
            problem = _byte_problem(source)
        result = _read(data, found)
        if not isinstance(result, _Complaint):
            return Parsed(result, problem)
        # CPython before 3.14 reads no template strings, and LibCST 1.9 no raw ones
        if repair == 0 and problem is None and result.is_certain and not found.has_templates:
            problem = Problem(source.span(result.start, result.end), result.message, result.help)
        stand_in = _written_over(data, found, result.start, tried)
        if stand_in is None:
            break
        data = stand_in
    return Parsed(None, problem)


def _readable(data: bytes) -> bytes:
    """Return ``data`` with the same length and meaning, in a form that LibCST reads and gives back.

    It loses form feeds and, like CPython, wants UTF-8: the bytes of another encoding become
    underscores. A form feed sets the indentation back to nothing, as a line end does.
    """
    if b"\x0c" in data:
        data = _LEADING_FEED.sub(rb"\1\n", data)
    data = data.replace(b"\0", b" ")
    try:
        data.decode()
    except UnicodeDecodeError:
        data = _NOT_UTF8.sub("_", data.decode("utf-8", "surrogateescape")).encode()
    return data


def _byte_problem(source: Source) -> Problem | None:
    """Say which byte Python does not take in source code, if there is one."""
    data = source.data
    at = data.find(b"\0")
    if at >= 0:
        return Problem(source.span(at, at + 1), "a NUL character cannot stand in Python source")
    cookie = _COOKIE.match(data)
    if cookie is None or cookie[1].lower() in _UTF8:
        try:
            data.decode()
        except UnicodeDecodeError as error:
            span = source.span(error.start, error.start + 1)
            if _cpython_error(data) is not None:  # it takes other bytes in comments
                return Problem(span, "this byte is not UTF-8, and the file names no other encoding")
    return None


def _read(data: bytes, found: Scan) -> Tree | _Complaint | None:
    """Return the tree of ``data``, why there is none, or ``None`` where nobody can say why."""
    from rdlint.syntax.python.tree import Failure, read

    text = data.decode()
    if found.flaw is not None:
        if found.flaw is not Flaw.OPEN_BRACKET:  # what follows has not been scanned, and may be too deep
            text = data[: found.statements[-1][1]].decode()
        is_certain = _cpython_complaint(text, data) is not None
        return _Complaint(found.start, found.end, found.flaw.value, "", is_certain)
    end = found.statements[-1][1] if found.statements else 0
    result = read(data[:end].decode())  # LibCST loses lines after the last statement
    return _complaint(text, data, found, result) if isinstance(result, Failure) else result


def _complaint(text: str, data: bytes, found: Scan, failure: Failure) -> _Complaint | None:
    """Put LibCST's failure into words: CPython's, if it stumbles over the same statement.

    If not, CPython may be older than the syntax there.
    """
    complaint = _cpython_complaint(text, data)
    if failure.line is None:
        return complaint
    at = _offset(data, failure.line, failure.column)
    if complaint is not None and abs(_statement_at(found, complaint.start) - _statement_at(found, at)) <= 1:
        return complaint
    return _Complaint(at, at, "invalid syntax", "", complaint is not None)


def _cpython_complaint(text: str, data: bytes) -> _Complaint | None:
    """Return CPython's syntax error, ``None`` if it reads ``text``."""
    error = _cpython_error(text)
    if error is None:
        return None
    line = error.lineno or 1
    start = _offset(data, line, (error.offset or 1) - 1)
    end = start
    if error.end_lineno == error.lineno and error.end_offset:
        end = _offset(data, line, error.end_offset - 1)
    if end <= start:
        end = _offset(data, line, error.offset or 1)
    message, _, help_ = _QUOTED.sub(r"`\1`", error.msg).partition(". ")
    message = message[:1].lower() + message[1:]
    return _Complaint(start, end, message, help_, is_certain=message != _BARE_EXCEPTIONS)


def _cpython_error(text: str | bytes) -> SyntaxError | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return error
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _offset(data: bytes, line: int, column: int) -> int:
    """Return the byte at 1-based ``line`` and 0-based ``column`` in code points, kept inside that line."""
    start = 0
    ends = _LINE_END.finditer(data)
    for _ in range(line - 1):
        end = next(ends, None)
        if end is None:
            break
        start = end.end()
    following = _LINE_END.search(data, start)
    content = data[start : following.start() if following else len(data)].decode("utf-8", "replace")
    return start + len(content[: max(column, 0)].encode())


def _statement_at(found: Scan, offset: int) -> int:
    """Return the index of the statement at ``offset``, or of the one that is indented there."""
    index = bisect_right(found.statements, offset, key=lambda statement: statement[0]) - 1
    if index < 0 or (offset > found.statements[index][1] and index + 1 < len(found.statements)):
        index += 1
    return index


def _written_over(data: bytes, found: Scan, offset: int, tried: dict[int, int]) -> bytes | None:
    """Replace the statement at ``offset`` by one that means nothing and is as long.

    Where that has not helped, it is replaced by less, and then the one before it. A block without a body
    is replaced before what follows it. ``tried`` counts by the statement's start. ``None``: there is
    nothing more to try.
    """
    last = min(_statement_at(found, offset), len(found.statements) - 1)
    if last > 0 and _lacks_body(data, found.statements[last - 1], found.statements[last]):
        last -= 1
    for index in range(last, -1, -1):
        start, end = found.statements[index]
        word = _WORD.match(data, start)
        header = _HEADERS.get(word.group() if word else b"")
        stand_ins = [text for text in (header, b"pass", b"") if text is not None and len(text) <= end - start]
        count = tried.get(start, 0)
        if count < len(stand_ins):
            tried[start] = count + 1
            return data[:start] + stand_ins[count].ljust(end - start) + data[end:]
    return None


def _lacks_body(data: bytes, header: tuple[int, int], following: tuple[int, int]) -> bool:
    """Say whether ``header`` ends like the first line of a block, and ``following`` is not indented further."""
    is_header = data[header[0] : header[1]].rstrip().endswith(b":")
    return is_header and _indentation(data, following[0]) <= _indentation(data, header[0])


def _indentation(data: bytes, start: int) -> int:
    return start - max(data.rfind(b"\n", 0, start), data.rfind(b"\r", 0, start))
