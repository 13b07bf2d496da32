"""Settings: where they come from, what they say, and what is said when they are wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import rdlint.settings
from rdlint.finding import Finding, Severity
from rdlint.globs import matches
from rdlint.rule import AREAS, Rule
from rdlint.selection import Selection, UnknownRuleError
from rdlint.settings import Settings, SettingsError, load, read
from rdlint.source import Position, Source
from rdlint.tree import Tree

SCHEMA = json.loads(Path(rdlint.settings.__file__).with_name("settings.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def nothing(_app: object) -> Iterator[Finding]:
    return iter(())


UNDECLARED = Rule("RD101", "undeclared-env", Severity.ERROR, "0.1", nothing)
PROCESS = Rule("RD103", "process-env", Severity.WARNING, "0.1", nothing)
LOCK = Rule("RD401", "stale-lock", Severity.ERROR, "0.1", nothing)
IDLE = Rule("RD402", "idle-version", Severity.HINT, "0.1", nothing)
RULES = (UNDECLARED, PROCESS, LOCK, IDLE)


def said(text: str, name: str = "rdlint.toml") -> Settings:
    settings = read(Source(name, text.encode()))
    assert settings is not None
    return settings


def error_of(text: str, name: str = "rdlint.toml") -> SettingsError:
    error = refusal(text.encode(), name, RULES)
    assert error is not None
    return error


def refusal(data: bytes, name: str = "rdlint.toml", rules: tuple[Rule, ...] | None = None) -> SettingsError | None:
    """Read settings, with ``rules`` also resolve what they select; return the error that this raises."""
    try:
        settings = read(Source(name, data)) or Settings()
        if rules is not None:
            Selection(settings, rules)
    except SettingsError as error:
        return error
    return None


def app(tmp_path: Path, files: dict[str, str]) -> Tree:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return Tree(str(tmp_path))


# What they say


def test_every_setting_is_read() -> None:
    assert said(
        """
        select = ["environment"]
        extend-select = ["RD401"]
        ignore = ["process-env"]
        exclude = ["examples/**", "*.gen.ts"]
        fail-on = "never"
        proxy-modules = ["gateway"]
        egress = "proxy-only"
        allowed-hosts = ["api.stripe.com", "*.googleapis.com"]
        lock-max-age = "30m"
        docs = true
        locked = ["RD402"]
        require-reasons = true
        [per-file-ignores]
        "src/legacy/**" = ["ALL"]
        """
    ) == Settings(
        select=("environment",),
        extend_select=("RD401",),
        ignore=("process-env",),
        per_file_ignores=(("src/legacy/**", ("ALL",)),),
        exclude=("examples/**", "*.gen.ts"),
        fail_on="never",
        proxy_modules=("gateway",),
        egress="proxy-only",
        allowed_hosts=("api.stripe.com", "*.googleapis.com"),
        lock_max_age=1800,
        docs=True,
        locked=("RD402",),
        require_reasons=True,
        file="rdlint.toml",
        rule_places=(
            ("select", "environment", Position(2, 19)),
            ("extend-select", "RD401", Position(3, 26)),
            ("ignore", "process-env", Position(4, 19)),
            ("locked", "RD402", Position(12, 19)),
            ("per-file-ignores", "ALL", Position(15, 28)),
        ),
    )


@pytest.mark.parametrize(("text", "seconds"), [("0s", 0), ("45s", 45), ("30m", 1800), ("2h", 7200), ("1d", 86400)])
def test_durations_count_in_seconds(text: str, seconds: int) -> None:
    assert said(f'lock-max-age = "{text}"').lock_max_age == seconds


def test_the_schema_names_the_defaults_that_hold() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    shown = {key: each["default"] for key, each in SCHEMA["properties"].items() if "default" in each}
    written = "\n".join(f"{key} = {json.dumps(value)}" for key, value in shown.items())
    for name in SCHEMA["properties"]:
        assert getattr(said(written), name.replace("-", "_")) == getattr(Settings(), name.replace("-", "_"))


NAMES = [rule.name for rule in RULES] + [rule.code for rule in RULES] + [*AREAS.values(), "RD1", "rd40", "ALL"]
TEXTS = st.text("ab*.-/{!\\ :[]?é字", max_size=5)
LISTS = st.lists(st.one_of(st.sampled_from(NAMES), st.just(""), st.integers()), max_size=2)
ANYTHING = st.one_of(
    st.sampled_from([1, True, 1.5, [], {}, [[]], [{}], "", "x", ["x"], "never", "hint", "any", "proxy-only"]),
    st.from_regex(r"[0-9]{0,7}[smhdw]?", fullmatch=True),
    st.lists(TEXTS, max_size=2),
    LISTS,
    st.dictionaries(TEXTS, st.one_of(LISTS, TEXTS), max_size=2),
)


@hypothesis_settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "slect"]), ANYTHING, max_size=2))
def test_schema_and_reader_agree(values: dict[str, Any]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in values.items())
    complaints = [error.message for error in VALIDATOR.iter_errors(values)]
    assert (refusal(text.encode()) is None) == (not complaints), complaints


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


def test_a_baseline_is_named_from_the_folder_of_the_settings() -> None:
    assert said('baseline = "../lint/known.json"').baseline == "../lint/known.json"
    for value in ('"/etc/known.json"', '"a\\\\b"', '""', "1", "[]"):
        assert "a path from this folder" in error_of(f"baseline = {value}").message


# What is said when they are wrong


@pytest.mark.parametrize(
    ("text", "place", "message", "advice"),
    [
        ('ignore = []\nslect = ["RD1"]', (2, 1), "no setting `slect`", "did you mean `select`?"),
        ("colour = 1", (1, 1), "no setting `colour`", "the settings are select, "),
        ('select = "RD101"', (1, 1), "`select` must be a list of rules", 'write it as `["RD101"]`'),
        ("ignore = [\n  'RD101',\n  1,\n]", (3, 3), "`ignore` must be a list of rules", ""),
        ('select = ["RD101", "undeclared-evn"]', (1, 20), "no rule `undeclared-evn`", "did you mean `undeclared-env`?"),
        ('extend-select = ["RD999"]', (1, 18), "no rule `RD999`", "write a code, a name, or an area (files,"),
        ('per-file-ignores."a/**" = ["lock"]', (1, 28), "no rule `lock`", ""),
        ('[per-file-ignores]\n"a{b,c}" = []', (2, 1), "`a{b,c}` is no glob", "`*`, `?` and `**` are known"),
        ('per-file-ignores = ["a"]', (1, 1), "must be a table", ""),
        ('exclude = ["src\\\\a"]', (1, 12), "does not belong into a list of globs", "forward slashes"),
        ('fail-on = "warn"', (1, 1), '"hint", "warning", "error", "never"', ""),
        ('fail-on = "warnings"', (1, 1), "must be one of", "did you mean `warning`?"),
        ('egress = "proxy_only"', (1, 1), "must be one of", "did you mean `proxy-only`?"),
        ('allowed-hosts = ["https://a.com/x"]', (1, 18), "a list of hosts", "write the host alone"),
        ("lock-max-age = 30", (1, 1), "must be a time", 'write it as `"30m"`'),
        ('lock-max-age = "30 min"', (1, 1), "must be a time", ""),
        ("select = [", (1, 11), "", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_line(text: str, place: tuple[int, int], message: str, advice: str) -> None:
    error = error_of(text)
    assert (error.path, error.line, error.column) == ("rdlint.toml", *place)
    assert message in error.message
    assert advice in error.help
    assert str(error).startswith(f"rdlint.toml:{place[0]}:{place[1]}: {error.message}")


def test_in_pyproject_too() -> None:
    error = error_of('[project]\nname = "x"\n\n[tool.rdlint]\nslect = []\n', "sub/pyproject.toml")
    assert (error.path, error.line, error.column) == ("sub/pyproject.toml", 5, 1)
    assert error_of("[[tool.rdlint]]\n", "pyproject.toml").message == "`tool.rdlint` must be a table"


@pytest.mark.parametrize(
    "data",
    [
        b"x" * 1_000_000,
        b"select = [" + b'"RD1",' * 200_000 + b"]",
        b"select = " + b"[" * 50_000,
        b"select = " + b"{a=" * 20_000,
        b"a." * 60_000 + b"a = 1",
        b"ignore = ['\xff\xfe']",
        b"\x00",
        b"select = ['\x1b[2J']",
        b'"\\u001b[2J" = 1',
        b"[" * 10_000,
        b"\xff\xfe[\x00",
    ],
    ids=range(11),
)
def test_hostile_settings_are_refused_in_one_sentence(data: bytes) -> None:
    error = refusal(data, rules=RULES)
    assert error is not None
    assert error.message


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text("select=[]\"'RD1.\n{}#é", max_size=60).map(str.encode)))
def test_any_bytes_are_settings_or_an_error(data: bytes) -> None:
    for name in ("rdlint.toml", "pyproject.toml"):
        error = refusal(data, name, RULES)
        assert error is None or min(error.line, error.column) >= 1


# Where they come from


def test_the_nearest_settings_win(tmp_path: Path) -> None:
    tree = app(
        tmp_path,
        {
            "rdlint.toml": "proxy-modules = ['root']",
            "a/pyproject.toml": "[tool.rdlint]\nproxy-modules = ['a']",
            "a/b/rdlint.toml": "proxy-modules = ['b']",
            "a/b/pyproject.toml": "[tool.rdlint]\nproxy-modules = ['b2']",
            "c/pyproject.toml": "[project]\ndependencies = ['rdlint']\n[dev]\nrdlint = '1'\n",
        },
    )
    found = {folder: load(tree, folder).proxy_modules for folder in ("", "a", "a/b", "a/b/d/e", "c", "d")}
    assert found == {"": ("root",), "a": ("a",), "a/b": ("b",), "a/b/d/e": ("b",), "c": ("root",), "d": ("root",)}


def test_globs_start_where_the_settings_are(tmp_path: Path) -> None:
    settings = load(app(tmp_path, {"a/rdlint.toml": "exclude = ['src/old']"}), "a/b")
    assert settings.excludes("a/src/old/x.ts")
    assert not settings.excludes("src/old/x.ts")


def test_settings_above_the_tree_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "rdlint.toml").write_text("egress = 'proxy-only'", encoding="utf-8")
    (tmp_path / "tree" / "app").mkdir(parents=True)
    assert load(Tree(str(tmp_path / "tree")), "app") == Settings()


def test_a_pyproject_that_says_nothing_of_rdlint_is_not_parsed(tmp_path: Path) -> None:
    tree = app(tmp_path, {"pyproject.toml": "this is [[ no TOML, but mentions rdlint"})
    assert load(tree, "") == Settings()


@pytest.mark.parametrize(
    "header", ["[tool.rdlint]", "[ tool . 'rdlint' ]", "[tool]\nrdlint.egress='any'\n[tool.rdlint.x]"]
)
def test_every_way_to_write_the_table_is_seen(tmp_path: Path, header: str) -> None:
    tree = app(tmp_path, {"pyproject.toml": f"{header}\nslect = 1\n"})
    with pytest.raises(SettingsError):
        load(tree, "")


def test_an_error_names_the_file_as_it_is_seen_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = app(tmp_path, {"a/rdlint.toml": "slect = 1", "a/b/x": ""})
    monkeypatch.chdir(tmp_path / "a" / "b")
    with pytest.raises(SettingsError) as caught:
        load(tree, "a/b")
    assert os.path.realpath(caught.value.path) == os.path.realpath(tmp_path / "a" / "rdlint.toml")
    assert str(caught.value).startswith("../rdlint.toml:1:1: there is no setting `slect`; did you mean `select`?")


def test_settings_that_cannot_be_read_are_not_passed_over(tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_text("egress = 'proxy-only'", encoding="utf-8")
    root = tmp_path / "root"
    for folder in ("link", "folder", "large", "missing"):
        (root / folder).mkdir(parents=True)
    (root / "link" / "rdlint.toml").symlink_to(outside)
    (root / "folder" / "rdlint.toml").mkdir()
    (root / "large" / "rdlint.toml").write_bytes(b"#" * 3_000_000)
    (root / "missing" / "pyproject.toml").mkdir()
    for folder, reason in (("link", "no regular file"), ("folder", "no regular file"), ("large", "larger than")):
        with pytest.raises(SettingsError, match=reason):
            load(Tree(str(root)), folder)
    assert load(Tree(str(root)), "missing") == Settings()


def test_an_unsaved_buffer_stands_in_for_the_file(tmp_path: Path) -> None:
    tree = Tree(str(tmp_path), {"rdlint.toml": b"egress = 'proxy-only'"})
    assert load(tree, "app").egress == "proxy-only"


# Which rules they select


@pytest.mark.parametrize(
    ("settings", "running", "with_hints"),
    [
        (Settings(), RULES, ()),
        (Settings(select=("ALL",)), RULES, RULES),
        (Settings(select=()), (), ()),
        (Settings(select=("environment",)), (UNDECLARED, PROCESS), (UNDECLARED, PROCESS)),
        (Settings(select=("RD4",)), (LOCK, IDLE), (LOCK, IDLE)),
        (Settings(select=("rd401", "process-env")), (PROCESS, LOCK), (PROCESS, LOCK)),
        (Settings(select=("RD101",), extend_select=("state",)), (UNDECLARED, LOCK, IDLE), (UNDECLARED, LOCK, IDLE)),
        (Settings(extend_select=("idle-version",)), RULES, (IDLE,)),
        (Settings(ignore=("RD40",)), (UNDECLARED, PROCESS), ()),
        (Settings(select=("RD401",), ignore=("ALL",)), (), ()),
        (Settings(select=("data",)), (), ()),
    ],
)
def test_selections(settings: Settings, running: tuple[Rule, ...], with_hints: tuple[Rule, ...]) -> None:
    selection = Selection(settings, RULES)
    assert tuple(filter(selection.runs, RULES)) == running
    assert tuple(rule for rule in RULES if selection.shows(rule, Severity.WARNING)) == running
    assert tuple(rule for rule in RULES if selection.shows(rule, Severity.HINT)) == with_hints


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("undeclared-evn", "undeclared-env"), ("enviroment", "environment"), ("RD9999", None), ("RD45", None), ("", None)],
)
def test_an_unknown_rule_is_never_a_green_run(name: str, nearest: str | None) -> None:
    for settings in (Settings(select=(name,)), Settings(ignore=(name,)), Settings(per_file_ignores=(("*", (name,)),))):
        with pytest.raises(UnknownRuleError) as caught:
            Selection(settings, RULES)
        assert (caught.value.name, caught.value.nearest) == (name, nearest)
        assert f"there is no rule `{name}`" in str(caught.value)


def test_rules_are_silent_in_the_files_of_their_globs() -> None:
    settings = Settings(folder="app", per_file_ignores=(("src/old/**", ("environment",)), ("*.json", ("RD4",))))
    selection = Selection(settings, RULES)
    assert selection.ignores_in(UNDECLARED, "app/src/old/a/b.ts")
    assert not selection.ignores_in(LOCK, "app/src/old/a/b.ts")
    assert not selection.ignores_in(UNDECLARED, "src/old/a.ts")
    assert selection.ignores_in(LOCK, "app/.raindrop/config.json")
    assert not selection.ignores_in(LOCK, "other/config.json")


def test_excluded_files_are_named_from_the_folder_of_the_settings() -> None:
    settings = Settings(folder="app", exclude=("examples", "src/*.gen.ts"))
    assert settings.excludes("app/src/examples/a.ts")
    assert settings.excludes("app/src/raindrop.gen.ts")
    assert not settings.excludes("examples/a.ts")
    assert not settings.excludes("app/src/api/raindrop.gen.ts")


@pytest.mark.parametrize(
    ("host", "is_allowed"),
    [
        ("api.stripe.com", True),
        ("API.Stripe.com.", True),
        ("stripe.com", False),
        ("maps.googleapis.com", True),
        ("a.b.googleapis.com", True),
        ("googleapis.com", False),
        ("evilgoogleapis.com", False),
    ],
)
def test_allowed_hosts(host: str, is_allowed: bool) -> None:
    assert Settings(allowed_hosts=("api.stripe.com", "*.GoogleAPIs.com")).allows_host(host) is is_allowed


@pytest.mark.parametrize(
    ("glob", "path", "is_match"),
    [
        ("a.ts", "a.ts", True),
        ("a.ts", "src/x/a.ts", True),
        ("*.ts", "src/x/a.ts", True),
        ("*.ts", "src/x/a.tsx", False),
        ("tests", "src/tests/a.ts", True),
        ("tests/", "src/tests/a.ts", True),
        ("src/tests", "src/tests/a.ts", True),
        ("./src", "src/a.ts", True),
        ("/src", "lib/src/a.ts", False),
        ("src/*", "src/a/b.ts", True),
        ("src/*.ts", "src/a/b.ts", False),
        ("src/**/*.ts", "src/a/b/c.ts", True),
        ("src/**/*.ts", "src/c.ts", True),
        ("**/b/**", "a/b/c", True),
        ("**/b/c", "b/c", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("[id].ts", "src/[id].ts", True),
        ("[id].ts", "src/i.ts", False),
        ("*", "any/thing", True),
        ("/", "any", False),
        ("a*b*c*d", "a-b-b-c-c-d", True),
        ("a*b*c*d", "a-b-b-c-c-de", False),
    ],
)
def test_globs(glob: str, path: str, is_match: bool) -> None:
    assert matches(glob, path) is is_match


def test_globs_cannot_be_made_to_search_for_ever() -> None:
    assert not matches("*a" * 200 + "b", "a" * 2_000)
    assert not matches("**/a/" * 200 + "b", "a/" * 1_000 + "a")
