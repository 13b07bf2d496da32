"""Hosts of the platform that are written in files of any kind: pages, settings, scripts, code beside the workers.

They are found by their text alone. What can be told of a comment cheaply, by its own line, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from rdlint.facts import environment
from rdlint.facts.literals import Pattern, find_literals
from rdlint.platform.hosts import MARKS
from rdlint.source import Source
from rdlint.span import Span

_LIMIT = 500
_LONGEST = 255  # bytes of a host
_LINE = 2_000  # bytes before a host in which a comment is looked for
_HOST = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
#: What stands before a host that is only the end of one, or of a name in code.
_PART = b"_@}>)]$%*/\\"
_ENV_FILE = re.compile(r"(?:.*\.)?env(?:\..*)?|\.dev\.vars.*")

_CODE = "ts tsx mts cts js jsx mjs cjs vue svelte astro html htm ejs hbs njk css dart swift kt java go rs php cs"
_SETTINGS = "json jsonc yaml yml toml conf ini tf properties xml webmanifest"
_SCRIPTS = "sh bash zsh fish ps1 bat py rb mk just http rest"
_KINDS = {
    **dict.fromkeys(_CODE.split(), "code"),
    **dict.fromkeys(_SETTINGS.split(), "settings"),
    **dict.fromkeys(_SCRIPTS.split(), "script"),
}
_SCRIPT_NAMES = frozenset({"makefile", "justfile", "dockerfile", "procfile"})
_LOCKS = re.compile(
    r"(?:.*[-.])?lock(?:file)?(?:\.[a-z]+)?|npm-shrinkwrap\.json|go\.sum|.*\.(?:min\.js|map|tsbuildinfo)"
)
_OF_TESTS = re.compile(
    r"(?:.*/)?(?:__tests__|__mocks__|__fixtures__|fixtures|e2e|cypress)/.*|.*\.(?:test|spec)\.[a-z]+"
    r"|(?:.*/)?(?:vitest|jest|playwright)\.[^/]*"
)
#: Code that people run by hand: by the folder that it lies in, or by its name.
_BY_HAND = re.compile(
    r"(?:.*/)?(?:scripts?|tools|tests?|bin|examples?)/.*|(?:.*/)?(?:test|seed|check|debug|setup|migrate)[-_][^/]*"
)
#: In collections of requests, and in rdlint's baseline, hosts are names.
_COLLECTION = (b"_postman_id", b"schema.getpostman.com", b'"_type": "export"', b'"rdlint-baseline"')

_HASHES = frozenset("sh bash zsh fish ps1 py rb mk just yaml yml toml conf ini tf properties env http rest".split())
_SLASHES = frozenset(
    "ts tsx mts cts js jsx mjs cjs vue svelte astro css dart swift kt java go rs php cs jsonc tf".split()
)
_MARKUP = frozenset("html htm vue svelte astro xml ejs hbs njk".split())

#: What stands before a value that counts where there is no other, on its line or at the end of the one before.
_FALLBACK = re.compile(
    rb"(?:\|\||\?\?|:-)(?:[^\n]*|\s*[\"'`(]*[a-z]{0,5}:?/{0,2})\Z"
    rb"|[Ee]nv[\w.]*\([^()\n]*,[^()\n]*\Z"
)
_REACH = 80

_LITERALS = Pattern(
    re.compile(rb"(?P<rest>[\w$-]{0,64})[\"'\])]{0,3}[ \t]{0,4}(?:=|:|\|\||\?\?)\s{0,40}(?P<quote>[\"'`]?)"),
    {
        b"'": re.compile(rb"[^'\\\n]{8,512}(?=')"),
        b'"': re.compile(rb'[^"\\\n]{8,512}(?=")'),
        b"`": re.compile(rb"[^`\\\n$]{8,512}(?=`)"),
        b"": re.compile(rb"[^\s\"'`#;,]{8,512}"),
    },
)


class WrittenAddress(NamedTuple):
    """A host of the platform, in lower case. ``is_fallback``: it counts only where a setting gives nothing."""

    host: str
    span: Span
    is_fallback: bool = False


@dataclass(frozen=True, slots=True)
class AddressFile:
    """The hosts of the platform in one file. ``kind`` is ``code``, ``settings``, ``script`` or ``environment``."""

    path: str
    kind: str
    addresses: tuple[WrittenAddress, ...] = ()
    secrets: tuple[Span, ...] = ()


def kind_of(path: str) -> str:
    """Return the kind of file that ``path`` is by its name, empty for one that is not looked into.

    Prose, lock files, files of tests and templates of env files are not.

    >>> kind_of("web/app.vue"), kind_of(".env.local"), kind_of(".env.example"), kind_of("README.md")
    ('code', 'environment', '', '')
    """
    name = path.rsplit("/", 1)[-1].lower()
    if _ENV_FILE.fullmatch(name) and not name.endswith((".ts", ".js")):
        return "" if environment.is_template(path) else "environment"
    if _LOCKS.fullmatch(name) or _OF_TESTS.fullmatch(path) or name.endswith(".postman_collection.json"):
        return ""
    kind = "script" if name in _SCRIPT_NAMES else _KINDS.get(_ending(name), "")
    return "script" if kind == "code" and _BY_HAND.fullmatch(path) else kind


def extract(source: Source) -> AddressFile:
    """Return the hosts of the platform in ``source``, in the order of the text; never raises."""
    data, kind = source.data, kind_of(source.path)
    if not kind or any(mark in data for mark in _COLLECTION):
        return AddressFile(source.path, kind)
    found: dict[int, WrittenAddress] = {}
    for mark in MARKS:
        at = data.find(mark)
        while at >= 0 and len(found) < _LIMIT:
            address = _address(source, at, at + len(mark), is_bare=mark == MARKS[0])
            if address is not None:
                found[address.span.start] = address
            at = data.find(mark, at + len(mark))
    secrets = (
        environment.extract(source).secrets
        if kind == "environment"
        else find_literals(source, _LITERALS).secrets
        if found
        else ()
    )
    return AddressFile(source.path, kind, tuple(found[key] for key in sorted(found)), secrets)


def _address(source: Source, at: int, end: int, *, is_bare: bool) -> WrittenAddress | None:
    """Return the host whose ending stands at bytes ``at`` to ``end``; ``is_bare`` ones need no scheme before them."""
    data = source.data
    start = at
    while start > max(0, end - _LONGEST) and data[start - 1] in _HOST:
        start -= 1
    host = data[start:end].decode("ascii").lower()
    before, after = data[max(0, start - 3) : start], data[end : end + 2]
    is_url = before == b"://"
    if host.startswith((".", "-")) or not (is_url or (is_bare and (not before or before[-1] not in _PART))):
        return None
    if after[:1].isalnum() or after[:1] in (b"-", b"_") or (after[:1] == b"." and after[1:].isalnum()):
        return None
    line = max(data.rfind(b"\n", 0, start), start - _LINE) + 1
    written = data[line:start]
    if _is_comment(data, start, written, _ending(source.path.rsplit("/", 1)[-1].lower())):
        return None
    return WrittenAddress(
        host, source.span(start, end), _FALLBACK.search(data[max(0, line - _REACH) : start]) is not None
    )


def _is_comment(data: bytes, start: int, written: bytes, ending: str) -> bool:
    """Say whether what follows ``written`` on its line stands in a comment."""
    line = written.lstrip()
    is_env = _ENV_FILE.fullmatch(ending) is not None
    in_block = written.rfind(b"/*") > written.rfind(b"*/") and _opens(written, b"/*")
    if ending in _SLASHES and (line.startswith((b"//", b"*", b"/*")) or in_block or _opens(written, b"//")):
        return True
    if (ending in _HASHES or is_env or not ending) and (line.startswith(b"#") or _opens(written, b"#")):
        return True
    return ending in _MARKUP and data.rfind(b"<!--", 0, start) > data.rfind(b"-->", 0, start)


def _opens(written: bytes, sign: bytes) -> bool:
    """Say whether ``sign`` opens a comment in ``written``: behind a blank, and in no quotes."""
    at = written.find(sign)
    while at >= 0:
        before = written[:at]
        if before[-1:] in (b" ", b"\t", b";", b"}") and not any(
            before.count(quote) % 2 for quote in (b'"', b"'", b"`")
        ):
            return True
        at = written.find(sign, at + 1)
    return False


def _ending(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""
