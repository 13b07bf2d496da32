"""The grammar of `raindrop`'s command line, and calls read with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rdlint.app.typed import Typed, read
from rdlint.engine import lint
from rdlint.facts.scripts import extract
from rdlint.platform.command_line import ABOUT, FORMS, forms, topics
from rdlint.platform.no_commands import NO_COMMANDS, NO_FLAGS
from rdlint.source import Source
from tests.apps import SHOP, write


def typed(line: str) -> Typed:
    (command,) = extract(Source("run.sh", f"raindrop {line}\n".encode())).commands
    return read(command)


def test_no_command_stands_twice_or_is_a_topic_too() -> None:
    assert len(forms()) == len(FORMS)
    assert not set(forms()) & set(topics())


def test_what_does_not_exist_is_in_no_page() -> None:
    for words in NO_COMMANDS:
        assert words not in forms()
        assert words not in topics()
    for path, flags in NO_FLAGS.items():
        assert all(forms()[path].flag(name) is None for name in flags)


def test_no_flag_of_a_command_has_two_meanings() -> None:
    for form in FORMS:
        names = [name for flag in form.flags for name in flag.names]
        assert len(names) == len(set(names)) or not form.is_complete, form.text


def test_what_stands_for_something_that_does_not_exist_exists() -> None:
    for instead in NO_COMMANDS.values():
        if instead.is_command:
            assert typed(instead.words.removeprefix("raindrop ").replace("<", "").replace(">", "")).form is not None


@pytest.mark.parametrize(
    ("line", "name", "flags", "arguments"),
    [
        ("build deploy --start -a", "build deploy", ["--start", "--amend"], 0),
        ("build deploy -as", "build deploy", ["--amend", "--start"], 0),
        ("build:deploy --no-watch", "build deploy", ["--no-watch"], 0),
        ("build status -a shop -o json", "build status", ["--application", "--output"], 0),
        ("build status -oJson", "build status", ["--output"], 0),
        ("build delete -a", "build delete", ["--all"], 0),
        ("build start --version-id x", "build start", ["--version"], 0),
        ("build env set -v x env:A -", "build env set", ["--version"], 2),
        ("build env set --version=x env:A b", "build env set", ["--version"], 2),
        ("build branch a -- -b", "build branch", [], 2),
        ("build workos env list", "build workos env list", [], 0),
    ],
)
def test_flags_and_arguments_are_told_apart(line: str, name: str, flags: list[str], arguments: int) -> None:
    found = typed(line)
    assert found.name == name
    assert [each.flag.name for each in found.flags if each.flag] == flags
    assert len(found.arguments) == arguments
    assert not found.is_open


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("deploy", ("deploy",)),
        ("env set A b", ("env", "set", "A")),
        ("build depoly --start", ("build", "depoly")),
        ("build", ("build",)),
        ('build "$X"', ("build",)),
        ("--version", ()),
        ("build --help", ("build",)),
    ],
)
def test_words_that_are_no_command_are_kept(line: str, words: tuple[str, ...]) -> None:
    found = typed(line)
    assert found.form is None
    assert found.words == words


@pytest.mark.parametrize(
    "line", ["build deploy $FLAGS", 'build deploy "$@"', "build deploy --nobody-knows x", "build deploy $(x)"]
)
def test_a_word_that_is_not_known_may_be_a_flag(line: str) -> None:
    assert typed(line).may_have("--amend")
    assert not typed("build deploy --start").may_have("--amend")


def test_every_documented_command_can_be_typed(tmp_path: Path) -> None:
    """With its required arguments, and with every flag by every name, one at a time."""
    lines = []
    for form in FORMS:
        arguments = " ".join(
            "env:REGION" if each.name == "variable" else "x" for each in form.arguments if each.is_required
        )
        lines.append(f"{form.text} {arguments}")
        for flag in form.flags:
            value = (flag.choices or ("x",))[0] if flag.value else ""
            lines += (f"{form.text} {arguments} {name} {value}" for name in flag.names)
    lines += (f"raindrop {word}" for word in sorted(ABOUT))
    report = lint([str(write(tmp_path, {**SHOP, "all.sh": "\n".join(lines)}))])
    assert not [each.finding.message for each in report.diagnostics if each.code in ("RD501", "RD502", "RD503")]
    assert "all.sh" in report.sources
