"""The words behind `raindrop`, without the values that nobody should see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rdlint.facts.commands import Word
from rdlint.platform.command_line import flags_with_value
from rdlint.platform.credentials import credential_shape, is_placeholder, tells_secret
from rdlint.span import Span
from rdlint.syntax.shell.scope import Field
from rdlint.syntax.shell.words import Text, Value

#: What stands before the name and the value in commands that set a variable, also in those that
#: people only believe to exist: `build env set`, `env set`, `secret put` (platform reference E.2).
_SET_WHAT = frozenset({"env", "secret", "secrets"})
_SET_HOW = frozenset({"add", "create", "put", "set"})
#: Options of these commands with a value that is no secret.
_WITH_VALUE = flags_with_value("build", "env", "set")


def read_words(fields: Sequence[Field], given: Value, hide: Callable[[Span, bool], None]) -> Iterator[Word]:
    """Yield the words of a call of `raindrop`; ``given`` is what it can read.

    ``hide`` is called with the place of each text that must not be shown; true: of it only what
    stands behind an equals sign.
    """
    texts = [field.value.only.text if field.value.only else "" for field in fields]
    name, values = _set_positions(texts)
    for position, field in enumerate(fields):
        before = texts[position - 1] if position else ""
        beginnings = [field.value.prefix, *(text.text for text in field.value.texts)]
        assigned = [text.partition("=")[0] for text in beginnings if "=" in text]
        if position in values or (before.startswith("--") and "=" not in before and tells_secret(before)):
            is_read = texts[position] == "-"
            word = _value(field, given if is_read else field.value, hide)
            yield replace(word, values=("-",), prefix="-", places=(field.span,)) if is_read else word
        elif any(position == name or (option.startswith("--") and tells_secret(option)) for option in assigned):
            yield _assigned(field, hide)
        else:
            yield _plain(field, hide)


def _set_positions(texts: Sequence[str]) -> tuple[int, frozenset[int]]:
    """Return where a name to set stands (-1 for none), and where values for it stand."""
    for at in range(1, len(texts)):
        if texts[at] in _SET_HOW and texts[at - 1] in _SET_WHAT:
            break
    else:
        return -1, frozenset()
    operands: list[int] = []
    takes_next = only_operands = False
    for position in range(at + 1, len(texts)):
        text = texts[position]
        if takes_next:
            takes_next = False
        elif text == "--":
            only_operands = True
        elif text.startswith("-") and len(text) > 1 and not only_operands:
            takes_next = text in _WITH_VALUE
        else:
            operands.append(position)
    return (operands[0] if operands else -1), frozenset(operands[1:])


def _plain(field: Field, hide: Callable[[Span, bool], None]) -> Word:
    value = field.value
    listing = value.listing
    names_from = listing.file if listing and listing.only_names else ""
    if any(text.in_tree for text in value.texts):  # an absolute path, of which only its end is known
        return Word(field.span, variables=value.variables)
    if any(credential_shape(text) for text in (value.prefix, *(text.text for text in value.texts))):
        hide(field.span, False)
        for text in value.texts:
            hide(_place(text, field), False)
        return Word(field.span, variables=value.variables, is_secret=True)
    texts = tuple(text.text for text in value.texts)
    places = tuple(_place(text, field) for text in value.texts)
    return Word(field.span, texts, value.prefix, value.variables, False, names_from, places)


def _value(field: Field, value: Value, hide: Callable[[Span, bool], None]) -> Word:
    """Return the word of the ``value`` of a variable: what is known of it, not the value."""
    texts = value.texts
    real = [text for text in texts if text.text]
    if value.prefix and not texts and value is field.value:
        hide(field.span, False)
    for text in real:
        hide(_place(text, field), False)
    is_stand_in = bool(real) and all(is_placeholder(text.text) for text in real)
    return Word(
        field.span,
        variables=value.variables,
        is_secret=bool(real) and not is_stand_in,
        is_empty=bool(texts) and not real,
        is_placeholder=is_stand_in,
        places=tuple(_place(text, field) for text in texts),
    )


def _assigned(field: Field, hide: Callable[[Span, bool], None]) -> Word:
    """Return ``NAME=value`` or ``--option=value`` without the value."""
    value = field.value
    rests = [text.text.partition("=")[2] for text in value.texts if "=" in text.text]
    heads = tuple(dict.fromkeys(_head(text.text) for text in value.texts))
    if value.prefix.partition("=")[2]:
        hide(field.span, True)
    for text in value.texts:
        hide(_place(text, field), True)
    is_stand_in = any(rests) and all(is_placeholder(rest) for rest in rests if rest)
    return Word(
        field.span,
        heads,
        _head(value.prefix),
        value.variables,
        is_secret=any(rests) and not is_stand_in,
        places=(field.span,) * len(heads),
        is_empty=bool(rests) and not any(rests),
        is_placeholder=is_stand_in,
    )


def _head(text: str) -> str:
    """Return ``text`` up to its equals sign, and all of it when it has none."""
    name, equals, _ = text.partition("=")
    return name + equals


def _place(text: Text, field: Field) -> Span:
    return text.span if text.span.path else field.span
