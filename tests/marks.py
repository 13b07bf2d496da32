"""Made-up files in which « and » show where something stands."""

from __future__ import annotations

import re

from rdlint.source import Source
from rdlint.span import Span


def marked(text: str, path: str) -> tuple[Source, list[Span]]:
    """Take the marks « and » out of ``text`` and return the spans between them, in bytes, by where they begin."""
    data, starts, spans = b"", [], []
    for part in re.split(r"([«»])", text):
        if part == "«":
            starts.append(len(data))
        elif part == "»":
            spans.append(Span(path, starts.pop(), len(data)))
        else:
            data += part.encode()
    return Source(path, data), sorted(spans)
