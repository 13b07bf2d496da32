"""What a script does from first to last: branches, background, and the scripts that it runs."""

from __future__ import annotations

import pytest

from rdlint.app.sequences import Reach, Sequence, sequences
from rdlint.facts.commands import ScriptFile
from rdlint.facts.scripts import extract
from rdlint.source import Source


def follow(files: dict[str, str], readable: dict[str, str] | None = None) -> dict[tuple[str, str], Sequence]:
    """The sequences of ``files``, by path and script; ``readable`` are further files of the tree."""
    tree = {**files, **(readable or {})}

    def script_at(path: str) -> ScriptFile | None:
        return extract(Source(path, tree[path].encode()), is_asked=True) if path in tree else None

    read = [file for path in files if (file := script_at(path))]
    found = sequences(read, script_at, lambda path: path in tree and "raindrop" not in tree[path])
    return {(each.file.path, each.script): each for each in found}


def names(sequence: Sequence) -> list[str]:
    return [step.name for step in sequence.steps if step.name]


def meet(script: str) -> list[tuple[str, str]]:
    """The pairs of calls of a shell script that one run can have."""
    (found,) = follow({"a.sh": script}).values()
    calls = [step for step in found.steps if step.name]
    return [
        (one.name.split()[-1], other.name.split()[-1])
        for at, one in enumerate(calls)
        for other in calls[at + 1 :]
        if one.may_meet(other) and other.may_meet(one)
    ]


START, STOP, LIST = (f"raindrop build {verb}" for verb in ("start", "stop", "list"))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f"{START}\n{STOP}\n", [("start", "stop")]),
        (f"if a; then {START}; else {STOP}; fi\n", []),
        (f"if a; then {START}; fi\n{STOP}\n", [("start", "stop")]),
        (f"if a; then {START}; elif b; then {STOP}; fi\n{LIST}\n", [("start", "list"), ("stop", "list")]),
        (f"if a; then {START}; exit; fi\n{STOP}\n", []),
        (f"if a; then {START}; exit; elif b; then {STOP}; fi\n{LIST}\n", [("stop", "list")]),
        (f"if a; then if b; then {START}; exit; fi; {STOP}; fi\n{LIST}\n", [("stop", "list")]),
        (f"(if a; then {START}; exit; fi)\n{STOP}\n", [("start", "stop")]),
        (f"case $1 in a) {START};; b) {STOP}; exit;; esac\n{LIST}\n", [("start", "list")]),
        (f"f() {{ {START}; }}\ng() {{ {STOP}; }}\n", []),
        (f"f() {{ {START}; }}\ng() {{ {STOP}; }}\nf; g\n", [("start", "stop")]),
        (f"f() {{ if a; then {START}; return; fi; {STOP}; }}\nf\n{LIST}\n", [("start", "list"), ("stop", "list")]),
        (f"while a; do {START}; break; done\n{STOP}\n", [("start", "stop")]),
    ],
)
def test_branches_that_exclude_each_other_never_meet(script: str, expected: list[tuple[str, str]]) -> None:
    assert meet(script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f"{START} & {STOP}\n", [True, False]),
        (f"({START}; {STOP}) &\n{LIST}\n", [True, True, False]),
        (f"cd x && {START} &\n{STOP} && true\n", [True, False]),
        (f"{START} > log 2>&1 &\n", [True]),
        (f"if a; then {START} & {STOP}; fi\n", [True, False]),
        (f"for x in 1 2; do {START} & done\n{STOP}\n", [True, False]),
    ],
)
def test_a_command_knows_that_the_script_goes_on_beside_it(script: str, expected: list[bool]) -> None:
    assert [each.is_background for each in extract(Source("a.sh", script.encode())).commands] == expected


def test_scripts_are_followed_into_scripts() -> None:
    package = (
        '{"scripts": {"ship": "./scripts/set.sh && npm run -s types && raindrop build deploy",'
        ' "pretypes": "raindrop build validate", "types": "raindrop build generate"}}'
    )
    found = follow(
        {
            "package.json": package,
            "scripts/set.sh": "raindrop build env set env:A b\n",
            "Makefile": "all: first\n\tnpm run ship\nfirst: second\n\tmake third\nsecond:\n\traindrop build list\n"
            "third:\n\traindrop build status\n",
            ".github/workflows/x.yml": "jobs: {a: {steps: [{run: sudo make first}]}}",
        }
    )
    ship = ["build env set", "build validate", "build generate", "build deploy"]
    assert names(found["package.json", "ship"]) == ship
    assert names(found["Makefile", "all"]) == ["build list", "build status", *ship]
    assert names(found[".github/workflows/x.yml", "a"]) == ["build list", "build status"]


def test_a_followed_step_stands_where_the_script_runs_it() -> None:
    found = follow({"a.sh": "if x; then\n  bash b.sh\nelse raindrop build list; fi\n", "b.sh": "raindrop build stop\n"})
    steps = [step for step in found["a.sh", "a.sh"].steps if step.name]
    assert [step.place.path for step in steps] == ["a.sh", "a.sh"]
    assert [step.at for step in found["a.sh", "a.sh"].steps] == list(range(len(found["a.sh", "a.sh"].steps)))
    assert not steps[0].may_meet(steps[1])


@pytest.mark.parametrize(
    ("line", "reach"),
    [
        ("./plain.sh", Reach.PLAIN),
        ("node plain.js", Reach.PLAIN),
        ("npm run lint", Reach.PLAIN),
        ("npm ci", Reach.PLAIN),
        ("curl x", Reach.PLAIN),
        ("python -m http.server", Reach.PLAIN),
        ("node tool.js", Reach.UNKNOWN),
        ("./gone.sh", Reach.UNKNOWN),
        ('"$DIR/x.sh"', Reach.UNKNOWN),
        ('source "$HOME/x.sh"', Reach.UNKNOWN),
        ("npm --prefix web run x", Reach.UNKNOWN),
        ("npm run gone", Reach.PLAIN),
        ("make", Reach.UNKNOWN),
        ("cd web && npm run x", Reach.UNKNOWN),
    ],
)
def test_what_is_known_of_other_commands(line: str, reach: Reach) -> None:
    tree = {
        "plain.sh": "ls\n",
        "plain.js": "",
        "tool.js": "raindrop",
        "package.json": '{"scripts": {"lint": "eslint"}}',
    }
    found = follow({"a.sh": f"raindrop build list\n{line}\n"}, tree)
    assert [step.reach for step in found["a.sh", "a.sh"].steps if not step.name and hasattr(step.what, "kept")][
        -1
    ] is reach


def test_scripts_that_run_each_other_end() -> None:
    circle = {"a.sh": "raindrop build list\n./b.sh\n./b.sh\n", "b.sh": "raindrop build stop\n./a.sh\n"}
    assert names(follow(circle)["a.sh", "a.sh"]) == ["build list", "build stop", "build stop"]
    many = {f"{n}.sh": "raindrop build list\n" + f"./{n + 1}.sh\n" * 9 for n in range(9)}
    assert sum(len(each.steps) for each in follow(many).values()) <= 30_000


def test_of_two_jobs_each_is_a_script_of_its_own() -> None:
    text = "jobs:\n  a: {steps: [{run: raindrop build list}]}\n  b: {steps: [{run: raindrop build stop}]}\n"
    found = follow({".github/workflows/x.yml": text})
    assert [names(each) for each in found.values()] == [["build list"], ["build stop"]]
    assert all(each.is_ci for each in found.values())
