"""RD503: a script types a command or a flag that `raindrop` does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rdlint.app.model import App
from rdlint.app.typed import Given, Typed, read
from rdlint.facts.commands import Command, Word
from rdlint.facts.others import Printed
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.fixes import words as places
from rdlint.nearest import nearest
from rdlint.platform.command_line import ABOUT, AS_OF, Form, forms, topics
from rdlint.platform.no_commands import NO_COMMANDS, NO_FLAGS, Instead
from rdlint.platform.ulid import is_ulid
from rdlint.rule import rule
from rdlint.source import Source
from rdlint.span import Span

_MAY_BE_NEWER = f"rdlint knows the command line as of {AS_OF}: if `raindrop --help` lists it, it is newer"


@rule("RD503", "unknown-command", Severity.ERROR, since="0.2", fixable=True)
def unknown_command(app: App) -> Iterator[Finding]:
    """A script types a command or a flag that `raindrop` does not have, or leaves out what it needs."""
    seen: set[Span] = set()
    for each in app.typed:
        if each.command.is_certain and each.command.span not in seen:  # a function gives one for each call
            seen.add(each.command.span)
            source = app.sources[each.command.span.path]
            yield from _no_form(source, each) if each.form is None else _misused(source, each, each.form)
    for script in app.scripts:
        for shown in script.printed:
            yield from _shown(shown)


def _no_form(source: Source, each: Typed) -> Iterator[Finding]:
    """Say what is wrong with words that are no command."""
    words = each.words
    if not words or words[0] in ABOUT:
        return
    known = _known_part(words)
    if known == words:
        yield from _only_a_topic(each)
        return
    instead, length = _instead(words)
    place = each.place(max(length, len(known) + 1))
    shown = " ".join(("raindrop", *words[: max(length, len(known) + 1)]))
    if instead:
        yield _finding(place, f"there is no `{shown}`", instead.help, shown, fix=_below_topic(source, each))
        return
    wrong = words[len(known)]
    near = nearest(wrong, topics()[known])
    if near:
        meant = " ".join(("raindrop", *known, near))
        word = each.command.words[len(known)] if len(each.command.words) > len(known) else None
        fix = _near(source, each.command, word, wrong, topics()[known])
        yield _finding(place, f"there is no `{shown}`", f"did you mean `{meant}`?", shown, fix=fix)
    elif not known and wrong in topics()[("build",)]:
        help_, fix = f"type `raindrop build {wrong}`", _below_topic(source, each)
        yield _finding(place, f"there is no `{shown}`", help_, shown, Severity.WARNING, fix)
    else:
        yield _finding(place, f"no page documents `{shown}`", _MAY_BE_NEWER, shown, Severity.HINT)


def _known_part(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the longest beginning of ``words`` that is a topic."""
    return next(words[:length] for length in range(len(words), -1, -1) if words[:length] in topics())


def _instead(words: tuple[str, ...]) -> tuple[Instead | None, int]:
    """Return what to type in place of a command that is known not to exist, and how many words that is."""
    for length in range(min(len(words), 3), 0, -1):
        if words[:length] in NO_COMMANDS:
            return NO_COMMANDS[words[:length]], length
    return None, 0


def _near(source: Source, command: Command, word: Word | None, wrong: str, known: Iterable[str]) -> Fix | None:
    """Write the name of ``known`` that is near to ``wrong`` in its place, if it is the only one."""
    near = nearest(wrong, known)
    is_wrong = word is not None and places.is_own(command, word) and word.prefix.partition("=")[0] == wrong
    place = places.head(source, word.span, wrong) if is_wrong and word is not None else None
    if near is None or place is None or nearest(wrong, [each for each in known if each != near]) is not None:
        return None
    return Fix(f"write `{near}`", (Edit(place, near),), safe=False)


def _below_topic(source: Source, each: Typed) -> Fix | None:
    """Put the topic before the words of a command, if only one has a command of these words."""
    words = next((each.words[:length] for length in (2, 1) if _topics_with(each.words[:length])), ())
    found = _topics_with(words)
    first = each.command.words[0]
    is_apart = places.is_own(each.command, first) and places.is_apart(source, first.span)
    if len(found) != 1 or not is_apart or places.literal(source, first.span, words[0]) is None:
        return None
    topic = Word(first.span, (found[0],), found[0])
    then = read(replace(each.command, words=(topic, *each.command.words)))
    if any(given.flag is None for given in then.flags):  # it is a command of something else
        return None
    start = first.span.start
    message = " ".join(("raindrop", found[0], *words))
    return Fix(f"write `{message}`", (Edit(source.span(start, start), f"{found[0]} "),), safe=False)


def _topics_with(words: tuple[str, ...]) -> list[str]:
    """Return the topics that have the command ``words``."""
    return [path[0] for path in forms() if len(words) and path[1:] == words]


