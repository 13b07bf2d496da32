"""The `raindrop` commands that scripts type: which, where, with what words, and never a secret's value."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.facts.commands import Command, ScriptFile, Word
from rdlint.facts.scripts import extract, is_script
from rdlint.source import Source
from rdlint.span import Span
from tests.marks import marked

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")

SH, HUSKY, BARE = "scripts/run.sh", ".husky/pre-push", "bin/deploy"
PACKAGE, MAKE, JUST = "app/package.json", "app/Makefile", "justfile"
WORKFLOW, ACTION = ".github/workflows/ship.yml", ".github/actions/ship/action.yml"


def file(text: str, path: str = SH) -> ScriptFile:
    return extract(Source(path, text.encode()))


def commands(text: str, path: str = SH) -> tuple[Command, ...]:
    return file(text, path).commands


def lines(text: str, path: str = SH) -> list[str]:
    """Each command with the words that are surely known; `?` stands for others."""
    return [
        " ".join(word.values[0] if len(word.values) == 1 else "?" for word in each.words)
        for each in commands(text, path)
    ]


def step(run: str) -> str:
    return f"on: push\njobs:\n  ship:\n    steps:\n      - name: raindrop ü\n        run: {run}\n        if: always()\n"


POSITIONS = [
    (SH, "# é\n  «raindrop build deploy»  # now\n"),
    (SH, "echo é; «raindrop build deploy» > log 2>&1 && «raindrop build stop»\n"),
    (SH, "if ! «raindrop auth list» &> /dev/null; then x; fi\n"),
    (SH, 'V=$(«raindrop build status» | grep @)\necho "$(«raindrop build list»)"\n'),
    (SH, "«raindrop build \\\n   deploy \\\n   --start»\n"),
    (SH, "«raindrop build deploy»\r\nif true; then\r\n\t«raindrop \\\r\n    build stop»\r\nfi\r\n"),
    (SH, "f() {\n  (cd x && «raindrop build 'é'») | tee log\n}\nf\n"),
    (SH, "while «raindrop a»; do for x in 1; do «raindrop b» & done; done\n"),
    (SH, "case $1 in a) «raindrop a»;; *) «raindrop b» ;; esac\n"),
    (SH, "sudo -E npx --yes «@liquidmetal-ai/raindrop@1 build deploy»\n"),
    (SH, "bash -c 'cd é; «raindrop build deploy»'\n"),
    (SH, "«raindrop a» <<E\n«raindrop»\nE\n".replace("«raindrop»", "raindrop")),
    (SH, 'run() { "$@"; }\nrun «raindrop build deploy»\n'),
    (HUSKY, "«raindrop build validate»"),
    (BARE, "#!/usr/bin/env bash\n«raindrop build validate»\n"),
    (PACKAGE, '{"é": 1, "scripts": {"a": "tsc && «raindrop build deploy»", "b": "«raindrop x»"}}'),
    (
        PACKAGE,
        r'{"name": "raindrop", "scripts": {"a": "echo \"\u00e9\" && «\u0072aindrop \"\u0064eploy\"» # \ud83d\ude00"}}',
    ),
    (PACKAGE, '{\r\n\t"scripts": {\r\n\t\t"a": "«raindrop build»",'),
    (MAKE, "all: x\n\t@-cd é && «raindrop build deploy» \\\n\t  && «raindrop x»\nb: ; «raindrop y $$Z $(Q)»\n"),
    (MAKE, "R ?= npx raindrop\nall:\r\n\t«$(R) build deploy»\r\n".replace("«$(R)", "«$(R)")),
    (JUST, "a := 'é'\nship:\n    @«raindrop build deploy -a {{a}}» # é\n"),
    (WORKFLOW, step("«raindrop build deploy»")),
    (
        WORKFLOW,
        step(
            "|\n          echo é\n          «raindrop a»\n\n          if x; then\n           «raindrop b»\n          fi"
        ),
    ),
    (WORKFLOW, step("|\n          «raindrop build deploy»\n").replace("\n", "\r\n")),
    (WORKFLOW, step(">-\n          echo é &&\n          «raindrop\n          build\n          deploy»")),
    (WORKFLOW, step("echo é &&\n          «raindrop build\n          deploy» # no")),
    (WORKFLOW, step('"echo \\"\\u00e9\\" && «raindr\\u006Fp build\\\n           \\x20deploy»"')),
    (WORKFLOW, step("'echo ''é'' && «raindrop build ''deploy''»'")),
    (WORKFLOW, step("|-\n          «raindrop build env set env:A \"${{ secrets.A }}\"» && «raindrop x '${{ y }}'»")),
    (ACTION, "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: «raindrop build deploy»\n"),
]


@pytest.mark.parametrize(("path", "text"), POSITIONS)
def test_a_command_stands_exactly_where_it_is_typed(path: str, text: str) -> None:
    source, expected = marked(text, path)
    found = extract(source).commands
    assert sorted(command.span for command in found) == expected
    for command in found:
        for word in command.words:
            assert command.span.contains(word.span)
            assert not source.text(word.span)[:1].isspace()


def test_a_script_with_a_byte_order_mark_or_in_utf_16_is_read() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        found = extract(Source(SH, "raindrop build deploy\r\n".encode(encoding))).commands
        assert [(each.span.start, each.span.end) for each in found] == [(0, 21)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SH, "echo \"raindrop build deploy\"; echo raindrop build; printf 'raindrop x'"),
        (SH, "# raindrop build env set X\nx # raindrop y"),
        (SH, "cat <<EOF\nraindrop build env set X\nEOF\ncat > x <<'E'\nraindrop a\nE"),
        (SH, "raindrop=1; $raindrop build; ((raindrop++)); export raindrop; local raindrop"),
        (SH, "raindrop-mcp start; npx raindrop-mcp; raindrop_x; myraindrop; ./raindrop/x"),
        (SH, 'git commit -m "raindrop deploy"; git tag raindrop'),
        (SH, "which raindrop; command -v raindrop; type raindrop; hash raindrop; pkill -f raindrop"),
        (SH, "npm install -g @liquidmetal-ai/raindrop; npm run raindrop; npx create-x raindrop"),
        (SH, "alias rd='raindrop build'; trap 'x' EXIT; [ -x raindrop ] && x; [[ $a == raindrop ]]"),
        (SH, "cd raindrop; mkdir raindrop && rm -r raindrop; ./raindrop build"),
        (SH, "$UNKNOWN raindrop; A=raindrop; A=$B; $A build; ssh host 'raindrop build'"),
        (PACKAGE, '{"name": "raindrop", "scripts": {"raindrop": "vite", "b": "npm run raindrop"}, "x": "raindrop a"}'),
        (PACKAGE, '{"scripts": "raindrop a"}'),
        (PACKAGE, '["raindrop a"]'),
        (MAKE, "raindrop: raindrop build\n# raindrop a\nX = raindrop b\ndefine d\n\traindrop c\nendef\n"),
        (JUST, "raindrop:\n  #!/usr/bin/env python3\n  raindrop build\n"),
        (
            WORKFLOW,
            "name: raindrop a\njobs:\n  a:\n    env:\n      run: raindrop b\n    steps:\n      - name: raindrop c\n",
        ),
        (WORKFLOW, step("raindrop build\n        shell: pwsh")),
        (WORKFLOW, "jobs:\n  a:\n    runs-on: windows-latest\n    steps:\n      - run: raindrop build\n"),
        (WORKFLOW, "raindrop: [\n"),
        (BARE, "#!/usr/bin/env python3\nraindrop build\n"),
        (BARE, "raindrop build\n"),
        ("README.md", "raindrop build\n"),
    ],
)
def test_what_only_looks_like_a_command_is_none(path: str, text: str) -> None:
    assert commands(text, path) == ()


@pytest.mark.parametrize(
    "before",
    [
        "npx ",
        "npx -y ",
        "npx --package @liquidmetal-ai/raindrop ",
        "npm exec -- ",
        "pnpm exec ",
        "pnpm dlx ",
        "yarn dlx ",
        "bunx ",
        "bun x ",
        "./node_modules/.bin/",
        "$HOME/x; /usr/local/bin/",
        "command ",
        "exec ",
        "time ",
        "nohup ",
        "sudo -u ci ",
        "env A=b -u C ",
        "A=b C= ",
        "timeout -k 5 60 ",
        "cross-env A=b ",
        "dotenv -e .env -- ",
        "dotenv ",
        "env-cmd -f .env ",
        "op run --env-file=.env -- ",
        "doppler run -p x -- ",
        "R='npx raindrop'; $R x; ",
        "yes | ",
        "! ",
        "x && ",
        "eval 'x'; ",
    ],
)
def test_commands_that_run_others_are_seen_through(before: str) -> None:
    assert lines(f"{before}raindrop build deploy --start")[-1] == "build deploy --start"


def test_a_command_may_stand_in_a_variable_or_an_array() -> None:
    assert lines("R='npx raindrop'; $R build status") == ["build status"]
    assert lines('R=${R:-raindrop}; "$R" build status') == ["build status"]
    assert lines('R=(raindrop build); "${R[@]}" status') == ["build status"]
    assert lines("R := npx raindrop\nall:\n\t$(R) build status\n", MAKE) == ["build status"]


def test_a_function_gives_a_command_for_each_call() -> None:
    found = commands('put() { raindrop build env set "env:$1" "$2"; }\nput AA "$A"\nput BB "$B"\n')
    assert [(word.values, word.prefix) for word in (each.words[3] for each in found)] == [
        (("env:AA",), "env:AA"),
        (("env:BB",), "env:BB"),
    ]
    assert [each.words[4].variables for each in found] == [("A",), ("B",)]
    assert [each.order for each in found] == [1, 2]
    assert found[0].span == found[1].span


def test_a_known_word_says_where_its_values_stand() -> None:
    source, places = marked(
        'put() { raindrop x "env:$1"; }\nput «AA»\nput "«BB»"\nN=(«CC» "«DD»")\nfor n in "${N[@]}"; do put $n; done', SH
    )
    found = [word for command in extract(source).commands for word in command.words[1:]]
    assert [place for word in found for place in word.places] == places
    assert [value for word in found for value in word.values] == ["env:AA", "env:BB", "env:CC", "env:DD"]


ENV_FILE = "# names\nAA=1\nBB='2'\n\nCC=three\n"
#: Scripts of which all commands run, with all that they set: bash must agree.
SETTING = r"""
raindrop build env set env:AA "$AA"
---
for n in AA BB; do raindrop build env set env:$n x; done
---
N=(AA "BB")
N+=(CC)
for n in "${N[@]}"; do raindrop build env set "env:$n" "${!n}"; done
---
N='AA BB'; for n in $N CC; do raindrop build env set env:$n; done
---
put() { local name="$1" value="${2:-}"; shift; raindrop build env set "api:env:${name}" "$value"; }
put AA "$AA"; put BB
---
put() { for n in "$@"; do raindrop build env set "env:$n"; done; }
put AA BB
put CC
---
main() { put AA; put BB; }
put() { raindrop build env set env:$1; }
main "$@"
---
declare -A S=([AA]="1" [BB]="$X")
S[CC]=3
for k in "${!S[@]}"; do raindrop build env set "env:$k" "${S[$k]}"; done
---
while IFS='=' read -r key value; do
  [[ $key =~ ^# || -z $key ]] && continue
  raindrop build env set "env:$key" "$value"
done < .env
---
grep -v '^#' .env | grep -v '^$' | while IFS= read -r line; do
  raindrop build env set "env:${line%%=*}" "${line#*=}"
done
---
while read -r line || [ -n "$line" ]; do
  k=$(echo "$line" | cut -d '=' -f 1)
  raindrop build env set env:$k
done < <(grep = .env)
---
for k in $(grep -E '^[A-Z_]+=' .env | cut -d= -f1); do raindrop build env set env:$k; done
---
for k in $(sed -n -e 's/=.*//p' .env); do raindrop build env set env:$k; done
---
for k in $(sed -e '/^#/d' -e '/^$/d' .env | sed 's/=.*//'); do raindrop build env set env:$k; done
---
for k in $(awk -F= '/=/ {print $1}' .env); do raindrop build env set env:$k; done
---
mapfile -t N < <(grep = .env | cut -d= -f1 | sort -u)
for k in "${N[@]}"; do raindrop build env set env:$k; done
---
grep = .env | cut -d= -f1 | xargs -I{} raindrop build env set env:{} x
---
F=.env
cat "$F" | grep = | while IFS== read -r k v; do echo "$v" | raindrop build env set env:$k -; done
---
IFS=, read -ra N <<< 'AA,BB'; for n in "${N[@]}"; do raindrop build env set env:$n; done
---
for p in AA:x BB:y; do IFS=: read -r k v <<< "$p"; raindrop build env set env:$k $v; done
---
for p in AA:x BB:y; do raindrop build env set env:${p%%:*} ${p#*:}; done
---
while read -r n; do raindrop build env set env:$n; done <<E
AA
BB
E
---
printf '%s\n' AA BB | while read n; do raindrop build env set env:$n; done
---
set -- AA BB; while [ $# -gt 0 ]; do raindrop build env set env:$1; shift; done
---
n=aa; raindrop build env set env:${n^^}
n=my-key; raindrop build env set "env:${n//-/_}"
---
run() { echo "+ $*"; "$@"; }
run raindrop build env set env:AA x
---
A='--application demo'; raindrop build deploy $A --start
---
E=; raindrop build deploy $E "$E" x
---
cd sub && (cd ..; raindrop a) && raindrop b; cd ..; raindrop c
---
raindrop env set 'A B' "c\"d" e\ f $'g\th' --x="i j"
""".strip().split("\n---\n")


def may_be(word: Word, real: str) -> bool:
    """Say whether what is known of ``word`` allows the text that the shell really made."""
    hidden = word.is_secret or word.is_empty or word.is_placeholder
    if word.values and not hidden:
        return real in word.values
    if word.names_from:
        return real.removeprefix(word.prefix) in ("AA", "BB", "CC")
    return real.startswith(word.prefix) and (real == "") == word.is_empty if hidden else real.startswith(word.prefix)


@needs_bash
@pytest.mark.parametrize("script", SETTING)
def test_bash_runs_the_commands_that_were_found(script: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / ".env").write_text(ENV_FILE)
    stub = tmp_path / "bin" / "raindrop"
    stub.write_text('#!/bin/bash\nprintf "%s\\0" "$@" $\'\\n\' >> "$LOG"\n')
    stub.chmod(0o755)
    log = tmp_path / "log"
    environment = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "LOG": str(log)}
    subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, timeout=20, check=True, capture_output=True)
    real = [each.split("\0")[:-1] for each in log.read_text().split("\n\0")[:-1]]
    found = [each.words for each in commands(script, "run.sh")]
    for words in real:
        assert any(
            len(each) == len(words) and all(may_be(word, text) for word, text in zip(each, words, strict=True))
            for each in found
        ), words
    for each in found:  # and nothing else
        for position, word in enumerate(each):
            ran = {words[position] for words in real if len(words) == len(each)}
            assert set(word.values) <= ran
            if word.names_from:
                assert word.names_from == ".env"
                assert {text.removeprefix(word.prefix) for text in ran} >= {"AA", "BB", "CC"}


@pytest.mark.parametrize(
    ("path", "script", "names_from"),
    [
        ("run.sh", "for k in $(cut -d= -f1 .env); do raindrop x env:$k; done", ".env"),
        ("api/run.sh", "for k in $(cut -d= -f1 .env); do raindrop x env:$k; done", "api/.env"),
        ("api/scripts/run.sh", "for k in $(cut -d= -f1 .env); do raindrop x env:$k; done", "api/.env"),
        (SH, 'while IFS== read k v; do raindrop x env:$k; done < "$(dirname "$0")/../api/.env.prod"', "api/.env.prod"),
        (SH, "cd api; for k in $(cut -d= -f1 ../.env); do raindrop x env:$k; done", ".env"),
        (SH, 'F=${1:-.env.ci}; for k in $(cut -d= -f1 "$F"); do raindrop x env:$k; done', ".env.ci"),
        (SH, 'for k in $(cut -d= -f1 "$F"); do raindrop x env:$k; done', ""),
        (SH, "for k in $(cut -d= -f1 /etc/env); do raindrop x env:$k; done", ""),
        (SH, "for k in $(grep TWILIO .env | cut -d= -f1); do raindrop x env:$k; done", ""),
        (SH, "for k in $(cut -d= -f2 .env); do raindrop x env:$k; done", ""),
        (SH, "for k in $(cut -d= -f1 .env); do raindrop x env:${k}_X; done", ""),
        (SH, "for k in A $(cut -d= -f1 .env); do raindrop x env:$k; done", ""),
        (SH, 'raindrop x "$(cat .env)"', ""),
    ],
)
def test_names_come_from_the_file_they_are_read_from(path: str, script: str, names_from: str) -> None:
    (command,) = commands(script, path)
    assert command.words[1].names_from == names_from
    assert command.words[1].values == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"$SID"', Word(Span("", 0, 0), variables=("SID",))),
        ('"${SID:-}"', Word(Span("", 0, 0), variables=("SID",))),
        ("$(cat key.txt)", Word(Span("", 0, 0))),
        ('""', Word(Span("", 0, 0), is_empty=True)),
        ("s3cretvalue", Word(Span("", 0, 0), is_secret=True)),
        ("debug", Word(Span("", 0, 0), is_secret=True)),
        ("your-key-here", Word(Span("", 0, 0), is_placeholder=True)),
        ("'<token>'", Word(Span("", 0, 0), is_placeholder=True)),
        ("-", Word(Span("", 0, 0), ("-",), "-")),
    ],
)
def test_of_a_value_only_its_kind_is_kept(value: str, expected: Word) -> None:
    word = commands(f"raindrop build env set env:A {value} -v x")[0].words[4]
    shown = Word(Span("", 0, 0), word.values, word.prefix, word.variables, word.is_secret, word.names_from)
    assert (shown.values, shown.prefix, shown.variables) == (expected.values, expected.prefix, expected.variables)
    assert (word.is_secret, word.is_empty, word.is_placeholder) == (
        expected.is_secret,
        expected.is_empty,
        expected.is_placeholder,
    )


@pytest.mark.parametrize(
    ("path", "text", "values", "variables"),
    [
        (MAKE, "A := x\nall:\n\traindrop y $(A)", ("x",), ("A",)),
        (MAKE, "A := x\nA := z\nall:\n\traindrop y $(A)", (), ("A",)),
        (MAKE, "A ?= x\nall:\n\traindrop y '$(A)'", (), ("A",)),
        (JUST, "a := 'x'\nall:\n  raindrop y {{a}}", ("x",), ("a",)),
        (WORKFLOW, "env: {A: x}\n" + step("raindrop y $A"), ("x",), ("A",)),
        (WORKFLOW, "env: {A: '${{ vars.A }}'}\n" + step("raindrop y $A"), (), ("A",)),
        (WORKFLOW, "env: {A: x}\n" + step("raindrop y '${{ env.A }}'"), ("x",), ("A",)),
        (WORKFLOW, step("raindrop y 'a${{ b }}'"), (), ()),
    ],
)
def test_variables_of_the_host_file_are_known(
    path: str, text: str, values: tuple[str, ...], variables: tuple[str, ...]
) -> None:
    (command,) = commands(text, path)
    assert (command.words[1].values, command.words[1].variables) == (values, variables)


def test_a_variable_of_a_value_is_the_one_it_is_made_from() -> None:
    script = 'for n in SID TOKEN; do v="${!n}"; raindrop build env set env:$n "$v"; done\n'
    script += "W=$V; raindrop build env set env:X $W"
    assert [each.words[4].variables for each in commands(script)] == [("SID", "TOKEN"), ("V",)]
    piped = 'echo "$SID" | raindrop build env set env:A -'
    assert commands(piped)[0].words[4].variables == ("SID",)


SECRET = "Zq9vR2xW7bN4kT1m"
HIDING = [
    (SH, "raindrop build env set env:A {}"),
    (SH, 'raindrop build env set env:A "{}" -v 1'),
    (SH, "raindrop build env set -v 1 m:env:A '{}'"),
    (SH, "raindrop env set A {}"),
    (SH, "raindrop secret put A -a demo {}"),
    (SH, "raindrop build env set env:A={}"),
    (SH, "raindrop build env set A={} x"),
    (SH, "raindrop build env set env:A - <<< '{}'"),
    (SH, "echo '{}' | raindrop build env set env:A -"),
    (SH, 'V={}; raindrop build env set env:A "$V"'),
    (SH, 'put() {{ raindrop build env set "env:$1" "$2"; }}; put A {}'),
    (SH, "for v in {} x; do raindrop build env set env:A $v; done"),
    (SH, "for p in A={} B=x C; do raindrop build env set $p; done"),
    (SH, 'raindrop build env set env:A "{}$X"'),
    (SH, "raindrop build workos env set --api-key {}"),
    (SH, "raindrop x --client-secret={}"),
    (SH, "raindrop build deploy; export API_KEY={}"),
    (SH, "raindrop build deploy; DB_PASSWORD='{}'"),
    (SH, "API_KEY={} raindrop build deploy"),
    (SH, "env API_KEY={} raindrop build deploy"),
    (SH, "raindrop build deploy; declare -A S=([API_KEY]='{}'); S[TOKEN]={}"),
    (SH, "raindrop build deploy; # sk_live_{}00"),
    (PACKAGE, '{{"scripts": {{"a": "raindrop build env set env:A \\"{}\\""}}}}'),
    (MAKE, "API_KEY := {}\nV = {}\nall:\n\traindrop build env set env:A $(V)\n"),
    (JUST, "api_key := '{}'\nall:\n  raindrop build env set env:A {}\n"),
    (
        WORKFLOW,
        "env:\n  API_KEY: {}\njobs:\n  a:\n    env: {{TOKEN: '{}'}}\n    steps: [{{run: raindrop env set A {}}}]\n",
    ),
    (WORKFLOW, step("|\n          raindrop build env set env:A {}")),
]


@pytest.mark.parametrize(("path", "text"), HIDING)
def test_a_secret_is_neither_kept_nor_shown(path: str, text: str) -> None:
    source = Source(path, text.format(SECRET, SECRET, SECRET).encode())
    found = extract(source)
    assert found.commands
    assert SECRET not in repr(found)
    source.secrets = found.secrets
    shown = source.snippet(source.span(0, len(source.data)))
    assert SECRET not in shown
    assert "raindrop" in shown


def test_of_an_address_with_a_value_the_name_is_kept() -> None:
    (command,) = commands("for p in A=Zq9vR2xW B= C; do raindrop build env set $p; done")
    assert command.words[3].values == ("A=", "B=", "C")
    assert command.words[3].is_secret
    (command,) = commands('raindrop build env set "env:A=$V"')
    assert (command.words[3].values, command.words[3].prefix, command.words[3].is_secret) == ((), "env:A=", False)


def test_a_credential_is_kept_nowhere() -> None:
    key = "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    for script in (f"raindrop x {key}", f'raindrop x "{key}$Y"', f"raindrop x --y={key}", f"K={key}; raindrop x $K"):
        found = file(script)
        assert key not in repr(found)
        assert found.secrets


def test_what_is_no_secret_is_not_hidden() -> None:
    text = 'raindrop build env set env:LEVEL "$LEVEL" -v 12\nexport NODE_ENV=production\nraindrop build branch main\n'
    assert file(text).secrets == ()


@pytest.mark.parametrize(
    ("path", "text", "folder", "is_unknown"),
    [
        (SH, "raindrop a", None, False),
        (SH, "cd backend && raindrop a", "backend", False),
        ("api/run.sh", "cd backend; raindrop a", "api/backend", False),
        (SH, '(cd "$(dirname "$0")/.." && raindrop a)', "", False),
        (SH, 'DIR=$(cd "$(dirname "$0")" && pwd); cd "$DIR"; raindrop a', "scripts", False),
        (SH, "pushd x; raindrop a; popd", "x", False),
        (SH, "cd $X && raindrop a", None, True),
        (SH, "cd ../../.. && raindrop a", None, True),
        (PACKAGE, '{"scripts": {"a": "cd ../api && raindrop a"}}', "api", False),
        (PACKAGE, '{"scripts": {"a": "raindrop a"}}', None, False),
        (MAKE, "a:\n\tcd x\n\traindrop a\n", None, False),
        (MAKE, "a:\n\tcd x && raindrop a\n", "app/x", False),
        (WORKFLOW, step("raindrop a"), None, False),
        (WORKFLOW, step("raindrop a\n        working-directory: ./api/"), "api", False),
        (WORKFLOW, step("cd x; raindrop a\n        working-directory: ${{ github.workspace }}/api"), "api/x", False),
        (WORKFLOW, step('cd "$GITHUB_WORKSPACE/x"; raindrop a\n        working-directory: api'), "x", False),
        (WORKFLOW, step("raindrop a\n        working-directory: ${{ matrix.app }}"), None, True),
        (WORKFLOW, "defaults: {run: {working-directory: w}}\n" + step("raindrop a"), "w", False),
        (
            WORKFLOW,
            "defaults: {run: {working-directory: w}}\n" + step("raindrop a\n        working-directory: s"),
            "s",
            False,
        ),
        (
            WORKFLOW,
            "jobs:\n  j:\n    defaults:\n      run: {working-directory: d}\n    steps:\n      - run: raindrop a\n",
            "d",
            False,
        ),
        ("mono/" + WORKFLOW, step("raindrop a\n        working-directory: api"), "mono/api", False),
    ],
)
def test_a_command_knows_its_folder(path: str, text: str, folder: str | None, is_unknown: bool) -> None:
    (command,) = commands(text, path)
    assert (command.folder, command.folder_is_unknown) == (folder, is_unknown)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("raindrop a", False),
        ("echo x | raindrop a", True),
        ("raindrop a | cat", False),
        ("raindrop a < f", True),
        ("raindrop a > f 2>&1", False),
        ("raindrop a <<< x", True),
        ("raindrop a - <<E\nx\nE", True),
        ("cat <<E | raindrop a\nx\nE", True),
        ("echo x | (raindrop a)", True),
        ("f() { raindrop a; }; echo x | f", True),
        ("echo x | while read y; do raindrop a; done", False),
        ("echo x | xargs raindrop a", False),
    ],
)
def test_a_command_knows_whether_it_is_given_input(script: str, expected: bool) -> None:
    assert [each.reads_input for each in commands(script)] == [expected]


def test_commands_are_ordered_as_they_run() -> None:
    script = "deploy() { raindrop deploy; }\nput() { raindrop put; }\nput; raindrop generate; deploy; put\n"
    found = commands(script)
    assert [each.words[0].values[0] for each in sorted(found, key=lambda each: each.order)] == [
        "put",
        "generate",
        "deploy",
        "put",
    ]


def test_commands_know_their_script() -> None:
    package = '{"scripts": {"a": "raindrop x && raindrop y", "b": "raindrop z"}}'
    assert [each.script for each in commands(package, PACKAGE)] == ["a", "a", "b"]
    assert [each.script for each in commands("a b: c\n\traindrop x\nd:\n\traindrop y\n", MAKE)] == ["a b", "d"]
    jobs = "jobs:\n  a:\n    steps: [{run: raindrop x}, {run: raindrop y}]\n  b:\n    steps: [{run: raindrop z}]\n"
    assert [each.script for each in commands(jobs, WORKFLOW)] == ["a", "a", "b"]
    assert [each.script for each in commands("raindrop x")] == [SH]


@pytest.mark.parametrize(
    ("path", "text", "exports", "sourced"),
    [
        (SH, "export A=1 B= C", ["A", "B!", "C"], []),
        (SH, 'A=1; set -a; B=1; set +a; C=1; set -o allexport; D=""; set +o allexport; E=1', ["B", "D!"], []),
        (SH, "declare -x A=1; typeset B=1; local C=1", ["A"], []),
        (SH, "set -a; source .env; . ./.env.local; set +a", [], [".env", ".env.local"]),
        (SH, 'source "$(dirname "$0")/../.env"; source $X; . /etc/x', [], [".env"]),
        (SH, 'F=.env.ci; export $(grep -v "^#" "$F" | xargs)', [], [".env.ci"]),
        (SH, 'while IFS== read -r k v; do export "$k=$v"; done < .env; export "$X=1" "Y=$v"', ["Y"], [".env"]),
        (SH, "env $(cat .env | xargs) A=1 raindrop x", ["A"], [".env"]),
        (SH, "A=1 B='' raindrop x; C=1 other", ["A", "B!"], []),
        (SH, "dotenv -e .env.ci -- raindrop x; dotenv raindrop x; dotenv other", [], [".env.ci", ".env"]),
        (PACKAGE, '{"scripts": {"a": "cross-env A=1 env-cmd -f .env.ci raindrop x"}}', ["A"], ["app/.env.ci"]),
        (
            MAKE,
            "include .env\nexport A = 1\nexport B C\nD = 2\nall:\n\tE=1 raindrop x\n",
            ["A", "B", "C", "E"],
            ["app/.env"],
        ),
        (JUST, "set dotenv-load\nexport A := ''\nall:\n  raindrop x\n", ["A!"], [".env"]),
        (
            WORKFLOW,
            "env: {A: 1, B: '', C: '${{ secrets.C }}'}\njobs:\n  j:\n    env:\n      D: x\n    steps:\n"
            "      - env: {E: ~}\n        run: F=1 raindrop x\n      - env: {G: 1}\n        run: echo\n",
            ["A", "B!", "C", "D", "E!", "F"],
            [],
        ),
    ],
)
def test_what_commands_get_to_see_is_noted(path: str, text: str, exports: list[str], sourced: list[str]) -> None:
    found = file(text if "raindrop" in text else text + "\n# raindrop", path)
    assert [each.name + "!" * each.is_empty for each in found.exports] == exports
    assert [each.file for each in found.sourced] == sourced


def test_exports_stand_among_the_commands() -> None:
    found = file("export A=1\nraindrop x\nsource .env\nraindrop y\n")
    assert [found.exports[0].order, found.commands[0].order, found.sourced[0].order, found.commands[1].order] == [
        1,
        2,
        3,
        4,
    ]
    assert {found.exports[0].script, found.sourced[0].script} == {SH}


def test_a_half_typed_script_gives_what_can_be_read() -> None:
    found = commands("raindrop a\nfor x in 1 2; do\n  raindrop b $x\n  raindrop c 'x\n")
    assert [(each.words[0].values, each.is_certain) for each in found[:2]] == [(("a",), True), (("b",), False)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/run.sh", True),
        ("x.bash", True),
        ("x.zsh", True),
        (".husky/pre-commit", True),
        ("bin/deploy", True),
        ("package.json", True),
        ("a/Makefile", True),
        ("GNUmakefile", True),
        ("rules.mk", True),
        ("Justfile", True),
        (".github/workflows/a.yml", True),
        ("x/.github/workflows/a.yaml", True),
        ("action.yml", True),
        ("a/action.yaml", True),
        ("LICENSE", False),
        ("README", False),
        ("package-lock.json", False),
        ("docker-compose.yml", False),
        (".github/dependabot.yml", False),
        ("src/index.ts", False),
        (".env", False),
        ("raindrop.manifest", False),
        ("x.sh.md", False),
    ],
)
def test_scripts_are_told_by_their_names(path: str, expected: bool) -> None:
    assert is_script(path) is expected


def test_no_parser_is_loaded_for_a_file_that_does_not_say_raindrop() -> None:
    code = (
        "import sys; from rdlint.facts.scripts import extract; from rdlint.source import Source\n"
        "for path in ('a.sh', 'package.json', 'Makefile', '.github/workflows/a.yml'): extract(Source(path, b'x'))\n"
        "print(sorted({'tree_sitter', 'tree_sitter_bash', 'yaml'} & sys.modules.keys()))"
    )
    root = Path(__file__).parent.parent
    shown = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_calls_that_multiply_end() -> None:
    script = "".join(f"f{i}() {{ f{i + 1}; f{i + 1}; }}\n" for i in range(15)) + "f15() { raindrop x; }\nf0\n"
    assert 1_000 < len(commands(script)) < 20_000


HOSTS = (SH, HUSKY, PACKAGE, MAKE, JUST, WORKFLOW, ACTION)
#: What scripts and their host files are made of, to be put together in any order.
PARTS = [
    *r"""
    raindrop build env set env:X - = "$X" ' " ` $( ) ${X:- } { [ ] [[ ]] ; ;; && || | & < > < <<E E <<< * # é $1 $@
    if then fi do done while esac f() { f A=1 A+=(b) "${A[@]}" ${!A} ${A%%=*} cd export local shift eval npx xargs -I{}
    ${{ secrets.X }} $(dirname "$0") run: | >- steps: - "scripts": \" \u0041 \ud800 &a *a $$X $(X) all: {{x}} := \
    """.split(),
    *("for n in", "case $1 in", "read -r k v", ". .env", "bash -c", "\n", "\t", "\r\n", "\x00", "  "),
]
ENVELOPES = {
    PACKAGE: '{"scripts": {"a": "%s"}}',
    MAKE: "a:\n\t%s\n",
    JUST: "a:\n  %s\n",
    WORKFLOW: "jobs:\n  a:\n    steps:\n      - run: |\n          %s\n",
    ACTION: 'runs:\n  steps:\n    - shell: bash\n      run: "%s"\n',
}


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(HOSTS),
    st.one_of(
        st.binary(max_size=80),
        st.lists(st.sampled_from(PARTS), max_size=25).map(lambda parts: " ".join(parts).encode("utf-8", "replace")),
    ),
    st.booleans(),
)
def test_any_bytes_are_read_and_nothing_stands_outside(path: str, data: bytes, in_envelope: bool) -> None:
    data = b"raindrop " + data
    if in_envelope:
        data = ENVELOPES.get(path, "%s").encode().replace(b"%s", data)
    source = Source(path, data)
    found = extract(source)
    spans = [command.span for command in found.commands]
    for command in found.commands:
        for word in command.words:
            spans += (word.span, *word.places)
            assert not word.values or len(word.values) == len(word.places)
    spans += [each.span for each in found.exports] + [each.span for each in found.sourced] + list(found.secrets)
    for span in spans:
        assert span.path == path
        assert 0 <= span.start <= span.end <= len(source.data)
    assert found == extract(source)
