"""The classes that module code extends, whose instances hold the environment."""

from __future__ import annotations

from rdlint.platform import handlers
from rdlint.platform.python_workers import BASES, WORKER_MODULES

FRAMEWORK = "@liquidmetal-ai/raindrop-framework"
#: The framework's classes (platform reference B.5).
FRAMEWORK_BASES = frozenset().union(*handlers.BASES.values())


def holds_environment(module: str, name: str) -> bool:
    """Say whether instances of the class ``name`` of the package ``module`` have ``this.env``.

    In framework 0.0.1 the classes stood in namespaces: ``services.Service``. Cloudflare's own
    classes, which those extend, hold the same environment.
    """
    if module == "cloudflare:workers" or module in WORKER_MODULES:
        return name in BASES
    is_framework = module == FRAMEWORK or module.startswith(FRAMEWORK + "/")
    return is_framework and name.rpartition(".")[2] in FRAMEWORK_BASES