def _only_a_topic(each: Typed) -> Iterator[Finding]:
    """Judge `raindrop build` without a command behind it; with a flag it asks for help, or is not known."""
    if len(each.command.words) > len(each.words):
        return
    shown = " ".join(("raindrop", *each.words))
    commands = topics()[each.words]
    listed = ", ".join(f"`{word}`" for word in commands if (*each.words, word) in forms())
    help_ = (
        "type `raindrop build validate` to check the app, `raindrop build deploy` to deploy it"
        if each.words == ("build",)
        else f"what may follow: {listed}"
    )
    message = f"`{shown}` alone is no command: it prints its help and does nothing"
    yield _finding(each.place(len(each.words)), message, help_, shown, Severity.WARNING)


def _misused(source: Source, each: Typed, form: Form) -> Iterator[Finding]:
    """Say what is wrong with the flags and arguments of a command."""
    if each.given("--help"):
        return
    for flag in each.flags:
        yield from _no_flag(source, each.command, flag, form) if flag.flag is None else _no_choice(flag)
    for first, second in form.excludes:
        one, other = each.given(first), each.given(second)
        if one and other:
            yield _finding(
                other.word.span,
                f"`{first}` and `{second}` exclude each other: `{form.text}` refuses both",
                f"take `{one.text}` or `{other.text}` out",
                form.text,
            )
    needed = [argument for argument in form.arguments if argument.is_required]
    stands_in = any(each.given(name) for name in form.stand_ins)
    if len(each.arguments) < len(needed) and not each.is_open and not stands_in and not each.command.reads_input:
        missing = needed[len(each.arguments)]
        message = f"`{form.text}` needs a {missing.name}"
        yield _finding(each.command.span, message, f"type `{form.usage}`", form.text, Severity.WARNING)
    yield from _no_argument(each, form)


def _no_flag(source: Source, command: Command, given: Given, form: Form) -> Iterator[Finding]:
    known = [name for flag in form.flags for name in flag.names if name.startswith("--")]
    instead = NO_FLAGS.get(form.path, {}).get(given.text)
    near = nearest(given.text, known) if given.text.startswith("--") else None
    if instead or near:
        help_ = instead.help if instead else f"did you mean `{near}`?"
        fix = None if instead else _near(source, command, given.word, given.text, known)
        yield _finding(given.word.span, f"`{form.text}` has no flag `{given.text}`", help_, given.text, fix=fix)
    elif form.is_complete:
        message = f"no page documents a flag `{given.text}` of `{form.text}`"
        yield _finding(given.word.span, message, _MAY_BE_NEWER, given.text, Severity.HINT)


def _no_choice(given: Given) -> Iterator[Finding]:
    choices = given.flag.choices if given.flag else ()
    if given.value is None or not choices:
        return
    for text in given.value.values:
        value = text.partition("=")[2] if given.value is given.word else text
        if value not in choices:
            message = f"no page documents the value `{value}` of `{given.text}`"
            help_ = f"the pages list {', '.join(f'`{choice}`' for choice in choices)}"
            yield _finding(given.value.span, message, help_, given.text, Severity.HINT)


def _no_argument(each: Typed, form: Form) -> Iterator[Finding]:
    """Judge words too many, and a version where an application is meant."""
    for word in each.arguments:
        text = word.values[0] if len(word.values) == 1 else ""
        if form.path == ("build", "delete") and is_ulid(text):
            yield _finding(
                word.span,
                f"`{form.text}` takes an application here, not a version: it answers that there is none",
                f"type `{form.text} -v {text}`",
                text,
            )
            return
    most = len(form.arguments)
    repeats = any(argument.repeats for argument in form.arguments)
    if each.is_open or repeats or len(each.arguments) <= most:
        return
    extra = each.arguments[most]
    if len(extra.values) == 1:
        message = (
            f"no page documents a word behind `{form.text}`" if not most else f"`{form.usage}` ends before this word"
        )
        yield _finding(extra.span, message, f"type `{form.usage}`", form.text, Severity.HINT)


def _shown(printed: Printed) -> Iterator[Finding]:
    """Judge a command that a script tells people to type: only what is known not to exist."""
    words = printed.words
    instead, length = _instead(words)
    is_prose = any(word.isalpha() and word.islower() for word in words[length : length + 1])
    if instead and not is_prose:
        shown = " ".join(("raindrop", *words[:length]))
        message = f"this tells people to type `{shown}`, which does not exist"
        yield _finding(printed.span, message, instead.help, shown, Severity.HINT)


def _finding(
    place: Span, message: str, help_: str, subject: str, severity: Severity | None = None, fix: Fix | None = None
) -> Finding:
    return Finding(place, message, help=help_, fix=fix, subject=subject, severity=severity)
