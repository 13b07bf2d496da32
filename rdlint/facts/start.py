"""What a file does while it is loaded, before any request, and what it does with code in texts."""

from __future__ import annotations

from enum import Enum, IntEnum, auto
from typing import NamedTuple

from rdlint.span import Span


class Work(Enum):
    """The kinds of work that can be done while a file is loaded."""

    REQUEST = auto()  # something is asked over the network
    TIMER = auto()
    RANDOM = auto()
    DICE = auto()  # a random number that is for no secret, as of `Math.random`
    CLOCK = auto()


class Loading(IntEnum):
    """How surely something happens while the file is loaded; a higher number is less sure."""

    ALWAYS = 0
    ASYNC = 1  # in an async function or a promise that is made then: the promise fails, not the loading
    MAYBE = 2  # under a condition, in a `try`, after something that may return
    NEVER = 3  # in a function that is not called then, as far as the file tells


class StartWork(NamedTuple):
    """A call such as ``setInterval(…)`` that is made while the file is loaded.

    ``call`` is what is called, as one would write it: ``fetch``, ``crypto.randomUUID``. ``span`` covers the call
    without its arguments. ``through`` is the call, at the top level of the file, of the function or class that this
    one stands in; ``None`` when it stands at the top level itself. ``loading`` is never ``NEVER``.
    """

    work: Work
    call: str
    span: Span
    loading: Loading
    through: Span | None = None


class Evaluation(NamedTuple):
    """Code that is made from a text or from bytes while the program runs: ``eval(text)``, ``new Function(text)``.

    ``call`` is as one would write it: ``eval``, ``new Function``, ``setTimeout``, ``WebAssembly.compile``.
    ``span`` covers the call without its arguments. ``is_guarded``: in a ``try``, so that the code goes on without it.
    """

    call: str
    span: Span
    loading: Loading
    is_guarded: bool = False


class SharedState(NamedTuple):
    """A variable of the whole file that a request handler sets to something of the request that it handles.

    ``span`` is where it is set, ``declared`` where it is declared.
    """

    name: str
    span: Span
    declared: Span
