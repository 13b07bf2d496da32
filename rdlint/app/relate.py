"""Facts to the app: reads the files of one application and joins what they say."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from rdlint.app.bindings import environment
from rdlint.app.commands import env_command
from rdlint.app.discover import MANIFEST, STATE
from rdlint.app.flows import Flows
from rdlint.app.model import App, EnvUse, HostEnvUse, Module, Outbound, Resource, Variable
from rdlint.app.packages import packages
from rdlint.app.reach import reach
from rdlint.app.resolve import Resolver
from rdlint.app.sequences import sequences
from rdlint.app.supply import supply
from rdlint.app.typed import read
from rdlint.app.values import Values
from rdlint.extraction import Extraction
from rdlint.facts.commands import Command, ScriptFile
from rdlint.facts.environment import EnvironmentFile
from rdlint.facts.manifest import Block, ManifestFile
from rdlint.facts.scripts import is_ci, is_document, is_script
from rdlint.git_index import tracked_files
from rdlint.platform.bindings import MODULE_KINDS, RESOURCE_KINDS
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
    manifest = extraction.manifest(posixpath.join(folder, MANIFEST))
    state_path = posixpath.join(folder, STATE)
    state = extraction.state(state_path)
    application = _application(manifest)
    resolver = Resolver(tree, folder)
    modules = tuple(_modules(application, folder, resolver, extraction))
    resources = tuple(_resources(application))
    variables = tuple(_variables(application))
    files = {path: file for each in modules for path in each.files if (file := extraction.worker(path)) is not None}
    flows = Flows(files, resolver)
    values = Values(files, flows, variables)
    reaching = _reaching(modules)
    app_folders = tuple(app_folders)
    scripts = tuple(_scripts(extraction, folder, app_folders, settings, asked))
    documents = {script.path for script in scripts if script.is_document}  # what they set is not set
    env_files = tuple(_env_files(extraction, folder, scripts))
    commands = (env_command(command) for script in scripts for command in script.commands)
    env_commands = tuple(command for command in commands if command is not None)
    tracked = tracked_files(tree.root) if state and state.lock else None
    return App(
        folder=folder,
        settings=settings,
        now=now,
        sources=tree.sources,
        manifest=manifest,
        application=application,
        modules=modules,
        resources=resources,
        variables=variables,
        environments={each.name: environment(each, modules, resources, variables) for each in modules},
        state=state,
        state_is_tracked=tracked is not None and state_path in tracked,
        state_written_at=_written_at(tree, state_path, folder) if state and state.lock else None,
        env_files=env_files,
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
        supply=supply([each for each in env_commands if each.command.span.path not in documents], env_files, scripts),
        spare_folders=frozenset(
            name
            for name in tree.folders_in(posixpath.join(folder, "src"))
            if resolver.source(posixpath.join(folder, "src", name, "index"))
            and name not in {each.name for each in modules}
        ),
        worker_files=files,
        reaching=reaching,
        packages=tuple(packages(extraction, folder)),
        env_uses=tuple(
            EnvUse(read, reaching[path])
            for path, file in files.items()
            for read in file.env_reads
            if flows.is_environment(path, read.root)
        ),
        has_dynamic_reads=any(
            flows.is_environment(path, read.root) for path, file in files.items() for read in file.dynamic_reads
        ),
        host_env_uses=tuple(
            HostEnvUse(read, reaching[path]) for path, file in files.items() for read in file.host_env_reads
        ),
        outbound=tuple(
            Outbound(request, values.urls(path, request.urls), reaching[path])
            for path, file in files.items()
            for request in file.requests
            if not request.via_binding
        ),
    )


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


def _reaching(modules: Iterable[Module]) -> dict[str, tuple[Module, ...]]:
    """Return the modules whose code each file is part of, in the order of the manifest."""
    found: dict[str, list[Module]] = {}
    for module in modules:
        for path in module.files:
            found.setdefault(path, []).append(module)
    return {path: tuple(each) for path, each in found.items()}


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
    around = [each for each in app_folders if each == "" or at == each or at.startswith(each + "/")]
    if around and not command.folder_is_unknown:
        return max(around, key=len)
    return app_folders[0] if len(app_folders) == 1 else None


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
