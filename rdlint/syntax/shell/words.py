"""What is known of the words of a shell script: their texts, and what quoting and splitting make of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from rdlint.span import Span

#: What one value may be is kept up to this many texts of this many characters; beyond, it is unknown.
MOST_TEXTS = 1000
LONGEST_TEXT = 4096

_DEFAULT_SEPARATORS = " \t\n"
_BARE_ESCAPE = re.compile(r"\\(\n|.)", re.DOTALL)
_QUOTED_ESCAPE = re.compile(r"\\([\n\"\\$`])")
_ANSI_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_ANSI_CHARACTERS = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "E": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_UNESCAPED_PATTERN = re.compile(r"(?<!\\)(?:\\\\)*[*?\[]")
_BRACES = re.compile(r"(?<!\$)\{([^{}\s]*)\}")


class Text(NamedTuple):
    """One text that a word can have, and where it is written.

    ``in_tree``: the text is an absolute path, with the root of the tree for its root: what a script
    makes of its own place in the tree.
    """

    text: str
    span: Span
    in_tree: bool = False


class Listing(NamedTuple):
    """The lines of ``file`` (relative to the tree), or of ``NAME=value`` lines ``only_names``."""

    file: str
    only_names: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of an expanded word.

    ``texts`` are all that it can be, none when that is not known. ``prefix`` is its known beginning.
    ``variables`` are the shell variables that it comes from: not ``x`` but ``HOME`` after
    ``x=$HOME``. ``listing``: it is a line of a file, in a word of its own. ``likely`` is the text
    that stands in for a variable that is usually not set, as in ``${TOOL:-tool}``.
    """

    texts: tuple[Text, ...] = ()
    prefix: str = ""
    variables: tuple[str, ...] = ()
    listing: Listing | None = None
    likely: Text | None = None

    @property
    def only(self) -> Text | None:
        """The one text that it surely has, or ``None``."""
        return self.texts[0] if len(self.texts) == 1 else None

    @property
    def has_blank(self) -> bool:
        """Whether it can be several words where it is not quoted."""
        return any(_has_separator(text, _DEFAULT_SEPARATORS) for text in self.texts)

    def map(self, change: Callable[[str], str]) -> Value:
        """Return what becomes of it when ``change`` is done to its text."""
        return of_texts((text._replace(text=change(text.text)) for text in self.texts), self.variables)


UNKNOWN = Value()


class Piece(NamedTuple):
    """A part of a word: literal text or an expansion, ``is_quoted`` or open to splitting."""

    value: Value
    is_literal: bool
    is_quoted: bool
    is_pattern: bool = False  # of file names, or a list in braces


def of_texts(texts: Iterable[Text], variables: tuple[str, ...] = ()) -> Value:
    """Return the value that can be each of ``texts``; equal ones are kept once."""
    unique: dict[tuple[str, bool], Text] = {}
    for text in texts:
        unique.setdefault((text.text, text.in_tree), text)
        if len(unique) > MOST_TEXTS or len(text.text) > LONGEST_TEXT:
            return Value(variables=variables)
    found = tuple(unique.values())
    return Value(found, common_prefix([text.text for text in found]), variables)


def literal(text: str, span: Span) -> Value:
    """Return the value that is surely ``text``."""
    return of_texts((Text(text, span),))


def unite(values: Sequence[Value]) -> Value:
    """Return the value that can be any of ``values``."""
    if len(values) == 1:
        return values[0]
    variables = tuple(dict.fromkeys(name for value in values for name in value.variables))
    if values and all(value.texts for value in values):
        return of_texts((text for value in values for text in value.texts), variables)
    listings = {value.listing for value in values}
    prefix = common_prefix([value.prefix for value in values])
    return Value((), prefix, variables, listings.pop() if len(listings) == 1 else None)


def concatenate(pieces: Sequence[Piece], span: Span) -> Value:
    """Return the value of a word at ``span`` that is made of ``pieces``."""
    if len(pieces) == 1:
        return pieces[0].value
    values = [piece.value for piece in pieces]
    variables = tuple(dict.fromkeys(name for value in values for name in value.variables))
    count = 1
    for value in values:
        count *= len(value.texts)
        if count == 0 or count > MOST_TEXTS:
            return Value((), _prefix(values), variables, _listing(pieces))
    return of_texts((_joined(texts, pieces, span) for texts in product(*(value.texts for value in values))), variables)


def split(value: Value, separators: str = _DEFAULT_SEPARATORS) -> list[Value] | None:
    """Return the words that an unquoted ``value`` is split into, ``None`` when that is not known."""
    if value.likely and _has_separator(value.likely, separators):
        return [Value((), "", value.variables, None, part) for part in split_text(value.likely, separators)]
    if value.listing or not any(_has_separator(text, separators) for text in value.texts):
        return [] if value.texts and not any(text.text for text in value.texts) else [value]
    if value.only is None:
        return None
    return [of_texts((part,), value.variables) for part in split_text(value.only, separators)]


