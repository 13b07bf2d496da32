"""RD109: a variable whose name the platform refuses, or keeps for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.declaration import Variable
from rdlint.app.model import App
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.fixes.manifest import is_free
from rdlint.platform.bindings import DEFAULT_BINDINGS, PROTECTED_BINDINGS, RESERVED_PREFIX
from rdlint.rule import rule

#: What an address of `build env set` takes as a name (platform reference E.2).
_ADDRESSABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DIGIT_FIRST = re.compile(r"_[0-9]")


@rule("RD109", "invalid-env-name", Severity.ERROR, since="0.2", fixable=True)
def invalid_env_name(app: App) -> Iterator[Finding]:
    """A variable has a name that the platform refuses or keeps for itself."""
    for variable in app.variables:
        finding = _taken(app, variable) or _misspelt(app, variable)
        if finding is not None:
            yield finding


def _taken(app: App, variable: Variable) -> Finding | None:
    """Judge a name that the platform itself has on `env`."""
    name = variable.name
    modules = [each for each in app.modules if variable.module in ("", each.name)]
    protected = next((each for each in modules if each.visibility == "protected"), None)
    if name in DEFAULT_BINDINGS or (name in PROTECTED_BINDINGS and protected is not None):
        return _finding(
            variable,
            f"`{name}` is what the platform itself puts on every `env`, so this variable never arrives"
            if name in DEFAULT_BINDINGS
            else f"`{name}` is what the platform itself puts on the `env` of protected modules",
            "give it another name, in the code that reads it too",
        )
    if name.startswith(RESERVED_PREFIX):
        return _finding(
            variable,
            f"`{name}` begins with `{RESERVED_PREFIX}`, which the platform keeps for its own variables",
            f"give it a name without `{RESERVED_PREFIX}`, in the code that reads it too",
            severity=Severity.WARNING,
        )
    return None


def _misspelt(app: App, variable: Variable) -> Finding | None:
    """Judge the letters of a name."""
    name = variable.name
    if not _ADDRESSABLE.fullmatch(name):
        return _finding(
            variable,
            f"`{name}` cannot be set: a name is letters, digits and `_`, and no digit first",
            f'write `env "{_plain(name)}"`',
            fix=_renamed(app, variable),
        )
    if not name.isupper() and any(letter.islower() for letter in name):
        return _finding(
            variable,
            f"`{name}` is not in upper case, as all variables are that are known to work",
            f'write `env "{name.upper()}"`, and `env.{name.upper()}` where it is read',
            severity=Severity.HINT,
        )
    if _DIGIT_FIRST.search(name):
        return _finding(
            variable,
            f"a part of `{name}` begins with a digit, which a deploy has refused before",
            "write the number as a word, or behind a letter",
            severity=Severity.HINT,
        )
    return None


def _renamed(app: App, variable: Variable) -> Fix | None:
    """Write the nearest name, where no code reads the present one."""
    name, plain = variable.name, _plain(variable.name)
    is_read = name in app.mentioned or any(use.read.name == name for use in app.env_uses)
    is_sure = plain.replace("_", "") == re.sub(r"[-_. ]", "", name).upper() and is_free(app, plain)
    is_alone = sum(_plain(each.name) == plain for each in app.variables) == 1
    if is_read or not is_sure or not is_alone:
        return None
    return Fix(f'write `env "{plain}"`', (Edit(variable.span, plain),), safe=False)


def _plain(name: str) -> str:
    """Return the nearest name that can be set."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_").upper() or "NAME"
    return plain if _ADDRESSABLE.fullmatch(plain) else f"V_{plain}"


def _finding(
    variable: Variable,
    message: str,
    help: str,
    severity: Severity | None = None,
    fix: Fix | None = None,
) -> Finding:
    return Finding(variable.span, message, help=help, fix=fix, subject=variable.name, severity=severity)
