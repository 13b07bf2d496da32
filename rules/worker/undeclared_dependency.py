"""RD712: worker code imports a package that no `package.json` lists, or the framework under a wrong name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from rdlint.app.imports import PackageImport
from rdlint.app.model import App
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.nearest import nearest
from rdlint.platform.base_classes import FRAMEWORK, FRAMEWORK_BASES
from rdlint.platform.events import MEMBERS
from rdlint.platform.packages import NOT_FRAMEWORK
from rdlint.rule import rule

#: The package of the `raindrop` command, which a project may well list.
_COMMAND_LINE = "@liquidmetal-ai/raindrop"
#: What the framework surely exports to worker code.
_EXPORTED = FRAMEWORK_BASES | MEMBERS.keys()


@rule("RD712", "undeclared-dependency", Severity.WARNING, since="0.1", fixable=True)
def undeclared_dependency(app: App) -> Iterator[Finding]:
    """Worker code imports a package that `package.json` does not list, or the framework under a wrong name."""
    for each in app.package_imports:
        if each.is_python or each.is_node_module or each.is_replaced:
            continue
        if _is_meant_as_framework(each):
            yield _wrong_framework(each)
        elif _is_unlisted(each):
            yield _unlisted(each)
    yield from _listed_for_framework(app)


def _is_meant_as_framework(each: PackageImport) -> bool:
    """Say whether ``each`` takes the framework's classes from a package that is not the framework."""
    if each.name == FRAMEWORK:
        return False
    if each.name in NOT_FRAMEWORK:
        return True
    takes_base = any(exported in FRAMEWORK_BASES for _, exported in each.imported.names)
    if each.dependency(each.name) is not None:
        return False
    return nearest(each.name, [FRAMEWORK]) is not None or (takes_base and "raindrop" in each.name)


def _wrong_framework(each: PackageImport) -> Finding:
    path = each.imported.specifier.removeprefix(each.name)
    right = f"{FRAMEWORK}{path}" if path.startswith("/core/") else FRAMEWORK
    entry = each.dependency(FRAMEWORK)
    return Finding(
        each.imported.span,
        f"`{each.imported.specifier}` is not the framework: its package is `{FRAMEWORK}`",
        help=f"write `from '{right}'`" + ("" if entry else f", and list `{FRAMEWORK}` in `package.json`"),
        related=(Related(entry.span, "it is listed here"),) if entry else (),
        fix=Fix(
            f"import it from `{right}`",
            (Edit(each.imported.span, right),),
            safe=entry is not None and {exported for _, exported in each.imported.names} <= _EXPORTED,
        ),
        subject=each.name,
        severity=Severity.ERROR,
    )


def _listed_for_framework(app: App) -> Iterator[Finding]:
    """Report what the app's own `package.json` lists where it should list the framework."""
    own = next((file for file in app.packages if posixpath.dirname(file.path) == app.folder), None)
    if own is None or app.application is None or own.dependency(FRAMEWORK) is not None:
        return
    for entry in own.dependencies:
        if entry.name in NOT_FRAMEWORK and entry.name != _COMMAND_LINE and not entry.is_from_elsewhere:
            yield Finding(
                entry.span,
                f"`{entry.name}` is not the framework: its package is `{FRAMEWORK}`, which this file does not list",
                help=f"type\nnpm uninstall {entry.name}\nnpm install {FRAMEWORK}",
                subject=entry.name,
                severity=Severity.WARNING,
            )


def _is_unlisted(each: PackageImport) -> bool:
    if not each.packages or not all(file.is_whole for file in each.packages):
        return False
    if each.dependency(each.name) is not None:
        return False
    scope, _, name = each.name.removeprefix("@").rpartition("/")
    types = f"@types/{scope}__{name}" if scope else f"@types/{name}"
    return each.imported.is_value or each.dependency(types) is None


def _unlisted(each: PackageImport) -> Finding:
    path = each.packages[0].path
    if not each.imported.is_value:
        message = f"`{each.name}`, whose types are imported here, is not listed in `{path}`"
    elif each.is_installed:
        message = f"`{each.name}` is not listed in `{path}`, and is there only because another package needs it"
    else:
        message = f"`{each.name}` is not listed in `{path}`"
    return Finding(each.imported.span, message, help=_help(each), subject=each.name, severity=_severity(each))


def _help(each: PackageImport) -> str:
    near = nearest(each.name, {entry.name for file in each.packages for entry in file.dependencies})
    add = f"npm install {each.name}" if each.imported.is_value else f"npm install --save-dev {each.name}"
    return f"did you mean `{near}`? Otherwise type\n{add}" if near else f"type\n{add}"


def _severity(each: PackageImport) -> Severity:
    if not each.imported.is_value or each.imported.is_guarded:
        return Severity.HINT
    is_sure = each.is_installed is False and not each.imported.is_dynamic
    return Severity.ERROR if is_sure else Severity.WARNING
