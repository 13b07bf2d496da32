"""Made-up reports for the tests of output formats, and a way to print them."""

from __future__ import annotations

import io
import os

from hypothesis import strategies as st

from rdlint.diagnostic import Diagnostic
from rdlint.finding import Edit, Finding, Fix, Related, Severity
from rdlint.report import render
from rdlint.run_report import Report
from rdlint.source import Source
from rdlint.span import Span

WORKER = Source("src/api/index.ts", "// é👍\nconst key = this.env.API_KEY;\n".encode())
MANIFEST = Source("raindrop.manifest", b'application "shop" {\n}\n')
READ = Span(WORKER.path, WORKER.data.index(b"API_KEY"), WORKER.data.index(b";"))
HEADER = Span(MANIFEST.path, 0, 18)
FINDING = Finding(
    READ,
    "`API_KEY` is read here",
    help="declare it:\nenv API_KEY {}",
    related=(Related(HEADER, "variables are declared here"),),
    fix=Fix("declare `API_KEY`", (Edit(Span(MANIFEST.path, 21, 21), '  env "API_KEY" {}\n'),), safe=True),
    subject="API_KEY",
)

#: Pieces of names and texts that mean something to a reader of some format.
HOSTILE = """
    ::error:: ::stop-commands::x ##[add-mask]x ##[error] ##vso[task.x] %0A %0D%0A %3A%2C %25 :: , = ; :smile:
    <script> <!-- --> ]]> &lt; &#10; </pre> </code> <a/href="x"> " '
    @user @org/team #1 GH-1 http://evil.example www.evil.example a@b.example [a](http://b) ![a](b) ](1) {0} {{ }}
    ` `` ``` | * ** _x_ ~~ $x$ \\ - + 1. ../ / .. . ? # % ; : //host/ C: a b é 字 👩\u200d💻 e\u0301
    \u202e \u2028 \u00ad \ufeff \ufffe \uffff \x1b[2J \x00 \x07 \x7f \x9b \udcff \ud800
""".split()
#: Texts of these, of line ends and of anything else.
ANY_TEXT = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.sampled_from([" ", "\n", "\r\n", "\r", "\t", "\u2028", "\udcff"]),
        st.text(max_size=6),
    ),
    max_size=8,
).map("".join)
#: Paths as a tree can have them; bytes that are no UTF-8 are half surrogate pairs, as `os.fsdecode` gives them.
ANY_PATH = ANY_TEXT.map(lambda text: text.replace("\x00", "").replace("\ud800", "").lstrip("/")).filter(bool)


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    """Draw a report of any findings, about files with any names and contents."""
    paths = draw(st.lists(ANY_PATH, min_size=1, max_size=3, unique=True))
    sources = {
        path: Source(path, draw(ANY_TEXT).encode("utf-8", "surrogatepass")) for path in paths if draw(st.integers(0, 4))
    }

    def span() -> Span:
        start = draw(st.integers(-2, 40))
        return Span(draw(st.sampled_from(paths)), start, start + draw(st.integers(-2, 20)))

    def finding() -> Finding:
        related = tuple(Related(span(), draw(ANY_TEXT)) for _ in range(draw(st.integers(0, 2))))
        edits = tuple(Edit(span(), draw(ANY_TEXT)) for _ in range(draw(st.integers(0, 2))))
        fix = Fix(draw(ANY_TEXT), edits, draw(st.booleans())) if edits else None
        return Finding(span(), draw(ANY_TEXT), draw(ANY_TEXT), related, fix, draw(ANY_TEXT))

    rules = [("RD101", "undeclared-env"), ("RD401", "stale-lock"), ("RD000", "internal-error")]
    diagnostics = [
        Diagnostic(*draw(st.sampled_from(rules)), draw(st.sampled_from(Severity)), finding())
        for _ in range(draw(st.integers(0, 4)))
    ]
    unread = draw(st.lists(st.tuples(ANY_PATH, ANY_TEXT), max_size=1))
    return Report(os.getcwd(), tuple(diagnostics), sources, unread=tuple(unread))


def report_of(*findings: Finding, sources: tuple[Source, ...] = (WORKER, MANIFEST), tree: str | None = None) -> Report:
    """Return a report in which all of ``findings`` are of the rule undeclared-env."""
    diagnostics = tuple(
        Diagnostic("RD101", "undeclared-env", each.severity or Severity.ERROR, each) for each in findings
    )
    return Report(tree or os.getcwd(), diagnostics, {each.path: each for each in sources})


def written(report: Report, output_format: str) -> str:
    """Return ``report`` in a format of `rdlint.report.FORMATS`."""
    stream = io.StringIO()
    render(report, output_format, stream)
    return stream.getvalue()
