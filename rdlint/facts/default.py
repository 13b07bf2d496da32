"""What a file exports as default."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from rdlint.span import Span


class Form(Enum):
    """What a default export is."""

    CLASS = auto()
    FUNCTION = auto()
    OBJECT = auto()  # an object literal
    ROUTER = auto()  # a Hono app
    OTHER = auto()  # something else, or not known


class Default(NamedTuple):
    """The default export of a file, which gives it itself; ``local`` is its local name as in ``Export``."""

    form: Form
    local: str
    span: Span
