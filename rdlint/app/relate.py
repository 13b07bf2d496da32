"""Facts to the app: reads the files of one application and joins what they say."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from rdlint.app.bindings import environments
from rdlint.app.calls import calls
from rdlint.app.commands import env_command
from rdlint.app.definitions import Definitions
from rdlint.app.discover import MANIFEST, STATE
from rdlint.app.env_types import env_imports
from rdlint.app.flows import Flows
from rdlint.app.front_ends import front_ends
from rdlint.app.generated import generated_types
from rdlint.app.imports import PackageImports
from rdlint.app.leaks import leaks
from rdlint.app.mentions import mentioned
from rdlint.app.migrations import migrations
from rdlint.app.model import App, EnvUse, HostEnvUse, Module, Resource, Variable
from rdlint.app.offers import Offer, Offers
from rdlint.app.packages import packages
from rdlint.app.promises import promises
from rdlint.app.reach import reach
from rdlint.app.resolve import Resolver
from rdlint.app.sequences import sequences
from rdlint.app.supply import supply
from rdlint.app.typecheck import typecheck
from rdlint.app.typed import read
from rdlint.app.unseen import unseen_modules
from rdlint.app.usage import accesses
from rdlint.app.values import Values
from rdlint.app.versioned import versioned
from rdlint.extraction import Extraction
from rdlint.facts.addresses import AddressFile
from rdlint.facts.commands import Command, ScriptFile
from rdlint.facts.environment import EnvironmentFile
from rdlint.facts.manifest import Block, ManifestFile
from rdlint.facts.scripts import is_ci, is_document, is_script
from rdlint.facts.worker import EnvRead
from rdlint.platform.bindings import MODULE_KINDS, RESOURCE_KINDS
from rdlint.platform.handlers import actor_class
from rdlint.settings import Settings
from rdlint.tree import Tree

#: The hooks that are built into every service and MCP service (platform reference G.5).
_HOOKS = ("auth", "cors")
_HOOKED_KINDS = frozenset({"service", "mcp_service"})
#: Files compared, files needed, and seconds between them, to tell that a tree was unpacked at once.
_SAMPLE, _FEW, _UNPACKING = 50, 3, 10.0


def relate(
    extraction: Extraction,
    folder: str,
    app_folders: Iterable[str],
    settings: Settings,
    now: float,
    asked: Collection[str] = (),
) -> App:
    """Return the app in ``folder`` ("" for the tree's root).

    ``app_folders`` are all apps of the tree: a script between them belongs to the one that it works
    in. ``now`` is the time to judge ages by, in seconds since 1970. ``asked`` are the files that a
    person has named.
    """
    tree = extraction.tree
    app_folders = tuple(app_folders)
    manifest = extraction.manifest(posixpath.join(folder, MANIFEST))
    state_path = posixpath.join(folder, STATE)
    state = extraction.state(state_path)
    application = _application(manifest)
    resolver = Resolver(tree, folder)
    modules = tuple(_modules(application, folder, resolver, extraction))
    resources = tuple(_resources(application))
    variables = tuple(_variables(application))
    files = {path: file for each in modules for path in each.files if (file := extraction.worker(path)) is not None}
    definitions = Definitions(files, resolver, extraction.worker)
    flows = Flows(files, definitions)
    reaching = _reaching(modules)
    on_env = environments(modules, resources, variables)
    offers = Offers(extraction.worker, definitions)
    spare = _spare(tree, folder, resolver, modules)
    values = Values(files, flows, variables, reaching)
    requests = [
        (request, each)
        for path, file in files.items()
        for request in file.requests
        for each in values.outbound(path, request)
    ]
    scripts = tuple(_scripts(extraction, folder, app_folders, settings, asked))
    documents = {script.path for script in scripts if script.is_document}  # what they set is not set
    env_files = tuple(_env_files(extraction, folder, scripts))
    commands = (env_command(command) for script in scripts for command in script.commands)
    env_commands = tuple(command for command in commands if command is not None)
    around = [path for path in tree.files if _is_env_file(path) and path.startswith(f"{folder}/" if folder else "")]
    git = versioned(tree, (posixpath.join(folder, MANIFEST), state_path), around)
    reads = [
        EnvUse(each, reaching[path])
        for path, file in files.items()
        for read in file.env_reads
        if flows.is_environment(path, read.root)
        for each in _named(path, read, values)
    ]
    env_uses = tuple(use for use in reads if use.read.name)
    return App(
        folder=folder,
        settings=settings,
        now=now,
        outer=_outer(tree, folder, app_folders),
        sources=tree.sources,
        manifest=manifest,
        application=application,
        modules=modules,
        resources=resources,
        variables=variables,
        environments=on_env,
        state=state,
        versioned=git,
        state_written_at=_written_at(tree, state_path, folder) if state and state.lock else None,
        env_files=env_files,
        committed_env_files=tuple(
            each for path in around if path in git.tracked and (each := extraction.environment(path)) is not None
        ),
        scripts=scripts,
        typed=tuple(read(command) for script in scripts for command in script.commands),
        sequences=sequences(
            [script for script in scripts if not script.is_document],
            lambda path: _owned(
                extraction.script(path, is_asked=True) if is_script(path) else None, folder, app_folders
            ),
            lambda path: (source := tree.read(path)) is not None and b"raindrop" not in source.data,
        ),
        env_commands=env_commands,
        spare_folders=frozenset(spare),
        supply=supply([each for each in env_commands if each.command.span.path not in documents], env_files, scripts),
        worker_files=files,
        reaching=reaching,
        packages=tuple(packages(extraction, folder)),
        migrations=tuple(migrations(extraction, folder)),
        typecheck=typecheck(extraction, folder),
        package_imports=tuple(
            PackageImports(extraction, resolver, {**_misplaced(modules, resolver), **reaching}).find()
        ),
        generated=tuple(generated_types(extraction, folder)),
        front_ends=tuple(front_ends(extraction, folder, app_folders, settings)),
        env_uses=env_uses,
        accesses=accesses(env_uses),
        binding_names=frozenset([each.binding for each in modules] + [each.binding for each in resources]),
        mentioned=mentioned(tree, modules, resources, variables, files),
        host_env_uses=tuple(
            HostEnvUse(read, reaching[path]) for path, file in files.items() for read in file.host_env_reads
        ),
        unseen=unseen_modules(modules, files, flows, resolver, (use.read for use in reads if not use.read.name)),
        promises=promises(files, resolver, extraction.worker),
        leaks=tuple(leaks(extraction, folder, app_folders, files, {each.path for each in scripts})),
        offers=dict(_offers(modules, offers)),
        spare_offers={name: offer for name, entry in spare.items() if (offer := offers.of(entry)) is not None},
        calls=tuple(calls(env_uses, on_env, definitions, offers)),
        env_imports=tuple(env_imports(files, resolver, posixpath.join(folder, "src"), modules)),
        outbound=tuple(each for request, each in requests if not request.via_binding),
        bound=tuple(each for request, each in requests if request.via_binding),
        address_files=tuple(_address_files(extraction, folder, app_folders, settings)),
    )


def _outer(tree: Tree, folder: str, app_folders: Iterable[str]) -> str | None:
    """Return the nearest folder around ``folder`` that has a manifest and does not leave ``folder`` out.

    What a `.raindropignore` says is not documented; naming the folder at the beginning of a line is taken to do.
    """
    around = [each for each in app_folders if each != folder and (not each or folder.startswith(each + "/"))]
    for each in sorted(around, key=len, reverse=True):
        if tree.is_file(posixpath.join(each, MANIFEST)):
            source = tree.read(posixpath.join(each, ".raindropignore"))
            inner = posixpath.relpath(folder, each or ".")
            lines = source.data.decode("utf-8", "replace").splitlines() if source else []
            names = [line.strip().strip("/").removesuffix("/**") for line in lines]
            return None if any(inner == name or inner.startswith(name + "/") for name in names if name) else each
    return None


def _named(path: str, read: EnvRead, values: Values) -> tuple[EnvRead, ...]:
    """Return ``read`` with the name that a constant of another file gives it, once for each that it can be."""
    names = values.texts(path, read.key) if read.key is not None else ()
    return tuple(replace(read, name=name) for name in names) or (read,)


def _application(manifest: ManifestFile | None) -> Block | None:
    return next((block for block in manifest.blocks if block.kind == "application"), None) if manifest else None


def _modules(application: Block | None, folder: str, resolver: Resolver, extraction: Extraction) -> Iterator[Module]:
    source = posixpath.join(folder, "src")
    hooks = [path for hook in _HOOKS if (path := resolver.source(posixpath.join(source, "_app", hook))) is not None]
    for block in application.blocks if application else ():
        if block.kind in MODULE_KINDS and block.name:
            own = posixpath.join(source, block.name)
            entry = resolver.source(posixpath.join(own, "index"))
            entries = [entry] if entry else []
            if entry and block.kind in _HOOKED_KINDS:
                entries += hooks
            files = reach(entries, resolver, extraction.worker)
            yield Module(block.kind, block.name, block.name_span, block, own, entry, files)


def _spare(tree: Tree, folder: str, resolver: Resolver, modules: Iterable[Module]) -> dict[str, str]:
    """Return the entries in `src` that are those of no module, by folder."""
    source = posixpath.join(folder, "src")
    taken = {each.name for each in modules}
    entries = ((name, resolver.source(posixpath.join(source, name, "index"))) for name in tree.folders_in(source))
    return {name: entry for name, entry in entries if entry is not None and name not in taken}


def _offers(modules: Iterable[Module], offers: Offers) -> Iterator[tuple[str, Offer]]:
    for module in modules:
        named = actor_class(module.name) if module.kind == "actor" else None
        offer = offers.of(module.entry, named or "default") if module.entry is not None else None
        if offer is not None:
            yield module.name, offer


def _reaching(modules: Iterable[Module]) -> dict[str, tuple[Module, ...]]:
    """Return the modules whose code each file is part of, in the order of the manifest."""
    found: dict[str, list[Module]] = {}
    for module in modules:
        for path in module.files:
            found.setdefault(path, []).append(module)
    return {path: tuple(each) for path, each in found.items()}


def _misplaced(modules: Iterable[Module], resolver: Resolver) -> dict[str, tuple[Module, ...]]:
    """Return the files `src/<module>.ts` of modules without an entry: their code, where no build looks for it."""
    lacking = (module for module in modules if module.entry is None)
    return {path: (module,) for module in lacking if (path := resolver.source(module.folder)) is not None}


def _resources(application: Block | None) -> Iterator[Resource]:
    for block in application.blocks if application else ():
        if block.kind in RESOURCE_KINDS and block.name:
            yield Resource(block.kind, block.name, block.name_span, block)


def _variables(application: Block | None) -> Iterator[Variable]:
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


def _scripts(
    extraction: Extraction, folder: str, app_folders: tuple[str, ...], settings: Settings, asked: Collection[str]
) -> Iterator[ScriptFile]:
    """Yield the scripts with the commands that work on the app in ``folder``; documents when they are ``asked`` for."""
    handles: set[bytes] = set()
    silent: list[str] = []  # CI files that may run scripts which say `raindrop`
    for path in extraction.tree.files:
        is_wanted = is_script(path) or (is_document(path) and (settings.docs or path in asked))
        if not is_wanted or settings.excludes(path):
            continue
        file = _owned(extraction.script(path), folder, app_folders)
        if file is not None and (file.commands or file.printed or file.others):
            handles |= {handle.encode() for command in file.commands for handle in _handles(path, command.script)}
            yield file
        elif file is None and is_ci(path):
            silent.append(path)
    for path in silent if handles else ():
        source = extraction.tree.read(path)
        if source is not None and any(handle in source.data for handle in handles):
            file = _owned(extraction.script(path, is_asked=True), folder, app_folders)
            if file is not None:
                yield file


def _handles(path: str, script: str) -> tuple[str, ...]:
    """Return the texts by which another file runs ``script`` of ``path``."""
    if posixpath.basename(path) == "package.json":
        return (f"run {script}", f"yarn {script}", f"pnpm {script}")
    return (posixpath.basename(path),) if script == path else (f"make {script}", f"just {script}")


def _owned(file: ScriptFile | None, folder: str, app_folders: tuple[str, ...]) -> ScriptFile | None:
    """Return ``file`` with those of its commands that work on the app in ``folder``."""
    if file is None:
        return None
    own = tuple(command for command in file.commands if _app_of(command, file.path, app_folders) == folder)
    if len(own) == len(file.commands) and (own or _is_of(file.path, folder, app_folders)):
        return file
    return replace(file, commands=own) if own else None


def _is_of(path: str, folder: str, app_folders: tuple[str, ...]) -> bool:
    """Say whether a script without commands belongs to the app in ``folder``."""
    around = [each for each in app_folders if each == "" or path.startswith(each + "/")]
    return (max(around, key=len) if around else folder) == folder


def _app_of(command: Command, path: str, app_folders: tuple[str, ...]) -> str | None:
    """Return the folder of the app that ``command`` works on: around its folder, or the only one."""
    at = posixpath.dirname(path) if command.folder is None else command.folder
    return _around(at, app_folders, is_certain=not command.folder_is_unknown)


def _around(at: str, app_folders: tuple[str, ...], *, is_certain: bool = True) -> str | None:
    """Return the folder of the app around the folder ``at``, or of the only one."""
    around = [each for each in app_folders if each == "" or at == each or at.startswith(each + "/")]
    if around and is_certain:
        return max(around, key=len)
    return app_folders[0] if len(app_folders) == 1 else None


def _address_files(
    extraction: Extraction, folder: str, app_folders: tuple[str, ...], settings: Settings
) -> Iterator[AddressFile]:
    """Yield the files that belong to the app in ``folder`` and have hosts of the platform in them."""
    for path in extraction.tree.files:
        file = None
        if _around(posixpath.dirname(path), app_folders) == folder and not settings.excludes(path):
            file = extraction.addresses(path)
        if file is not None and file.addresses:
            yield file


def _written_at(tree: Tree, path: str, folder: str) -> float | None:
    """Return when ``path`` was last written, ``None`` when that is only when the tree was unpacked.

    Copies, checkouts and archives give all files the same time, so it tells nothing about one of them.
    """
    written = tree.modified(path)
    others = [other for other in tree.files if other != path and other.startswith(f"{folder}/" if folder else "")]
    times = [time for other in others[:_SAMPLE] if (time := tree.modified(other)) is not None]
    if written is None or (len(times) >= _FEW and all(abs(time - written) < _UNPACKING for time in times)):
        return None
    return written


def _env_files(extraction: Extraction, folder: str, scripts: Iterable[ScriptFile]) -> Iterator[EnvironmentFile]:
    """Yield the `.env` files beside the manifest and those that its scripts read."""
    paths = {path for path in extraction.tree.files if posixpath.dirname(path) == folder and _is_env_file(path)}
    for script in scripts:
        paths |= {each.file for each in script.sourced}
        paths |= {word.names_from for command in script.commands for word in command.words if word.names_from}
    for path in sorted(paths):
        file = extraction.environment(path) if _is_env_file(path) else None
        if file is not None:
            yield file


def _is_env_file(path: str) -> bool:
    name = posixpath.basename(path)
    return name.endswith(".env") or name.startswith((".env.", ".dev.vars"))
