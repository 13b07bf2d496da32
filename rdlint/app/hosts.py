"""Hosts in URLs: what a request is sent to, as far as its URL is known."""

from __future__ import annotations

import re

_HOST = re.compile(r"\s*(?:https?|wss?)://(?:[^/?#@\\]*@)?(\[[0-9A-Fa-f:.]+\]|[^/?#:@\\\s]+)(.?)", re.IGNORECASE)


def host_of(text: str, *, is_complete: bool) -> str:
    """Return the host of the URL that begins with ``text``, in lower case; empty when it is not known.

    A host at the very end of an incomplete text may go on, so it is not known.
    """
    match = _HOST.match(text)
    if match is None or not (match[2] or is_complete):
        return ""
    return match[1].lower().rstrip(".")


def is_direct_ip(host: str) -> bool:
    """Say whether ``host`` is an IP address, also in the forms that URL parsers take for one.

    >>> is_direct_ip("10.0.0.1"), is_direct_ip("[::1]"), is_direct_ip("10.0.0.1.nip.io")
    (True, True, False)
    """
    import ipaddress  # most apps have no host to ask about

    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return re.fullmatch(r"0x[0-9a-f]{1,8}|\d{8,10}", host) is not None
    return True


def is_local(host: str) -> bool:
    """Say whether ``host`` is the machine itself, which a worker does not have."""
    return host == "localhost" or host.endswith(".localhost")


def is_plain(text: str) -> bool:
    """Say whether the URL that begins with ``text`` asks over plain `http`."""
    return text.lstrip()[:7].lower() == "http://"
