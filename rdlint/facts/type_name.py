"""The name of a type, as an annotation writes it."""

from __future__ import annotations

from typing import NamedTuple


class TypeName(NamedTuple):
    """A named type: ``module`` is the specifier it is imported from, empty when this file declares it.

    ``is_global``: no file declares it, so that it is one of the language's or of its libraries.
    """

    name: str
    module: str = ""
    is_global: bool = False
