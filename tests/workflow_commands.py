"""What the runner of GitHub Actions takes a line of a log for, by the rules of its `ActionCommand`."""

from __future__ import annotations

from typing import NamedTuple

COMMANDS = set(
    """add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output
    stop-commands warning""".split()
)


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def command(line: str) -> Command | None:
    """Return the command that ``line`` is: of today's form (`::name …::`) or of the older one (`##[name …]`)."""
    return _today(line.lstrip()) or _older(line)


def _today(line: str) -> Command | None:
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    return _command(line[2:end], ",", line[end + 2 :], {"%0D": "\r", "%0A": "\n"}, {"%3A": ":", "%2C": ","})


def _older(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    escapes = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]"}
    return _command(line[start + 3 : end], ";", line[end + 1 :], escapes, {})


def _command(
    head: str, separator: str, data: str, escapes: dict[str, str], more_in_properties: dict[str, str]
) -> Command | None:
    name, _, given = head.partition(" ")
    if name.lower() not in COMMANDS:
        return None
    pairs = (each.partition("=") for each in given.strip().split(separator))
    properties = {key: _unescape(value, {**escapes, **more_in_properties}) for key, _, value in pairs if key and value}
    return Command(name, properties, _unescape(data, escapes))


def _unescape(text: str, escapes: dict[str, str]) -> str:
    for escape, char in escapes.items():
        text = text.replace(escape, char)
    return text.replace("%25", "%")
