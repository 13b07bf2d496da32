"""What fixes make of commands in every kind of file that holds scripts: exactly what a person would have typed."""

from __future__ import annotations

import codecs
import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.apps import write
from tests.mending import content, mended_by

MANIFEST = """\
application "shop" {
  env "KEY" { secret = true }
  env "OTHER" { secret = true }
  service "one" {
    env "REGION" {}
  }
}
"""
ADDRESSES = {
    'raindrop build env set KEY "$KEY"': 'raindrop build env set env:KEY "$KEY"',
    'npx raindrop build env set "KEY" "${KEY}"': 'npx raindrop build env set "env:KEY" "${KEY}"',
    "raindrop build env set 'KEY' 'a b'": "raindrop build env set 'env:KEY' 'a b'",
    'raindrop build env set -v "$V" KEY - < key.txt': 'raindrop build env set -v "$V" env:KEY - < key.txt',
    "raindrop build env get REGION": "raindrop build env get one:env:REGION",
    'raindrop build env set KEY="$KEY"': 'raindrop build env set env:KEY "$KEY"',
    'raindrop build env set "KEY=$KEY"': 'raindrop build env set env:KEY "$KEY"',
    "raindrop build env set KEY='a $b' -v x": "raindrop build env set env:KEY 'a $b' -v x",
    'raindrop build env set "env:KEY=a b"': 'raindrop build env set env:KEY "a b"',
    "raindrop build env set one:env:REGION=eu": "raindrop build env set one:env:REGION eu",
    "raindrop build env set REGION=eu": "raindrop build env set one:env:REGION eu",
    'raindrop build env set shop:env:KEY "$KEY"': 'raindrop build env set env:KEY "$KEY"',
    'raindrop build env set "oen:env:REGION" "$R"': 'raindrop build env set "one:env:REGION" "$R"',
    'for n in KEY OTHER; do raindrop build env set "$n" "${!n}"; done': (
        'for n in KEY OTHER; do raindrop build env set "env:$n" "${!n}"; done'
    ),
    'for n in KEY OTHER; do raindrop build env set $n "${!n}"; done': (
        'for n in KEY OTHER; do raindrop build env set env:$n "${!n}"; done'
    ),
    'raindrop build env set env:KEY "$KEY"': 'raindrop build env set env:KEY "$KEY"',
}
PIPES = {
    'raindrop build env set env:KEY "$KEY"': 'printf %s "$KEY" | raindrop build env set env:KEY -',
    'A=1 npx raindrop build env set "env:KEY" "${KEY}" -v x': (
        'printf %s "${KEY}" | A=1 npx raindrop build env set "env:KEY" - -v x'
    ),
    'for n in KEY OTHER; do raindrop build env set "env:$n" "${!n}"; done': (
        'for n in KEY OTHER; do printf %s "${!n}" | raindrop build env set "env:$n" -; done'
    ),
    'raindrop build env set one:env:REGION "$REGION"': 'raindrop build env set one:env:REGION "$REGION"',
    "raindrop build env set env:KEY $KEY": "raindrop build env set env:KEY $KEY",
    'raindrop build env set env:KEY "x$KEY"': 'raindrop build env set env:KEY "x$KEY"',
    'yes | raindrop build env set env:KEY "$KEY"': 'yes | raindrop build env set env:KEY "$KEY"',
}
SLIPS = {
    "raindrop depoly": "raindrop depoly",
    "raindrop deploy --start": "raindrop build deploy --start",
    'raindrop build "depoly"': 'raindrop build "deploy"',
    "raindrop build deploy '--amned'": "raindrop build deploy '--amend'",
    'raindrop env set env:KEY "$KEY"': 'raindrop build env set env:KEY "$KEY"',
    "raindrop build deploy --versoin=x": "raindrop build deploy --version=x",
}
RULES = {"invalid-env-address": ADDRESSES, "secret-on-command-line": PIPES, "unknown-command": SLIPS}