def split_text(text: Text, separators: str, most: int = 0) -> list[Text]:
    """Split ``text`` at any of ``separators``, into ``most`` parts at the most when that is not 0.

    White space counts once however much there is, and not at the ends.
    """
    blank = "".join(each for each in separators if each in _DEFAULT_SEPARATORS)
    visible = "".join(each for each in separators if each not in _DEFAULT_SEPARATORS)
    spaces = f"[{re.escape(blank)}]" if blank else "(?!)"
    marks = f"[{re.escape(visible)}]" if visible else "(?!)"
    separator = re.compile(f"{spaces}*{marks}{spaces}*|{spaces}+")
    end = len(text.text.rstrip(blank)) if blank else len(text.text)
    at = len(text.text) - len(text.text.lstrip(blank)) if blank else 0
    parts: list[Text] = []
    while at < end and (not most or len(parts) < most - 1):
        match = separator.search(text.text, at, end)
        if match is None:
            break
        parts.append(cut(text, at, match.start()))
        at = match.end()
    if at < end:
        parts.append(cut(text, at, end))
    return parts


def cut(text: Text, start: int, end: int) -> Text:
    """Return characters ``start`` to ``end`` of ``text``, with their own place when it can be told."""
    span, raw = text.span, text.text
    if len(raw) == span.end - span.start and raw.isascii():
        span = Span(span.path, span.start + start, span.start + end)
    return Text(raw[start:end], span)


def bare_text(raw: str) -> str:
    """Return what unquoted ``raw`` means: backslashes taken away."""
    return _BARE_ESCAPE.sub(lambda match: "" if match[1] == "\n" else match[1], raw) if "\\" in raw else raw


def quoted_text(raw: str) -> str:
    """Return what ``raw`` means between double quotes."""
    return _QUOTED_ESCAPE.sub(lambda match: "" if match[1] == "\n" else match[1], raw) if "\\" in raw else raw


def ansi_text(raw: str) -> str:
    """Return what ``raw`` means between ``$'`` and ``'``."""
    return _ANSI_ESCAPE.sub(_ansi_character, raw) if "\\" in raw else raw


def is_pattern(raw: str) -> bool:
    """Say whether the shell makes file names or several words of an unquoted ``raw``."""
    return raw.startswith("~") or _UNESCAPED_PATTERN.search(raw) is not None or has_braces(raw)


def has_braces(raw: str) -> bool:
    """Say whether ``raw`` holds a list or a range in braces: ``{a,b}``, ``{1..3}``."""
    return any("," in match[1] or ".." in match[1] for match in _BRACES.finditer(raw))


def common_prefix(texts: Sequence[str]) -> str:
    """Return what all of ``texts`` begin with."""
    if len(texts) < 2:
        return "".join(texts)
    first, last = min(texts), max(texts)
    return next((first[:at] for at, each in enumerate(first) if each != last[at : at + 1]), first)


def _ansi_character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    number = int(code, 16) if code else int(match[4], 8) if match[4] else -1
    if number >= 0:
        return chr(number) if number < 0xD800 or 0xE000 <= number < 0x110000 else "�"
    return _ANSI_CHARACTERS.get(match[5], match[5])


def _has_separator(text: Text, separators: str) -> bool:
    return any(each in text.text for each in separators)


def _prefix(values: Sequence[Value]) -> str:
    """Return the known beginning of ``values`` one behind the other."""
    prefix = ""
    for value in values:
        prefix += value.prefix
        if value.only is None:
            break
    return prefix[:LONGEST_TEXT]


def _joined(texts: tuple[Text, ...], pieces: Sequence[Piece], span: Span) -> Text:
    """Put ``texts`` together. Their place is that of the one expansion among them, if it is one."""
    expanded = [text for text, piece in zip(texts, pieces, strict=True) if not piece.is_literal]
    place = expanded[0].span if len(expanded) == 1 else span
    return Text("".join(text.text for text in texts), place, texts[0].in_tree)


def _listing(pieces: Sequence[Piece]) -> Listing | None:
    """Return of what file a word is still a name, or a line: ``env:$name`` or ``$name=$value``."""
    found: Listing | None = None
    is_whole = False
    for piece in pieces:
        if found is None:
            found = piece.value.listing
        elif found.only_names and piece.is_literal and piece.value.prefix.startswith("="):
            found, is_whole = Listing(found.file), True
        elif not is_whole:
            return None
    return found
