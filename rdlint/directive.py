"""Comments that speak to rdlint: `rdlint: ignore[undeclared-env] until=2027-01-31 -- why`.

Behind code, such a comment is about its own line. Alone on its line, it is about the next line that
is neither blank nor a comment. `rdlint: ignore-file[…]` is about the whole file. Rules are named by
name, code or area, never `ALL`. `until=` names its last day, and a reason may follow ` -- `.

A directive stands right behind the opening of a comment; how comments are found, and what that
overlooks, says `syntax.comments`. JSON holds no comments: `per-file-ignores` of the settings serve there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rdlint.nearest import nearest
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
_OPENING = rb"//|#|/\*|<!--"
_REST = re.compile(
    rb"(?:[ \t]*until=(?P<until>\S*))?[ \t]*(?:--[ \t]*(?P<reason>.*)|(?:" + _OPENING + rb").*)?",
    re.DOTALL,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Another comment behind a directive in the same one, such as another tool's; `#12` is a part of a reason.
_OTHER = re.compile(rb"(?<=[ \t\]])(?P<opening>" + _OPENING + rb")[ \t]*[A-Za-z@]")


class RuleName(NamedTuple):
    """A rule as a directive names it, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that speaks to rdlint.

    ``span`` covers it from `rdlint:` to its list of rules. ``line`` is the 1-based line that it is
    about, 0 for the whole file. ``until`` is its last day. ``comment`` is what it stands in, and
    ``end`` the byte at which its part of that ends: other tools may be spoken to behind it; 0 where
    it is too long to tell. ``problem`` says what is wrong with its form, if anything.
    """

    span: Span
    line: int
    comment: Comment
    end: int = 0
    rules: tuple[RuleName, ...] = ()
    reason: str = ""
    until: date | None = None
    problem: Problem | None = None


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
    others = _OTHER.finditer(source.data, *form.span("rest"))
    end = next((other.start() for other in others if other["opening"] in comments.openings), form.end())
    rest = _REST.fullmatch(source.data, form.start("rest"), end)
    until = ((rest and rest["until"]) or b"").decode("utf-8", "replace")
    message = _complaint(verb, form, names, is_understood=rest is not None)
    if message:
        problem = Problem(span, message, f"write `rdlint: {_right(verb)}[{_listed(source, form, names)}] -- why`")
        return Directive(span, comment.line, comment, problem=problem)
    last = _day(until)
    if rest and rest["until"] is not None and last is None:
        place = source.span(*rest.span("until"))
        message = f"`{source.snippet(place)}` is no date, so this silences nothing"
        help_ = "write year, month and day of the last day, as in `until=2027-01-31`"
        return Directive(span, comment.line, comment, problem=Problem(place, message, help_))
    about = comments.code_line_after(comment) if comment.is_alone else comment.line
    reason = ((rest and rest["reason"]) or b"").decode("utf-8", "replace").strip()
    line = 0 if verb == "ignore-file" else about
    return Directive(span, line, comment, 0 if end == at + _LONGEST else end, names, reason, last)


def _day(text: str) -> date | None:
    """Return the day that ``text`` names in the form of ISO 8601, ``None`` where it names none."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


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
