"""The hooks that an application may put into `src/_app/`, and what the framework offers for them.

Source: framework 0.10.0, `core/auth.ts` and `core/cors.ts`, and the hook files of 21 repositories (platform reference
C.1, G.5), as of 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping

from rdlint.platform.base_classes import FRAMEWORK

#: The names that `src/_app/auth.ts` and `src/_app/cors.ts` export, by file.
HOOKS: Mapping[str, tuple[str, ...]] = {"auth": ("verify", "authorize"), "cors": ("cors",)}
#: The framework's own functions for each of them, the one that `raindrop build init` writes first.
OFFERED: Mapping[str, tuple[str, ...]] = {
    "verify": ("verifyIssuer",),
    "authorize": ("requireAuthenticated",),
    "cors": ("corsAllowAll", "corsDisabled"),
}
#: What is called with the origins, and gives a handler.
FACTORY = "createCorsHandler"
#: With what the platform calls each hook.
CALLED_WITH: Mapping[str, str] = {
    "verify": "(request, env)",
    "authorize": "(request, env)",
    "cors": "(request, env, response?)",
}


def module_of(hook: str) -> str:
    """Return where the framework offers functions for ``hook``.

    >>> module_of("cors")
    '@liquidmetal-ai/raindrop-framework/core/cors'
    """
    return f"{FRAMEWORK}/core/{'cors' if hook == 'cors' else 'auth'}"
