"""What a `.env` file says: names, and whether a real value is there; never the value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from rdlint.platform.credentials import find_credentials, is_placeholder
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.dotenv import Assignment, read
from rdlint.syntax.problem import Problem


class Content(Enum):
    """What stands behind a name."""

    VALUE = "value"
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    REFERENCE = "reference"  # ${OTHER}


@dataclass(frozen=True, slots=True)
class Entry:
    """``NAME=value``; ``span`` covers the name."""

    name: str
    span: Span
    content: Content


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """A file of ``NAME=value`` lines. ``is_template``: `.env.example` and its kin.

    ``secrets`` cover every value, whatever it is, comments that hold one, and lines that could not
    be read.
    """

    path: str
    entries: tuple[Entry, ...] = ()
    is_template: bool = False
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()


_TEMPLATE_WORDS = frozenset({"default", "defaults", "dist", "example", "sample", "schema", "template", "tmpl", "tpl"})
_REFERENCE = re.compile(r"\$\{[A-Za-z_]")
_WHOLE_REFERENCE = re.compile(r"\$[A-Za-z_]\w*|\$\([^()]*\)")
_VALUE_IN_REMARK = re.compile(rb"[ \t#]*(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*=[ \t]*(?P<value>[^\s#][^\r\n]*)")


def extract(source: Source) -> EnvironmentFile:
    """Read the env file ``source``; never raises."""
    document = read(source)
    secrets = [each.value for each in document.assignments if each.value.start < each.value.end]
    unread = {problem.span for problem in document.problems}
    for remark in document.remarks:
        held = _VALUE_IN_REMARK.match(source.data, remark.start, remark.end)
        if remark in unread:
            secrets.append(remark)
        elif held:
            secrets.append(source.span(*held.span("value")))
    secrets.extend(source.span(each.start, each.end) for each in find_credentials(source.data))
    return EnvironmentFile(
        source.path,
        tuple(Entry(each.name, each.name_span, _content(source, each)) for each in document.assignments),
        is_template(source.path),
        document.problems,
        tuple(sorted(set(secrets))),
    )


def is_template(path: str) -> bool:
    """Say whether an env file of this name shows which names are needed, and holds no real values.

    >>> is_template("api/.env.example"), is_template("env-sample"), is_template(".env.production")
    (True, True, False)
    """
    name = path.rsplit("/", 1)[-1].lower()
    return not _TEMPLATE_WORDS.isdisjoint(re.split("[._-]", name))


def _content(source: Source, assignment: Assignment) -> Content:
    """Say what stands behind a name; single quotes keep a reader from resolving references."""
    text = source.text(assignment.value)
    if not text:
        return Content.EMPTY
    if assignment.quote != "'" and (_REFERENCE.search(text) or _WHOLE_REFERENCE.fullmatch(text)):
        return Content.REFERENCE
    return Content.PLACEHOLDER if is_placeholder(text) else Content.VALUE
