"""What a run is about: the settings of each app, and the files that were read."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from rdlint.app.discover import discover
from rdlint.report.terminal import Terminal
from rdlint.run_report import Report
from rdlint.settings import Settings, load

#: What a setting of this name is in the file: these are not written there.
_NOT_WRITTEN = {"file", "folder", "rule_places"}


def settings_of(paths: Iterable[str], adjust: Callable[[Settings], Settings], terminal: Terminal) -> Iterator[str]:
    """Yield the settings of each app of ``paths`` as TOML, after the options of the command line.

    Raises what `discover` and `load` raise.
    """
    discovery = discover(paths)
    for number, target in enumerate(discovery.targets):
        settings = adjust(load(discovery.tree, target.folder))
        if number:
            yield ""
        yield f"# app: {terminal.visible(posixpath.join(discovery.tree.root, target.folder).rstrip('/'))}"
        yield f"# settings: {terminal.visible(settings.file) or 'none, these are the defaults'}"
        for each in fields(settings):
            value = getattr(settings, each.name)
            if each.name not in _NOT_WRITTEN and value is not None:
                yield terminal.visible(f"{each.name.replace('_', '-')} = {_toml(each.name, value)}")


def files_of(report: Report, terminal: Terminal) -> Iterator[str]:
    """Yield the files that were read, by path."""
    return (terminal.visible(report.shown_path(path)) for path in sorted(report.sources))


def _toml(name: str, value: object) -> str:
    """Return a value as TOML; texts, numbers and lists of them are written there as in JSON."""
    if name == "lock_max_age":
        return f'"{value}s"'
    if name == "per_file_ignores" and isinstance(value, tuple):
        return "{ " + ", ".join(f"{json.dumps(glob)} = {json.dumps(rules)}" for glob, rules in value) + " }"
    return json.dumps(value, ensure_ascii=False)
