"""What joining and judging cost grows with the files of an app, and not with their square."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from rdlint.engine import lint

ROOT = Path(__file__).resolve().parent.parent
#: The code whose work is counted: what reads one file alone cannot depend on how many there are.
COUNTED = (str(ROOT / "rdlint" / "app"), str(ROOT / "rules"))


def large_app() -> ModuleType:
    spec = importlib.util.spec_from_file_location("large_app", ROOT / "benchmarks" / "large_app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def steps(folder: Path) -> int:
    """Lint ``folder`` and return how many lines of the counted code ran, rounds of loops included."""
    count = 0

    def in_counted(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return in_counted

    def on_call(frame: FrameType, _: str, __: Any) -> Any:
        return in_counted if frame.f_code.co_filename.startswith(COUNTED) else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        report = lint([str(folder)])
    finally:
        sys.settrace(before)
    assert report.diagnostics
    return count


def test_four_times_the_app_takes_four_times_the_steps(tmp_path: Path) -> None:
    write = large_app().write
    small, large = write(tmp_path / "small", 20, 120), write(tmp_path / "large", 80, 480)
    assert large / small == pytest.approx(4, rel=0.2)
    assert steps(tmp_path / "large") / steps(tmp_path / "small") < 1.25 * large / small


def test_the_benchmark_writes_an_app_with_exactly_its_own_slips(tmp_path: Path) -> None:
    benchmark = large_app()
    files = benchmark.write(tmp_path, 20, 120)
    report = lint([str(tmp_path)])
    assert files == len(list(tmp_path.rglob("*.ts")))
    assert {each.finding.subject for each in report.diagnostics if each.code == "RD101"} == {
        f"SETING_{number:03}" for number in range(20) if number % 10 in (2, 7)
    }


def test_the_exponent_of_a_square_is_two() -> None:
    assert large_app().exponent([1.0, 2.0, 4.0], [3.0, 12.0, 48.0]) == pytest.approx(2)
