"""RD206: a `raindrop.gen.ts` says other things than the manifest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rdlint.app.declaration import Module, Provider, Variable
from rdlint.app.model import App
from rdlint.facts.generated import GeneratedFile
from rdlint.facts.worker import EnvMember
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.bindings import (
    DEFAULT_BINDINGS,
    PROTECTED_BINDINGS,
    RESERVED_PREFIX,
    binding_name,
)
from rdlint.platform.generated import BINDING_TYPES, FILE_NAME, KNOWN_TYPES, VARIABLE_TYPE
from rdlint.platform.manifest import SCHEMA
from rdlint.rule import rule

_TYPE_NAME = re.compile(r"\s*([A-Za-z_$][\w$]*)")
_FOLDER = re.compile(r"""['"]\.\./([^/'"]+)""")
#: So many names of each sort a message gives.
_SHOWN = 3


@rule("RD206", "stale-generated-types", Severity.WARNING, since="0.1")
def stale_generated_types(app: App) -> Iterator[Finding]:
    """The generated `Env` of a module disagrees with the manifest, or was edited."""
    declared = Counter([*(each.binding for each in app.modules), *(each.binding for each in app.resources)])
    for folder, file in app.generated if app.is_known else ():
        module = app.module(folder)
        finding = _judge_copy(app, folder, file) if module is None else _judge(app, file, module, declared)
        if finding is not None:
            yield finding


def _judge(app: App, file: GeneratedFile, module: Module, declared: Mapping[str, int]) -> Finding | None:
    """Judge the file of ``module``; ``declared`` says how many things become each binding."""
    if file.env is None:
        return _finding(app, file, f"`{FILE_NAME}` of module `{module.name}` declares no `Env`: it was edited by hand")
    environment = app.environments[module.name]
    wanted = {name: each for name, each in environment.items() if each is not None}
    members = {member.name: member for member in file.env.members}
    missing = [name for name in wanted if name not in members] if file.env.is_complete else []
    extra = [member.name for member in file.env.members if _is_left(app, member, environment)]
    wrong = list(_wrong(app, file, wanted, declared))
    parts = [
        f"it lacks {_listed(missing)}" if missing else "",
        f"it still has {_listed(extra)}" if extra else "",
        *wrong[:_SHOWN],
    ]
    said = "; ".join(part for part in parts if part)
    if said:
        return _finding(app, file, f"`{FILE_NAME}` of module `{module.name}` does not fit the manifest: {said}")
    if not file.is_marked:
        message = (
            f"`{FILE_NAME}` of module `{module.name}` does not begin as a generated file does: it was edited by hand"
        )
        return _finding(app, file, message, Severity.HINT)
    return None


def _judge_copy(app: App, folder: str, file: GeneratedFile) -> Finding | None:
    """Judge a file in a folder that is no module: what somebody copied, or what a module left behind."""
    if file.env is None:
        return None
    if folder in app.spare_folders:
        message = f"`{FILE_NAME}` lies in `src/{folder}`, which is no module, so it is never generated again"
        return _finding(app, file, message, Severity.HINT, is_module=False)
    anywhere = {name: each for module in app.modules for name, each in app.environments[module.name].items()}
    extra = [member.name for member in file.env.members if _is_left(app, member, anywhere)]
    if not extra:
        return None
    message = f"`{FILE_NAME}` in `src/{folder}` is never generated again, and it still has {_listed(extra)}"
    return _finding(app, file, message, is_module=False)


def _is_left(app: App, member: EnvMember, environment: Mapping[str, Provider]) -> bool:
    """Say whether ``member`` is of a type that only the manifest gives, and the manifest does not."""
    name = member.name
    if name in environment or name in DEFAULT_BINDINGS | PROTECTED_BINDINGS or name.startswith(RESERVED_PREFIX):
        return False
    # a kind of block that is not known may have become it
    newer = (block for block in (app.application.blocks if app.application else ()) if block.kind not in SCHEMA)
    if any(binding_name(block.name) == name for block in newer):
        return False
    return _type_name(member) in KNOWN_TYPES


def _wrong(app: App, file: GeneratedFile, wanted: Mapping[str, Provider], declared: Mapping[str, int]) -> Iterator[str]:
    """Yield what members are, and what they should be."""
    for member in file.env.members if file.env else ():
        provider, name = wanted.get(member.name), _type_name(member)
        if provider is None or declared.get(member.name, 0) > (0 if isinstance(provider, Variable) else 1):
            continue  # another has the same binding, and which of them is written is not known
        types = (VARIABLE_TYPE,) if isinstance(provider, Variable) else BINDING_TYPES.get(provider.kind, ())
        if not types:
            continue
        if name not in types:
            is_newer = name not in KNOWN_TYPES and name in file.imported
            if not is_newer:
                yield f"`{member.name}` is {f'`{name}`' if name else 'something else'} instead of `{types[0]}`"
        elif not isinstance(provider, Variable):
            folder = _FOLDER.search(member.type)
            there = _folders(app, provider.name, provider.kind)
            if folder and there and folder[1] not in there:
                yield f"`{member.name}` comes from `src/{folder[1]}` instead of `src/{sorted(there)[0]}`"


def _folders(app: App, name: str, kind: str) -> frozenset[str]:
    """Return the folders whose types the binding of the ``kind`` ``name`` may have."""
    if kind == "queue":
        return frozenset(each.name for each in app.modules if name in each.sources)
    return frozenset({name})


def _type_name(member: EnvMember) -> str:
    match = _TYPE_NAME.match(member.type)
    return match[1] if match else ""


def _listed(names: Iterable[str]) -> str:
    every = sorted(names, key=str.lower)
    shown = ", ".join(f"`{name}`" for name in every[:_SHOWN])
    return f"{shown} and {len(every) - _SHOWN} more" if len(every) > _SHOWN else shown


def _finding(
    app: App, file: GeneratedFile, message: str, severity: Severity | None = None, is_module: bool = True
) -> Finding:
    return Finding(
        file.env.span if file.env else file.start,
        message,
        help="type `raindrop build generate`; it resets secrets, the documentation says, so set them again after it"
        if is_module
        else f"remove it, and import `Env` from the `{FILE_NAME}` of the module that runs the code",
        related=(Related(app.application.header, "the manifest declares what is on `env`"),) if app.application else (),
        subject="Env",
        severity=severity,
    )
