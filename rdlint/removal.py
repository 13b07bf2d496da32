"""Taking suppressions out of a file: the names in a list, or the comment with what held it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from rdlint.directive import Directive, RuleName
from rdlint.finding import Edit
from rdlint.source import Source

if TYPE_CHECKING:
    from rdlint.syntax.layout import Layout

_BLANKS = b" \t\f\v"
_REACH = 1000  # bytes beside a comment that are looked at
_LINE_COMMENTS = (b"//", b"#")


class Removals:
    """The edits of one file; there are none where no reader knows what stands in it."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def is_doubtful(self, directive: Directive) -> bool:
        """Say whether ``directive`` may only look like a comment: in a string, or where something does not parse."""
        from rdlint.syntax.layout import is_known

        if self._layout is None:
            return is_known(self._source)
        return self._layout.comment_at(directive.span.start) is None

    def of_name(self, directive: Directive, name: RuleName, going: Collection[RuleName]) -> Edit | None:
        """Return the edit that takes ``name`` out of its list, when some others than those ``going`` stay."""
        if self._layout is None:
            return None
        at = directive.rules.index(name)
        if all(each in going for each in directive.rules[:at]):
            return self._edit(name.span.start, directive.rules[at + 1].span.start)
        return self._edit(directive.rules[at - 1].span.end, name.span.end)

    def of_all(self, directive: Directive) -> Edit | None:
        """Return the edit that takes the whole directive out, and its comment unless that says something else."""
        around = self._layout.comment_at(directive.span.start) if self._layout is not None else None
        if around is None or not directive.end:
            return None
        return self._of_all(directive, *around)

    def _of_all(self, directive: Directive, start: int, end: int) -> Edit:
        """Do the same, given the bytes ``start`` to ``end`` of the whole comment, as its language sees it."""
        comment = directive.comment
        if start < comment.at and comment.opening != b"*" and self._is_block(start):  # there is more in it
            return self._edit(comment.at, min(directive.end, end - 2))
        if directive.end < comment.end:  # another one follows, which may need the opening
            opens = comment.opening in _LINE_COMMENTS and self._source.data.startswith(comment.opening, directive.end)
            return self._edit(comment.at if opens else directive.span.start, directive.end)
        if comment.opening == b"*":
            return self._edit(comment.at, comment.end) if comment.close > comment.end else self._line(comment.line)
        if comment.closing:
            return self._edit(comment.at + len(comment.opening), comment.end)
        at = comment.at
        if comment.opening in _LINE_COMMENTS:
            while at > start and self._source.data[at - 1 : at] == comment.opening[:1]:  # `///` is one comment
                at -= 1
        return self._of_comment(comment.line, at, comment.close)

    def _is_block(self, start: int) -> bool:
        return self._source.data.startswith(b"/*", start)

    def _of_comment(self, line: int, start: int, end: int) -> Edit:
        """Return the edit that takes out the comment at bytes ``start`` to ``end`` and the blanks that it leaves."""
        data = self._source.data
        _, low, high = self._source.line_span(line)
        low, high = max(low, start - _REACH), min(high, end + _REACH)
        before, after = data[low:start], data[end:high]
        around = before.strip(_BLANKS) + after.strip(_BLANKS)
        is_line = self._source.line_span(line)[1:] == (low, high)
        if is_line and (not around or (around == b"{}" and self._is_child(line))):
            return self._line(line)
        kept_before, kept_after = low + len(before.rstrip(_BLANKS)), high - len(after.lstrip(_BLANKS))
        if kept_before == low:
            return self._edit(start, kept_after)
        if kept_after == high:
            return self._edit(kept_before, high)
        if kept_after > end:
            return self._edit(kept_before, end)
        return self._edit(start, end, "" if kept_before < start else " ")

    def _is_child(self, line: int) -> bool:
        """Say whether a line stands between elements of JSX, where no text is joined if it goes."""
        from rdlint.syntax.layout import Ground

        layout = self._layout
        return layout is not None and all(layout.ground_behind(each) is Ground.CHILDREN for each in (line - 1, line))

    def _line(self, line: int) -> Edit:
        starts = [*self._source.line_starts, len(self._source.data)]
        return self._edit(starts[line - 1], starts[line])

    def _edit(self, start: int, end: int, text: str = "") -> Edit:
        return Edit(self._source.span(start, end), text)

    @cached_property
    def _layout(self) -> Layout | None:
        from rdlint.syntax.layout import layout

        return layout(self._source)
