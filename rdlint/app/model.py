"""The app: everything that the files of one Raindrop application say together.

Rules ask this model and nothing else. All of it is immutable once `relate` has made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rdlint.app.commands import AddressUse, EnvCommand
from rdlint.app.packages import Version, version
from rdlint.app.sequences import Sequence
from rdlint.app.supply import Supply
from rdlint.app.typed import Typed
from rdlint.facts.commands import ScriptFile
from rdlint.facts.environment import EnvironmentFile
from rdlint.facts.manifest import Block, ManifestFile, Value
from rdlint.facts.package import Dependency, PackageFile
from rdlint.facts.state import StateFile
from rdlint.facts.worker import EnvRead, HostEnvRead, Request, WorkerFile
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.bindings import RESERVED_PREFIX, binding_name
from rdlint.settings import Settings
from rdlint.source import Source
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


@dataclass(frozen=True, slots=True)
class EnvUse:
    """A read of the environment, with the modules whose code it is in."""

    read: EnvRead
    modules: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class HostEnvUse:
    """A read of the machine's environment in worker code."""

    read: HostEnvRead
    modules: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class Url:
    """One possible value of a URL, as far as it is known.

    ``text`` is the known beginning. ``env`` is the variable that the URL begins with, when it begins
    with one. ``is_complete`` when nothing after ``text`` is unknown. ``span`` is where the host is
    written: the request itself, a constant, or the default of a variable.
    """

    text: str
    span: Span
    env: str = ""
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Outbound:
    """A request that leaves the platform, with its possible URLs and the modules that make it."""

    request: Request
    urls: tuple[Url, ...]
    modules: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class App:
    """One application. ``folder`` is relative to the tree, empty at its root.

    ``environments`` holds, by module name, everything that is on the module's `Env`.
    ``spare_folders`` are the folders in its `src` that have an entry and belong to no module.
    ``worker_files`` are all files of worker code, ``reaching`` the modules that each is part of, by path.
    ``typed`` are all calls of `raindrop`, ``sequences`` the scripts as they run.
    ``packages`` are the `package.json` files that its code sees, the nearest first.
    ``sources`` are all files read so far, by path.
    ``now`` is the time to judge ages by, in seconds since 1970, like
    ``state_written_at``, which is ``None`` where the file's time tells nothing.
    """

    folder: str
    settings: Settings
    now: float
    sources: Mapping[str, Source] = field(default_factory=dict)
    manifest: ManifestFile | None = None
    application: Block | None = None
    modules: tuple[Module, ...] = ()
    resources: tuple[Resource, ...] = ()
    variables: tuple[Variable, ...] = ()
    environments: Mapping[str, Mapping[str, Provider]] = field(default_factory=dict)
    state: StateFile | None = None
    state_is_tracked: bool = False
    state_written_at: float | None = None
    env_files: tuple[EnvironmentFile, ...] = ()
    scripts: tuple[ScriptFile, ...] = ()
    typed: tuple[Typed, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    env_commands: tuple[EnvCommand, ...] = ()
    supply: Supply = field(default_factory=Supply)
    spare_folders: frozenset[str] = frozenset()
    worker_files: Mapping[str, WorkerFile] = field(default_factory=dict)
    reaching: Mapping[str, tuple[Module, ...]] = field(default_factory=dict)
    packages: tuple[PackageFile, ...] = ()
    env_uses: tuple[EnvUse, ...] = ()
    has_dynamic_reads: bool = False
    host_env_uses: tuple[HostEnvUse, ...] = ()
    outbound: tuple[Outbound, ...] = ()

    def variable(self, name: str, module: Module | None = None) -> Variable | None:
        """Return the variable ``name`` as ``module`` sees it: its own before the application's."""
        seen = [each for each in self.variables if each.name == name]
        own = [each for each in seen if module is not None and each.module == module.name]
        return next(iter(own or [each for each in seen if not each.module]), None)

    def module(self, name: str) -> Module | None:
        """Return the module ``name``."""
        return next((each for each in self.modules if each.name == name), None)

    def provides(self, module: Module, name: str) -> bool:
        """Say whether ``name`` is on the `Env` of ``module``."""
        return name in self.environments.get(module.name, {}) or (
            module.visibility == "protected" and name.startswith(RESERVED_PREFIX)
        )

    @property
    def is_known(self) -> bool:
        """Say whether the manifest is there and whole, so that what it does not say is not declared."""
        return self.application is not None and self.manifest is not None and not self.manifest.problems

    def dependency(self, name: str) -> Dependency | None:
        """Return the nearest `package.json` entry for the package ``name``."""
        return next((found for each in self.packages if (found := each.dependency(name)) is not None), None)

    @property
    def framework_version(self) -> Version | None:
        """The framework's version that `package.json` pins, or the lowest of its range; ``None`` when not known."""
        entry = self.dependency(FRAMEWORK)
        return version(entry.wanted) if entry else None

    @property
    def address_uses(self) -> Iterator[AddressUse]:
        """Every address that a script surely hands to `build env set` or `get`."""
        for each in self.env_commands:
            for text, place in each.texts if each.command.is_certain else ():
                yield AddressUse(text, place, each)

    @property
    def lock_age(self) -> float | None:
        """How many seconds the deploy lock has been there, as far as the state file tells."""
        written = self.state_written_at
        if written is None and self.state is not None:
            written = self.state.deployed_at
        return None if written is None else max(0.0, self.now - written)

    @property
    def lock_may_be_held(self) -> bool:
        """Say whether the deploy lock may belong to a deploy that is running."""
        age = self.lock_age
        return not self.state_is_tracked and age is not None and age < self.settings.lock_max_age

    @property
    def documents(self) -> frozenset[str]:
        """The Markdown files among the scripts: what they type, people may type."""
        return frozenset(script.path for script in self.scripts if script.is_document)

    def unprovided(self) -> Iterator[tuple[EnvUse, list[Module]]]:
        """Yield the reads of `env` that something lacks: with the modules whose `Env` has no such name."""
        for use in self.env_uses if self.is_known else ():
            lacking = [module for module in use.modules if not self.provides(module, use.read.name)]
            if lacking and not use.read.is_write:
                yield use, lacking
