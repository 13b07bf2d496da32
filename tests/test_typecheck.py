"""Which files the type check of a deploy takes in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.app.typecheck import Typecheck, typecheck
from rdlint.extraction import Extraction
from rdlint.facts.tsconfig import extract
from rdlint.source import Source
from rdlint.tree import Tree
from tests.apps import write

FILES = dict.fromkeys(
    ["src/api/index.ts", "src/api/page.tsx", "frontend/App.tsx", "frontend/src/test/a.ts", "test/a.ts", "tool.js"], ""
)


def check(folder: Path, *configs: object, names: tuple[str, ...] = ("tsconfig.json",)) -> Typecheck | None:
    texts = {name: json.dumps(config) for name, config in zip(names, configs, strict=True)}
    write(folder, {**FILES, **texts})
    return typecheck(Extraction(Tree(str(folder))), "")


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, ["frontend/App.tsx", "frontend/src/test/a.ts", "src/api/index.ts", "src/api/page.tsx", "test/a.ts"]),
        (
            {"exclude": ["test"]},
            ["frontend/App.tsx", "frontend/src/test/a.ts", "src/api/index.ts", "src/api/page.tsx"],
        ),
        ({"exclude": ["./frontend/", "**/test"]}, ["src/api/index.ts", "src/api/page.tsx"]),
        ({"include": ["src/**/*"]}, ["src/api/index.ts", "src/api/page.tsx"]),
        ({"include": ["src"], "exclude": ["**/*.tsx"]}, ["src/api/index.ts"]),
        ({"include": ["**/*.tsx"]}, ["frontend/App.tsx", "src/api/page.tsx"]),
        ({"include": []}, []),
    ],
)
def test_include_and_exclude_are_read_as_the_compiler_does(tmp_path: Path, config: object, expected: list[str]) -> None:
    found = check(tmp_path, config)
    assert found is not None
    assert list(found.files) == expected


def test_what_a_configuration_extends_counts_where_it_says_nothing_itself(tmp_path: Path) -> None:
    found = check(
        tmp_path,
        {"extends": "./base", "exclude": ["frontend"]},
        {"include": ["src", "frontend"], "compilerOptions": {"lib": ["ES2022", "DOM.Iterable"]}},
        names=("tsconfig.json", "base.json"),
    )
    assert found is not None
    assert found.has_dom
    assert list(found.files) == ["src/api/index.ts", "src/api/page.tsx"]


@pytest.mark.parametrize(
    "config",
    [{"files": ["src/api/index.ts"]}, {"extends": "@tsconfig/node20/tsconfig.json"}, {"extends": ["./a", "./b"]}, []],
)
def test_what_cannot_be_told_is_not_told(tmp_path: Path, config: object) -> None:
    assert check(tmp_path, config) is None


def test_without_libraries_the_compiler_takes_the_dom(tmp_path: Path) -> None:
    assert (first := check(tmp_path, {})) is not None
    assert first.has_dom
    assert (second := check(tmp_path, {"compilerOptions": {"lib": ["es2021"]}})) is not None
    assert not second.has_dom


@given(st.one_of(st.binary(max_size=100), st.text('{}[]":,exclude \n/*', max_size=60).map(str.encode)))
def test_any_bytes_are_read(data: bytes) -> None:
    file = extract(Source("tsconfig.json", data))
    assert 0 <= file.place.start <= file.place.end <= len(data)
