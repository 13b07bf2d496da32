"""Completion, by real shells: a line with a tab in it is typed at a terminal, and what is then run is looked at."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rdlint.commands import cli
from rdlint.completion import script
from rdlint.rule import AREAS, catalogue
from rdlint.shells import SHELLS
from tests.apps import SHOP, write

ROOT = Path(__file__).resolve().parent.parent
pty = pytest.importorskip("pty", reason="there are no terminals to type at")

SETUP = {
    "bash": "PS1='READY>'\n",
    "zsh": "autoload -Uz compinit; compinit -u -D; PS1='READY>'; unsetopt zle_bracketed_paste; KEYTIMEOUT=1\n",
    "fish": "function fish_prompt; echo -n 'READY>'; end; function fish_greeting; end\n",
}


def started(shell: str, home: Path) -> list[str]:
    """Return the command that starts ``shell`` with the setup in ``home`` and no other."""
    if shell == "bash":
        return ["bash", "--noprofile", "--rcfile", str(home / ".zshrc"), "-i"]
    return ["zsh", "-d", "-i"] if shell == "zsh" else ["fish", "--no-config", "-C", f"source {home / '.zshrc'}"]


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Return a shell and its home, with an app, and a program `rdlint` that is to stand first in `PATH`.

    Asked for completion that is the real one, else it notes its arguments in the file `ran`.
    """
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"`{name}` is not installed")
    home = tmp_path_factory.mktemp(name)
    write(home / "app", {**SHOP, "infra/x.sh": "", "a file.sh": ""})
    program = home / "bin" / "rdlint"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "if '_RDLINT_COMPLETE' in os.environ:\n    from rdlint.cli import main\n    main()\nelse:\n"
        f"    open({str(home / 'new')!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
        f"    os.replace({str(home / 'new')!r}, {str(home / 'ran')!r})\n"
    )
    program.chmod(0o755)
    (home / ".zshrc").write_text(SETUP[name] + script(cli, name))
    return name, home


def typed(shell: str, home: Path, line: str) -> list[str]:
    """Type ``line`` and the enter key into ``shell``; return the arguments that `rdlint` is then run with."""
    ran = home / "ran"
    ran.unlink(missing_ok=True)
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(home / "app")
        path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        os.environ.update(PATH=path, HOME=str(home), ZDOTDIR=str(home), TERM="dumb")
        command = started(shell, home)
        os.execvp(command[0], command)
    try:
        shown, is_typed, deadline = b"", False, time.monotonic() + 60
        while not ran.exists():
            assert time.monotonic() < deadline, shown
            if select.select([terminal], [], [], 0.02)[0]:
                shown += os.read(terminal, 4096)
            if b"READY>" in shown and not is_typed:
                is_typed = os.write(terminal, line.encode() + b"\r") > 0
        arguments: list[str] = json.loads(ran.read_text())
        return arguments
    finally:
        os.kill(process, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(process, 0)


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("rdlint rul\t stale-l\t", ["rule", "stale-lock"]),
        ("rdlint rule RD40\t1", ["rule", "RD401"]),
        ("rdlint --extend-s\t undeclared-e\t", ["--extend-select", "undeclared-env"]),
        (
            "rdlint check --extend-s\t stale-lock,undeclared-e\t",
            ["check", "--extend-select", "stale-lock,undeclared-env"],
        ),
        ("rdlint --ignore environ\t", ["--ignore", "environment"]),
        ("rdlint --ignore=environ\t", ["--ignore=environment"]),
        ("rdlint check --ignore=stale-lock,environ\t", ["check", "--ignore=stale-lock,environment"]),
        ("rdlint --output-format js\t", ["--output-format", "json"]),
        ("rdlint sr\t", ["src"]),
        ("rdlint check src/api/in\t", ["check", "src/api/index.ts"]),
        ("rdlint check a\t", ["check", "a file.sh"]),
        ("rdlint completion fi\t", ["completion", "fish"]),
    ],
)
def test_tab_completes(shell: tuple[str, Path], line: str, arguments: list[str]) -> None:
    assert [each.rstrip("/") for each in typed(*shell, line)] == arguments


# What is offered


def offered(*words: str) -> list[str]:
    """Return what bash is answered when the last of ``words`` is to be completed."""
    run = subprocess.run(
        [sys.executable, "-m", "rdlint"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "_RDLINT_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["rdlint", *words]),
            "COMP_CWORD": str(len(words)),
        },
    )
    assert (run.returncode, run.stderr) == (0, "")
    return [line.partition(",")[2] for line in run.stdout.splitlines() if line.startswith("plain,")]


def test_the_first_word_is_a_command_or_an_option_of_check() -> None:
    assert {"check", "rule", "completion"} <= set(offered(""))
    assert {"--select", "--ignore", "--help", "--version"} <= set(offered("--"))
    assert "--version" not in offered("check", "--")


def test_rules_are_offered_by_name_and_by_code_once_it_is_begun() -> None:
    names = {rule.name for rule in catalogue()}
    assert set(offered("--select", "")) == {*names, *AREAS.values(), "ALL"}
    assert set(offered("rule", "")) == names
    assert set(offered("rule", "RD40")) == {rule.code for rule in catalogue() if rule.code.startswith("RD40")}


def test_a_command_that_is_named_completes_its_own_options() -> None:
    assert set(offered("rule", "--")) >= {"--all", "--output-format"}
    assert "--select" not in offered("rule", "--")


def test_half_a_line_is_no_error() -> None:
    for words in (["check", "--select"], ["nowhere", "--nothing", ""], ["rule", "--all", "x", "y", ""], ["--", ""]):
        offered(*words)
