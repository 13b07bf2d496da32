"""What a Python expression can be traced to: the environment, what holds it, an import, a declaration.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import libcst as cst

from rdlint.facts.root import Root


@dataclass(frozen=True, slots=True)
class Env:
    """The environment object."""

    root: Root


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter of unknown type, as in ``Root.parameter``: it may be an environment, or hold one as `env`."""

    parameter: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """``env.NAME``."""

    name: str


@dataclass(frozen=True, slots=True)
class HostEnv:
    """The environment of the machine: `os.environ`, or with ``is_call`` the function `os.getenv`."""

    is_call: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """``name`` of the module ``module``; ``"*"`` is all of it."""

    module: str
    name: str

    @property
    def path(self) -> str:
        """Both with a dot between them: ``os.environ``."""
        return self.module if self.name == "*" else f"{self.module}.{self.name}"


@dataclass(frozen=True, slots=True)
class Local:
    """A function or class of this file."""

    node: cst.FunctionDef | cst.ClassDef


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of this file."""

    node: cst.ClassDef


@dataclass(frozen=True, slots=True)
class Made:
    """What comes of calling ``maker``: an object of its class, if it is one.

    ``call`` is ``None`` if only a type says so, or if there are several.
    """

    maker: Imported
    call: cst.Call | None


@dataclass(frozen=True, slots=True)
class Unset:
    """`None`: what a name stands for until it is given something else."""


#: ``None``: it cannot be traced.
Origin: TypeAlias = "Env | Given | Member | HostEnv | Imported | Local | Instance | Made | Unset | None"
