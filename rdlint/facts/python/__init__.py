"""Worker code in Python, read into the same facts as TypeScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdlint.facts.python.secrets import secrets
from rdlint.facts.worker import WorkerFile
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.python import parse

if TYPE_CHECKING:
    from rdlint.syntax.problem import Problem
    from rdlint.syntax.python.tree import Tree

#: A file beyond this many bytes is not source that people write.
SIZE_LIMIT = 1_000_000


def extract(source: Source) -> WorkerFile:
    """Return what one file of worker code says; of a broken file, what can be read. Never raises."""
    hidden = secrets(source)
    if len(source.data) > SIZE_LIMIT:
        return WorkerFile(source.path, secrets=hidden)
    parsed = parse(source)
    problems = (parsed.problem,) if parsed.problem is not None else ()
    if parsed.tree is None:
        return WorkerFile(source.path, problems=problems, secrets=hidden)
    return _facts(source, parsed.tree, problems, hidden)


def _facts(source: Source, tree: Tree, problems: tuple[Problem, ...], hidden: tuple[Span, ...]) -> WorkerFile:
    """Read the facts; LibCST is imported here, when there is something to read."""
    from rdlint.facts.python import declarations
    from rdlint.facts.python.code import Code
    from rdlint.facts.python.env import EnvUses
    from rdlint.facts.python.fallback import Fallbacks
    from rdlint.facts.python.host import HostReads
    from rdlint.facts.python.imports import exports, imports
    from rdlint.facts.python.requests import Requests
    from rdlint.facts.python.texts import Texts
    from rdlint.facts.python.trace import Tracer

    code = Code(source, tree)
    tracer = Tracer(code)
    texts = Texts(code, tracer, hidden)
    fallbacks = Fallbacks(code)
    env = EnvUses(code, tracer, texts, fallbacks)
    env.find()
    return WorkerFile(
        path=source.path,
        imports=imports(code),
        exports=exports(code),
        classes=declarations.classes(code, tracer),
        env_reads=env.reads,
        dynamic_reads=env.dynamic_reads,
        env_flows=env.flows,
        host_env_reads=HostReads(code, tracer, texts, fallbacks).find(),
        requests=Requests(code, tracer, texts).find(),
        constants=declarations.constants(code, texts),
        problems=problems,
        secrets=hidden,
        functions=declarations.functions(code),
        env_types=declarations.env_types(code),
        holdings=declarations.holdings(code, tracer),
    )
