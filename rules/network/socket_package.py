"""RD304: worker code imports a package that needs a socket or a server."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.imports import PackageImport, severity_of
from rdlint.app.model import App
from rdlint.finding import Finding, Severity
from rdlint.platform.node import Support, Unfit
from rdlint.platform.packages import PYTHON_SOCKET_PACKAGES, SOCKET_PACKAGES
from rdlint.rule import rule


@rule("RD304", "socket-package", Severity.WARNING, since="0.1")
def socket_package(app: App) -> Iterator[Finding]:
    """Worker code imports a package that needs a socket or a server: a database driver, Express, `ws`, a mailer."""
    for each in app.package_imports:
        if not each.imported.is_value or each.is_replaced:
            continue
        table = PYTHON_SOCKET_PACKAGES if each.is_python else SOCKET_PACKAGES
        unfit = table.get(each.imported.specifier) or table.get(each.name)
        if unfit is not None:
            yield _finding(each, unfit)


def _finding(each: PackageImport, unfit: Unfit) -> Finding:
    return Finding(
        each.imported.span,
        f"`{each.imported.specifier}` needs {unfit.needs}, {_lack(each, unfit.support)}",
        help=unfit.instead,
        subject=each.name,
        severity=severity_of(each, unfit.support),
    )


def _lack(each: PackageImport, support: Support) -> str:
    if each.is_python:
        return "which Python in a worker does not have"
    if support is Support.NEVER:
        return "which a worker does not have"
    return "which a worker has at most with Node compatibility, and the platform documents none"
