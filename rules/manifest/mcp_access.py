"""RD611: who may use the tools of an MCP service."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Finding, Fix, Severity
from rdlint.fixes.attributes import add
from rdlint.rule import rule

_AUTHKIT = "https://authkit.liquidmetal.run"


@rule("RD611", "mcp-access", Severity.WARNING, since="0.2", fixable=True)
def mcp_access(app: App) -> Iterator[Finding]:
    """A protected MCP service names nobody who issues its tokens, or one is open to everybody."""
    for module in app.modules:
        if module.kind != "mcp_service":
            continue
        server = module.block.attribute("authorization_server")
        visibility = module.block.attribute("visibility")
        if module.visibility == "protected" and server is None:
            yield Finding(
                module.span,
                f"`{module.name}` is protected, but no `authorization_server` issues tokens for it",
                help=f'add `authorization_server = "{_AUTHKIT}"`, or the address of your own AuthKit',
                fix=Fix.of(
                    f'add `authorization_server = "{_AUTHKIT}"`',
                    add(app, module.block, f'authorization_server = "{_AUTHKIT}"'),
                    safe=False,
                ),
                subject=module.name,
            )
        elif module.visibility == "public" and visibility is not None:
            yield Finding(
                visibility.value.span,
                f"`{module.name}` is public: whoever finds its address can call every tool it has",
                help=f'unless that is meant: `visibility = "protected"` and `authorization_server = "{_AUTHKIT}"`',
                subject=module.name,
                severity=Severity.HINT,
            )
        if server is not None and server.value.kind == "string" and not server.value.text.startswith("https://"):
            yield Finding(
                server.value.span,
                "`authorization_server` takes an address that begins with `https://`",
                help=f'write `authorization_server = "{_AUTHKIT}"`, or the address of your own AuthKit',
                subject=module.name,
            )
