"""What one file of worker code says: the records that every worker language is read into.

A record never holds a syntax node and never the value of a credential.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from rdlint.facts.argument import Argument
from rdlint.facts.callee import Callee
from rdlint.facts.credential import Credential
from rdlint.facts.default import Default
from rdlint.facts.definition import Definitions
from rdlint.facts.event import EventRead
from rdlint.facts.holding import Alias, Holding
from rdlint.facts.placeholder import Placeholder
from rdlint.facts.root import Root
from rdlint.facts.start import Evaluation, SharedState, StartWork
from rdlint.facts.texts import Text, TextArgument
from rdlint.facts.type_name import TypeName
from rdlint.span import Span
from rdlint.syntax.problem import Problem


class Access(NamedTuple):
    """What is done with a value that was read: ``env.CACHE.get(k)`` accesses ``get``, called.

    ``is_sure`` is false where the value is cast to another type on the way, or kept in a variable of
    another type, and where the code tests for the member or sets it. ``then`` is what is done at
    once with what the member is or returns: ``bind`` and ``first`` of ``env.DB.prepare(q).bind(x).first()``.
    ``arguments`` are those of the call, ``None`` when they are not known. ``is_optional``: called only
    if it is there (``env.OTHER.notify?.()``). ``is_cast``: a type is put upon the value first, if only ``any``.
    ``results`` is what is done with the constant that the result of ``get`` is put in: for an actor the
    calls of its methods.
    """

    member: str
    span: Span
    called: bool
    is_sure: bool = True
    then: tuple[Access, ...] = ()
    arguments: tuple[Argument, ...] | None = None
    is_optional: bool = False
    is_cast: bool = False
    results: tuple[Access, ...] = ()


@dataclass(frozen=True, slots=True)
class EnvRead:
    """``env.NAME``, ``env["NAME"]`` or ``const { NAME } = env``.

    ``span`` covers the name alone (without quotes), ``object`` what it is read from (``this.env``,
    ``c.env``; for destructuring the initializer). ``has_fallback``: the code goes on without the
    value: ``??``, ``||``, ``?.``, a default in destructuring, a test of the value itself, or a place
    that is reached only when such a test has passed (``if (env.X) { … env.X … }``, or after
    ``if (!env.X) return``). After ``if (!env.X) throw`` it does not go on without it.
    ``by_index``: written with brackets, or ``"NAME" in env``. ``is_shorthand``: the name is also the one that a
    pattern gives the value. ``key`` is the constant of another file
    that names the member, ``name`` being empty then. ``access`` is what is done with the
    value at once, ``later`` what is done with the constant that it is put in.
    ``function`` is the file-local name of the function it stands in, as in ``Root.parameter``;
    a function without a name counts as the one around it.
    """

    name: str
    span: Span
    object: Span
    root: Root
    has_fallback: bool = False
    is_write: bool = False
    by_index: bool = False
    access: Access | None = None
    function: str = ""
    later: tuple[Access, ...] = ()
    key: Callee | None = None
    is_shorthand: bool = False


@dataclass(frozen=True, slots=True)
class DynamicRead:
    """``env[name]`` with a name that is not known, or an environment that goes where it cannot be followed.

    Whatever is declared may be used here.
    """

    span: Span
    root: Root


@dataclass(frozen=True, slots=True)
class EnvFlow:
    """The environment, or a context whose ``env`` it is, handed to a function.

    ``is_context`` tells the two apart. ``index`` is the 0-based position of the argument, -1 when
    the function is called for it by a router (``app.get("/", handler)``): then it gets a context
    as its first parameter. ``keyword`` is the name of the parameter where only that is given.
    """

    callee: Callee
    index: int
    root: Root
    is_context: bool = False
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class HostEnvRead:
    """A read of the environment of the machine: ``process.env.NAME`` and its kin.

    ``accessor`` is as written: ``process.env``, ``import.meta.env``, ``Deno.env``, ``os.environ``,
    ``os.getenv``. ``span`` covers accessor and name (the whole expression that a mend replaces).
    ``name`` is empty when it is computed. ``receiver`` is the expression by which the environment
    can be reached at this place (``this.env``, ``c.env``, ``env``), empty when there is none; ``root`` is
    where that comes from. ``is_replaceable``: ``receiver`` is there whenever this code runs, and with the
    name it can stand in place of ``span``.
    """

    name: str
    span: Span
    accessor: str
    has_fallback: bool = False
    receiver: str = ""
    function: str = ""
    root: Root | None = None
    is_replaceable: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """An outgoing request: ``fetch(url)``, ``new Request(url)``, ``axios.get(url)``...

    ``span`` covers the call up to and without its arguments' end parenthesis; ``url_span`` the
    argument. ``urls`` are the possible values of the URL, each a row of pieces; empty: not known.
    ``via_binding``: called on a member of the environment (``env.OTHER.fetch``), so it does not
    leave the platform. ``client`` is ``fetch``, ``Request``, ``axios``, ``ky``, ``got``, ``undici``,
    ``WebSocket``, ``httpx``, ``requests``... ``is_upgrade``: it asks for a WebSocket by its headers.
    """

    client: str
    span: Span
    url_span: Span
    urls: tuple[Text, ...] = ()
    via_binding: bool = False
    function: str = ""
    is_upgrade: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """One import of another file or package.

    ``is_value`` is false for ``import type``, and for an import in TypeScript none of whose names
    is used as a value (the compiler leaves it out). ``names`` maps local names to exported ones
    (``"default"``, ``"*"``). A re-export (``export … from``) has ``is_reexport``.
    ``span`` covers the specifier without its quotes. ``is_dynamic``: ``import("x")`` or ``require("x")``,
    and ``is_guarded`` when one stands in a `try`, so that the code goes on without it.
    """

    specifier: str
    span: Span
    is_value: bool
    names: tuple[tuple[str, str], ...] = ()
    is_reexport: bool = False
    is_dynamic: bool = False
    is_guarded: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """``name`` (or ``"default"``, or ``"*"``) is offered to other files as the file's ``local``.

    ``module`` is the specifier for ``export { local as name } from "module"``, else empty.
    ``local`` is ``"default"`` for a default export without a name, and ``"*"`` for a whole module.
    ``is_type``: a type, which is nothing at run time. ``span`` covers the name, ``None`` where the
    language has no such place.
    """

    name: str
    local: str
    module: str = ""
    is_type: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function or method; ``span`` covers its name, ``type`` is its type if that is a mere name.

    ``whole`` covers all of it, with its type and default; ``None`` where that is not known.
    """

    name: str
    span: Span
    is_optional: bool = False
    is_rest: bool = False
    type: TypeName | None = None
    whole: Span | None = None


