"""What a terminal shows: which characters, how wide, in what colours."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping
from typing import NamedTuple, TextIO

BOLD, DIM, RED, YELLOW, CYAN = "1", "2", "1;31", "1;33", "1;36"

#: What must not reach a terminal: C0, DEL and C1 controls, whatever turns the direction of text,
#: whatever takes no room (zero-width spaces and joiners, tags, fillers), line and paragraph
#: separators, and halves of surrogate pairs, which stand for undecodable bytes in file names.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
#: What rdlint itself writes, for streams that cannot encode it.
_PLAIN = str.maketrans({"…": "...", "│": "|", "•": "*", "·": "*", "→": "->", "–": "-", "—": "-", "’": "'"})


def visible(text: str, encoding: str = "utf-8") -> str:
    r"""Return ``text`` as one line that a terminal shows and never obeys.

    Control characters, characters that turn or hide text, and those that ``encoding`` cannot
    express become escapes such as ``\x1b`` and ``\u202e``.

    >>> visible("a\x1b[2J\nb")
    'a\\x1b[2J\\nb'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
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
    other programs find them whole.
    """

    width: int = 0
    encoding: str = "utf-8"
    has_color: bool = False
    has_links: bool = False

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
            has_links=obeys and kind != "linux" and environ.get("TERM_PROGRAM") != "vscode",
        )

    def visible(self, text: str) -> str:
        """Return ``text`` as one line that this terminal shows and never obeys."""
        return visible(text, self.encoding)

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

    def wrap(self, text: str, indent: str) -> list[str]:
        """Split a sentence into lines that fit, each indented; one line when this is no terminal."""
        if not self.width:
            return [indent + text]
        room = max(20, self.width - len(indent))
        lines: list[str] = []
        line, taken = "", 0
        for word in text.split(" "):
            width = cells(word)
            if line and taken + 1 + width > room:
                lines.append(indent + line)
                line, taken = word, width
            else:
                line, taken = (f"{line} {word}", taken + 1 + width) if line else (word, width)
        return [*lines, indent + line]


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
