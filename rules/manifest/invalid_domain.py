"""RD610: a host name that cannot be its module's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdlint.app.blocks import Nested, nested
from rdlint.app.model import App
from rdlint.facts.manifest import Attribute, Value
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.rule import rule

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PLATFORM = ".lmapp.run"


@rule("RD610", "invalid-domain", Severity.ERROR, since="0.2", fixable=True)
def invalid_domain(app: App) -> Iterator[Finding]:
    """The host name of a module is none, is a placeholder still, or stands at a module that has no address."""
    for each in nested(app):
        if each.block.kind != "domain" or not each.is_placed or each.parent is None:
            continue
        cname, fqdn = each.block.attribute("cname"), each.block.attribute("fqdn")
        if cname is not None and cname.value.kind == "string":
            yield from _cname(cname, each)
        if fqdn is not None and fqdn.value.kind == "string":
            yield from _fqdn(fqdn.value, each)
        visibility = each.parent.attribute("visibility")
        if visibility is not None and visibility.value.text == "private":
            yield Finding(
                each.block.kind_span,
                f"`{each.parent.name}` is private, so nobody can reach it by this host name",
                help='take `domain` out, or write `visibility = "public"`',
                related=(Related(visibility.span, "private here"),),
                subject=each.parent.name,
                severity=Severity.WARNING,
            )


def _cname(attribute: Attribute, each: Nested) -> Iterator[Finding]:
    value, text = attribute.value, attribute.value.text
    if value.is_empty or _LABEL.fullmatch(text):
        return
    if value.is_placeholder or "<" in text:
        yield _placeholder(value, each)
    elif "." in text:
        label, _, rest = text.partition(".")
        yield Finding(
            value.span,
            f"`cname` takes one label, and `{text}` is a whole host name",
            help=f'write `cname = "{label}"`'
            if text.endswith(_PLATFORM)
            else f'write `fqdn = "{text}"`; a domain of your own first needs\nraindrop dns create {rest}',
            fix=_whole(attribute, each),
            subject=text,
        )
    else:
        yield Finding(
            value.span,
            f"`{text}` is no label of a host name: lower-case letters, digits and dashes, 63 at most",
            help=f'write `cname = "{_label(text)}"`',
            fix=_rewritten(value, "cname", _label(text), safe=_label(text) == text.lower()),
            subject=text,
        )


def _fqdn(value: Value, each: Nested) -> Iterator[Finding]:
    text = value.text
    if value.is_empty:
        return
    if value.is_placeholder or "<" in text or re.search(r"\bYOUR[_-]|[_-]ORG[_-]ID", text, re.IGNORECASE):
        yield _placeholder(value, each)
    elif "://" in text or "/" in text:
        host = text.partition("://")[2].partition("/")[0] or text.partition("/")[0]
        yield Finding(
            value.span,
            "`fqdn` takes a host name, without scheme and path",
            help=f'write `fqdn = "{host}"`',
            fix=_rewritten(value, "fqdn", host, safe=text in (f"https://{host}", f"https://{host}/")),
            subject=text,
        )
    elif text != text.lower() and text.lower().endswith(_PLATFORM):
        yield Finding(
            value.span,
            f"host names under `{_PLATFORM[1:]}` are written in lower case",
            help=f'write `fqdn = "{text.lower()}"`',
            fix=_rewritten(value, "fqdn", text.lower(), safe=True),
            subject=text,
        )
    elif not _is_host(text.lower()):
        yield Finding(
            value.span,
            f"`{text}` is no host name",
            help='write `fqdn = "<name>.<your domain>"`, or one label with `cname`',
            subject=text,
        )


def _whole(attribute: Attribute, each: Nested) -> Fix | None:
    """Give a whole host name to the attribute that takes one, or its first label to the one that takes that."""
    text = attribute.value.text
    if text.endswith(_PLATFORM):
        return _rewritten(attribute.value, "cname", text.partition(".")[0], safe=False)
    if not _is_host(text) or each.block.attribute("fqdn") is not None:
        return None
    return Fix(f'write `fqdn = "{text}"`', (Edit(attribute.name_span, "fqdn"),), safe=False)


def _rewritten(value: Value, name: str, host: str, *, safe: bool) -> Fix | None:
    """Write ``host``, which is one label of ``cname`` or the whole name of ``fqdn``, if it can be that."""
    is_right = _LABEL.fullmatch(host) if name == "cname" else _is_host(host)
    return Fix(f'write `{name} = "{host}"`', (Edit(value.span, f'"{host}"'),), safe) if is_right else None


def _is_host(text: str) -> bool:
    return "." in text and all(_LABEL.fullmatch(label) for label in text.split("."))


def _placeholder(value: Value, each: Nested) -> Finding:
    return Finding(
        value.span,
        f"`{value.text}` holds a placeholder, so `{each.parent.name if each.parent else ''}` has no address",
        help='put your organisation\'s id there, in lower case, or write only `cname = "<name>"`',
        subject=value.text,
    )


def _label(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:63] or "<name>"
