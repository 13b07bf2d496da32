"""When a task runs: five fields of Unix cron, in UTC (platform reference H.4)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import NamedTuple

FIELDS = ("minute", "hour", "day of the month", "month", "day of the week")
#: The words for a whole schedule that some crons know, in five fields (crontab(5)).
MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_SHOWN = 3
#: What runs more often than this is not what people call daily.
_OFTEN = timedelta(hours=6)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_EVERY = re.compile(r"\bevery\s+(?:(?P<count>\d{1,3})\s+)?(?P<unit>minute|hour|day)s?\b", re.IGNORECASE)
_WORDS = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "nightly": timedelta(days=1)}
_WORD = re.compile(r"\b(hourly|daily|nightly)\b", re.IGNORECASE)


class Fault(NamedTuple):
    """What is wrong with a schedule: characters ``start`` to ``end`` of its text."""

    start: int
    end: int
    message: str


def fault(text: str) -> Fault | None:
    """Return the first thing that is wrong with the five fields ``text``, ``None`` when it is a schedule.

    >>> fault("0 9 * * 1-5"), fault("0 25 * * *")
    (None, Fault(start=2, end=4, message='`25` is no hour: 0 to 23'))
    """
    from cronsim import CronSim, CronSimError

    found = list(re.finditer(r"\S+", text))
    if len(found) != len(FIELDS):
        return Fault(0, len(text), f"it has {len(found)} fields, and a schedule has five: {', '.join(FIELDS)}")
    limits = ("0 to 59", "0 to 23", "1 to 31", "1 to 12 or JAN to DEC", "0 to 7 or SUN to SAT")
    for index, (match, name, limit) in enumerate(zip(found, FIELDS, limits, strict=True)):
        alone = ["*"] * len(FIELDS)
        alone[index] = match.group()
        if index == 2:
            alone[4] = "1"  # so that `31` is judged by itself, not with the months
        try:
            CronSim(" ".join(alone), _start(0.0))
        except (CronSimError, AssertionError):
            return Fault(match.start(), match.end(), f"`{match.group()}` is no {name}: {limit}")
    try:
        CronSim(text, _start(0.0))
    except CronSimError:
        return Fault(0, len(text), "no month has that day, so it never runs")
    return None


def described(text: str, now: float) -> str:
    """Return what the schedule ``text`` means in words and when it runs next after ``now`` (seconds since 1970)."""
    from cronsim import CronSim

    times = CronSim(text, _start(now))
    meaning = times.explain()
    runs = ", ".join(next(times).strftime("%Y-%m-%d %H:%M") for _ in range(_SHOWN))
    return f"{meaning[:1].lower()}{meaning[1:]} (UTC; next: {runs})"


def contradicts(text: str, remark: str) -> bool:
    """Say whether the comment ``remark`` promises another interval than the schedule ``text`` has.

    Only plain promises count: `every 6 hours`, `every minute`, `hourly`, `daily`; and only when there is one.
    """
    promised = {_WORDS[word.lower()] for word in _WORD.findall(remark)}
    for match in _EVERY.finditer(remark):
        promised.add(_UNITS[match["unit"].lower()] * int(match["count"] or 1))
    if len(promised) != 1:
        return False
    from cronsim import CronSim

    times = CronSim(text, _start(0.0))
    runs = [next(times) for _ in range(16)]
    gaps = {later - earlier for earlier, later in pairwise(runs)}
    interval = promised.pop()
    if interval == _UNITS["day"]:  # on work days, or at some hours of each day, is still daily
        return max(gaps) < _OFTEN or min(gaps) > interval
    return interval not in gaps


def _start(now: float) -> datetime:
    return datetime.fromtimestamp(now, timezone.utc)