class ParameterUse(NamedTuple):
    """A place where the body of a method speaks of its parameter ``name``.

    ``is_shorthand``: it stands for a key as well (``{ env }``). ``is_read``: it is an expression, not set, and
    `this` means the instance there, so that something else of it can stand in its place.
    """

    name: str
    span: Span
    is_shorthand: bool = False
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """A function that a file exports; ``name`` is its local name, ``"default"`` without one."""

    name: str
    span: Span
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a class, or a field of it that holds a function.

    ``is_hidden``: private or protected. ``is_abstract``: without a body. ``is_overloaded``: what it
    takes is said by several signatures, and ``parameters`` are those of the body alone.
    ``unused`` are the parameters that its body does not speak of, ``uses`` the places where it speaks of the
    further ones than the first; both are known of methods that the platform calls.
    """

    name: str
    span: Span
    parameters: tuple[Parameter, ...] = ()
    is_static: bool = False
    is_hidden: bool = False
    is_abstract: bool = False
    is_overloaded: bool = False
    unused: frozenset[str] = frozenset()
    uses: tuple[ParameterUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Class:
    """A class: ``base`` is the callee of its heritage clause, ``None`` without one.

    ``properties`` are its getters, setters and other fields. ``is_complete``: its body says all
    members that its instances have by it; no computed name, decorator or mixin adds any. ``payload`` is the
    first type that it gives to its base, if that is a mere name: the body of ``Each<Body, Env>``.
    """

    name: str
    span: Span
    base: Callee | None
    methods: tuple[Method, ...] = ()
    properties: tuple[str, ...] = ()
    is_abstract: bool = False
    is_complete: bool = True
    payload: TypeName | None = None


class EnvMember(NamedTuple):
    """A member of a declared environment type; ``type`` is as written, spaces included."""

    name: str
    span: Span
    type: str = ""
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class EnvType:
    """``interface Env { … }`` or ``type Env = { … }``; ``span`` covers the name.

    ``is_complete``: it has no other members, for it extends and combines nothing.
    """

    name: str
    span: Span
    members: tuple[EnvMember, ...] = ()
    is_complete: bool = True


class WrittenHost(NamedTuple):
    """The host of a URL that stands in a text, in lower case, whatever becomes of it; ``span`` covers it."""

    host: str
    span: Span


@dataclass(frozen=True, slots=True)
class WorkerFile:
    """Everything one file of worker code says.

    ``problems`` are certain syntax errors only. ``secrets`` are spans of literals that look like
    credentials. ``constants`` are exported texts that other files may put into URLs: constants, fields
    of classes as ``C.field``, and what functions and methods return as ``f()`` and ``C.method()``. ``default``
    is the default export, unless it is passed on from another file. ``listens`` are calls that wait on
    a port. ``is_whole``: all of it was understood.
    """

    path: str
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    classes: tuple[Class, ...] = ()
    env_reads: tuple[EnvRead, ...] = ()
    dynamic_reads: tuple[DynamicRead, ...] = ()
    env_flows: tuple[EnvFlow, ...] = ()
    host_env_reads: tuple[HostEnvRead, ...] = ()
    requests: tuple[Request, ...] = ()
    constants: tuple[tuple[str, tuple[Text, ...]], ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
    functions: tuple[Function, ...] = ()
    env_types: tuple[EnvType, ...] = ()
    hosts: tuple[WrittenHost, ...] = ()
    listens: tuple[Span, ...] = ()
    start_work: tuple[StartWork, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    shared_state: tuple[SharedState, ...] = ()
    credentials: tuple[Credential, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    definitions: Definitions = field(default_factory=Definitions)
    event_reads: tuple[EventRead, ...] = ()
    default: Default | None = None
    is_whole: bool = True
    text_arguments: tuple[TextArgument, ...] = ()
    holdings: tuple[Holding, ...] = ()
    aliases: tuple[Alias, ...] = ()
