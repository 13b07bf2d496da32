"""What the runtime of Python workers gives to their code.

Source: Cloudflare's workerd, `src/pyodide/python-entrypoint-helper.ts` and the `workers` and `asgi`
modules beside it, and Pyodide's documentation of `JsProxy`, as of 2026-11. Raindrop's own
documentation says nothing of Python.
"""

from __future__ import annotations

#: The functions that the runtime calls with `(event, env, ctx)`, as `on_fetch` and so on.
HANDLERS = frozenset({"fetch", "alarm", "scheduled", "trace", "queue", "pubsub"})
#: The modules that hold the classes below, and in newer versions the environment as `env`.
WORKER_MODULES = frozenset({"workers", "cloudflare.workers"})
#: The classes whose instances have `self.env`.
BASES = frozenset({"WorkerEntrypoint", "DurableObject", "WorkflowEntrypoint"})
#: Where the environment can be imported from, as `module.name`.
ENV_IMPORTS = frozenset({"workers.env", "cloudflare.workers.env", "cloudflare:workers.env"})
#: What FastAPI code takes the environment from as a default: `def route(env=asgi.env)`.
ENV_DEPENDENCY = "asgi.env"
#: Members that every JavaScript object has in Python, and that list what is in it.
LISTING_MEMBERS = frozenset({"to_py", "as_object_map", "as_py_json", "object_entries", "object_keys", "object_values"})
#: Members that every JavaScript object has in Python, and that read nothing of it.
PROXY_MEMBERS = frozenset({"js_id", "typeof", "destroy", "new", "constructor"})
