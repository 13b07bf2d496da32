"""Which commands call `raindrop`: by its name, by its path, and through commands that run others."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import NamedTuple

from rdlint.syntax.shell.scope import Field
from rdlint.syntax.shell.words import Text, Value, of_texts

#: The npm package of the command (platform reference A).
_PACKAGE = re.compile(r"(?:@liquidmetal-ai/)?raindrop(?:@[^/]*)?")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
#: Commands that run commands that run commands… are followed this far.
_MOST_WRAPPERS = 12


class _Wrapper(NamedTuple):
    """A command that runs the command behind its own options.

    ``with_value`` are its options that take a value in a word of its own, ``operands`` counts the
    words before the command, of which the first must be one of ``verbs`` if there are any.
    ``env_files`` are its options that name a file of variables, ``default_file`` the one it reads
    without them. ``assigns``: it takes ``NAME=value`` before the command. ``runs_packages``: the
    command is looked for among npm packages, too.
    """

    with_value: tuple[str, ...] = ()
    operands: int = 0
    verbs: tuple[str, ...] = ()
    env_files: tuple[str, ...] = ()
    default_file: str = ""
    assigns: bool = False
    runs_packages: bool = False


_RUNS_PACKAGES = _Wrapper(("-p", "--package"), runs_packages=True)
_WRAPPERS = {
    "bun": _Wrapper(("-p", "--package"), 1, ("x",), runs_packages=True),
    "bunx": _RUNS_PACKAGES,
    "caffeinate": _Wrapper(),
    "command": _Wrapper(),
    "cross-env": _Wrapper(assigns=True),
    "cross-env-shell": _Wrapper(assigns=True),
    "doppler": _Wrapper(("-p", "--project", "-c", "--config"), 1, ("run",)),
    "dotenv": _Wrapper(("-e", "-f", "-v", "-p"), env_files=("-e", "-f"), default_file=".env"),
    "dotenvx": _Wrapper(
        ("-f", "--env-file", "-e", "--env"), 1, ("run",), env_files=("-f", "--env-file"), default_file=".env"
    ),
    "env": _Wrapper(("-u", "--unset"), assigns=True),
    "env-cmd": _Wrapper(("-f", "--file", "-e"), env_files=("-f", "--file"), default_file=".env"),
    "exec": _Wrapper(("-a",)),
    "infisical": _Wrapper(("--env", "--path", "--projectId"), 1, ("run",)),
    "nice": _Wrapper(("-n",)),
    "nohup": _Wrapper(),
    "npm": _Wrapper(("-p", "--package"), 1, ("exec", "x"), runs_packages=True),
    "npx": _RUNS_PACKAGES,
    "op": _Wrapper(("--env-file", "--account"), 1, ("run",), env_files=("--env-file",)),
    "pnpm": _Wrapper(("--package", "-C", "--dir"), 1, ("exec", "dlx", "x"), runs_packages=True),
    "pnpx": _RUNS_PACKAGES,
    "stdbuf": _Wrapper(("-i", "-o", "-e")),
    "sudo": _Wrapper(("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-U"), assigns=True),
    "time": _Wrapper(("-f", "-o")),
    "timeout": _Wrapper(("-k", "-s", "--kill-after", "--signal"), 1),
    "unbuffer": _Wrapper(),
    "watch": _Wrapper(("-n", "--interval")),
    "xargs": _Wrapper(("-I", "-n", "-P", "-d", "-L", "-a", "-E", "-s")),
    "yarn": _Wrapper(("-p", "--package"), 1, ("exec", "dlx"), runs_packages=True),
}


class RaindropCall(NamedTuple):
    """A call of `raindrop`: its ``name``, the ``words`` behind it, the ``wrappers`` before it.

    ``exports`` are the variables that wrappers give it, ``env_files`` the files of variables that
    they read, each with the word that says so.
    """

    name: Field
    words: tuple[Field, ...]
    wrappers: tuple[Field, ...]
    exports: tuple[tuple[str, Field], ...]
    env_files: tuple[tuple[str, Field], ...]
    by_xargs: bool


def raindrop_call(words: Sequence[Field], given: Value) -> RaindropCall | None:
    """Return the call of `raindrop` that the command ``words`` is, ``None`` when it is none.

    ``given`` is a line of what the command can read: `xargs` makes words of it.
    """
    exports: list[tuple[str, Field]] = []
    env_files: list[tuple[str, Field]] = []
    found = _own(words, exports, env_files)
    at = found.at
    if at >= len(words) or not _is_raindrop(_name(words[at]), found.takes_packages):
        return None
    behind = tuple(words[at + 1 :])
    if found.xargs >= 0:
        behind = _filled(words[found.xargs : at], behind, given)
    return RaindropCall(words[at], behind, tuple(words[:at]), tuple(exports), tuple(env_files), found.xargs >= 0)


def without_wrappers(words: Sequence[Field]) -> Sequence[Field]:
    """Return the command that is run in the end: ``words`` without `sudo`, `env X=1`, `time`… before it."""
    return words[_own(words, [], []).at :]


class _Own(NamedTuple):
    """Where the command that is run in the end stands; where `xargs` does, -1 for nowhere."""

    at: int
    takes_packages: bool
    xargs: int


def _own(words: Sequence[Field], exports: list[tuple[str, Field]], env_files: list[tuple[str, Field]]) -> _Own:
    """Look through the wrappers that ``words`` begin with; note what they give the command."""
    at, takes_packages, xargs = 0, False, -1
    for _ in range(_MOST_WRAPPERS):
        name = _name(words[at]) if at < len(words) else ""
        command = posixpath.basename(name)
        wrapper = _WRAPPERS.get(command)
        if wrapper is None or _is_raindrop(name, takes_packages):
            break
        end = _end_of_options(words, at + 1, wrapper, exports, env_files)
        if end is None or (command == "command" and any(_name(word) in ("-v", "-V") for word in words[at:end])):
            break
        takes_packages = wrapper.runs_packages
        xargs = at if command == "xargs" else xargs
        at = end
    return _Own(at, takes_packages, xargs)


def _end_of_options(
    words: Sequence[Field],
    at: int,
    wrapper: _Wrapper,
    exports: list[tuple[str, Field]],
    env_files: list[tuple[str, Field]],
) -> int | None:
    """Return where the command behind ``wrapper`` begins; note what the wrapper gives it."""
    operands = 0
    file_count = len(env_files)
    start = at
    while at < len(words):
        word, text = words[at], _name(words[at])
        assignment = _ASSIGNMENT.match(word.value.prefix) if wrapper.assigns else None
        if text == "--":
            at += 1
            break
        if text.startswith("-") and len(text) > 1:
            option, _, setting = text.partition("=")
            takes_next = text in wrapper.with_value
            if option in wrapper.env_files:
                value = words[at + 1] if takes_next and at + 1 < len(words) else word
                env_files.append((_name(value) if takes_next else setting, value))
            at += 1 + takes_next
        elif assignment:
            exports.append((assignment[1], word))
            at += 1
        elif wrapper.assigns and word.value.listing:
            at += 1
        elif operands < wrapper.operands:
            if wrapper.verbs and text not in wrapper.verbs:
                return None
            operands += 1
            at += 1
        else:
            break
    if wrapper.default_file and len(env_files) == file_count:
        env_files.append((wrapper.default_file, words[start - 1]))
    return at


def _is_raindrop(name: str, takes_packages: bool) -> bool:
    if name == "raindrop" or (takes_packages and _PACKAGE.fullmatch(name)):
        return True
    folder, _, base = name.rpartition("/")
    return base == "raindrop" and posixpath.basename(folder) in ("bin", ".bin")


def _name(word: Field) -> str:
    """Return the text of ``word``, or what it usually is; empty when that is not known."""
    text = word.value.only or word.value.likely
    return text.text if text else ""


def _filled(xargs: Sequence[Field], words: tuple[Field, ...], given: Value) -> tuple[Field, ...]:
    """Return ``words`` with what `xargs` puts into them, or behind them."""
    texts = [_name(word) for word in xargs]
    mark = next((text[2:] or "".join(texts[at + 1 : at + 2]) for at, text in enumerate(texts) if text[:2] == "-I"), "")
    if not mark:
        return (*words, Field(Value(), xargs[0].span, xargs[0].slot))
    return tuple(_with(word, mark, given) for word in words)


def _with(word: Field, mark: str, given: Value) -> Field:
    """Put ``given`` where ``mark`` stands in ``word``."""
    if word.value.only is None or mark not in word.value.only.text:
        return word
    head, _, tail = word.value.only.text.partition(mark)
    if given.texts:
        value = of_texts((Text(head + each.text + tail, each.span) for each in given.texts), given.variables)
    else:
        value = Value((), head, given.variables, None if tail else given.listing)
    return word._replace(value=value)
