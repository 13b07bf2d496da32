"""Which files are worker code: those that a module's entry reaches by imports that are kept."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from rdlint.app.resolve import Resolver
from rdlint.facts.worker import Import, WorkerFile

#: Endings of what bundlers import as data.
_DATA = frozenset({".json", ".css", ".sql", ".txt", ".html", ".md", ".wasm", ".svg", ".png", ".graphql", ".yaml"})


def reach(entries: list[str], resolver: Resolver, read: Callable[[str], WorkerFile | None]) -> tuple[str, ...]:
    """Return the files reached from ``entries`` by value imports, entries first, breadth first.

    ``read`` returns what a file says, ``None`` when it cannot be read. Type-only imports and imports
    that the compiler leaves out are not followed, nor are declaration files.
    """
    reached: dict[str, None] = {}
    pending = list(entries)
    for path in pending:
        if path in reached or path.endswith((".d.ts", ".d.mts", ".d.cts")):
            continue
        file = read(path)
        if file is None:
            continue
        reached[path] = None
        for each in file.imports:
            target = resolver.resolve(each.specifier, path) if each.is_value else None
            if target is not None:
                pending.append(target)
    return tuple(reached)


def is_all_read(files: Mapping[str, WorkerFile], resolver: Resolver) -> bool:
    """Say whether the worker ``files`` parse, and none of their own imports leads to a file that is not there."""
    return not any(
        file.problems or any(_is_missing(each, path, resolver) for each in file.imports) for path, file in files.items()
    )


def _is_missing(each: Import, path: str, resolver: Resolver) -> bool:
    is_own = each.specifier.startswith((".", "/", "@/", "~/"))
    is_code = posixpath.splitext(each.specifier)[1] not in _DATA
    return each.is_value and is_own and is_code and resolver.resolve(each.specifier, path) is None
