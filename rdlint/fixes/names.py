"""Names of members in worker code: written as they are called."""

from __future__ import annotations

import keyword

from rdlint.app.model import App
from rdlint.finding import Edit
from rdlint.span import Span


def rename(app: App, span: Span, name: str, right: str, *, is_shorthand: bool = False) -> tuple[Edit, ...]:
    """Return the edits that write ``right`` where code takes the member ``name``, whose place is ``span``.

    ``right`` is a name, or several with dots between them where the member of a member is meant. The place is
    the name behind a dot, inside quotes, or a key of a pattern; with ``is_shorthand`` it names what the pattern
    gives as well, and goes on doing so. Empty where something else stands there, such as a constant or a text
    with escapes, and where ``right`` cannot stand there.
    """
    source = app.sources[span.path]
    steps = right.split(".")
    if source.text(span) != name or not all(_is_name(step, span.path) for step in steps):
        return ()
    if is_shorthand:
        return (Edit(span, f"{right}: {name}"),) if len(steps) == 1 else ()
    is_behind_dot = source.data[span.start - 1 : span.start] == b"."
    return (Edit(span, right),) if is_behind_dot or len(steps) == 1 else ()


def _is_name(text: str, path: str) -> bool:
    """Say whether ``text`` can be written behind a dot in the file ``path``."""
    is_reserved = path.endswith(".py") and keyword.iskeyword(text)
    return text.isascii() and text.isidentifier() and not is_reserved