def shell(lines: Sequence[str]) -> str:
    return "#!/bin/bash\n# 🎉 set them\n" + "".join(f"  {line}  # x\n" for line in lines)


def package(lines: Sequence[str]) -> str:
    scripts = {f"s{number}": line for number, line in enumerate(lines)}
    return json.dumps({"name": "🎉", "scripts": scripts}, indent="\t", ensure_ascii=False)


def escaped(lines: Sequence[str]) -> str:
    return json.dumps({"scripts": {"🎉": " && ".join(lines)}})


def makefile(lines: Sequence[str]) -> str:
    return "all:\n" + "".join(f"\t@{line}\n".replace("$", "$$") for line in lines)


def dockerfile(lines: Sequence[str]) -> str:
    return "FROM x\nRUN " + " \\\n && ".join(lines) + "\n"


def block(lines: Sequence[str]) -> str:
    text = "".join(f"          {line}\n" for line in lines)
    return f"on: push\njobs:\n  a:\n    steps:\n      - run: |\n{text}"


def workflow(quoted: Callable[[str], str]) -> Callable[[Sequence[str]], str]:
    def rendered(lines: Sequence[str]) -> str:
        steps = "".join(f"      - run: {quoted(line)} # x\n" for line in lines)
        return f"on: push\njobs:\n  a:\n    steps:\n{steps}"

    return rendered


def single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


FILES: dict[str, list[Callable[[Sequence[str]], str]]] = {
    "set.sh": [shell],
    "package.json": [package, escaped],
    "Makefile": [makefile],
    "Dockerfile": [dockerfile],
    ".github/workflows/a.yml": [block, workflow(str), workflow(json.dumps), workflow(single)],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("app"), {"raindrop.manifest": MANIFEST})


@st.composite
def scripts(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A rule, a path, its content, and what the fixes of the rule must make of it."""
    rule = draw(st.sampled_from(sorted(RULES)))
    path = draw(st.sampled_from(sorted(FILES)))
    rendered = draw(st.sampled_from(FILES[path]))
    before = draw(st.lists(st.sampled_from(sorted(RULES[rule])), min_size=1, max_size=5, unique=True))
    return rule, path, rendered(before), rendered([RULES[rule][line] for line in before])


@settings(max_examples=150, deadline=None)
@given(scripts(), st.sampled_from(["\n", "\r\n"]), st.sampled_from([b"", codecs.BOM_UTF8]), st.booleans())
def test_a_fix_gives_what_a_person_would_have_typed(
    folder: Path, script: tuple[str, str, str, str], line_end: str, mark: bytes, is_open: bool
) -> None:
    rule, path, before, after = script
    for old in FILES:
        (folder / old).unlink(missing_ok=True)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)

    def written(text: str) -> bytes:
        text = text.rstrip("\n") if is_open else text
        return mark + text.replace("\n", line_end).encode()

    (folder / path).write_bytes(written(before))
    mended = mended_by(folder, rule)
    assert content(mended, folder, path) == written(after)
    assert all(each.finding.fix is None for each in mended.after.diagnostics)
    assert not mended.refused
    if path == "set.sh":
        assert subprocess.run(["bash", "-n"], input=after.encode(), check=False).returncode == 0


def test_a_literal_secret_is_in_no_edit(tmp_path: Path) -> None:
    secret = "q7Rt2mZ4kXs9wB3nQ8"
    lines = [f'raindrop build env set KEY="{secret}"', f"raindrop build env set KEY {secret}"]
    lines += [f'raindrop build env set env:KEY "{secret}"', f'raindrop build env set env:KEY "${{KEY:-{secret}}}"']
    write(tmp_path, {"raindrop.manifest": MANIFEST, "set.sh": shell(lines)})
    mended = mended_by(tmp_path, *RULES)
    assert len(mended.fixed) == 2
    for each in (*mended.before.diagnostics, *mended.after.diagnostics):
        fix = each.finding.fix
        assert fix is None or secret not in fix.message + "".join(edit.text for edit in fix.edits)
