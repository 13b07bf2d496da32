"""Python worker code says the same facts as TypeScript, each at its exact place, and nothing that is not so."""

from __future__ import annotations

import dataclasses
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.facts.callee import Callee
from rdlint.facts.python import extract
from rdlint.facts.root import Certainty, Root
from rdlint.facts.texts import Piece
from rdlint.facts.worker import EnvRead, WorkerFile
from rdlint.source import Source
from rdlint.span import Span
from tests.marks import marked

PATH = "src/api/index.py"
WORKER = "from workers import WorkerEntrypoint\nclass Default(WorkerEntrypoint):\n"
#: Made up, in the shape of a key.
KEY = "sk-ant-Zq7xW2mK9vR4tY8pL3nB6cD1fG5hJ0sA"


def read(code: str) -> WorkerFile:
    return extract(Source(PATH, code.encode()))


def told(each: EnvRead) -> str:
    return f"{each.name} {each.root.certainty.name.lower()} {each.root.parameter}".strip()


def reads(code: str) -> list[str]:
    return [told(each) for each in read(code).env_reads]


# What the environment is, and where a name on it stands.

PLACES = {
    "a worker's env": WORKER + "  def fetch(self, request):\n    return «self.env».«KEY»\n",
    "a handler": "async def on_fetch(request, env):\n    'é'; «env».«KEY»\n",
    "a handler with other names": "async def on_scheduled(event, e, ctx):\n    «e».«KEY»\n",
    "getattr": "def on_fetch(request, env):\n    getattr(«env», '«KEY»')\n",
    "hasattr": "def on_fetch(request, env):\n    hasattr(«env», r'«KEY»')\n",
    "an index": "def on_fetch(request, env):\n    «env»['''«KEY»''']\n",
    "in": "def on_fetch(request, env):\n    '«KEY»' in «env»\n",
    "a constant for a name": "NAME = '«KEY»'\ndef on_fetch(request, env):\n    getattr(«env», NAME)\n",
    "in an f-string": "def on_fetch(request, env):\n    f'é{«env».«KEY»:>3}'\n",
    "over lines": "def on_fetch(request, env):\r\n    x = (\r\n        «env»  # é\r\n        .«KEY»)\r\n",
    "FastAPI": "@app.get('/')\nasync def root(req: Request):\n    return «req.scope['env']».«KEY»\n",
}


@pytest.mark.parametrize("code", PLACES.values(), ids=PLACES.keys())
def test_name_and_object_of_a_read_stand_where_they_are_written(code: str) -> None:
    source, expected = marked(code, PATH)
    (found,) = extract(source).env_reads
    assert found.name == "KEY"
    assert sorted([found.span, found.object]) == expected


