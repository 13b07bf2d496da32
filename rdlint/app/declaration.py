"""What a manifest declares, as the rest of the app sees it: variables, resources, modules."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.facts.manifest import Block, Value
from rdlint.platform.bindings import binding_name
from rdlint.span import Span


@dataclass(frozen=True, slots=True)
class Variable:
    """An `env` block. ``module`` is the module it is declared in, empty at application level."""

    name: str
    span: Span
    block: Block
    module: str
    is_secret: bool
    default: Value | None

    @property
    def address(self) -> str:
        """What `raindrop build env set` calls it (platform reference E.2)."""
        return f"{self.module}:env:{self.name}" if self.module else f"env:{self.name}"

    @property
    def is_out(self) -> bool:
        """Whether its value is a secret and stands in the manifest."""
        return self.default is not None and self.default.is_secret and not self.default.is_placeholder

    @property
    def setting(self) -> str:
        """What to type to set it; a secret goes in on standard input, so that no history keeps it."""
        if self.is_secret:
            return f'printf %s "${self.name}" | raindrop build env set {self.address} -'
        return f'raindrop build env set {self.address} "${self.name}"'


@dataclass(frozen=True, slots=True)
class Resource:
    """A bucket, queue, database, cache, memory or index of the manifest."""

    kind: str
    name: str
    span: Span
    block: Block

    @property
    def binding(self) -> str:
        """The member of `Env` by which modules reach it."""
        return binding_name(self.name)


@dataclass(frozen=True, slots=True)
class Module:
    """A service, mcp_service, actor, observer or task of the manifest, with the code it reaches.

    ``entry`` is its `src/<name>/index.*`, ``None`` when there is none; ``files`` all files of worker
    code reached from there by value imports, the entry first.
    """

    kind: str
    name: str
    span: Span
    block: Block
    folder: str
    entry: str | None
    files: tuple[str, ...] = ()

    @property
    def binding(self) -> str:
        """The member of `Env` by which other modules would reach it."""
        return binding_name(self.name)

    @property
    def visibility(self) -> str:
        """``public``, ``protected``, ``private``, or empty when the manifest does not say."""
        attribute = self.block.attribute("visibility")
        return attribute.value.text if attribute else ""

    @property
    def sources(self) -> frozenset[str]:
        """For an observer, the names of the queues and buckets it observes; else nothing."""
        if self.kind != "observer":
            return frozenset()
        blocks = [self.block, *(block for block in self.block.blocks if block.kind == "source")]
        found = (block.attribute(kind) for block in blocks for kind in ("queue", "bucket"))
        return frozenset(attribute.value.text for attribute in found if attribute)


#: What puts a name on an `Env`; ``None`` for what the platform puts on every one.
Provider = Variable | Resource | Module | None
