"""RD705: worker code imports a module of Node, or a package that needs Node's files, processes or native libraries."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.imports import PackageImport, severity_of
from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.platform.node import NODE_MODULES, Support, Unfit
from rdlint.platform.packages import NODE_PACKAGES
from rdlint.rule import rule

_UNKNOWN = Unfit("Node", Support.WITH_NODE, "use what the runtime has itself: `fetch`, `crypto`, `URL`, streams")


@rule("RD705", "node-builtin", Severity.WARNING, since="0.1")
def node_builtin(app: App) -> Iterator[Finding]:
    """Worker code imports a module of Node (`fs`, `path`, `crypto`), or a package that needs a machine with Node."""
    for each in app.package_imports:
        if not each.imported.is_value or each.is_python:
            continue
        if each.is_node_module:
            unfit = NODE_MODULES.get(each.name, _UNKNOWN)
            yield _finding(each, unfit, _severity_of_module(each, unfit.support))
        elif not each.is_replaced:
            known = NODE_PACKAGES.get(each.imported.specifier) or NODE_PACKAGES.get(each.name)
            if known is not None:
                yield _finding(each, known, severity_of(each, known.support))


def _finding(each: PackageImport, unfit: Unfit, severity: Severity) -> Finding:
    return Finding(
        each.imported.span,
        f"`{each.imported.specifier}` {_defect(unfit)}",
        help=unfit.instead,
        subject=each.name,
        severity=severity,
    )


def _defect(unfit: Unfit) -> str:
    if unfit.needs == "Node":
        return "is a module of Node: a worker has it at most with Node compatibility, and the platform documents none"
    if unfit.support is Support.NEVER:
        return f"needs {unfit.needs}, which a worker does not have"
    if unfit.support is Support.DOUBTFUL:
        return f"is made for {unfit.needs}, which a worker may not have"
    return f"needs {unfit.needs}, which a worker has at most with Node compatibility, and the platform documents none"


def _severity_of_module(each: PackageImport, support: Support) -> Severity:
    """Return how sure it is; code that imports a module only when it comes there may know where it runs."""
    if support is Support.DOUBTFUL and each.imported.specifier.startswith("node:"):
        return Severity.HINT  # Node compatibility gives it by this name, whatever bundles the code
    if support is not Support.NEVER and each.imported.is_dynamic:
        return Severity.HINT
    return severity_of(each, Support.NEVER if support is Support.NEVER else Support.WITH_NODE)
