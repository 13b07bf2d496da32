"""What commands that scripts use to take text apart write to their output, where it can be told."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

from rdlint.syntax.shell.scope import Scope
from rdlint.syntax.shell.words import UNKNOWN, Listing, Text, Value, cut, of_texts, unite

#: sed scripts that leave the names of ``NAME=value`` lines, and no more.
_SED_NAMES = frozenset({"s/=.*//", "s/=.*$//", "s|=.*||", "s|=.*$||", r"s/\([^=]*\)=.*/\1/", r"s/^\([^=]*\)=.*/\1/"})
_AWK_NAMES = re.compile(r"(?:!?/[^A-Za-z0-9/]*/ *)?\{ *print +\$1 *;? *\}")
_CLASS = re.compile(r"\[[^\]]*\]|\\[A-Za-z]")
_WORD = re.compile(r"[A-Za-z0-9]")


def output(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    """Return a line of what the command ``words`` (its name first) writes when it reads ``given``.

    A listing stays one when a filter only drops comments and blank lines.
    """
    name = words[0].only if words else None
    known = _COMMANDS.get(posixpath.basename(name.text)) if name else None
    return known(words[1:], given, scope) if known else UNKNOWN


def names_of(value: Value) -> Value:
    """Return what stands before the ``=`` of a line."""
    if value.listing:
        return Value(listing=Listing(value.listing.file, only_names=True))
    return value.map(lambda text: text.partition("=")[0])


def _options(words: Sequence[Value], with_value: str) -> tuple[dict[str, str], list[Value]] | None:
    """Split ``words`` into short options and operands, ``None`` when a word is not known.

    ``with_value`` are the letters of the options that take a value; values of one option that stands
    there several times are put on lines of their own.
    """
    options: dict[str, str] = {}
    operands: list[Value] = []
    rest = iter(words)
    for word in rest:
        text = word.only.text if word.only else None
        if text is None or len(text) < 2 or not text.startswith("-"):
            operands.append(word)
        elif text.startswith("--"):
            key, _, setting = text.partition("=")
            options[key] = setting
        else:
            for at, letter in enumerate(text[1:], 2):
                if letter in with_value:
                    following = None if text[at:] else next(rest, None)
                    if following is not None and following.only is None:
                        return None
                    value = text[at:] or (following.only.text if following and following.only else "")
                    options[letter] = f"{options[letter]}\n{value}" if options.get(letter) else value
                    break
                options[letter] = ""
    return options, operands


def _read(operands: Sequence[Value], given: Value, scope: Scope) -> Value:
    """Return a line of the file among ``operands``, or of ``given`` when there is none."""
    if not operands:
        return given
    path = scope.file(operands[0]) if len(operands) == 1 else None
    return UNKNOWN if path is None else Value(listing=Listing(path))


def _cat(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    split = _options(words, "")
    return _read(split[1], given, scope) if split else UNKNOWN


def _grep(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    """Keep the lines as long as the pattern names no names: ``grep -v '^#'``."""
    split = _options(words, "efmABC")
    if split is None:
        return UNKNOWN
    options, operands = split
    if "e" in options:
        pattern: str | None = options["e"]
    else:
        pattern = operands[0].only.text if operands and operands[0].only else None
        operands = operands[1:]
    if pattern is None or {"c", "o", "l", "q", "f", "n"} & options.keys() or _WORD.search(_CLASS.sub("", pattern)):
        return UNKNOWN
    return _read(operands, given, scope)


def _cut(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    """``cut -d= -f1`` leaves the names."""
    split = _options(words, "dfcb")
    if split is None:
        return UNKNOWN
    options, operands = split
    separator = options.get("d") or options.get("--delimiter", "")
    number = options.get("f") or options.get("--fields", "")
    line = _read(operands, given, scope)
    if separator == "=" and number == "1":
        return names_of(line)
    if len(separator) != 1 or not number.isdecimal() or len(number) > 3 or not line.texts:
        return UNKNOWN
    return of_texts(_field(text, separator, int(number)) for text in line.texts)


def _field(text: Text, separator: str, number: int) -> Text:
    """Return the 1-based field ``number``; a line without separator is its own only field."""
    parts = text.text.split(separator)
    if len(parts) == 1:
        return text
    if not 0 < number <= len(parts):
        return text._replace(text="")
    start = sum(len(part) + 1 for part in parts[: number - 1])
    return cut(text, start, start + len(parts[number - 1]))


def _sed(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    split = _options(words, "e")
    if split is None or not {"e", "E", "r"} >= split[0].keys():
        return UNKNOWN
    options, operands = split
    if "e" in options:
        script: str | None = options["e"]
    else:
        script = operands[0].only.text if operands and operands[0].only else None
        operands = operands[1:]
    if script is None:
        return UNKNOWN
    line = _read(operands, given, scope)
    if script in _SED_NAMES:
        return names_of(line)
    is_neutral = all(_only_deletes(part.strip()) for part in re.split(r"[;\n]", script))
    return Value(listing=line.listing) if is_neutral else UNKNOWN


def _only_deletes(script: str) -> bool:
    """Say whether a sed command deletes lines or characters, and none by a name."""
    rest = _CLASS.sub("", script).replace("export", "").strip("sdg")
    return script.endswith(("/d", "//", "//g")) and not _WORD.search(rest)


def _awk(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    split = _options(words, "Fv")
    if split is None or split[0].get("F") != "=" or not split[1]:
        return UNKNOWN
    script = split[1][0].only
    if script is None or not _AWK_NAMES.fullmatch(script.text.strip()):
        return UNKNOWN
    return names_of(_read(split[1][1:], given, scope))


def _tr(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    texts = [word.only.text if word.only else "" for word in words]
    if texts in (["a-z", "A-Z"], ["[:lower:]", "[:upper:]"]):
        return given.map(str.upper)
    if texts in (["A-Z", "a-z"], ["[:upper:]", "[:lower:]"]):
        return given.map(str.lower)
    if texts == ["-", "_"]:
        return given.map(lambda text: text.replace("-", "_"))
    if texts and texts[0] == "-d" and not _WORD.search(_CLASS.sub("", texts[-1])):
        return Value(listing=given.listing)
    return Value(listing=given.listing) if texts in (["\\n", " "], ["\n", " "]) else UNKNOWN


def _echo(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    texts = [word.only.text if word.only else "" for word in words]
    if texts and texts[0] in ("%s\\n", "%s\n"):
        return unite(words[1:])
    operands = words[1:] if texts and texts[0] in ("-n", "-e", "%s") else words
    return operands[0] if len(operands) == 1 else UNKNOWN


def _same(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    """Sorting and the like: the same lines."""
    return given if all(word.only and word.only.text.startswith("-") for word in words) else UNKNOWN


def _xargs(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    split = _options(words, "dnPIL")
    return given if split and not split[1] else UNKNOWN


def _dirname(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    path = _operand(words)
    return path.map(lambda text: posixpath.dirname(text) or ".") if path else UNKNOWN


def _realpath(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    operand = _operand(words)
    path = scope.path(operand) if operand else None
    if path is None or operand is None or operand.only is None:
        return UNKNOWN
    return of_texts([Text("/" + path, operand.only.span, in_tree=True)])


def _pwd(words: Sequence[Value], given: Value, scope: Scope) -> Value:
    return scope.value("PWD")


def _operand(words: Sequence[Value]) -> Value | None:
    """Return the one word that is no option, if it is known."""
    operands = [word for word in words if word.only is None or not word.only.text.startswith("-")]
    return operands[0] if len(operands) == 1 and operands[0].only else None


_COMMANDS: dict[str, Callable[[Sequence[Value], Value, Scope], Value]] = {
    "awk": _awk,
    "cat": _cat,
    "cut": _cut,
    "dirname": _dirname,
    "echo": _echo,
    "egrep": _grep,
    "gawk": _awk,
    "grep": _grep,
    "printf": _echo,
    "pwd": _pwd,
    "readlink": _realpath,
    "realpath": _realpath,
    "sed": _sed,
    "sort": _same,
    "tr": _tr,
    "uniq": _same,
    "xargs": _xargs,
}
