"""A report goes to where it is asked to go: several formats in one run, whole files or none, pipes as they are."""

from __future__ import annotations

import io
import json
import os
import threading
from pathlib import Path

import pytest

from rdlint.engine import lint
from rdlint.output import Output, parse, write
from rdlint.report import FORMATS
from rdlint.transaction import WriteError
from tests.apps import SERVICE, SHOP
from tests.apps import write as write_app
from tests.test_cli import rdlint

BROKEN = {**SHOP, "src/api/index.ts": SERVICE.replace("REGION", "REGON")}


def test_a_format_may_name_its_file() -> None:
    assert parse("json") == Output("json")
    assert parse("json=-") == Output("json")
    assert parse("json=out/a=b.json") == Output("json", "out/a=b.json")


@pytest.mark.parametrize(
    ("text", "said"),
    [("jsn", "did you mean `json`"), ("xyz", "the formats are"), ("json=", "json=FILE"), ("", "formats")],
)
def test_a_format_that_is_none_is_said(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


def test_several_formats_in_one_run(tmp_path: Path) -> None:
    report = lint([str(write_app(tmp_path, BROKEN))])
    stream = io.StringIO()
    target = tmp_path / "out.json"
    target.write_text("of the run before")
    write(report, [Output("concise"), Output("json", str(target)), Output("json")], stream, elapsed=0.0)
    line, _, rest = stream.getvalue().partition("\n")
    assert "REGON" in line
    assert json.loads(rest) == json.loads(target.read_text())


def test_no_file_is_written_when_one_cannot_be(tmp_path: Path) -> None:
    report = lint([str(write_app(tmp_path, BROKEN))])
    good, bad = tmp_path / "good.json", tmp_path / "missing" / "bad.json"
    with pytest.raises(WriteError, match="no such file"):
        write(report, [Output("json", str(good)), Output("json", str(bad))], io.StringIO(), elapsed=0.0)
    assert not good.exists()
    with pytest.raises(WriteError, match="is a directory"):
        write(report, [Output("json", str(tmp_path))], io.StringIO(), elapsed=0.0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    report = lint([str(write_app(tmp_path, BROKEN))])
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()), daemon=True)
    reader.start()
    write(report, [Output("json", str(pipe))], io.StringIO(), elapsed=0.0)
    reader.join(10)
    assert json.loads(received[0])["findings"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_holds_no_colours_whatever_the_terminal_wants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    report = lint([str(write_app(tmp_path, BROKEN))])
    write(report, [Output(name, str(tmp_path / "out"))], io.StringIO(), elapsed=0.0)
    assert b"\x1b" not in (tmp_path / "out").read_bytes()


def test_output_file_takes_what_would_go_to_standard_output(tmp_path: Path) -> None:
    write_app(tmp_path, BROKEN)
    run = rdlint(tmp_path, "--output-format", "json", "--output-file", "out.json")
    assert (run.returncode, run.stdout) == (1, b"")
    assert json.loads((tmp_path / "out.json").read_text())["findings"]
    run = rdlint(tmp_path, "--output-format", "json", "--output-format", "concise", "--output-file", "out.json")
    assert run.returncode == 2
    assert b"FORMAT=FILE" in run.stderr


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    run = rdlint(write_app(tmp_path, BROKEN), "--output-file", "missing/out.txt")
    assert run.returncode == 3
    assert run.stderr.count(b"\n") == 1
    assert b"missing/out.txt" in run.stderr


def test_statistics_count_by_rule(tmp_path: Path) -> None:
    write_app(tmp_path, BROKEN)
    assert b"1  RD101  undeclared-env" in rdlint(tmp_path, "--statistics").stdout
    run = rdlint(tmp_path, "--statistics", "--output-format", "concise")
    assert [line.split()[0][:5] for line in run.stdout.splitlines()] == [b"src/a", b"1"]


def test_exit_zero_hides_findings_from_the_status_and_nothing_else(tmp_path: Path) -> None:
    write_app(tmp_path, BROKEN)
    run = rdlint(tmp_path, "--exit-zero")
    assert (run.returncode, b"REGON" in run.stdout) == (0, True)
    assert rdlint(tmp_path, "--exit-zero", "--select", "nothing").returncode == 2
    (tmp_path / "src/api/index.ts").write_text("//" + "x" * (1 << 20))
    assert rdlint(tmp_path, "--exit-zero").returncode == 3


def test_quiet_prints_findings_and_nothing_else(tmp_path: Path) -> None:
    write_app(tmp_path, BROKEN)
    assert b" read in " in rdlint(tmp_path).stdout
    run = rdlint(tmp_path, "--quiet")
    assert b"REGON" in run.stdout
    assert b" read in " not in run.stdout + run.stderr
    (tmp_path / "src/api/index.ts").write_text(SERVICE)
    assert rdlint(tmp_path, "-q").stdout == b""


def test_the_files_that_are_read_are_listed(tmp_path: Path) -> None:
    write_app(tmp_path, BROKEN)
    run = rdlint(tmp_path / "src", "--show-files", "..")
    assert {b"../raindrop.manifest", b"api/index.ts"} <= set(run.stdout.splitlines())


def test_settings_are_shown_as_they_can_be_written(tmp_path: Path) -> None:
    settings = 'ignore = ["RD101"]\nlock-max-age = "2h"\nper-file-ignores = { "src/*" = ["RD102"] }\n'
    write_app(tmp_path, {**BROKEN, "rdlint.toml": settings})
    run = rdlint(tmp_path, "--show-settings", "--ignore", "RD103", "--select", "environment")
    assert b"rdlint.toml" in run.stdout
    (tmp_path / "rdlint.toml").write_bytes(run.stdout)
    again = rdlint(tmp_path, "--show-settings")
    assert again.stdout == run.stdout
    assert b'ignore = ["RD101", "RD103"]' in run.stdout
    assert b'lock-max-age = "7200s"' in run.stdout
