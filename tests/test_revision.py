"""What is new since a commit: real repositories, made with git and read without it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.app.discover import discover
from rdlint.engine import lint
from rdlint.revision import RevisionError, revision
from rdlint.tree import MAX_BYTES, Tree
from tests.apps import SERVICE, SHOP, write
from tests.test_cli import rdlint

BROKEN = SERVICE.replace("REGION", "REGON")
WORSE = BROKEN.replace("return new", "console.log(this.env.ZONE);\n    return new")
INDEX = "src/api/index.ts"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    run = subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def commit(folder: Path, files: dict[str, str] | None = None) -> str:
    write(folder, files or {})
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "a step")
    return git(folder, "rev-parse", "HEAD")


def new(folder: Path, name: str = "HEAD") -> list[tuple[str, str]]:
    return [(each.finding.span.path, each.finding.subject) for each in lint([str(folder)], base=name).diagnostics]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with one commit, in which REGON is misspelt."""
    folder = tmp_path / "shop"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {**SHOP, INDEX: BROKEN})
    return folder


# What is new


def test_what_the_commit_has_is_hidden_and_counted(shop: Path) -> None:
    report = lint([str(shop)], base="HEAD")
    assert (report.diagnostics, report.older) == ((), 1)
    write(shop, {INDEX: WORSE})
    assert new(shop) == [(INDEX, "ZONE")]
    write(shop, {INDEX: BROKEN + "// more\n" * 3})
    assert new(shop) == []


def test_one_more_of_the_same_is_new(shop: Path) -> None:
    write(shop, {INDEX: BROKEN.replace("return new", "console.log(this.env.REGON);\n    return new")})
    report = lint([str(shop)], base="HEAD")
    assert (len(report.diagnostics), report.older) == (1, 1)


def test_code_that_breaks_because_another_file_changed_is_new(shop: Path) -> None:
    commit(shop, {INDEX: SERVICE})
    write(shop, {"raindrop.manifest": 'application "shop" {\n  service "api" {}\n}\n'})
    assert new(shop) == [(INDEX, "REGION")]


def test_the_settings_of_today_hold_for_both_sides(shop: Path) -> None:
    commit(shop, {"rdlint.toml": 'ignore = ["undeclared-env"]\n'})
    write(shop, {"rdlint.toml": ""})
    assert new(shop) == []
    assert new(shop, "HEAD~1") == []


def test_what_a_comment_had_silenced_is_new_when_the_comment_goes(shop: Path) -> None:
    commit(shop, {INDEX: BROKEN.replace("REGON);", "REGON); // rdlint: ignore[undeclared-env] -- later")})
    write(shop, {INDEX: BROKEN})
    assert new(shop) == [(INDEX, "REGON")]


def test_a_baseline_and_a_commit_hide_what_either_knows(shop: Path) -> None:
    assert rdlint(shop, "--write-baseline").returncode == 0
    commit(shop, {INDEX: WORSE})
    report = lint([str(shop)], base="HEAD")
    assert (report.diagnostics, report.baselined, report.older) == ((), 1, 1)
    twice = WORSE.replace("return new", "console.log(this.env.REGON);\n    return new")
    write(shop, {INDEX: twice})
    assert new(shop) == [(INDEX, "REGON")]


def test_a_moved_file_and_a_moved_app_are_the_same(shop: Path) -> None:
    (shop / "backend").mkdir()
    for name in ("raindrop.manifest", "src"):
        git(shop, "mv", name, f"backend/{name}")
    assert new(shop) == []
    write(shop, {f"backend/{INDEX}": WORSE})
    assert [subject for _, subject in new(shop)] == ["ZONE"]
    commit(shop, {f"backend/{INDEX}": BROKEN, "backend/deploy.sh": "raindrop build env set MISSING x\n"})
    git(shop, "mv", "backend/deploy.sh", "backend/ship.sh")
    assert new(shop) == []


def test_an_app_that_was_not_there_is_new(shop: Path) -> None:
    write(shop / "other", {**SHOP, "raindrop.manifest": 'application "other" {\n  service "api" {}\n}\n'})
    assert new(shop) == [(f"other/{INDEX}", "REGION")]


