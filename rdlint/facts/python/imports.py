"""What a Python file takes from other files, and what it offers to them.

Importing this module imports LibCST, so it is imported only where a Python file is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from rdlint.facts.default import Default, Form
from rdlint.facts.python.code import Code
from rdlint.facts.python.origin import Imported
from rdlint.facts.worker import Export, Import
from rdlint.span import Span
from rdlint.syntax.python.scope import Declares
from rdlint.syntax.python.tree import dotted

#: The class and the module-level name by which the runtime finds the worker (workerd, `python-entrypoint-helper.ts`).
DEFAULT_CLASS = "Default"


def imports(code: Code) -> tuple[Import, ...]:
    """Return every import of the file, in the order of the text.

    `from . import name` is an import of the package and one of each name, which is mostly a file.
    """
    found: list[Import] = []
    for node in code.tree.all(cst.Import):
        is_value = not _is_for_types(code, node)
        for alias in node.names:
            local, name = _local_and_exported(alias)
            found.append(Import(name, code.span(alias.name), is_value, ((local, "*"),)))
    for statement in code.tree.all(cst.ImportFrom):
        found.extend(_from(code, statement, is_value=not _is_for_types(code, statement)))
    return tuple(sorted(found, key=lambda each: each.span))


def _from(code: Code, node: cst.ImportFrom, is_value: bool) -> Iterator[Import]:
    module = specifier(node)
    span = _specifier_span(code, node)
    if isinstance(node.names, cst.ImportStar):
        yield Import(module, span, is_value, (("*", "*"),))
        return
    names = tuple(_local_and_exported(alias) for alias in node.names)
    yield Import(module, span, is_value, names)
    if not module.strip("."):
        for alias in node.names:
            local, exported = _local_and_exported(alias)
            yield Import(module + exported, code.span(alias.name), is_value, ((local, "*"),))


def _specifier_span(code: Code, node: cst.ImportFrom) -> Span:
    """Return where the module of `from module import …` stands, with its dots."""
    signs = [*node.relative, *([node.module] if node.module is not None else [])]
    start, end = code.tree.span(signs[0])[0], code.tree.span(signs[-1])[1]
    written = code.tree.data[start:end]
    return code.source.span(start + len(written) - len(written.lstrip()), start + len(written.rstrip()))


def _local_and_exported(alias: cst.ImportAlias) -> tuple[str, str]:
    exported = dotted(alias.name)
    return (dotted(alias.asname.name) if alias.asname is not None else exported), exported


def _is_for_types(code: Code, node: cst.CSTNode) -> bool:
    """Say whether ``node`` stands under `if TYPE_CHECKING:`, so that it is nothing at run time."""
    inside = node
    for above in code.tree.ancestors(node):
        if isinstance(above, cst.If) and inside is not above.test:
            test = above.test
            is_denied = isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not)
            name = test.expression if isinstance(test, cst.UnaryOperation) and is_denied else test
            if dotted(name).rpartition(".")[2] == "TYPE_CHECKING":
                return (inside is above.body) != is_denied
        inside = above
    return False


def exports(code: Code) -> tuple[Export, ...]:
    """Return every name that the file binds at its top level, and its class `Default` as the default."""
    found: list[Export] = []
    for name, bindings in code.scopes.module.bindings.items():
        made = [each for each in bindings if each.declares is not Declares.IMPORT]
        binding = made[-1] if made else bindings[0]
        if isinstance(binding.owner, (cst.Import, cst.ImportFrom)) and isinstance(binding.node, cst.ImportAlias):
            origin = imported(binding.owner, binding.node)
            is_type = _is_for_types(code, binding.owner)
            found.append(Export(name, origin.name, origin.module, is_type, code.span(binding.node)))
        else:
            found.append(Export(name, name, span=code.span(binding.node)))
            if name == DEFAULT_CLASS and binding.declares is Declares.CLASS:
                found.append(Export("default", name, span=code.span(binding.node)))
    stars = (node for node in code.tree.all(cst.ImportFrom) if isinstance(node.names, cst.ImportStar))
    found += [Export("*", "*", specifier(node)) for node in stars]
    return tuple(found)


def default_export(offered: Iterable[Export]) -> Default | None:
    """Return the class that the runtime makes the worker of, if it is among what the file offers."""
    found = next((each for each in offered if each.name == "default"), None)
    return Default(Form.CLASS, found.local, found.span) if found is not None and found.span is not None else None


def imported(owner: cst.Import | cst.ImportFrom, alias: cst.ImportAlias) -> Imported:
    """Return what the name that ``alias`` binds stands for."""
    name = dotted(alias.name)
    if isinstance(owner, cst.Import):
        return Imported(name if alias.asname is not None else name.partition(".")[0], "*")
    module = specifier(owner)
    if not module.strip("."):  # `from . import name`, mostly of a file
        return Imported(module + name, "*")
    return Imported(module, name)


def specifier(node: cst.ImportFrom) -> str:
    """Return the module that ``node`` imports from, with its leading dots."""
    return "." * len(node.relative) + dotted(node.module)


def imported_modules(code: Code) -> Iterable[str]:
    """Yield every module that the file names in `import a.b.c`, with the packages around it."""
    for node in code.tree.all(cst.Import):
        for alias in node.names:
            names = dotted(alias.name).split(".")
            yield from (".".join(names[: count + 1]) for count in range(len(names)))
