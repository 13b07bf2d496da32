"""What worker code takes from the messages and events that the platform hands to its handlers."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.span import Span


@dataclass(frozen=True, slots=True)
class EventRead:
    """A member taken from a value of a framework type: ``message.attempts``, ``const { key } = event.object``.

    ``type`` is the framework's name of the type (``Message``), or ``BucketEventNotification.object``.
    ``span`` covers the name of the member, ``object`` what it is taken from. ``is_typed``: the compiler
    knows the type too, so that it refuses a member that the type lacks. ``is_mistaken``: the code says that
    the value is of another type of the framework. ``is_of_body``: the type of the
    message's body, which this file declares or which is the framework's, has a member of that name.
    ``body`` is that type as written, empty without one. ``is_shorthand``: the name of the member is also the
    name that a pattern gives it.
    """

    type: str
    name: str
    span: Span
    object: Span
    is_typed: bool = True
    is_mistaken: bool = False
    is_of_body: bool = False
    body: str = ""
    is_shorthand: bool = False
