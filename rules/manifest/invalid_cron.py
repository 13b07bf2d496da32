"""RD609: a schedule that is none, or another than its comment says."""

from __future__ import annotations

from collections.abc import Iterator

from rdlint.app.declaration import Module
from rdlint.app.model import App
from rdlint.app.schedule import MACROS, contradicts, described, fault
from rdlint.facts.manifest import Attribute
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.rule import rule
from rdlint.span import Span


@rule("RD609", "invalid-cron", Severity.ERROR, since="0.2", fixable=True)
def invalid_cron(app: App) -> Iterator[Finding]:
    """The schedule of a task is no five-field cron expression, or runs at other times than its comment says."""
    for module in app.modules:
        attribute = module.block.attribute("cron") if module.kind == "task" else None
        if attribute is not None and attribute.value.kind == "string" and not attribute.value.is_secret:
            yield from _judge(app, module, attribute)


def _judge(app: App, module: Module, attribute: Attribute) -> Iterator[Finding]:
    text = attribute.value.text
    macro = MACROS.get(text.strip().lower())
    if macro:
        yield Finding(
            attribute.value.span,
            f"`{text}` is not among the five-field schedules that the platform documents",
            help=f'write `cron = "{macro}"`: {described(macro, app.now)}',
            fix=Fix(f'write `cron = "{macro}"`', (Edit(attribute.value.span, f'"{macro}"'),), safe=True),
            subject=module.name,
            severity=Severity.HINT,
        )
        return
    wrong = fault(text)
    if wrong is None:
        remarks = [remark for remark in (attribute.remark, module.block.remark) if contradicts(text, remark)]
        for remark in remarks[:1]:
            yield Finding(
                attribute.value.span,
                f"`{text}` does not run as the comment says, `{remark}`",
                help=f"write another schedule or another comment: this one runs {described(text, app.now)}",
                subject=module.name,
                severity=Severity.HINT,
            )
        return
    inner = attribute.value.inner
    is_plain = inner.end - inner.start == len(text.encode())
    span = Span(inner.path, inner.start + _bytes(text, wrong.start), inner.start + _bytes(text, wrong.end))
    fields = text.split()
    meant = " ".join(fields[1:]) if len(fields) == 6 else ""  # with seconds first, as some libraries have it
    is_meant = bool(meant) and fault(meant) is None
    yield Finding(
        span if is_plain and span.start < span.end else attribute.value.span,
        f"`{text}` is no schedule: {wrong.message}",
        help=f'write `cron = "{meant}"`, {described(meant, app.now)}'
        if is_meant
        else f'write five fields, such as `cron = "0 9 * * 1-5"`: {described("0 9 * * 1-5", app.now)}',
        fix=Fix(f'write `cron = "{meant}"`', (Edit(attribute.value.span, f'"{meant}"'),), safe=False)
        if is_meant and fields[0] == "0"
        else None,
        subject=module.name,
    )


def _bytes(text: str, characters: int) -> int:
    return len(text[:characters].encode())
