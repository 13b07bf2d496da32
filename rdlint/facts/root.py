"""Where an object that worker code handles comes from, and how surely it is the environment."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Certainty(IntEnum):
    """How a fact is known; a higher number is surer."""

    NAME = 1  # only the name says so: a free variable called `env`
    FLOW = 2  # a value was followed to here: aliases, arguments, callbacks
    HERITAGE = 3  # `this.env` in a class that extends a framework class
    TYPED = 4  # a type annotation says so


class Root(NamedTuple):
    """Where the environment object that a fact is about comes from.

    ``parameter`` is empty when this file alone knows that the object is the environment. Otherwise
    the fact holds only if that parameter receives it: ``"f#0"`` is the first parameter of the
    file's function ``f``, ``"C.constructor#1"`` the second of class ``C``'s constructor, and a
    suffix ``".env"`` says that not the parameter but its property ``env`` is meant (a request
    context, or a class instance). ``"C.this"`` is a value of the type or class ``C``, so
    ``"C.this.env"`` the property ``env`` of its instances; ``"f()"`` is what ``f`` returns, and
    ``"f()#0"`` the first parameter of a function that it returns. What stands in another file has its
    import specifier behind an ``@``: ``"Deps.this.env@./types"``.

    A function is named from the outside in: ``f``, ``f.inner``, ``C.method``, ``object.method``;
    ``default`` stands for what is exported as default and has no name (``default.fetch``).
    """

    certainty: Certainty
    parameter: str = ""
