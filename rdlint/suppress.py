"""Comments that silence findings: `rdlint: ignore[undeclared-env] -- why`.

Behind code, such a comment is about its own line. Alone on its line, it is about the next line that
is neither blank nor a comment. `rdlint: ignore-file[…]` is about the whole file. Rules are named by
name, code or area, never `ALL`; a reason may follow ` -- `. A directive that is not understood
silences nothing and is reported.

A directive stands right behind the opening of a comment; how comments are found, and what that
overlooks, says `syntax.comments`. JSON holds no comments: `per-file-ignores` of the settings serve there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rdlint.nearest import nearest
from rdlint.rule import Rule
from rdlint.selection import Selectors, resolve, selectors
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.problem import Problem

if TYPE_CHECKING:
    from rdlint.syntax.comments import Comment, Comments

VERBS = ("ignore", "ignore-file")
_MARK = b"rdlint:"
_LONGEST = 1000  # bytes of a directive
#: Words by which other tools know such comments: whoever types one means a directive.
_MEANT = re.compile(r"(?:disable|enable|ignore|skip|suppress|allow|noqa|nolint|off)(?:-[a-z-]*)?", re.IGNORECASE)
_FORM = re.compile(
    rb"[ \t]*(?P<verb>[A-Za-z][A-Za-z-]*)?(?P<gap>[ \t]*)(?P<list>\[(?P<rules>[^\[\]]*)(?P<closed>\])?)?(?P<rest>.*)",
    re.DOTALL,
)
_RULE = re.compile(rb"[^,\s](?:[^,]*[^,\s])?")
_WORD = re.compile(rb"[ \t:=(]*(?P<word>[a-z0-9]+(?:-[a-z0-9]+)+|[A-Za-z]{2}[0-9]{1,3}\b)")
_REST = re.compile(rb"[ \t]*(?:--[ \t]*(?P<reason>.*)|(?:(?://|#|/\*|<!--).*)?)", re.DOTALL)


class RuleName(NamedTuple):
    """A rule as a directive names it, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that speaks to rdlint.

    ``span`` covers it from `rdlint:` to its list of rules. ``line`` is the 1-based line that it is
    about, 0 for the whole file. ``problem`` says what is wrong with its form, if anything.
    """

    span: Span
    line: int
    rules: tuple[RuleName, ...] = ()
    reason: str = ""
    problem: Problem | None = None


class Suppressions:
    """The directives of all files. ``problems`` tells of those that silence nothing."""

    def __init__(self, sources: Mapping[str, Source], rules: Iterable[Rule]) -> None:
        known = selectors(rules)
        problems: list[Problem] = []
        self._sources = sources
        self._covers: dict[str, dict[int, list[tuple[frozenset[str], Directive]]]] = {}
        for path in sorted(sources):
            for directive in find_directives(sources[path]):
                problem = directive.problem or _unknown(sources[path], directive, known)
                if problem:
                    problems.append(problem)
                    continue
                codes = resolve((rule.text for rule in directive.rules), known)
                self._covers.setdefault(path, {}).setdefault(directive.line, []).append((codes, directive))
        self.problems = tuple(problems)

    def cover(self, rule: Rule, span: Span) -> Directive | None:
        """Return the directive that silences what ``rule`` finds at ``span``, or ``None``.

        Of a span over several lines the first counts.
        """
        covers = self._covers.get(span.path)
        if covers is None:
            return None
        line = self._sources[span.path].line_of(span.start)
        candidates = (*covers.get(line, ()), *covers.get(0, ()))
        return next((directive for codes, directive in candidates if rule.code in codes), None)


def find_directives(source: Source) -> tuple[Directive, ...]:
    """Return every directive of a file, in order; whether the rules that they name exist is not asked."""
    at = source.data.find(_MARK)
    if at < 0:
        return ()
    from rdlint.syntax.comments import Comments

    found: list[Directive] = []
    comments = Comments(source)
    while at >= 0:
        comment = comments.at(at)
        directive = _read(source, at, comment, comments) if comment else None
        if directive:
            found.append(directive)
        at = source.data.find(_MARK, at + len(_MARK))
    return tuple(found)


def _read(source: Source, at: int, comment: Comment, comments: Comments) -> Directive | None:
    """Read the directive at byte ``at``; ``None`` for a comment that only talks about rdlint."""
    form = _FORM.match(source.data, at + len(_MARK), min(comment.end, at + _LONGEST))
    if form is None:  # cannot be: every part of it may be absent
        return None
    verb = (form["verb"] or b"").decode("ascii")
    has_list = form["list"] is not None and not form["gap"]
    if verb not in VERBS and not has_list and not _MEANT.fullmatch(verb) and not nearest(verb, VERBS):
        return None
    span = source.span(at, form.end("list") if form["list"] else form.end("verb"))
    names = tuple(
        RuleName(found[0].decode("utf-8", "replace"), source.span(*found.span()))
        for found in _RULE.finditer(source.data, *form.span("rules"))
    )
    rest = _REST.fullmatch(form["rest"])
    message = _complaint(verb, form, names, is_understood=rest is not None)
    if message:
        problem = Problem(span, message, f"write `rdlint: {_right(verb)}[{_listed(source, form, names)}] -- why`")
        return Directive(span, comment.line, problem=problem)
    about = comments.code_line_after(comment) if comment.is_alone else comment.line
    reason = (rest and rest["reason"]) or b""
    return Directive(span, 0 if verb == "ignore-file" else about, names, reason.decode("utf-8", "replace").strip())


def _complaint(verb: str, form: re.Match[bytes], names: tuple[RuleName, ...], *, is_understood: bool) -> str:
    """Return what is wrong with the form of a directive, or nothing."""
    if verb not in VERBS:
        return f"`rdlint: {verb}` is no directive, so it silences nothing"
    if form["list"] and not form["closed"]:
        return "the list of rules is not closed, so this silences nothing"
    if not names:
        return "this names no rule, so it silences nothing"
    if not is_understood:
        return "what stands behind the list of rules is not understood, so this silences nothing"
    return ""


def _right(verb: str) -> str:
    """Return the verb that was meant."""
    if verb in VERBS:
        return verb
    if "line" in verb.lower():
        return "ignore"
    return nearest(verb, VERBS) or VERBS["file" in verb.lower()]


def _listed(source: Source, form: re.Match[bytes], names: tuple[RuleName, ...]) -> str:
    """Return the rules that were meant, for the brackets of the right form."""
    if names:
        return ", ".join(source.snippet(name.span) for name in names)
    word = _WORD.match(source.data, *form.span("rest"))
    return source.snippet(source.span(*word.span("word"))) if word else "RULE"


def _unknown(source: Source, directive: Directive, known: Selectors) -> Problem | None:
    """Return the complaint about the first rule of a directive that does not exist."""
    for name in directive.rules:
        if name.text.upper() == "ALL":
            return Problem(name.span, "a comment cannot silence `ALL` rules", "name those that are meant")
        if name.text not in known and name.text.upper() not in known:
            shown = source.snippet(name.span)
            guess = nearest(name.text, known)
            help_ = f"write `{guess}`" if guess else "write a code, a name or an area, such as `environment`"
            return Problem(name.span, f"there is no rule `{shown}`, so this silences nothing", help_)
    return None
