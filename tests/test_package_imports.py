"""Which packages worker code imports, and what package.json and lock files say of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.app.imports import PackageImport
from rdlint.app.model import App
from rdlint.app.relate import relate
from rdlint.extraction import Extraction
from rdlint.facts.lock import LOCKS, extract
from rdlint.settings import Settings
from rdlint.source import Source
from rdlint.tree import Tree
from tests.apps import write

MANIFEST = 'application "shop" {\n  service "api" {}\n}\n'
PACKAGE = '{"name": "shop", "dependencies": {"hono": "4", "own": "npm:other@1"}}'


def app(folder: Path, files: dict[str, str], at: str = "") -> App:
    start = f"{at}/" if at else ""
    write(folder, {f"{start}raindrop.manifest": MANIFEST, **files})
    return relate(Extraction(Tree(str(folder))), at, [at], Settings(), 0.0)


def imports(folder: Path, code: str, **more: str) -> dict[str, PackageImport]:
    files = {"src/api/index.ts": code, "package.json": PACKAGE, **{k.replace("__", "."): v for k, v in more.items()}}
    return {each.imported.specifier: each for each in app(folder, files).package_imports}


@pytest.mark.parametrize(
    ("specifier", "name"),
    [
        ("hono", "hono"),
        ("hono/cors", "hono"),
        ("@scope/pkg", "@scope/pkg"),
        ("@scope/pkg/a/b.js", "@scope/pkg"),
        ("node:fs/promises", "fs"),
        ("fs/promises", "fs"),
        ("buffer/", "buffer"),
        ("./own", ""),
        ("../own", ""),
        ("/own", ""),
        ("@/own", ""),
        ("~/own", ""),
        ("#own", ""),
        ("$lib/own", ""),
        ("@scope", ""),
        ("cloudflare:workers", ""),
        ("virtual:pages", ""),
        ("https://a.example/x.js", ""),
        ("npm:hono", ""),
        ("@lib/gone", ""),
        ("src/gone", ""),
    ],
)
def test_the_package_of_a_specifier(tmp_path: Path, specifier: str, name: str) -> None:
    config = '{"compilerOptions": {"baseUrl": ".", "paths": {"@lib/*": ["./lib/*"]}}}'
    found = imports(tmp_path, f"import a from '{specifier}'; a();", tsconfig__json=config)
    assert [each.name for each in found.values()] == ([name] if name else [])


def test_a_path_that_matches_everything_hides_no_package(tmp_path: Path) -> None:
    config = '{"compilerOptions": {"paths": {"*": ["./types/*"]}}}'
    assert list(imports(tmp_path, "import a from 'zod'; a();", tsconfig__json=config)) == ["zod"]


def test_modules_of_node_are_told_from_packages_of_their_name(tmp_path: Path) -> None:
    code = "".join(
        f"import '{each}';\n" for each in ("fs", "buffer", "node:test", "test", "events/", "node:new", "hono")
    )
    package = '{"dependencies": {"buffer": "6"}}'
    found = imports(tmp_path, code, package__json=package)
    assert [name for name, each in found.items() if each.is_node_module] == ["fs", "node:test", "node:new"]


def test_a_package_from_elsewhere_is_another_one(tmp_path: Path) -> None:
    found = imports(tmp_path, "import 'own'; import 'hono';")
    assert [each.is_replaced for each in found.values()] == [True, False]


def test_python_modules_are_named_by_their_first_part(tmp_path: Path) -> None:
    files = {"src/api/index.py": "from numpy import array\nimport os.path\n"}
    found = app(tmp_path, files).package_imports
    assert [(each.name, each.is_python) for each in found] == [("numpy", True), ("os", True)]


def test_each_file_sees_the_lists_from_its_folder_up(tmp_path: Path) -> None:
    files = {
        "package.json": '{"dependencies": {"zod": "3"}}',
        "apps/shop/package.json": '{"dependencies": {"hono": "4"}}',
        "apps/shop/src/api/index.ts": "import 'zod'; import 'hono'; import 'jose'; import '../../../core/a';",
        "apps/core/package.json": '{"name": "core", "dependencies": {"jose": "5"}}',
        "apps/core/a.ts": "import 'jose'; import 'hono'; import 'core';",
    }
    found = app(tmp_path, files, "apps/shop").package_imports
    listed = [(each.imported.span.path[5:9], each.name, each.dependency(each.name) is not None) for each in found]
    assert listed == [
        ("shop", "zod", True),
        ("shop", "hono", True),
        ("shop", "jose", False),
        ("core", "jose", True),
        ("core", "hono", False),
        ("core", "core", False),
    ]
    assert [each.is_own for each in found if each.name == "core"] == [True]


LOCK = '{"packages": {"node_modules/zod": {}, "node_modules/a/node_modules/@b/c": {}}}'
LOCK_FILES = {
    "package-lock.json": LOCK,
    "npm-shrinkwrap.json": LOCK,
    "yarn.lock": 'zod@^3:\n  version "3"\n\n"@b/c@npm:1":\n  version: 1\n',
    "pnpm-lock.yaml": "packages:\n\n  zod@3.0.0:\n    resolution: {}\n\n  '@b/c@1.0.0':\n    resolution: {}\n",
    "bun.lock": '{"packages": {\n  "zod": ["zod@3", ""],\n  "a/@b/c": ["@b/c@1", ""],\n}}',
}


@pytest.mark.parametrize(("name", "text"), LOCK_FILES.items(), ids=LOCK_FILES)
def test_what_a_lock_file_installs(name: str, text: str) -> None:
    assert extract(Source(f"app/{name}", text.encode())).names == {"zod", "@b/c"}


def test_a_lock_file_of_pnpm_5() -> None:
    text = "packages:\n\n  /zod/3.0.0:\n    dev: false\n  /@b/c/1.0.0:\n    dev: false\n"
    assert extract(Source("pnpm-lock.yaml", text.encode())).names == {"zod", "@b/c"}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_nearest_lock_file_tells_what_is_installed(tmp_path: Path, lock: str) -> None:
    write(tmp_path, {lock: LOCK_FILES[lock]})
    found = imports(tmp_path, "import 'zod'; import '@b/c'; import 'jose'; import 'hono';")
    assert [each.is_installed for each in found.values()] == [True, True, False, None]


@pytest.mark.parametrize("text", ["", '{"lockfileVersion": 1, "dependencies": {"zod": {}}}', "<<<<<<<"])
def test_a_lock_file_of_another_form_tells_nothing(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"package-lock.json": text})
    assert imports(tmp_path, "import 'jose';")["jose"].is_installed is None


@given(st.binary(max_size=200), st.sampled_from(LOCKS))
def test_any_bytes_are_read_as_a_lock_file(data: bytes, name: str) -> None:
    assert all(each for each in extract(Source(name, data)).names)
