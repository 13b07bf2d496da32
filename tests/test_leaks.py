"""Credentials in code and scripts: found where they are, silent where they only look so."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from rdlint.engine import lint
from rdlint.facts.committed import is_committed_code
from rdlint.facts.python import extract as extract_python
from rdlint.facts.typescript import extract as extract_typescript
from rdlint.source import Source

MANIFEST = 'application "a" {\n  service "api" {}\n}\n'
ENTRY = """\
import { Service } from '@liquidmetal-ai/raindrop-framework';
export default class extends Service<Env> {
  async fetch(): Promise<Response> {
    return new Response('ok');
  }
}
"""


def made(length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """Return a random word, so that no key stands in this file."""
    drawn = random.Random(length)
    return "7a" + "".join(drawn.choice(alphabet) for _ in range(length - 2))


KEY = made(32)
HEX = made(40, "0123456789abcdef")


def found(tmp_path: Path, path: str, text: str) -> dict[str, str]:
    """Return what `hard-coded-secret` finds in the file ``path`` of an app: subjects and severities."""
    files = {"raindrop.manifest": MANIFEST, "src/api/index.ts": ENTRY, path: text}
    for each, content in files.items():
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text(content)
    report = lint([str(tmp_path)])
    assert not report.has_failed_rule
    return {each.finding.subject: each.severity.label for each in report.diagnostics if each.code == "RD108"}


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        (f"const apiKey = '{KEY}';", "apiKey"),
        (f'const apiKey: string = "{KEY}";', "apiKey"),
        (f"const key = env.MAIL_KEY ?? '{KEY}';", "MAIL_KEY"),
        (f"const options = {{ 'x-api-key': '{KEY}' }};", "x-api-key"),
        (f"const headers = {{ Authorization: 'Bearer {KEY}' }};", "Authorization"),
        (f"const headers = {{ authorization: `Bearer {KEY}` }};", "Authorization"),
        (f"// const authToken = '{HEX}';", "authToken"),
    ],
)
def test_random_words_with_a_telling_name(tmp_path: Path, line: str, subject: str) -> None:
    assert found(tmp_path, "src/api/index.ts", f"{ENTRY}\n{line}\n") == {subject: "warning"}


@pytest.mark.parametrize(
    "line",
    [
        f"if (apiKey === '{KEY}') refuse();",
        f"if (apiKey !== '{KEY}') refuse();",
        "const apiKey = 'YOUR_API_KEY_HERE';",
        "const apiKeyHeader = 'x-api-key-for-this-service-1';",
        f"const apiKey = 'pk_live_{KEY}';",
        f"const posthogApiKey = 'phc_{KEY}';",
        f"const token = '0x{HEX}';",
        f"const tokenUrl = 'https://login.example.com/{KEY}';",
        f"const etag = '{KEY}';",
        "const apiKey = '123e4567-e89b-12d3-a456-426614174000';",
        "const password = 'a long sentence with 1 number in it';",
        "const url = 'postgres://app:q7Rtz2M4kX9w@localhost:5432/app';",
    ],
)
def test_what_is_no_credential(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, "src/api/index.ts", f"{ENTRY}\n{line}\n") == {}


@pytest.mark.parametrize(
    ("path", "line", "severity"),
    [
        ("deploy.sh", f"raindrop build env set env:MAIL_KEY {KEY}", "warning"),
        ("deploy.sh", f'raindrop build env set env:MAIL_KEY "{KEY}" -v 1', "warning"),
        ("deploy.sh", f"export MAIL_KEY='{KEY}'", "warning"),
        ("deploy.sh", f'curl -H "X-Api-Key: {KEY}" https://mail.example.com', "warning"),
        ("scripts/set.sh", f"set_secret lm_apikey_{HEX}", "error"),
        ("Makefile", f"MAIL_KEY := {KEY}\n", "warning"),
        (".github/workflows/deploy.yml", f"env:\n  MAIL_KEY: {KEY}\n", "warning"),
        ("package.json", f'{{"scripts": {{"go": "MAIL_KEY={KEY} node a.js"}}}}', "warning"),
        ("web/app.tsx", f"const mailKey = process.env.MAIL_KEY || '{KEY}';", "warning"),
        ("web/app.tsx", f"call('lm_apikey_{HEX}');", "warning"),
        ("src/api/index.ts.bak", f"const apiKey = '{KEY}';", "warning"),
        ("tools/fill.py", f'API_KEY = "{KEY}"', "warning"),
    ],
)
def test_scripts_and_other_code(tmp_path: Path, path: str, line: str, severity: str) -> None:
    assert list(found(tmp_path, path, line).values()) == [severity]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("deploy.sh", 'export MAIL_KEY="$MAIL_KEY"'),
        ("deploy.sh", "export MAIL_KEY=$(cat /run/secrets/mail-key-number-1)"),
        ("deploy.sh", "raindrop build env set env:MAIL_KEY your-mail-key-here-1"),
        (".github/workflows/deploy.yml", "env:\n  MAIL_KEY: ${{ secrets.MAIL_KEY_1 }}\n"),
        ("src/api/index.test.ts", f"const apiKey = '{KEY}';"),
        ("tests/helper.ts", f"const apiKey = '{KEY}';"),
        ("notes.md", f"apiKey = '{KEY}'"),
    ],
)
def test_other_files_without_a_credential_in_earnest(tmp_path: Path, path: str, line: str) -> None:
    assert found(tmp_path, path, line) == {}


def test_what_lies_in_another_app_is_judged_for_that_one_alone(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    (inner / "src" / "api").mkdir(parents=True)
    (inner / "raindrop.manifest").write_text(MANIFEST)
    (inner / "src" / "api" / "index.ts").write_text(f"{ENTRY}call('lm_apikey_{HEX}');\n")
    found(tmp_path, "web.ts", "")
    severities = [each.severity.label for each in lint([str(tmp_path)]).diagnostics if each.code == "RD108"]
    assert severities == ["error"]  # worker code there; other code, seen from outside


def test_the_value_is_in_no_record() -> None:
    text = f"export const apiKey = '{KEY}';\nexport const other = 'lm_apikey_{HEX}';\n"
    for extract, path in ((extract_typescript, "a.ts"), (extract_python, "a.py")):
        file = extract(Source(path, text.encode()))
        assert len(file.credentials) == 2
        assert not any(part in repr(file) for part in (KEY, HEX))


def test_a_file_that_is_broken_or_full_of_keys_is_read_all_the_same() -> None:
    text = "class {{{ ((\n" + f"const apiKey = '{KEY}'; " * 300
    assert len(extract_typescript(Source("a.ts", text.encode())).credentials) == 100


def test_names_tell_which_files_are_read() -> None:
    read = ["a.ts", "web/index.html", "x.vue", "deploy.sh", "Makefile", "src/a.js.orig", "package.json"]
    assert [path for path in read if not is_committed_code(path)] == []
    unread = [
        "a.d.ts",
        "x.min.js",
        "src/raindrop.gen.ts",
        "README.md",
        "a.spec.ts",
        "__tests__/a.ts",
        "a.png",
        "a.json",
    ]
    assert [path for path in unread if is_committed_code(path)] == []
