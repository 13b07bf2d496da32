"""RD202: worker code uses as a binding what is never on its `env`."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Module, Resource
from rdlint.app.model import App, EnvUse
from rdlint.app.usage import declared_as, is_resource_use
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.bindings import BOUND_MODULE_KINDS, with_article
from rdlint.rule import rule


@rule("RD202", "impossible-binding", Severity.ERROR, since="0.1")
def impossible_binding(app: App) -> Iterator[Finding]:
    """Something of the manifest is used as a binding that the platform never makes of it."""
    for use, lacking in app.unprovided():
        declared = declared_as(app, use.read.name)
        is_bound = declared is not None and declared.binding in app.environments[lacking[0].name]
        if declared is not None and not is_bound and is_resource_use(app, use):
            yield _judge(use, lacking, declared)


def _judge(use: EnvUse, lacking: list[Module], declared: Resource | Module) -> Finding:
    module = next((each for each in lacking if each.name == declared.name), lacking[0])
    message, help = _explain(use.read.name, module, declared)
    # The documentation shows `env.DEMO_MCP` inside `mcp_service "demo-mcp"` (platform reference B.8).
    is_documented = declared is module and module.kind == "mcp_service"
    is_elsewhere_there = len(lacking) < len(use.modules)
    is_hint = use.read.has_fallback or is_documented or is_elsewhere_there
    return Finding(
        use.read.span,
        message,
        help=help,
        related=(Related(declared.span, "declared here"),),
        subject=use.read.name,
        severity=Severity.HINT if is_hint else None,
    )


def _explain(name: str, module: Module, declared: Resource | Module) -> tuple[str, str]:
    """Return the message and what to type."""
    kind, label = declared.kind, declared.name
    if isinstance(declared, Module):
        if declared is module and kind in BOUND_MODULE_KINDS:
            return (
                f"`{name}` is {kind} `{label}` itself, which is not on its own `env`",
                "call its methods on `this`, or move the code that both need into a function",
            )
        return (
            f"`{name}` is {kind} `{label}`, and the platform makes no binding of {with_article(kind)}",
            _way_to(declared),
        )
    if label in module.sources:
        return (
            f"observer `{module.name}` consumes queue `{label}`, so `{name}` is not on its `env`",
            "call `message.retry()` to get a message again, or send from a service that the observer calls",
        )
    return (
        f"queue `{label}` has no observer, so `{name}` is not on `env`",
        "add an observer to `raindrop.manifest`:\n"
        f'observer "{label}-consumer" {{\n  source {{\n    queue = "{label}"\n  }}\n}}',
    )


def _way_to(module: Module) -> str:
    if module.kind == "observer":
        sources = " or ".join(f"`{each}`" for each in sorted(module.sources))
        return f"send to what it observes{f', {sources},' if sources else ''} and it runs"
    if module.kind == "task":
        return "a task runs by its `cron` alone: put what both need into a service, or into a file that both import"
    return "MCP clients reach it by its address; put what both need into a service, or into a file that both import"
