"""What HCL is made of: the nodes that a file is read into."""

from __future__ import annotations

from dataclasses import dataclass

from rdlint.span import Span
from rdlint.syntax.problem import Problem


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a block; ``span`` covers its text without quotes. ``is_quoted``: it has them."""

    text: str
    span: Span
    is_quoted: bool = True


@dataclass(frozen=True, slots=True)
class Expression:
    """A value as written.

    ``kind`` is ``string``, ``number``, ``bool``, ``null``, ``list``, ``object``, ``template`` (a
    string with ``${}`` or ``%{}``), ``reference`` (anything that has to be evaluated, and text
    without quotes), or ``missing`` (nothing stands behind ``name =``; the span is empty).
    ``text`` is the meaning of a string, else the text as written; of a template without its quotes.
    ``inner`` is a string without its quotes or markers, else ``span``. ``items`` are the elements
    of a list, ``entries`` those of an object.
    """

    kind: str
    span: Span
    inner: Span
    text: str = ""
    items: tuple[Expression, ...] = ()
    entries: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name = value``; ``span`` covers both, ``name_span`` the name without quotes."""

    name: str
    name_span: Span
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """``kind "label" { … }``.

    ``span`` covers all of it, ``header`` kind and labels, ``body`` what stands between the braces;
    when the closing one is missing, body and block end with the last thing that is in them.
    """

    kind: str
    kind_span: Span
    labels: tuple[Label, ...]
    header: Span
    body: Span
    span: Span
    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """What a file says, and where it is no HCL, in the order of the file."""

    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
