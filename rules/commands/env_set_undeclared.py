"""RD502: a script sets a variable that the manifest does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.commands import EnvAddress
from rdlint.app.model import App
from rdlint.finding import Finding, Related, Severity
from rdlint.nearest import nearest
from rdlint.platform.manifest import env_block
from rdlint.rule import rule


@rule("RD502", "env-set-undeclared", Severity.ERROR, since="0.1")
def env_set_undeclared(app: App) -> Iterator[Finding]:
    """A script sets a variable that the manifest does not declare; the command refuses."""
    if app.application is None or not app.is_known:
        return
    declared = {variable.address for variable in app.variables}
    documents = app.documents  # a name there may be an example
    for each in app.address_uses:
        address = EnvAddress.parse(each.text)
        if address is None or each.text in declared or (address.module and app.module(address.module) is None):
            continue
        elsewhere = next((known for known in app.variables if known.name == address.name), None)
        place = Related(elsewhere.span, "declared here") if elsewhere else None
        yield Finding(
            each.place,
            f"`{each.text}` is not in the manifest: "
            f"the command answers `variable {address.name} not found in manifest`",
            help=_help(address, elsewhere.address if elsewhere else nearest(each.text, declared)),
            related=(place or Related(app.application.header, "variables are declared in this block"),),
            subject=each.text,
            severity=Severity.HINT if each.place.path in documents else None,
        )


def _help(address: EnvAddress, meant: str | None) -> str:
    if meant:
        return f"type `{meant}`, which the manifest declares"
    return f"add `{env_block(address.name)}` to `raindrop.manifest`, or take this line out"
