"""RD205: two names of the manifest become one binding, or one becomes a default binding."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.bindings import consumed_sources, is_bound
from rdlint.app.declaration import Module, Resource, Variable
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.bindings import DEFAULT_BINDINGS
from rdlint.rule import rule


@rule("RD205", "binding-collision", Severity.WARNING, since="0.1")
def binding_collision(app: App) -> Iterator[Finding]:
    """Two declared things have one place on `env`, so one of them is out of reach."""
    if not app.is_known:
        return
    declared: list[Module | Resource | Variable] = sorted(
        [*app.modules, *app.resources, *app.variables], key=lambda each: each.span
    )
    consumed = consumed_sources(app.modules)
    first: dict[str, list[Module | Resource | Variable]] = {}
    for each in declared:
        binding = each.name if isinstance(each, Variable) else each.binding
        if binding in DEFAULT_BINDINGS:
            if not isinstance(each, Variable) and any(is_bound(each, module, consumed) for module in app.modules):
                yield _hidden(each, binding)
            continue
        others = first.setdefault(binding, [])
        other = next((other for other in others if _collide(app, consumed, other, each)), None)
        if other is not None:
            yield _collision(other, each, binding)
        others.append(each)


def _collide(
    app: App, consumed: frozenset[str], first: Module | Resource | Variable, second: Module | Resource | Variable
) -> bool:
    """Say whether both are on the `env` of one module; what is declared twice is another matter."""
    if _kind(first) == _kind(second) and first.name == second.name:
        return False
    return any(is_bound(first, each, consumed) and is_bound(second, each, consumed) for each in app.modules)


def _collision(first: Module | Resource | Variable, second: Module | Resource | Variable, binding: str) -> Finding:
    return Finding(
        second.span,
        f"{_kind(first)} `{first.name}` and {_kind(second)} `{second.name}` both become the binding `{binding}`",
        help="rename one of them: only one can be on `env`",
        related=(Related(first.span, f"becomes `{binding}` too"),),
        subject=binding,
    )


def _hidden(each: Module | Resource, binding: str) -> Finding:
    return Finding(
        each.span,
        f"{each.kind} `{each.name}` becomes the binding `{binding}`, which the platform itself puts on every `env`",
        help=f"rename it, to `{each.name}-{each.kind.replace('_', '-')}` say: as it is, no module can reach it",
        subject=binding,
    )


def _kind(each: Module | Resource | Variable) -> str:
    return "variable" if isinstance(each, Variable) else each.kind