def test_what_git_ignores_counts_on_both_sides_as_it_is_now(shop: Path) -> None:
    lock = '{"versionId": "01kb7x2v9qk3m4n5p6r7s8t9va", "lock": "x"}\n'
    commit(shop, {".gitignore": ".raindrop/\n"})
    write(shop, {".raindrop/config.json": lock})
    assert lint([str(shop)]).diagnostics != lint([str(shop)], base="HEAD").diagnostics == ()


def test_in_a_commit_everything_is_tracked(shop: Path) -> None:
    state = '{"versionId": "01kb7x2v9qk3m4n5p6r7s8t9va", "sandbox": true}\n'
    commit(shop, {".raindrop/config.json": state, ".env": "TOKEN_KEY=abcdef0123456789\n"})
    tracked = {each.name for each in lint([str(shop)]).diagnostics}
    assert "state-file-tracked" in tracked
    assert new(shop) == []
    assert {path for path, _ in new(shop, "HEAD~1")} >= {".raindrop/config.json"}


def test_a_buffer_is_compared_with_the_commit(shop: Path) -> None:
    arguments = ["--stdin-filename", INDEX, "--diff-base", "HEAD", "--output-format", "concise"]
    assert rdlint(shop, *arguments, stdin=BROKEN.encode()).stdout == b""
    run = rdlint(shop, *arguments, stdin=WORSE.encode())
    assert run.returncode == 1
    assert run.stdout.count(b"\n") == 1
    assert b"`ZONE`" in run.stdout


def test_the_summary_says_how_much_is_older(shop: Path) -> None:
    run = rdlint(shop, "--diff-base", "main")
    assert run.returncode == 0
    assert b"no problems found, 1 older" in run.stdout


# Which commit


@pytest.fixture
def history(shop: Path) -> tuple[Path, list[str]]:
    """Five commits on main, a branch with a slash, tags of both kinds, a merge at the end."""
    hashes = [git(shop, "rev-parse", "HEAD")]
    hashes += [commit(shop, {"step.txt": f"{number}\n"}) for number in range(4)]
    git(shop, "tag", "light", hashes[1])
    git(shop, "tag", "-a", "-m", "x", "heavy", hashes[2])
    git(shop, "tag", "-a", "-m", "x", "heavier", "heavy")
    git(shop, "branch", "fix/één", hashes[3])
    git(shop, "update-ref", "refs/remotes/origin/main", hashes[0])
    git(shop, "checkout", "-q", "-b", "side", hashes[0])
    side = commit(shop, {"side.txt": "x\n"})
    git(shop, "checkout", "-q", "main")
    git(shop, "merge", "-q", "--no-ff", "-m", "m", "side")
    return shop, [*hashes, side]


NAMES = {
    "HEAD^": 4,
    "@~1": 4,
    "HEAD~3": 2,
    "HEAD^2": 5,
    "HEAD^2~1": 0,
    "HEAD~2^": 2,
    "HEAD~~~": 2,
    "HEAD^1^0": 4,
    "main~5": 0,
    "light": 1,
    "heavy": 2,
    "heavier": 2,
    "heavy~2": 0,
    "tags/heavy": 2,
    "refs/tags/heavier": 2,
    "fix/één": 3,
    "heads/fix/één": 3,
    "origin/main": 0,
    "refs/remotes/origin/main": 0,
    "side": 5,
}


def tree_of(folder: Path, name: str) -> dict[str, bytes]:
    with revision(Tree(str(folder)), name) as old:
        return {path: old.peek(path) for path in old.files}


