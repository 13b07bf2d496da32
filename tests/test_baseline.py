"""The baseline: what was there stays hidden, what is new does not, and what is mended goes out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.adoption import prune_baselines, write_baselines
from rdlint.app.model import App
from rdlint.baseline import NAME, Baseline, BaselineError, Key, read
from rdlint.diagnostic import Diagnostic
from rdlint.engine import lint
from rdlint.finding import Finding, Severity
from rdlint.known import Outcome, compare
from rdlint.rule import catalogue, rule
from rdlint.run_report import Report
from rdlint.settings import Settings
from rdlint.source import Source
from rdlint.span import Span
from rdlint.tree import Tree
from tests.apps import SERVICE, SHOP, write
from tests.test_cli import rdlint

BROKEN = SERVICE.replace("REGION", "REGON")
TWICE = BROKEN.replace("return new", "console.log(this.env.REGON);\n    return new")
OLD = {**SHOP, "src/api/index.ts": TWICE, "deploy.sh": "raindrop build env set MISSING x\n"}


def everything(chosen: Settings) -> Settings:
    return replace(chosen, select=("ALL",))


def written(folder: Path) -> Report:
    list(write_baselines(lint([str(folder)])))
    return lint([str(folder)])


def found(report: Report) -> list[tuple[str, str]]:
    return [(each.name, each.finding.subject) for each in report.diagnostics]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path, OLD)


# What it hides


def test_what_was_there_when_it_was_written_is_hidden_and_counted(old: Path) -> None:
    before = lint([str(old)])
    report = written(old)
    assert len(before.diagnostics) == 3
    assert (report.diagnostics, report.baselined) == ((), 3)


def test_one_more_of_the_same_is_reported_and_it_is_the_last(old: Path) -> None:
    written(old)
    more = TWICE.replace("  }\n}", "    console.log(this.env.REGON);\n  }\n}")
    (old / "src/api/index.ts").write_text(more)
    report = lint([str(old)])
    assert found(report) == [("undeclared-env", "REGON")]
    last = report.sources["src/api/index.ts"].data.rindex(b"REGON")
    assert report.diagnostics[0].finding.span.start == last


def test_another_subject_another_file_and_another_rule_are_new(old: Path) -> None:
    written(old)
    write(old, {"src/api/index.ts": TWICE + "export const zone = (env: Env) => [env.ZONE, process.env.REGON];\n"})
    write(old, {"again.sh": OLD["deploy.sh"]})
    assert sorted(name for name, _ in found(lint([str(old)]))) == [
        "invalid-env-address",
        "process-env",
        "undeclared-env",
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["", "// a remark", "const unused = 1;", "/* é */"]), max_size=6), st.booleans())
def test_moving_lines_changes_nothing(tmp_path_factory: pytest.TempPathFactory, lines: list[str], crlf: bool) -> None:
    folder = write(tmp_path_factory.mktemp("app"), OLD)
    written(folder)
    text = "\n".join([*lines, TWICE])
    (folder / "src/api/index.ts").write_bytes((text.replace("\n", "\r\n") if crlf else text).encode())
    report = lint([str(folder)])
    assert (report.diagnostics, report.baselined) == ((), 3)


def test_asking_about_one_file_hides_what_asking_about_all_hides(old: Path) -> None:
    written(old)
    assert lint([str(old / "src/api/index.ts")]).diagnostics == ()
    (old / NAME).write_bytes((old / NAME).read_bytes().replace(b'"count": 2', b'"count": 1'))
    whole, focused = lint([str(old)]), lint([str(old / "src/api/index.ts")])
    assert whole.diagnostics == focused.diagnostics
    assert len(focused.diagnostics) == 1


def test_a_rule_that_fails_is_never_hidden(tmp_path: Path) -> None:
    @rule("RD199", "always-fails", Severity.ERROR, since="0.1")
    def always_fails(app: App) -> Iterator[Finding]:
        """Stand in for a rule with a defect."""
        raise RuntimeError("boom")

    write(tmp_path, SHOP)
    rules = (*catalogue(), always_fails)
    list(write_baselines(lint([str(tmp_path)], rules=rules)))
    assert [each.name for each in lint([str(tmp_path)], rules=rules).diagnostics] == ["internal-error"]


def test_what_is_locked_is_neither_hidden_nor_written() -> None:
    span = Span("a.ts", 0, 1)
    locked, other = (Diagnostic("RD101", "undeclared-env", Severity.ERROR, Finding(span, x, subject=x)) for x in "ab")
    baseline = Baseline(NAME, read(Source(NAME, entries(("a.ts", "undeclared-env", "a", 1)))))
    outcome = Outcome(baseline, (locked, other), (), frozenset({"undeclared-env"}), is_whole=True)
    compared = compare(Tree("."), {"": outcome}, (), catalogue(), lambda each: each is locked)[""]
    assert compared.hidden == frozenset()
    assert compared.written == {Key("a.ts", "undeclared-env", "b"): 1}


def test_hints_that_are_not_shown_are_not_written_and_stay_once_they_were(tmp_path: Path) -> None:
    hinting = {**SHOP, "src/api/index.ts": SERVICE.replace("this.env.REGION", "this.env.PLACE ?? ''")}
    write(tmp_path, hinting)
    written(tmp_path)
    assert b"PLACE" not in (tmp_path / NAME).read_bytes()
    list(write_baselines(lint([str(tmp_path)], adjust=everything)))
    assert b"PLACE" in (tmp_path / NAME).read_bytes()
    assert lint([str(tmp_path)], adjust=everything).diagnostics == ()
    assert written(tmp_path).diagnostics == ()
    assert b"PLACE" in (tmp_path / NAME).read_bytes()


@pytest.mark.parametrize("name", [NAME, "known.json"])
def test_the_baseline_is_no_file_of_the_app(tmp_path: Path, name: str) -> None:
    ulid = "01" + "a" * 24  # so plain that it stands in the baseline as it is
    host = f"svc-{ulid}.{ulid}.lmapp.run"
    write(
        tmp_path,
        {**SHOP, "rdlint.toml": f'baseline = "{name}"\n', "web/app.ts": f"export const x = 'https://{host}/';\n"},
    )
    report = lint([str(tmp_path)], adjust=everything)
    assert "deployment-url" in [each.name for each in report.diagnostics]
    list(write_baselines(report))
    assert lint([str(tmp_path)], adjust=everything).diagnostics == ()
    assert host in (tmp_path / name).read_text()


def test_writing_the_same_again_leaves_the_file_alone(old: Path) -> None:
    written(old)
    os.utime(old / NAME, (1, 1))
    assert written(old).diagnostics == ()
    assert (old / NAME).stat().st_mtime == 1


# Where it is


def test_the_nearest_wins_and_the_settings_overrule_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("one", "two"):
        write(tmp_path / name, {**SHOP, "src/api/index.ts": BROKEN})
    assert written(tmp_path).diagnostics == ()
    assert len(json.loads((tmp_path / NAME).read_text())["rdlint-baseline"]) == 2
    (tmp_path / "two" / NAME).write_bytes(entries())
    paths = [each.finding.span.path for each in lint([str(tmp_path)]).diagnostics]
    assert paths == [NAME, "two/src/api/index.ts"]
    write(tmp_path / "two", {"rdlint.toml": 'baseline = "../rdlint-baseline.json"\n'})
    assert lint([str(tmp_path)]).diagnostics == ()


def test_a_shared_baseline_keeps_what_a_run_over_one_app_cannot_tell(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("one", "two"):
        write(tmp_path / name, {**SHOP, "src/api/index.ts": BROKEN})
    written(tmp_path)
    (tmp_path / "one/src/api/index.ts").write_text(SERVICE)
    (tmp_path / "two/src/api/index.ts").write_text(SERVICE)
    report = lint([str(tmp_path / "one")])
    assert report.diagnostics == ()
    before = (tmp_path / NAME).read_bytes()
    list(write_baselines(report))
    list(prune_baselines(report))
    assert (tmp_path / NAME).read_bytes() == before
    assert [each.name for each in lint([str(tmp_path)]).diagnostics] == ["stale-baseline"] * 2


def test_what_lies_outside_of_its_folder_stays_and_is_said(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "one", {**SHOP, "src/api/index.ts": BROKEN, NAME: entries().decode()})
    write(tmp_path, {"deploy.sh": "cd one && raindrop build env set REGION x\n"})
    report = lint([str(tmp_path)])
    assert len(report.diagnostics) == 2
    assert "outside" in "\n".join(write_baselines(report))
    assert [each.finding.span.path for each in lint([str(tmp_path)]).diagnostics] == ["deploy.sh"]


# What is stale


def mended(folder: Path) -> Path:
    written(folder)
    (folder / "src/api/index.ts").write_text(BROKEN)
    (folder / "deploy.sh").write_text("true\n")
    return folder


def test_what_is_no_longer_found_is_reported_at_its_line_until_it_is_pruned(old: Path) -> None:
    report = lint([str(mended(old))])
    stale = [(each.name, each.finding.subject) for each in report.diagnostics]
    assert stale == [("stale-baseline", "MISSING"), ("stale-baseline", "REGON")]
    lines = [report.sources[NAME].line_of(each.finding.span.start) for each in report.diagnostics]
    assert [b"MISSING" in (old / NAME).read_bytes().splitlines()[line - 1] for line in lines] == [True, False]
    list(prune_baselines(report))
    after = lint([str(old)])
    assert (after.diagnostics, after.baselined) == ((), 1)


def test_pruning_is_idempotent_and_takes_only_what_is_gone(old: Path) -> None:
    mended(old)
    write(old, {"again.sh": OLD["deploy.sh"]})
    list(prune_baselines(lint([str(old)])))
    once = (old / NAME).read_bytes()
    stamp = os.stat(old / NAME).st_ino
    list(prune_baselines(lint([str(old)])))
    assert ((old / NAME).read_bytes(), os.stat(old / NAME).st_ino) == (once, stamp)
    assert counts(once) == {("src/api/index.ts", "undeclared-env", "REGON"): 1}
    assert len(lint([str(old)]).diagnostics) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        {"src/api/index.ts": BROKEN + "//" + "x" * (1 << 20)},
        {"raindrop.manifest": 'application "shop" {\n  service "api" {\n'},
        {"src/api/index.ts": "import { Env } from './raindrop.gen';\nconst a = '\n"},
    ],
    ids=["unread", "manifest", "code"],
)
def test_nothing_is_called_stale_that_the_run_cannot_tell(old: Path, spoil: dict[str, str]) -> None:
    mended(old)
    before = (old / NAME).read_bytes()
    write(old, spoil)
    report = lint([str(old)])
    assert "stale-baseline" not in [each.name for each in report.diagnostics]
    list(prune_baselines(report))
    assert (old / NAME).read_bytes() == before


def test_a_rule_that_did_not_run_is_not_judged(old: Path) -> None:
    mended(old)

    def without(chosen: Settings) -> Settings:
        return replace(chosen, ignore=("undeclared-env",))

    report = lint([str(old)], adjust=without)
    assert found(report) == [("stale-baseline", "MISSING")]
    list(write_baselines(report))
    assert counts((old / NAME).read_bytes())["src/api/index.ts", "undeclared-env", "REGON"] == 2


def test_a_file_that_git_ignores_may_be_on_another_machine(tmp_path: Path) -> None:
    lock = '{"versionId": "01kb7x2v9qk3m4n5p6r7s8t9va", "lock": "x"}\n'
    write(tmp_path, {**SHOP, ".gitignore": ".raindrop/\n", ".raindrop/config.json": lock})
    assert written(tmp_path).baselined > 0
    (tmp_path / ".raindrop/config.json").unlink()
    assert lint([str(tmp_path)]).diagnostics == ()
    (tmp_path / ".gitignore").unlink()
    assert {each.name for each in lint([str(tmp_path)]).diagnostics} == {"stale-baseline"}


# The file


KEYS = st.builds(
    Key,
    st.text(st.characters(codec="utf-8") | st.sampled_from("\udc80/ \\"), min_size=1, max_size=8).map(
        lambda path: "app/" + "/".join(part for part in path.split("/") if part not in ("", ".", "..")) + "x"
    ),
    st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True),
    st.text(min_size=1, max_size=12) | st.sampled_from(["\x1b[2J", "a\nb", "\ud800", "😀", '"', "\\u0041"]),
)


@settings(max_examples=200)
@given(st.dictionaries(KEYS, st.integers(1, 10**6), max_size=6))
def test_what_is_written_is_read_and_written_the_same(expected: dict[Key, int]) -> None:
    baseline = Baseline(f"app/{NAME}", {})
    text = baseline.text(expected)
    read_back = {key: entry.findings for key, entry in read(Source(baseline.path, text)).items()}
    assert read_back == expected
    assert baseline.text(read_back) == text
    assert json.loads(text)["version"] == 1
    assert text.isascii()
    assert sum(line.startswith(b'    {"path": ') for line in text.splitlines()) == len(expected)


def test_entries_stand_sorted_one_on_a_line_and_say_no_line_and_no_text(old: Path) -> None:
    written(old)
    lines = (old / NAME).read_text().splitlines()[3:-2]
    assert lines == sorted(lines)
    assert len(lines) == 2
    assert set(json.loads(lines[0].strip(" ,"))) == {"path", "rule", "subject", "count"}


def entries(*listed: tuple[str, str, str, int]) -> bytes:
    rows = [dict(zip(("path", "rule", "subject", "count"), each, strict=True)) for each in listed]
    return json.dumps({"version": 1, "rdlint-baseline": rows}).encode()


def counts(data: bytes) -> dict[tuple[str, str, str], int]:
    listed = json.loads(data)["rdlint-baseline"]
    return {(each["path"], each["rule"], each["subject"]): each["count"] for each in listed}


GOOD = {"path": "a.ts", "rule": "undeclared-env", "subject": "A", "count": 1}
NO_BASELINES = {
    "empty": b"",
    "no JSON": b"{",
    "conflict": b'{\n"version": 1,\n<<<<<<< HEAD\n"rdlint-baseline": []}',
    "other": b'{"dependencies": {}}',
    "list": b"[]",
    "version": b'{"version": 2, "rdlint-baseline": []}',
    "true": b'{"version": true, "rdlint-baseline": []}',
    "text": b'{"version": 1, "rdlint-baseline": "x"}',
    "more": b'{"version": 1, "rdlint-baseline": [], "x": 1}',
    "twice": b'{"version": 1, "version": 1, "rdlint-baseline": []}',
    "deep": b"[" * 200_000,
    "binary": bytes(range(256)) * 8,
    **{
        f"{key}={value!r:.20}": json.dumps({"version": 1, "rdlint-baseline": [{**GOOD, key: value}]}).encode()
        for key, value in [
            ("path", "../a.ts"),
            ("path", "/etc/passwd"),
            ("path", "a/../../b"),
            ("path", "./a"),
            ("path", ".."),
            ("path", ""),
            ("path", 1),
            ("rule", None),
            ("subject", ["A"]),
            ("subject", ""),
            ("count", 0),
            ("count", -1),
            ("count", 1.5),
            ("count", True),
            ("count", "1"),
            ("line", 3),
        ]
    },
    "same entry": json.dumps({"version": 1, "rdlint-baseline": [GOOD, {**GOOD, "count": 2}]}).encode(),
    "no entry": b'{"version": 1, "rdlint-baseline": [1]}',
    "long count": b'{"version": 1, "rdlint-baseline": [{"path": "a", "rule": "r", "subject": "s", "count": '
    + b"9" * 5000
    + b"}]}",
    "large": b'{"version": 1, "rdlint-baseline": [' + b" " * (1 << 20) + b"]}",
}


@pytest.mark.parametrize("data", NO_BASELINES.values(), ids=NO_BASELINES)
def test_what_is_no_baseline_is_refused_with_its_place_and_nothing_is_lost(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, OLD)
    (tmp_path / NAME).write_bytes(data)
    for option in ([], ["--write-baseline"], ["--prune-baseline"]):
        run = rdlint(tmp_path, *option)
        assert run.returncode == 2
        assert run.stderr.startswith(f"rdlint: {NAME}:".encode())
        assert len(run.stderr.splitlines()) == 1
        assert run.stdout == b""
        assert (tmp_path / NAME).read_bytes() == data


def test_the_place_is_that_of_the_wrong_thing() -> None:
    entry = '    {"path": "../a", "rule": "r", "subject": "s", "count": 1}'
    text = f'{{\n  "version": 1,\n  "rdlint-baseline": [\n{entry}\n  ]\n}}\n'
    with pytest.raises(BaselineError) as caught:
        read(Source(NAME, text.encode()))
    assert (caught.value.line, caught.value.column) == (4, 14)


@pytest.mark.parametrize("kind", ["folder", "link out", "dangling", "unreadable"])
def test_a_baseline_that_is_no_file_of_the_tree_is_refused(tmp_path: Path, kind: str) -> None:
    folder = write(tmp_path / "app", OLD)
    (tmp_path / "other.json").write_bytes(entries())
    place = folder / NAME
    if kind == "folder":
        place.mkdir()
    elif kind == "unreadable":
        if not hasattr(os, "geteuid") or os.geteuid() == 0:
            pytest.skip("root reads every file")
        place.write_bytes(entries())
        place.chmod(0)
    else:
        place.symlink_to(tmp_path / ("other.json" if kind == "link out" else "nowhere"))
    for option in ([], ["--write-baseline"]):
        run = rdlint(folder, *option)
        assert run.returncode == 2
        assert f"{NAME}:1:1: ".encode() in run.stderr
    assert (tmp_path / "other.json").read_bytes() == entries()
    assert not (tmp_path / "nowhere").exists()


def test_many_entries_are_read(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    many = [(f"{number}", "undeclared-env", "A", 1) for number in range(12_000)]
    (tmp_path / NAME).write_bytes(entries(*many))
    assert len(lint([str(tmp_path)]).diagnostics) == len(many)


# On the command line


def test_writing_says_what_and_where_and_exits_with_0(old: Path) -> None:
    run = rdlint(old, "--write-baseline")
    assert (run.returncode, run.stdout) == (0, b"")
    assert f"`{NAME}` holds 3 findings in 2 entries".encode() in run.stderr
    clean = rdlint(old)
    assert clean.returncode == 0
    assert b"3 in the baseline" in clean.stdout
    (old / "deploy.sh").unlink()
    stale = rdlint(old)
    assert stale.returncode == 1
    assert b"rdlint --prune-baseline" in stale.stdout
    pruned = rdlint(old, "--prune-baseline")
    assert (pruned.returncode, pruned.stdout) == (0, b"")
    assert b"1 finding taken out" in pruned.stderr
    assert rdlint(old).returncode == 0


@pytest.mark.parametrize("option", ["--write-baseline", "--prune-baseline"])
def test_files_and_a_baseline_do_not_go_together(old: Path, option: str) -> None:
    for arguments in (
        [option, "src"],
        [option, "--stdin-filename", "src/api/index.ts"],
        [option, "--diff-base", "HEAD"],
    ):
        run = rdlint(old, *arguments)
        assert run.returncode == 2
        assert f"`rdlint {option}`" in run.stderr.decode() or "without another thing to do" in run.stderr.decode()
    assert not (old / NAME).exists()
    assert rdlint(old, "--write-baseline", "--prune-baseline").returncode == 2


def test_a_named_baseline_is_taken_and_must_be_there(old: Path) -> None:
    missing = rdlint(old, "--baseline", "lint.json")
    assert missing.returncode == 2
    assert b"lint.json:1:1: there is no such file" in missing.stderr
    assert rdlint(old, "--baseline", "lint.json", "--write-baseline").returncode == 0
    assert rdlint(old, "--baseline", "lint.json").returncode == 0
    assert rdlint(old).returncode == 1
    outside = rdlint(old, "--baseline", "../lint.json", "--write-baseline")
    assert outside.returncode == 2
    assert b"inside the tree" in outside.stderr
    assert not (old.parent / "lint.json").exists()
    nowhere = rdlint(old, "--baseline", "no/such/lint.json", "--write-baseline")
    assert nowhere.returncode == 3
    assert b"nothing was written" in nowhere.stderr
