"""The app: everything that the files of one Raindrop application say together.

Rules ask this model and nothing else. All of it is immutable once `relate` has made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rdlint.app.commands import AddressUse, EnvCommand
from rdlint.app.declaration import Module, Provider, Resource, Variable
from rdlint.app.env_types import EnvImport
from rdlint.app.generated import GeneratedTypes
from rdlint.app.hosts import host_of
from rdlint.app.imports import PackageImport
from rdlint.app.leaks import Leak
from rdlint.app.migrations import Migration
from rdlint.app.offers import Offer
from rdlint.app.packages import Version, version
from rdlint.app.sequences import Sequence
from rdlint.app.supply import Supply
from rdlint.app.typecheck import Typecheck
from rdlint.app.typed import Typed
from rdlint.app.versioned import Versioned
from rdlint.facts.addresses import AddressFile
from rdlint.facts.argument import Argument
from rdlint.facts.commands import ScriptFile
from rdlint.facts.environment import EnvironmentFile
from rdlint.facts.manifest import Block, ManifestFile
from rdlint.facts.package import Dependency, PackageFile
from rdlint.facts.root import Certainty
from rdlint.facts.state import StateFile
from rdlint.facts.worker import Access, EnvMember, EnvRead, HostEnvRead, Request, WorkerFile
from rdlint.finding import Related
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.bindings import RESERVED_PREFIX
from rdlint.settings import Settings
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.problem import Problem


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
    written: the request itself, a constant, or the default of a variable. ``calls`` are the arguments
    by which it is handed to the function that asks, the nearest to the request first.
    """

    text: str
    span: Span
    env: str = ""
    is_complete: bool = False
    calls: tuple[Span, ...] = ()

    @property
    def host(self) -> str:
        """The host, in lower case, empty when it is not known; what a variable gives is a whole address."""
        return host_of(self.text, is_complete=self.is_complete or bool(self.env))


