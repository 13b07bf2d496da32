"""What a Python expression can be traced to: the environment, what holds it, an import, a declaration.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import libcst as cst

from rdlint.facts.worker import Root


class Env(NamedTuple):
    """The environment object."""

    root: Root


class Given(NamedTuple):
    """A parameter of unknown type, as in ``Root.parameter``: it may be an environment, or hold one as `env`."""

    parameter: str
    name: str


class Member(NamedTuple):
    """``env.NAME``."""

    name: str


class HostEnv(NamedTuple):
    """The environment of the machine: `os.environ`, or with ``is_call`` the function `os.getenv`."""

    is_call: bool = False


class Imported(NamedTuple):
    """``name`` of the module ``module``; ``"*"`` is all of it."""

    module: str
    name: str

    @property
    def path(self) -> str:
        """Both with a dot between them: ``os.environ``."""
        return self.module if self.name == "*" else f"{self.module}.{self.name}"


class Local(NamedTuple):
    """A function or class of this file."""

    node: cst.FunctionDef | cst.ClassDef


class Instance(NamedTuple):
    """An object of a class of this file."""

    node: cst.ClassDef


class Made(NamedTuple):
    """What comes of calling ``maker``: an object of its class, if it is one. ``call`` is ``None`` if only a type says so."""

    maker: Imported
    call: cst.Call | None


class Unset(NamedTuple):
    """`None`: what a name stands for until it is given something else."""


#: ``None``: it cannot be traced.
Origin: TypeAlias = "Env | Given | Member | HostEnv | Imported | Local | Instance | Made | Unset | None"
