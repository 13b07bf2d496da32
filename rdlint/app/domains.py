"""The addresses that the app's own modules have, as its manifest says."""

from __future__ import annotations

from rdlint.app.declaration import Module
from rdlint.app.model import App
from rdlint.platform.hosts import stable_name
from rdlint.span import Span


def addressed(app: App, host: str) -> tuple[Module, Span] | None:
    """Return the module whose address ``host`` is, and where the manifest gives it that, ``None`` when it is none's.

    A `domain` has a `cname`, the first label of an address of the platform, or an `fqdn`, a whole
    host name (platform reference A.4, G.6).
    """
    name = stable_name(host)
    for module in app.modules:
        for block in module.block.blocks if host else ():
            for attribute in block.attributes if block.kind == "domain" else ():
                text = attribute.value.text.lower().rstrip(".")
                if text and (
                    (attribute.name == "fqdn" and text == host) or (attribute.name == "cname" and text == name)
                ):
                    return module, attribute.value.span
    return None
