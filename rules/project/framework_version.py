"""RD901: a framework that is not pinned, is pinned twice, or lacks what the code imports."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.app.packages import Version, shown, version
from rdlint.facts.worker import Import
from rdlint.finding import Finding, Related, Severity
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.framework import EXPORTS, MISTAKEN_PACKAGES, Exported
from rdlint.rule import rule

_MOVING = frozenset({"latest", "next", "*", "x", ""})


@rule("RD901", "framework-version", Severity.WARNING, since="0.2")
def framework_version(app: App) -> Iterator[Finding]:
    """`package.json` pins no version of the framework, two of them, or one without what the code imports."""
    for package in app.packages:
        for entry in package.dependencies:
            if entry.name in MISTAKEN_PACKAGES:
                yield Finding(
                    entry.span,
                    f"there is no package `{entry.name}`: the framework is `{FRAMEWORK}`",
                    help=f"type\nnpm uninstall {entry.name} && npm install --save-exact {FRAMEWORK}",
                    subject=entry.name,
                    severity=Severity.ERROR,
                )
            elif entry.name == FRAMEWORK and entry.wanted in _MOVING:
                yield Finding(
                    entry.wanted_span,
                    f"`{entry.wanted}` may bring another framework with each install, and the deploy builds with that",
                    help=f"pin the version that is installed:\nnpm install --save-exact {FRAMEWORK}",
                    subject=FRAMEWORK,
                )
    yield from _pinned_twice(app)
    used = app.framework_version
    if used is not None:
        for file in app.worker_files.values():
            for each in file.imports:
                yield from _missing(each, used)


def _pinned_twice(app: App) -> Iterator[Finding]:
    entries = [each for package in app.packages for each in package.dependencies if each.name == FRAMEWORK]
    known = [(each, found) for each in entries if (found := version(each.wanted)) is not None]
    for entry, found in known[1:]:
        first, pinned = known[0]
        if found != pinned:
            yield Finding(
                first.wanted_span,
                f"the framework is `{first.wanted}` here and `{entry.wanted}` elsewhere",
                help=f'write `"{FRAMEWORK}": "{max((pinned, first.wanted), (found, entry.wanted))[1]}"` in both',
                related=(Related(entry.wanted_span, "the other one"),),
                subject=FRAMEWORK,
            )
            return


def _missing(each: Import, used: Version) -> Iterator[Finding]:
    for known in EXPORTS:
        is_whole = not known.name
        if each.specifier != known.module or not (is_whole or known.name in {exported for _, exported in each.names}):
            continue
        is_early = known.missing_until is not None and used <= known.missing_until
        is_late = known.gone_since is not None and used >= known.gone_since
        if is_early or is_late:
            yield Finding(
                each.span,
                f"framework {shown(used)} has no `{known.name or known.module}`",
                help=_help(known, is_early=is_early),
                subject=known.name or known.module,
                severity=Severity.ERROR,
            )


def _help(known: Exported, *, is_early: bool) -> str:
    newer = f"install a newer framework:\nnpm install --save-exact {FRAMEWORK}"
    if known.instead:
        return f"import `{known.instead}`" + (f", or {newer}" if is_early else "")
    return newer
