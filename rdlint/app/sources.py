"""What observers observe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rdlint.app.declaration import Module, Resource
from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Value


class ObserverSource(NamedTuple):
    """One queue or bucket that an observer names.

    ``kind`` is ``queue`` or ``bucket``, as the observer says it; ``resource`` is what has that name,
    whatever its own kind, ``None`` when nothing has.
    """

    observer: Module
    kind: str
    name: str
    attribute: Attribute
    resource: Resource | None

    @property
    def value(self) -> Value:
        """The name as it is written."""
        return self.attribute.value


def sources(app: App) -> Iterator[ObserverSource]:
    """Yield everything that the observers of ``app`` observe, in the order of the manifest."""
    observable = [each for each in app.resources if each.kind in ("queue", "bucket", "smartbucket")]
    for module in app.modules:
        if module.kind != "observer":
            continue
        for block in (module.block, *(inner for inner in module.block.blocks if inner.kind == "source")):
            for attribute in block.attributes:
                value = attribute.value
                if attribute.name in ("queue", "bucket") and value.kind == "string" and value.text:
                    alike = [each for each in observable if each.name == value.text]
                    own = [each for each in alike if each.kind == attribute.name]
                    resource = next(iter(own or alike), None)
                    yield ObserverSource(module, attribute.name, value.text, attribute, resource)
