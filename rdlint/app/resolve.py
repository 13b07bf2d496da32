"""From an import specifier to the file of the tree that it means."""

from __future__ import annotations

import posixpath
from functools import cached_property

from rdlint.app.tsconfig import configuration
from rdlint.extraction import Extraction
from rdlint.tree import join

#: What may stand for a specifier without ending, in the order in which bundlers try.
_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".py")
#: TypeScript writes the ending of the compiled file: `./a.js` means `./a.ts` (TypeScript handbook, modules).
_COMPILED = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}


class Resolver:
    """Resolves the imports of one app: relative ones, `tsconfig.json` `paths` and `baseUrl`."""

    def __init__(self, extraction: Extraction, folder: str) -> None:
        self._extraction = extraction
        self._tree = extraction.tree
        self._folder = folder
        self._resolved: dict[tuple[str, str], str | None] = {}
        self._aliases: dict[str, bool] = {}

    def resolve(self, specifier: str, importer: str) -> str | None:
        """Return the file that ``specifier`` in the file ``importer`` means, ``None`` for a package."""
        key = (posixpath.dirname(importer), specifier)
        if key not in self._resolved:
            is_python = importer.endswith(".py")
            self._resolved[key] = self._python(*key) if is_python else self._ecmascript(*key)
        return self._resolved[key]

    def is_alias(self, specifier: str) -> bool:
        """Say whether ``specifier`` is meant to be a file, by `paths` or below `baseUrl`, even if there is none."""
        if specifier not in self._aliases:
            self._aliases[specifier] = self._is_alias(specifier)
        return self._aliases[specifier]

    def submodule(self, package: str, name: str, importer: str) -> str | None:
        """Return the file that ``from package import name`` means in a Python file, ``None`` for a name in one."""
        if not importer.endswith(".py") or not name:
            return None
        return self.resolve(f"{package}{'' if package.endswith('.') else '.'}{name}", importer)

    def source(self, stem: str) -> str | None:
        """Return the source file ``stem`` whatever its ending: `src/api/index` for `src/api/index.ts`."""
        return self._with_ending(stem)

    def _is_alias(self, specifier: str) -> bool:
        for pattern, _ in self._paths:
            before, star, after = pattern.partition("*")
            if specifier == pattern or (star and before and specifier.startswith(before) and specifier.endswith(after)):
                return True
        if self._base_url is None:
            return False
        first = join(self._base_url, specifier.partition("/")[0])
        return first is not None and any(path.startswith(f"{first}/") for path in self._tree.files)

    def _ecmascript(self, folder: str, specifier: str) -> str | None:
        specifier = specifier.partition("?")[0]
        if specifier.startswith((".", "/")):
            base = self._folder if specifier.startswith("/") else folder
            return self._file(join(base, specifier.lstrip("/")))
        for pattern, targets in self._paths:
            before, star, after = pattern.partition("*")
            if star:
                is_match = specifier.startswith(before) and specifier.endswith(after)
                middle = specifier[len(before) : len(specifier) - len(after)] if is_match else ""
            else:
                is_match, middle = specifier == pattern, ""
            if is_match:
                for target in targets:
                    found = self._file(target.replace("*", middle))
                    if found:
                        return found
        if self._base_url is not None:
            return self._file(join(self._base_url, specifier))
        return None

    def _python(self, folder: str, specifier: str) -> str | None:
        dots = len(specifier) - len(specifier.lstrip("."))
        for _ in range(dots - 1):
            folder = posixpath.dirname(folder)
        tail = specifier.lstrip(".").replace(".", "/")
        for root in [folder] if dots else [folder, posixpath.join(self._folder, "src"), self._folder]:
            path = join(root, tail)
            for candidate in (f"{path}.py", f"{path}/__init__.py"):
                if path and self._tree.is_file(candidate):
                    return candidate
        return None

    def _file(self, path: str | None) -> str | None:
        """Return the file that ``path``, with or without an ending, means."""
        if not path:
            return None
        stem, ending = posixpath.splitext(path)
        for source_ending in _COMPILED.get(ending, ()):
            if self._tree.is_file(stem + source_ending):
                return stem + source_ending
        if ending in _ENDINGS and self._tree.is_file(path):
            return path
        return self._with_ending(path) or self._with_ending(f"{path}/index")

    def _with_ending(self, path: str) -> str | None:
        return next((path + ending for ending in _ENDINGS if self._tree.is_file(path + ending)), None)

    @cached_property
    def _config(self) -> tuple[str | None, tuple[tuple[str, tuple[str, ...]], ...]]:
        """``baseUrl`` and ``paths`` of the app's `tsconfig.json`, with what it extends, as tree paths."""
        base_url: str | None = None
        paths: tuple[tuple[str, tuple[str, ...]], ...] | None = None
        for file in configuration(self._extraction, self._folder).files:
            folder = posixpath.dirname(file.path)
            if base_url is None and file.base_url is not None:
                base_url = join(folder, file.base_url)
            if paths is None and file.paths is not None:
                start = base_url if file.base_url is not None and base_url is not None else folder
                paths = tuple(
                    (pattern, tuple(path for target in targets if (path := join(start, target)) is not None))
                    for pattern, targets in file.paths
                )
        return base_url, paths or ()

    @property
    def _base_url(self) -> str | None:
        return self._config[0]

    @property
    def _paths(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self._config[1]