ENVIRONMENTS = {
    "a worker": (WORKER + "  def f(self): self.env.KEY\n", ["KEY heritage"]),
    "an older worker": (
        "from cloudflare.workers import DurableObject as D\nclass A(D):\n  def f(self): self.env.KEY\n",
        ["KEY heritage"],
    ),
    "a whole-module import": (
        "import workers\nclass A(workers.WorkflowEntrypoint):\n  def f(self): self.env.KEY\n",
        ["KEY heritage"],
    ),
    "Raindrop's own base": (
        "from raindrop_framework import Service\nclass A(Service[Env]):\n  def f(self): self.env.KEY\n",
        ["KEY heritage"],
    ),
    "a base in the same file": (
        WORKER + "  pass\nclass A(Default):\n  def f(self): self.env.KEY\n",
        ["KEY heritage"],
    ),
    "a base in another file": (
        "from .base import Base\nclass A(Base):\n  def f(self): self.env.KEY\n",
        ["KEY flow A.this.env"],
    ),
    "a base of the standard library": (
        "from string import Formatter\nclass A(Formatter):\n  def f(self): self.env.KEY\n",
        [],
    ),
    "no base": ("class A:\n  def f(self): self.env.KEY\n", []),
    "a constructor of the platform": (
        "from workers import DurableObject\nclass A(DurableObject):\n"
        "  def __init__(self, ctx, env):\n    self.bindings = env\n  def f(self): self.bindings.KEY\n",
        ["KEY heritage"],
    ),
    "a handler that is a method": (
        "from workers import DurableObject\nclass A(DurableObject):\n  async def on_fetch(self, r, env): env.KEY\n",
        ["KEY heritage"],
    ),
    "another self": (WORKER + "  def f(this): this.env.KEY\n", ["KEY heritage"]),
    "a static method": (WORKER + "  @staticmethod\n  def f(self): self.env.KEY\n", ["KEY flow Default.f#0.env"]),
    "a nested function": (WORKER + "  def f(self):\n    def g(): return self.env.KEY\n", ["KEY heritage"]),
    "a lambda": (WORKER + "  def f(self): return lambda x: self.env.KEY\n", ["KEY heritage"]),
    "an alias": (WORKER + "  def f(self):\n    env = self.env\n    e = env\n    e.KEY\n", ["KEY heritage"]),
    "an alias in a walrus": (
        WORKER + "  def f(self):\n    (e := self.env).KEY\n    e.B\n",
        ["KEY heritage", "B heritage"],
    ),
    "aliases side by side": (WORKER + "  def f(self):\n    a, e = 1, self.env\n    e.KEY\n", ["KEY heritage"]),
    "an alias in a module": (
        "env = None\ndef on_fetch(request, e):\n    global env\n    env = e\ndef f(): env.KEY\n",
        ["KEY heritage"],
    ),
    "nonlocal": (
        WORKER + "  def f(self):\n    e = None\n    def g():\n      nonlocal e\n      e = self.env\n    e.KEY\n",
        ["KEY heritage"],
    ),
    "a comprehension": (WORKER + "  def f(self):\n    e = self.env\n    [e.KEY for x in y]\n", ["KEY heritage"]),
    "a choice": (WORKER + "  def f(self, x):\n    e = self.env if x else self.env\n    e.KEY\n", ["KEY heritage"]),
    "a function's result": (
        WORKER + "  def f(self): self.it().KEY\n  def it(self): return self.env\n",
        ["KEY heritage"],
    ),
    "a property": (
        WORKER + "  @property\n  def e(self): return self.env\n  def f(self): self.e.KEY\n",
        ["KEY heritage"],
    ),
    "a type": ("def f(x: Env): x.KEY\n", ["KEY typed"]),
    "a quoted type": ("def f(x: 'Env | None' = None): x.KEY\n", ["KEY typed"]),
    "an optional type": (
        "from typing import Optional as O\nimport typing\ndef f(x: typing.Optional[Env]): x.KEY\n",
        ["KEY typed"],
    ),
    "a type of this file": ("class Env(Protocol):\n  KEY: str\ndef f(x: Env): x.KEY\n", ["KEY typed"]),
    "a type of another file": ("from .raindrop_gen import Env\ndef f(x: Env): x.KEY\n", ["KEY typed"]),
    "a type under TYPE_CHECKING": (
        "if TYPE_CHECKING:\n  from workers import Env\ndef f(x: 'Env'): x.KEY\n",
        ["KEY typed"],
    ),
    "another package's Env": ("from gymnasium import Env\ndef f(x: Env): x.KEY\n", ["KEY flow f#0"]),
    "another type": ("def f(env: dict[str, str], e: Box[Env]): env.KEY, e.KEY\n", []),
    "a typed field": ("@dataclass\nclass A:\n  e: Env\n  def f(self): self.e.KEY\n", ["KEY typed"]),
    "a typed attribute": ("class A:\n  def f(self, x):\n    self.e: Env = x\n    self.e.KEY\n", ["KEY typed"]),
    "a cast": ("from typing import cast\ndef f(x): cast('Env', x).KEY\n", ["KEY typed"]),
    "a parameter called env": ("def f(x, env): env.KEY, env.key\n", ["KEY flow f#1", "key flow f#1"]),
    "any parameter": ("def f(x, y): y.KEY, y.key\n", ["KEY flow f#1"]),
    "a parameter of a method": ("class A:\n  def f(self, env): env.KEY\n", ["KEY flow A.f#0"]),
    "a constructor's parameter": (
        "class A:\n  def __init__(self, x, env): self.env = env\n  def f(self): self.env.KEY\n",
        ["KEY flow A.constructor#1"],
    ),
    "a parameter that holds env": ("def f(ctx): ctx.env.KEY\n", ["KEY flow f#0.env"]),
    "an object made here": (
        "class A:\n  def __init__(self, env): self.env = env\ndef on_fetch(r, e): A(e).env.KEY\n",
        ["KEY flow A.constructor#0"],
    ),
    "a nested function's parameter": ("def f():\n  def g(env): env.KEY\n", ["KEY flow f.g#0"]),
    "an import": ("from workers import env as e\ne.KEY\n", ["KEY heritage"]),
    "an import from JavaScript": (
        "from workers import import_from_javascript\nimport_from_javascript('cloudflare:workers').env.KEY\n",
        ["KEY heritage"],
    ),
    "ASGI": ("import asgi\n@app.get('/')\ndef f(env=asgi.env): env.KEY\n", ["KEY flow"]),
    "a dependency": (
        "from fastapi import Depends\ndef it(r): return r.scope['env']\ndef f(e=Depends(it)): e.KEY\n",
        ["KEY flow"],
    ),
    "only a name": ("def f(): env.KEY\n", ["KEY name"]),
}


