"""What `package.json` lists, and which of these files the code of an app sees."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rdlint.app.packages import packages, version
from rdlint.extraction import Extraction
from rdlint.facts.package import extract
from rdlint.source import Source
from rdlint.tree import Tree
from tests.apps import write

PACKAGE = '{"name": "shop", "dependencies": {"hono": "^4.1.0"}, "devDependencies": {"vitest": 3, "hono": "latest"}}'


def test_every_entry_is_listed_with_its_place() -> None:
    source = Source("package.json", PACKAGE.encode())
    file = extract(source)
    assert file.name == "shop"
    assert file.is_whole
    shown = [(each.group, each.name, each.wanted) for each in file.dependencies]
    assert shown == [
        ("dependencies", "hono", "^4.1.0"),
        ("devDependencies", "vitest", ""),
        ("devDependencies", "hono", "latest"),
    ]
    first = file.dependencies[0]
    assert source.data[first.span.start : first.span.end] == b"hono"
    assert source.data[first.wanted_span.start : first.wanted_span.end] == b"^4.1.0"


def test_a_broken_file_is_not_whole() -> None:
    assert not extract(Source("package.json", b'{"dependencies": {"hono": "4"}, ')).is_whole
    assert not extract(Source("package.json", b"[]")).is_whole
    assert not extract(Source("package.json", b"")).is_whole


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    file = extract(Source("package.json", data))
    assert all(0 <= each.span.start <= each.span.end <= len(data) for each in file.dependencies)


def test_code_sees_its_own_package_and_those_above(tmp_path: Path) -> None:
    write(tmp_path, {"package.json": '{"name": "top"}', "apps/a/package.json": '{"name": "a"}'})
    extraction = Extraction(Tree(str(tmp_path)))
    assert [each.name for each in packages(extraction, "apps/a")] == ["a", "top"]
    assert [each.name for each in packages(extraction, "apps/b")] == ["top"]


def test_versions_and_ranges() -> None:
    assert version("0.10.0") == version("^0.10.0") == version(">= 0.10.0 <1") == (0, 10, 0)
    assert version("latest") is version("workspace:*") is version("") is version("*") is None
