"""Import specifiers lead to the files that the TypeScript compiler and Python would take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rdlint.app.resolve import Resolver
from rdlint.extraction import Extraction
from rdlint.tree import Tree
from tests.apps import write

FILES = {
    "app/src/api/index.ts": "",
    "app/src/api/util.tsx": "",
    "app/src/api/plain.js": "",
    "app/src/shared/index.ts": "",
    "app/src/shared/types.d.ts": "",
    "app/src/lib/both.ts": "",
    "app/src/lib/both.js": "",
    "app/src/lib/module.mts": "",
    "app/src/lib/dotted.name.ts": "",
    "app/src/py/main.py": "",
    "app/src/py/config.py": "",
    "app/src/py/pack/__init__.py": "",
    "outside.ts": "",
}


def resolver(folder: Path, tsconfig: object = None) -> Resolver:
    write(folder, FILES)
    if tsconfig is not None:
        write(folder, {"app/tsconfig.json": json.dumps(tsconfig)})
    return Resolver(Extraction(Tree(str(folder))), "app")


@pytest.mark.parametrize(
    ("specifier", "target"),
    [
        ("./util", "app/src/api/util.tsx"),
        ("./util.js", "app/src/api/util.tsx"),
        ("./util.jsx", "app/src/api/util.tsx"),
        ("./plain", "app/src/api/plain.js"),
        ("./plain.js", "app/src/api/plain.js"),
        ("../shared", "app/src/shared/index.ts"),
        ("../shared/", "app/src/shared/index.ts"),
        ("../shared/index.js", "app/src/shared/index.ts"),
        ("..", None),
        (".", "app/src/api/index.ts"),
        ("../lib/both.js", "app/src/lib/both.ts"),
        ("../lib/module.mjs", "app/src/lib/module.mts"),
        ("../lib/dotted.name", "app/src/lib/dotted.name.ts"),
        ("../../../outside", "outside.ts"),
        ("../../../../elsewhere", None),
        ("../lib/both?raw", "app/src/lib/both.ts"),
        ("hono", None),
        ("@/shared", None),
        ("./nothing", None),
    ],
)
def test_relative_specifiers(tmp_path: Path, specifier: str, target: str | None) -> None:
    assert resolver(tmp_path).resolve(specifier, "app/src/api/index.ts") == target


@pytest.mark.parametrize(
    ("options", "specifier", "target"),
    [
        ({"paths": {"@/*": ["./src/*"]}}, "@/shared", "app/src/shared/index.ts"),
        ({"paths": {"@/*": ["./nowhere/*", "./src/*"]}}, "@/lib/both", "app/src/lib/both.ts"),
        ({"baseUrl": "./src", "paths": {"~lib/*": ["lib/*"]}}, "~lib/both", "app/src/lib/both.ts"),
        ({"paths": {"shared": ["./src/shared/index.ts"]}}, "shared", "app/src/shared/index.ts"),
        ({"baseUrl": "src"}, "lib/both", "app/src/lib/both.ts"),
        ({"baseUrl": "src"}, "hono", None),
        ({"paths": {"@/*": ["../../../*"]}}, "@/outside", None),
        ({"paths": ["wrong"]}, "@/x", None),
        ({"paths": {"@/*": "wrong"}}, "@/x", None),
    ],
)
def test_paths_of_tsconfig(tmp_path: Path, options: object, specifier: str, target: str | None) -> None:
    found = resolver(tmp_path, {"compilerOptions": options}).resolve(specifier, "app/src/api/index.ts")
    assert found == target


def test_tsconfig_extends_another_with_comments(tmp_path: Path) -> None:
    base = '{ // shared\n "compilerOptions": { "paths": { "@/*": ["./app/src/*"], } } }'
    write(tmp_path, {"tsconfig.base.json": base})
    found = resolver(tmp_path, {"extends": "../tsconfig.base"}).resolve("@/shared", "app/src/api/index.ts")
    assert found == "app/src/shared/index.ts"


def test_a_tsconfig_that_extends_itself_ends(tmp_path: Path) -> None:
    assert resolver(tmp_path, {"extends": "./tsconfig.json"}).resolve("@/shared", "app/src/api/index.ts") is None


@pytest.mark.parametrize(
    ("specifier", "target"),
    [
        (".config", "app/src/py/config.py"),
        ("config", "app/src/py/config.py"),
        (".pack", "app/src/py/pack/__init__.py"),
        ("py.config", "app/src/py/config.py"),
        ("..py.config", "app/src/py/config.py"),
        ("os", None),
        (".......too.far", None),
    ],
)
def test_python_modules(tmp_path: Path, specifier: str, target: str | None) -> None:
    assert resolver(tmp_path).resolve(specifier, "app/src/py/main.py") == target
