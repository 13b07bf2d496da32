"""Modules that Node brings along, what becomes of them in a worker, and what to use there.

Source: Cloudflare, "Node.js compatibility" of Workers, and workerd's `src/node`, as of 2026-11. Under the flag
`nodejs_compat` (on by itself from compatibility date 2026-08-04) most modules work; some can be imported and fail when
they are called. Raindrop documents no such flag nor date, and no app is known in which a module of Node works
(platform reference H.2, K.12).
"""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Support(Enum):
    """Whether something can work in a worker."""

    NEVER = auto()  # with no flag
    WITH_NODE = auto()  # at best with Node compatibility
    DOUBTFUL = auto()  # it may work, and there is something better


class Unfit(NamedTuple):
    """What was made for a machine with Node: what it ``needs``, how it is supported, and what to use ``instead``."""

    needs: str
    support: Support
    instead: str


_ELSEWHERE = "call a server that does this over HTTP with `fetch`"
_STORE = (
    "keep files in a `bucket`, take small texts in with `import`, and write pages as strings: a worker has no files"
)
_FETCH = "use the global `fetch`; requests come in through the `fetch` method of the service"
_WORK = "send the work to a `queue` that an `observer` takes from, or call another service"

_NEVER = {
    "child_process": ("other programs", _ELSEWHERE),
    "cluster": ("processes of its own", _WORK),
    "worker_threads": ("threads", _WORK),
    "dgram": ("UDP sockets", _ELSEWHERE),
    "vm": ("code made from texts", "write the code out: a worker runs no code from texts"),
    "repl": ("a terminal", "leave it out"),
    "inspector": ("a debugger", "leave it out, and log with `env.logger`"),
    "trace_events": ("a debugger", "leave it out, and trace with `env.tracer`"),
    "wasi": ("a machine with files", _ELSEWHERE),
    "sqlite": ("a database file", "declare a `sql_database` or a `smartsql` and use its binding"),
    "sea": ("a program of its own", "leave it out"),
    "test": ("a test runner", "import it in tests only"),
}
_OF_MACHINE = {
    "fs": ("a file system", _STORE),
    "net": ("TCP sockets", _ELSEWHERE),
    "tls": ("TCP sockets", _ELSEWHERE),
    "http": ("a server or TCP sockets", _FETCH),
    "https": ("a server or TCP sockets", _FETCH),
    "http2": ("a server or TCP sockets", _FETCH),
    "dns": ("a resolver", "ask a DNS service over HTTP with `fetch`"),
    "os": ("a machine", "leave it out: a worker has no host, memory or user to ask about"),
    "readline": ("a terminal", "read from `request.body`, for example with `TextDecoderStream`"),
    "tty": ("a terminal", "leave it out"),
    "module": ("files of packages", "write `import`"),
    "domain": ("Node's event loop", "use `try` and `catch`"),
    "v8": ("Node's engine", "use `structuredClone` or `JSON`"),
}
#: Modules that only compute, which Node compatibility gives in full.
_COMPUTING = {
    "assert": "throw an `Error` when something is wrong",
    "async_hooks": "hand values on as arguments, or by `c.set` and `c.get` of Hono",
    "buffer": "use `Uint8Array`, `TextEncoder` and `TextDecoder`, `atob` and `btoa`",
    "console": "use the global `console`",
    "constants": "write the numbers out",
    "crypto": "use the global `crypto`: `crypto.subtle` for digests and signatures, `crypto.randomUUID()`",
    "diagnostics_channel": "log with `env.logger`",
    "events": "use `EventTarget`, or plain callbacks",
    "path": "join paths with template strings, or `new URL(path, base)`",
    "perf_hooks": "use the global `performance`",
    "process": "read the app's variables from `env`",
    "punycode": "use `new URL(text).hostname`",
    "querystring": "use `URLSearchParams`",
    "stream": "use `ReadableStream`, `WritableStream` and `TransformStream`",
    "string_decoder": "use `TextDecoder`",
    "sys": "use what the language has",
    "timers": "use the global `setTimeout`",
    "url": "use the global `URL` and `URLSearchParams`",
    "util": "use what the language has: `async` functions, `structuredClone`, `TextEncoder`",
    "zlib": "use `CompressionStream` and `DecompressionStream`",
}

#: By name, without ``node:`` and without what stands behind a slash.
NODE_MODULES: dict[str, Unfit] = {
    **{name: Unfit(needs, Support.NEVER, instead) for name, (needs, instead) in _NEVER.items()},
    **{name: Unfit(needs, Support.WITH_NODE, instead) for name, (needs, instead) in _OF_MACHINE.items()},
    **{name: Unfit("Node", Support.DOUBTFUL, instead) for name, instead in _COMPUTING.items()},
}
#: Those that can be imported by ``node:`` and a name only, and else are packages that people publish.
PREFIX_ONLY = frozenset({"sqlite", "sea", "test"})
