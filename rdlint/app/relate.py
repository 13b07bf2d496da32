"""Facts to the app: reads the files of one application and joins what they say."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from rdlint.app import declared
from rdlint.app.bindings import environments
from rdlint.app.calls import calls
from rdlint.app.commands import env_command
from rdlint.app.definitions import Definitions
from rdlint.app.discover import MANIFEST, STATE
from rdlint.app.env_files import env_files as env_files_of
from rdlint.app.env_files import is_env_file
from rdlint.app.env_types import env_imports
from rdlint.app.flows import Flows
from rdlint.app.front_ends import front_ends
from rdlint.app.generated import generated_types
from rdlint.app.imports import PackageImports
from rdlint.app.leaks import leaks
from rdlint.app.mentions import mentioned
from rdlint.app.migrations import migrations
from rdlint.app.model import App, EnvUse, HostEnvUse
from rdlint.app.offers import Offers
from rdlint.app.ownership import app_around, outer_app, owned
from rdlint.app.packages import packages
from rdlint.app.promises import promises
from rdlint.app.resolve import Resolver
from rdlint.app.scripts import scripts as scripts_of
from rdlint.app.sequences import sequences
from rdlint.app.supply import supply
from rdlint.app.typecheck import typecheck
from rdlint.app.typed import read as read_command
from rdlint.app.unseen import unseen_modules
from rdlint.app.usage import accesses
from rdlint.app.values import Values
from rdlint.app.versioned import versioned
from rdlint.app.written import written_at
from rdlint.extraction import Extraction
from rdlint.facts.addresses import AddressFile
from rdlint.facts.scripts import is_script
from rdlint.facts.worker import EnvRead, HostEnvRead
from rdlint.settings import Settings


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
    application = declared.application(manifest)
    resolver = Resolver(extraction, folder)
    modules = tuple(declared.modules(application, folder, resolver, extraction))
    resources = tuple(declared.resources(application))
    variables = tuple(declared.variables(application))
    files = {path: file for each in modules for path in each.files if (file := extraction.worker(path)) is not None}
    definitions = Definitions(files, resolver, extraction.worker)
    flows = Flows(files, definitions)
    reaching = declared.reaching(modules)
    on_env = environments(modules, resources, variables)
    offers = Offers(extraction.worker, definitions)
    spare = declared.spare_entries(tree, folder, resolver, modules)
    values = Values(files, flows, variables, reaching)
    requests = [
        each for path, file in files.items() for request in file.requests for each in values.outbound(path, request)
    ]
    scripts = tuple(scripts_of(extraction, folder, app_folders, settings, asked))
    documents = {script.path for script in scripts if script.is_document}  # what they set is not set
    env_files = tuple(env_files_of(extraction, folder, scripts))
    commands = (env_command(command) for script in scripts for command in script.commands)
    env_commands = tuple(command for command in commands if command is not None)
    around = [path for path in tree.files_below(folder) if is_env_file(path)]
    git = versioned(tree, posixpath.join(folder, MANIFEST), state_path, around)
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
        outer=outer_app(tree, folder, app_folders),
        sources=tree.sources,
        manifest=manifest,
        application=application,
        modules=modules,
        resources=resources,
        variables=variables,
        environments=on_env,
        state=state,
        versioned=git,
        state_written_at=written_at(tree, state_path, folder) if state and state.lock else None,
        env_files=env_files,
        committed_env_files=tuple(
            each for path in around if path in git.tracked and (each := extraction.environment(path)) is not None
        ),
        scripts=scripts,
        shared_scripts=frozenset(
            script.path for script in scripts if script is not extraction.script(script.path, is_asked=True)
        ),
        typed=tuple(read_command(command) for script in scripts for command in script.commands),
        sequences=sequences(
            [script for script in scripts if not script.is_document],
            lambda path: owned(
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
            PackageImports(extraction, resolver, {**declared.misplaced(modules, resolver), **reaching}).find()
        ),
        generated=tuple(generated_types(extraction, folder)),
        front_ends=tuple(front_ends(extraction, folder, app_folders, settings)),
        env_uses=env_uses,
        accesses=accesses(env_uses),
        binding_names=frozenset([each.binding for each in modules] + [each.binding for each in resources]),
        mentioned=mentioned(tree, modules, resources, variables, files),
        host_env_uses=tuple(
            HostEnvUse(_reached(path, read, flows), reaching[path])
            for path, file in files.items()
            for read in file.host_env_reads
        ),
        unseen=unseen_modules(modules, files, flows, resolver, (use.read for use in reads if not use.read.name)),
        promises=promises(files, resolver, extraction.worker),
        leaks=tuple(leaks(extraction, folder, app_folders, files, {each.path for each in scripts})),
        offers=dict(declared.offered(modules, offers)),
        spare_offers={name: offer for name, entry in spare.items() if (offer := offers.of(entry)) is not None},
        calls=tuple(calls(env_uses, on_env, definitions, offers)),
        env_imports=tuple(env_imports(files, resolver, posixpath.join(folder, "src"), modules)),
        outbound=tuple(each for each in requests if not each.request.via_binding),
        bound=tuple(each for each in requests if each.request.via_binding),
        address_files=tuple(_address_files(extraction, folder, app_folders, settings)),
    )


def _reached(path: str, read: HostEnvRead, flows: Flows) -> HostEnvRead:
    """Return ``read``, without its receiver where that is no environment after all."""
    if read.root is None or flows.is_environment(path, read.root):
        return read
    return replace(read, receiver="", root=None, is_replaceable=False)


def _named(path: str, read: EnvRead, values: Values) -> tuple[EnvRead, ...]:
    """Return ``read`` with the name that a constant of another file gives it, once for each that it can be."""
    names = values.texts(path, read.key) if read.key is not None else ()
    return tuple(replace(read, name=name) for name in names) or (read,)


def _address_files(
    extraction: Extraction, folder: str, app_folders: tuple[str, ...], settings: Settings
) -> Iterator[AddressFile]:
    """Yield the files that belong to the app in ``folder`` and have hosts of the platform in them."""
    for path in extraction.tree.files:
        file = None
        if app_around(posixpath.dirname(path), app_folders) == folder and not settings.excludes(path):
            file = extraction.addresses(path)
        if file is not None and file.addresses:
            yield file
