"""Worker code in TypeScript, TSX or JavaScript, read into facts."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.facts.literals import find_literals
from rdlint.facts.texts import Text
from rdlint.facts.typescript import declarations
from rdlint.facts.typescript.code import Code
from rdlint.facts.typescript.constants import constants
from rdlint.facts.typescript.default import default_export
from rdlint.facts.typescript.definitions import definitions
from rdlint.facts.typescript.env import find_uses
from rdlint.facts.typescript.events import event_reads
from rdlint.facts.typescript.exports import exports
from rdlint.facts.typescript.hosts import written_hosts
from rdlint.facts.typescript.imports import imports
from rdlint.facts.typescript.placeholders import Placeholders
from rdlint.facts.typescript.ports import listens
from rdlint.facts.typescript.requests import Requests
from rdlint.facts.typescript.shared import SharedStates
from rdlint.facts.typescript.start import Start
from rdlint.facts.typescript.text_arguments import TextArguments
from rdlint.facts.typescript.texts import Texts
from rdlint.facts.typescript.trace import Tracer
from rdlint.facts.worker import Request, WorkerFile
from rdlint.facts.written.ecmascript import LITERALS
from rdlint.source import Source
from rdlint.syntax import ecmascript
from rdlint.syntax.ecmascript import Tree
from rdlint.syntax.problem import Problem

#: A file beyond this many bytes, or with a NUL near its beginning, is not source that people write.
SIZE_LIMIT = 1_000_000
_HEAD = 8_000
#: Without one of these a file says nothing that matters here.
_TELLING = (
    *(b"env", b"import", b"export", b"require", b"fetch", b"Request", b"WebSocket", b"class", b"Env", b"://"),
    *(b"setTimeout", b"setInterval", b"random", b"eval", b"Function", b"WebAssembly"),
    *(b"caches", b"scheduler", b"AbortSignal", b"Date", b"performance"),
)


def extract(source: Source) -> WorkerFile:
    """Return what one file of worker code says; a file that cannot be read says nothing. Never raises."""
    data = source.data
    if len(data) > SIZE_LIMIT or b"\0" in data[:_HEAD]:
        return WorkerFile(source.path, is_whole=False)
    hidden, credentials = find_literals(source, LITERALS)
    is_telling = any(word in data for word in _TELLING)
    tree = ecmascript.parse(data, source.path) if is_telling else None
    if tree is None:
        return WorkerFile(source.path, secrets=hidden, credentials=credentials, is_whole=not is_telling)
    code = Code(source, tree)
    tracer = Tracer(code)
    texts = Texts(code, tracer, hidden)
    taken, offered = imports(code), exports(code)
    env = find_uses(code, tracer, texts.values)
    requests = Requests(code, tracer, texts)
    requests.find(frozenset(each.specifier for each in taken))
    start = Start(code, tracer)
    shared = constants(code, tracer.classes, offered, texts)
    arguments = TextArguments(code, tracer, texts)
    arguments.find(taken, _texts(requests.found, shared))
    holdings = env.holdings
    holdings.find(offered)
    env_reads, host_env_reads, sent = env.reads.found, env.host.reads, requests.found
    return WorkerFile(
        path=source.path,
        imports=taken,
        exports=offered,
        classes=declarations.classes(code, tracer.classes),
        env_reads=env_reads,
        dynamic_reads=env.flows.dynamic,
        env_flows=env.flows.found,
        host_env_reads=host_env_reads,
        requests=sent,
        constants=shared,
        problems=_problems(tree, source.path),
        secrets=hidden,
        functions=declarations.functions(code, offered),
        env_types=declarations.env_types(code),
        hosts=written_hosts(code),
        listens=listens(code),
        start_work=start.work(taken, sent),
        evaluations=start.evaluations(),
        shared_state=SharedStates(code, tracer).find(),
        credentials=credentials,
        placeholders=Placeholders(code, (*env_reads, *host_env_reads)).find(),
        definitions=definitions(code, offered, tracer, texts),
        event_reads=event_reads(code, tracer, taken),
        default=default_export(code, tracer, offered),
        is_whole=not tree.root.has_error,
        text_arguments=arguments.found,
        holdings=holdings.found,
        aliases=holdings.aliases,
    )


def _texts(requests: tuple[Request, ...], shared: tuple[tuple[str, tuple[Text, ...]], ...]) -> Iterator[Text]:
    """Yield the texts of requests, and those for other files."""
    for request in requests:
        yield from request.urls
    for _, texts in shared:
        yield from texts


def _problems(tree: Tree, path: str) -> tuple[Problem, ...]:
    """Return the certain syntax errors; what finds them is imported when there is any error."""
    if not tree.root.has_error:
        return ()
    from rdlint.syntax.ecmascript.errors import problems

    return problems(tree, path)
