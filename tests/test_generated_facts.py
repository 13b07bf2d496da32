"""Generated types are read by their lines as the TypeScript reader reads them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.facts.generated import GeneratedFile, extract
from rdlint.facts.typescript import extract as extract_code
from rdlint.platform.generated import FIRST_LINE
from rdlint.source import Source

GENERATED = f"""{FIRST_LINE}
import {{ Ai, Annotation, App, KvCache as Cache, MRNObject,  }} from '@liquidmetal-ai/raindrop-framework';

export interface Env {{
  _raindrop: {{
    app: App;
  }};
  AI: Ai;
  annotation: Annotation<Omit<MRNObject, 'type' | 'applicationName' | 'versionId'>>;
  API: ServiceStub<import('../api/index.js').default>;
  jwt?: JWTVerifyResult;
  'WITH-DASH': string;
}}
"""
#: Files that people made of it, and what others declare.
TEXTS = {
    "generated": GENERATED,
    "commented out": GENERATED.replace("\n", "\n// "),
    "a comment inside": GENERATED.replace("  AI", "  // OLD: string;\n  /* { GONE: string;\n } */ AI"),
    "a type": GENERATED.replace("interface Env", "type Env ="),
    "extended": GENERATED.replace("interface Env", "interface Env extends Base"),
    "joined before": GENERATED.replace("interface Env", "type Env = Base &"),
    "joined after": GENERATED.replace("interface Env", "type Env =").rstrip() + " & Base;\n",
    "another type first": GENERATED.replace("export", "type Sql = { query(sql: string): void };\nexport"),
    "another type after": GENERATED + "export interface Body {\n  id: number;\n}\n",
    "a member of one line with braces": GENERATED.replace("AI: Ai;", "AI: { run(a: string): void; };"),
    "line ends of Windows": GENERATED.replace("\n", "\r\n"),
    "a name that begins like it": "export interface Environment {\n  A: string;\n}\n",
    "all on one line": "export interface Env { A: string; B: KvCache }",
    "readonly": "export interface Env {\n  readonly A: string;\n}\n",
    "empty": "",
}


def _read(text: str) -> GeneratedFile:
    return extract(Source("raindrop.gen.ts", text.encode()))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_lines_say_what_the_code_says(text: str) -> None:
    env = _read(text).env
    found = extract_code(Source("raindrop.gen.ts", text.encode())).env_types
    assert (env is not None) == bool(found)
    if env is not None:
        assert env.span == found[0].span
        assert env.is_complete == found[0].is_complete
        if not env.is_complete and not found[0].members:
            return  # of what is joined, the code's reader takes no members
        assert [each[:2] for each in env.members] == [each[:2] for each in found[0].members]
        assert [each.is_optional for each in env.members] == [each.is_optional for each in found[0].members]


def test_types_and_imports() -> None:
    file = _read(GENERATED)
    assert file.env is not None
    types = {each.name: each.type.strip() for each in file.env.members}
    assert types["API"].startswith("ServiceStub<import('../api/index.js').default>")
    assert types["WITH-DASH"] == "string"
    assert file.imported == {"Ai", "Annotation", "App", "Cache", "MRNObject"}


def test_the_mark_of_the_generator() -> None:
    assert _read(GENERATED).is_marked
    assert _read("/* a licence */\n" + GENERATED).is_marked
    assert not _read(GENERATED.replace("DO NOT EDIT", "edited")).is_marked
    assert not _read("// " + GENERATED).is_marked


def test_a_file_that_is_cut_off_is_not_complete() -> None:
    env = _read(GENERATED[: GENERATED.index("  jwt")]).env
    assert env is not None
    assert not env.is_complete


@given(st.text(alphabet="export interface type Env={}&;:?'/*\n A\u00e9\ud7ff", max_size=200))
def test_whatever_the_text_spans_lie_inside(text: str) -> None:
    data = text.encode()
    env = _read(text).env
    for span in (env.span, *(each.span for each in env.members)) if env else ():
        assert 0 <= span.start < span.end <= len(data)


@pytest.mark.parametrize(
    "piece", ["/*", "import {\n", "interface Env\n", "export interface Env {\n", "a: {", "A:'", "//"]
)
def test_a_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    started = time.process_time()
    _read(piece * (500_000 // len(piece)))
    assert time.process_time() - started < 5
