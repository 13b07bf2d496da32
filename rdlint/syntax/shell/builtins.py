"""The commands that change a shell itself: where it is, what it has set, whether it goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rdlint.syntax.shell.filters import names_of
from rdlint.syntax.shell.scope import Array, Ending, Field, Scope
from rdlint.syntax.shell.words import UNKNOWN, Value, of_texts, split_text

#: Options of `read` that take a value, `-a` (an array's name) apart.
_READ_VALUES = frozenset("dinNptu")


def _cd(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    targets = [word.value for word in words if not _is_option(word)]
    scope.move(targets[0] if len(targets) == 1 else UNKNOWN)


def _pushd(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    scope.left = (scope.folder, *scope.left[:50])
    _cd(words, prefix, scope)


def _popd(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    scope.folder = scope.left[0] if scope.left else None
    scope.left = scope.left[1:]


def _read(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    """Take a line apart: ``IFS='=' read -r name value``."""
    names: list[str] = []
    is_array = False
    rest = iter(words)
    for word in rest:
        text = word.value.only.text if word.value.only else ""
        if text.startswith("-") and len(text) > 1:
            is_array = is_array or text.endswith("a")
            if text[-1] in _READ_VALUES:
                next(rest, None)
        else:
            names.append(text)
    separators = prefix.get("IFS") or scope.variables.get("IFS")
    known = separators.only.text if isinstance(separators, Value) and separators.only else " \t\n"
    line = scope.input or UNKNOWN
    if is_array:
        parts = split_text(line.only, known) if line.only else []
        fields = (Field(of_texts((part,)), part.span, part.span) for part in parts)
        for name in names:
            scope.assign(name, Array(tuple(("", each) for each in fields), is_exact=bool(parts)))
        return
    for number, name in enumerate(names or ["REPLY"]):
        scope.assign(name, _part(line, known, number, len(names or [""])))


def _part(line: Value, separators: str, number: int, count: int) -> Value:
    """Return what the variable ``number`` (0-based) of ``count`` gets of ``line``."""
    if line.listing:
        if count == 1 or (number == 0 and line.listing.only_names):
            return line
        return names_of(line) if number == 0 and "=" in separators else UNKNOWN
    if not separators:
        return line if number == 0 else UNKNOWN
    rows = [split_text(text, separators, count) for text in line.texts]
    return of_texts(
        row[number] if number < len(row) else text._replace(text="") for row, text in zip(rows, line.texts, strict=True)
    )


def _mapfile(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    name = words[-1].value.only if words and not _is_option(words[-1]) else None
    if name:
        here = words[-1].span
        scope.assign(name.text, Array((("", Field(scope.input or UNKNOWN, here, here)),), is_exact=False))


def _set(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    texts = [word.value.only.text if word.value.only else "" for word in words]
    if "--" in texts:
        scope.take(words[texts.index("--") + 1 :])
    elif texts and not texts[0].startswith(("-", "+")):
        scope.take(words)


def _shift(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    text = words[0].value.only.text if words and words[0].value.only else "1" if not words else ""
    if scope.parameters is not None:
        scope.parameters = scope.parameters[int(text[:4]) :] if text.isdecimal() else None


def _ending(ending: Ending) -> Callable[[Sequence[Field], Mapping[str, Value], Scope], None]:
    def end(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
        scope.ending = max(scope.ending, ending)

    return end


def _exec(words: Sequence[Field], prefix: Mapping[str, Value], scope: Scope) -> None:
    if words:
        scope.ending = Ending.SCRIPT


def _is_option(word: Field) -> bool:
    return word.value.only is not None and word.value.only.text.startswith("-") and word.value.only.text != "-"


#: Each takes the words behind the name, the assignments before it, and the scope that it changes.
BUILTINS: dict[str, Callable[[Sequence[Field], Mapping[str, Value], Scope], None]] = {
    "break": _ending(Ending.LOOP),
    "cd": _cd,
    "continue": _ending(Ending.LOOP),
    "exec": _exec,
    "exit": _ending(Ending.SCRIPT),
    "mapfile": _mapfile,
    "popd": _popd,
    "pushd": _pushd,
    "read": _read,
    "readarray": _mapfile,
    "return": _ending(Ending.FUNCTION),
    "set": _set,
    "shift": _shift,
}
