"""What `.raindrop/config.json` says: the version that commands act on, and who holds its lock.

The shape that is expected is `rdlint/platform/state.schema.json`. A cheap check by hand says whether a
file departs from it, which is rare; only then is `jsonschema` imported, to say where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rdlint.platform.credentials import find_credentials, looks_generated
from rdlint.platform.ulid import is_ulid, time_of
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.jsonc import Document, Member, Node, read, shown
from rdlint.syntax.problem import Problem

ViolationKind = Literal[
    "unknown-key", "near-key", "duplicate-key", "wrong-type", "bad-version", "malformed-lock", "not-an-object"
]


class Violation(NamedTuple):
    """A departure from the file's schema, worded like a `Problem`.

    ``key`` is the key concerned, empty for the whole file. An ``unknown-key`` may be newer than our
    knowledge; a ``near-key`` is surely a slip.
    """

    span: Span
    message: str
    help: str
    kind: ViolationKind
    key: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """``"lock": "user:deploy:user_<ULID>:<uuid>"``.

    ``span`` covers the string without its quotes, ``property`` key and value, ``removal`` what must
    go so that the rest stays JSON, and as it is laid out. ``operation`` and ``user`` are empty when
    the text has another form.
    """

    text: str
    span: Span
    property: Span
    removal: Span
    operation: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class StateFile:
    """The state file. ``deployed_at`` is the time in the version's ULID: seconds since 1970, UTC.

    ``version_id`` is the text as written, whether right or not; ``version_span`` covers it without
    its quotes, ``sandbox_span`` the boolean. ``problems`` are errors of JSON itself, ``violations``
    departures from the file's schema.
    """

    path: str
    version_id: str = ""
    version_span: Span | None = None
    deployed_at: float | None = None
    sandbox: bool | None = None
    sandbox_span: Span | None = None
    lock: Lock | None = None
    problems: tuple[Problem, ...] = ()
    violations: tuple[Violation, ...] = ()
    secrets: tuple[Span, ...] = ()


_VERSION = re.compile("[0-7][0-9a-hjkmnp-tv-z]{25}")
_LOCK = re.compile(
    "user:(?P<operation>[a-z]+):(?P<user>user_[0-7][0-9A-HJKMNP-TV-Z]{25})"
    ":[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
_RUN = re.compile(rb"[A-Za-z0-9_+/=-]{16,}")
_IDENTIFIER = re.compile("(?:user_)?(?:[0-9][0-9a-z]{20,28}|[0-9][0-9A-Z]{20,28})")  # a ULID, or nearly
_VERSION_CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_NAMES = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "boolean": "`true` or `false`",
    "null": "`null`",
}
_KEYS = ("versionId", "sandbox", "lock")
_WHOLE_FILE = 'the file is an object like `{"versionId": "01…", "sandbox": true}`'
_NO_LOCK = "remove `lock` and its value: a version that nobody is deploying has none"


def extract(source: Source) -> StateFile:
    """Read the state file ``source``; never raises."""
    document = read(source)
    root = document.root
    secrets = tuple(source.span(start, end) for start, end in sorted(_hidden(source.data)))
    if root is None and not source.data.strip():
        span = source.span(0, 0)
        empty = Violation(span, "the state file is empty", _WHOLE_FILE, "not-an-object")
        return StateFile(source.path, violations=(empty,), secrets=secrets)
    version = root.get("versionId") if root else None
    sandbox = root.get("sandbox") if root else None
    is_version = version is not None and version.kind == "string"
    version_id = _kept(version) if is_version and version else ""
    return StateFile(
        source.path,
        version_id,
        version.inner if version and is_version else None,
        time_of(version_id),
        sandbox.value if sandbox and isinstance(sandbox.value, bool) else None,
        sandbox.span if sandbox and isinstance(sandbox.value, bool) else None,
        _lock(source, root) if root else None,
        document.problems,
        tuple(sorted(_violations(document))),
        secrets,
    )


def follows_schema(root: Node) -> bool:
    """Say cheaply what a validator says of ``root`` and the schema."""
    last = {member.name: member.value for member in root.members}
    return root.kind == "object" and all(_is_expected(name, value) for name, value in last.items())


def _is_expected(name: str, value: Node) -> bool:
    if name == "sandbox":
        return value.kind == "boolean"
    form = {"versionId": _VERSION, "lock": _LOCK}.get(name)
    return form is not None and isinstance(value.value, str) and form.fullmatch(value.value) is not None


def _hidden(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield what must not be shown: credentials, and random material that is no identifier of the platform."""
    yield from ((each.start, each.end) for each in find_credentials(data))
    for run in _RUN.finditer(data):
        text = run.group().decode()
        if looks_generated(text) and not _IDENTIFIER.fullmatch(text):
            yield run.span()


def _kept(string: Node) -> str:
    """Return the text of a string unless it must not be shown, or no terminal could."""
    text = str(string.value)
    return text if text.isprintable() and not any(_hidden(text.encode())) else ""


def _lock(source: Source, root: Node) -> Lock | None:
    """Return the lock, if the file has one that is a text."""
    member = root.member("lock")
    if member is None or member.value.kind != "string" or not member.value.value:
        return None
    text = _kept(member.value)
    form = _LOCK.fullmatch(text)
    return Lock(
        text,
        member.value.inner,
        member.span,
        _removal(source, root, member),
        form["operation"] if form else "",
        form["user"] if form else "",
    )


