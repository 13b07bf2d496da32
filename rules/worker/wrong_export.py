"""RD703: a module's entry does not export what its kind of module must."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.declaration import Module
from rdlint.app.model import App
from rdlint.app.offers import Offer
from rdlint.facts.default import Form
from rdlint.facts.worker import Class
from rdlint.finding import Finding, Fix, Related, Severity
from rdlint.fixes.exports import export, put_above, put_last
from rdlint.platform.base_classes import FRAMEWORK
from rdlint.platform.handlers import (
    BASES,
    BODY,
    EVENT,
    HANDLER_PARAMETERS,
    HANDLERS,
    IMPLEMENTATION,
    actor_class,
)
from rdlint.rule import rule
from rdlint.span import Span

_FORMS = {Form.FUNCTION: "a function", Form.OBJECT: "an object", Form.ROUTER: "a Hono app"}

#: The name that an observer exports, whatever it is in the file.
_BODY = re.compile(rb"(?<![\w$.])%b(?![\w$])" % BODY.encode())


@rule("RD703", "wrong-export", Severity.ERROR, since="0.1", fixable=True)
def wrong_export(app: App) -> Iterator[Finding]:
    """An entry exports no class, one on the wrong base, or lacks a name that the platform looks for."""
    for module in app.modules:
        offer = app.offers.get(module.name)
        if offer is None or offer.path.endswith(".py"):
            continue
        if module.kind == "actor":
            yield from _actor(app, module, offer)
        elif module.kind == "mcp_service":
            yield from _mcp(module, offer)
        else:
            yield from _default(app, module, offer)
            yield from _event(module, offer)
        if module.kind == "observer":
            yield from _body(app, module, offer)


def _default(app: App, module: Module, offer: Offer) -> Iterator[Finding]:
    """Judge the default export of a service, a task or an observer."""
    bases = _bases(module)
    if offer.form is None:
        found = [each for each in offer.file.classes if each.base and _word(each.base.name) in bases]
        named = next(iter(found), None)
        yield _finding(
            module,
            named.span if named is not None else module.span,
            f"`{offer.path}` has no default export, so {module.kind} `{module.name}` has no class to run",
            f"write `export default` before class `{named.name}`" if named is not None else _example(module),
            fix=_made_default(app, found),
        )
    elif offer.form in _FORMS:
        is_named = offer.form is Form.ROUTER and offer.file.default is not None
        yield _finding(
            module,
            _place(module, offer),
            f"{module.kind} `{module.name}` exports {_FORMS[offer.form]} as default, not a class on {_or(bases)}",
            _example(module, router=offer.file.default.local if offer.file.default and is_named else ""),
            # parts of the platform's documentation show an object with handlers
            None if offer.form is Form.ROUTER or module.kind != "service" else Severity.WARNING,
        )
    elif offer.form is Form.CLASS:
        yield from _base(module, offer)


def _base(module: Module, offer: Offer) -> Iterator[Finding]:
    """Judge what the class of a module extends."""
    line, bases = offer.line, _bases(module)
    if not line.is_known or not line.classes:
        return
    own, base = line.classes[0], line.base
    if base is None:
        makes_itself = any(method.name == "constructor" for each in line.classes for method in each.methods)
        yield _finding(
            module,
            own.span,
            f"the class of {module.kind} `{module.name}` extends no class of the framework, so it has no `this.env`",
            f"write `extends {_typed(bases[0])}`",
            Severity.WARNING if makes_itself else None,
        )
    elif base.module.startswith(FRAMEWORK) and _word(base.name) not in bases:
        yield _finding(
            module,
            own.span,
            f"the class of {module.kind} `{module.name}` extends `{_word(base.name)}`, but must extend {_or(bases)}",
            f"write `extends {_typed(bases[0])}`",
        )


def _actor(app: App, module: Module, offer: Offer) -> Iterator[Finding]:
    """Judge the named class of an actor, which the generated `Env` of all modules imports."""
    name = actor_class(module.name)
    if name is None:
        return
    if offer.lacks(name):
        named = next((each for each in offer.file.classes if each.base and _word(each.base.name) == "Actor"), None)
        yield _finding(
            module,
            named.span if named is not None else module.span,
            f"`{offer.path}` exports no class `{name}`, by which the platform finds actor `{module.name}`",
            f"write `export class {name} extends Actor<Env>`",
            fix=_made_known(app, offer, name),
        )
    else:
        yield from _base(module, offer)


def _mcp(module: Module, offer: Offer) -> Iterator[Finding]:
    """Judge the two exports of an MCP service."""
    shape = "`export default (server: McpServer, env: Env, state: ActorState) => { … }`"
    if offer.form is None:
        message = f"`{offer.path}` has no default export, so MCP service `{module.name}` has no function to run"
        yield _finding(module, module.span, message, f"write {shape}")
    elif offer.form in (Form.CLASS, Form.OBJECT, Form.ROUTER):
        what = _FORMS.get(offer.form, "a class")
        message = f"MCP service `{module.name}` exports {what} as default, not a function of the server"
        yield _finding(module, _place(module, offer), message, f"write {shape}", Severity.WARNING)
    elif offer.lacks(IMPLEMENTATION):
        yield _finding(
            module,
            _place(module, offer),
            f"`{offer.path}` does not export `{IMPLEMENTATION}`, the name and version of MCP service `{module.name}`",
            f"write `export const {IMPLEMENTATION} = {{ name: '{module.name}', version: '1.0.0' }};`",
            Severity.WARNING,
        )


def _event(module: Module, offer: Offer) -> Iterator[Finding]:
    """Judge the type of what a task handles."""
    method = offer.line.method(HANDLERS[module.kind]) if module.kind == "task" else None
    said = method.parameters[0].type if method is not None and method.parameters else None
    if method is not None and said is not None and said.name == EVENT and said.is_global:
        yield _finding(
            module,
            method.parameters[0].span,
            f"`{EVENT}` is not imported, so it is not the event that the platform gives task `{module.name}`",
            f"write `import {{ Task, {EVENT} }} from '{FRAMEWORK}'`",
            Severity.WARNING,
        )


def _body(app: App, module: Module, offer: Offer) -> Iterator[Finding]:
    """Judge the type of what a queue carries, which the generated `Env` of the other modules imports."""
    queues = [each for each in app.resources if each.kind == "queue" and each.name in module.sources]
    is_read = any(other is not module for other in app.modules)
    is_shared = any(queue.name in other.sources for queue in queues for other in app.modules if other is not module)
    if not queues or not is_read or is_shared or not offer.is_typescript or not offer.lacks(BODY):
        return
    place = offer.line.classes[0].span if offer.line.classes else module.span
    yield Finding(
        place,
        f"`{offer.path}` exports no `{BODY}`, which the `Env` of other modules imports for queue `{queues[0].name}`",
        help=f"write `export interface {BODY} {{ … }}` with the members of what is sent",
        related=(Related(queues[0].span, "the queue is declared here"),),
        fix=_named_body(app, offer),
        subject=module.name,
    )


def _made_default(app: App, found: list[Class]) -> Fix | None:
    """Export the only class on the right base as default; by its name it stays exported where it was."""
    if len(found) != 1 or found[0].is_abstract:
        return None
    own, path = found[0], found[0].span.path
    is_exported = any(each.local == own.name and not each.module for each in app.worker_files[path].exports)
    edits = put_last(app, path, f"export default {own.name};") if is_exported else export(app, own, "export default")
    return Fix.of(f"export class `{own.name}` as default", edits, safe=False)


def _made_known(app: App, offer: Offer, name: str) -> Fix | None:
    """Export the class that has the name of an actor."""
    own = next((each for each in offer.file.classes if each.name == name and each.base is not None), None)
    if own is None or own.base is None or _word(own.base.name) != "Actor":
        return None
    return Fix.of(f"export class `{name}`", export(app, own, "export"), safe=True)


def _named_body(app: App, offer: Offer) -> Fix | None:
    """Export the type that the class of an observer takes under the name that is looked for."""
    own = offer.line.classes[0] if offer.line.classes else None
    payload = own.payload if own is not None else None
    is_free = _BODY.search(app.sources[offer.path].data) is None
    if own is None or payload is None or payload.is_global or own.span.path != offer.path or not is_free:
        return None
    edits = put_above(app, own, f"export type {BODY} = {payload.name};")
    return Fix.of(f"export `{payload.name}` as `{BODY}`", edits, safe=True)


def _place(module: Module, offer: Offer) -> Span:
    """Return where the default export is written."""
    export = offer.export("default")
    return export.span if export is not None and export.span is not None else module.span


def _finding(
    module: Module, span: Span, message: str, help: str, severity: Severity | None = None, fix: Fix | None = None
) -> Finding:
    place = (Related(module.span, f"the {module.kind} is declared here"),) if span != module.span else ()
    return Finding(span, message, help=help, related=place, fix=fix, subject=module.name, severity=severity)


def _example(module: Module, router: str = "") -> str:
    """Return the class that the entry of ``module`` has to export."""
    handler = HANDLERS[module.kind]
    body = f"return {router}.fetch(request, this.env);" if router else "…"
    return (
        "write\n"
        f"export default class extends {_typed(_bases(module)[0])} {{\n"
        f"  async {handler}({HANDLER_PARAMETERS[handler]}) {{ {body} }}\n"
        "}"
    )


def _bases(module: Module) -> tuple[str, ...]:
    return BASES[module.kind]


def _typed(base: str) -> str:
    return f"{base}<{BODY}, Env>" if base in BASES["observer"] else f"{base}<Env>"


def _or(bases: tuple[str, ...]) -> str:
    return " or ".join(f"`{each}`" for each in bases[:2])


def _word(name: str) -> str:
    return name.rpartition(".")[2]
