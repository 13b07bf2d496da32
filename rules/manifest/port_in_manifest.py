"""RD614: a port, which a worker does not have."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.rule import rule

_PORTS = frozenset({"PORT", "HTTP_PORT", "SERVER_PORT", "APP_PORT", "HOST", "HOSTNAME"})


@rule("RD614", "port-in-manifest", Severity.HINT, since="0.2")
def port_in_manifest(app: App) -> Iterator[Finding]:
    """A variable names a port or host to listen on, or code listens on one: a worker has none."""
    for variable in app.variables:
        if variable.name in _PORTS:
            yield Finding(
                variable.span,
                f"`{variable.name}` is for servers that listen on a port, and a worker is called by the platform",
                help="take the block out, and what reads it; the address is what `raindrop build find` prints",
                subject=variable.name,
            )
    for file in app.worker_files.values():
        for span in file.listens:
            yield Finding(
                span,
                "worker code waits for connections on a port, and a worker is called by the platform",
                help="take the call out: a service answers by its `fetch`",
                subject="listen",
            )