@pytest.mark.parametrize("form", ["loose", "packed", "packed refs", "repacked twice", "worktree", "detached", "clone"])
def test_commits_are_found_by_all_their_names(history: tuple[Path, list[str]], form: str, tmp_path: Path) -> None:
    folder, hashes = history
    steps = {path: git(folder, "show", f"{each}:step.txt") for path, each in enumerate(hashes[1:5], 1)}
    if form == "packed":
        git(folder, "gc", "-q", "--aggressive", "--prune=now")
    elif form == "packed refs":
        git(folder, "pack-refs", "--all")
    elif form == "repacked twice":
        git(folder, "repack", "-q", "-d")
        git(folder, "commit", "-q", "--allow-empty", "--amend", "-m", "n")
        git(folder, "repack", "-q")
        git(folder, "multi-pack-index", "write")
    elif form == "worktree":
        git(folder, "worktree", "add", "-q", "-f", str(tmp_path / "beside"), "main")
        folder = tmp_path / "beside"
        assert (folder / ".git").is_file()
    elif form == "detached":
        git(folder, "checkout", "-q", "--detach")
    elif form == "clone":
        git(folder, "clone", "-q", "--shared", str(folder), str(tmp_path / "clone"))
        folder = tmp_path / "clone"
    for name, number in NAMES.items():
        if form == "clone" and not name.startswith(("HEAD", "@", "main", "light", "tags", "heavy", "heavier")):
            continue
        files = tree_of(folder, name)
        assert files[INDEX].decode() == BROKEN
        assert files.get("step.txt", b"").decode().strip() == steps.get(number, ""), name
        assert ("side.txt" in files) == (number == 5)
    for number, each in enumerate(hashes):
        for name in (each, each[:7], each.upper(), each[:9].upper(), f"{each[:12]}^0"):
            assert tree_of(folder, name).get("step.txt", b"").decode().strip() == steps.get(number, "")


def test_a_shallow_clone_has_what_it_has_and_says_what_to_type(history: tuple[Path, list[str]], tmp_path: Path) -> None:
    folder, hashes = history
    git(folder, "clone", "-q", "--depth", "2", folder.as_uri(), str(tmp_path / "shallow"))
    shallow = tmp_path / "shallow"
    assert INDEX in tree_of(shallow, "HEAD~1")
    for name in ("HEAD~2", hashes[0], "origin/gone"):
        run = rdlint(shallow, "--diff-base", name)
        assert run.returncode == 2
        assert b"git fetch --unshallow" in run.stderr
        assert b"fetch-depth: 0" in run.stderr


def test_a_clone_without_contents_is_refused(history: tuple[Path, list[str]], tmp_path: Path) -> None:
    folder, _ = history
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "clone", "-q", "--filter=blob:none", "--no-checkout", folder.as_uri(), str(tmp_path / "partial"))
    write(tmp_path / "partial", SHOP)
    run = rdlint(tmp_path / "partial", "--diff-base", "HEAD~3")
    assert run.returncode == 2
    assert b"does not have all of the commit" in run.stderr


WRONG = [
    "",
    " ",
    "-x",
    "--upload-pack=x",
    "nope",
    "HEAD~99",
    "HEAD^3",
    "HEAD:raindrop.manifest",
    ":/a step",
    "main..side",
    "main...side",
    "HEAD@{1}",
    "@{upstream}",
    "../HEAD",
    "config",
    "index",
    "objects/../HEAD",
    "refs/../config",
    "refs/heads/../../config",
    "HEAD\n",
    "HEAD\x00",
    "a" * 40,
    "0" * 40,
    "a" * 4096,
    "\udcff",
    "^HEAD",
    "HEAD^{tree}",
    "abcd",
]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_commit_is_refused(shop: Path, name: str) -> None:
    with pytest.raises(RevisionError) as caught, revision(Tree(str(shop)), name):
        pass
    assert "commit" in str(caught.value)


def test_another_kind_of_object_is_refused(shop: Path) -> None:
    for name in (git(shop, "rev-parse", "HEAD^{tree}"), git(shop, "rev-parse", f"HEAD:{INDEX}")):
        with pytest.raises(RevisionError, match="another kind"), revision(Tree(str(shop)), name):
            pass