@pytest.mark.parametrize(("code", "expected"), ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_the_environment_is_known_by_where_it_comes_from(code: str, expected: list[str]) -> None:
    assert reads(code) == expected


NOTHING = {
    "a dictionary called env": "env = {'KEY': 1}\nenv.KEY, env['KEY'], env.get('KEY')\n",
    "a Jinja environment": "from jinja2 import Environment\nenv = Environment()\nenv.filters, env.globals['KEY']\n",
    "a typed Jinja environment": "import jinja2\nclass A:\n  def __init__(self):\n    self.env = jinja2.Environment()\n"
    "  def f(self): self.env.KEY\n",
    "a copy of the machine's environment": "import os\nenv = os.environ.copy()\nenv['KEY'], env.KEY\n",
    "what may be another thing": WORKER + "  def f(self, x):\n    e = self.env\n    e = {}\n    e.KEY\n",
    "comments and texts": "# env.KEY self.env.KEY\n'''env.KEY'''\nx = 'self.env.KEY fetch(\"http://a\")'\n",
    "an import": "import env.KEY\nfrom env import KEY\nfrom env.KEY import x\n",
    "a keyword": "f(env=1)\nf(KEY=2)\n",
    "a function called env": "def env(): pass\nenv.KEY\n",
    "a class body seen from a method": "class A:\n  env = 1\n  def f(self): return [env for env in ()][0].KEY\n",
    "a loop": "for env in envs:\n  env.KEY\n",
    "a pattern": "match x:\n  case env: env.KEY\n",
    "an exception": "try: f()\nexcept E as env: env.KEY\n",
    "fetch of another object": "class C:\n  def fetch(self, u): pass\nC().fetch('http://a')\ndb.fetch('http://a')\n",
    "a function called fetch": "def fetch(u): pass\nfetch('http://a')\n",
    "an unknown fetch": "fetch('http://a')\n",
    "fetch of another star import": "from os import *\nfetch('http://a')\n",
    "get of another object": "x = {}\nx.get('http://a')\nrequests = {}\nrequests.get('http://a')\n",
    "another os": "os = X()\nos.environ['KEY'], os.getenv('KEY')\n",
    "a local os": "import os\ndef f(os): os.environ['KEY']\n",
    "a write to the machine's environment": "import os\nos.environ['KEY'] = 'x'\ndel os.environ['KEY']\n",
}


@pytest.mark.parametrize("code", NOTHING.values(), ids=NOTHING.keys())
def test_look_alikes_say_nothing(code: str) -> None:
    file = read(code)
    assert [told(each) for each in file.env_reads] == []
    assert [*file.host_env_reads, *file.requests, *file.dynamic_reads, *file.env_flows] == []


# How a member is read.

FALLBACKS = {
    "nothing": ("env.KEY", False),
    "or": ("env.KEY or 'x'", True),
    "or, to the right": ("x or env.KEY", False),
    "and": ("env.KEY and f()", True),
    "not": ("not env.KEY", True),
    "a comparison with None": ("env.KEY is not None", True),
    "a comparison with a value": ("env.KEY == 'x'", False),
    "a test": ("'a' if env.KEY else 'b'", True),
    "a guarded choice": ("env.KEY if hasattr(env, 'KEY') else 'b'", True),
    "another guard": ("env.KEY if hasattr(env, 'OTHER') else 'b'", False),
    "bool": ("bool(env.KEY) or x", True),
    "a call": ("f(env.KEY) or x", False),
    "a walrus": ("(k := env.KEY) or x", True),
    "getattr": ("getattr(env, 'KEY')", False),
    "getattr with a default": ("getattr(env, 'KEY', None)", True),
    "hasattr": ("hasattr(env, 'KEY')", True),
    "in": ("'KEY' not in env", True),
    "a method": ("env.KEY.get('x') or y", False),
    "a comprehension's condition": ("[x for x in y if env.KEY]", True),
}


@pytest.mark.parametrize(("expression", "expected"), FALLBACKS.values(), ids=FALLBACKS.keys())
def test_a_read_tells_whether_the_code_goes_on_without_the_value(expression: str, expected: bool) -> None:
    found = read(f"def on_fetch(request, env):\n    return {expression}\n").env_reads
    assert {each.has_fallback for each in found if each.name == "KEY"} == {expected}


BLOCKS = {
    "if": ("if env.KEY:\n  env.KEY\n", [True, True]),
    "else": ("if hasattr(env, 'KEY'):\n  pass\nelse:\n  env.KEY\n", [True, True]),
    "elif": ("if x:\n  pass\nelif env.KEY:\n  env.KEY\n", [True, True]),
    "after a guard": ("if not env.KEY:\n  return 1\nenv.KEY\n", [True, True]),
    "after a guard for two": ("if not (env.KEY and env.B):\n  return 1\nenv.B\n", [True, True, True]),
    "after a guard of hasattr": ("if not hasattr(env, 'KEY'):\n  f()\n  return\nenv.KEY\n", [True, True]),
    "after raising": ("if not env.KEY:\n  raise E\nenv.KEY\n", [True, False]),
    "before a guard": ("env.KEY\nif not env.KEY:\n  return 1\n", [False, True]),
    "a guard in another block": ("if x:\n  if not env.KEY: return\nenv.KEY\n", [True, False]),
    "a loop's guard": ("for x in y:\n  if not env.KEY: continue\n  env.KEY\n", [True, True]),
    "try": ("try:\n  env.KEY\nexcept AttributeError:\n  pass\n", [True]),
    "try with several": ("try:\n  env.KEY\nexcept (TypeError, AttributeError) as e:\n  env.B\n", [True, False]),
    "try with another": ("try:\n  env.KEY\nexcept Exception:\n  pass\n", [False]),
    "suppress": ("with contextlib.suppress(AttributeError):\n  env.KEY\n", [True]),
    "a function in try": ("try:\n  def g(): env.KEY\nexcept AttributeError: pass\n", [False]),
    "while": ("while env.KEY: pass\n", [True]),
    "assert": ("assert env.KEY\n", [False]),
}


@pytest.mark.parametrize(("block", "expected"), BLOCKS.values(), ids=BLOCKS.keys())
def test_blocks_tell_whether_the_code_goes_on_without_the_value(block: str, expected: list[bool]) -> None:
    inside = "".join(f"    {line}\n" for line in block.splitlines())
    found = read(f"def on_fetch(request, env):\n{inside}").env_reads
    assert [each.has_fallback for each in found] == expected


@pytest.mark.parametrize(
    "statement",
    ["env.KEY = 1", "env.KEY += 1", "env.KEY: int = 1", "del env.KEY", "setattr(env, 'KEY', 1)", "env['KEY'] = 1"],
)
def test_writes_are_told_from_reads(statement: str) -> None:
    (found,) = read(f"def on_fetch(request, env):\n    {statement}\n").env_reads
    assert found.is_write
    assert not read("def on_fetch(request, env):\n    x[env.KEY] = env.KEY.y\n").env_reads[0].is_write


ACCESSES = {
    "await env.KEY.«get»(1)": ("get", True),
    "env.KEY.«name»": ("name", False),
    "env['KEY'].«put»(1)": ("put", True),
    "getattr(env, 'KEY').«get»(1)": ("get", True),
    "env.KEY['«x»']": ("x", False),
    "env.KEY": None,
    "f(env.KEY).get(1)": None,
}


@pytest.mark.parametrize(("expression", "expected"), ACCESSES.items())
def test_what_is_done_with_a_value(expression: str, expected: tuple[str, bool] | None) -> None:
    source, spans = marked(f"async def on_fetch(request, env):\n    {expression}\n", PATH)
    access = extract(source).env_reads[0].access
    assert (access and (access.member, access.called)) == expected
    assert [access.span] if access else spans == []


def test_reads_by_index_are_told_apart() -> None:
    found = read("def on_fetch(request, env):\n    env.A, env['B'], 'C' in env, getattr(env, 'D')\n").env_reads
    assert [(each.name, each.by_index) for each in found] == [("A", False), ("B", True), ("C", True), ("D", False)]


def test_places_are_named_from_the_outside_in() -> None:
    code = (
        "env.A\ndef f(e: Env):\n  def g():\n    return lambda: e.B\n  [e.C for x in y]\n"
        "class K:\n  def __init__(self, e: Env): e.D\n  async def m(self, e: Env): e.E\n"
    )
    assert [each.function for each in read(code).env_reads] == ["", "f.g", "f", "K.constructor", "K.m"]


DYNAMIC = {
    "getattr": "«getattr(env, name)»",
    "an index": "«env[name]»",
    "a text that is put together": "«getattr(env, 'A' + 'B')»",
    "to_py": "«env.to_py»()",
    "keys": "for k in «env.object_keys»(): pass",
    "a loop": "for k in «env»: pass",
    "vars": "vars(«env»)",
    "a copy": "dict(**«env»)",
    "an unknown function": "run(«env»)",
    "a method of an unknown object": "thing.run(«env»)",
    "a dictionary": "x = {'env': «env»}",
    "a list": "x = [«env»]",
    "a result": "return «env»",
    "a state": "app.state.env = «env»",
}


@pytest.mark.parametrize("statement", DYNAMIC.values(), ids=DYNAMIC.keys())
def test_an_environment_that_cannot_be_followed_may_be_read_whole(statement: str) -> None:
    source, spans = marked(f"def on_fetch(request, env):\n    {statement}\n", PATH)
    file = extract(source)
    assert [each.span for each in file.dynamic_reads] == spans
    assert file.env_reads == ()


@pytest.mark.parametrize("statement", ["print(env)", "x = env", "isinstance(env, X)", "env.js_id", "self.e = env"])
def test_what_reads_no_member_is_no_read(statement: str) -> None:
    file = read(
        f"from workers import DurableObject\nclass A(DurableObject):\n  def on_fetch(self, r, env):\n    {statement}\n"
    )
    assert [*file.dynamic_reads, *file.env_reads] == []


# Hand-overs.

FLOWS = {
    "a function": ("def f(x, e): pass\ndef on_fetch(r, env): f(1, env)\n", {(":f", 1, "", False)}),
    "by name": (
        "def f(x, e, *, k): pass\ndef on_fetch(r, env): f(k=env, e=env)\n",
        {(":f", 1, "", False), (":f", 2, "", False)},
    ),
    "a nested function": ("def on_fetch(r, env):\n  def g(e): pass\n  g(env)\n", {(":on_fetch.g", 0, "", False)}),
    "an imported function": ("from .a import f as g\ndef on_fetch(r, env): g(env)\n", {(".a:f", 0, "", False)}),
    "a module's function": ("import a.b\ndef on_fetch(r, env): a.b.f(env)\n", {("a.b:f", 0, "", False)}),
    "a renamed module": ("import a.b as c\ndef on_fetch(r, env): c.f(env)\n", {("a.b:f", 0, "", False)}),
    "a neighbour": ("from . import a\ndef on_fetch(r, env): a.f(env)\n", {(".a:f", 0, "", False)}),
    "something imported": ("from a import b\ndef on_fetch(r, env): b.f(env)\n", {("a:b.f", 0, "", False)}),
    "a constructor": (
        "class C:\n  def __init__(self, x, e): pass\ndef on_fetch(r, env): C(1, env)\n",
        {(":C.constructor", 1, "", False)},
    ),
    "an inherited constructor": (
        "class B:\n  def __init__(self, e): pass\nclass C(B): pass\ndef on_fetch(r, env): C(e=env)\n",
        {(":B.constructor", 0, "", False)},
    ),
    "a class method": (
        "class C:\n  def __init__(self, e): pass\n  @classmethod\n  def of(cls, env: Env): return cls(env)\n",
        {(":C.constructor", 0, "", False)},
    ),
    "an imported class": ("from a import C\ndef on_fetch(r, env): C(env)\n", {("a:C.constructor", 0, "", False)}),
    "an imported class's method": (
        "from a import C\nc = C()\ndef on_fetch(r, env): c.f(env)\n",
        {("a:C.f", 0, "", False)},
    ),
    "a method": (WORKER + "  def f(self): self.g(self.env)\n  def g(self, e): pass\n", {(":Default.g", 0, "", False)}),
    "a method of an object": (
        "class C:\n  def f(self, e): pass\nc = C()\ndef on_fetch(r, env): c.f(env)\n",
        {(":C.f", 0, "", False)},
    ),
    "a base's constructor": (
        "from workers import DurableObject\nclass A(DurableObject):\n"
        "  def __init__(self, ctx: int, env):\n    super().__init__(ctx, env)\n",
        {("workers:DurableObject.constructor", 1, "", False)},
    ),
    "the worker itself": (WORKER + "  def f(self): g(self)\ndef g(w): pass\n", {(":g", 0, "", True)}),
    "partial": (
        "from functools import partial\ndef f(x, e): pass\ndef on_fetch(r, env): partial(f, 1, env)\n",
        {(":f", 1, "", False)},
    ),
    "a parameter that is handed on": (
        "def f(e): g(e)\ndef g(e): pass\n",
        {(":g", 0, "f#0", False), (":g", 0, "f#0.env", True)},
    ),
    "awaited": ("async def f(e): pass\nasync def on_fetch(r, env): await f(env)\n", {(":f", 0, "", False)}),
}


@pytest.mark.parametrize(("code", "expected"), FLOWS.values(), ids=FLOWS.keys())
def test_hand_overs_name_function_and_position(code: str, expected: set[tuple[str, int, str, bool]]) -> None:
    found = {
        (f"{each.callee.module}:{each.callee.name}", each.index, each.root.parameter, each.is_context)
        for each in read(code).env_flows
    }
    assert found == expected


def test_a_hand_over_to_an_imported_function_names_the_parameter() -> None:
    (flow,) = read("from a import f\ndef on_fetch(r, env): f(x=1, e=env)\n").env_flows
    assert (flow.callee, flow.index, flow.keyword) == (Callee("a", "f"), -1, "e")


# The machine's environment.

HOST = {
    "an index": ("import os\n«os.environ['KEY']»\n", "KEY", "os.environ", False),
    "get": ("import os\n«os.environ.get('KEY')»\n", "KEY", "os.environ", False),
    "get with a default": ("import os\n«os.environ.get('KEY', 'é')»\n", "KEY", "os.environ", True),
    "get or": ("import os\nx = «os.environ.get('KEY')» or 'é'\n", "KEY", "os.environ", True),
    "pop": ("import os\n«os.environ.pop('KEY')»\n", "KEY", "os.environ", False),
    "getenv": ("import os\n«os.getenv('KEY')»\n", "KEY", "os.getenv", False),
    "getenv with a default": ("import os\n«os.getenv(key='KEY', default='x')»\n", "KEY", "os.getenv", True),
    "a renamed module": ("import os as o\n«o.environ['KEY']»\n", "KEY", "os.environ", False),
    "a name": ("from os import environ\n«environ['KEY']»\n", "KEY", "os.environ", False),
    "a function": ("from os import getenv as g\n«g('KEY')»\n", "KEY", "os.getenv", False),
    "an alias": ("import os\nenv = os.environ\n«env['KEY']»\n", "KEY", "os.environ", False),
    "in": ("import os\nif «'KEY' in os.environ»: pass\n", "KEY", "os.environ", True),
    "a constant": ("import os\nNAME = 'KEY'\n«os.environ[NAME]»\n", "KEY", "os.environ", False),
    "a computed name": ("import os\n«os.environ[f()]»\n", "", "os.environ", False),
    "try": ("import os\ntry:\n  «os.environ['KEY']»\nexcept KeyError: pass\n", "KEY", "os.environ", True),
    "os.path beside it": ("import os.path\n«os.environ['KEY']»\n", "KEY", "os.environ", False),
}


@pytest.mark.parametrize(("code", "name", "accessor", "has_fallback"), HOST.values(), ids=HOST.keys())
def test_reads_of_the_machine_are_found(code: str, name: str, accessor: str, has_fallback: bool) -> None:
    source, spans = marked(code, PATH)
    (found,) = extract(source).host_env_reads
    assert [found.span] == spans
    assert (found.name, found.accessor, found.has_fallback) == (name, accessor, has_fallback)


RECEIVERS = {
    "a worker": (WORKER + "  def f(self): X\n", "self.env"),
    "a handler": ("def on_fetch(request, e): X\n", "e"),
    "a nested function": ("def on_fetch(request, e):\n  def f(): X\n", "e"),
    "an alias first": (WORKER + "  def f(self):\n    env = self.env\n    X\n", "self.env"),
    "a typed parameter": ("def f(a, env: Env): X\n", "env"),
    "a module's name": ("from workers import env\ndef f(): X\n", "env"),
    "a hidden name": ("from workers import env\ndef f(env: int): X\n", ""),
    "a later name": (WORKER + "  def f(this): pass\ndef g():\n  X\n  e = Default().env\n", ""),
    "a parameter that may be one": ("def f(env): X\n", ""),
    "nothing": ("X\n", ""),
}


@pytest.mark.parametrize(("code", "expected"), RECEIVERS.values(), ids=RECEIVERS.keys())
def test_a_read_of_the_machine_tells_how_to_reach_the_environment(code: str, expected: str) -> None:
    (found,) = read("import os\n" + code.replace("X", "os.environ['KEY']")).host_env_reads
    assert found.receiver == expected


# Requests.

REQUESTS = {
    "fetch of JavaScript": ("from js import fetch\n«fetch(«'http://a'»»)\n", "fetch", ["http://a"]),
    "fetch of the workers module": (
        "from workers import fetch as f\n«f(«'http://a'», method='GET'»)\n",
        "fetch",
        ["http://a"],
    ),
    "fetch of the js module": ("import js\n«js.fetch(«'http://é'»»)\n", "fetch", ["http://é"]),
    "fetch of a star import": ("from js import *\n«fetch(«'http://a'»»)\n", "fetch", ["http://a"]),
    "a request": ("from js import Request\n«Request.new(«'http://a'»»)\n", "Request", ["http://a"]),
    "a socket": ("from js import WebSocket\n«WebSocket.new(«'wss://a'»»)\n", "WebSocket", ["wss://a"]),
    "pyfetch": ("from pyodide.http import pyfetch\nx = «pyfetch(\n  «'http://a'»,\n»)\n", "pyfetch", ["http://a"]),
    "pyfetch of a module": ("import pyodide.http\n«pyodide.http.pyfetch(«'http://a'»»)\n", "pyfetch", ["http://a"]),
    "httpx": ("import httpx\n«httpx.post(«'http://a'»»)\n", "httpx", ["http://a"]),
    "httpx with a method": ("import httpx\n«httpx.request('GET', «'http://a'»»)\n", "httpx", ["http://a"]),
    "by keyword": ("import httpx\n«httpx.get(timeout=1, url=«'http://a'»»)\n", "httpx", ["http://a"]),
    "a function of httpx": ("from httpx import get\n«get(«'http://a'»»)\n", "httpx", ["http://a"]),
    "requests": ("import requests as r\n«r.delete(«'http://a'»»)\n", "requests", ["http://a"]),
    "a session": (
        "import requests\nwith requests.Session() as s:\n  «s.get(«'http://a'»»)\n",
        "requests",
        ["http://a"],
    ),
    "a session's method": ("import requests\ns = requests.Session()\n«s.request('GET', «u»»)\n", "requests", []),
    "aiohttp": (
        "import aiohttp\nasync def f():\n  async with aiohttp.ClientSession() as s:\n"
        "    async with «s.get(«'http://a'»») as r: pass\n",
        "aiohttp",
        ["http://a"],
    ),
    "a client that an object keeps": (
        "import httpx\nclass A:\n  def __init__(self): self.c = httpx.AsyncClient()\n"
        "  async def f(self): await «self.c.put(«'http://a'»»)\n",
        "httpx",
        ["http://a"],
    ),
    "a typed client": ("import httpx\ndef f(c: httpx.AsyncClient): «c.get(«'http://a'»»)\n", "httpx", ["http://a"]),
    "a typed client's relative URL": ("import httpx\ndef f(c: httpx.AsyncClient): «c.get(«'/a'»»)\n", "httpx", []),
    "urllib": ("import urllib.request\n«urllib.request.urlopen(«'http://a'», None»)\n", "urllib", ["http://a"]),
    "urllib's module": ("from urllib import request\n«request.Request(«'http://a'»»)\n", "urllib", ["http://a"]),
    "websockets": ("import websockets\nx = «websockets.connect(«'ws://a'»»)\n", "websockets", ["ws://a"]),
    "an unknown URL": ("from js import fetch\ndef on_fetch(r, env): «fetch(«r»»)\n", "fetch", ["(on_fetch#0)"]),
    "no URL": ("from js import fetch\n«fetch(«»»)\n", "fetch", []),
}


@pytest.mark.parametrize(("code", "client", "urls"), REQUESTS.values(), ids=REQUESTS.keys())
def test_requests_are_found_with_client_and_url(code: str, client: str, urls: list[str]) -> None:
    source, spans = marked(code, PATH)
    (found,) = extract(source).requests
    assert found.client == client
    assert sorted([found.span, found.url_span]) == spans
    assert ["".join(map(shown, row)) for row in found.urls] == urls
    assert not found.via_binding


def shown(piece: Piece) -> str:
    if piece.imported is not None:
        return f"<{piece.imported.module}:{piece.imported.name}>"
    if piece.parameter:
        return f"({piece.parameter})"
    return piece.literal or (f"${piece.env}" if piece.env else "?")


URLS = {
    "an f-string with a variable": ("f'https://{env.HOST}/x/{r.url}'", ["https://$HOST/x/(on_fetch#0.url)"]),
    "a variable": ("env.URL", ["$URL"]),
    "a variable with a default": ("getattr(env, 'URL', 'http://d')", ["$URL", "http://d"]),
    "or": ("env.URL or 'http://d'", ["$URL", "http://d"]),
    "the machine's environment": ("os.environ.get('URL', 'http://d')", ["?", "http://d"]),
    "an imported constant": ("BASE + '/x'", ["<config:BASE>/x"]),
    "a renamed one": ("f'{OTHER}/x'", ["<.config:BASE>/x"]),
    "a module's constant": ("'%s/x' % settings.URL", ["<.settings:URL>/x"]),
    "an imported class's": ("'{}/x'.format(Config.URL)", ["<.config:Config.URL>/x"]),
    "a constant of this file": ("HERE + '/x'", ["http://here/x"]),
    "a request": ("Request.new('http://a')", []),
    "an alias of a member": ("url", ["$URL"]),
}


@pytest.mark.parametrize(("expression", "expected"), URLS.values(), ids=URLS.keys())
def test_urls_are_put_together_from_pieces(expression: str, expected: list[str]) -> None:
    code = (
        "import os\nfrom js import fetch, Request\nfrom config import BASE\nfrom .config import BASE as OTHER, Config\n"
        f"from . import settings\nHERE = 'http://here'\ndef on_fetch(r, env):\n  url = env.URL\n  fetch({expression})\n"
    )
    found = read(code).requests[0]
    assert ["".join(map(shown, row)) for row in found.urls] == expected


BASES = {
    "a base": ("base_url='http://b/v1/'", "'/x'", ["http://b/v1/x"]),
    "a base without a slash": ("base_url='http://b'", "f'x/{y}'", ["http://b/x/?"]),
    "an absolute URL": ("base_url='http://b'", "'https://c/x'", ["https://c/x"]),
    "an unknown base": ("base_url=z", "'/x'", []),
    "a base from the environment": ("base_url=env.URL", "'/x'", ["$URL/x"]),
    "a base of pieces": ("base_url=f'http://{env.HOST}/v1/'", "'/x'", ["http://$HOST/v1/x"]),
    "no base": ("", "'/x'", ["/x"]),
}


@pytest.mark.parametrize(("options", "url", "expected"), BASES.values(), ids=BASES.keys())
def test_clients_put_their_base_before_relative_urls(options: str, url: str, expected: list[str]) -> None:
    client = f"httpx.AsyncClient({options})"
    code = f"import httpx\nasync def on_fetch(r, env):\n  async with {client} as c:\n    c.get({url})\n"
    (found,) = read(code).requests
    assert ["".join(map(shown, row)) for row in found.urls] == expected


def test_a_part_of_a_url_stands_where_it_is_defined() -> None:
    source, spans = marked("import requests\nBASE = '«http://é»'\nrequests.get(BASE + f'«/x/»{«y»}')\n", PATH)
    ((row,),) = (each.urls for each in extract(source).requests)
    assert [piece.span for piece in row] == spans


BINDINGS = {
    "a service": ("self.env.OTHER.fetch('http://internal/x')", [("fetch", True)]),
    "an index": ("self.env['OTHER'].fetch(u)", [("fetch", True)]),
    "an alias": ("o = self.env.OTHER; o.fetch(u)", [("fetch", True)]),
    "a request that is made for it": ("self.env.OTHER.fetch(Request.new(u))", [("fetch", True), ("Request", True)]),
    "a request that is made before": (
        "r = Request.new(u); self.env.OTHER.fetch(r)",
        [("Request", True), ("fetch", True)],
    ),
    "a request for the network": ("r = Request.new(u); fetch(r)", [("Request", False), ("fetch", False)]),
}


@pytest.mark.parametrize(("statement", "expected"), BINDINGS.values(), ids=BINDINGS.keys())
def test_requests_to_bindings_do_not_leave_the_platform(statement: str, expected: list[tuple[str, bool]]) -> None:
    code = f"from js import Request, fetch\n{WORKER}  def f(self, u): {statement}\n"
    found = read(code).requests
    assert [(each.client, each.via_binding) for each in found] == expected
    assert {each.function for each in found} == {"Default.f"}


# Imports, exports, declarations.

IMPORTS = {
    "a module": ("import «a.b»\n", [("a.b", True, (("a.b", "*"),))]),
    "modules": ("import «a», «b» as c\n", [("a", True, (("a", "*"),)), ("b", True, (("c", "*"),))]),
    "names": ("from «a.b» import c, d as e\n", [("a.b", True, (("c", "c"), ("e", "d")))]),
    "a relative module": ("from «. .a» import b\n", [("..a", True, (("b", "b"),))]),
    "a neighbour": (
        "from «.» import «a» as b\n",
        [(".", True, (("b", "a"),)), (".a", True, (("b", "*"),))],
    ),
    "everything": ("from «a» import *\n", [("a", True, (("*", "*"),))]),
    "in a function": ("def f():\n  import «a»\n", [("a", True, (("a", "*"),))]),
    "for types": (
        "if TYPE_CHECKING:\n  import «a»\nelse:\n  import «b»\n",
        [("a", False, (("a", "*"),)), ("b", True, (("b", "*"),))],
    ),
    "for types, as a member": ("if typing.TYPE_CHECKING:\n  from «a» import b\n", [("a", False, (("b", "b"),))]),
    "not for types": ("if not TYPE_CHECKING:\n  import «a»\n", [("a", True, (("a", "*"),))]),
    "in try": ("try:\n  import «a»\nexcept ImportError: pass\n", [("a", True, (("a", "*"),))]),
}


@pytest.mark.parametrize(("code", "expected"), IMPORTS.values(), ids=IMPORTS.keys())
def test_imports(code: str, expected: list[tuple[str, bool, tuple[tuple[str, str], ...]]]) -> None:
    source, spans = marked(code, PATH)
    found = extract(source).imports
    assert [(each.specifier, each.is_value, each.names) for each in found] == expected
    assert [each.span for each in found] == spans


def test_exports_are_the_names_of_the_module() -> None:
    code = (
        "import a.b\nfrom c import d as e\nfrom . import f\nfrom g import *\nif TYPE_CHECKING:\n  from t import u\n"
        "x: int = 1\ndef h(): y = 1\nclass Default: pass\nfor z in (): pass\n"
    )
    found = {(each.name, each.local, each.module, each.is_type) for each in read(code).exports}
    assert found == {
        ("a", "*", "a", False),
        ("e", "d", "c", False),
        ("f", "*", ".f", False),
        ("*", "*", "g", False),
        ("u", "u", "t", True),
        *((name, name, "", False) for name in ("x", "h", "Default", "z")),
        ("default", "Default", "", False),
    }


def test_classes_tell_base_methods_and_parameters() -> None:
    code = (
        "from abc import ABC\nfrom workers import WorkerEntrypoint as W\nimport m.n\n"
        "class «A»(ABC, W):\n"
        "  def «__init__»(self, «ctx», «env»): pass\n"
        "  async def «run»(self, «a», /, «b»=1, *«rest», «c», «d»=2, **«more»): pass\n"
        "  @staticmethod\n  def «s»(«x»): pass\n"
        "  @classmethod\n  def «k»(cls, «y»): pass\n"
        "  @property\n  def p(self): pass\n"
        "  attribute = 1\n"
        "class «B»(A): pass\nclass «C»(m.n.Base[T]): pass\nclass «D»: pass\n"
    )
    source, spans = marked(code, PATH)
    classes = extract(source).classes
    assert [(each.name, each.base) for each in classes] == [
        ("A", Callee("workers", "WorkerEntrypoint")),
        ("B", Callee("", "A")),
        ("C", Callee("m.n", "Base")),
        ("D", None),
    ]
    methods = classes[0].methods
    assert [(each.name, each.is_static) for each in methods] == [
        ("constructor", False),
        ("run", False),
        ("s", True),
        ("k", True),
    ]
    assert [(each.name, each.is_optional, each.is_rest) for each in methods[1].parameters] == [
        ("a", False, False),
        ("b", True, False),
        ("rest", True, True),
        ("c", False, False),
        ("d", True, False),
        ("more", True, True),
    ]
    found = [each.span for each in classes]
    found += [span for each in methods for span in (each.span, *(parameter.span for parameter in each.parameters))]
    assert sorted(found) == spans


def test_functions_constants_and_environment_types_are_told() -> None:
    source, spans = marked(
        "BASE = '«http://a»'\nURL = BASE + '«/x»'\nN = 1\nclass Config:\n  API = '«http://b»'\n  def f(self): pass\n"
        "def «main»(«a», «b»=1): pass\nclass «Env»(Protocol):\n  «KEY»: str\n  «DB»: Optional[D1] = None\n"
        "  def f(self): pass\n",
        PATH,
    )
    file = extract(source)
    texts = {name: ["".join(map(shown, row)) for row in rows] for name, rows in file.constants}
    assert texts == {"BASE": ["http://a"], "URL": ["http://a/x"], "N": ["1"], "Config.API": ["http://b"]}
    (function,), (env,) = file.functions, file.env_types
    assert (env.name, env.is_complete) == ("Env", True)
    assert [(each.name, each.type, each.is_optional) for each in env.members] == [
        ("KEY", "str", False),
        ("DB", "Optional[D1]", True),
    ]
    found = [function.span, env.span]
    found += [*(each.span for each in function.parameters), *(each.span for each in env.members)]
    found += {piece.span for _, rows in file.constants for row in rows for piece in row if len(piece.literal) > 1}
    assert sorted(found) == spans


# Secrets.

SECRETS = {
    "a key": f"x = '«{KEY}»'\n",
    "a key in a comment": f"# «{KEY}»\n",
    "a name that tells": "API_KEY = '«q7x2m9v4t8»'\n",
    "a typed name": "api_token: str = r'«q7x2m9v4t8»'\n",
    "a dictionary": "x = {'client_secret': '«q7x2m9v4t8»'}\n",
    "a keyword": "connect(password='«q7x2m9v4t8»')\n",
    "a default": "import os\nos.getenv('API_KEY', '«q7x2m9v4t8»')\n",
    "a fallback": "import os\nx = os.environ.get('API_KEY') or '«q7x2m9v4t8»'\n",
    "a header": "h = {'Authorization': 'Bearer «q7x2m9v4t8abc»'}\n",
    "a query": "import requests\nrequests.get('http://a/?token=«q7x2m9v4t8»&x=1')\n",
    "a broken file": "API_KEY = '«q7x2m9v4t8»'\nx = (\n",
    "nothing": "API_KEY = 'your-api-key-here-123'\nSORT_KEY = 'created_at_2'\ntoken = 'http://a.b/c2'\n",
}


@pytest.mark.parametrize("code", SECRETS.values(), ids=SECRETS.keys())
def test_literals_that_look_like_credentials_are_marked(code: str) -> None:
    source, spans = marked(code, PATH)
    assert list(extract(source).secrets) == spans


def test_no_record_holds_the_value_of_a_credential() -> None:
    code = (
        f"import os, requests\nURL = 'https://u:{KEY}@host/x'\nKEY = '{KEY}'\nrequests.get(URL)\n"
        f"requests.get(f'http://a/?token={KEY}')\nos.environ['{KEY}']\n"
        f"def on_fetch(r, env):\n  getattr(env, '{KEY}')\n  env['{KEY}']\n  requests.get('http://a/' + KEY)\n"
    )
    file = read(code)
    assert len(file.requests) == 3
    assert KEY[7:] not in repr(file)
    assert [shown(piece) for piece in file.requests[0].urls[0]] == ["https://u:", "?"]


# Broken and hostile files.


def test_a_half_typed_line_costs_only_that_line() -> None:
    source, spans = marked(
        WORKER + "  def f(self):\n    x = self.env.\n    y = foo(self.env.A,\n    «self.env».«KEY»\n", PATH
    )
    file = extract(source)
    (found,) = file.env_reads
    assert sorted([found.object, found.span]) == spans
    assert len(file.problems) == 1


def test_a_problem_is_told_also_where_nothing_can_be_read() -> None:
    assert read("x = 1\0").problems[0].span == Span(PATH, 5, 6)
    assert read("x = " + "(" * 500 + ")" * 500) == WorkerFile(PATH, is_whole=False)
    assert read("x = 1\n" * 200_000) == WorkerFile(PATH, is_whole=False)


CHAINS = {
    "names": "".join(f"a{i} = a{i + 1}\n" for i in range(1500)) + "fetch(a0)\n",
    "sums": "".join(f"a{i} = a{i + 1} + a{i + 1}\n" for i in range(1500)) + "fetch(a0)\n",
    "members": "".join(f"a{i} = a{i + 1}.x\n" for i in range(1500)) + "fetch(a0.y)\n",
    "entries": "".join(f"a{i} = a{i + 1}['x']\n" for i in range(1500)) + "fetch(a0['y'])\n",
    "functions": "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(1000)) + "fetch(f0())\n",
    "classes": "".join(f"class A{i}(A{i + 1}):\n  def f(self): self.env.X\n" for i in range(700)),
    "circles": "class A(A):\n  env = env\n  def f(self): self.env = self.env; self.env.X\ndef g(): return g().X\n",
    "many bindings": "def on_fetch(r, env):\n" + "".join(f"  x = env.A{i}\n  x(x)\n" for i in range(1200)),
    "many guards": "def on_fetch(r, env):\n" + "  if not env.A: return\n  env.A\n" * 1200,
}


@pytest.mark.parametrize("code", CHAINS.values(), ids=CHAINS.keys())
def test_long_ways_end(code: str) -> None:
    assert read("from js import fetch\n" + code).path == PATH


def spans_in(value: object) -> Iterator[Span]:
    """Yield every span in a record, however deep."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, Span):
            yield each
        elif isinstance(each, tuple):
            pending.extend(each)
        elif dataclasses.is_dataclass(each) and not isinstance(each, type):
            pending.extend(getattr(each, field.name) for field in dataclasses.fields(each))


PROGRAM = """\
from workers import WorkerEntrypoint, Response, fetch
from . import helpers
import httpx, os
BASE = f"https://{'api'}.example/é"
class Default(WorkerEntrypoint):
    async def fetch(self, request, *, k=os.environ.get("A", "b")):
        env = self.env
        if not hasattr(env, "TOKEN"):
            return Response("no")
        async with httpx.AsyncClient(base_url=BASE) as c:
            await c.get("/v1/{}".format(env.PATH))
        await env.OTHER.fetch(request)
        return await helpers.go(request, env)
def on_scheduled(event, e): return [getattr(e, n) for n in dir(e) if n in e]
"""
TOKENS = [
    *'env self . .env ( ) { } [ ] = : , * ** @ " \' """ f" { \\ # KEY \'x\' 1 é class def lambda'.split(),
    *"async await with return if else for in not or and import from os os.environ httpx fetch getattr".split(),
    *("hasattr", "global", "nonlocal", "match", "case", "\n", "\r", "\t", "\n    ", "\x0c"),
]


