"""When tasks run: five fields, what they mean, and whether a comment says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.app.schedule import MACROS, contradicts, described, fault

NOON = 1_767_268_800.0  # Thursday, 1 January 2026, 12:00 UTC


@pytest.mark.parametrize(
    "text",
    [
        "* * * * *",
        "0 9 * * 1-5",
        "0 0,6,12,18 * * *",
        "*/15 0-6/2 1,15 JAN-MAR mon-fri",
        "0 0 31 * *",
        "0 0 29 2 *",
        *MACROS.values(),
    ],
)
def test_schedules_have_no_fault(text: str) -> None:
    assert fault(text) is None


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("60 * * * *", "60", "minute"),
        ("0 24 * * *", "24", "hour"),
        ("0 0 0 * *", "0", "day of the month"),
        ("0 0 * 13 *", "13", "month"),
        ("0 0 * * 8", "8", "day of the week"),
        ("0 0 * * FUN", "FUN", "day of the week"),
        ("*/0 * * * *", "*/0", "minute"),
        ("0 9-5 * * *", "9-5", "hour"),
        ("0  25 * * *", "25", "hour"),
    ],
)
def test_the_field_that_is_wrong_is_named(text: str, place: str, word: str) -> None:
    found = fault(text)
    assert found is not None
    assert text[found.start : found.end] == place
    assert f"no {word}:" in found.message


@pytest.mark.parametrize("text", ["", "* * * *", "0 0 9 * * *", "every 5 minutes please", "@daily"])
def test_there_are_five_fields(text: str) -> None:
    found = fault(text)
    assert found is not None
    assert "five" in found.message or "no minute" in found.message


def test_a_day_that_no_month_has_is_a_fault() -> None:
    found = fault("0 0 30 2 *")
    assert found is not None
    assert "never runs" in found.message


def test_a_schedule_is_told_in_words_with_its_next_runs() -> None:
    told = described("0 9 * * 1-5", NOON)
    assert told.startswith("at 09:00 on Monday through Friday")
    assert "2026-01-02 09:00, 2026-01-05 09:00, 2026-01-06 09:00" in told


@pytest.mark.parametrize(
    ("text", "remark", "expected"),
    [
        ("0 0 * * *", "refresh every 6 hours", True),
        ("0 */6 * * *", "refresh every 6 hours", False),
        ("0 0,6,12,18 * * *", "every 6 hours", False),
        ("*/5 * * * *", "every 10 minutes", True),
        ("* * * * *", "Every minute", False),
        ("0 * * * *", "hourly", False),
        ("*/30 * * * *", "hourly clean-up", True),
        ("0 2 * * *", "Daily at 2 AM", False),
        ("0 * * * *", "daily", True),
        ("0 9 * * 1-5", "daily on work days", False),
        ("0 0,12 * * *", "daily, at noon and at midnight", False),
        ("0 0 * * *", "hourly or daily, as you like", False),
        ("0 0 * * *", "clean up old files", False),
    ],
)
def test_a_comment_contradicts_only_by_a_plain_promise(text: str, remark: str, expected: bool) -> None:
    assert contradicts(text, remark) is expected


FIELD = st.text("0123456789*/,-LW#JANMON ", max_size=12)


@given(st.one_of(st.text(max_size=30), st.lists(FIELD, min_size=4, max_size=6).map(" ".join)))
def test_any_text_is_judged_and_what_is_right_can_be_told(text: str) -> None:
    found = fault(text)
    if found is None:
        assert "next:" in described(text, NOON)
        contradicts(text, "every 6 hours")
    else:
        assert 0 <= found.start <= found.end <= len(text)
