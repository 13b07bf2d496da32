"""What becomes of a variable in the manifest: kept as a secret, without its default, elsewhere, or gone."""

from __future__ import annotations

from rdlint.app.declaration import Variable
from rdlint.app.model import App
from rdlint.facts.manifest import Attribute
from rdlint.finding import Edit
from rdlint.fixes.attributes import add, remove
from rdlint.fixes.manifest import move, take_out


def keep_secret(app: App, variable: Variable) -> tuple[Edit, ...]:
    """Return the edits that declare ``variable`` with `secret = true`, which takes the place of its default.

    Empty where that cannot be done, or is done already.
    """
    block = variable.block
    secret, default = block.attribute("secret"), block.attribute("default")
    names = [each.name for each in block.attributes]
    if not app.is_known or names.count("secret") > 1 or names.count("default") > 1:
        return ()
    if default is None and secret is None:
        return add(app, block, "secret = true")
    if secret is None:
        return (Edit(default.span, "secret = true"),) if default is not None and _is_plain(app, default) else ()
    marked = () if secret.value.kind == "bool" and secret.value.text == "true" else (Edit(secret.value.span, "true"),)
    if default is None:
        return marked
    removed = remove_default(app, variable)
    return (*marked, *removed) if removed else ()


def remove_default(app: App, variable: Variable) -> tuple[Edit, ...]:
    """Return the edits that take the default of ``variable`` out; empty where that cannot be done, or there is none."""
    default = variable.block.attribute("default")
    return remove(app, variable.block, default) if default is not None and _is_plain(app, default) else ()


def delete(app: App, variable: Variable) -> tuple[Edit, ...]:
    """Return the edits that take ``variable`` out; empty where that cannot be done, or a script sets it."""
    return () if _is_set(app, variable) else take_out(app, variable.block)


def share(app: App, variable: Variable) -> tuple[Edit, ...]:
    """Return the edits that give ``variable``, which one module declares, to all of them.

    Empty where that cannot be done, or a script sets it by the address that it has in its module.
    """
    return () if _is_set(app, variable) else move(app, variable.block)


def _is_set(app: App, variable: Variable) -> bool:
    """Say whether a script gives ``variable`` a value, or asks for it."""
    texts = (each.text.partition("=")[0] for each in app.address_uses)
    return variable.name in app.supply.given | app.supply.lacking.keys() or variable.address in texts


def _is_plain(app: App, attribute: Attribute) -> bool:
    """Say whether the value is a text in quotes, which ends where it seems to."""
    span = attribute.value.span
    text = app.sources[span.path].text(span)
    return len(text) > 1 and text[0] == text[-1] == '"'
