"""What the manifest declares, with the code in `src` that belongs to it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from rdlint.app.declaration import Module, Resource, Variable
from rdlint.app.offers import Offer, Offers
from rdlint.app.reach import reach
from rdlint.app.resolve import Resolver
from rdlint.extraction import Extraction
from rdlint.facts.manifest import Block, ManifestFile
from rdlint.platform.app_hooks import HOOKS
from rdlint.platform.bindings import MODULE_KINDS, RESOURCE_KINDS
from rdlint.platform.handlers import actor_class
from rdlint.tree import Tree

#: The hooks are built into every service and MCP service (platform reference G.5).
_HOOKED_KINDS = frozenset({"service", "mcp_service"})


def application(manifest: ManifestFile | None) -> Block | None:
    """Return the first `application` block."""
    return next((block for block in manifest.blocks if block.kind == "application"), None) if manifest else None


def modules(application: Block | None, folder: str, resolver: Resolver, extraction: Extraction) -> Iterator[Module]:
    """Yield the modules of the app in ``folder``, each with the files that its entry reaches."""
    source = posixpath.join(folder, "src")
    hooks = [path for hook in HOOKS if (path := resolver.source(posixpath.join(source, "_app", hook))) is not None]
    for block in application.blocks if application else ():
        if block.kind in MODULE_KINDS and block.name:
            own = posixpath.join(source, block.name)
            entry = resolver.source(posixpath.join(own, "index"))
            entries = [entry] if entry else []
            if entry and block.kind in _HOOKED_KINDS:
                entries += hooks
            files = reach(entries, resolver, extraction.worker)
            yield Module(block.kind, block.name, block.name_span, block, own, entry, files)


def resources(application: Block | None) -> Iterator[Resource]:
    """Yield the resources of the application."""
    for block in application.blocks if application else ():
        if block.kind in RESOURCE_KINDS and block.name:
            yield Resource(block.kind, block.name, block.name_span, block)


def variables(application: Block | None) -> Iterator[Variable]:
    """Yield the `env` blocks of the application and of its modules."""
    for owner in (application, *application.blocks) if application else ():
        is_module = owner.kind in MODULE_KINDS
        if owner is application or is_module:
            for block in owner.blocks:
                if block.kind == "env" and block.name:
                    secret, default = block.attribute("secret"), block.attribute("default")
                    yield Variable(
                        block.name,
                        block.name_span,
                        block,
                        owner.name if is_module else "",
                        secret is not None and secret.value.text == "true",
                        default.value if default else None,
                    )


def reaching(modules: Iterable[Module]) -> dict[str, tuple[Module, ...]]:
    """Return the modules whose code each file is part of, in the order of the manifest."""
    found: dict[str, list[Module]] = {}
    for module in modules:
        for path in module.files:
            found.setdefault(path, []).append(module)
    return {path: tuple(each) for path, each in found.items()}


def spare_entries(tree: Tree, folder: str, resolver: Resolver, modules: Iterable[Module]) -> dict[str, str]:
    """Return the entries in `src` that are those of no module, by folder."""
    source = posixpath.join(folder, "src")
    taken = {each.name for each in modules}
    entries = ((name, resolver.source(posixpath.join(source, name, "index"))) for name in tree.folders_in(source))
    return {name: entry for name, entry in entries if entry is not None and name not in taken}


def misplaced(modules: Iterable[Module], resolver: Resolver) -> dict[str, tuple[Module, ...]]:
    """Return the files `src/<module>.ts` of modules without an entry: their code, where no build looks for it."""
    lacking = (module for module in modules if module.entry is None)
    return {path: (module,) for module in lacking if (path := resolver.source(module.folder)) is not None}


def offered(modules: Iterable[Module], offers: Offers) -> Iterator[tuple[str, Offer]]:
    """Yield the name of each of ``modules`` that has an entry, with what it offers."""
    for module in modules:
        named = actor_class(module.name) if module.kind == "actor" else None
        offer = offers.of(module.entry, named or "default") if module.entry is not None else None
        if offer is not None:
            yield module.name, offer
