"""RD501: `raindrop build env set` is given an address that it does not accept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.commands import AddressUse, EnvAddress
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD501", "invalid-env-address", Severity.ERROR, since="0.1")
def invalid_env_address(app: App) -> Iterator[Finding]:
    """`raindrop build env set` needs `env:NAME`, or `module:env:NAME` for a module's own variable."""
    seen: set[Span] = set()
    for each in app.address_uses:
        address = EnvAddress.parse(each.text)
        word = each.use.address.span
        if address is None and word not in seen:  # in a loop or a function the word is wrong, not each item
            seen.add(word)
            yield _no_address(app, each)
        elif address is not None and address.module and app.is_known and app.module(address.module) is None:
            yield _no_module(app, each, address)


def _no_address(app: App, each: AddressUse) -> Finding:
    name = re.sub(r"[^A-Za-z0-9_].*", "", each.text.rpartition("env:")[2])
    declared = next((known for known in app.variables if known.name == name), None)
    address = declared.address if declared else f"env:{name or 'NAME'}"
    value = " <value>" if each.use.verb == "set" else ""
    places = [Related(each.place, "the name comes from here")] if each.place != each.use.address.span else []
    places += [Related(declared.span, "declared here")] if declared else []
    return Finding(
        each.use.address.span,
        f"`{each.shown}` is no address: the command answers `variable must be an env variable or secret`",
        help=f"type `raindrop build env {each.use.verb} {address}{value}`",
        related=tuple(places),
        subject=name or each.shown,
    )


def _no_module(app: App, each: AddressUse, address: EnvAddress) -> Finding:
    near = nearest(address.module, {module.name for module in app.modules})
    is_application = app.application is not None and address.module == app.application.name
    return Finding(
        each.place,
        f"`{address.module}` in `{each.shown}` is "
        + ("the application, not a module" if is_application else "no module of the manifest"),
        help=f"type `{near}:env:{address.name}`" if near else f"type `env:{address.name}`, without a module",
        related=(Related(app.application.header, "modules are declared in this block"),) if app.application else (),
        subject=each.shown,
    )
