"""What a file offers under a name that other files can reach: an environment, or another thing's name."""

from __future__ import annotations

from typing import NamedTuple

from rdlint.facts.callee import Callee
from rdlint.facts.root import Root


class Holding(NamedTuple):
    """The thing at ``place`` is the environment if the object with this ``root`` is.

    ``place`` is written as ``Root.parameter`` is: ``"Deps.this.env"`` is the property ``env`` of values
    of the type ``Deps``, ``"getEnv()"`` what ``getEnv`` returns, ``"f#0"`` a parameter.
    """

    place: str
    root: Root


class Alias(NamedTuple):
    """``name`` is, in its file, another name for ``callee``: ``const go = work``, ``{ show: list }``.

    A ``name`` that holds an object of a class stands for the class, whose methods it has. A function
    that is handed to another stands at that one's parameter, ``"withEnv#1"``.
    """

    name: str
    callee: Callee
