"""What a `raindrop.manifest` says."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.span import Span
from rdlint.syntax.problem import Problem


@dataclass(frozen=True, slots=True)
class Label:
    """A quoted label of a block; ``span`` covers the text without its quotes."""

    text: str
    span: Span


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
    string with `${}`) or ``reference``. ``text`` is the value of a string as meant (escapes
    resolved), or the text as written for numbers, booleans and references; empty for a string that
    ``is_secret``. ``items`` are the elements of a list. ``span`` covers the value as written,
    quotes included; ``inner`` a string without its quotes.
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


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name = value``; ``span`` covers both."""

    name: str
    name_span: Span
    value: Value
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """``kind "label" { … }``.

    ``span`` covers the block with its braces, ``header`` its kind and labels, ``body`` what stands
    between the braces (to the end of what could be read, when the closing brace is missing).
    """

    kind: str
    kind_span: Span
    labels: tuple[Label, ...]
    header: Span
    body: Span
    span: Span
    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()

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
    """A manifest: its top-level blocks (one `application` when it is right)."""

    path: str
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
