"""Host names of the platform: which shapes there are, which of them last, and which never existed.

Source: platform reference G.6, as of 2026-11. A module that is reachable from outside has the address
`svc-<module ulid>.<organisation ulid>.lmapp.run` (`api-` for smart resources, `mcp-` for MCP
services); the first ulid is another one after the module was deployed as a new version. With
`domain { cname }` it has `<cname>.<organisation ulid>.lmapp.run`, which lasts.
"""

from __future__ import annotations

import re
from enum import Enum, auto

_ULID = "[0-7][0-9a-hjkmnp-tv-z]{25}"
_VERSIONED = re.compile(rf"[a-z]{{2,12}}-{_ULID}\.{_ULID}\.lmapp\.run")
_STABLE = re.compile(rf"(?P<name>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.{_ULID}\.lmapp\.run")
#: A host of a module with its name where the ulid belongs.
_WRONG_MODULE = re.compile(rf"(?:svc|api|mcp)-[a-z0-9-]+\.{_ULID}\.lmapp\.run")
#: Hosts that people guessed: nothing of the platform answers there.
_GUESSED = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:raindrop\.app|raindrop\.liquidmetal\.ai)")
#: Below these the platform has only the names listed: the dashboard, AuthKit, the SDK's address, the MCP server.
#: `api.raindrop.ai` was meant for the platform in one repository, and belongs to another company.
_OWN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:liquidmetal\.run|raindrop\.run)|api\.raindrop\.ai")
_KNOWN = frozenset({"www.liquidmetal.run", "authkit.liquidmetal.run", "api.raindrop.run", "mcp.raindrop.run"})

#: What is looked for in a file before anything else: without one of these it names no host of the platform.
MARKS = (
    b".lmapp.run",
    b".liquidmetal.run",
    b".raindrop.app",
    b".raindrop.liquidmetal.ai",
    b".raindrop.ai",
    b".raindrop.run",
)


class Shape(Enum):
    """What a host of the platform is by its shape."""

    VERSIONED = auto()  # another one after the next version
    STABLE = auto()  # by a cname
    WRONG = auto()  # the platform has no such host
    DOUBTFUL = auto()  # the platform is not known to have it


def shape_of(host: str) -> Shape | None:
    """Return the shape of ``host`` (lower case), ``None`` when it is no host of the platform or not to be judged."""
    if _VERSIONED.fullmatch(host):
        return Shape.VERSIONED
    if _WRONG_MODULE.fullmatch(host) or _GUESSED.fullmatch(host):
        return Shape.WRONG
    if _STABLE.fullmatch(host):
        return Shape.STABLE
    return Shape.DOUBTFUL if _OWN.fullmatch(host) and host not in _KNOWN else None


def stable_name(host: str) -> str:
    """Return the `cname` in ``host``, empty when it has none.

    >>> stable_name("shop.01je97w7058vq0e6mk8897nqbt.lmapp.run"), stable_name("shop.example")
    ('shop', '')
    """
    match = _STABLE.fullmatch(host)
    return match["name"] if match is not None and not _VERSIONED.fullmatch(host) else ""
