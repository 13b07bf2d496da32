"""Modules that may use more of their `env` than can be seen, and names that stand in code all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rdlint.app.declaration import Module
from rdlint.app.flows import Flows
from rdlint.app.model import App
from rdlint.app.resolve import Resolver
from rdlint.facts.worker import EnvFlow, EnvRead, WorkerFile
from rdlint.platform.base_classes import FRAMEWORK, holds_environment
from rdlint.span import Span

#: Packages that take the environment or a context and read no variable of the app from it.
_BLIND = ("hono", "@hono", FRAMEWORK, "cloudflare:workers")
_CODE = re.compile(r"\.(?:[cm]?[jt]sx?|py)\Z|(?:\A|/)[^./]*\Z|/\Z")
#: How far around a name its pattern may reach.
_AROUND = 1_000
_INDEX = re.compile(rb"\[\s*[\"'`]\Z")
_PATTERN_END = re.compile(rb"[^{}]*\}[^=;{}]{0,80}=[^=>]")
_LOCAL = (".", "/", "@/", "~/", "#")


def unseen_modules(
    modules: Iterable[Module],
    files: Mapping[str, WorkerFile],
    flows: Flows,
    resolver: Resolver,
    nameless: Iterable[EnvRead],
) -> frozenset[str]:
    """Return the names of the modules of which nobody can say which members of `env` they leave unused.

    Their code does not parse or imports what is not there, reads a member by a name that is not known
    (``nameless`` are reads by a constant of another file), or hands the environment to code that is not seen.
    """
    open_files = {path for path, file in files.items() if _is_open(path, file, files, flows, resolver)}
    open_files |= {read.span.path for read in nameless}
    return frozenset(
        each.name
        for each in modules
        if each.entry is not None and (each.entry not in each.files or not open_files.isdisjoint(each.files))
    )


def _is_open(path: str, file: WorkerFile, files: Mapping[str, WorkerFile], flows: Flows, resolver: Resolver) -> bool:
    if file.problems:
        return True
    for read in file.dynamic_reads:
        if flows.is_environment(path, read.root):
            return True
    for each in file.imports:
        if each.is_value and each.specifier.startswith(_LOCAL) and _CODE.search(each.specifier):
            target = resolver.resolve(each.specifier, path)
            if target is None or target not in files:
                return True
    return any(
        flows.is_environment(path, flow.root) and not _is_followed(path, flow, files, flows) for flow in file.env_flows
    )


def _is_followed(path: str, flow: EnvFlow, files: Mapping[str, WorkerFile], flows: Flows) -> bool:
    """Say whether it is known what the function that ``flow`` goes to does with the environment."""
    module = flow.callee.module
    if any(module == each or module.startswith(f"{each}/") for each in _BLIND):
        return True
    definition = flows.definition(path, flow.callee)
    if definition is None:
        return False
    target, function = definition
    file = files[target]
    parameter = f"{function}#{max(flow.index, 0)}"
    if any(root == parameter or root.startswith(f"{parameter}.") for root in _roots(file)):
        return True
    owner, _, method = function.rpartition(".")
    found = next((each for each in file.classes if each.name == owner), None)
    if found is not None and any(each.name == method for each in found.methods):
        return True
    if found is not None and method == "constructor":  # that of its base, if it has one
        return found.base is None or holds_environment(found.base.module, found.base.name)
    return not module or any(each.name == function for each in file.functions)


def _roots(file: WorkerFile) -> Iterator[str]:
    for group in (file.env_reads, file.dynamic_reads, file.env_flows):
        for each in group:
            yield each.root.parameter


def is_mentioned(app: App, name: str, modules: Iterable[Module]) -> bool:
    """Say whether the code of ``modules`` takes a member ``name`` from anything but the machine's environment.

    More than the reads that are surely of `env`: what is to be called unused must not even look used.
    """
    word = re.compile(rb"(?<![\w$])%b(?![\w$])" % re.escape(name.encode()))
    for path in dict.fromkeys(path for each in modules for path in each.files):
        source = app.sources.get(path)
        if source is None or name.encode() not in source.data:
            continue
        hosts = [each.span for each in app.worker_files[path].host_env_reads]
        for match in word.finditer(source.data):
            is_taken = path.endswith(".py") or _is_taken(source.data, *match.span())
            if is_taken and not _is_within(match.start(), hosts) and not _is_remark(source.data, match.start()):
                return True
    return False


def _is_taken(data: bytes, start: int, end: int) -> bool:
    """Say whether the word at ``start`` to ``end`` is a member taken from something: `.X`, `["X"]`, `{ X } =`."""
    before, after = data[max(0, start - _AROUND) : start], data[end : end + _AROUND]
    if before.rstrip().endswith(b".") or _INDEX.search(before):
        return True
    is_in_braces = before.rfind(b"{") > before.rfind(b"}")
    return is_in_braces and _PATTERN_END.match(after) is not None


def _is_within(at: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _is_remark(data: bytes, at: int) -> bool:
    """Say whether the line of byte ``at`` is a comment from its beginning."""
    return data[data.rfind(b"\n", 0, at) + 1 : at].lstrip().startswith((b"//", b"*", b"/*", b"#"))
