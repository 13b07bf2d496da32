"""What a terminal shows: which characters, how wide, in what colours."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping
from typing import NamedTuple, TextIO

BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "1;31", "1;32", "1;33", "1;36"

#: Code points that must not reach a terminal as they are: first and last of each range.
_HIDDEN = (
    (0x0000, 0x001F),  # C0 controls
    (0x007F, 0x009F),  # DEL and C1 controls
    (0x00AD, 0x00AD),  # soft hyphen
    (0x061C, 0x061C),  # Arabic letter mark, which turns the direction of text
    (0x115F, 0x1160),  # fillers, which are letters to a compiler and nothing to a reader
    (0x180E, 0x180E),  # vowel separator of no width
    (0x200B, 0x200F),  # spaces and joiners of no width, direction marks
    (0x2028, 0x202E),  # line and paragraph separators, direction overrides
    (0x2060, 0x206F),  # invisible operators, direction isolates
    (0x3164, 0x3164),  # filler
    (0xD800, 0xDFFF),  # half surrogate pairs: undecodable bytes of file names
    (0xFDD0, 0xFDEF),  # no characters, and so are the last two of each plane
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),  # filler
    (0xFFF9, 0xFFFB),  # annotation marks
    (0xE0000, 0xE007F),  # tags
)
#: What rdlint itself writes, for streams that cannot encode it.
_PLAIN = str.maketrans(
    {"…": "...", "│": "|", "•": "*", "·": "*", "→": "->", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"'}
)
_WORD = re.compile(r"(?:`[^`]*`|[^ ])+")


class _Shown(dict[int, str]):
    """What is shown for a code point, worked out when it is first met: a pattern would take 2 ms to compile."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_hidden = any(low <= code <= high for low, high in _HIDDEN)
        self[code] = char.encode("unicode_escape").decode("ascii") if is_hidden else char
        return self[code]


_SHOWN = _Shown()


def visible(text: str, encoding: str = "utf-8") -> str:
    r"""Return ``text`` as one line that a terminal shows and never obeys.

    Control characters, characters that turn or hide text, and those that ``encoding`` cannot
    express become escapes such as ``\x1b`` and ``\u202e``.

    >>> visible("a\x1b[2J\nb")
    'a\\x1b[2J\\nb'
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(_SHOWN)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    return text


def cells(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes; ``text`` has gone through `visible`.

    Wide East Asian characters and emoji take two, combining marks none.
    """
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def head(text: str, room: int) -> str:
    """Return the longest beginning of ``text`` that fits into ``room`` columns."""
    if text.isascii():
        return text[: max(0, room)]
    for index, char in enumerate(text):
        room -= _cells_of(char)
        if room < 0:
            return text[:index]
    return text


def tail(text: str, room: int) -> str:
    """Return the longest end of ``text`` that fits into ``room`` columns and starts with a full character."""
    if text.isascii():
        return text[len(text) - room :] if 0 < room < len(text) else text if room > 0 else ""
    start = len(text)
    for index in range(len(text) - 1, -1, -1):
        width = _cells_of(text[index])
        room -= width
        if room < 0:
            break
        if width:
            start = index
    return text[start:]


def _cells_of(char: str) -> int:
    if char < "\u0300":
        return 1
    from unicodedata import category, east_asian_width

    if category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":  # conjoining vowels and finals of Hangul
        return 0
    return 2 if east_asian_width(char) in ("W", "F") else 1


