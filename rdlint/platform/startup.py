"""What the runtime refuses while a worker is loaded, before any request, and code from texts at any time.

Source: Cloudflare's error "Disallowed operation called within global scope. Asynchronous I/O (ex: fetch() or
connect()), setting a timeout, and generating random values are not allowed within global scope"; its page on web
standards (`eval`, `new Function`, WebAssembly); workerd's compatibility flag `allow_eval_during_startup` and its
pull requests 1510 and 5964, and for Python 1952 and 7283. As of 2026-11. Raindrop's own documentation says
nothing of it.
"""

from __future__ import annotations

TIMERS = frozenset({"setTimeout", "setInterval", "scheduler.wait", "AbortSignal.timeout"})
#: Requests that are no calls of a client; those of `connect` are of the module `cloudflare:sockets`.
REQUESTS = frozenset(
    {
        "caches.open",
        "caches.default.match",
        "caches.default.put",
        "caches.default.delete",
        "cloudflare:sockets.connect",
    }
)
#: Functions that draw from the runtime's source of random values; those of packages with the package before them.
RANDOM = frozenset(
    {
        "crypto.randomUUID",
        "crypto.getRandomValues",
        "uuid.v1",
        "uuid.v4",
        "uuid.v6",
        "uuid.v7",
        "nanoid.nanoid",
        "ulid.ulid",
        "@paralleldrive/cuid2.createId",
    }
)
#: Allowed, but the value is then one for all requests.
DICE = frozenset({"Math.random"})
#: Allowed, but time stands still before the first request: `Date.now()` is 0 there.
CLOCKS = frozenset({"Date.now", "performance.now"})

#: Functions that make code of a text or of bytes.
EVALUATIONS = frozenset(
    {
        "eval",
        "Function",
        "WebAssembly.compile",
        "WebAssembly.compileStreaming",
        "WebAssembly.instantiateStreaming",
    }
)

#: The same for Python: modules all of whose functions are meant, or module and name.
PYTHON_RANDOM = frozenset(
    {
        "os.urandom",
        "uuid.uuid1",
        "uuid.uuid4",
        "secrets.token_hex",
        "secrets.token_bytes",
        "secrets.token_urlsafe",
        "secrets.choice",
        "secrets.randbelow",
        "secrets.randbits",
        "random.random",
        "random.randint",
        "random.randrange",
        "random.choice",
        "random.choices",
        "random.sample",
        "random.shuffle",
        "random.uniform",
        "random.gauss",
    }
)
