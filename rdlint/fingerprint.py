"""Which finding is which when lines move: what baselines and code hosts recognise a finding by."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from rdlint.diagnostic import Diagnostic


def ordinals(keys: Iterable[Hashable]) -> Iterator[int]:
    """Yield for each key how many equal ones stand before it."""
    seen: Counter[Hashable] = Counter()
    for key in keys:
        yield seen[key]
        seen[key] += 1


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield the fingerprint of each diagnostic, 32 hexadecimal digits; no two are the same.

    It is made of the identity and of how many equal ones stand before, so it depends neither on
    lines nor on what a file holds. ``diagnostics`` must come in the order of reports.
    """
    identities = [each.identity for each in diagnostics]
    for identity, ordinal in zip(identities, ordinals(identities), strict=True):
        yield hashlib.sha256(json.dumps([*identity, ordinal]).encode("ascii")).hexdigest()[:32]
