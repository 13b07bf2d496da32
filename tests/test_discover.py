"""From what a person types to the apps that are linted."""

from __future__ import annotations

from pathlib import Path

import pytest

from rdlint.app.discover import NoAppError, Target, discover

MANIFEST = 'application "a" {}\n'


@pytest.fixture
def monorepo(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    for app in ("apps/one", "apps/two"):
        (tmp_path / app / "src" / "api").mkdir(parents=True)
        (tmp_path / app / "raindrop.manifest").write_text(MANIFEST)
        (tmp_path / app / "src" / "api" / "index.ts").write_text("")
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "deploy.yml").write_text("")
    (tmp_path / "docs").mkdir()
    return tmp_path


def test_an_app_folder(monorepo: Path) -> None:
    found = discover([str(monorepo / "apps" / "one")])
    assert found.targets == (Target("apps/one"),)
    assert found.tree.root == str(monorepo)


def test_a_monorepo_gives_every_app(monorepo: Path) -> None:
    assert discover([str(monorepo)]).targets == (Target("apps/one"), Target("apps/two"))


def test_one_file_focuses_on_itself(monorepo: Path) -> None:
    path = "apps/one/src/api/index.ts"
    assert discover([str(monorepo / path)]).targets == (Target("apps/one", frozenset({path})),)


def test_a_folder_inside_an_app_focuses_on_itself(monorepo: Path) -> None:
    assert discover([str(monorepo / "apps/one/src")]).targets == (Target("apps/one", frozenset({"apps/one/src"})),)


def test_a_file_and_the_whole_app_together_are_the_whole_app(monorepo: Path) -> None:
    found = discover([str(monorepo / "apps/one/src/api/index.ts"), str(monorepo / "apps/one")])
    assert found.targets == (Target("apps/one"),)


def test_a_workflow_beside_the_apps_concerns_all_of_them(monorepo: Path) -> None:
    path = ".github/workflows/deploy.yml"
    focus = frozenset({path})
    assert discover([str(monorepo / path)]).targets == (Target("apps/one", focus), Target("apps/two", focus))


def test_without_a_repository_the_app_is_the_tree(tmp_path: Path) -> None:
    (tmp_path / "app" / "src").mkdir(parents=True)
    (tmp_path / "app" / "raindrop.manifest").write_text(MANIFEST)
    found = discover([str(tmp_path / "app" / "src")])
    assert found.tree.root == str(tmp_path / "app")
    assert found.targets == (Target("", frozenset({"src"})),)


def test_a_state_file_alone_makes_an_app(tmp_path: Path) -> None:
    (tmp_path / ".raindrop").mkdir()
    (tmp_path / ".raindrop" / "config.json").write_text("{}")
    assert discover([str(tmp_path)]).targets == (Target(""),)


def test_a_folder_without_app_says_what_was_looked_for(monorepo: Path) -> None:
    with pytest.raises(NoAppError, match=r"docs`: looked for `raindrop.manifest` and `.raindrop/config.json`"):
        discover([str(monorepo / "docs")])


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        discover([str(tmp_path / "nowhere")])


def test_an_unsaved_file_belongs_to_the_app_around_it(monorepo: Path) -> None:
    path = str(monorepo / "apps/one/src/api/new.ts")
    found = discover([path], {path: b"x"})
    assert found.targets == (Target("apps/one", frozenset({"apps/one/src/api/new.ts"})),)
    assert found.tree.overlay == {"apps/one/src/api/new.ts": b"x"}


def test_an_app_in_a_pruned_folder_is_not_found(monorepo: Path) -> None:
    (monorepo / "node_modules" / "x").mkdir(parents=True)
    (monorepo / "node_modules" / "x" / "raindrop.manifest").write_text(MANIFEST)
    assert discover([str(monorepo)]).folders == ("apps/one", "apps/two")
