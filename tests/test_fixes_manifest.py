"""What fixes put into a manifest: in the place and the style of what is there, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from rdlint.fix import apply
from rdlint.fixes.manifest import declare
from tests.apps import app_in

DECLARED = [
    (
        "behind the last one",
        'application "shop" {\n  env "A" {\n    default = "x"\n  }\n  queue "jobs" {}\n}\n',
        'application "shop" {\n  env "A" {\n    default = "x"\n  }\n  env "API_KEY" {\n    secret = true\n  }\n'
        '  queue "jobs" {}\n}\n',
    ),
    (
        "with an empty line between, as the others",
        'application "shop" {\n\n  env "A" {\n    secret = true\n  }\n\n  env "B" {\n    secret = true\n  }\n}\n',
        'application "shop" {\n\n  env "A" {\n    secret = true\n  }\n\n  env "B" {\n    secret = true\n  }\n\n'
        '  env "API_KEY" {\n    secret = true\n  }\n}\n',
    ),
    (
        "on one line, as the others",
        'application "shop" {\n\tenv "A" { secret = true } # é\n\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}',
        'application "shop" {\n\tenv "A" { secret = true } # é\n\tenv "API_KEY" { secret = true }\n'
        '\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}',
    ),
    (
        "at the top where there is none, by tabs",
        '# 🎉\napplication "shop" { // the shop\n\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}\n',
        '# 🎉\napplication "shop" { // the shop\n\tenv "API_KEY" {\n\t\tsecret = true\n\t}\n'
        '\tservice "api" {\n\t\tvisibility = "public"\n\t}\n}\n',
    ),
    (
        "at the top, parted as the others",
        'application "shop" {\n  # who answers\n  service "api" {}\n\n  queue "jobs" {}\n}\n',
        'application "shop" {\n  env "API_KEY" {\n    secret = true\n  }\n\n  # who answers\n  service "api" {}\n\n'
        '  queue "jobs" {}\n}\n',
    ),
    (
        "into an empty application",
        'application "shop" {}',
        'application "shop" {\n  env "API_KEY" {\n    secret = true\n  }\n}',
    ),
    (
        "into an application of two lines",
        '  application "shop"\n  {\n\n  }\n',
        '  application "shop"\n  {\n    env "API_KEY" {\n      secret = true\n    }\n  }\n',
    ),
    (
        "into one that holds a comment",
        'application "shop" {\n  // env "OLD" {}\n}\n',
        'application "shop" {\n  env "API_KEY" {\n    secret = true\n  }\n  // env "OLD" {}\n}\n',
    ),
]
LEFT = [
    ("several blocks on one line", 'application "shop" { service "api" {} }\n'),
    ("a block behind the last one", 'application "shop" {\n  env "A" {} env "B" {}\n}\n'),
    ("the brace behind the last one", 'application "shop" {\n  env "A" {} }\n'),
    ("a comment in the braces", 'application "shop" { /* nothing yet */ }\n'),
    ("a comment that goes on", 'application "shop" {\n  env "A" {} /* one\n  two */\n}\n'),
    ("two applications", 'application "shop" {\n}\napplication "other" {\n}\n'),
    ("no whole manifest", 'application "shop" {\n  env "A" {}\n'),
    ("no application", 'service "api" {}\n'),
    ("a name that a module has to itself", 'application "shop" {\n  service "a" {\n    env "API_KEY" {}\n  }\n}\n'),
    ("a name that a resource has", 'application "shop" {\n  queue "api-key" {}\n}\n'),
]


def declared(folder: Path, text: str, name: str = "API_KEY") -> str:
    """Return the manifest ``text`` with the variable ``name`` declared in it."""
    (folder / "raindrop.manifest").write_bytes(text.encode())
    app = app_in(folder)
    return apply(text.encode(), declare(app, name)).decode()


@pytest.mark.parametrize(("before", "after"), [each[1:] for each in DECLARED], ids=[each[0] for each in DECLARED])
def test_a_variable_is_declared(before: str, after: str, tmp_path: Path) -> None:
    assert declared(tmp_path, before) == after


@pytest.mark.parametrize("text", [each[1] for each in LEFT], ids=[each[0] for each in LEFT])
def test_nothing_is_declared_where_no_line_can_go(text: str, tmp_path: Path) -> None:
    assert declared(tmp_path, text) == text


@pytest.mark.parametrize("name", ["", "API-KEY", "KEY\n", 'K" {}', "1ST", "ÄPFEL", "AI", "jwt", "LM_X", "A"])
def test_a_name_that_cannot_be_a_variable_is_not_declared(name: str, tmp_path: Path) -> None:
    text = 'application "shop" {\n  env "A" {}\n}\n'
    assert declared(tmp_path, text, name) == text


def test_what_is_no_secret_by_its_name_is_declared_without_anything(tmp_path: Path) -> None:
    text = 'application "shop" {\n  env "A" {}\n}\n'
    assert declared(tmp_path, text, "REGION") == 'application "shop" {\n  env "A" {}\n  env "REGION" {}\n}\n'
