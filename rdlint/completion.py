"""What a shell offers at the tab key, built on click's completion.

The script that `script` returns has the shell run `rdlint` with what is typed in its environment; click answers in
place of a run. This module adds what click cannot know: a command that may be left out, and the names of rules.
"""

from __future__ import annotations

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from rdlint.shells import SHELLS, VARIABLE


class _Completes(ShellComplete):
    """Completes the first word to a command, or to what `check` takes: its options and paths."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what the word ``incomplete`` may become after ``args``."""
        if incomplete == "=":  # to bash this is a word of its own, to others a part of the word
            incomplete = ""
        found = super().get_completions([each for each in args if each != "="], incomplete)
        option, equals, _ = incomplete.partition("=")
        if equals and option.startswith("-"):
            return [CompletionItem(f"{option}={each.value}", each.type, each.help) for each in found]
        if not args and isinstance(self.cli, click.Group):
            found += self.cli.shell_complete(click.Context(self.cli), incomplete)
        return found


class _Bash(_Completes, BashComplete):
    def source(self) -> str:
        """Return the script; click would ask the bash of this machine for its version first."""
        return ShellComplete.source(self)


class _Zsh(_Completes, ZshComplete):
    pass


class _Fish(_Completes, FishComplete):
    source_template = FishComplete.source_template.replace("string split ", "string split --max 1 ")  # `RULE,RULE`


_SHELLS: dict[str, type[ShellComplete]] = dict(zip(SHELLS, (_Bash, _Zsh, _Fish), strict=True))


class _RuleName(click.types.StringParamType):
    """One rule, by its name, or by its code when that is begun."""

    name = "rule"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return _beginning(incomplete, _rules())


class _RuleNames(click.types.StringParamType):
    """Rules, areas and `ALL`, with commas between them."""

    name = "rules"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from rdlint.rule import AREAS

        before, comma, last = incomplete.rpartition(",")
        areas = {area: f"the rules RD{digit}.." for digit, area in AREAS.items()}
        return _beginning(last, {**_rules(), **areas, "ALL": "every rule"}, before + comma)


class _Format(click.types.StringParamType):
    """The name of a format; behind `=` comes a file."""

    name = "format"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from rdlint.report import FORMATS

        return _beginning(incomplete, dict.fromkeys(FORMATS, ""))


#: What an option or argument takes, by what stands for it in the help.
_VALUES = {"[RULE]": _RuleName(), "RULES": _RuleNames(), "FORMAT[=FILE]": _Format()}


def prepare(cli: click.Group) -> None:
    """Make ``cli`` answer a shell that asks for completion; its options lose their checks, so nothing else may run."""
    for name, each in _SHELLS.items():
        add_completion_class(each, name)
    for command in cli.commands.values():
        for param in command.params:
            param.type = _VALUES.get(param.metavar or "", param.type)


def script(cli: click.Group, shell: str) -> str:
    """Return the script that makes ``shell``, one of `SHELLS`, complete the arguments of `rdlint`."""
    return _SHELLS[shell](cli, {}, "rdlint", VARIABLE).source()


def _rules() -> dict[str, str]:
    """Return each rule's name and code with what to say about it."""
    from rdlint.rule import catalogue

    rules = catalogue()
    return {rule.name: rule.summary.rstrip(".") for rule in rules} | {rule.code: rule.name for rule in rules}


def _beginning(typed: str, words: dict[str, str], before: str = "") -> list[CompletionItem]:
    """Return the ``words`` that begin as ``typed``; codes only once they are begun, since names say more."""
    return [
        CompletionItem(before + word, help=said or None)
        for word, said in words.items()
        if word.startswith(typed) and (typed or not word.startswith("RD"))
    ]
