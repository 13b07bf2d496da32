"""No secret's value leaves rdlint: a canary in every kind of input, every output searched for it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from rdlint.adoption import write_baselines
from rdlint.baseline import NAME
from rdlint.diff import diff
from rdlint.engine import lint
from rdlint.fix import mend
from rdlint.report import FORMATS, render
from rdlint.report.terminal import Terminal
from rdlint.run_report import Report
from tests.apps import write

#: Made up; each has the shape of something real, so that the frames around it are masked.
CANARY = "Zq7xW2mK9vR4tY8pL3nB6cD1fG5hJ0sA"
KEYS = {
    "stripe": f"sk_live_{CANARY}",
    "generic": CANARY,
    "url": f"postgres://admin:{CANARY}@db.shop.io/shop",
}

FILES = {
    "raindrop.manifest": """\
application "shop" {{
  env "STRIPE_KEY" {{ default = "{key}" }}
  env "DB_PASSWORD" {{ default = "{key}" }}
  env "OTHER" {{ secret = true, default = "{key}" }}
  env "UNSET_ONE" {{ secret = true }}
  service "api" {{}}
  service "gone" {{}}
}}
""",
    "src/api/index.ts": """\
import {{ Service }} from '@liquidmetal-ai/raindrop-framework';
import {{ Env }} from './raindrop.gen';
export default class extends Service<Env> {{
  async fetch(): Promise<Response> {{
    const apiKey = process.env.API_KEY || '{key}';
    const authToken = this.env.AUTH_TOKEN ?? '{key}';
    await fetch('http://10.0.0.1/?token={key}');
    await fetch('/orders?token={key}');
    await fetch('http://shop.example.net/?token={key}');
    await fetch(`http://10.0.0.2/?apiKey={key}&x=${{apiKey}}`);
    return new Response(this.env.NOWHERE, {{ headers: {{ authorization: 'Bearer {key}' }} }});
  }}
}}
""",
    "src/other/index.ts": "export const unused = '{key}';\n",
    "web/settings.ts": "export const mailApiKey = '{key}';\nexport const apiKey = process.env.KEY || '{key}';\n",
    "tools/fill.py": "API_KEY = '{key}'\n",
    "deploy.sh": """\
#!/bin/bash
export STRIPE_KEY="{key}"
raindrop build env set STRIPE_KEY "{key}"
raindrop build env set DB_PASSWORD={key}
raindrop build env set env:MISSING_KEY '{key}'
echo {key} | raindrop build env set OTHER -
""",
    "package.json": """\
{{
  "scripts": {{
    "secrets": "raindrop build env set STRIPE_KEY {key}",
    "more": "raindrop build env set DB_PASSWORD={key}"
  }}
}}
""",
    ".github/workflows/deploy.yml": """\
on: push
jobs:
  deploy:
    steps:
      - run: raindrop build env set STRIPE_KEY {key}
        env:
          STRIPE_KEY: {key}
""",
    "Makefile": "secrets:\n\traindrop build env set STRIPE_KEY {key}\n",
    ".env": "STRIPE_KEY={key}\nBROKEN {key}\n",
    ".raindrop/config.json": '{{"versionId": "{key}", "token": "{key}", "lock": "{key}"}}\n',
}


def app_with(key: str, folder: Path) -> Path:
    """Write the app with the secret ``key`` in every kind of input."""
    return write(folder, {path: text.format(key=key) for path, text in FILES.items()})


def judge(folder: Path, overlay: Mapping[str, bytes] | None = None) -> Report:
    return lint([str(folder)], adjust=lambda settings: replace(settings, select=("ALL",)), overlay=overlay)


@pytest.mark.parametrize("kind", KEYS)
def test_no_fix_and_no_diff_holds_the_canary(tmp_path: Path, kind: str) -> None:
    app_with(KEYS[kind], tmp_path)
    mended = mend(lambda overlay: judge(tmp_path, overlay), lambda *_: True)
    fixes = [each.finding.fix for each in (*mended.before.diagnostics, *mended.fixed) if each.finding.fix]
    said = [*diff(mended, Terminal()), *(each.message for each in fixes)]
    said += [edit.text for each in fixes for edit in each.edits]
    assert mended.changes
    assert CANARY[:12] not in "\n".join(said)


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("output", FORMATS)
def test_no_output_holds_the_canary(tmp_path: Path, kind: str, output: str) -> None:
    report = judge(app_with(KEYS[kind], tmp_path))
    assert len({each.code for each in report.diagnostics}) >= 6, "the app must give findings all over"
    stream = io.StringIO()
    render(report, output, stream, color=True)
    assert CANARY not in stream.getvalue()
    assert CANARY[:12] not in stream.getvalue()


@pytest.mark.parametrize("kind", KEYS)
def test_the_baseline_does_not_hold_the_canary(tmp_path: Path, kind: str) -> None:
    write(tmp_path, {path: text.format(key=KEYS[kind]) for path, text in FILES.items()})
    index = tmp_path / "src/api/index.ts"
    index.write_text(
        index.read_text().replace("await fetch('/orders", f"await fetch('/{CANARY}');await fetch('/orders")
    )
    report = lint([str(tmp_path)], adjust=lambda settings: replace(settings, select=("ALL",)))
    list(write_baselines(report))
    written = (tmp_path / NAME).read_text()
    assert written.count('"rule"') >= 6
    assert CANARY[:12] not in written
    assert lint([str(tmp_path)]).diagnostics == (), "what is not told by name is hidden all the same"
