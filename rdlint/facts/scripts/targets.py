"""Which script a command runs: a file, a script of a `package.json`, a recipe of a Makefile."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from rdlint.facts.others import Target
from rdlint.syntax.shell.scope import Field, Scope, inside

_SHELLS = frozenset({".", "bash", "dash", "ksh", "sh", "source", "zsh"})
#: Programs that run the file that their first operand names.
_INTERPRETERS = frozenset({"bun", "deno", "node", "perl", "php", "powershell", "pwsh", "python", "python3", "ruby"})
_INTERPRETERS |= {"ts-node", "tsx"}
_PACKAGE_MANAGERS = frozenset({"bun", "npm", "pnpm", "yarn"})
#: What package managers do by themselves; `yarn build` and `pnpm build` are scripts (of npm, only four are).
_OWN_VERBS = frozenset(
    {"add", "audit", "cache", "ci", "config", "create", "dlx", "exec", "i", "info", "init", "install"}
)
_OWN_VERBS |= {
    "link",
    "login",
    "outdated",
    "pack",
    "publish",
    "remove",
    "set",
    "up",
    "update",
    "upgrade",
    "version",
    "x",
}
_NPM_SCRIPTS = frozenset({"restart", "start", "stop", "test"})
#: Programs that run several scripts of which nothing is told here.
_RUNNERS = frozenset({"concurrently", "lerna", "npm-run-all", "nx", "run-p", "run-s", "turbo", "wireit"})
_MAKERS = frozenset({"just", "make"})
_SCRIPT_ENDINGS = (".bash", ".bat", ".cmd", ".cjs", ".js", ".mjs", ".ps1", ".py", ".sh", ".ts", ".zsh")


def target(words: Sequence[Field], folder: str | None) -> Target | None:
    """Return what the command ``words`` runs in ``folder`` (``None``: not known), ``None`` when it runs no script."""
    name = text_of(words[0]) if words else ""
    command = posixpath.basename(name)
    if command in _SHELLS or (command in _INTERPRETERS and not _is_verb(words, "run", "x")):
        operands = _operands(words)
        file = next((word for word in operands if not (command == "deno" and text_of(word) == "run")), None)
        is_inline = any(text_of(word) in ("-c", "-e", "-m", "--eval") for word in words[1:3])
        return Target("file", _file(file, folder)) if file and not is_inline else None
    if command in _PACKAGE_MANAGERS:
        return _package_script(command, words, folder)
    if command in _RUNNERS:
        return Target("script", None)
    if command in _MAKERS:
        return _recipe(words, folder)
    if "/" in name or name.endswith(_SCRIPT_ENDINGS):
        return Target("file", _file(words[0], folder)) if name.endswith(_SCRIPT_ENDINGS) or name[0] == "." else None
    return None if name or not words else Target("file", None)


def text_of(word: Field) -> str:
    """Return the text of ``word``, empty when it is not known."""
    return word.value.only.text if word.value.only else ""


def _file(word: Field, folder: str | None) -> str | None:
    return Scope(folder=folder).file(word.value)


def _operands(words: Sequence[Field]) -> Iterator[Field]:
    return (word for word in words[1:] if not word.value.prefix.startswith("-"))


def _is_verb(words: Sequence[Field], *verbs: str) -> bool:
    first = next(_operands(words), None)
    return first is not None and text_of(first) in verbs and text_of(words[0]) != "deno"


def _package_script(manager: str, words: Sequence[Field], folder: str | None) -> Target | None:
    """Return the script that ``npm run x``, ``yarn x`` or ``bun run x`` is."""
    texts = [text_of(word) for word in _operands(words)]
    if any(
        word.value.prefix.startswith(("-C", "-w", "--prefix", "--dir", "--cwd", "--filter", "--work")) for word in words
    ):
        return Target("script", None)
    verb = texts[0] if texts else ""
    if verb in ("run", "run-script"):
        return Target("script", folder if texts[1:] and texts[1] else None, "".join(texts[1:2]))
    is_script = verb in _NPM_SCRIPTS or (manager in ("pnpm", "yarn") and verb and verb not in _OWN_VERBS)
    return Target("script", folder, verb) if is_script else None


def _recipe(words: Sequence[Field], folder: str | None) -> Target:
    if any(word.value.prefix.startswith(("-C", "-f", "--dir", "--file", "--working", "--justfile")) for word in words):
        return Target("recipe", None)
    names = [text_of(word) for word in _operands(words) if "=" not in word.value.prefix]
    return Target("recipe", folder if len(names) < 2 else None, "".join(names))


def kept_file(text: str) -> str | None:
    """Return which file of `.raindrop/` the path ``text`` names, empty for the folder, ``None`` for any other path."""
    parts = (inside(text.replace("\\", "/").lstrip("/")) or "").split("/")
    return "/".join(parts[parts.index(".raindrop") + 1 :]) if ".raindrop" in parts else None
