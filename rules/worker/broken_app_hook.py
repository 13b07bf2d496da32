"""RD708: a hook in `src/_app/` that the platform cannot use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from rdlint.app.front_ends import sets_own_headers
from rdlint.app.hosts import host_of, is_direct_ip, is_local
from rdlint.app.model import App
from rdlint.facts.definition import Definition, Literal, Nature, Option
from rdlint.facts.worker import WorkerFile
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.platform.app_hooks import CALLED_WITH, FACTORY, HOOKS, OFFERED, module_of
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.rule import rule
from rdlint.span import Span

#: What a browser writes into `Origin`: scheme and host in lower case, and a port that is not the scheme's own.
_ORIGIN = re.compile(r"null|[a-z][a-z0-9+.-]*://[^/?#@A-Z*\s]+")
_OWN_PORT = re.compile(r"http://.*:80|https://.*:443")
#: An address of which the scheme and the host, with its port, are the origin.
_ADDRESS = re.compile(r"(https?://)([A-Za-z0-9.-]+(?::\d+)?)(?:/[!-~]*)?", re.IGNORECASE)
_MIDDLEWARE_TYPES = frozenset({"MiddlewareHandler", "Handler"})
_NEXT = frozenset({"next", "_next"})


@rule("RD708", "broken-app-hook", Severity.ERROR, since="0.1", fixable=True)
def broken_app_hook(app: App) -> Iterator[Finding]:
    """A hook in `src/_app/` is not exported by its name, is no function, or is built so that it cannot work."""
    for path, file in app.worker_files.items():
        for hook in _hooks(app, path):
            definition = next((each for each in file.definitions.found if each.name == hook), None)
            if definition is not None:
                yield from _judge(app, hook, definition, file)
            elif file.definitions.is_whole and all(each.name != hook for each in file.exports):
                yield _missing(hook, path, file)


def _hooks(app: App, path: str) -> tuple[str, ...]:
    """Return the hooks that the file ``path`` has to export."""
    folder, name = posixpath.split(path)
    stem, _, ending = name.rpartition(".")
    is_code = ending != "py" and folder == posixpath.join(app.folder, "src", "_app")
    return HOOKS.get(stem, ()) if is_code else ()


def _missing(hook: str, path: str, file: WorkerFile) -> Finding:
    values = [each for each in file.exports if not each.is_type and each.span is not None]
    others = [each for each in values if each.name not in CALLED_WITH] or values
    offered = OFFERED[hook][0]
    return Finding(
        others[0].span or Span(path, 0, 0) if others else Span(path, 0, 0),
        f"`src/_app/{posixpath.basename(path)}` exports no `{hook}`, so the platform has nothing to call there",
        help=f"export the function as `{hook}`, for example\n"
        f"import {{ {offered} }} from '{module_of(hook)}';\nexport const {hook} = {offered};",
        subject=hook,
        severity=Severity.WARNING,
    )


def _judge(app: App, hook: str, definition: Definition, file: WorkerFile) -> Iterator[Finding]:
    nature, callee = definition.nature, definition.callee
    if nature in (Nature.OBJECT, Nature.LITERAL, Nature.CLASS):
        what = {Nature.OBJECT: "an object", Nature.LITERAL: "a plain value", Nature.CLASS: "a class"}[nature]
        yield Finding(
            definition.span,
            f"`{hook}` is {what}, and the platform calls it as a function: `{hook}{CALLED_WITH[hook]}`",
            help=f"export a function, for example `export const {hook} = {OFFERED[hook][0]};`",
            subject=hook,
            severity=_severity(app, hook),
        )
    elif _is_middleware(definition, file):
        yield Finding(
            definition.span,
            f"`{hook}` is written as Hono middleware, but the platform calls it with `{CALLED_WITH[hook]}`",
            help=_middleware_help(hook),
            subject=hook,
            severity=_severity(app, hook),
        )
    elif nature is Nature.IMPORTED and callee is not None and callee.module.startswith(FRAMEWORK):
        yield from _imported(app, hook, callee.name, definition)
    elif nature is Nature.CALL and callee is not None and callee.module.startswith(FRAMEWORK):
        yield from _called(app, hook, callee.name, definition)


def _severity(app: App, hook: str) -> Severity | None:
    """Return how much a hook matters that fails when it is called: those of `auth.ts` guard protected modules."""
    is_called = hook == "cors" or any(module.visibility == "protected" for module in app.modules)
    return None if is_called else Severity.WARNING


def _middleware_help(hook: str) -> str:
    if hook == "cors":
        return f"use `{FACTORY}` from `{module_of(hook)}` here, or give the middleware to the Hono app in the service"
    return (
        "take `(request: Request, env: Env)` and return true or false, "
        f"or move the middleware into the service and type `export const {hook} = {OFFERED[hook][0]};` here"
    )


def _is_middleware(definition: Definition, file: WorkerFile) -> bool:
    """Say whether the hook surely is a function that Hono would call with a context and `next`."""
    if definition.callee is not None and definition.nature is Nature.CALL:
        return definition.callee.module.startswith("hono/")
    uses_hono = any(each.specifier == "hono" or each.specifier.startswith("hono/") for each in file.imports)
    if definition.type in _MIDDLEWARE_TYPES and uses_hono:
        return True
    if definition.nature is not Nature.FUNCTION or not definition.parameters:
        return False
    first, *others = definition.parameters
    takes_next = bool(others) and (others[0].name in _NEXT or (others[0].type == "Next" and uses_hono))
    return takes_next or (first.type == "Context" and uses_hono)


def _imported(app: App, hook: str, name: str, definition: Definition) -> Iterator[Finding]:
    """Judge a function of the framework that is exported as it is."""
    if name == FACTORY:
        yield Finding(
            definition.value,
            f"`{FACTORY}` makes the handler, and is not one itself",
            help=f"call it: `export const {hook} = {FACTORY}({{ origin: ['https://app.example.com'] }});`",
            subject=hook,
        )
    elif hook == "authorize" and name in OFFERED["verify"]:
        yield Finding(
            definition.value,
            f"`{name}` always says yes, so as `authorize` it lets every request in",
            help=f"type `export const authorize = {OFFERED['authorize'][0]};`",
            subject=hook,
            severity=Severity.WARNING,
        )
    elif name == "corsDisabled":
        yield from _disabled(app, definition)


def _disabled(app: App, definition: Definition) -> Iterator[Finding]:
    """Hint at a browser that is shut out: a front end beside, a public service, and no other CORS headers."""
    service = next((each for each in app.modules if each.kind == "service" and each.visibility == "public"), None)
    if service is None or not app.front_ends:
        return
    if sets_own_headers(app.worker_files, app.sources, definition.span.path):
        return
    entry = app.front_ends[0]
    yield Finding(
        definition.value,
        f"`corsDisabled` answers 403 to a browser on another origin, so a page cannot ask service `{service.name}`",
        help=f"type `export const cors = {FACTORY}({{ origin: ['https://app.example.com'] }});` with the page's origin",
        related=(Related(entry.span, f"a front end: it needs `{entry.name}`"),),
        subject="corsDisabled",
        severity=Severity.HINT,
    )


def _called(app: App, hook: str, name: str, definition: Definition) -> Iterator[Finding]:
    """Judge what a function of the framework returns, exported as the hook."""
    if any(name in names for names in OFFERED.values()):
        yield Finding(
            definition.value,
            f"`{name}` is the handler itself: called here, it leaves `{hook}` without one",
            help=f"take the parentheses off: `export const {hook} = {name};`",
            fix=_uncalled(app, definition) if name in OFFERED[hook] else None,
            subject=hook,
        )
    elif name == FACTORY:
        yield from _made(app, definition)


def _uncalled(app: App, definition: Definition) -> Fix | None:
    """Take the parentheses off a call that hands nothing over."""
    place = definition.value
    if definition.arguments != 0 or not app.sources[place.path].text(place).endswith("()"):
        return None
    return Fix("take the parentheses off", (Edit(Span(place.path, place.end - 2, place.end), ""),), safe=True)


def _made(app: App, definition: Definition) -> Iterator[Finding]:
    """Judge what `createCorsHandler` is called with."""
    origin, credentials = definition.option("origin"), definition.option("credentials")
    if definition.arguments == 0 or (definition.options is not None and origin is None):
        yield Finding(
            definition.value,
            f"`{FACTORY}` needs an `origin`, the origins that may ask",
            help="type `origin: ['https://app.example.com']`, with the scheme and without a path",
            subject=FACTORY,
        )
    if origin is None:
        return
    if not origin.is_list and any(each.text == "*" for each in origin.literals) and credentials is not None:
        if credentials.is_true:
            yield Finding(
                origin.literals[0].span,
                "a browser refuses every answer to a request with cookies or credentials when the origin is `*`",
                help="list the origins: `origin: ['https://app.example.com']`, or leave out `credentials: true`",
                related=(Related(credentials.span, "credentials are allowed here"),),
                subject="*",
                severity=Severity.WARNING,
            )
        return
    yield from _origins(app, origin)


def _origins(app: App, origin: Option) -> Iterator[Finding]:
    """Judge the origins that are written out."""
    for each in origin.literals:
        if not _can_match(each, origin):
            yield Finding(
                each.span,
                f"`{each.text}` equals no origin that a browser sends, which is scheme, host and port",
                help=_origin_help(each.text),
                fix=_as_sent(app, each),
                subject=each.text,
                severity=Severity.WARNING,
            )
    hosts = [host_of(each.text, is_complete=True) for each in origin.literals]
    if origin.is_whole and hosts and all(is_local(host) or (is_direct_ip(host) and _is_loop(host)) for host in hosts):
        yield Finding(
            origin.span,
            f"only pages on `{hosts[0]}` may ask, also when the app is deployed",
            help="add the origin of the deployed page, for example `https://app.example.com`",
            subject=hosts[0],
            severity=Severity.HINT,
        )


def _can_match(origin: Literal, option: Option) -> bool:
    if origin.text == "*" and not option.is_list:
        return True
    return _ORIGIN.fullmatch(origin.text) is not None and _OWN_PORT.fullmatch(origin.text) is None


def _as_sent(app: App, origin: Literal) -> Fix | None:
    """Write an origin as browsers send it: in lower case, without its scheme's own port, a path or a slash."""
    parts = _ADDRESS.fullmatch(origin.text)
    if parts is None:
        return None
    sent = f"{parts[1]}{parts[2]}".lower()
    sent = sent.rpartition(":")[0] if _OWN_PORT.fullmatch(sent) else sent
    written = app.sources[origin.span.path].text(origin.span)
    at = origin.span.start + written.find(origin.text)
    if written.strip("'\"`") != origin.text or not _ORIGIN.fullmatch(sent):
        return None
    place = Span(origin.span.path, at, at + len(origin.text))
    return Fix(f"write `{sent}`", (Edit(place, sent),), safe=True)


def _origin_help(text: str) -> str:
    if text == "*":
        return "in a list `*` has no meaning: type `origin: '*'`"
    if "*" in text:
        return "there are no patterns: list each origin, or give a function `(request, env) => string | null`"
    return "type the origin as the browser does, for example `https://app.example.com`: no path, no slash at the end"


def _is_loop(host: str) -> bool:
    return host.startswith("127.") or host == "[::1]"