def check(data: bytes) -> None:
    source = Source(PATH, data)
    file = extract(source)
    for span in spans_in(file):
        assert span.path == PATH
        assert 0 <= span.start <= span.end <= len(source.data)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_without_harm(data: bytes) -> None:
    check(data)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(PROGRAM)), st.integers(0, 12), st.lists(st.sampled_from(TOKENS), max_size=4))
def test_a_program_with_a_change_anywhere_is_read_without_harm(at: int, removed: int, added: list[str]) -> None:
    check((PROGRAM[:at] + " ".join(added) + PROGRAM[at + removed :]).encode())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=30))
def test_any_tokens_are_read_without_harm(tokens: list[str]) -> None:
    check(" ".join(tokens).encode())


@pytest.mark.parametrize("name", ["os", "string", "http/cookies", "wsgiref/handlers", "logging/handlers"])
def test_code_that_is_no_worker_has_no_environment(name: str) -> None:
    path = Path(sysconfig.get_path("stdlib")) / f"{name}.py"
    file = extract(Source(f"{name}.py", path.read_bytes()))
    assert not file.problems
    assert [told(each) for each in file.env_reads if not each.root.parameter] == []
    assert [each for each in file.env_flows if not each.root.parameter] == []


def test_certainty_orders_the_roots_of_several_ways() -> None:
    code = "from workers import env as g\ndef f(a: Env, b):\n  e = a if b else g\n  e.KEY\n"
    assert read(code).env_reads[0].root == Root(Certainty.HERITAGE)
