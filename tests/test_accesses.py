"""What is done with a member of the environment: how sure it is, and what is done with the result."""

from __future__ import annotations

import pytest

from rdlint.facts.python import extract as extract_python
from rdlint.facts.typescript import extract
from rdlint.facts.worker import Access, EnvRead
from rdlint.source import Source


def _read(code: str) -> EnvRead:
    reads = extract(Source("a.ts", f"function f(env: Env) {{ {code} }}".encode())).env_reads
    return next(read for read in reversed(reads) if read.name == "CACHE")


def _access(code: str) -> Access:
    read = _read(code)
    access = read.access or read.later[0]
    assert access.member == "set"
    return access


SURE = {
    "called": "env.CACHE.set(1)",
    "not null": "env.CACHE!.set(1)",
    "as any": "(env.CACHE as any).set(1)",
    "as unknown": "(env.CACHE as unknown).set(1)",
    "the binding is tested": "if (env.CACHE) env.CACHE.set(1)",
    "the binding is optional": "env.CACHE?.set(1)",
    "a test of another thing with that name": "if (set) env.CACHE.set(1)",
    "a test that calls it": "if (await env.CACHE.set(1)) f()",
    "a test that calls another of that name": "if (seen.set(2)) env.CACHE.set(1)",
    "a constant": "const c = env.CACHE; c.set(1)",
    "a variable that keeps it": "let c = env.CACHE; c.set(1)",
    "taken out": "const { CACHE } = env; CACHE.set(1)",
    "taken out, renamed": "const { CACHE: c } = env; c.set(1)",
    "by text": "env.CACHE['set'](1)",
    "what it returns is tested": "const x = env.CACHE.set(1) ?? 2",
}


@pytest.mark.parametrize("code", SURE.values(), ids=SURE)
def test_a_member_that_is_surely_taken_from_the_binding(code: str) -> None:
    assert _access(code).is_sure


UNSURE = {
    "cast": "(env.CACHE as Store).set(1)",
    "cast by any": "(env.CACHE as unknown as Store).set(1)",
    "satisfies": "(env.CACHE satisfies Store).set(1)",
    "cast in front": "(<Store>env.CACHE).set(1)",
    "optional": "env.CACHE.set?.(1)",
    "tested": "if (env.CACHE.set) f()",
    "tested, then called": "if (env.CACHE.set) { env.CACHE.set(1) }",
    "tested as a text": "if ('set' in env.CACHE) { env.CACHE.set(1) }",
    "typeof": "if (typeof env.CACHE.set === 'function') f()",
    "and": "env.CACHE.set && f()",
    "set": "env.CACHE.set = f",
    "a typed constant": "const c: Store = env.CACHE; c.set(1)",
    "a cast constant": "const c = env.CACHE as Store; c.set(1)",
}


@pytest.mark.parametrize("code", UNSURE.values(), ids=UNSURE)
def test_a_member_that_may_be_there_or_is_of_something_else(code: str) -> None:
    assert not _access(code).is_sure


def _chain(access: Access | None) -> list[tuple[str, bool]]:
    assert access is not None
    return [(each.member, each.called) for each in access.then]


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("await env.CACHE.prepare(q).bind(1).first()", [("bind", True), ("first", True)]),
        ("env.CACHE.app.version", [("version", False)]),
        ("(await env.CACHE.get(k)).length", []),  # of what the promise gives
        ("f(env.CACHE.get(k)).length", []),
        ("env.CACHE.with(x)\n  .info('a')", [("info", True)]),
    ],
)
def test_what_is_done_with_the_result(code: str, chain: list[tuple[str, bool]]) -> None:
    assert _chain(_read(code).access) == chain


def test_a_chain_is_read_up_to_a_limit() -> None:
    assert len(_chain(_read(f"env.CACHE.a(){'.b()' * 100}").access)) == 8


def _python(code: str) -> Access:
    source = (
        f"from workers import WorkerEntrypoint\nclass Default(WorkerEntrypoint):\n  async def f(self):\n    {code}\n"
    )
    access = extract_python(Source("a.py", source.encode())).env_reads[-1].access
    assert access is not None
    return access


def test_python_reads_the_same() -> None:
    access = _python("await self.env.CACHE.prepare(q).bind(1).first()")
    assert access.is_sure
    assert _chain(access) == [("bind", True), ("first", True)]


def _python_later(code: str) -> list[str]:
    source = f"from workers import WorkerEntrypoint\nclass Default(WorkerEntrypoint):\n  async def f(self):\n{code}\n"
    (read,) = (read for read in extract_python(Source("a.py", source.encode())).env_reads if read.name == "CACHE")
    return [access.member for access in read.later if access.is_sure]


def test_python_follows_a_name_that_is_given_one_value() -> None:
    code = "    c = self.env.CACHE\n    await c.set(1)\n    other.put(1)\n    await c.get(1)\n"
    assert _python_later(code) == ["set", "get"]


@pytest.mark.parametrize(
    "code",
    [
        "    c = self.env.CACHE\n    c = wrap(c)\n    await c.set(1)",
        "    c: Store = self.env.CACHE\n    await c.set(1)",
        "    c = d = self.env.CACHE\n    await c.set(1)",
        "    c = self.env.CACHE\n    def g(c):\n      c.set(1)",
        "    c = self.env.CACHE\n    if hasattr(c, 'set'):\n      c.set(1)",
    ],
)
def test_python_does_not_follow_names_that_may_hold_something_else(code: str) -> None:
    assert _python_later(code) == []


@pytest.mark.parametrize("code", ["if self.env.CACHE.set: f()", "self.env.CACHE.set = 1"])
def test_python_members_that_may_not_be_there(code: str) -> None:
    assert not _python(code).is_sure
