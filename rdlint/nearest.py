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
    pieces = _pieces(folded, 2 * most + 1)
    best: tuple[int, str] | None = None
    for candidate in known:
        if len(candidate) > LONGEST or candidate == name:
            continue
        other = _fold(candidate)
        if abs(len(other) - len(folded)) > most or (
            other != folded and other.translate(_DIGITS) == folded.translate(_DIGITS)
        ):
            continue
        if not any(piece in other for piece in pieces):
            continue
        slips = _slips(folded, other, most)
        if slips <= most and (best is None or (slips, candidate) < best):
            best = slips, candidate
            most = slips  # whoever is farther cannot win any more
    return best[1] if best else None


def is_slip(name: str, known: str) -> bool:
    """Say whether ``name`` is ``known`` with one slip at most; case and separators do not count.

    >>> is_slip("STIRPE_KEY", "STRIPE_KEY"), is_slip("API_KEY", "MY_API_KEY")
    (True, False)
    """
    return _slips(_fold(name), _fold(known), 1) <= 1


def is_same(name: str, known: str) -> bool:
    """Say whether ``name`` is ``known`` but for case and separators.

    >>> is_same("dot_product", "dot-product"), is_same("public", "publics")
    (True, False)
    """
    return _fold(name) == _fold(known)


def is_mistyped(name: str, known: str) -> bool:
    """Say whether ``name`` is ``known`` but for case, separators and two neighbours swapped.

    >>> is_mistyped("session-cahce", "SESSION_CACHE"), is_mistyped("USERS", "USER")
    (True, False)
    """
    one, other = _fold(name), _fold(known)
    at = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
    return one == other or one[:at] + one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :] == other


def only_slip(name: str, known: Iterable[str]) -> str | None:
    """Return the name of ``known`` that ``name`` surely is with one slip at most, ``None`` if there is none.

    That is the only one that it is mistyped of, or else the only one that is near. A digit is no slip.

    >>> only_slip("USER_DB", ["USERS_DB", "ORDERS"]), only_slip("USER_DB", ["USERS_DB", "USER_DBS"])
    ('USERS_DB', None)
    """
    known = frozenset(known)
    mistyped = [each for each in known if each != name and is_mistyped(name, each)]
    if mistyped:
        return mistyped[0] if len(mistyped) == 1 else None
    near = nearest(name, known)
    if near is None or [*filter(str.isdigit, near)] != [*filter(str.isdigit, name)]:
        return None
    return near if is_slip(name, near) and nearest(name, known - {near}) is None else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` for the nearest of ``known``, or an empty string."""
    guess = nearest(name, known)
    return f"did you mean `{guess}`?" if guess else ""


def _fold(name: str) -> str:
    return name.lower().translate(_SEPARATORS)


def _pieces(word: str, count: int) -> list[str]:
    """Cut ``word`` into ``count`` pieces: a slip spoils one of them, two neighbours swapped at most two."""
    size = max(1, len(word) // count)
    return [word[at * size : (at + 1) * size if at + 1 < count else None] for at in range(count)]


def _slips(left: str, right: str, most: int) -> int:
    """Count the slips between two words (optimal string alignment); above ``most`` any higher number.

    Only what lies within ``most`` of the diagonal is computed, for the rest costs more already.
    """
    if left == right:
        return 0
    beyond = most + 1
    if abs(len(left) - len(right)) > most:
        return beyond
    width = len(right) + 1
    earlier: list[int] = []
    last: list[int] = []
    row = [min(j, beyond) for j in range(width)]
    for i, char in enumerate(left):
        start, end = max(0, i - most), min(len(right), i + 1 + most)
        earlier, last, row = last, row, [beyond] * width
        if i < most:
            row[0] = i + 1
        best = row[0]
        for j in range(start, end):
            other = right[j]
            slips = last[j] if char == other else last[j] + 1
            if last[j + 1] < slips:
                slips = last[j + 1] + 1
            if row[j] < slips:
                slips = row[j] + 1
            if i and j and char == right[j - 1] and left[i - 1] == other and earlier[j - 1] < slips:
                slips = earlier[j - 1] + 1
            row[j + 1] = slips
            if slips < best:
                best = slips
        if best > most:
            return beyond
    return row[-1]
