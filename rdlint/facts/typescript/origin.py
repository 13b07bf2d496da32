"""What an expression can be traced to: the environment, what holds it, a router, an import, a declaration."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rdlint.facts.callee import Callee
from rdlint.facts.root import Certainty, Root

if TYPE_CHECKING:
    from tree_sitter import Node


class Env(NamedTuple):
    """The environment object."""

    root: Root


class Context(NamedTuple):
    """An object whose property ``env`` is the environment."""

    root: Root


class Given(NamedTuple):
    """A parameter of unknown type, or a thing of another file, as in ``Root.parameter``.

    It may be either of the two above. ``shape`` is its type when that is one with known members.
    """

    parameter: str
    shape: Node | None = None

    @property
    def is_held(self) -> bool:
        """Say whether this is the property ``env`` of something."""
        return self.parameter.partition("@")[0].endswith(".env")

    @property
    def held(self) -> str:
        """The property ``env`` of it, as in ``Root.parameter``."""
        name, sign, module = self.parameter.partition("@")
        return f"{name}.env{sign}{module}"

    @property
    def result(self) -> Given:
        """What it returns when it is called."""
        name, sign, module = self.parameter.partition("@")
        return Given(f"{name}(){sign}{module}")


class Member(NamedTuple):
    """``env.NAME``, or what comes of calling its methods."""

    name: str


class HostEnv(NamedTuple):
    """The environment of the machine."""

    accessor: str


class Router(NamedTuple):
    """A Hono app or router, and how surely its contexts hold the environment.

    ``parameter`` is set for what may be one: the place, as in ``Root.parameter``, that its contexts have their
    environment from.
    """

    certainty: Certainty
    parameter: str = ""

    @property
    def root(self) -> Root:
        """Where the environment of its contexts comes from."""
        return Root(self.certainty, self.parameter)


class Factory(NamedTuple):
    """What Hono's ``createFactory`` returns: it makes apps, middleware and handlers."""

    certainty: Certainty


class Imported(NamedTuple):
    """``name`` of another file or package; ``"*"`` is all of it."""

    module: str
    name: str


class Global(NamedTuple):
    """A name, or a path of names, that no file declares."""

    name: str


class Local(NamedTuple):
    """A function, class, enum or namespace of this file."""

    node: Node


class Instance(NamedTuple):
    """An object of a class of this file."""

    node: Node


class ForeignInstance(NamedTuple):
    """An object of a class that another file declares."""

    callee: Callee


class Shape(NamedTuple):
    """An object literal, or an object of a type with known members."""

    node: Node


class Plain(Enum):
    """What a type says when it names none of the above."""

    ANY = auto()  # it could be anything
    OTHER = auto()  # it is surely something else


#: ``None``: it cannot be traced.
Origin: TypeAlias = (
    "Env | Context | Given | Member | HostEnv | Router | Factory | Imported | Global | Local | Instance"
    " | ForeignInstance | Shape | None"
)
#: What a type says.
Typed: TypeAlias = "Env | Context | Router | Instance | Given | Shape | Plain"
