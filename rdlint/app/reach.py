"""Which files are worker code: those that a module's entry reaches by imports that are kept."""

from __future__ import annotations

from collections.abc import Callable

from rdlint.app.resolve import Resolver
from rdlint.facts.worker import WorkerFile


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
            if not each.is_value:
                continue
            named = (resolver.submodule(each.specifier, name, path) for _, name in each.names if name != "*")
            pending += [target for target in (resolver.resolve(each.specifier, path), *named) if target is not None]
    return tuple(reached)
