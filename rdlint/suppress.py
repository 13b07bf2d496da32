"""What the comments that speak to rdlint silence, and why some of them do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rdlint.directive import Directive, RuleName, find_directives
from rdlint.nearest import nearest
from rdlint.rule import Rule
from rdlint.selection import Selection, Selectors, resolve, selectors
from rdlint.source import Source
from rdlint.span import Span
from rdlint.syntax.problem import Problem

NO_REASON = "this gives no reason, so it silences nothing"


class Cover(NamedTuple):
    """A directive about the line of a finding, and the name in it that stands for the finding's rule.

    ``refusal`` says why it does not silence the finding, empty when it does.
    """

    directive: Directive
    name: RuleName
    refusal: str = ""


class Suppressions:
    """The directives of all files, read once. ``problems`` tells of those that silence nothing for anybody."""

    def __init__(self, sources: Mapping[str, Source], rules: Iterable[Rule], today: date = date.min) -> None:
        """Read ``sources``. ``today`` is the day by which a directive may be over."""
        self._known = selectors(rules)
        self._today = today
        self._sources = sources
        self._by_path: dict[str, list[Directive]] = {}
        self._by_line: dict[str, dict[int, list[Directive]]] = {}
        self._covers: dict[tuple[str, int, str, Selection], Cover | None] = {}
        problems: list[Problem] = []
        for path in sorted(sources):
            for directive in find_directives(sources[path]):
                problem = directive.problem or _unknown(sources[path], directive, self._known)
                if problem:
                    problems.append(problem)
                    continue
                self._by_path.setdefault(path, []).append(directive)
                self._by_line.setdefault(path, {}).setdefault(directive.line, []).append(directive)
        self.problems = tuple(problems)

    def of(self, path: str) -> tuple[Directive, ...]:
        """Return the directives of the file ``path`` that are understood, in order."""
        return tuple(self._by_path.get(path, ()))

    def codes(self, name: RuleName) -> frozenset[str]:
        """Return the codes of the rules that ``name`` stands for."""
        return resolve((name.text,), self._known)

    def cover(self, rule: Rule, span: Span, selection: Selection) -> Cover | None:
        """Return what would silence a finding of ``rule`` at ``span`` for an app with this ``selection``.

        One that does silence it goes before those that do not, and one about the line before those
        about the whole file. Of a span over several lines the first counts.
        """
        if span.path not in self._by_line:
            return None
        line = self._sources[span.path].line_of(span.start)
        about = [self._cover_at(span.path, each, rule, selection) for each in (line, 0)]
        covers = [each for each in about if each is not None]
        return next((each for each in covers if not each.refusal), covers[0] if covers else None)

    def _cover_at(self, path: str, line: int, rule: Rule, selection: Selection) -> Cover | None:
        """Do the same for the directives that are about ``line``; many findings ask for the same one."""
        key = path, line, rule.code, selection
        if key not in self._covers:
            covers = (
                Cover(directive, name, self._refusal(directive, rule, selection))
                for directive in self._by_line[path].get(line, ())
                for name in directive.rules
                if rule.code in self.codes(name)
            )
            first = next(covers, None)
            if first is not None and first.refusal:
                first = next((each for each in covers if not each.refusal), first)
            self._covers[key] = first
        return self._covers[key]

    def refused(self, paths: Collection[str], selection: Selection) -> Iterator[Problem]:
        """Yield what keeps directives of ``paths``, files of an app with this ``selection``, from silencing."""
        for path in paths:
            for directive in self.of(path):
                if selection.requires_reasons and not directive.reason:
                    names = ", ".join(name.text for name in directive.rules)
                    yield Problem(directive.span, NO_REASON, f"write ` -- ` and why behind it: `[{names}] -- why`")
                    continue
                for name in directive.rules:
                    if self.is_locked(name, selection):
                        yield Problem(
                            name.span,
                            f"`{name.text}` is locked in `{selection.file}`, so a comment cannot silence it",
                            "mend what it finds, or let those who keep the settings unlock it",
                        )

    def is_locked(self, name: RuleName, selection: Selection) -> bool:
        """Say whether everything that ``name`` stands for is locked."""
        return bool(self.codes(name)) and self.codes(name) <= selection.locked

    def _refusal(self, directive: Directive, rule: Rule, selection: Selection) -> str:
        if selection.is_locked(rule):
            return f"this does not silence it: `{rule.name}` is locked in `{selection.file}`"
        if selection.requires_reasons and not directive.reason:
            return NO_REASON
        if directive.until is not None and directive.until < self._today:
            return f"this suppression has expired: `{directive.until}` was its last day"
        return ""


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
