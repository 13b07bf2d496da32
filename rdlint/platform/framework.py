"""What the framework's package exports, by version.

Source: framework 0.0.1, 0.4.8 and 0.10.0 themselves, generated files up to 0.17.0, the change log (platform reference
J.2, B.3), as of 2026-11. Between two versions that were read, nothing is claimed.
"""

from __future__ import annotations

from typing import NamedTuple

from rdlint.platform.base_classes import FRAMEWORK

Version = tuple[int, int, int]

#: Package names that people took for the framework (platform reference 0).
MISTAKEN_PACKAGES = frozenset({"@raindrop-lm/raindrop", "@liquidmetal-ai/framework", "@liquidmetal/raindrop-framework"})


class Exported(NamedTuple):
    """A name of the package, or a file of it when ``name`` is empty.

    ``missing_until`` is the last version that was seen without it, ``gone_since`` the first; ``instead`` is what
    to write where it is missing.
    """

    module: str
    name: str
    missing_until: Version | None = None
    gone_since: Version | None = None
    instead: str = ""


EXPORTS = (
    Exported(FRAMEWORK, "KvCache", missing_until=(0, 4, 8), instead="KvStore"),
    Exported(FRAMEWORK, "SmartMemory", missing_until=(0, 4, 8), instead="AgentMemory"),
    Exported(FRAMEWORK, "SmartSql", missing_until=(0, 4, 8)),
    Exported(FRAMEWORK, "AgentMemory", gone_since=(0, 10, 0), instead="SmartMemory"),
    Exported(FRAMEWORK, "AgentWorkingMemory", gone_since=(0, 10, 0), instead="SmartWorkingMemory"),
    Exported(f"{FRAMEWORK}/core/auth", "", missing_until=(0, 6, 3)),
    Exported(f"{FRAMEWORK}/core/cors", "", missing_until=(0, 6, 3)),
    Exported(f"{FRAMEWORK}/testing", "", missing_until=(0, 10, 0)),
)
