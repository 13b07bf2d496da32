"""Libraries by which Python code sends requests: what they are called, and which argument is the URL.

Source: the documentation of each library and of Pyodide's `js` and `pyodide.http` modules, as of 2026-11.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Client:
    """``name`` is what findings call it; the URL is argument ``index``, or one of ``keywords`` by name."""

    name: str
    index: int = 0
    keywords: tuple[str, ...] = ("url",)


_VERBS = ("get", "post", "put", "patch", "delete", "head", "options")

#: Functions and classes that are called with a URL, by module and name.
CALLS: dict[str, Client] = {
    **{f"{module}.fetch": Client("fetch", 0, ("resource",)) for module in ("js", "workers", "cloudflare.workers")},
    **{f"{module}.Request.new": Client("Request", 0, ()) for module in ("js", "workers", "cloudflare.workers")},
    **{f"{module}.Request": Client("Request", 0, ("input",)) for module in ("workers", "cloudflare.workers")},
    **{f"js.{holder}.fetch": Client("fetch", 0, ()) for holder in ("globalThis", "self")},
    "js.WebSocket.new": Client("WebSocket", 0, ()),
    "js.EventSource.new": Client("EventSource", 0, ()),
    "pyodide.http.pyfetch": Client("pyfetch"),
    "pyodide.http.open_url": Client("open_url"),
    **{f"httpx.{verb}": Client("httpx") for verb in _VERBS},
    "httpx.request": Client("httpx", 1),
    "httpx.stream": Client("httpx", 1),
    "httpx.Request": Client("httpx", 1),
    **{f"requests.{verb}": Client("requests") for verb in _VERBS},
    "requests.request": Client("requests", 1),
    "requests.Request": Client("requests", 1),
    "aiohttp.request": Client("aiohttp", 1),
    "urllib.request.urlopen": Client("urllib"),
    "urllib.request.Request": Client("urllib"),
    "urllib.request.urlretrieve": Client("urllib"),
    "urllib3.request": Client("urllib3", 1),
    "websockets.connect": Client("websockets", 0, ("uri",)),
}

#: Classes whose objects send requests: the client, and by which argument all URLs get a beginning.
SESSIONS: dict[str, tuple[str, str]] = {
    "httpx.Client": ("httpx", "base_url"),
    "httpx.AsyncClient": ("httpx", "base_url"),
    "requests.Session": ("requests", ""),
    "requests.session": ("requests", ""),
    "aiohttp.ClientSession": ("aiohttp", "base_url"),
    "urllib3.PoolManager": ("urllib3", ""),
}
#: Their methods, with the position of the URL.
METHODS: dict[str, int] = {**dict.fromkeys(_VERBS, 0), "ws_connect": 0, "request": 1, "stream": 1, "build_request": 1}
