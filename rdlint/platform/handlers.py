"""What each kind of module must export, and what the platform calls.

Source: framework 0.10.0, `service.ts`, `actor.ts`, `observer.ts`, `task.ts`, and 277 generated
`raindrop.gen.ts` files (platform reference B.1, B.5), as of 2026-11.
"""

from __future__ import annotations

import re

#: The framework's classes that the class of a module extends, by the module's kind. `Every` was in 0.0.1.
BASES = {
    "service": ("Service",),
    "actor": ("Actor",),
    "observer": ("Each", "Batch", "Every"),
    "task": ("Task",),
}
#: The method that the platform calls, and what it gives it: one value. An actor needs none.
HANDLERS = {"service": "fetch", "observer": "process", "task": "handle"}
#: What the one value is called in the framework's own code.
HANDLER_PARAMETERS = {"fetch": "request: Request", "process": "message: Message<Body>", "handle": "event: Event"}
#: The default export of an MCP service is a function, and beside it stands the constant of this name.
IMPLEMENTATION = "implementation"
#: The type of what a queue carries: the generated `Env` of other modules imports it from the observer.
BODY = "Body"
#: The framework's type of what a task is given; the DOM has another of this name.
EVENT = "Event"
#: What other runtimes and other kinds of modules call a handler: a class with one of these means it as its own.
OTHER_HANDLERS = frozenset({"bucket", "email", "fetch", "handle", "process", "queue", "run", "scheduled", "tail"})
#: Methods that a stub of a service or actor has whatever its class says (Cloudflare, service bindings and RPC).
STUB_METHODS = frozenset({"connect", "dup", "fetch", "hasOwnProperty", "toString", "valueOf"})

_PLAIN_LABEL = re.compile(r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*")


def actor_class(label: str) -> str | None:
    """Return the name of the class that the module of the actor ``label`` exports.

    ``None`` where it is not known: only names of lower-case words and dashes were seen (B.1).

    >>> actor_class("product-search-actor")
    'ProductSearchActor'
    """
    if not _PLAIN_LABEL.fullmatch(label):
        return None
    return "".join(word.capitalize() for word in label.split("-"))
