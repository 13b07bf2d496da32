"""RD501: `raindrop build env set` is given an address that it does not accept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rdlint.app.commands import AddressUse, EnvAddress, EnvCommand
from rdlint.app.model import App
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.fixes import words
from rdlint.nearest import nearest
from rdlint.rule import rule
from rdlint.span import Span

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@rule("RD501", "invalid-env-address", Severity.ERROR, since="0.1", fixable=True)
def invalid_env_address(app: App) -> Iterator[Finding]:
    """`raindrop build env set` needs `env:NAME`, or `module:env:NAME` for a module's own variable."""
    by_word: dict[Span, list[EnvCommand]] = {}
    for command in app.env_commands:
        by_word.setdefault(command.address.span, []).append(command)
    seen: set[Span] = set()
    for each in app.address_uses:
        address = EnvAddress.parse(each.text)
        word = each.use.address.span
        if address is None and word not in seen:  # in a loop or a function the word is wrong, not each item
            seen.add(word)
            yield _no_address(app, each, by_word[word])
        elif address is not None and address.module and app.is_known and app.module(address.module) is None:
            yield _no_module(app, each, address)


def _no_address(app: App, each: AddressUse, uses: Iterable[EnvCommand]) -> Finding:
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
        fix=_split(app, each) if each.text.endswith("=") else _prefixed(app, each, tuple(uses)),
        subject=name or each.shown,
    )


def _prefixed(app: App, each: AddressUse, uses: tuple[EnvCommand, ...]) -> Fix | None:
    """Put what is missing before the names that the word of ``each`` can be, if it is the same for all of them.

    ``uses`` are all commands with this word: of a function there is one for each call.
    """
    names = {text for use in uses for text in use.address.values}
    is_known = all(
        use.address.values and use.command.is_certain and words.is_own(use.command, use.address) for use in uses
    )
    prefixes = {_prefix(app, name) for name in names}
    prefix = prefixes.pop() if len(prefixes) == 1 else None
    if not is_known or prefix is None or not all(map(_NAME.fullmatch, names)):
        return None
    word = each.use.address.span
    source = app.sources[word.path]
    is_literal = len(names) == 1 and words.literal(source, word, each.text) is not None
    return Fix(
        f"write `{prefix}{each.text}`" if is_literal else f"put `{prefix}` before the name",
        (Edit(words.beginning(source, word), prefix),),
        safe=is_literal and _is_declared(app, each.text),
    )


def _split(app: App, each: AddressUse) -> Fix | None:
    """Make an address and a value of ``NAME=value``, where the name may be an address already."""
    given, word = EnvAddress.parse(each.text[:-1]), each.use.address.span
    name = given.name if given else each.text[:-1]
    prefix = str(given).removesuffix(name) if given else _prefix(app, name)
    found = words.assigned(app.sources[word.path], word)
    is_set = each.use.verb == "set" and each.use.value is None and words.is_own(each.use.command, each.use.address)
    if found is None or prefix is None or not is_set or not _NAME.fullmatch(name):
        return None
    place, quote = found
    return Fix(
        f"write `{prefix}{name}`, and the value behind it",
        (Edit(place, f"{prefix}{name} {quote}"),),
        safe=_is_declared(app, name),
    )


def _prefix(app: App, name: str) -> str | None:
    """Return what stands before ``name`` in its address; ``None`` where only modules declare it, and several do."""
    modules = [variable.module for variable in app.variables if variable.name == name]
    if "" in modules or not modules:
        return "env:"
    return f"{modules[0]}:env:" if len(modules) == 1 else None


def _is_declared(app: App, name: str) -> bool:
    """Say whether the manifest declares ``name``, at one place."""
    return app.is_known and sum(variable.name == name for variable in app.variables) == 1


def _no_module(app: App, each: AddressUse, address: EnvAddress) -> Finding:
    near = nearest(address.module, {module.name for module in app.modules})
    is_application = app.application is not None and address.module == app.application.name
    meant = f"{near}:env:{address.name}" if near else f"env:{address.name}"
    return Finding(
        each.place,
        f"`{address.module}` in `{each.shown}` is "
        + ("the application, not a module" if is_application else "no module of the manifest"),
        help=f"type `{meant}`" if near else f"type `{meant}`, without a module",
        related=(Related(app.application.header, "modules are declared in this block"),) if app.application else (),
        fix=_replaced(app, each, meant),
        subject=each.shown,
    )


def _replaced(app: App, each: AddressUse, meant: str) -> Fix | None:
    """Write ``meant`` if the manifest declares this name there alone, and the word is nothing but the wrong address."""
    name = meant.rpartition(":")[2]
    addresses = [variable.address for variable in app.variables if variable.name == name]
    word = each.use.address.span
    place = words.literal(app.sources[word.path], word, each.text)
    if addresses != [meant] or place is None or not words.is_own(each.use.command, each.use.address):
        return None
    return Fix(f"write `{meant}`", (Edit(place, meant),), safe=True)
