"""The whole way from paths to a report: several apps, settings, and whatever bytes the files hold."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.engine import lint
from rdlint.report import FORMATS, render
from rdlint.run_report import Report
from rdlint.settings import Settings
from tests.apps import SERVICE, SHOP, write

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "callback"
BROKEN = SERVICE.replace("REGION", "REGON")


def everything(chosen: Settings) -> Settings:
    return replace(chosen, select=("ALL",))


def found(report: Report) -> list[tuple[str, str]]:
    return [(each.finding.span.path, each.name) for each in report.diagnostics]


@pytest.fixture
def monorepo(tmp_path: Path) -> Path:
    """Two apps in one repository, the second with a misspelt variable; scripts beside and inside them."""
    (tmp_path / ".git").mkdir()
    for name, service in (("one", SERVICE), ("two", BROKEN)):
        write(tmp_path / name, {**SHOP, "src/api/index.ts": service})
    return tmp_path


def test_each_app_of_a_monorepo_is_judged_by_its_own_manifest(monorepo: Path) -> None:
    assert found(lint([str(monorepo)])) == [("two/src/api/index.ts", "undeclared-env")]
    assert found(lint([str(monorepo / "one")])) == []


def test_a_script_belongs_to_the_app_that_it_works_in(monorepo: Path) -> None:
    script = "cd one && raindrop build env set ONE x\ncd ../two && raindrop build env set TWO x\n"
    write(monorepo, {"deploy.sh": script})
    assert found(lint([str(monorepo / "one")])) == [("deploy.sh", "invalid-env-address")]
    assert len(found(lint([str(monorepo)]))) == 3


def test_a_script_between_apps_that_names_none_is_left_alone(monorepo: Path) -> None:
    write(monorepo, {"deploy.sh": "raindrop build env set ONE x\n"})
    assert found(lint([str(monorepo / "one")])) == []


def test_a_workflow_works_in_the_folder_that_it_names(monorepo: Path) -> None:
    workflow = (
        "on: push\njobs:\n  a:\n    steps:\n    - working-directory: two\n      run: raindrop build env set REGION x\n"
    )
    write(monorepo, {".github/workflows/deploy.yml": workflow})
    assert found(lint([str(monorepo / "one")])) == []
    assert (".github/workflows/deploy.yml", "invalid-env-address") in found(lint([str(monorepo / "two")]))


def test_findings_for_one_file_are_those_that_involve_it(monorepo: Path) -> None:
    write(monorepo / "two", {"set.sh": "raindrop build env set REGION x\n"})
    assert len(found(lint([str(monorepo / "two")]))) == 2
    assert found(lint([str(monorepo / "two" / "set.sh")])) == [("two/set.sh", "invalid-env-address")]


def test_settings_of_an_app_count_for_it_alone(monorepo: Path) -> None:
    write(monorepo, {"two/rdlint.toml": 'ignore = ["undeclared-env"]\n'})
    assert found(lint([str(monorepo)])) == []
    write(monorepo, {"one/src/api/index.ts": BROKEN})
    assert found(lint([str(monorepo)])) == [("one/src/api/index.ts", "undeclared-env")]


def test_excluded_files_and_apps_are_left_out(monorepo: Path) -> None:
    write(monorepo, {"rdlint.toml": 'exclude = ["two/**"]\n'})
    report = lint([str(monorepo)])
    assert found(report) == []
    assert "two/src/api/index.ts" not in report.sources


def test_per_file_ignores_count_as_suppressed(monorepo: Path) -> None:
    write(monorepo, {"rdlint.toml": 'per-file-ignores = { "two/src/**" = ["RD101"] }\n'})
    report = lint([str(monorepo)])
    assert (found(report), report.suppressed) == ([], 1)


def test_findings_do_not_depend_on_the_order_of_paths(monorepo: Path) -> None:
    write(monorepo / "one", {"set.sh": "raindrop build env set REGION x\n"})
    paths = [str(monorepo / "one"), str(monorepo / "two")]
    assert found(lint(paths)) == found(lint(paths[::-1]))


FILES = [path.relative_to(EXAMPLE).as_posix() for path in sorted(EXAMPLE.rglob("*")) if path.is_file()]


@settings(max_examples=120, deadline=None)
@given(
    path=st.sampled_from(FILES),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    text=st.binary(max_size=12)
    | st.sampled_from([b"{", b"}", b'"', b"'", b"`", b"\n", b"/*", b"#", b"${", b"\x00", b"\xff"]),
)
def test_whatever_bytes_a_file_holds_there_is_a_report(path: str, at: float, length: int, text: bytes) -> None:
    data = (EXAMPLE / path).read_bytes()
    start = int(at * len(data))
    damaged = data[:start] + text + data[start + length :]
    report = lint([str(EXAMPLE)], adjust=everything, overlay={str(EXAMPLE / path): damaged})
    assert not report.is_incomplete, report.unread
    for diagnostic in report.diagnostics:
        for span in (diagnostic.finding.span, *(place.span for place in diagnostic.finding.related)):
            assert 0 <= span.start <= span.end <= len(report.sources[span.path].data)
    for output in FORMATS:
        stream = io.StringIO()
        render(report, output, stream, color=False)
        assert not any(char < " " and char != "\n" for char in stream.getvalue())


def test_what_the_app_can_be_judged_without_may_be_large(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, "package.json": '{"dependencies": {"@liquidmetal-ai/raindrop-framework": "0.12.0"}}'})
    manifest = (tmp_path / "raindrop.manifest").read_text()
    (tmp_path / "raindrop.manifest").write_text(manifest.replace("service", 'sql_database "orders" {}\n  service'))
    for name in ("package-lock.json", "server", "web/bundle.js", "db/orders/9999_seed.sql", "deploy.sh"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"raindrop x\n" * 150_000)
    report = lint([str(tmp_path)])
    assert report.unread == ()
    assert report.diagnostics == ()
