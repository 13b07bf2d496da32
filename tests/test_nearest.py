"""Which name is offered to somebody who has mistyped one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.nearest import did_you_mean, is_mistyped, nearest, only_slip

KNOWN = ["select", "extend-select", "ignore", "per-file-ignores", "fail-on", "STRIPE_KEY", "STRIPE_URL", "DB_1", "DB"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("slect", "select"),
        ("seelct", "select"),
        ("selects", "select"),
        ("sellect", "select"),
        ("per-file-ignore", "per-file-ignores"),
        ("extended-select", "extend-select"),
        ("ignroe", "ignore"),
        ("fail_on", "fail-on"),
        ("FailOn", "fail-on"),
        ("STIRPE_KEY", "STRIPE_KEY"),
        ("stripe-key", "STRIPE_KEY"),
        ("STRIPE_ID", None),
        ("STRIPE", None),
        ("DB_2", None),  # another thing of the same kind, not a slip
        ("DC", None),
        ("db", "DB"),
        ("exclude", None),
        ("", None),
        ("x" * 5000, None),
    ],
)
def test_the_name_that_was_meant_is_offered_and_no_other(typed: str, meant: str | None) -> None:
    assert nearest(typed, KNOWN) == meant


def test_the_same_name_is_offered_whatever_the_order() -> None:
    assert nearest("cat", ["hat", "bat", "rat"]) == nearest("cat", ["rat", "bat", "hat"]) == "bat"


def test_a_name_is_not_offered_for_itself() -> None:
    assert nearest("select", ["select"]) is None


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("send_mail", ["sendMail", "sendMails"], "sendMail"),
        ("sendMial", ["sendMail", "sendMails"], "sendMail"),
        ("sendMai", ["sendMail", "reset"], "sendMail"),
        ("sendMai", ["sendMail", "sendMain"], None),
        ("SENDMAIL", ["sendMail", "send_mail"], None),
        ("eventName", ["eventTime"], None),  # two slips
        ("sendMail", ["sendMail"], None),
        ("ORDER2", ["ORDERS"], None),
        ("ORDER22", ["ORDERS2"], None),
    ],
)
def test_what_surely_was_meant(typed: str, known: list[str], meant: str | None) -> None:
    assert only_slip(typed, known) == meant


@pytest.mark.parametrize(
    ("name", "known", "is_so"),
    [
        ("getUser", "get_user", True),
        ("getUesr", "getUser", True),
        ("getUse", "getUser", False),
        ("getUserr", "getUser", False),
        ("resUget", "getUser", False),
        ("", "a", False),
    ],
)
def test_what_is_only_mistyped(name: str, known: str, is_so: bool) -> None:
    assert is_mistyped(name, known) is is_so
    assert is_mistyped(known, name) is is_so


def test_no_guess_is_no_sentence() -> None:
    assert did_you_mean("slect", KNOWN) == "did you mean `select`?"
    assert did_you_mean("elephant", KNOWN) == ""


@given(st.text("abcd-", min_size=4, max_size=24), st.data())
def test_any_single_slip_is_found(name: str, data: st.DataObject) -> None:
    letters = name.replace("-", "")
    if len(letters) < 4:
        return
    at = data.draw(st.integers(0, len(name) - 2))
    slip = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + "x" + name[at:],
                name[:at] + "x" + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    if slip != name:
        assert nearest(slip, [name]) == name


@given(st.text(), st.lists(st.text()))
def test_what_is_offered_is_known(name: str, known: list[str]) -> None:
    assert nearest(name, known) in [*known, None]
