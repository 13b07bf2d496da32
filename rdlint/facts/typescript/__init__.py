"""Worker code in TypeScript, TSX or JavaScript, read into facts."""

from __future__ import annotations

from rdlint.facts.typescript import declarations
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.env import find_uses
from rdlint.facts.typescript.exports import exports
from rdlint.facts.typescript.hosts import written_hosts
from rdlint.facts.typescript.imports import imports
from rdlint.facts.typescript.requests import Requests
from rdlint.facts.typescript.secrets import secrets
from rdlint.facts.typescript.texts import Texts
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.worker import WorkerFile
from rdlint.source import Source
from rdlint.syntax import ecmascript
from rdlint.syntax.ecmascript import Tree
from rdlint.syntax.problem import Problem

#: A file beyond this many bytes, or with a NUL near its beginning, is not source that people write.
SIZE_LIMIT = 1_000_000
_HEAD = 8_000
#: Without one of these a file says nothing that matters here.
_TELLING = (b"env", b"import", b"export", b"require", b"fetch", b"Request", b"WebSocket", b"class", b"Env", b"://")


def extract(source: Source) -> WorkerFile:
    """Return what one file of worker code says; a file that cannot be read says nothing. Never raises."""
    data = source.data
    if len(data) > SIZE_LIMIT or b"\0" in data[:_HEAD]:
        return WorkerFile(source.path)
    hidden = secrets(source)
    tree = ecmascript.parse(data, source.path) if any(word in data for word in _TELLING) else None
    if tree is None:
        return WorkerFile(source.path, secrets=hidden)
    code = Code(source, tree)
    tracer = Tracer(code)
    texts = Texts(code, tracer, hidden)
    taken, offered = imports(code), exports(code)
    env = find_uses(code, tracer, texts.values)
    requests = Requests(code, tracer, texts)
    requests.find(frozenset(each.specifier for each in taken))
    holdings = env.holdings
    holdings.find(offered)
    return WorkerFile(
        path=source.path,
        imports=taken,
        exports=offered,
        classes=declarations.classes(code, tracer.classes),
        env_reads=env.reads.found,
        dynamic_reads=env.flows.dynamic,
        env_flows=env.flows.found,
        host_env_reads=env.host.reads,
        requests=requests.found,
        constants=declarations.constants(code, offered, texts),
        problems=_problems(tree, source.path),
        secrets=hidden,
        functions=declarations.functions(code, offered),
        env_types=declarations.env_types(code),
        hosts=written_hosts(code),
        holdings=holdings.found,
        aliases=holdings.aliases,
    )


def _problems(tree: Tree, path: str) -> tuple[Problem, ...]:
    """Return the certain syntax errors; what finds them is imported when there is any error."""
    if not tree.root.has_error:
        return ()
    from rdlint.syntax.ecmascript.errors import problems

    return problems(tree, path)
