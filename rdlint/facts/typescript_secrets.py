"""Literals that look like credentials, or that stand where one would."""

from __future__ import annotations

from rdlint.platform.credentials import find_credentials
from rdlint.source import Source
from rdlint.span import Span


def secrets(source: Source) -> tuple[Span, ...]:
    """Return the spans that must not be shown."""
    return tuple(source.span(found.start, found.end) for found in find_credentials(source.data))
