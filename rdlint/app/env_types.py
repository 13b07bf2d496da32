"""The generated types of the environment that worker code imports."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from rdlint.app.resolve import Resolver
from rdlint.facts.worker import WorkerFile
from rdlint.platform.generated import FILE_NAME
from rdlint.span import Span

#: What `raindrop build generate` writes into each module's folder, and the type in it (platform reference B.4).
GENERATED = FILE_NAME.removesuffix(".ts")
TYPE = "Env"


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class EnvImport(NamedTuple):
    """An import of ``Env`` from the generated file of the module ``owner``; ``span`` covers the specifier."""

    span: Span
    owner: str


def env_imports(
    files: Mapping[str, WorkerFile], resolver: Resolver, source: str, modules: Iterable[_Named]
) -> Iterator[EnvImport]:
    """Yield the imports by ``files`` of the types of ``modules``, whose folders are in ``source``."""
    stems = {posixpath.join(source, each.name, GENERATED): each.name for each in modules}
    for path, file in files.items():
        for each in file.imports:
            if not each.is_reexport and any(exported in (TYPE, "*") for _, exported in each.names):
                owner = stems.get(_stem(path, each.specifier, resolver))
                if owner is not None:
                    yield EnvImport(each.span, owner)


def _stem(path: str, specifier: str, resolver: Resolver) -> str:
    """Return the generated file that ``specifier`` means, without its ending, be it there or not."""
    if GENERATED not in specifier:
        return ""
    target = resolver.resolve(specifier, path)
    if target is None and specifier.startswith("."):
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))
    return (target or "").removesuffix(".ts").removesuffix(".js")
