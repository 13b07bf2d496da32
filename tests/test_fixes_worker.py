"""What fixes make of worker code: exactly what is to be there, wherever it stands and however the file is written."""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.diagnostic import Diagnostic
from rdlint.engine import lint
from rdlint.fix import Mended, mend
from tests.apps import write

CODES = frozenset("RD102 RD201 RD203 RD204 RD306 RD703 RD708 RD709 RD710 RD711 RD712".split())
MANIFEST = """\
application "shop" {
  env "KEY" {
    secret = true
  }
  service "api" {
    visibility = "public"
  }
  service "mail" {}
  kv_cache "session-cache" {}
  sql_database "orders" {}
}
"""
MAIL = """\
import { Service } from '@liquidmetal-ai/raindrop-framework';
import { Env } from './raindrop.gen';

export default class extends Service<Env> {
  async fetch(): Promise<Response> {
    return new Response('ok');
  }
  async send(to: string): Promise<void> {}
}
"""
#: Statements of a method as they are, and as they are to be.
MENDED = [
    ("use(process.env.KEY);", "use(this.env.KEY);"),
    ("use(`${process.env['KEY']}!`);", "use(`${this.env.KEY}!`);"),
    ("use(() => (process.env as any)?.KEY ?? 'x');", "use(() => this.env.KEY ?? 'x');"),
    ("use(Deno.env.get('KEY'), import.meta.env.KEY);", "use(this.env.KEY, this.env.KEY);"),
    ("await this.env.session_cache.get('a');", "await this.env.SESSION_CACHE.get('a');"),
    ("await this.env['session-cache'].get('a');", "await this.env['SESSION_CACHE'].get('a');"),
    ("await this.env?.ORDRES!.exec('x');", "await this.env?.ORDERS!.exec('x');"),
    (
        "const { ODRERS } = this.env; await ODRERS.exec('x');",
        "const { ORDERS: ODRERS } = this.env; await ODRERS.exec('x');",
    ),
    ("const { ORDER: o } = this.env; await o.exec('x');", "const { ORDERS: o } = this.env; await o.exec('x');"),
    ("await this.env.SESSION_CACHE.set('a', 'b');", "await this.env.SESSION_CACHE.put('a', 'b');"),
    ("await this.env.SESSION_CACHE\n      ?.Get('a');", "await this.env.SESSION_CACHE\n      ?.get('a');"),
    ("await this.env.MAIL.sned('a');", "await this.env.MAIL.send('a');"),
    ("await fetch('http://a.example/x');", "await fetch('https://a.example/x');"),
]
#: Statements that stay as they are.
LEFT = [
    "use(this.env.KEY || process.env.KEY);",
    "use(function () { return process.env.KEY; });",
    "const { KEY: k } = process.env; use(k);",
    "use(process.env[name]);",
    "await this.env.ORDER2.exec('x');",
    "await this.env.SESSION_CACHE.set('a', 'b', { ex: 60 });",
    "await this.env.MAIL.sendTo('a');",
    "await fetch('http://a.example:8080/x');",
    "use('process.env.KEY', /this.env.session_cache/); /* this.env.MAIL.sned('a') */",
]
PIECES = st.sampled_from([*MENDED, *((each, each) for each in LEFT)])
BEFORE = st.sampled_from(["", "/* 🎉 é */ ", "{ } ", "if (1) ", "\t"])
BEHIND = st.sampled_from(["", " // 🎉", " /* x */", "\n", "  ", " // this.env.MAIL.sned()"])


def service(statements: list[str]) -> str:
    body = "\n".join(f"    {each}" for each in statements)
    return (
        "import { Service } from '@liquidmetal-ai/raindrop-framework';\nimport { Env } from './raindrop.gen';\n\n"
        "const use = (...values: unknown[]) => values;\nconst name = String(use);\n\n"
        "export default class extends Service<Env> {\n  async fetch(): Promise<Response> {\n"
        f"{body}\n    return new Response('ok');\n  }}\n}}"
    )


def mended(folder: Path, codes: frozenset[str] = CODES) -> Mended:
    def is_own(diagnostic: Diagnostic, _: object) -> bool:
        return diagnostic.code in codes

    return mend(lambda overlay: lint([str(folder)], overlay=overlay, now=0.0), is_own)


def after(found: Mended, path: str, before: bytes) -> bytes:
    """Return what ``path`` holds once everything is mended."""
    changed = dict(zip(found.changed, found.changes, strict=True))
    return changed[path].after if path in changed else before


WRITINGS: list[Callable[[str], bytes]] = [
    lambda text: text.encode(),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: codecs.BOM_UTF8 + text.encode() + b"\n",
    lambda text: codecs.BOM_UTF16_LE + text.replace("\n", "\r\n").encode("utf-16-le"),
    lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    lambda text: text.replace("    ", "\t\t").replace("  ", "\t").encode() + b"\n\n",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(BEFORE, PIECES, BEHIND), min_size=1, max_size=8), st.sampled_from(WRITINGS))
def test_statements_become_what_they_are_to_be_and_nothing_else_changes(
    placed: list[tuple[str, tuple[str, str], str]], writing: Callable[[str], bytes]
) -> None:
    broken = writing(service([f"{before}{{ {piece[0]} }}{behind}" for before, piece, behind in placed]))
    right = writing(service([f"{before}{{ {piece[1]} }}{behind}" for before, piece, behind in placed]))
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name), {"raindrop.manifest": MANIFEST, "src/mail/index.ts": MAIL})
        (folder / "src/api").mkdir()
        (folder / "src/api/index.ts").write_bytes(broken)
        found = mended(folder)
        assert after(found, "src/api/index.ts", broken) == right
        assert {*found.changed} <= {"src/api/index.ts"}
        assert not found.refused
        (folder / "src/api/index.ts").write_bytes(right)
        again = mended(folder)
        assert not again.changes
        assert again.after.problems == found.before.problems
        known = {(each.code, each.finding.message) for each in found.before.diagnostics}
        assert {(each.code, each.finding.message) for each in again.after.diagnostics} <= known
