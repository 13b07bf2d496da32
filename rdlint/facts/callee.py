"""What a piece of code refers to: a function or class, here or in another file."""

from __future__ import annotations

from typing import NamedTuple


class Callee(NamedTuple):
    """The function that a call goes to.

    ``module`` is the import specifier it comes from, empty for a function of this file. ``name`` is
    the exported or local name (``"default"`` for a default import, ``"C.constructor"`` for
    ``new C``, ``"C.method"`` for a static method or a method of a known instance, ``"ns.f"`` is
    written as module of ``ns`` and name ``f``, a method of something imported as ``"thing.method"``).
    """

    module: str
    name: str
