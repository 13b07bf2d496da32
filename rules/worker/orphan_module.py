"""RD702: the code of a module that the manifest does not have."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.offers import Offer
from rdlint.facts.worker import Class
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.bindings import with_article
from rdlint.platform.handlers import BASES
from rdlint.rule import rule


@rule("RD702", "orphan-module", Severity.WARNING, since="0.1")
def orphan_module(app: App) -> Iterator[Finding]:
    """A folder in `src` has an entry that extends a class of the framework, but the manifest has no such module."""
    for name, offer in sorted(app.spare_offers.items()) if app.is_known else ():
        found = _class(offer)
        awaited = [module.name for module in app.modules if module.entry is None]
        if found is None or offer.path in app.worker_files or nearest(name, awaited):
            continue  # other modules use it, or `missing-entry` speaks of it
        own, kind = found
        place = (Related(app.application.header, "modules are declared in this block"),) if app.application else ()
        yield Finding(
            own.span,
            f"`src/{name}` is the code of {with_article(kind)}, "
            "but the manifest has none of this name, so nothing runs it",
            help=f'declare `{kind} "{name}"` in `raindrop.manifest`, or delete the folder',
            related=place,
            subject=name,
        )


def _class(offer: Offer) -> tuple[Class, str] | None:
    """Return the class that ``offer`` would run, with the kind of module that runs such a one."""
    base = offer.line.base
    own = offer.line.classes[0] if offer.line.classes else None
    if base is None:  # an actor is exported under its own name
        names = {each.local for each in offer.file.exports if not each.module and not each.is_type}
        actors = (each for each in offer.file.classes if each.name in names and each.base is not None)
        own = next((each for each in actors if each.base and each.base.name.rpartition(".")[2] == "Actor"), None)
        base = own.base if own is not None else None
    if own is None or base is None or own.is_abstract or not base.module.startswith(FRAMEWORK):
        return None
    word = base.name.rpartition(".")[2]
    kind = next((kind for kind, names in BASES.items() if word in names), None)
    return (own, kind) if kind is not None else None
