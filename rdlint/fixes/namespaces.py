"""Classes that a package exports by themselves now, and in a namespace before: `services.Service` becomes `Service`."""

from __future__ import annotations

import re

from rdlint.app.model import App
from rdlint.finding import Edit

_USE = re.compile(rb"\.([A-Za-z]\w*)")
_EXTENDS = re.compile(rb"(?<![\w$])extends\s+\Z")
#: What stands between a name in the braces of an import and what is imported from.
_REST_OF_IMPORT = re.compile(rb"[\w$\s,]*\}\s*from\s*['\"]")
#: How far before a name its `extends` may stand.
_NEAR = 40


def flattened(app: App, path: str, package: str, namespace: str) -> tuple[Edit, ...]:
    """Return the edits by which the file ``path`` takes classes from ``package`` itself, and not from ``namespace``.

    Empty where the namespace has another name there, or is used for anything but to extend its classes, and
    where one of their names is taken.
    """
    source, imports = app.sources[path], app.worker_files[path].imports
    starts = [each.span.start for each in imports if each.specifier == package and (namespace, namespace) in each.names]
    removed: list[Edit] = []
    imported: list[tuple[int, int]] = []
    names: set[str] = set()
    for match in re.finditer(rb"(?<![\w$])%b(?![\w$])" % namespace.encode(), source.data):
        used = _USE.match(source.data, match.end())
        if used is not None and _EXTENDS.search(source.data, max(0, match.start() - _NEAR), match.start()):
            removed.append(Edit(source.span(match.start(), match.end() + 1), ""))
            names.add(used[1].decode())
        elif any(_REST_OF_IMPORT.fullmatch(source.data, match.end(), start) for start in starts):
            imported.append(match.span())
        else:
            return ()
    taken = any(re.search(rb"(?<![\w$.])%b(?![\w$])" % name.encode(), source.data) for name in names)
    if taken or len(imported) != 1 or not names:
        return ()
    return (Edit(source.span(*imported[0]), ", ".join(sorted(names))), *removed)
