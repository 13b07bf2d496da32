"""The rules about commands on any script: they judge it or are silent, and never fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.engine import lint
from tests.apps import SHOP, write

LINES = st.sampled_from(
    """\
source .env
export KEY=a REGION=b
raindrop build env set env:KEY "$KEY"
raindrop build env set $X - <<< a
raindrop build env set
raindrop build generate
raindrop build deploy &
raindrop build deploy --amend -v
raindrop build branch
raindrop build delete -a --version x
raindrop deploy
raindrop build
raindrop -- --
raindrop "" ''
wait
if a; then
else
fi
exit 1
case $1 in a)
;; esac
f() {
}
f
./run.sh
./other.sh
npm run x
make all
rm -f .raindrop/sandbox
cat <<E
E
for x in a b; do
done
""".splitlines()
)
FILES = {
    **SHOP,
    "raindrop.manifest": 'application "a" {\n  env "KEY" { secret = true }\n  env "REGION" {}\n  service "api" {}\n}\n',
    ".raindrop/config.json": '{"versionId": "01kb7x2v9qk3m4n5p6r7s8t9va", "sandbox": true}\n',
    "rdlint.toml": "docs = true\n",
    "other.sh": "raindrop build env set env:KEY x\n./run.sh\n",
    "package.json": '{"scripts": {"x": "./run.sh && raindrop build deploy"}}',
}
SHAPES = {
    "run.sh": ("\n", "{}"),
    "run.ps1": ("\n", "{}"),
    "run.bat": ("\n", "{}"),
    "Dockerfile": (" \\\n", "RUN {}"),
    "Makefile": ("\n\t", "all: x\n\t{}"),
    "README.md": ("\n", "```sh\n{}\n```\n"),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("app"), {**FILES, **dict.fromkeys(SHAPES, "")})


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SHAPES)), st.lists(LINES, max_size=14))
def test_no_rule_fails_on_any_script(app: Path, path: str, lines: list[str]) -> None:
    end, shape = SHAPES[path]
    text = shape.replace("{}", end.join(lines))
    report = lint([str(app)], overlay={str(app / path): text.encode()})
    assert not report.has_failed_rule
    assert not report.unread
