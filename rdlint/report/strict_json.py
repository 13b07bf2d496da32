"""JSON that every reader takes, and that no CI runner takes for a command.

It is ASCII without lone surrogates, which strict readers refuse, and without `##`, by which GitHub
and Azure know commands anywhere in a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def dumps(value: Any) -> str:
    """Return ``value`` in one line; undecodable bytes in names become U+FFFD."""
    return json.dumps(_clean(value)).replace("##", r"#\u0023").replace("\x7f", r"\u007f")


def rows(values: Sequence[Any]) -> Iterator[str]:
    """Yield the inner lines of an array, one for each value."""
    for left, value in enumerate(values, 1 - len(values)):
        yield dumps(value) + ("," if left else "")


def _clean(value: Any) -> Any:
    """Return ``value`` without lone surrogates; what is written here is a few levels deep, so this may recurse."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return value
