"""From manifest names to the members of `Env`.

Source: 277 generated `raindrop.gen.ts` files of 20 repositories, framework 0.0.1 to 0.17.0
(platform reference B.1 to B.3), as of 2026-11.
"""

from __future__ import annotations

from rdlint.platform.manifest import SCHEMA

#: On every module's `Env`, whatever the manifest says (B.3).
DEFAULT_BINDINGS = frozenset({"AI", "_raindrop", "annotation", "logger", "mem", "tracer"})
#: Added when the module is `visibility = "protected"` (B.3).
PROTECTED_BINDINGS = frozenset({"jwt"})
#: Reserved for the platform's own variables of protected modules (B.3).
RESERVED_PREFIX = "LM_"

#: Block kinds that are modules: they have code in `src/<name>/` (C.1).
MODULE_KINDS = frozenset({"service", "mcp_service", "actor", "observer", "task"})
#: Block kinds that are resources, each of them a binding (B.2).
RESOURCE_KINDS = frozenset(SCHEMA["application"].blocks) - MODULE_KINDS - {"env"}
#: Modules that other modules reach by a binding; mcp_service, observer and task never are (B.2).
BOUND_MODULE_KINDS = frozenset({"service", "actor"})


def binding_name(label: str) -> str:
    """Return the member of `Env` that the block ``label`` becomes: upper case, dashes to underscores.

    >>> binding_name("media-generator")
    'MEDIA_GENERATOR'
    """
    return label.upper().replace("-", "_")


def with_article(kind: str) -> str:
    """Return ``kind`` as a sentence names one of it.

    >>> with_article("actor"), with_article("mcp_service"), with_article("queue")
    ('an actor', 'an mcp_service', 'a queue')
    """
    return f"an {kind}" if kind[0] in "aeiou" or kind == "mcp_service" else f"a {kind}"