class Terminal(NamedTuple):
    """What the stream that is written to can do.

    ``width`` is its columns, 0 when it is no terminal: then sentences are not wrapped, so that
    other programs find them whole. ``is_quiet``: who reads it wants findings, and nothing else.
    ``is_runner_log``: the runner of GitHub Actions reads along, and obeys lines that begin with `::` or hold `##[`.
    """

    width: int = 0
    encoding: str = "utf-8"
    has_color: bool = False
    has_links: bool = False
    is_quiet: bool = False
    is_runner_log: bool = False

    @classmethod
    def of(cls, stream: TextIO, color: bool | None = None, environ: Mapping[str, str] = os.environ) -> Terminal:
        """Look at ``stream`` and the environment; ``color`` overrules both."""
        is_terminal = stream.isatty()
        kind = environ.get("TERM", "")
        obeys = is_terminal and kind != "dumb" and (os.name != "nt" or _obeys_on_windows(environ))
        return cls(
            width=_columns(stream, environ) if is_terminal else 0,
            encoding=_encoding(stream),
            has_color=_wants_color(environ, obeys) if color is None else color,
            # the Linux console prints what it does not know; VS Code's own links know the line, ours cannot
            is_runner_log=bool(environ.get("GITHUB_ACTIONS")),
            has_links=obeys and kind != "linux" and environ.get("TERM_PROGRAM") != "vscode",
        )

    def visible(self, text: str) -> str:
        """Return ``text`` as one line that this terminal shows and never obeys."""
        return visible(text, self.encoding)

    def inert(self, line: str) -> str:
        """Return a whole ``line`` of a log such that no runner takes it for a command."""
        if not self.is_runner_log:
            return line
        return re.sub(r"^(\s*):(?=:)", r"\1\\x3a", line).replace("##[", r"#\x23[")

    def paint(self, text: str, style: str) -> str:
        """Return ``text`` in a style such as `BOLD`, where there are colours."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.has_color and text else text

    def link(self, text: str, path: str) -> str:
        """Return ``text`` as a link to the absolute ``path``, where there are links.

        The host name belongs into the URL: over a remote shell the path means nothing on this side.
        """
        if not self.has_links:
            return text
        host = os.uname().nodename if hasattr(os, "uname") else ""
        path = "/" + path.replace(os.sep, "/").lstrip("/")
        quoted = re.sub(rb"[^A-Za-z0-9/:._~-]", lambda found: b"%%%02X" % found[0][0], os.fsencode(path))
        return f"\x1b]8;;file://{visible(host, 'ascii')}{quoted.decode('ascii')}\x1b\\{text}\x1b]8;;\x1b\\"

    def wrap(self, text: str, first: str, rest: str) -> list[str]:
        """Split a sentence into lines that fit; one line when this is no terminal.

        ``first`` and ``rest`` are put before the first line and all others. What stands in
        backticks is never torn apart: it may be a command to copy.
        """
        if not self.width:
            return [first + text]
        lines = [first]
        is_new = True
        for word in _WORD.findall(text):
            if not is_new and cells(lines[-1]) + 1 + cells(word) > max(40, self.width):
                lines.append(rest)
                is_new = True
            lines[-1] += word if is_new else f" {word}"
            is_new = False
        return lines


def _wants_color(environ: Mapping[str, str], obeys: bool) -> bool:
    """Follow https://no-color.org and https://force-color.org, in Python's order: no before force."""
    if environ.get("NO_COLOR"):
        return False
    forced = environ.get("FORCE_COLOR")
    if forced:
        return forced.lower() not in ("0", "false")
    return obeys


def _obeys_on_windows(environ: Mapping[str, str]) -> bool:
    """Say whether a Windows console obeys escape sequences, as far as the environment tells."""
    return any(name in environ for name in ("WT_SESSION", "ANSICON", "ConEmuANSI", "TERM", "TERM_PROGRAM"))


def _columns(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Return the width of a terminal: `COLUMNS`, else what it says itself, else 80."""
    asked = environ.get("COLUMNS", "")
    if asked.isdecimal() and len(asked) < 6 and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):  # no real terminal behind the stream
        return 80


def _encoding(stream: TextIO) -> str:
    """Return the name of the stream's encoding; streams of text in memory take everything."""
    try:
        return codecs.lookup(getattr(stream, "encoding", None) or "utf-8").name
    except LookupError:
        return "ascii"
