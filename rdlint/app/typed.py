"""A call of `raindrop`, read with the grammar of its command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rdlint.facts.commands import Command, Word
from rdlint.platform.command_line import Flag, Form, forms, topics
from rdlint.span import Span

#: As many words are kept of a call that is no command.
_MOST_UNKNOWN = 3


class Given(NamedTuple):
    """A flag as it was typed: ``text`` without its value, the ``flag`` it is, ``None`` when there is none.

    ``value`` is the word that holds its value, ``None`` when the flag takes none or has none.
    """

    text: str
    word: Word
    flag: Flag | None
    value: Word | None


class Typed(NamedTuple):
    """One call: the known ``words`` it begins with, the ``form`` that they are, flags and arguments.

    ``form`` is ``None`` when the words are no whole command; then nothing else is known. ``is_open``:
    a word that is not known may be a flag, several words, or none, or a flag that is not known may take one.
    """

    command: Command
    words: tuple[str, ...]
    form: Form | None
    flags: tuple[Given, ...] = ()
    arguments: tuple[Word, ...] = ()
    is_open: bool = False

    @property
    def name(self) -> str:
        """The command without `raindrop`: ``build deploy``; empty when it is no whole command."""
        return " ".join(self.form.path) if self.form else ""

    def given(self, name: str) -> Given | None:
        """Return the flag with the (long) ``name``."""
        return next((each for each in self.flags if each.flag is not None and each.flag.name == name), None)

    def may_have(self, name: str) -> bool:
        """Say whether the flag ``name`` is given, or may be among words that are not known."""
        return self.is_open or self.given(name) is not None

    def place(self, count: int) -> Span:
        """Return the place of the first ``count`` words behind `raindrop`, and of that when there are none."""
        words = self.command.words[:count]
        if not words:
            start = self.command.span.start
            return Span(self.command.span.path, start, min(start + len("raindrop"), self.command.span.end))
        first, last = words[0].span, words[-1].span
        return Span(first.path, first.start, max(first.end, last.end)) if first.path == last.path else last


def read(command: Command) -> Typed:
    """Return ``command`` as the grammar reads it.

    A command may be typed with colons instead of blanks, ``build:deploy``.
    """
    words: list[str] = []
    used = 0
    for word in command.words:
        text = _only(word)
        parts = tuple(text.split(":"))
        if text and not text.startswith("-") and (*words, *parts) in forms():
            words, used = [*words, *parts], used + 1
            form = forms()[tuple(words)]
            return _with_arguments(command, tuple(words), form, command.words[used:])
        if not text or text.startswith("-") or (*words, *parts) not in topics():
            words += _plain(command.words[used : used + _MOST_UNKNOWN])
            break
        words += parts
        used += 1
    return Typed(command, tuple(words), None)


def _plain(words: tuple[Word, ...]) -> Iterator[str]:
    """Yield the texts of ``words`` up to the first flag or word that is not known."""
    for word in words:
        text = _only(word)
        if not text or text.startswith("-"):
            return
        yield text


def _with_arguments(command: Command, path: tuple[str, ...], form: Form, rest: tuple[Word, ...]) -> Typed:
    """Tell the flags in ``rest`` from the arguments."""
    flags: list[Given] = []
    arguments: list[Word] = []
    is_open = only_arguments = False
    pending = list(reversed(rest))
    while pending:
        word = pending.pop()
        text = _only(word)
        if only_arguments or not word.prefix.startswith("-") or text == "-":
            is_open = is_open or not (word.values or word.prefix or _is_value(word))
            arguments.append(word)
        elif text == "--":
            only_arguments = True
        else:
            head, equals, _ = word.prefix.partition("=")
            together = _switches(form, text)
            if together:
                flags += (Given(name, word, form.flag(name), None) for name in together)
                continue
            flag = _flag(form, head)
            value = word if equals else None
            if flag is not None and flag.value and not equals and head in flag.names and pending:
                value = pending.pop()
            is_open = is_open or flag is None or not (text or equals)  # the next word may be its value
            flags.append(Given(head, word, flag, value))
    return Typed(command, path, form, tuple(flags), tuple(arguments), is_open)


def _flag(form: Form, head: str) -> Flag | None:
    """Return the flag that ``head`` is, also a short one with its value behind it: ``-v01k…``."""
    found = form.flag(head)
    if found is None and not head.startswith("--") and len(head) > 2:
        short = form.flag(head[:2])
        return short if short is not None and short.value else None
    return found


def _switches(form: Form, text: str) -> list[str]:
    """Return the switches of which ``-as`` is written together, none when it is not."""
    names = [f"-{letter}" for letter in text[1:]] if len(text) > 2 and not text.startswith("--") else []
    known = [form.flag(name) for name in names]
    return names if all(flag is not None and not flag.value for flag in known) else []


def _only(word: Word) -> str:
    return word.values[0] if len(word.values) == 1 else ""


def _is_value(word: Word) -> bool:
    """Say whether ``word`` is a value that is only not shown."""
    return word.is_secret or word.is_empty or word.is_placeholder