def _removal(source: Source, root: Node, member: Member) -> Span:
    """Return the span that takes ``member``, one comma and the space between away; of an only one all space."""
    index = next(index for index, each in enumerate(root.members) if each is member)
    if index + 1 < len(root.members):
        return source.span(member.span.start, root.members[index + 1].span.start)
    if index:
        return source.span(root.members[index - 1].span.end, member.span.end)
    inside = source.span(root.span.start + 1, root.span.end - 1)
    return inside if source.text(inside).strip() == source.text(member.span) else member.span


# ------------------------------------------------------------------------------------- violations


def _violations(document: Document) -> Iterator[Violation]:
    """Yield what departs from the schema, and keys that stand twice."""
    for name, _, span in document.duplicates:
        message = f"{shown(name, 'this key')} stands here again, and the last one counts"
        yield Violation(span, message, "remove one of them", "duplicate-key", _showable(name))
    root = document.root
    if root is None or root.kind == "invalid" or follows_schema(root):
        return
    for path, keyword in _departures(root):
        member = root.member(path) if path else None
        if keyword == "additionalProperties":
            yield from (_unknown_key(each, root) for each in root.members if each.name not in _KEYS)
        elif member is None:
            message = f"the state file holds {_NAMES[root.kind]} where an object belongs"
            yield Violation(root.span, message, _WHOLE_FILE, "not-an-object")
        elif keyword == "type":
            yield _wrong_type(path, member.value)
        elif path == "versionId":
            yield _bad_version(member.value)
        else:
            yield _malformed_lock(member.value)


def _departures(root: Node) -> list[tuple[str, str]]:
    """Ask `jsonschema`: the key concerned, empty for the whole, and the keyword that is not met."""
    import json
    from importlib.resources import files

    from jsonschema import Draft202012Validator

    schema = json.loads(files("rdlint.platform").joinpath("state.schema.json").read_bytes())
    validator = Draft202012Validator(schema)
    found = {(str(next(iter(error.path), "")), str(error.validator)) for error in validator.iter_errors(_shallow(root))}
    return sorted(found)


def _shallow(root: Node) -> object:
    """Return ``root`` as Python values: no deeper than the schema looks, and only what is JSON."""
    empty: dict[str, object] = {"object": {}, "array": []}
    if root.kind != "object":
        return empty.get(root.kind, root.value)
    last = {member.name: member.value for member in root.members}
    return {name: empty.get(value.kind, value.value) for name, value in last.items() if value.kind != "invalid"}


def _unknown_key(member: Member, root: Node) -> Violation:
    """Word a key that the state file does not have."""
    name = member.name
    message = f"{shown(name, 'this key')} is not a key of the state file"
    near = _nearest_key(name)
    if not near:
        mend = "remove it; as far as is known, the platform's file holds only `versionId`, `sandbox` and `lock`"
        return Violation(member.key.inner, message, mend, "unknown-key", _showable(name))
    mend = f"remove it: `{near}` stands here already" if root.member(near) else f"type `{near}`"
    return Violation(member.key.inner, message, mend, "near-key", _showable(name))


def _nearest_key(name: str) -> str:
    """Return the known key that ``name`` is meant to be, or an empty string."""
    from difflib import get_close_matches

    known = {key.lower(): key for key in _KEYS}
    near = get_close_matches(re.sub("[^a-z]", "", name[:80].lower()), known, 1, 0.85)
    return known[near[0]] if near else ""


def _wrong_type(name: str, value: Node) -> Violation:
    """Word a value that is no text, or for `sandbox` no boolean."""
    expected = "`true` or `false`" if name == "sandbox" else "text"
    message = f"`{name}` is {_NAMES[value.kind]} where {expected} belongs"
    if name == "lock":
        mend = _NO_LOCK
    elif name == "versionId":
        mend = "type the version's id in double quotes"
    elif str(value.value).lower() in ("true", "false"):
        mend = f"type `{str(value.value).lower()}` without quotes"
    else:
        mend = "type `true` or `false`"
    return Violation(value.span, message, mend, "wrong-type", name)


def _bad_version(value: Node) -> Violation:
    """Word a `versionId` that is no ULID in lower case."""
    text = str(value.value)
    strange = next((each for each in text if each not in _VERSION_CHARACTERS), "")
    mend = "type the version's id: 26 characters, digits and lower-case letters without `i`, `l`, `o` and `u`"
    if not text:
        message = "`versionId` is empty"
    elif is_ulid(text.lower()):
        message, mend = "`versionId` is not in lower case", f"type `{text.lower()}`"
    elif len(text) != 26:
        message = f"`versionId` has {len(text)} characters where a version's id has 26"
    elif strange and strange not in _VERSION_CHARACTERS.upper():
        message = f"`versionId` holds {shown(strange, 'a character')}, which no version's id has"
    elif strange:
        message = "`versionId` is not in lower case"
    else:
        message = f"`versionId` begins with `{text[0]}`, but the time in a version's id begins with `0` to `7`"
    return Violation(value.inner if text else value.span, message, mend, "bad-version", "versionId")


def _malformed_lock(value: Node) -> Violation:
    """Word a `lock` that does not say who holds it."""
    if not value.value:
        return Violation(value.span, "`lock` is empty", _NO_LOCK, "malformed-lock", "lock")
    message = "`lock` is not `user:<operation>:user_<ULID>:<UUID>`, as the platform writes it"
    return Violation(value.inner, message, _NO_LOCK, "malformed-lock", "lock")


def _showable(name: str) -> str:
    return name if shown(name, "") else ""
