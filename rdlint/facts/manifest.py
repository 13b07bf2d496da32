"""What a `raindrop.manifest` says."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rdlint.platform.credentials import credential_shape, find_credentials, is_placeholder, tells_secret
from rdlint.source import MASK, Source
from rdlint.span import Span
from rdlint.syntax import hcl
from rdlint.syntax.problem import Problem


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a block; ``span`` covers the text without its quotes. ``is_quoted``: it has them."""

    text: str
    span: Span
    is_quoted: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """The part of a URL that may be shown: never its path, query or user."""

    scheme: str
    host: str
    port: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an attribute, without its text where that may be a secret.

    ``kind`` is ``string``, ``number``, ``bool``, ``null``, ``list``, ``object``, ``template`` (a
    string with `${}`), ``reference`` (an expression, or text without quotes) or ``missing`` (nothing
    stands behind ``name =``; the span is empty). ``text`` is the value of a string as meant (escapes
    resolved), or the text as written for numbers, booleans, templates and references; empty for
    whatever ``is_secret``. ``items`` are the elements of a list, ``entries`` those of an object.
    ``span`` covers the value as written, quotes included; ``inner`` a string without its quotes.
    ``address`` is known of a secret URL too.
    """

    kind: str
    span: Span
    inner: Span
    text: str = ""
    items: tuple[Value, ...] = ()
    is_secret: bool = False
    is_empty: bool = False
    is_placeholder: bool = False
    credential: str = ""  # what it looks like: "an OpenAI key"; empty when it looks like none
    address: Address | None = None  # set when it is a URL
    entries: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name = value``; ``span`` covers both. ``remark`` is the comment behind it, or on the line above."""

    name: str
    name_span: Span
    value: Value
    span: Span
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """``kind "label" { … }``.

    ``span`` covers the block with its braces, ``header`` its kind and labels, ``body`` what stands
    between the braces (to the end of what could be read, when the closing brace is missing).
    ``remark`` is the comment on the line above it.
    """

    kind: str
    kind_span: Span
    labels: tuple[Label, ...]
    header: Span
    body: Span
    span: Span
    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()
    remark: str = ""

    @property
    def name(self) -> str:
        """The first label, or an empty string."""
        return self.labels[0].text if self.labels else ""

    @property
    def name_span(self) -> Span:
        """Where the first label stands, or the kind when there is none."""
        return self.labels[0].span if self.labels else self.kind_span

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute ``name``, or ``None``."""
        return next((each for each in self.attributes if each.name == name), None)


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """A manifest: its top-level blocks (one `application` when it is right).

    ``attributes`` stand outside of all blocks, where none belong. ``secrets`` are the values of
    secret variables and whatever else looks like a credential, comments included.
    """

    path: str
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
    attributes: tuple[Attribute, ...] = ()


_VALUES = frozenset({"default", "value"})  # the attributes of `env` in which people put the value
_TEXTS = frozenset({"string", "number", "template", "reference"})
_WHOLE_REFERENCE = re.compile(r"\$\{[^{}]*\}")
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,40})://(?:[^\s/?#]*@)?"
    r"(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?=[/?#\\]|$)"
)
_REMARK = re.compile(rb"[ \t]*(?://|#)(?P<text>.{0,200})")
_WEB = frozenset({"http", "https", "ws", "wss"})


def extract(source: Source) -> ManifestFile:
    """Read the manifest ``source``; whatever its bytes are, nothing is raised."""
    return _Extraction(source).manifest()


class _Extraction:
    """The way from syntax to facts, on which secrets are left behind."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: tuple[Problem, ...] = ()
        self.credentials = [source.span(each.start, each.end) for each in find_credentials(source.data)]
        self.secrets = self.credentials.copy()

    def manifest(self) -> ManifestFile:
        file = hcl.parse(self.source)
        self.problems = file.problems
        blocks = tuple(self.block(each) for each in file.blocks)
        attributes = tuple(self.attribute(each, hides=False) for each in file.attributes)
        problems = tuple(Problem(each.span, self.shown(each.message), self.shown(each.help)) for each in file.problems)
        return ManifestFile(self.source.path, blocks, problems, _outermost(self.secrets), attributes)

    def block(self, node: hcl.Block, *, in_secret: bool = False) -> Block:
        is_secret = in_secret or _is_secret(node)
        if is_secret:
            self.hide_unread(node)
        return Block(
            self.shown(node.kind),
            node.kind_span,
            tuple(Label(self.shown(each.text), each.span, each.is_quoted) for each in node.labels),
            node.header,
            node.body,
            node.span,
            tuple(self.attribute(each, hides=is_secret and each.name in _VALUES) for each in node.attributes),
            tuple(self.block(each, in_secret=is_secret and node.kind == "env") for each in node.blocks),
            self.remark_above(node.header.start),
        )

    def attribute(self, node: hcl.Attribute, *, hides: bool) -> Attribute:
        value = self.value(node.value, hides=hides)
        remark = "" if hides or value.is_secret else self.remark_behind(node) or self.remark_above(node.name_span.start)
        return Attribute(self.shown(node.name), node.name_span, value, node.span, remark)

    def remark_behind(self, node: hcl.Attribute) -> str:
        """Return the comment that ends the line on which ``node`` ends, empty when there is none."""
        data, end = self.source.data, node.span.end
        return self.remark(data[end : self.source.line_span(self.source.line_of(end)).end])

    def remark_above(self, start: int) -> str:
        """Return the comment that is all of the line before that of byte ``start``, empty when it is none."""
        line = self.source.line_of(start)
        if line == 1:
            return ""
        above = self.source.line_span(line - 1)
        return self.remark(self.source.data[above.start : above.end])

    def remark(self, line: bytes) -> str:
        """Return the text of the comment that ``line`` begins with, unless it holds a credential."""
        match = _REMARK.match(line)
        is_open = match is not None and next(find_credentials(line), None) is None
        return match["text"].decode("utf-8", "replace").strip() if match is not None and is_open else ""

    def value(self, node: hcl.Expression, *, hides: bool) -> Value:
        """Judge a value; ``hides``: it is secret, whatever it looks like."""
        if node.kind not in _TEXTS:
            items = tuple(self.value(each, hides=hides) for each in node.items)
            entries = tuple(self.attribute(each, hides=hides) for each in node.entries)
            is_empty = node.kind == "missing"
            return Value(node.kind, node.span, node.inner, node.text, items, is_empty=is_empty, entries=entries)
        credential = credential_shape(node.text)
        is_empty, stands_in = not node.text.strip(), is_placeholder(node.text)
        is_known = is_empty or stands_in or _WHOLE_REFERENCE.fullmatch(node.text) is not None
        is_secret = bool(credential) or (hides and not is_known)
        if is_secret:
            self.secrets.append(self.to_its_end(node))
        return Value(
            node.kind,
            node.span,
            node.inner,
            "" if is_secret else node.text,
            is_secret=is_secret,
            is_empty=is_empty,
            is_placeholder=stands_in,
            credential=credential,
            address=_address(node.text),
        )

    def to_its_end(self, node: hcl.Expression) -> Span:
        """Return where a secret stands: one without quotes may go on as what looks like a comment."""
        end = node.inner.end
        if node.kind in ("reference", "number") and self.source.data[end : end + 1] in (b"#", b"/"):
            end = self.source.line_span(self.source.line_of(end)).end
        return self.source.span(node.inner.start, end)

    def hide_unread(self, block: hcl.Block) -> None:
        """Mark as secret what could not be read inside a secret ``block``: it may be the value."""
        read = sorted([each.span for each in block.attributes] + [each.span for each in block.blocks])
        ends = [each.end for each in read]
        first = bisect_left(self.problems, block.body.start, key=lambda problem: problem.span.start)
        for problem in self.problems[first:]:
            span = problem.span
            if span.start >= block.body.end:
                break
            place = bisect_right(ends, span.start)
            if place == len(read) or span.end <= read[place].start:
                self.secrets.append(span)

    def shown(self, name: str) -> str:
        """Return ``name``, or whatever somebody typed in its place, with credentials masked."""
        if not self.credentials:
            return name
        data = name.encode()
        for each in reversed(list(find_credentials(data))):
            length = len(data[each.start : each.end].decode("utf-8", "replace"))
            data = data[: each.start] + MASK.encode() * length + data[each.end :]
        return data.decode("utf-8", "replace")


def _is_secret(block: hcl.Block) -> bool:
    """Say whether ``block`` declares a secret variable: by its name or by `secret = true`."""
    if any(each.name == "secret" and each.value.text == "true" for each in block.attributes):
        return True
    is_variable = block.kind == "env" or any(each.name in _VALUES for each in block.attributes)
    return is_variable and any(tells_secret(each.text) for each in block.labels)


def _address(text: str) -> Address | None:
    """Return what of the URL ``text`` may be shown; ``None`` when it is none, or its host is not plain."""
    match = _URL.match(text)
    if match is None:
        return None
    scheme = match["scheme"].lower()
    if scheme not in _WEB and "@" in text[match.end() :]:
        return None  # a password with a slash: what looks like the host is part of it
    return Address(scheme, match["host"].strip("[]").lower(), match["port"] or "")


def _outermost(spans: list[Span]) -> tuple[Span, ...]:
    """Return ``spans`` in order, without those that lie inside another."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda each: (each.start, -each.end)):
        if span.start < span.end and not (kept and span.end <= kept[-1].end):
            kept.append(span)
    return tuple(kept)
