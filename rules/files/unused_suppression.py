"""RD005: a comment that silences a rule where that rule finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.directive import Directive, RuleName
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.removal import Removals
from rdlint.run import Run, run_rule


@run_rule("RD005", "unused-suppression", Severity.WARNING, since="0.3", fixable=True)
def unused_suppression(app: App, run: Run) -> Iterator[Finding]:
    """A comment silences a rule that finds nothing there, so it can go before it hides something."""
    own = run.judged[app.folder]
    for path in sorted(own.files):
        removals = Removals(app.sources[path]) if run.suppressions.of(path) else None
        for directive in run.suppressions.of(path):
            if own.selection.requires_reasons and not directive.reason:
                continue  # it silences nothing, and `malformed-suppression` says so
            unused = [name for name in directive.rules if _is_unused(name, path, run)]
            unused = [name for name in unused if not run.suppressions.is_locked(name, own.selection)]
            if removals is not None and unused and not removals.is_doubtful(directive):
                yield from _findings(directive, unused, removals)


def _is_unused(name: RuleName, path: str, run: Run) -> bool:
    return name not in run.used and run.knows_all(run.suppressions.codes(name), path)


def _findings(directive: Directive, unused: list[RuleName], removals: Removals) -> Iterator[Finding]:
    here = "here" if directive.line else "in this file"
    if len(unused) == len(directive.rules):
        names = ", ".join(f"`{name.text}`" for name in unused)
        yield Finding(
            directive.span,
            f"{names} {'silences' if len(unused) == 1 else 'silence'} nothing {here}",
            help="take the comment out",
            fix=_fix("take the comment out", removals.of_all(directive)),
            subject=", ".join(name.text for name in unused),
        )
        return
    for name in unused:
        yield Finding(
            name.span,
            f"`{name.text}` silences nothing {here}",
            help=f"take `{name.text}` out of the list",
            fix=_fix(f"take `{name.text}` out of the list", removals.of_name(directive, name, unused)),
            subject=name.text,
        )


def _fix(message: str, edit: Edit | None) -> Fix | None:
    return Fix(message, (edit,), safe=True) if edit is not None else None
