"""Which suppressions a run calls unused, and that taking them out changes nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rdlint.app.model import App
from rdlint.engine import lint
from rdlint.finding import Finding, Severity
from rdlint.fix import mend
from rdlint.rule import catalogue
from rdlint.run import Run, run_rule
from rdlint.run_report import Report
from rdlint.settings import Settings
from tests.apps import SHOP, service, write
from tests.pages import Example
from tests.test_pages import FINDING

UNUSED = "// rdlint: ignore[process-env]\n"
ENTRY = "src/api/index.ts"


def unused(report: Report) -> list[str]:
    """Return what is said to be unused, with its file."""
    return [f"{each.finding.span.path}: {each.finding.subject}" for each in report.diagnostics if each.code == "RD005"]


def shop(folder: Path, code: str, **more: str) -> Path:
    """Write an app whose service holds ``code``, with files named in ``more`` (`__` for `/`)."""
    return write(folder, {**SHOP, ENTRY: service(f"this.env.REGION;\n{code}\n"), **more})


def selecting(*names: str) -> Callable[[Settings], Settings]:
    return lambda chosen: replace(chosen, select=names)


def test_what_covers_nothing_is_unused(tmp_path: Path) -> None:
    report = lint(
        [str(shop(tmp_path, f"{UNUSED}process.env.A; // rdlint: ignore[process-env, stale-lock, direct-ip-fetch]"))]
    )
    # the line of code is covered by both comments: the one that stands first is needed
    assert unused(report) == [f"{ENTRY}: process-env", f"{ENTRY}: direct-ip-fetch"]


def test_only_rules_that_ran_are_judged(tmp_path: Path) -> None:
    shop(tmp_path, UNUSED + "f(); // rdlint: ignore[process-env, network]")
    assert unused(lint([str(tmp_path)])) == [f"{ENTRY}: process-env", f"{ENTRY}: process-env, network"]
    assert unused(lint([str(tmp_path)], adjust=selecting("RD005", "RD3"))) == [f"{ENTRY}: network"]
    assert (
        unused(lint([str(tmp_path)], adjust=selecting("RD005", "unproxied-fetch"))) == []
    )  # the area was judged in part
    assert unused(lint([str(tmp_path)], adjust=selecting("RD1", "RD3"))) == []


def test_a_rule_that_failed_judges_nothing(tmp_path: Path) -> None:
    def fails(_: App) -> Iterator[Finding]:
        raise ValueError

    shop(tmp_path, UNUSED)
    rules = tuple(replace(rule, check=fails) if rule.name == "process-env" else rule for rule in catalogue())
    assert unused(lint([str(tmp_path)], rules=rules)) == []


def test_findings_that_nobody_sees_are_needed(tmp_path: Path) -> None:
    hint = 'application "shop" {\n  env "A" { default = "" } # rdlint: ignore[unused-env]\n  service "api" {}\n}\n'
    write(tmp_path, {"raindrop.manifest": hint, ENTRY: service("")})
    assert unused(lint([str(tmp_path)])) == []
    code = "process.env.A; // rdlint: ignore[process-env]"
    shop(tmp_path, code, **{"rdlint.toml": f'per-file-ignores = {{ "{ENTRY}" = ["RD102"] }}'})
    assert unused(lint([str(tmp_path)])) == []


def test_what_one_machine_alone_knows_is_not_judged(tmp_path: Path) -> None:
    manifest = SHOP["raindrop.manifest"].replace('service "api" {}', 'env "KEY" {} # rdlint: ignore[missing-secret]')
    assert unused(lint([str(write(tmp_path, {"raindrop.manifest": manifest}))])) == []


@pytest.mark.parametrize(
    "damage",
    [
        {"raindrop.manifest": 'application "shop" {\n'},
        {"src/api/more.ts": "export const f = process.env.A +;"},
        {"src/api/more.ts": "x" * 1_100_000},
    ],
    ids=["manifest", "code", "too large"],
)
def test_what_cannot_be_read_may_hold_more(tmp_path: Path, damage: dict[str, str]) -> None:
    shop(tmp_path, UNUSED)
    entry = tmp_path / ENTRY
    entry.write_text("import { f } from './more';\nf();\n" + entry.read_text(), encoding="utf-8")
    write(tmp_path, {"src/api/more.ts": "export const f = () => 1;\n"})
    assert len(unused(lint([str(tmp_path)]))) == 1
    assert unused(lint([str(write(tmp_path, damage))])) == []


def test_files_that_are_only_looked_up_are_not_judged(tmp_path: Path) -> None:
    shop(tmp_path, "")
    entry = tmp_path / ENTRY
    entry.write_text("import type { A } from './types';\nlet a: A;\n" + entry.read_text(), encoding="utf-8")
    document = "```sh\n# rdlint: ignore[unknown-command]\nraindrop build deploy\n```\n"
    write(tmp_path, {"src/api/types.ts": f"{UNUSED}export interface A {{}}\n", "README.md": document})
    assert unused(lint([str(tmp_path)])) == []
    assert unused(lint([str(tmp_path)], adjust=lambda chosen: replace(chosen, docs=True))) == []


def test_a_focused_run_says_the_same(tmp_path: Path) -> None:
    shop(tmp_path, UNUSED, **{"raindrop.manifest": SHOP["raindrop.manifest"] + "# rdlint: ignore-file[RD605]\n"})
    whole = unused(lint([str(tmp_path)]))
    assert whole == ["raindrop.manifest: RD605", f"{ENTRY}: process-env"]
    assert [unused(lint([str(tmp_path / path)])) for path in ("raindrop.manifest", ENTRY)] == [whole[:1], whole[1:]]
    buffer = (tmp_path / ENTRY).read_bytes().replace(b"ignore[process-env]", b"ignore[RD302]")
    report = lint([str(tmp_path / ENTRY)], overlay={str(tmp_path / ENTRY): buffer})
    assert unused(report) == [f"{ENTRY}: RD302"]


def test_a_finding_that_is_out_of_focus_needs_its_suppression(tmp_path: Path) -> None:
    shop(tmp_path, "process.env.A; // rdlint: ignore[process-env]")
    assert unused(lint([str(tmp_path / "raindrop.manifest")])) == []


def test_in_a_part_of_a_monorepo_only_what_belongs_to_that_part_is_judged(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("one", "two"):
        shop(tmp_path / name, UNUSED)
    comment = "# rdlint: ignore[unknown-command]\n"
    script = f"cd one && raindrop build deploy\ncd ../two\n{comment}raindrop build deplyo\n"
    write(
        tmp_path,
        {
            "both.sh": script,
            "one/both.sh": script.replace("cd one && ", ""),
            "one/own.sh": f"{comment}raindrop build deploy\n",
        },
    )
    assert unused(lint([str(tmp_path)])) == [
        "one/own.sh: unknown-command",
        *(f"{name}/{ENTRY}: process-env" for name in ("one", "two")),
    ]
    assert unused(lint([str(tmp_path / "one")])) == ["one/own.sh: unknown-command", f"one/{ENTRY}: process-env"]


def test_an_app_that_silences_the_rule_hears_nothing(tmp_path: Path) -> None:
    shop(tmp_path, UNUSED, **{"rdlint.toml": 'ignore = ["unused-suppression"]'})
    assert unused(lint([str(tmp_path)])) == []
    shop(tmp_path, UNUSED.replace("\n", " // rdlint: ignore[unused-suppression] -- why\nf();\n"), **{"rdlint.toml": ""})
    assert unused(lint([str(tmp_path)])) == []
    shop(tmp_path, "f(); // rdlint: ignore[unused-suppression, process-env]")
    report = lint([str(tmp_path)])
    assert (unused(report), report.suppressed) == ([], 1)


def test_of_two_that_silence_the_same_the_one_about_the_line_is_needed(tmp_path: Path) -> None:
    shop(tmp_path, "process.env.A; // rdlint: ignore[process-env]\n// rdlint: ignore-file[process-env]")
    [finding] = [each.finding for each in lint([str(tmp_path)]).diagnostics if each.code == "RD005"]
    assert finding.message == "`process-env` silences nothing in this file"
    shop(
        tmp_path,
        "process.env.A; // rdlint: ignore[process-env, RD102]\nprocess.env.B; // rdlint: ignore-file[process-env]",
    )
    assert unused(lint([str(tmp_path)])) == [f"{ENTRY}: RD102"]


@pytest.mark.parametrize("example", FINDING, ids=lambda each: f"{each.page}-{each.title}")
def test_an_app_is_judged_by_every_file_in_which_something_is_found(example: Example, tmp_path: Path) -> None:
    """Otherwise nobody would say that a suppression in such a file is not needed."""
    files: set[str] = set()

    def note(app: App, run: Run) -> Iterator[Finding]:
        files.update(run.judged[app.folder].files)
        return iter(())

    example.write(tmp_path)
    lint([str(tmp_path)], rules=(*catalogue(), run_rule("RD098", "note", Severity.HINT, since="0.3")(note)))
    # Markdown shows examples; in JSON nothing is silenced
    assert {each.path for each in example.expected if not each.path.endswith((".md", ".json"))} <= files


LINES = st.lists(
    st.sampled_from(
        [
            "process.env.A;",
            "fetch('http://1.2.3.4/');",
            "const x = `",
            "`;",
            "/* c",
            "*/",
            "// c",
            "const e = <p>",
            "</p>;",
        ]
    ).flatmap(
        lambda line: st.sampled_from(
            [
                line,
                f"{line} // rdlint: ignore[process-env]",
                f"{line} // rdlint: ignore[direct-ip-fetch, process-env, unproxied-fetch] -- why",
                f"// rdlint: ignore[process-env, RD102]\n  {line}",
                f"{line} /* rdlint: ignore[RD302] */ // rdlint: ignore[insecure-fetch]",
                f"/*\n * rdlint: ignore[RD102] -- a\n */ {line}",
                f"{{/* rdlint: ignore[network] */}} {line}",
                f"{line} // rdlint: ignore-file[RD302]",
            ]
        )
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_taking_out_what_is_unused_leaves_the_other_findings_as_they_were(tmp_path: Path, lines: list[str]) -> None:
    shop(tmp_path, "\n".join(lines))
    mended = mend(lambda overlay: lint([str(tmp_path)], overlay=overlay), lambda each, _: each.code == "RD005")
    assert unused(mended.after) == []
    assert mended.refused == ()
    assert others(mended.after) == others(mended.before)
    assert mended.after.suppressed == mended.before.suppressed


def others(report: Report) -> list[tuple[tuple[str, str, str], str]]:
    """Return the findings of other rules, by what they are about."""
    return sorted(
        (each.identity, report.sources[each.finding.span.path].snippet(each.finding.span))
        for each in report.diagnostics
        if each.code != "RD005"
    )


def test_megabytes_of_directives_are_read_in_linear_time(tmp_path: Path) -> None:
    """With a square anywhere in it, one of these would not end."""
    for text in (
        "// rdlint: ignore[RD102]\n" * 5_000,
        "f(); // " + "rdlint: ignore[RD102] // " * 5_000,
        "f(); " + "/* rdlint: ignore[RD102] */ " * 5_000,
        "f(); " + "/* rdlint: ignore[RD102] " * 5_000 + "*/",
        "f(); // rdlint: ignore-file[" + "RD102, " * 140 + "RD302]\n",
        "process.env.A;\n" * 1_000 + "// rdlint: ignore-file[RD302, RD301]\n" * 5_000,
        "process.env.A;\n" * 1_000 + "// rdlint: ignore-file[RD102] until=2001-01-01\n" * 5_000,
    ):
        lint([str(shop(tmp_path, text))])
