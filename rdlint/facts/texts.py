"""Texts that code puts together from pieces, and those that it hands to functions.

A record never holds a syntax node and never the value of a credential.
"""

from __future__ import annotations

from typing import NamedTuple

from rdlint.facts.callee import Callee
from rdlint.span import Span


class Piece(NamedTuple):
    """A part of a text that is put together in code.

    Exactly one of ``literal`` (known text), ``env`` (the variable NAME of the environment),
    ``imported`` (a constant ``name`` of another file; ``"f()"`` is what its function ``f`` returns)
    and ``parameter`` (what a parameter of this file receives, named as in ``Root.parameter``, with
    the members that are taken from it: ``"C.constructor#0.url"``) is set; none of them: not known.
    ``span`` is where the part stands, which for a constant is its definition.
    """

    span: Span
    literal: str = ""
    env: str = ""
    imported: Callee | None = None
    parameter: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.literal or self.env or self.imported or self.parameter)


#: One possible text.
Text = tuple[Piece, ...]


class TextArgument(NamedTuple):
    """Texts that a call may hand to a function as an address.

    ``place`` is the 0-based position of the argument, or its name and ``=``, followed by the member
    that they are in when the argument is an object: ``"0"``, ``"1.url"``, ``"url="``. ``span`` covers
    the argument or the member's value.
    """

    callee: Callee
    place: str
    span: Span
    texts: tuple[Text, ...]


def may_be_address(first: Piece) -> bool:
    """Say whether a text that begins with ``first`` may be a URL or a host."""
    text = first.literal.lstrip()
    is_address = "://" in text[:12] or text.startswith("/") or ("." in text and " " not in text)
    return is_address if first.literal else bool(first.env or first.imported or first.parameter)