@pytest.mark.parametrize("name", ["nope", "-x", "", "\x1b[2J"])
def test_on_the_command_line_it_is_one_line_and_status_2(shop: Path, name: str) -> None:
    run = rdlint(shop, f"--diff-base={name}")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.startswith(b"rdlint: ")
    assert run.stderr.count(b"\n") == 1
    assert b"\x1b" not in run.stderr


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    write(tmp_path / "plain", SHOP)
    write(tmp_path / "hollow", {**SHOP, ".git/HEAD": "ref: refs/heads/main\n"})
    write(tmp_path / "pointed", {**SHOP, ".git": "gitdir: /no/such/place\n"})
    write(tmp_path / "odd", {**SHOP, ".git": "\0" * 9})
    for name in ("plain", "hollow", "pointed", "odd"):
        run = rdlint(tmp_path / name, "--diff-base", "HEAD")
        assert (run.returncode, run.stdout) == (2, b""), name
        assert run.stderr.count(b"\n") == 1
        assert b"Traceback" not in run.stderr


def test_a_submodule_has_its_own_commits(shop: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(shop), "shop")
    commit(outer)
    assert (outer / "shop/.git").is_file()
    assert new(outer / "shop") == []
    assert "shop/raindrop.manifest" not in tree_of(outer, "HEAD")


# What it reads


def test_links_and_large_files_are_not_read(shop: Path) -> None:
    os.symlink("src/api/index.ts", shop / "link.ts")
    os.symlink("/etc", shop / "folder")
    (shop / "large.ts").write_bytes(b"x" * (MAX_BYTES + 1))
    (shop / "node_modules/a").mkdir(parents=True)
    (shop / "node_modules/a/index.ts").write_text("x")
    commit(shop)
    with revision(Tree(str(shop)), "HEAD") as old:
        assert old.files == ("large.ts", "raindrop.manifest", INDEX)
        assert not old.is_file("link.ts")
        assert old.read("link.ts") is None
        assert old.read("folder/passwd") is None
        assert old.read("../shop/raindrop.manifest") is None
        assert old.peek("large.ts") == b""
        assert old.read("large.ts") is None
        assert old.unread == {"large.ts": "larger than 1 MiB"}
        assert old.is_file("node_modules/a/index.ts")
        assert not old.is_file("src")
        assert not old.is_file("")
        assert old.read("src/api/index.ts/more") is None
        assert old.read("/".join(["a"] * 5_000)) is None


def test_names_that_lead_elsewhere_are_passed_over(shop: Path) -> None:
    blob = git(shop, "rev-parse", f"HEAD:{INDEX}")
    rows = [
        (b"100644", b".."),
        (b"100644", b"."),
        (b"100644", b"a/b.ts"),
        (b"100644", b"\xff.ts"),
        (b"100644", b"z.ts"),
    ]
    data = b"".join(mode + b" " + name + b"\0" + bytes.fromhex(blob) for mode, name in rows)
    (shop / "data").write_bytes(data)
    tree = git(shop, "hash-object", "-t", "tree", "-w", "--literally", "data")
    (shop / "data").unlink()
    name = git(shop, "commit-tree", "-m", "x", tree)
    assert set(tree_of(shop, name)) == {"\udcff.ts", "z.ts"}


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fixed")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {**SHOP, INDEX: BROKEN})
    return folder


def objects(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / ".git/objects").rglob("*") if path.is_file())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_broken_store_is_said_and_never_a_traceback(fixed: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(objects(fixed)))
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    damage = data.draw(
        st.sampled_from([b"", b"\0", b"\xff" * 30, zlib.compress(b"blob 3\0abc"), zlib.compress(b"tree 9\0abc")])
    )
    path.chmod(0o644)
    path.write_bytes(damage if data.draw(st.booleans()) else whole[:at] + damage + whole[at + len(damage) + 1 :])
    with contextlib.suppress(RevisionError):
        lint([str(fixed)], base="HEAD")
    path.write_bytes(whole)


