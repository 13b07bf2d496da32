"""How often each rule has found something, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rdlint.report.terminal import Terminal
from rdlint.run_report import Report


def render(report: Report, terminal: Terminal, elapsed: float) -> Iterator[str]:
    """Yield ``count  code  name``, with ``[fix]`` where all, and ``[some]`` where some, of the findings have a fix."""
    counts = Counter((each.code, each.name) for each in report.diagnostics)
    fixable = Counter(each.code for each in report.diagnostics if each.finding.fix)
    digits = len(str(max(counts.values(), default=0)))
    width = max((len(name) for _, name in counts), default=0)
    for (code, name), count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        mark = {0: "", count: "[fix]"}.get(fixable[code], "[some]")
        yield f"{count:>{digits}}  {code}  {name:{width}}  {mark}".rstrip()
