"""Hosts are read off URLs as browsers read them, and only when they are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rdlint.app.hosts import host_of, is_direct_ip, is_local


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://api.stripe.com/v1", "api.stripe.com"),
        ("HTTPS://API.Stripe.COM:443/v1", "api.stripe.com"),
        ("https://user:pass@db.example.com/", "db.example.com"),
        ("http://[2001:db8::1]:80/x", "[2001:db8::1]"),
        ("https://example.com./x", "example.com"),
        ("https://example.com?x", "example.com"),
        ("//example.com/x", ""),
        ("/relative", ""),
        ("mailto:a@b.c", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_url(text: str, host: str) -> None:
    assert host_of(text, is_complete=True) == host


def test_a_host_that_may_go_on_is_not_known() -> None:
    assert host_of("https://api.", is_complete=False) == ""
    assert host_of("https://10.0.0", is_complete=False) == ""
    assert host_of("https://10.0.0.1/", is_complete=False) == "10.0.0.1"


@pytest.mark.parametrize("host", ["10.0.0.1", "[::1]", "0x7f000001", "2130706433", "255.255.255.255"])
def test_addresses(host: str) -> None:
    assert is_direct_ip(host)


@pytest.mark.parametrize("host", ["10.0.0.1.nip.io", "example.com", "10.0.0.256", "1and1.com", "", "localhost"])
def test_names_are_no_addresses(host: str) -> None:
    assert not is_direct_ip(host)


def test_the_machine_itself() -> None:
    assert is_local("localhost")
    assert is_local("api.localhost")
    assert not is_local("localhost.example.com")


@given(st.text(max_size=80))
def test_any_text_has_a_host_or_none(text: str) -> None:
    host = host_of(text, is_complete=True)
    assert not set(host) & set("/?#@\\ ")
    is_direct_ip(host)
