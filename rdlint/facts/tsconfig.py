"""`tsconfig.json`: which files it takes in, with what libraries, and what import specifiers mean."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax import jsonc


@dataclass(frozen=True, slots=True)
class TsconfigFile:
    """One `tsconfig.json`, as written: nothing of what it extends.

    ``include``, ``exclude``, ``files``, ``lib``, ``base_url`` and ``paths`` are ``None`` where the file does not
    say; ``paths`` are patterns, each with its targets. ``extends`` are the files it builds on. ``place`` is where
    something could be left out: the value of ``exclude``, or the whole file's brace. ``is_whole``: it parses.
    """

    path: str
    place: Span
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    files: tuple[str, ...] | None = None
    lib: tuple[str, ...] | None = None
    base_url: str | None = None
    paths: tuple[tuple[str, tuple[str, ...]], ...] | None = None
    extends: tuple[str, ...] = ()
    is_whole: bool = True
    secrets: tuple[Span, ...] = ()


def extract(source: Source) -> TsconfigFile:
    """Return what the file says; comments and trailing commas are allowed; never raises."""
    document = jsonc.read(source, tolerant=True)
    root = document.root
    start = source.span(0, min(1, len(source.data)))
    if root is None or root.kind != "object":
        return TsconfigFile(source.path, start, is_whole=False)
    excluded = root.member("exclude")
    extends = root.get("extends")
    base_url = root.get("compilerOptions", "baseUrl")
    return TsconfigFile(
        source.path,
        excluded.span if excluded else source.span(root.span.start, root.span.start + 1),
        _texts(root.get("include")),
        _texts(excluded.value if excluded else None),
        _texts(root.get("files")),
        _texts(root.get("compilerOptions", "lib")),
        str(base_url.value) if base_url is not None and base_url.kind == "string" else None,
        _paths(root.get("compilerOptions", "paths")),
        (str(extends.value),) if extends is not None and extends.kind == "string" else _texts(extends) or (),
        not document.problems,
    )


def _texts(node: jsonc.Node | None) -> tuple[str, ...] | None:
    if node is None or node.kind != "array":
        return None
    return tuple(str(each.value) for each in node.items if each.kind == "string")


def _paths(node: jsonc.Node | None) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if node is None or node.kind != "object":
        return None
    targets = {member.name: _texts(member.value) for member in node.members}
    return tuple((pattern, texts) for pattern, texts in targets.items() if texts is not None)