@pytest.mark.parametrize("what", ["HEAD", "packed-refs", "pack", "idx", "refs/heads/main", "commondir", "shallow"])
@pytest.mark.parametrize(
    "damage", [b"", b"ref: HEAD\n", b"\0\xff" * 400, b"ref: refs/heads/../../config\n", b"ref: ../../x\n"]
)
def test_broken_files_of_a_repository_are_said(shop: Path, what: str, damage: bytes) -> None:
    git(shop, "gc", "-q")
    place = next((shop / ".git/objects/pack").glob(f"*.{what}"), shop / ".git" / what)
    if place.exists():
        place.chmod(0o644)
    place.write_bytes(damage)
    run = rdlint(shop, "--diff-base", "main")
    assert run.returncode in (0, 2)
    assert b"Traceback" not in run.stderr
    assert b"defect" not in run.stderr


# What it runs: nothing


def test_nothing_that_a_repository_configures_is_run_or_read(shop: Path, tmp_path: Path) -> None:
    commit(shop, {INDEX: BROKEN + "// x\n", ".gitattributes": "* filter=evil diff=evil merge=evil\n"})
    mark = tmp_path / "mark"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\necho run >> {mark}\ncat\n")
    script.chmod(0o755)
    (tmp_path / "included").write_text(f"[core]\n\tfsmonitor = {script}\n[this is no git config\n")
    config = shop / ".git/config"
    config.write_text(
        config.read_text()
        + f"""
[core]
	fsmonitor = {script}
	sshCommand = {script}
	pager = {script}
	editor = {script}
	hooksPath = {tmp_path}
	gitProxy = {script}
	askPass = {script}
	alternateRefsCommand = {script}
	worktree = /
[alias]
	log = !{script}
	cat-file = !{script}
[include]
	path = {tmp_path / "included"}
[includeIf "gitdir:/"]
	path = {tmp_path / "included"}
[filter "evil"]
	clean = {script}
	smudge = {script}
	process = {script}
[diff "evil"]
	textconv = {script}
	command = {script}
[credential]
	helper = !{script}
[remote "origin"]
	url = ext::{script}
	promisor = true
	uploadpack = {script}
[extensions]
	partialClone = origin
[broken
"""
    )
    for hook in ("post-checkout", "pre-commit", "reference-transaction", "fsmonitor-watchman", "post-index-change"):
        (shop / ".git/hooks" / hook).write_text(script.read_text())
        (shop / ".git/hooks" / hook).chmod(0o755)
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()}
    program = (
        "import sys\n"
        "def forbid(event, arguments):\n"
        "    if event.startswith(('subprocess', 'os.exec', 'os.posix_spawn', 'os.system', 'os.fork', 'socket.')):\n"
        "        raise RuntimeError(event)\n"
        f"    if event == 'open' and str(arguments[0]).endswith(({str(config)!r}, 'included', '.gitconfig')):\n"
        "        raise RuntimeError(str(arguments[0]))\n"
        "    if event == 'open' and isinstance(arguments[1], str) and set(arguments[1]) & set('wax+'):\n"
        "        raise RuntimeError('writes ' + str(arguments[0]))\n"
        "sys.addaudithook(forbid)\n"
        "sys.argv[1:] = ['--diff-base', 'HEAD~1']\n"
        "sys.dont_write_bytecode = True\n"
        "from rdlint.cli import main\n"
        "main()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=shop,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 older" in run.stdout
    assert not mark.exists()
    assert {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()} == before


def test_git_need_not_be_there(shop: Path) -> None:
    assert rdlint(shop, "--diff-base", "HEAD", environment={"PATH": ""}).returncode == 0


def test_ages_are_the_same_on_both_sides(shop: Path) -> None:
    with revision(discover([str(shop)]).tree, "HEAD") as old:
        assert old.modified(INDEX) == (shop / INDEX).stat().st_mtime


def test_the_repository_is_closed_again(shop: Path) -> None:
    git(shop, "gc", "-q")
    opened = _open_files()
    lint([str(shop)], base="HEAD")
    assert _open_files() == opened


def _open_files() -> set[str]:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("no /proc on this system")
    return {os.readlink(each) for each in _links(folder)}


def _links(folder: Path) -> Iterator[Path]:
    return (each for each in folder.iterdir() if os.path.lexists(each))
