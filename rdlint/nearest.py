"""The known name that somebody most likely meant, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 64  # nobody misspells a longer name, and comparing costs the product of both lengths
_SEPARATORS = str.maketrans("", "", "-_. ")
_DIGITS = str.maketrans("", "", "0123456789")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the name of ``known`` that is written most like ``name``, or ``None`` if none is near.

    Case and separators do not count. One slip is allowed per four characters, three at most; a slip
    is a character too many, missing or wrong, or two neighbours swapped. Names that differ only in
    their digits are different things, not slips. Ties go to the first in alphabetical order.

    >>> nearest("STIRPE_KEY", ["STRIPE_KEY", "STRIPE_URL"]), nearest("KEY_1", ["KEY_2"])
    ('STRIPE_KEY', None)
    """
    if len(name) > LONGEST:
        return None
    folded = _fold(name)
    most = min(3, max(1, len(folded) // 4)) if len(folded) > 2 else 0
    best: tuple[int, str] | None = None
    for candidate in known:
        if len(candidate) > LONGEST or candidate == name:
            continue
        other = _fold(candidate)
        if abs(len(other) - len(folded)) > most or (
            other != folded and other.translate(_DIGITS) == folded.translate(_DIGITS)
        ):
            continue
        slips = _slips(folded, other, most)
        if slips <= most and (best is None or (slips, candidate) < best):
            best = slips, candidate
            most = slips  # whoever is farther cannot win any more
    return best[1] if best else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` for the nearest of ``known``, or an empty string."""
    guess = nearest(name, known)
    return f"did you mean `{guess}`?" if guess else ""


def _fold(name: str) -> str:
    return name.lower().translate(_SEPARATORS)


def _slips(left: str, right: str, most: int) -> int:
    """Count the slips between two words (optimal string alignment); above ``most`` any higher number."""
    if left == right:
        return 0
    earlier: list[int] = []
    last: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left):
        earlier, last, row = last, row, [i + 1]
        for j, other in enumerate(right):
            slips = min(last[j] + (char != other), last[j + 1] + 1, row[j] + 1)
            if i and j and char == right[j - 1] and left[i - 1] == other:
                slips = min(slips, earlier[j - 1] + 1)
            row.append(slips)
        if min(row) > most:
            return most + 1
    return row[-1]
