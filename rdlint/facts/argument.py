"""What a call is given: the arguments of a method that is reached over the environment."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from rdlint.facts.callee import Callee
from rdlint.span import Span


class Kind(Enum):
    """What a value is, as far as its way to another worker is concerned."""

    OTHER = auto()  # it can be copied, or it is not known what it is
    SPREAD = auto()  # ``...values``: any number of arguments
    FUNCTION = auto()
    INSTANCE = auto()  # an object of a class
    SOCKET = auto()  # a WebSocket


class Argument(NamedTuple):
    """One argument of a call.

    ``span`` covers the argument or, where that is an object literal, the part of it that is of the
    ``kind``. ``made_by`` is the class of an ``INSTANCE``.
    """

    kind: Kind
    span: Span
    made_by: Callee | None = None
