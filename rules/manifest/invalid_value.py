"""RD603: a value that its attribute cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.blocks import nested
from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Block, Value
from rdlint.finding import Edit, Finding, Fix, Severity
from rdlint.nearest import is_same, is_slip, nearest
from rdlint.platform.manifest import KINDS, AttributeKind, Type
from rdlint.rule import rule

#: What has to be evaluated may be anything.
_UNKNOWN = frozenset({"template", "null", "missing"})
#: A text that means itself between quotes.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
#: Values that another rule speaks of: `visibility = "application"` was documented once (RD612).
_DEPRECATED = frozenset({("visibility", "application")})


@rule("RD603", "invalid-value", Severity.ERROR, since="0.2", fixable=True)
def invalid_value(app: App) -> Iterator[Finding]:
    """The value of an attribute has the wrong type, is none of those allowed, or is out of range."""
    for each in nested(app):
        for attribute in each.block.attributes if each.kind else ():
            said = each.kind.attribute(attribute.name) if each.kind else None
            if said is not None and not said.until:
                yield from _judge(attribute, said, each.block)


def _judge(attribute: Attribute, said: AttributeKind, block: Block) -> Iterator[Finding]:
    value = attribute.value
    if value.kind in _UNKNOWN or value.is_secret:
        return
    if value.kind != KINDS[said.type]:
        yield _wrong_type(attribute, said, block)
    elif said.type is Type.TEXTS:
        for item in value.items:
            if item.kind == "string":
                yield from _choice(item, attribute, said, block)
    elif said.type is Type.NUMBER:
        yield from _range(attribute, said, block)
    else:
        yield from _choice(value, attribute, said, block)


def _wrong_type(attribute: Attribute, said: AttributeKind, block: Block) -> Finding:
    value, name = attribute.value, attribute.name
    text = value.text
    meant = ""
    severity: Severity | None = None
    if said.type is Type.TEXT and value.kind in ("reference", "number", "bool"):
        meant = f'{name} = "{text}"'
        severity = None if value.kind == "reference" else Severity.WARNING
    elif said.type is Type.TEXTS and value.kind == "string":
        meant = f'{name} = ["{text}"]'
    elif value.kind == "string" and (
        (said.type is Type.NUMBER and text.isdigit()) or (said.type is Type.BOOL and text in ("true", "false"))
    ):
        meant = f"{name} = {text}"
        severity = Severity.WARNING
    return Finding(
        value.span,
        f"`{name}` takes {said.type.value}",
        help=f"write `{meant}`" if meant else f"write `{name} = {_example(said)}`",
        fix=_written(value, said, meant.removeprefix(f"{name} = ")) if meant else None,
        subject=_subject(block, name),
        severity=severity,
    )


def _written(value: Value, said: AttributeKind, meant: str) -> Fix | None:
    """Write a value with quotes or without; a word may be more than a text that lost its quotes."""
    text = value.text
    is_allowed = text in said.values if said.values else value.kind != "reference"
    if not _PLAIN.fullmatch(text) or not is_allowed or (said.type is Type.NUMBER and not _is_within(float(text), said)):
        return None
    return Fix(f"write `{meant}`", (Edit(value.span, meant),), safe=True)


def _example(said: AttributeKind) -> str:
    if said.type is Type.BOOL:
        return "true"
    if said.type is Type.NUMBER:
        return str(said.high if said.high is not None else 1)
    first = said.values[0] if said.values else "…"
    return f'["{first}"]' if said.type is Type.TEXTS else f'"{first}"'


def _choice(value: Value, attribute: Attribute, said: AttributeKind, block: Block) -> Iterator[Finding]:
    if not said.values or value.text in said.values or (attribute.name, value.text) in _DEPRECATED:
        return
    near = nearest(value.text, said.values)
    allowed = ", ".join(f"`{each}`" for each in said.values)
    yield Finding(
        value.span,
        f"`{attribute.name}` cannot be `{value.text}`" if value.text else f"`{attribute.name}` is empty",
        help=f'write `"{near}"`' if near else f"write one of {allowed}",
        fix=_near(value, near) if near else None,
        subject=_subject(block, attribute.name),
        severity=Severity.HINT if said.may_grow and not near else None,
    )


def _near(value: Value, near: str) -> Fix | None:
    """Write ``near``, which is no guess where only case and separators differ."""
    if not is_slip(value.text, near):
        return None
    return Fix(f'write `"{near}"`', (Edit(value.span, f'"{near}"'),), safe=is_same(value.text, near))


def _range(attribute: Attribute, said: AttributeKind, block: Block) -> Iterator[Finding]:
    text = attribute.value.text
    try:
        number = float(text)
    except ValueError:  # hexadecimal and the like: whatever it is, it is no number in HCL
        return
    low, high = said.low, said.high
    if number == int(number) and _is_within(number, said):
        return
    message = f"`{attribute.name}` is {text}, and goes from {low} to {high}"
    if number != int(number):
        message = f"`{attribute.name}` is {text}, and takes {said.type.value}"
    limit = high if high is not None and number > high else low
    yield Finding(
        attribute.value.span,
        message,
        help=f"write `{attribute.name} = {limit if number == int(number) else round(number)}`",
        subject=_subject(block, attribute.name),
    )


def _is_within(number: float, said: AttributeKind) -> bool:
    return (said.low is None or number >= said.low) and (said.high is None or number <= said.high)


def _subject(block: Block, name: str) -> str:
    return f"{block.name or block.kind}.{name}"
