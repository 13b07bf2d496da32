"""The state file: version, sandbox, lock, and what departs from the schema, each at its place."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import rdlint.platform
from rdlint.facts.state import StateFile, extract, follows_schema
from rdlint.platform.ulid import is_ulid, time_of
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.jsonc import read

VERSION = "01arz3ndektsv4rrffq69g5fav"
USER = "user_01ARZ3NDEKTSV4RRFFQ69G5FAV"
LOCK = f"user:deploy:{USER}:9f2c1f0e-6a3b-4d57-8c21-0b6d1e5a7f43"
PATH = ".raindrop/config.json"
SCHEMA = json.loads((Path(rdlint.platform.__file__).parent / "state.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def state(text: str | bytes) -> StateFile:
    return extract(Source(PATH, text.encode() if isinstance(text, str) else text))


def violations(text: str) -> list[tuple[str, str, str]]:
    """Of each violation: its kind, what stands at its span, and its key."""
    source = Source(PATH, text.encode())
    return [(each.kind, source.text(each.span), each.key) for each in extract(source).violations]


# ---- what the file says


def test_a_state_file_gives_version_sandbox_and_lock_with_their_places() -> None:
    source = Source(PATH, json.dumps({"versionId": VERSION, "lock": LOCK, "sandbox": False}, indent=2).encode())
    file = extract(source)
    assert not file.problems
    assert not file.violations
    assert file.version_id == VERSION
    assert file.sandbox is False
    assert file.version_span
    assert source.text(file.version_span) == VERSION
    assert file.sandbox_span
    assert source.text(file.sandbox_span) == "false"
    assert file.lock
    assert source.text(file.lock.span) == file.lock.text == LOCK
    assert source.text(file.lock.property) == f'"lock": "{LOCK}"'
    assert (file.lock.operation, file.lock.user) == ("deploy", USER)


def test_the_time_of_the_version_is_read_from_its_ulid() -> None:
    made = state(json.dumps({"versionId": VERSION})).deployed_at
    assert made is not None
    assert (
        datetime.fromtimestamp(made, timezone.utc).isoformat(timespec="milliseconds") == "2016-07-30T23:54:10.259+00:00"
    )


@pytest.mark.parametrize(
    "members", [["lock"], ["lock", "sandbox"], ["versionId", "lock"], ["versionId", "lock", "sandbox"]]
)
@pytest.mark.parametrize("indent", [None, 2])
def test_without_the_removal_span_of_its_lock_the_file_is_json_without_lock(
    members: list[str], indent: int | None
) -> None:
    values = {"versionId": VERSION, "lock": LOCK, "sandbox": True}
    source = Source(PATH, json.dumps({name: values[name] for name in members}, indent=indent).encode())
    lock = extract(source).lock
    assert lock
    assert lock.removal
    rest = source.data[: lock.removal.start] + source.data[lock.removal.end :]
    assert json.loads(rest) == {name: values[name] for name in members if name != "lock"}


def test_a_half_typed_file_gives_what_stands_there() -> None:
    file = state(f'{{\n  "versionId": "{VERSION}",\n  "lock": "{LOCK},\n  "sandb')
    assert file.version_id == VERSION
    assert file.lock
    assert file.lock.user == USER
    assert {problem.message for problem in file.problems} == {
        "this `{` is never closed",
        "this string is not closed on its line",
        "`sandb` has no value",
    }


def test_comments_and_trailing_commas_are_problems_in_the_state_file() -> None:
    file = state(f'{{"versionId": "{VERSION}", /* mine */ "sandbox": true,}}')
    assert [problem.message for problem in file.problems] == ["JSON has no comments", "no `,` may stand before `}`"]
    assert file.sandbox is True


@pytest.mark.parametrize("key", ["ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "Hq7wX2nK9vB4tY8pL3mZ6cD1fG5jR0sA"])
@pytest.mark.parametrize(
    "text", ['{{"versionId": "{0}", "lock": "{0}", "{0}": ["{0}"]}}', "{{versionId: {0}, {0}", "{0}"]
)
def test_what_may_be_a_secret_is_masked_wherever_it_stands_and_in_no_record(key: str, text: str) -> None:
    source = Source(PATH, text.format(key).encode())
    file = extract(source)
    source.secrets = file.secrets
    assert key not in source.snippet(source.span(0, len(source.data)))
    assert key not in repr(file)


@pytest.mark.parametrize(
    "text", [VERSION, VERSION[:-1], VERSION.upper(), "8" + VERSION[1:], LOCK, LOCK[:-1], "main", ""]
)
def test_versions_and_locks_are_shown_even_with_a_slip(text: str) -> None:
    source = Source(PATH, json.dumps({"versionId": text, "lock": text}).encode())
    assert extract(source).secrets == ()
    assert extract(source).version_id == text


# ---- what departs from the schema


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("not-an-object", "", "")),
        (" \n", ("not-an-object", "", "")),
        ("[]", ("not-an-object", "[]", "")),
        ('"text"', ("not-an-object", '"text"', "")),
        ("null", ("not-an-object", "null", "")),
        ('{"sandBox": true}', ("near-key", "sandBox", "sandBox")),
        ('{"version_id": "x"}', ("near-key", "version_id", "version_id")),
        ('{"version": "x"}', ("near-key", "version", "version")),
        ('{"organizationId": "x"}', ("unknown-key", "organizationId", "organizationId")),
        ('{"sessionId": "x"}', ("unknown-key", "sessionId", "sessionId")),
        ('{"sandbox": "true"}', ("wrong-type", '"true"', "sandbox")),
        ('{"sandbox": 1}', ("wrong-type", "1", "sandbox")),
        ('{"versionId": null}', ("wrong-type", "null", "versionId")),
        ('{"lock": null}', ("wrong-type", "null", "lock")),
        ('{"lock": {"by": [1]}}', ("wrong-type", '{"by": [1]}', "lock")),
        ('{"versionId": ""}', ("bad-version", '""', "versionId")),
        ('{"versionId": "main"}', ("bad-version", "main", "versionId")),
        (f'{{"versionId": "{VERSION.upper()}"}}', ("bad-version", VERSION.upper(), "versionId")),
        (f'{{"versionId": "8{VERSION[1:]}"}}', ("bad-version", f"8{VERSION[1:]}", "versionId")),
        ('{"lock": ""}', ("malformed-lock", '""', "lock")),
        ('{"lock": "me"}', ("malformed-lock", "me", "lock")),
        (f'{{"lock": "{LOCK.lower()}"}}', ("malformed-lock", LOCK.lower(), "lock")),
        ('{"sandbox": true, "sandbox": false}', ("duplicate-key", '"sandbox"', "sandbox")),
    ],
)
def test_a_departure_is_one_violation_at_its_place(text: str, expected: tuple[str, str, str]) -> None:
    assert violations(text) == [expected]


def test_every_departure_of_a_file_is_reported() -> None:
    text = '{"versionId": 1, "sandBox": true, "sandbox": "no", "lock": "me", "token": 2, "nested": {"lock": 1}}'
    assert [kind for kind, _, _ in violations(text)] == [
        *("wrong-type", "near-key", "wrong-type", "malformed-lock", "unknown-key", "unknown-key")
    ]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ('{"sandBox": true}', "type `sandbox`"),
        ('{"sandBox": true, "sandbox": true}', "remove it: `sandbox` stands here already"),
        ('{"sandbox": "True"}', "type `true` without quotes"),
        (f'{{"versionId": "{VERSION.upper()}"}}', f"type `{VERSION}`"),
    ],
)
def test_the_help_says_what_to_type(text: str, mend: str) -> None:
    assert [each.help for each in state(text).violations] == [mend]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (VERSION[:-1], "`versionId` has 25 characters where a version's id has 26"),
        (VERSION[:-1] + "u", "`versionId` holds `u`, which no version's id has"),
        (VERSION[:-1] + "V", "`versionId` is not in lower case"),
        ("8" + VERSION[1:], "`versionId` begins with `8`, but the time in a version's id begins with `0` to `7`"),
    ],
)
def test_a_bad_version_is_told_what_is_wrong_with_it(version: str, message: str) -> None:
    assert [each.message for each in state(json.dumps({"versionId": version})).violations] == [message]


def test_a_value_that_is_no_json_is_reported_once() -> None:
    file = state('{"versionId": , "sandbox": yes, "lock": }')
    assert file.violations == ()
    assert len(file.problems) == 3
    assert [each.key for each in state('{"versionId": , "token": 1}').violations] == ["token"]


# ---- the cheap check and the schema

OTHERS: list[object] = [
    None,
    True,
    False,
    0,
    1.5,
    [],
    {},
    [VERSION],
    "",
    "true",
    VERSION,
    VERSION.upper(),
    VERSION + "\n",
]
LOCKS = [LOCK, LOCK + "\n", LOCK.lower(), LOCK[:-1], LOCK.replace("deploy", "branch"), LOCK.replace("deploy", "")]
KEYS = st.sampled_from(["versionId", "sandbox", "lock", "sandBox", "token", ""])
CHANGED = st.tuples(st.sampled_from([VERSION, LOCK]), st.integers(0, 80), st.sampled_from(["", *"0i:-Zu8A"]))
VALUES: st.SearchStrategy[object] = (
    st.sampled_from([*OTHERS, *LOCKS])
    | CHANGED.map(lambda change: change[0][: change[1]] + change[2] + change[0][change[1] + 1 :])
    | st.text(CROCKFORD, min_size=25, max_size=27)
)


def assert_agreement(value: object) -> None:
    root = read(Source(PATH, json.dumps(value).encode())).root
    assert root
    is_valid = VALIDATOR.is_valid(value)
    assert follows_schema(root) == is_valid
    assert bool(state(json.dumps(value)).violations) == (not is_valid)


@settings(max_examples=300)
@given(st.dictionaries(KEYS, VALUES, max_size=3) | VALUES)
def test_the_cheap_check_and_the_schema_agree(value: object) -> None:
    assert_agreement(value)


@pytest.mark.parametrize("key", ["versionId", "sandbox", "lock"])
@pytest.mark.parametrize("value", [*OTHERS, *LOCKS])
def test_the_cheap_check_and_the_schema_agree_on_each_key_with_each_value(key: str, value: object) -> None:
    assert_agreement({key: value})


@settings(max_examples=200)
@given(CHANGED)
def test_the_cheap_check_and_the_schema_agree_on_a_slip_of_one_character(change: tuple[str, int, str]) -> None:
    text, at, instead = change
    for key in ("versionId", "lock"):
        assert_agreement({key: text[:at] + instead + text[at + 1 :]})


def test_the_schema_is_a_schema_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for name, shape in SCHEMA["properties"].items():
        assert shape["description"]
        assert all(VALIDATOR.is_valid({name: example}) for example in shape.get("examples", []))


def test_jsonschema_is_not_imported_for_a_file_as_the_platform_writes_it() -> None:
    program = (
        "import sys\nfrom rdlint.facts.state import extract\nfrom rdlint.source import Source\n"
        "file = extract(Source('config.json', sys.argv[1].encode()))\n"
        "print(file.version_id, bool(file.violations), 'jsonschema' in sys.modules)"
    )

    def run(text: str) -> list[str]:
        root = Path(rdlint.platform.__file__).parents[2]
        done = subprocess.run([sys.executable, "-c", program, text], capture_output=True, cwd=root, check=True)
        return done.stdout.decode().split()

    assert run(json.dumps({"versionId": VERSION, "sandbox": True})) == [VERSION, "False", "False"]
    assert run(json.dumps({"versionId": VERSION, "sandbox": 1})) == [VERSION, "True", "True"]


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.text('{}[]:,"\\ versionIdlocksandbox01tru\n', max_size=60).map(str.encode))
def test_any_bytes_are_read_with_all_spans_inside_the_file(raw: bytes) -> None:
    source = Source(PATH, raw)
    file = extract(source)
    spans = [problem.span for problem in file.problems] + [violation.span for violation in file.violations]
    spans += [span for span in (file.version_span, file.sandbox_span, file.lock and file.lock.removal) if span]
    assert all(isinstance(span, Span) and 0 <= span.start <= span.end <= len(source.data) for span in spans)


# ---- ULIDs


@given(st.integers(0, 2**47), st.text(CROCKFORD, min_size=16, max_size=16))
def test_a_ulid_tells_the_time_that_was_put_into_it(milliseconds: int, noise: str) -> None:
    digits = "".join(CROCKFORD[milliseconds >> shift & 31] for shift in range(45, -1, -5))
    for ulid in (digits + noise, (digits + noise).upper()):
        assert is_ulid(ulid)
        assert time_of(ulid) == milliseconds / 1000


def test_a_time_that_no_calendar_has_is_none() -> None:
    assert is_ulid("7" + "z" * 25)
    assert time_of("7" + "z" * 25) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "latest",
        VERSION[:-1],
        VERSION + "0",
        VERSION + "\n",
        VERSION[:-1] + "i",
        "8" * 26,
        VERSION[:-1] + "V",
        "٣" * 26,
    ],
)
def test_what_is_no_ulid_is_none_and_has_no_time(text: str) -> None:
    assert not is_ulid(text)
    assert time_of(text) is None
