"""Worker code in Python, read into the same facts as TypeScript."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rdlint.facts.literals import Literals, find_literals
from rdlint.facts.worker import WorkerFile
from rdlint.facts.written.python import LITERALS
from rdlint.source import Source
from rdlint.syntax.python import parse

if TYPE_CHECKING:
    from rdlint.syntax.problem import Problem
    from rdlint.syntax.python.tree import Tree

#: A file beyond this many bytes is not source that people write.
SIZE_LIMIT = 1_000_000


def extract(source: Source) -> WorkerFile:
    """Return what one file of worker code says; of a broken file, what can be read. Never raises."""
    literals = find_literals(source, LITERALS)
    unread = WorkerFile(source.path, secrets=literals.secrets, credentials=literals.credentials, is_whole=False)
    if len(source.data) > SIZE_LIMIT:
        return unread
    parsed = parse(source)
    problems = (parsed.problem,) if parsed.problem is not None else ()
    if parsed.tree is None:
        return replace(unread, problems=problems)
    return _facts(source, parsed.tree, problems, literals)


def _facts(source: Source, tree: Tree, problems: tuple[Problem, ...], literals: Literals) -> WorkerFile:
    """Read the facts; LibCST is imported here, when there is something to read."""
    from rdlint.facts.python import declarations
    from rdlint.facts.python.arguments import text_arguments
    from rdlint.facts.python.code import Code
    from rdlint.facts.python.env import EnvUses
    from rdlint.facts.python.fallback import Fallbacks
    from rdlint.facts.python.host import HostReads
    from rdlint.facts.python.imports import default_export, exports, imports
    from rdlint.facts.python.placeholders import Placeholders
    from rdlint.facts.python.requests import Requests
    from rdlint.facts.python.start import start_work
    from rdlint.facts.python.texts import Texts
    from rdlint.facts.python.trace import Tracer

    code = Code(source, tree)
    offered = exports(code)
    tracer = Tracer(code)
    texts = Texts(code, tracer, literals.secrets)
    fallbacks = Fallbacks(code)
    env = EnvUses(code, tracer, texts, fallbacks)
    env.find()
    sent = Requests(code, tracer, texts).find()
    host_env_reads = HostReads(code, tracer, texts, fallbacks).find()
    env_reads = env.reads
    return WorkerFile(
        path=source.path,
        imports=imports(code),
        exports=offered,
        classes=declarations.classes(code, tracer),
        env_reads=env_reads,
        dynamic_reads=env.dynamic_reads,
        env_flows=env.flows,
        requests=sent,
        host_env_reads=host_env_reads,
        constants=declarations.constants(code, texts),
        problems=problems,
        secrets=literals.secrets,
        functions=declarations.functions(code),
        env_types=declarations.env_types(code),
        start_work=start_work(code, tracer, sent),
        credentials=literals.credentials,
        placeholders=Placeholders(code, (*env_reads, *host_env_reads)).find(),
        default=default_export(offered),
        is_whole=not problems,
        text_arguments=text_arguments(code, tracer, texts),
        holdings=declarations.holdings(code, tracer),
    )
