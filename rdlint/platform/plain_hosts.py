"""Public hosts that answer over plain `http` only, so that `https` is no way out.

Source: the documentation of each service, as of 2026-11 (ip-api.com: "SSL is not available for the
free version").
"""

from __future__ import annotations

PLAIN_HOSTS = frozenset({"ip-api.com", "api.open-notify.org", "numbersapi.com"})
