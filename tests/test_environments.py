"""What is on the `Env` of each module, against the rules written out one module at a time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rdlint.app.bindings import environments
from rdlint.app.declaration import Module, Provider, Resource, Variable
from rdlint.facts import manifest
from rdlint.facts.manifest import Block
from rdlint.platform.bindings import DEFAULT_BINDINGS, MODULE_KINDS, PROTECTED_BINDINGS, RESOURCE_KINDS
from rdlint.source import Source

NAMES = st.sampled_from(["a", "b", "A", "jobs", "ai", "x-y", "x_y"])
VARIABLES = st.sampled_from(["A", "B", "JOBS", "AI", "jwt", "OTHER"])


@st.composite
def manifests(draw: st.DrawFn) -> str:
    lines = []
    for kind in draw(st.lists(st.sampled_from(sorted(MODULE_KINDS | {"queue", "bucket", "env"})), max_size=8)):
        if kind == "env":
            lines.append(f'env "{draw(VARIABLES)}" {{}}')
            continue
        inside = [f'env "{draw(VARIABLES)}" {{}}'] if kind in MODULE_KINDS and draw(st.booleans()) else []
        if kind == "observer":
            inside.append(f'source {{\n queue = "{draw(NAMES)}"\n}}')
        if kind == "service" and draw(st.booleans()):
            inside.append('visibility = "protected"')
        lines.append(f'{kind} "{draw(NAMES)}" {{\n' + "\n".join(inside) + "\n}")
    return 'application "x" {\n' + "\n".join(lines) + "\n}\n"


def parts(text: str) -> tuple[tuple[Module, ...], tuple[Resource, ...], tuple[Variable, ...]]:
    (application,) = manifest.extract(Source("raindrop.manifest", text.encode())).blocks
    modules = [each for each in application.blocks if each.kind in MODULE_KINDS]
    resources = [each for each in application.blocks if each.kind in RESOURCE_KINDS]
    owners: list[tuple[str, Block]] = [("", application), *((each.name, each) for each in modules)]
    return (
        tuple(Module(each.kind, each.name, each.name_span, each, "", None) for each in modules),
        tuple(Resource(each.kind, each.name, each.name_span, each) for each in resources),
        tuple(
            Variable(each.name, each.name_span, each, owner, False, None)
            for owner, block in owners
            for each in block.blocks
            if each.kind == "env"
        ),
    )


def expected(
    module: Module, modules: tuple[Module, ...], resources: tuple[Resource, ...], variables: tuple[Variable, ...]
) -> dict[str, Provider]:
    found: dict[str, Provider] = {}
    consumed = {source for each in modules for source in each.sources}
    for other in modules:
        if other.kind == "actor" or (other.kind == "service" and other.name != module.name):
            found[other.binding] = other
    for resource in resources:
        if resource.kind != "queue" or (resource.name in consumed and resource.name not in module.sources):
            found[resource.binding] = resource
    for variable in variables:
        if not variable.module:
            found[variable.name] = variable
    for variable in variables:
        if variable.module == module.name:
            found[variable.name] = variable
    hidden = DEFAULT_BINDINGS | (PROTECTED_BINDINGS if module.visibility == "protected" else frozenset())
    return {**found, **dict.fromkeys(hidden)}


@settings(max_examples=300, deadline=None)
@given(manifests())
def test_every_module_has_what_the_rules_give_it(text: str) -> None:
    modules, resources, variables = parts(text)
    found = environments(modules, resources, variables)
    last = {each.name: each for each in modules}  # of two modules with one name the later counts
    assert {name: dict(each) for name, each in found.items()} == {
        name: expected(module, modules, resources, variables) for name, module in last.items()
    }
    for each in found.values():
        assert len(each) == len(dict(each))
        assert all(name in each for name in each)
        assert "NOWHERE" not in each