@dataclass(frozen=True, slots=True)
class Outbound:
    """A request with its possible URLs and the modules that make it.

    One request stands in several of these when different modules make it ask for different URLs.
    """

    request: Request
    urls: tuple[Url, ...]
    modules: tuple[Module, ...]

    def places(self, url: Url) -> tuple[Span, ...]:
        """Return where else than in the request ``url`` comes from: the calls, and where its host is written."""
        found = dict.fromkeys((*url.calls, url.span))
        calls = [*found]
        return tuple(
            each
            for each in calls
            if not self.request.span.contains(each)
            and not any(other != each and each.contains(other) for other in calls)
        )


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a method of the module ``target`` by its binding.

    ``use`` is the read of the binding, ``access`` the method with its arguments. ``plain_objects`` are
    those of the arguments that are objects of a class of this app that extends nothing.
    """

    use: EnvUse
    target: Module
    access: Access
    plain_objects: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class App:
    """One application: everything that rules ask. Names of files are paths of the tree.

    ``folder`` is relative to the tree, empty at its root. ``now`` is the time to judge ages by, in seconds
    since 1970. ``outer`` is the folder of the app that this one lies in, as its build sees it; ``None`` when
    it lies in none. ``sources`` are all files read so far, by path.
    """

    folder: str
    settings: Settings
    now: float
    outer: str | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)

    # What the manifest declares. ``environments`` holds, by module name, everything that is on its `Env`, and
    # ``binding_names`` what modules and resources would be called there.
    manifest: ManifestFile | None = None
    application: Block | None = None
    modules: tuple[Module, ...] = ()
    resources: tuple[Resource, ...] = ()
    variables: tuple[Variable, ...] = ()
    environments: Mapping[str, Mapping[str, Provider]] = field(default_factory=dict)
    binding_names: frozenset[str] = frozenset()

    # The state file; ``state_written_at`` is in seconds since 1970, ``None`` where the file's time tells nothing.
    # ``versioned`` is what git knows of manifest, state file and env files, of which it tracks the committed ones.
    state: StateFile | None = None
    state_written_at: float | None = None
    versioned: Versioned = field(default_factory=Versioned)
    env_files: tuple[EnvironmentFile, ...] = ()
    committed_env_files: tuple[EnvironmentFile, ...] = ()

    # What scripts type: ``typed`` are all calls of `raindrop`, ``sequences`` the scripts as they run, ``supply``
    # the variables that they give values to.
    scripts: tuple[ScriptFile, ...] = ()
    typed: tuple[Typed, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    env_commands: tuple[EnvCommand, ...] = ()
    supply: Supply = field(default_factory=Supply)

    # Worker code: the files that modules reach, the modules that reach each, and what modules offer to others, by
    # their names. ``spare_folders`` of `src` have an entry and belong to no module.
    worker_files: Mapping[str, WorkerFile] = field(default_factory=dict)
    reaching: Mapping[str, tuple[Module, ...]] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    spare_folders: frozenset[str] = frozenset()
    spare_offers: Mapping[str, Offer] = field(default_factory=dict)

    # What worker code uses of `env`: each read, what is surely done with the values of each name, and the calls
    # from module to module. ``unseen`` modules may use more of their `env` than can be seen; ``mentioned`` are the
    # resources and variables that code outside the worker files may use, where not all code that runs is known.
    env_uses: tuple[EnvUse, ...] = ()
    accesses: Mapping[str, tuple[Access, ...]] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    unseen: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    host_env_uses: tuple[HostEnvUse, ...] = ()

    # Types of `env`: those that `raindrop build generate` wrote, the imports of them, and by path the members of
    # those that somebody wrote by hand.
    generated: tuple[GeneratedTypes, ...] = ()
    env_imports: tuple[EnvImport, ...] = ()
    promises: Mapping[str, tuple[EnvMember, ...]] = field(default_factory=dict)

    # Requests that leave the platform, those handed to a binding, and the files of its repository in which hosts
    # of the platform are written.
    outbound: tuple[Outbound, ...] = ()
    bound: tuple[Outbound, ...] = ()
    address_files: tuple[AddressFile, ...] = ()

    # The project around the app: the `package.json` files that its code sees, the nearest first, what it imports
    # of packages, entries of other `package.json` files that tell of a front end, migrations below `db`, what a
    # deploy type-checks, and the credentials in code and scripts.
    packages: tuple[PackageFile, ...] = ()
    package_imports: tuple[PackageImport, ...] = ()
    front_ends: tuple[Dependency, ...] = ()
    migrations: tuple[Migration, ...] = ()
    typecheck: Typecheck | None = None
    leaks: tuple[Leak, ...] = ()

    def module(self, name: str) -> Module | None:
        """Return the module ``name``."""
        return next((each for each in self.modules if each.name == name), None)

    def provides(self, module: Module, name: str) -> bool:
        """Say whether ``name`` is on the `Env` of ``module``."""
        return name in self.environments.get(module.name, {}) or (
            module.visibility == "protected" and name.startswith(RESERVED_PREFIX)
        )

    @property
    def problems(self) -> Iterator[Problem]:
        """What does not parse in the files that the build reads: manifest, state file and worker code."""
        for file in (self.manifest, self.state, *self.worker_files.values()):
            yield from file.problems if file else ()

    @property
    def state_is_tracked(self) -> bool:
        """Say whether the state file is under version control, so that a clone has it."""
        return self.state is not None and self.state.path in self.versioned.tracked

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
        """Yield the reads of `env` that something lacks: with the modules whose `Env` has no such name.

        What only its name calls an environment is left out: it may be another thing.
        """
        for use in self.env_uses if self.is_known else ():
            if use.read.root.certainty is Certainty.NAME:
                continue
            lacking = [module for module in use.modules if not self.provides(module, use.read.name)]
            if lacking and not use.read.is_write:
                yield use, lacking

    def promises_of(self, use: EnvUse) -> Iterator[Related]:
        """Yield where an `Env` that was written by hand says that the name of ``use`` is there."""
        for member in self.promises.get(use.read.span.path, ()):
            if member.name == use.read.name:
                yield Related(member.span, "this `Env`, written by hand, promises it")
                return
