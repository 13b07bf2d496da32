"""RD203: worker code takes a member of a binding that its kind does not have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rdlint.app.declaration import Module, Provider, Resource, Variable
from rdlint.app.model import App, EnvUse
from rdlint.app.packages import shown
from rdlint.facts.argument import Kind
from rdlint.facts.worker import Access
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.names import rename
from rdlint.nearest import is_mistyped, nearest, only_slip
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.bindings import with_article
from rdlint.platform.members import (
    AS_OF,
    EVERYWHERE,
    LAST_WITHOUT,
    MEANT,
    MEMBERS,
    NEWEST_KNOWN,
    OLDEST_KNOWN,
    ONLY_RENAMED,
    RESULTS,
)
from rdlint.platform.python_workers import LISTING_MEMBERS, PROXY_MEMBERS
from rdlint.rule import rule

#: A call as it is to be typed, of which the arguments are names.
_CALL = re.compile(r"(\w+)\(([\w, ]*)\)")
#: Shorter names are like too many others to be a slip of one.
_SHORTEST_SLIP = 5


class _Use(NamedTuple):
    """A member taken from something of the ``kind``; ``what`` is how to call that, ``provider`` where it comes from."""

    access: Access
    kind: str
    what: str
    provider: Provider


@rule("RD203", "unknown-binding-method", Severity.ERROR, since="0.1", fixable=True)
def unknown_binding_method(app: App) -> Iterator[Finding]:
    """A method is called on a binding whose kind does not have it."""
    version = app.framework_version
    if not app.is_known or (version is not None and version < OLDEST_KNOWN):
        return
    replaced = {use.read.name for use in app.env_uses if use.read.is_write}
    seen = set()
    for use in app.env_uses:
        for each in _accesses(app, use) if use.read.name not in replaced else ():
            if each.access.span not in seen and each.access.is_sure:
                seen.add(each.access.span)
                finding = _judge(app, each)
                if finding is not None:
                    yield finding


def _accesses(app: App, use: EnvUse) -> Iterator[_Use]:
    """Yield every member that is taken from the binding or from what its members give."""
    name = use.read.name
    providers = {app.environments[module.name][name] for module in use.modules if name in app.environments[module.name]}
    provider = next(iter(providers)) if len(providers) == 1 else None
    if not providers or (len(providers) > 1) or isinstance(provider, Variable):
        return
    kind = name if provider is None else provider.kind
    if kind not in MEMBERS:
        return
    what = f"`{name}`" if provider is None else f"`{name}` is {with_article(kind)}, which"
    for access in (use.read.access, *use.read.later):
        if access is None:
            continue
        yield _Use(access, kind, what, provider)
        inner = RESULTS.get((kind, access.member))
        before = access
        for step in access.then:
            if inner is None or not before.is_sure:
                break
            gives = f"what `{before.member}` returns" if before.called else f"`{before.member}`"
            yield _Use(step, inner, gives, provider)
            before, inner = step, RESULTS.get((inner, step.member))


def _judge(app: App, use: _Use) -> Finding | None:
    access, kind = use.access, use.kind
    member, known = access.member, MEMBERS[kind]
    if member in EVERYWHERE:
        return None
    if access.span.path.endswith(".py") and member in LISTING_MEMBERS | PROXY_MEMBERS:
        return None
    if member in known:
        return _too_new(app, use)
    meant = _meant(app, use)
    version = app.framework_version
    is_newer = version is not None and version[:2] > NEWEST_KNOWN[:2]
    if meant and not is_newer:
        message, help, severity = f"{use.what} has no `{member}`", meant, None
        fix = _fix(app, use)
    else:
        message = f"{use.what} has no `{member}`, as far as rdlint knows the platform of {AS_OF}"
        has = ", ".join(f"`{each}`" for each in sorted(known))
        help, severity, fix = meant or f"there are {has}", Severity.HINT, None
    return Finding(access.span, message, help=help, related=_declared(use), fix=fix, subject=member, severity=severity)


def _fix(app: App, use: _Use) -> Fix | None:
    """Write the member that is there: the one that is misspelt, or that other stores call by another name."""
    access, kind = use.access, use.kind
    member, right = access.member, None
    meant = _CALL.fullmatch(MEANT.get(kind, {}).get(member, ""))
    if meant is not None and member in ONLY_RENAMED.get(kind, ()):
        arguments = [each for each in meant[2].split(", ") if each]
        is_alike = access.called and access.arguments is not None and len(access.arguments) == len(arguments)
        right = meant[1] if is_alike and not any(each.kind is Kind.SPREAD for each in access.arguments or ()) else None
    elif member not in MEANT.get(kind, {}) and not _is_of_another(app, use):
        right = _slip(member, kind, only_slip)
    if right is None:
        return None
    return Fix.of(f"write `{right}`", rename(app, access.span, member, right), safe=is_mistyped(member, right))


def _is_of_another(app: App, use: _Use) -> bool:
    """Say whether something else has the member: a smartbucket, or the class of the actor."""
    member = use.access.member
    is_search = use.kind == "bucket" and member in MEMBERS["smartbucket"]
    return is_search or (isinstance(use.provider, Module) and member in _methods(app, use.provider))


def _meant(app: App, use: _Use) -> str:
    """Return what to type instead, empty when nothing is near."""
    member, kind = use.access.member, use.kind
    if kind == "bucket" and member in MEMBERS["smartbucket"]:
        label = use.provider.name if isinstance(use.provider, Resource) else ""
        return f'only a smartbucket can search: declare `smartbucket "{label}" {{}}`'
    if kind == "actor" and isinstance(use.provider, Module) and member in _methods(app, use.provider):
        return f"take an instance first: write `get(idFromName(name)).{member}`"
    meant = MEANT.get(kind, {}).get(member)
    if meant:
        return f"write `{meant}`"
    near = _slip(member, kind, nearest)
    return f"write `{near}`" if near else ""


def _slip(member: str, kind: str, find: Callable[[str, frozenset[str]], str | None]) -> str | None:
    """Return the member of ``kind`` that ``member`` is a slip of, by what ``find`` says of longer names."""
    known = MEMBERS[kind]
    near = find(member, known) if len(member) >= _SHORTEST_SLIP else None
    return near or next((each for each in sorted(known) if each.lower() == member.lower()), None)


def _methods(app: App, actor: Module) -> frozenset[str]:
    """Return the methods of the classes in the entry of ``actor``."""
    file = app.worker_files.get(actor.entry) if actor.entry else None
    return frozenset(method.name for each in (file.classes if file else ()) for method in each.methods)


def _too_new(app: App, use: _Use) -> Finding | None:
    """Judge a member that only later frameworks have than the one that is pinned."""
    last = LAST_WITHOUT.get((use.kind, use.access.member))
    entry, version = app.dependency(FRAMEWORK), app.framework_version
    if last is None or version is None or version > last or entry is None or entry.wanted.startswith(">"):
        return None
    return Finding(
        use.access.span,
        f"{use.what} has no `{use.access.member}` in framework {shown(version)}, which `package.json` asks for",
        help=f"ask for a newer `{FRAMEWORK}`",
        related=_declared(use),
        subject=use.access.member,
        severity=Severity.WARNING,
    )


def _declared(use: _Use) -> tuple[Related, ...]:
    return (Related(use.provider.span, "declared here"),) if use.provider else ()
