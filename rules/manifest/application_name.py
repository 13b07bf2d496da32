"""RD613: a name of the application that cannot become part of host names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.model import App
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD613", "application-name", Severity.ERROR, since="0.2", fixable=True)
def application_name(app: App) -> Iterator[Finding]:
    """The application is called `.`, or by a name with characters that its addresses cannot have."""
    application = app.application
    if application is None or not application.name:
        return
    name, span = application.name, application.name_span
    folder = app.folder.rpartition("/")[2]
    if not re.search(r"[A-Za-z0-9]", name):
        yield Finding(
            span,
            f"the application is called `{name}`, which is what `raindrop build init .` writes",
            help=f'write `application "{_plain(folder) or "<name>"}"`, and the same `"name"` in `package.json`',
            fix=_called(span, _plain(folder)),
            subject=name,
        )
    elif not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        yield Finding(
            span,
            f"`{name}` has characters that no address of the application can have",
            help=f'write `application "{_plain(name)}"`: lower-case letters, digits and dashes',
            fix=_called(span, _plain(name)),
            subject=name,
        )
    elif name != name.lower():
        yield Finding(
            span,
            f"`{name}` has upper-case letters, and the application's name becomes part of addresses",
            help=f'write `application "{_plain(name)}"`',
            fix=_called(span, _plain(name)),
            subject=name,
            severity=Severity.HINT,
        )


def _called(span: Span, name: str) -> Fix | None:
    """Write ``name``; what was deployed under the old one stays there."""
    return Fix(f'write `application "{name}"`', (Edit(span, name),), safe=False) if name else None


def _plain(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
