"""What the `raindrop` commands of the scripts mean for the app."""

from __future__ import annotations

import re
from typing import NamedTuple

from rdlint.facts.commands import Command, Word
from rdlint.platform.command_line import flags_with_value
from rdlint.span import Span

_FLAGS_WITH_VALUE = flags_with_value("build", "env", "set")
_ADDRESS = re.compile(r"(?:([A-Za-z0-9_.-]+):)?env:([A-Za-z_][A-Za-z0-9_]*)")


class EnvAddress(NamedTuple):
    """What `build env set` and `get` take: ``env:NAME`` or ``module:env:NAME`` (platform reference E.2)."""

    module: str
    name: str

    @classmethod
    def parse(cls, text: str) -> EnvAddress | None:
        """Return the address that ``text`` is, ``None`` when it is none."""
        match = _ADDRESS.fullmatch(text)
        return cls(match[1] or "", match[2]) if match else None

    def __str__(self) -> str:
        return f"{self.module}:env:{self.name}" if self.module else f"env:{self.name}"


class EnvCommand(NamedTuple):
    """A `build env set` or `get`: ``verb``, the word of its address, and the word of its value."""

    command: Command
    verb: str
    address: Word
    value: Word | None

    @property
    def texts(self) -> tuple[tuple[str, Span], ...]:
        """What the address can be, and where each text stands: the word, a loop's item, a call's argument.

        Of an address that is known only to hold a name and ``=`` that beginning.
        """
        word = self.address
        if word.values:
            places = word.places if len(word.places) == len(word.values) else (word.span,) * len(word.values)
            return tuple(zip(word.values, places, strict=True))
        return ((word.prefix, word.span),) if "=" in word.prefix else ()


class AddressUse(NamedTuple):
    """One text that the address of an ``EnvCommand`` can be, and where that text stands."""

    text: str
    place: Span
    use: EnvCommand

    @property
    def shown(self) -> str:
        """The text without a value that was put behind the name."""
        name, equals, _ = self.text.partition("=")
        return f"{name}=…" if equals else name


def env_command(command: Command) -> EnvCommand | None:
    """Return what ``command`` sets or gets, ``None`` when it is no `build env` with an address."""
    words = [word.values for word in command.words[:3]]
    if words not in ([("build",), ("env",), ("set",)], [("build",), ("env",), ("get",)]):
        return None
    arguments = positional(command.words[3:])
    if not arguments:
        return None
    return EnvCommand(command, words[2][0], arguments[0], arguments[1] if len(arguments) > 1 else None)


def positional(words: tuple[Word, ...]) -> list[Word]:
    """Return the words that are neither flags nor the values of flags."""
    found: list[Word] = []
    flags = True
    takes_next = False
    for word in words:
        text = word.values[0] if len(word.values) == 1 else ""
        if takes_next:
            takes_next = False
        elif flags and text == "--":
            flags = False
        elif flags and len(text) > 1 and text.startswith("-"):
            takes_next = text in _FLAGS_WITH_VALUE
        else:
            found.append(word)
    return found
