"""RD711: a module's code is checked against the `Env` of another module."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from rdlint.app.declaration import Module
from rdlint.app.env_types import GENERATED, TYPE, EnvImport
from rdlint.app.model import App
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.rule import rule

_ENDING = re.compile(r"\.[jt]s\Z")
#: A path that needs no escapes, whatever the quotes around it.
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)


@rule("RD711", "foreign-env-type", Severity.WARNING, since="0.1", fixable=True)
def foreign_env_type(app: App) -> Iterator[Finding]:
    """`Env` is imported from the generated file of another module, whose environment is not this one's."""
    for each in app.env_imports:
        path = each.span.path
        others = [module for module in app.reaching.get(path, ()) if module.name != each.owner]
        if others:
            own = next((module for module in others if path.startswith(f"{module.folder}/")), None)
            yield _finding(app, each, own or others[0], is_own=own is not None)


def _finding(app: App, each: EnvImport, module: Module, is_own: bool) -> Finding:
    owner = app.module(each.owner)
    if is_own:
        help = f"import it from `{_own(each, module)}`"
    else:
        help = f"take an `Env` that says what this file needs, such as `Pick<Env, …>`, so that `{module.name}` fits too"
    return Finding(
        each.span,
        f"this `Env` is that of `{each.owner}`, but the code runs in `{module.name}`, whose environment is another",
        help=help,
        related=(Related(owner.span, "the other module is declared here"),) if owner is not None else (),
        fix=_fix(app, each, module) if is_own else None,
        subject=module.name,
        severity=None if is_own else Severity.HINT,
    )


def _own(each: EnvImport, module: Module) -> str:
    """Return the generated file of ``module`` as the file that has the import ``each`` calls it."""
    written = posixpath.relpath(f"{module.folder}/{GENERATED}", posixpath.dirname(each.span.path))
    return written if written.startswith(".") else f"./{written}"


def _fix(app: App, each: EnvImport, module: Module) -> Fix | None:
    """Import `Env` from the generated file of ``module``, the only one that runs the code.

    Other code of the module that still takes the foreign type may then no longer fit.
    """
    right = _right(app, each, module)
    if right is None:
        return None
    others = [other for other in app.env_imports if other.span.path in module.files and other.owner != module.name]
    is_safe = all(_right(app, other, module) is not None for other in others)
    return Fix(f"import `Env` from `{right}`", (Edit(each.span, right),), safe=is_safe)


def _right(app: App, each: EnvImport, module: Module) -> str | None:
    """Return what the import ``each`` surely has to say; ``None`` where that is not the type of ``module`` alone."""
    path = each.span.path
    if len(app.reaching[path]) != 1 or not path.startswith(f"{module.folder}/"):
        return None
    names = {
        exported for other in app.worker_files[path].imports if other.span == each.span for _, exported in other.names
    }
    has_both = any(other.owner == module.name for other in app.env_imports if other.span.path == path)
    generated = {types.folder for types in app.generated}
    is_there = module.name in generated or each.owner not in generated
    ending = _ENDING.search(app.sources[path].text(each.span))
    right = _own(each, module) + (ending[0] if ending else "")
    return right if names == {TYPE} and is_there and not has_both and _PLAIN.fullmatch(right) else None
