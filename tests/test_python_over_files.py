"""Ways of the environment from file to file in Python workers, as the whole app sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps import MANIFEST, app_in, env_names, write

WORKER = "from workers import WorkerEntrypoint\nclass Default(WorkerEntrypoint):\n  def fetch(self, request):\n    "

FORMS = {
    "by position": (
        {"index.py": "from store import load\n" + WORKER + "load(1, self.env)", "store.py": "def load(n, e): e.DB_KEY"},
        ["DB_KEY"],
    ),
    "by keyword": (
        {
            "index.py": "from store import load\n" + WORKER + "load(env=self.env)",
            "store.py": "def load(n=1, env=None): env.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "by keyword after a rest": (
        {
            "index.py": "from store import load\n" + WORKER + "load(1, e=self.env)",
            "store.py": "def load(*n, x=1, e): e.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "by the keyword of another parameter": (
        {
            "index.py": "from store import load\n" + WORKER + "load(env=self.env)",
            "store.py": "def load(env, other): other.DB_KEY",
        },
        [],
    ),
    "by a keyword that nothing takes": (
        {
            "index.py": "from store import load\n" + WORKER + "load(env=self.env)",
            "store.py": "def load(e, **more): e.DB_KEY",
        },
        [],
    ),
    "a constructor by keyword": (
        {
            "index.py": "from store import Store\n" + WORKER + "Store('x', env=self.env).load()",
            "store.py": (
                "class Store:\n  def __init__(self, n, env):\n    self.e = env\n  def load(self):\n    self.e.DB_KEY"
            ),
        },
        ["DB_KEY"],
    ),
    "a method by keyword": (
        {
            "index.py": "from store import Store\nstore = Store()\n" + WORKER + "store.load(env=self.env)",
            "store.py": "class Store:\n  def load(self, n=1, *, env):\n    env.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "a parameter handed on by keyword": (
        {
            "index.py": "from one import one\n" + WORKER + "one(self.env)",
            "one.py": "from two import two\ndef one(env): two(bindings=env)",
            "two.py": "def two(n=0, bindings=None): bindings['DB_KEY']",
        },
        ["DB_KEY"],
    ),
    "a module of a package": (
        {
            "index.py": "from tools import store\n" + WORKER + "store.load(self.env)",
            "tools/__init__.py": "",
            "tools/store.py": "def load(e): e.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "a module of a package without a file of its own": (
        {
            "index.py": "from tools import store as s\n" + WORKER + "s.load(env=self.env)",
            "tools/store.py": "def load(env): env.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "a module of a package beside": (
        {
            "index.py": "from .tools import store\n" + WORKER + "store.load(self.env)",
            "tools/store.py": "def load(e): e.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "a class of a module of a package": (
        {
            "index.py": "from tools import store\n" + WORKER + "store.Store(self.env)",
            "tools/store.py": "class Store:\n  def __init__(self, env):\n    env.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "a name that the package itself has": (
        {
            "index.py": "from tools import store\n" + WORKER + "store(self.env)",
            "tools/__init__.py": "def store(e): e.OWN_KEY",
        },
        ["OWN_KEY"],
    ),
    "a name that the package passes on": (
        {
            "index.py": "from tools import load\n" + WORKER + "load(self.env)",
            "tools/__init__.py": "from .store import load",
            "tools/store.py": "def load(e): e.DB_KEY",
        },
        ["DB_KEY"],
    ),
    "a base class": (
        {
            "index.py": "from base import Base\nclass Default(Base):\n  def fetch(self, r):\n    self.env.OWN_KEY",
            "base.py": (
                "from workers import WorkerEntrypoint\n"
                "class Base(WorkerEntrypoint):\n  def f(self):\n    self.env.BASE_KEY"
            ),
        },
        ["BASE_KEY", "OWN_KEY"],
    ),
    "a base class that is handed it": (
        {
            "index.py": "from base import Base\nclass Users(Base):\n  def f(self):\n    self.env.OWN_KEY\n"
            + WORKER
            + "Users(self.env)",
            "base.py": "class Base:\n  def __init__(self, env):\n    self.env = env",
        },
        ["OWN_KEY"],
    ),
    "a base class that is handed something else": (
        {
            "index.py": "from base import Base\nclass Users(Base):\n  def f(self):\n    self.env.OWN_KEY\n"
            + WORKER
            + "Users({})",
            "base.py": "class Base:\n  def __init__(self, env):\n    self.env = env",
        },
        [],
    ),
    "what an object holds": (
        {
            "index.py": "from store import Store\n" + WORKER + "store = Store(self.env)\n    store.env.DB_KEY",
            "store.py": "class Store:\n  def __init__(self, env):\n    self.env = env",
        },
        ["DB_KEY"],
    ),
    "getattr": (
        {
            "index.py": "from store import load\n" + WORKER + "load(self.env)",
            "store.py": "def load(e): getattr(e, 'DB_KEY')",
        },
        ["DB_KEY"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), FORMS.values(), ids=FORMS)
def test_reads_over_files(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert env_names(tmp_path) == expected


def test_a_module_imported_from_a_package_is_worker_code(tmp_path: Path) -> None:
    files = {"index.py": "from tools import store, other\n", "tools/store.py": "", "tools/unused.py": ""}
    write(tmp_path, {"raindrop.manifest": MANIFEST, **{f"src/api/{path}": code for path, code in files.items()}})
    assert set(app_in(tmp_path).worker_files) == {"src/api/index.py", "src/api/tools/store.py"}


@pytest.mark.parametrize(
    ("call", "is_dynamic"), [("load(env=self.env)", False), ("connect(env=self.env)", True), ("connect(self)", True)]
)
def test_a_package_that_is_handed_the_environment_may_read_anything(
    tmp_path: Path, call: str, is_dynamic: bool
) -> None:
    index = "from store import load\nfrom package import connect\n" + WORKER + call
    files = {"src/api/index.py": index, "src/api/store.py": "def load(env): pass"}
    write(tmp_path, {"raindrop.manifest": MANIFEST, **files})
    assert bool(app_in(tmp_path).unseen) is is_dynamic
