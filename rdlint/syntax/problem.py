"""A place where text is not what its language allows."""

from __future__ import annotations

from typing import NamedTuple

from rdlint.span import Span


class Problem(NamedTuple):
    """``message`` is lower-case and says what was expected at ``span``; ``help`` what to type."""

    span: Span
    message: str
    help: str = ""
