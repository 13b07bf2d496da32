"""ULIDs, by which the platform names versions, modules, organisations and users.

A ULID is 26 characters of Crockford's base 32 (digits and letters without I, L, O and U): 10 of them
count milliseconds since 1970, 16 are random. Source: the ULID specification (github.com/ulid/spec);
that the platform's identifiers are ULIDs, platform reference D.1 and G.6, as of 2026-11.
"""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-7][0-9a-hjkmnp-tv-z]{25}")
_END_OF_TIME = 253_402_300_800.0  # the year 10000, which `datetime` does not have


def is_ulid(text: str) -> bool:
    """Say whether ``text`` is a ULID, all in upper or all in lower case.

    >>> is_ulid("01arz3ndektsv4rrffq69g5fav"), is_ulid("latest")
    (True, False)
    """
    return _ULID.fullmatch(text) is not None


def time_of(ulid: str) -> float | None:
    """Return when ``ulid`` was made: seconds since 1970, UTC.

    ``None`` when it is no ULID, or when its time is later than the year 9999 and so nobody's.

    >>> time_of("01arz3ndektsv4rrffq69g5fav")
    1469922850.259
    """
    if not is_ulid(ulid):
        return None
    milliseconds = 0
    for character in ulid[:10].upper():
        milliseconds = milliseconds * 32 + _ALPHABET.index(character)
    seconds = milliseconds / 1000
    return seconds if seconds < _END_OF_TIME else None
