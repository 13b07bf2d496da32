"""Suppressions written for what was found: where they stand, where they may not, and that they do what they say."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.diagnostic import Diagnostic
from rdlint.engine import lint
from rdlint.finding import Edit, Finding, Severity
from rdlint.fix import apply
from rdlint.ignores import REASON, Insertions, insertions
from rdlint.run_report import Report
from rdlint.settings import Settings
from rdlint.source import Source
from rdlint.syntax.ecmascript import parse
from rdlint.syntax.layout import Ground, Layout
from rdlint.syntax.walk import all_nodes
from tests.apps import SHOP, service, write
from tests.pages import Example
from tests.test_pages import FINDING

WHY = "-- FIXME: say why, or mend it"
IGNORE = f"rdlint: ignore[process-env] {WHY}"


def report_of(path: str, text: str, *names: tuple[str, str]) -> Report:
    """Return a report with findings at the places of ``text`` that a `§` marks, of ``names`` (code, name)."""
    parts = text.encode().split("§".encode())
    source = Source(path, b"".join(parts))
    found = []
    at = 0
    for part in parts[:-1]:
        at += len(part)
        for code, name in names or [("RD102", "process-env")]:
            found.append(Diagnostic(code, name, Severity.ERROR, Finding(source.span(at, at + 1), "found")))
    return Report("", tuple(found), {path: source})


def written(report: Report, path: str, reason: str = REASON) -> str | None:
    """Return the file with its suppressions; ``None`` when something cannot be silenced."""
    found = insertions(report, reason)
    return None if found.left else changed(report, found)[path].decode()


def changed(report: Report, found: Insertions) -> dict[str, bytes]:
    """Return all files of the report as the edits leave them."""
    edits: dict[str, list[Edit]] = {path: [] for path in report.sources}
    for edit in (edit for fix in found.fixes for edit in fix.edits):
        edits[edit.span.path].append(edit)
    return {path: apply(report.sources[path].data, each) for path, each in edits.items()}


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.ts", "f(§x);\ng();\n", f"f(x); // {IGNORE}\ng();\n"),
        ("a.ts", "f(§x);", f"f(x); // {IGNORE}"),
        ("a.ts", "f(§x);  \t\r\ng();\r\n", f"f(x); // {IGNORE}  \t\r\ng();\r\n"),
        ("a.ts", "f(§x); // eslint-disable-line\n", f"f(x); // eslint-disable-line // {IGNORE}\n"),
        ("a.ts", f"  f(§x, {'y' * 90});\r\n", f"  // {IGNORE}\r\n  f(x, {'y' * 90});\r\n"),
        ("a.ts", f"\tf(§x, {'é' * 50});\n", f"\tf(x, {'é' * 50}); // {IGNORE}\n"),
        ("a.ts", f"// @ts-ignore\n  f(§x, {'y' * 90});\n", f"  // {IGNORE}\n// @ts-ignore\n  f(x, {'y' * 90});\n"),
        ("a.ts", "f(`§a\nb`);\n", f"// {IGNORE}\nf(`a\nb`);\n"),
        ("a.ts", "f(`\n${g(\n  §x,\n)}`);\n", f"f(`\n${{g(\n  x, // {IGNORE}\n)}}`);\n"),
        ("a.ts", f"f(`a\nb`, §x, '{'y' * 100}');\n", f"f(`a\nb`, x, '{'y' * 100}'); // {IGNORE}\n"),
        ("a.ts", "/* a\n*/ f(§x);\n", f"/* a\n*/ f(x); // {IGNORE}\n"),
        ("a.tsx", "a = <p>\n  <b a={§x}/>\n</p>;\n", f"a = <p>\n  {{/* {IGNORE} */}}\n  <b a={{x}}/>\n</p>;\n"),
        ("a.tsx", "a = <b\n  a={§x}\n/>;\n", f"a = <b\n  a={{x}} // {IGNORE}\n/>;\n"),
        ("a.tsx", "a = <p>{f(\n  §x\n)}</p>;\n", f"a = <p>{{f(\n  x // {IGNORE}\n)}}</p>;\n"),
        ("a.py", "f(§x)\n", f"f(x)  # {IGNORE}\n"),
        ("a.py", 'f(§"""\na""")\n', f'# {IGNORE}\nf("""\na""")\n'),
        ("a.py", "a = \\\n  b\nf(§x, \\\n  y)\n", f"a = \\\n  b\n# {IGNORE}\nf(x, \\\n  y)\n"),
        ("a.sh", "f §x\n", f"f x # {IGNORE}\n"),
        ("a.sh", "f §x \\ \n", f"# {IGNORE}\nf x \\ \n"),
        ("a.sh", "f §x \\\n  y\n", f"# {IGNORE}\nf x \\\n  y\n"),
        ("a.sh", "cat §x <<EOF\na\nEOF\n", f"# {IGNORE}\ncat x <<EOF\na\nEOF\n"),
        ("a.sh", "#!/bin/sh\nf §'x\ny'\n", f"#!/bin/sh\n# {IGNORE}\nf 'x\ny'\n"),
        (".husky/pre-push", "#!/bin/sh\nf §x\n", f"#!/bin/sh\nf x # {IGNORE}\n"),
        ("raindrop.manifest", '  a "§b" {}\n', f'  a "b" {{}} # {IGNORE}\n'),
        ("raindrop.manifest", "a = §<<EOF\nb\nEOF\n", f"# {IGNORE}\na = <<EOF\nb\nEOF\n"),
        (".env", "A=1\n§B=2\n", f"A=1\n# {IGNORE}\nB=2\n"),
        ("Makefile", "a:\n\t§f\n", f"a:\n# {IGNORE}\n\tf\n"),
        ("Dockerfile", "FROM a\nRUN §f\n", f"FROM a\n# {IGNORE}\nRUN f\n"),
        ("a.sql", "SELECT §1;\n", f"SELECT 1; /* {IGNORE} */\n"),
        ("a.yml", "a:\n  - §b\n", f"a:\n  - b # {IGNORE}\n"),
        ("a.yml", "a: §'b\n  c'\n", f"# {IGNORE}\na: 'b\n  c'\n"),
        (
            ".github/workflows/a.yml",
            "on: x\njobs:\n a:\n  steps:\n  - run: |\n     §f ${{ b }}\n     §g \\\n       h\n",
            f"on: x\njobs:\n a:\n  steps:\n  - run: |\n     f ${{{{ b }}}} # {IGNORE}\n"
            f"     # {IGNORE}\n     g \\\n       h\n",
        ),
    ],
)
def test_the_comment_stands_behind_the_code_or_above_it(path: str, before: str, after: str) -> None:
    assert written(report_of(path, before), path) == after


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "f(`\n§a\n`);\n"),
        ("a.ts", "f('a\\\n§b\\\n');\n"),
        ("a.ts", "f(§;\n"),
        ("a.ts", "\n§\n"),
        ("a.tsx", "a = <p>\n  b\n  <b a={§x}/>\n c</p>;\n"),
        ("a.tsx", "a = <p>\n  §b\n</p>;\n"),
        ("a.py", 'f("""\n§a\n""")\n'),
        ("a.py", "a = \\\n §b \\\n + c\n"),
        ("a.py", "f(§\n"),
        ("a.sh", "f \\\n §x \\\n y\n"),
        ("a.sh", "cat <<EOF\n§a\nEOF\n"),
        ("a.sh", 'f "\n§a\n"\n'),
        ("a.sh", "if §x\n"),
        ("a.sh", "#!/bin/sh §\n"),
        ("raindrop.manifest", "a = <<EOF\n§b\nEOF\n"),
        (".env", "A='\n§B=2'\n"),
        ("Makefile", "a:\n\tf \\\n\t§g\n"),
        ("Makefile", "define a\n§b\nendef\n"),
        ("Dockerfile", "RUN a \\\n  §b\n"),
        ("Dockerfile", "RUN <<EOF\n§b\nEOF\n"),
        ("a.yml", "a: 'b\n  §c\n  d'\n"),
        ("a.yml", "a: |\n  §b\n"),
        ("a.yml", "a: >\n  b\n  §c\n"),
        (".github/workflows/a.yml", "jobs:\n a:\n  steps:\n  - with:\n     script: |\n      a\n      §b\n      c\n"),
        ("package.json", '{\n§"a": 1\n}\n'),
        ("page.html", "<p>§a</p>\n"),
        ("README.md", "```sh\n§f\n```\n"),
        ("src/api/raindrop.gen.ts", "f(§x);\n"),
    ],
)
def test_where_a_comment_may_not_stand_nothing_is_written(path: str, text: str) -> None:
    report = report_of(path, text)
    found = insertions(report)
    assert found.fixes == ()
    assert [each.diagnostic for each in found.left] == list(report.diagnostics)
    assert all(each.reason for each in found.left)


def test_what_would_not_be_a_comment_afterwards_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Layout, "ground_behind", lambda *_: Ground.CODE)
    for path, text in (("a.ts", "f(`\n§a\n`);\n"), ("a.py", 'f("""\n§a\n""")\n'), ("a.sh", "f '\n§a\n'\n")):
        assert insertions(report_of(path, text)).fixes == ()


def test_what_json_cannot_hold_belongs_into_the_settings() -> None:
    [left] = insertions(report_of("package.json", '{"a": §1}')).left
    assert left.reason == "JSON holds no comments: use `per-file-ignores` in the settings"


TWO = (("RD302", "direct-ip-fetch"), ("RD102", "process-env"), ("RD102", "process-env"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(§x);\n", f"f(x); // rdlint: ignore[direct-ip-fetch, process-env] {WHY}\n"),
        (
            "f(§x); // rdlint: ignore[insecure-fetch] -- a",
            "f(x); // rdlint: ignore[direct-ip-fetch, insecure-fetch, process-env] -- a",
        ),
        (
            "// rdlint: ignore[unused-env] -- a\nf(§x);",
            "// rdlint: ignore[direct-ip-fetch, process-env, unused-env] -- a\nf(x);",
        ),
        ("f(§x); // rdlint: ignore[ RD301 ]", f"f(x); // rdlint: ignore[ RD301, direct-ip-fetch, process-env ] {WHY}"),
        (
            "f(§x); // rdlint: ignore[RD301] until=2001-01-01",
            f"// rdlint: ignore[direct-ip-fetch, process-env] {WHY}\nf(x); // rdlint: ignore[RD301] until=2001-01-01",
        ),
    ],
)
def test_a_line_has_one_directive(before: str, after: str) -> None:
    assert written(report_of("a.ts", before, *TWO), "a.ts") == after


def test_a_suppression_that_does_not_silence_is_left_to_its_author() -> None:
    report = report_of("a.ts", "f(§x); // rdlint: ignore[environment] until=2001-01-01 -- a\n", *TWO)
    found = insertions(report)
    assert [each.diagnostic.name for each in found.left] == ["process-env", "process-env"]
    assert "the suppression that is there does not silence it" in found.left[0].reason
    assert [fix.message for fix in found.fixes] == ["silence `direct-ip-fetch` in line 1"]


def test_what_is_locked_or_about_rdlint_itself_is_not_silenced() -> None:
    report = report_of("a.ts", "f(§x);\n", ("RD004", "malformed-suppression"), ("RD102", "process-env"))
    locked = replace(report, diagnostics=tuple(replace(each, is_locked=True) for each in report.diagnostics))
    reasons = [each.reason for each in insertions(locked).left]
    assert reasons == ["it is about rdlint itself: follow its advice", "the settings lock `process-env`: mend it"]


@pytest.mark.parametrize(
    ("reason", "comment"),
    [
        ("since 2019", "-- since 2019"),
        ("a\n b */ c", "-- a b c"),
        ("# a", "-- a"),
        ("//", WHY),
        ("  ", WHY),
    ],
)
def test_the_reason_is_given(reason: str, comment: str) -> None:
    assert written(report_of("a.sql", "SELECT §1;\n"), "a.sql", reason) == (
        f"SELECT 1; /* rdlint: ignore[process-env] {comment} */\n"
    )


def everything(chosen: Settings) -> Settings:
    return replace(chosen, select=("ALL",), require_reasons=True)


def check(folder: Path) -> None:
    """Write suppressions for all findings in ``folder``, and see that they silence these and nothing else changes."""
    before = lint([str(folder)], adjust=everything)
    found = insertions(before)
    files = {path: data for path, data in changed(before, found).items() if data != before.sources[path].data}
    overlay = {os.path.join(str(folder), path): data for path, data in files.items()}
    after = lint([str(folder)], adjust=everything, overlay=overlay)
    assert identities(after) == sorted(each.diagnostic.identity for each in found.left)
    assert insertions(after).fixes == ()
    for path, data in files.items():
        assert code(path, data) == code(path, before.sources[path].data)


def identities(report: Report) -> list[tuple[str, str, str]]:
    return sorted(each.identity for each in report.diagnostics)


def code(path: str, data: bytes) -> list[bytes]:
    """Return the tokens of worker code, or the lines of any other file, without comments of rdlint."""
    tree = parse(data, path)
    if tree is not None:
        leaves = (node for node in all_nodes(tree.root) if not node.children and node.type != "comment")
        return [text for node in leaves if (text := data[node.start_byte : node.end_byte]) not in (b"", b"{", b"}")]
    lines = (line.partition(b"# rdlint:")[0].partition(b"/* rdlint:")[0].rstrip() for line in data.splitlines())
    return [line for line in lines if line]


@pytest.mark.parametrize("example", FINDING, ids=lambda each: f"{each.page}-{each.title}")
def test_whatever_a_page_finds_can_be_silenced(example: Example, tmp_path: Path) -> None:
    example.write(tmp_path)
    check(tmp_path)


LINES = st.lists(
    st.sampled_from(
        [
            *("process.env.A;", "  fetch('http://1.2.3.4/' + process.env.A);", "const x = `", "`;", "/* c", "*/"),
            *("// eslint-disable-next-line", "const e = <p>", "  <b a={process.env.A}/>", "text", "</p>;", "{", "}"),
            *("process.env.A; // rdlint: ignore[direct-ip-fetch] -- a", "// rdlint: ignore[RD302] -- a", "'it\\'s';"),
            *("f(`${process.env.A", "}`);", f"f(process.env.A, '{'x' * 100}');", "f(process.env.A, // it's", ");", ""),
        ]
    ),
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_any_code_is_silenced_or_left_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    text = service(end.join(["this.env.REGION;", *lines, ""])).replace("\n", end)
    write(folder, {**SHOP, "raindrop.manifest": SHOP["raindrop.manifest"]})
    (folder / "src/api/index.ts").rename(folder / "src/api/index.tsx")
    (folder / "src/api/index.tsx").write_bytes(text.encode())
    before = lint([str(folder)], adjust=everything)
    if not any(each.code in ("RD001", "RD004", "RD005") for each in before.diagnostics):
        check(folder)


def test_many_findings_are_silenced_in_linear_time() -> None:
    """With a square anywhere in it, one of these would not end."""
    for text in (
        "f(§x);\n" * 5_000,
        "f(§x); " * 5_000,
        f"f(§x); /* {'y' * 100} */\n" * 5_000,
        "// eslint-disable-next-line\nf(§x);\n" * 5_000,
        "// rdlint: ignore[RD301] -- a\nf(§x);\n" * 5_000,
        "f(§x, `\n`, `\n`);\n" * 5_000,
    ):
        assert insertions(report_of("a.ts", text)).left == ()
