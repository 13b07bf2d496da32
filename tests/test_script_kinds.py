"""Commands in Dockerfiles, GitLab CI, CircleCI, PowerShell, batch files and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.engine import lint
from rdlint.facts.commands import ScriptFile
from rdlint.facts.scripts import extract, is_document, is_script
from rdlint.source import Source
from tests.apps import SHOP, write
from tests.marks import marked

DOCKER, GITLAB, CIRCLE = "app/Dockerfile", ".gitlab-ci.yml", ".circleci/config.yml"
POWERSHELL, BATCH, MARKDOWN = "deploy.ps1", "deploy.bat", "README.md"


def file(text: str, path: str) -> ScriptFile:
    return extract(Source(path, text.encode()))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (DOCKER, "# é\nFROM x\nRUN a && «raindrop build deploy» # no\nCMD «raindrop dev»\n"),
        (
            DOCKER,
            "RUN a && \\\n  # raindrop no\n\n  «raindrop build \\\n  deploy» && \\\n  «raindrop x»\nENV A=raindrop\n",
        ),
        (DOCKER, "ONBUILD RUN --mount=type=cache,target=/x --network=none «raindrop a»\r\nrun «raindrop b»\r\n"),
        (
            DOCKER,
            'ENTRYPOINT [ "npx", "«raindrop", "build", "deploy" »]\n'.replace(" »]", "» ]").replace(
                'deploy"»', 'deploy»"'
            ),
        ),
        (DOCKER, "RUN <<EOF\n«raindrop a»\nEOF\nRUN «raindrop b»\n"),
        (DOCKER, "# escape=`\nRUN «raindrop a `\n  b»\nRUN «raindrop c»"),
        (DOCKER, 'RUN ["sh", "-c", "x && «raindrop a»"]\n'),
        (GITLAB, 'é:\n  script:\n    - «raindrop a»\n    - «raindrop b "ü"»\n'),
        (GITLAB, "ship:\n  script: «raindrop a»\n  before_script: [«raindrop b»]\n"),
        (
            GITLAB,
            "default:\n  before_script: [«raindrop a»]\n"
            "ship:\n  script:\n    - - |\n        if x; then\n          «raindrop b»\n        fi\n",
        ),
        (
            CIRCLE,
            "jobs:\n  é:\n    steps:\n      - checkout\n      - run: «raindrop a << x.y >>»\n"
            "      - run:\n          name: raindrop\n          command: |\n            «raindrop b»\n",
        ),
        (
            POWERSHELL,
            "«raindrop build deploy `\n  --start»; & «raindrop x | y\n».\\a.ps1\n".replace(" | y\n».", "» | y\n."),
        ),
        (POWERSHELL, "if ($x) {\n  «raindrop build 'a b'»\n}\n<#\nraindrop\n#>\n# raindrop\n$a = raindrop x\n"),
        (POWERSHELL, 'Write-Host "raindrop a"\n@"\nraindrop b\n"@\nnpx «raindrop c»\n'),
        (BATCH, "@«raindrop a ^\r\n  b» && call «raindrop c» > log\r\nREM raindrop\r\n:: raindrop\r\n:raindrop\r\n"),
        (BATCH, 'if "%1"=="" raindrop a\nnpx.cmd «raindrop b "c d"» | x\necho raindrop e\n'),
        (
            MARKDOWN,
            "# raindrop a\n\n    raindrop b\n\n```bash\n«raindrop c» # no\n```\n"
            "```\nraindrop d\n```\n```js\nraindrop e\n```\n",
        ),
        (MARKDOWN, "~~~console\n$ «raindrop a \\\n   b»\nraindrop answers\n~~~\n\n> ```sh\n«raindrop c»\n> ```\n"),
    ],
)
def test_a_command_stands_exactly_where_it_is_typed(path: str, text: str) -> None:
    source, expected = marked(text, path)
    assert sorted(command.span for command in extract(source).commands) == expected


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("Dockerfile", True),
        ("web/Dockerfile.prod", True),
        ("api.dockerfile", True),
        ("Dockerfile.md", False),
        (".gitlab-ci.yml", True),
        ("ci/deploy.gitlab-ci.yaml", True),
        (".circleci/config.yml", True),
        ("circleci/config.yml", False),
        ("a.ps1", True),
        ("A.BAT", True),
        ("a.cmd", True),
        ("docker-compose.yml", False),
        ("README.md", False),
    ],
)
def test_scripts_are_told_by_their_names(path: str, is_one: bool) -> None:
    assert (is_script(path) and not is_document(path)) is is_one


def test_a_line_of_a_gitlab_job_sees_what_the_lines_before_have_done() -> None:
    found = file(
        "ship:\n  before_script:\n    - cd app\n  script:\n    - V=x\n    - raindrop build start -v $V\n", GITLAB
    )
    (command,) = found.commands
    assert command.folder == "app"
    assert command.words[3].values == ("x",)
    assert command.script == "ship"


def test_jobs_say_what_they_wait_for() -> None:
    gitlab = file(
        "stages: [a, b]\nx: {stage: a, script: [raindrop x]}\ny: {stage: b, script: [y]}\n"
        "z: {stage: b, needs: [], rules: [], script: [z]}\n.t: {script: [t]}\n",
        GITLAB,
    )
    assert [(job.script, job.needs, job.is_conditional) for job in gitlab.jobs] == [
        ("x", (), False),
        ("y", ("x",), False),
        ("z", (), True),
    ]
    text = (
        "jobs:\n  a: {steps: [{run: raindrop a}]}\n  b: {needs: a, if: x, concurrency: g}\n"
        "  c: {needs: [a, b], concurrency: {group: g}}\n"
    )
    github = file(text, ".github/workflows/x.yml")
    assert [(job.script, job.needs, job.is_conditional, job.group) for job in github.jobs] == [
        ("a", (), False, ""),
        ("b", ("a",), True, "g"),
        ("c", ("a", "b"), False, "g"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (POWERSHELL, '$env:STRIPE_KEY = "a"\nraindrop x\n', ["STRIPE_KEY"]),
        (BATCH, 'set STRIPE_KEY=a\nset "B=c"\nraindrop x\n', ["STRIPE_KEY", "B"]),
        (DOCKER, "ENV STRIPE_KEY=a B='c'\nRUN raindrop x\n", ["STRIPE_KEY", "B"]),
        (GITLAB, "variables: {STRIPE_KEY: a}\nship: {variables: {B: c}, script: [raindrop x]}\n", ["STRIPE_KEY", "B"]),
    ],
)
def test_what_commands_get_to_see_is_noted(path: str, text: str, expected: list[str]) -> None:
    assert [each.name for each in file(text, path).exports] == expected


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (POWERSHELL, '$env:STRIPE_KEY = "gQ7vL2xW9pRt"\nraindrop build env set env:STRIPE_KEY gQ7vL2xW9pRt\n'),
        (BATCH, "set STRIPE_KEY=gQ7vL2xW9pRt\nraindrop build env set env:STRIPE_KEY gQ7vL2xW9pRt\n"),
        (DOCKER, "ENV STRIPE_KEY=gQ7vL2xW9pRt\nRUN raindrop build env set env:STRIPE_KEY gQ7vL2xW9pRt\n"),
        (
            GITLAB,
            "variables: {STRIPE_KEY: gQ7vL2xW9pRt}\n"
            "x: {script: [raindrop build env set env:STRIPE_KEY gQ7vL2xW9pRt]}\n",
        ),
        (MARKDOWN, "```sh\nraindrop build env set env:STRIPE_KEY gQ7vL2xW9pRt\n```\n"),
    ],
)
def test_a_secret_is_neither_kept_nor_shown(path: str, text: str) -> None:
    found = file(text, path)
    assert "gQ7vL2xW9pRt" not in repr(found)
    hidden = [text.encode()[span.start : span.end] for span in found.secrets]
    assert hidden.count(b"gQ7vL2xW9pRt") == text.count("gQ7vL2xW9pRt")


def test_what_readers_are_to_fill_in_is_a_word_that_is_not_known() -> None:
    found = file("```sh\nraindrop build branch <name> [--start] ...\n```\n", MARKDOWN)
    assert [word.values for word in found.commands[0].words] == [("build",), ("branch",), (), (), ()]


def test_documents_are_judged_when_they_are_asked_for(tmp_path: Path) -> None:
    text = "```sh\nraindrop deploy\nraindrop build branch <name>\nraindrop build env set env:REGION [value]\n```\n"
    folder = write(tmp_path, {**SHOP, "README.md": text})

    def codes(*paths: Path) -> list[tuple[str, str]]:
        return [(each.code, each.finding.span.path) for each in lint(map(str, paths)).diagnostics]

    assert codes(folder) == []
    assert codes(folder / "README.md") == [("RD503", "README.md")]
    write(folder, {"rdlint.toml": "docs = true\n"})
    assert codes(folder) == [("RD503", "README.md")]


def test_what_a_document_sets_is_not_set(tmp_path: Path) -> None:
    manifest = 'application "shop" {\n  env "KEY" { secret = true }\n  service "api" {}\n}\n'
    text = "```sh\nraindrop build env set env:KEY x\n```\n"
    folder = write(
        tmp_path,
        {
            **SHOP,
            "raindrop.manifest": manifest,
            "README.md": text,
            "rdlint.toml": 'docs = true\nextend-select = ["RD103"]\n',
        },
    )
    assert "RD103" in {each.code for each in lint([str(folder)]).diagnostics}


PATHS = st.sampled_from(
    [DOCKER, GITLAB, CIRCLE, POWERSHELL, BATCH, MARKDOWN, "Makefile", "justfile", ".github/workflows/x.yml"]
)
PIECES = st.sampled_from(
    [
        *(word.encode() for word in "raindrop build deploy # & | { } ' \" $( $env:A= set A= %A% é <name> : a".split()),
        *(word.encode() + b"\n" for word in "\\ ^ ` <<EOF EOF ```sh ``` jobs: script: steps: ~~~".split()),
        *(b"\n", b"\r\n", b" ", b"    - ", b"\t", b"\xff", b"RUN ", b'["', b'", "', b'"]', b"  run: ", b"needs: "),
        b"variables:\n  A: b\n",
    ]
)


@given(PATHS, st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=40).map(b"".join)))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_and_nothing_stands_outside(path: str, data: bytes) -> None:
    source = Source(path, data + b"\nraindrop")
    found = extract(source)
    spans = [
        *(each.span for each in found.commands),
        *(each.span for each in found.others),
        *(each.span for each in found.printed),
    ]
    spans += [word.span for command in found.commands for word in command.words]
    spans += [*found.secrets, *(each.span for each in found.exports), *(each.span for each in found.jobs)]
    assert all(0 <= span.start <= span.end <= len(source.data) and span.path == path for span in spans)
