"""What fixes would change, as a unified diff that people and `patch` read; no secret is in it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from rdlint.report.terminal import BOLD, CYAN, GREEN, RED, Terminal
from rdlint.source import Source

if TYPE_CHECKING:
    from rdlint.fix import Mended

_CONTEXT = 3  # lines around a change
_NO_LINE_END = "\\ No newline at end of file"


def diff(mended: Mended, terminal: Terminal) -> Iterator[str]:
    """Yield the lines of a unified diff over all changed files, by path.

    Lines with a secret show it masked, so a patch made of this does not fit them: `--fix` does.
    """
    for path, change in sorted(zip(mended.changed, mended.changes, strict=True)):
        shown = terminal.visible(mended.after.shown_path(path))
        before = mended.before.sources.get(path)
        yield terminal.paint(f"--- {shown if before else '/dev/null'}", BOLD)
        yield terminal.paint(f"+++ {shown}", BOLD)
        after = mended.after.sources.get(path) or _hidden(Source(path, change.after))
        yield from _hunks(before or Source(path, b""), after, terminal)


def _hidden(source: Source) -> Source:
    """Make all of a file a secret, since it is not known what in it is one."""
    source.secrets = (source.span(0, len(source.data)),)
    return source


def _hunks(before: Source, after: Source, terminal: Terminal) -> Iterator[str]:
    old, new = _lines(before), _lines(after)
    for group in SequenceMatcher(None, old, new).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        yield terminal.paint(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@", CYAN)
        for kind, low, high, start, end in group:
            if kind == "equal":
                yield from _shown(before, " ", "", range(low, high), old, terminal)
                continue
            yield from _shown(before, "-", RED, range(low, high), old, terminal)
            yield from _shown(after, "+", GREEN, range(start, end), new, terminal)


def _lines(source: Source) -> list[bytes]:
    """Return the lines of a file with their ends; what follows the last line end counts only if there is something."""
    bounds = [*source.line_starts, len(source.data)]
    return [source.data[low:high] for low, high in pairwise(bounds) if low < high]


def _shown(
    source: Source, sign: str, style: str, numbers: range, lines: list[bytes], terminal: Terminal
) -> Iterator[str]:
    for number in numbers:
        text = source.snippet(source.line_span(number + 1))
        shown = "\t".join(map(terminal.visible, text.split("\t")))
        yield terminal.paint(f"{sign}{shown}", style) if style else f"{sign}{shown}"
        if not lines[number].endswith((b"\n", b"\r")):
            yield _NO_LINE_END


def _range(low: int, high: int) -> str:
    """Return a range of 0-based lines, the end excluded, as the format counts it."""
    length = high - low
    if length == 1:
        return str(low + 1)
    return f"{low + 1 if length else low},{length}"
