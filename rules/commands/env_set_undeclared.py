"""RD502: a script sets a variable that the manifest does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.commands import AddressUse, EnvAddress
from rdlint.app.model import App
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.fixes import words
from rdlint.fixes.manifest import declare
from rdlint.nearest import nearest
from rdlint.platform.manifest import env_block
from rdlint.rule import rule


@rule("RD502", "env-set-undeclared", Severity.ERROR, since="0.1", fixable=True)
def env_set_undeclared(app: App) -> Iterator[Finding]:
    """A script sets a variable that the manifest does not declare; the command refuses."""
    if app.application is None or not app.is_known:
        return
    declared = {variable.address for variable in app.variables}
    used = {use.text for use in app.address_uses}
    read = {use.read.name for use in app.env_uses}
    documents = app.documents  # a name there may be an example
    for each in app.address_uses:
        address = EnvAddress.parse(each.text)
        if address is None or each.text in declared or (address.module and app.module(address.module) is None):
            continue
        elsewhere = next((known for known in app.variables if known.name == address.name), None)
        place = Related(elsewhere.span, "declared here") if elsewhere else None
        meant = elsewhere.address if elsewhere else nearest(each.text, declared)
        is_read = address.name in read and not address.module and not elsewhere
        fix = _declared(app, address.name) if is_read else _renamed(app, each, address, meant, used)
        yield Finding(
            each.place,
            f"`{each.text}` is not in the manifest: "
            f"the command answers `variable {address.name} not found in manifest`",
            help=_help(address, meant),
            related=(place or Related(app.application.header, "variables are declared in this block"),),
            fix=None if each.place.path in documents else fix,
            subject=each.text,
            severity=Severity.HINT if each.place.path in documents else None,
        )


def _help(address: EnvAddress, meant: str | None) -> str:
    if meant:
        return f"type `{meant}`, which the manifest declares"
    return f"add `{env_block(address.name)}` to `raindrop.manifest`, or take this line out"


def _declared(app: App, name: str) -> Fix | None:
    """Declare what worker code reads, too: two places agree on the name."""
    return Fix.of(f"declare `{name}` in `raindrop.manifest`", declare(app, name), safe=False)


def _renamed(app: App, each: AddressUse, address: EnvAddress, meant: str | None, used: set[str]) -> Fix | None:
    """Write the address that is ``meant``, if it can be no other and nothing of the scripts uses it yet."""
    if meant is None or meant in used:
        return None
    others = {variable.address for variable in app.variables} - {meant}
    is_only = nearest(each.text, others) is None and not any(other.endswith(f":{address.name}") for other in others)
    word = each.use.address
    place = words.literal(app.sources[word.span.path], word.span, each.text)
    if not is_only or place is None or not words.is_own(each.use.command, word):
        return None
    return Fix(f"write `{meant}`", (Edit(place, meant),), safe=False)
